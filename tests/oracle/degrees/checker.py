"""A degree plan or an audit against its case: everything that it says about programmes, derived again from the world alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import ceil
from typing import NamedTuple

from tests.oracle.brute import broken_limits, cheapest, obstacle
from tests.oracle.degrees.brute import block_sets, days_of, finish, is_once, programmes, used
from tests.oracle.degrees.credit import Credit, matches
from tests.oracle.degrees.landing import clash, most, why_not
from tests.oracle.degrees.rows import Row, bill, bounds, charge, charges, sum_of, there, waiver_cents
from tests.oracle.degrees.search import Part, Used, block_row, open_entries
from tests.oracle.degrees.world import Degree
from tests.oracle.world import Case, Raw, exact


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
    found = [*_stack(case, order), *check_programme(Degree(case, records[sections[0]["id"]]), order, sections[0])]
    price = cheapest(case, order, {id: day.isoformat() for id, day in days_of(case, order).items()})
    if price is None or _cents(data["totals"]["cost"]) != price + _cents(sections[0]["cost"]):
        found.append(f"costs {data['totals']['cost']['amount']} in all, {price} cents of it for credentials")
    return found


def _stack(case: Case, order: Sequence[str]) -> Iterator[str]:
    """What is earned: whether it can be, and in this order."""
    for place, id in enumerate(order):
        if (words := obstacle(case, id)) is not None:
            yield f"{id} {words}"
        if not case.all_met(case.credentials[id].get("requires") or (), case.known(order[:place])):
            yield f"{id} comes before what it requires"
        if finish(case, order[: place + 1]).isoformat() > case.retires(id):
            yield f"{id} is finished after it retires"
    yield from broken_limits(case, frozenset(order))


def check_programme(degree: Degree, order: Sequence[str], section: Raw, *, is_audit: bool = False) -> list[str]:
    """What is wrong with one programme of an answer, when these credentials are earned in this order."""
    claims = [Claim(each["id"], shown, _hours(shown["counted"])) for each in section["requirements"] for shown in each["credits"]]
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
        brought, there = sum(_hours(credit["counted"]) for credit in each["credits"]), _hours(each["taken_there"])
        status = "met" if counted == size else "partly" if counted else "open"
        if _hours(each["hours"]) != size:
            yield f"{each['id']} shows {each['hours']} hours of {size / 100}"
        if counted != brought + there or counted > size:
            yield f"{each['id']} counts {each['counted']} hours: {brought / 100} brought, {there / 100} there, {size / 100} asked"
        if is_audit and there:
            yield f"{each['id']} takes hours there in an audit"
        if counted != size and not is_audit:
            yield f"{each['id']} is not filled"
        if each["status"] != status:
            yield f"{each['id']} is {each['status']}, and should be {status}"


def _door(degree: Degree, order: Sequence[str]) -> Iterator[str]:
    known = degree.case.known(order)
    if not degree.case.all_met(degree.programme.get("requires") or (), known):
        yield "the programme requires more"
    yield from (
        f"{rule['id']} is not met" for rule in degree.of_kind("entry") if not degree.case.all_met(rule["requires"], known)
    )


def _identified(degree: Degree, order: Sequence[str], claims: Sequence[Claim]) -> Iterator[list[Part]]:
    """Every way to read the listed credits as credits that there are, each used once; blocks may be listed several times."""
    days = days_of(degree.case, order)
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
    facts = {
        "credential": credit.credential, "course": next(iter(credit.courses), None), "word": credit.word, "level": credit.level,
        "origins": sorted(credit.origins),
    }  # fmt: skip
    if any(shown[field] != value for field, value in facts.items()):
        return False
    if credit.word == "block":
        return claim.hours <= credit.hours
    return _hours(shown["hours"]) == credit.hours and claim.hours <= most(degree, credit, claim.home)


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
    yield from _wasted(degree, order, section, parts)
    yield from min((list(found) for found in _sums(degree, section, parts, blocks, is_audit)), key=len)


def _sums(degree: Degree, section: Raw, parts: list[Part], blocks: Sequence[Used], is_audit: bool) -> Iterator[Iterator[str]]:
    """The bounds and the bills, for every way to read what is waived and of which level the courses there are."""
    brought = [(credit, home) for credit, home, _ in parts if credit.word != "block"]
    waivable = [] if is_audit else [rule["id"] for rule in degree.rules if rule.get("waiver")]
    for waived in (frozenset(some) for size in range(len(waivable) + 1) for some in combinations(waivable, size)):
        rows = [*bounds(degree, waived, brought, is_audit=is_audit), *map(block_row, blocks)]
        for more in _splits(degree, section):
            broken_rows = list(broken(rows, [*parts, *more]))
            wrong = [] if is_audit else _money(degree, section, parts, more, waived)
            yield iter([*broken_rows, *wrong])


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
        gap, kinds = _hours(each["taken_there"]), degree.here(each["id"])
        firsts = sorted({*range(0, gap, 50), *(gap - part for part in range(0, gap, 50)), gap}) if len(kinds) == 2 else [gap]
        splits = [zip(kinds, (first, gap - first), strict=False) for first in firsts]
        ways.append([[(kind, each["id"], part) for kind, part in split if part] for split in splits])
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
    days = days_of(degree.case, order)
    there = [*degree.held, *(credit for id in order for credit in degree.credits_of(id, days[id], None, is_new=True))]
    left = {credit.credential for credit in there} - {credit.credential for credit, _, _ in parts}
    yield from (
        f"{id} counts nowhere, and is not called wasted"
        for id in sorted(map(str, left - {each["credential"] for each in section["wasted"]}))
    )
    yield from (f"{each['credit']} is wasted without a reason" for each in section["wasted"] if not each["why"])
    landed = {credit.id: hours for credit, _, hours in parts}
    lost = sum(max(0, credit.hours - landed.get(credit.id, 0)) for credit in there)
    wasted = sum(_hours(each["wasted"]) for each in section["wasted"])
    if wasted < lost:
        yield f"wastes {wasted / 100} hours, and should waste {lost / 100}"


# --- money --------------------------------------------------------------------------------------------------------------------


def _money(degree: Degree, section: Raw, parts: Sequence[Part], more: Sequence[Part], waived: frozenset[str]) -> list[str]:
    """What is wrong with bills, time and steps, at the nearest of the ways to take and to pay such hours there."""
    shown: dict[str, int] = dict.fromkeys(("tuition", "fee", "waiver", "charge"), 0)
    for each in section["bills"]:
        shown[each["kind"]] = shown.get(each["kind"], 0) + int(_cents(each["cost"]))
    problems = [] if _cents(section["cost"]) == sum(shown.values()) else [f"costs {section['cost']['amount']}, and bills {shown}"]
    own = {"waiver": waiver_cents(degree, waived), "charge": sum(charged(degree, parts).values())}
    problems += [
        f"the {kind}s come to {shown[kind]}, and should to {cents}" for kind, cents in own.items() if shown[kind] != cents
    ]
    there_shown = shown["tuition"], shown["fee"], section["minutes"], section["steps"]
    due = list(_due(degree, more))
    return (
        problems
        if there_shown in due
        else [*problems, f"teaching, fees, minutes and steps are {there_shown}, and should be one of {due}"]
    )


def _due(degree: Degree, more: Sequence[Part]) -> Iterator[tuple[int, int, int, int]]:
    taken = tuple(sum(ceil(hours / 100) for _, home, hours in more if home == id) for id in degree.requirements)
    for figures, place, hours in there(degree, open_entries(degree), taken):
        paid = bill(degree, None if place is None else degree.programme["tuition"][place], hours)
        assert paid is not None
        yield paid.tuition, paid.fees, figures.time, figures.steps


def charged(degree: Degree, parts: Sequence[Part]) -> dict[str, int]:
    """Cents of every charge."""
    found = charges(degree, [(credit, home) for credit, home, _ in parts])
    for rule in degree.of_kind("charge"):
        if rule.get("per") == "hour":
            scope, brought = degree.scope(rule), (part for part in parts if not part[0].here)
            hours = sum(each for credit, home, each in brought if home in scope and matches(rule.get("over"), credit))
            found[rule["id"]] = charge(rule, ceil(Fraction(hours, 100)))
    return found
