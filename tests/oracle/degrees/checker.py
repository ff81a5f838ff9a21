"""A degree plan or an audit against its case: everything that it says about programmes, derived again from the world alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import ceil
from typing import NamedTuple

from tests.oracle.brute import broken_limits, obstacle
from tests.oracle.degrees.brute import block_sets, finish, is_once, programmes, used
from tests.oracle.degrees.credit import Credit, matches
from tests.oracle.degrees.landing import clash, why_not
from tests.oracle.degrees.rows import Row, bill, bounds, charge, charges, sum_of, usual_hours, waiver_cents
from tests.oracle.degrees.search import Part, Used, block_row
from tests.oracle.degrees.world import Degree
from tests.oracle.world import Case, Raw, exact, is_inside


class Claim(NamedTuple):
    """A credit that an answer lists in a requirement."""

    home: str
    shown: Raw
    hours: int


def check(world: Raw, learner: Raw, request: Raw, data: Raw) -> list[str]:
    """What is wrong with the programmes of a plan; nothing where all holds. That no plan is better `brute` knows."""
    case = Case(world, learner, request)
    records = {record["id"]: record for record in programmes(world, request)}
    sections, order = data["programmes"], [step["id"] for step in data["steps"] if step["id"] in case.credentials]
    if len(sections) != 1 or sections[0]["id"] not in records:
        return [f"shows {[section['id'] for section in sections]}, and one of {sorted(records)} is asked for"]
    return [*_stack(case, order), *check_programme(Degree(case, records[sections[0]["id"]]), order, sections[0])]


def _stack(case: Case, order: Sequence[str]) -> Iterator[str]:
    """What is earned: whether it can be, and in this order."""
    for place, id in enumerate(order):
        if (words := obstacle(case, id)) is not None:
            yield f"{id} {words}"
        if not case.all_met(case.credentials[id].get("requires") or (), case.known(order[:place])):
            yield f"{id} comes before what it requires"
    yield from broken_limits(case, frozenset(order))


def check_programme(degree: Degree, order: Sequence[str], section: Raw, *, is_audit: bool = False) -> list[str]:
    """What is wrong with one programme of an answer, when these credentials are earned in this order."""
    claims = [Claim(each["id"], shown, _hours(shown["hours"])) for each in section["requirements"] for shown in each["credits"]]
    found = [*_shape(degree, section, is_audit)]
    if [each["id"] for each in section["requirements"]] != list(degree.requirements):
        return found
    if not is_audit:
        found += _door(degree, order)
    readings = (_placement(degree, order, section, parts, is_audit) for parts in _identified(degree, order, claims))
    best = min(
        (list(problems) for problems in readings), key=len, default=["lists credit that does not exist, or too much of it"]
    )
    return found + best


def _hours(text: str) -> int:
    return int(exact(text) * 100)


def _cents(figure: Raw) -> Fraction:
    return exact(figure["amount"]) * 100


def _shape(degree: Degree, section: Raw, is_audit: bool) -> Iterator[str]:
    """Every requirement once, with its hours, its sum and the word for it."""
    if [each["id"] for each in section["requirements"]] != list(degree.requirements):
        yield f"shows the requirements {[each['id'] for each in section['requirements']]}"
        return
    for each in section["requirements"]:
        size, counted = degree.hours_of(each["id"]), _hours(each["counted"])
        brought, taken = (
            sum(_hours(credit["hours"]) for credit in each["credits"]),
            _hours((each.get("here") or {}).get("hours", "0")),
        )
        status = "met" if counted == size else "partly" if counted else "open"
        if _hours(each["hours"]) != size:
            yield f"{each['id']} shows {each['hours']} hours of {size / 100}"
        if not brought <= counted <= min(size, brought + taken):
            yield f"{each['id']} counts {each['counted']} hours: {brought / 100} brought, {taken / 100} there, {size / 100} asked"
        if counted != size and not is_audit:
            yield f"{each['id']} is not filled"
        if each["status"] != status:
            yield f"{each['id']} is {each['status']}, and should be {status}"
        if taken % 100:
            yield f"{each['id']} takes part of an hour there"


def _door(degree: Degree, order: Sequence[str]) -> Iterator[str]:
    known = degree.case.known(order)
    if not degree.case.all_met(degree.programme.get("requires") or (), known):
        yield "the programme requires more"
    yield from (
        f"{rule['id']} is not met" for rule in degree.of_kind("entry") if not degree.case.all_met(rule["requires"], known)
    )


def _identified(degree: Degree, order: Sequence[str], claims: Sequence[Claim]) -> Iterator[list[Part]]:
    """Every way to read the listed credits as credits that there are, each used once; blocks may be listed several times."""
    days = {id: finish(degree.case, order[: place + 1]) for place, id in enumerate(order)}
    there = [*degree.held, *(credit for id in order for credit in degree.credits_of(id, days[id], None, is_new=True))]
    ready = (rule for rule in degree.of_kind("block") if degree.case.all_met(rule["requires"], degree.case.known(order)))
    blocks = [used(degree, rule).credit for rule in ready]
    choices = [[credit for credit in [*there, *blocks] if _is_meant(degree, claim, credit)] for claim in claims]
    for choice in product(*choices):
        brought = [credit.id for credit in choice if credit.word != "block"]
        if len(brought) == len(set(brought)):
            yield [(credit, claim.home, claim.hours) for credit, claim in zip(choice, claims, strict=True)]


def _is_meant(degree: Degree, claim: Claim, credit: Credit) -> bool:
    """Whether a listed credit can be this one."""
    shown = claim.shown
    same = shown.get("credential") == credit.credential and (shown.get("course") or None) == next(iter(credit.courses), None)
    if not same or shown.get("level", credit.level) != credit.level or claim.hours > credit.hours:
        return False
    is_word = shown["word"] == credit.word or (shown["word"] == "here" and credit.word == "transcript" and credit.here)
    return is_word and (credit.word == "block" or set(shown["origins"]) == credit.origins)


def _placement(degree: Degree, order: Sequence[str], section: Raw, parts: list[Part], is_audit: bool) -> Iterator[str]:
    """Every rule, for one reading of what is listed."""
    brought = [(credit, home) for credit, home, _ in parts if credit.word != "block"]
    blocks = _blocks_used(degree, order, {credit.id for credit, _, _ in parts if credit.word == "block"})
    if blocks is None:
        yield "uses blocks that cannot be used together"
        return
    yield from (f"{credit.id} lands with no hours" for credit, _, hours in parts if hours <= 0)
    yield from _landings(degree, brought, parts, blocks)
    if not is_once(degree, frozenset((credit, home) for credit, home, _ in parts), ()):
        yield "more than one of what counts once"
    waived = frozenset(section.get("waivers") or ())
    if waived - {rule["id"] for rule in degree.rules if rule.get("waiver")} or (is_audit and waived):
        yield f"waives {sorted(waived)}"
        return
    rows = [*bounds(degree, waived, brought, is_audit=is_audit), *map(block_row, blocks)]
    yield from min((list(broken(rows, [*parts, *more])) for more in _splits(degree, section)), key=len)
    yield from _wasted(degree, order, section, parts)
    if not is_audit:
        yield from _money(degree, section, parts, waived)


def _blocks_used(degree: Degree, order: Sequence[str], ids: set[str]) -> tuple[Used, ...] | None:
    sets = block_sets(degree, frozenset(order))
    return next((blocks for blocks in sets if {block.credit.id for block in blocks} == ids), None)


def _landings(degree: Degree, brought: list[tuple[Credit, str]], parts: list[Part], blocks: Sequence[Used]) -> Iterator[str]:
    """Each credit by itself, and in pairs."""
    gone = {id for block in blocks for id in block.names}
    for credit, home in brought:
        if (words := why_not(degree, credit, home)) is not None:
            yield f"{credit.id} in {home} {words}"
        if credit.credential in gone:
            yield f"{credit.id} is in a block already"
    for (one, _), (other, _) in combinations(brought, 2):
        if (words := clash(degree, one, other)) is not None:
            yield f"{one.id} and {other.id}: {words}"
    fills = {block.credit.id: block.fills for block in blocks}
    wrong = (part for part in parts if part[0].word == "block" and part[1] not in fills[part[0].id])
    yield from (f"{credit.id} fills {home}" for credit, home, _ in wrong)


def _splits(degree: Degree, section: Raw) -> Iterator[list[Part]]:
    """The ways in which what counts of courses there can be of their levels, by half hours."""
    ways = []
    for each in section["requirements"]:
        gap = _hours(each["counted"]) - sum(_hours(credit["hours"]) for credit in each["credits"])
        whole = _hours((each.get("here") or {}).get("hours", "0"))
        kinds = degree.here(each["id"])
        firsts = {*range(0, gap, 50), *(gap - part for part in range(0, gap, 50)), gap} if len(kinds) == 2 else {gap}
        fine = [(first, gap - first) for first in firsts if ceil(first / 100) + ceil((gap - first) / 100) <= ceil(whole / 100)]
        ways.append(
            [[(kind, each["id"], part) for kind, part in zip(kinds, split, strict=False) if part] for split in fine or [(gap, 0)]]
        )
    return ([part for parts in way for part in parts] for way in product(*ways))


def broken(rows: Iterable[Row], parts: Sequence[Part]) -> Iterator[str]:
    """The bounds that are not kept."""
    for row in rows:
        total = total_of(row, parts)
        if (row.low is not None and total < row.low) or (row.high is not None and total > row.high):
            yield f"{row.name}: {total} is not between {row.low} and {row.high}"


def total_of(row: Row, parts: Sequence[Part]) -> int:
    """The sum that parts come to."""
    added: dict[str, list[int]] = {}
    for credit, home, hours in parts:
        added.setdefault(home, []).append(row.adds(credit, home, hours))
    return row.starts + sum(sum_of(row, hours) for hours in added.values())


def _wasted(degree: Degree, order: Sequence[str], section: Raw, parts: Sequence[Part]) -> Iterator[str]:
    """What lands nowhere, or not whole, is named, with a reason."""
    counted = sum(hours for credit, _, hours in parts if credit.word != "block")
    days = {id: finish(degree.case, order[: place + 1]) for place, id in enumerate(order)}
    there = [*degree.held, *(credit for id in order for credit in degree.credits_of(id, days[id], None, is_new=True))]
    left = {credit.credential for credit in there} - {credit.credential for credit, _, _ in parts}
    yield from (
        f"{id} counts nowhere, and is not called wasted"
        for id in sorted(map(str, left - {each["credential"] for each in section["wasted"]}))
    )
    yield from (f"{each['credit']} is wasted without a reason" for each in section["wasted"] if not each["why"])
    wasted = sum(_hours(each["hours"] or "0") for each in section["wasted"])
    if wasted < sum(credit.hours for credit in there) - counted:
        yield f"wastes {wasted / 100} hours"


# --- money --------------------------------------------------------------------------------------------------------------------


def _money(degree: Degree, section: Raw, parts: Sequence[Part], waived: frozenset[str]) -> Iterator[str]:
    """Tuition, fees, waivers, charges, and their sum."""
    taken = tuple(_hours((each.get("here") or {}).get("hours", "0")) // 100 for each in section["requirements"])
    tuition = section.get("tuition") or {"entry": None, "hours": "0", "cost": {"amount": "0"}}
    entries, place = degree.programme.get("tuition") or (), tuition["entry"]
    if (place is None and usual_hours(degree, taken)) or (place is not None and not 0 <= place < len(entries)):
        yield "takes courses there, and pays by no entry"
        return
    entry = None if place is None else entries[place]
    if entry is not None and not is_inside(degree.case.learner["residence"], entry.get("residence") or ()):
        yield "pays by an entry for others"
    due = bill(degree, entry, taken)
    if due is None:
        yield "takes too few hours for a term"
        return
    shown = (tuition["hours"], tuition.get("terms"), _cents(tuition["cost"]))
    if _hours(shown[0]) != sum(taken) * 100 or shown[1] not in (None, due.terms) or shown[2] != due.tuition:
        yield f"pays {shown}, and should pay {due.tuition} cents for {sum(taken)} hours in {due.terms} terms"
    owed = {"fees": due.fees, "charges": sum(charged(degree, parts).values())}
    for field, cents in owed.items():
        if sum(_cents(each["cost"]) for each in section.get(field) or ()) != cents:
            yield f"the {field} are {section.get(field)}, and should be {cents} cents"
    total = due.tuition + sum(owed.values()) + waiver_cents(degree, waived)
    if _cents(section["totals"]["cost"]) != total:
        yield f"costs {section['totals']['cost']['amount']}, and should cost {total} cents"


def charged(degree: Degree, parts: Sequence[Part]) -> dict[str, int]:
    """Cents of every charge."""
    found = charges(degree, [(credit, home) for credit, home, _ in parts])
    for rule in degree.of_kind("charge"):
        if rule.get("per") == "hour":
            scope, brought = degree.scope(rule), (part for part in parts if not part[0].here)
            hours = sum(each for credit, home, each in brought if home in scope and matches(rule.get("over"), credit))
            found[rule["id"]] = charge(rule, ceil(Fraction(hours, 100)))
    return found
