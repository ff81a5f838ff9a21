"""What an honest answer would say: the oracle's own plan in the form that `checker` reads, and an enumerator without tricks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import ceil

from tests.oracle.degrees.brute import Best, block_sets, days_of, is_once, orders, outcomes, programmes, rank, stacks
from tests.oracle.degrees.checker import broken, charged
from tests.oracle.degrees.credit import Credit
from tests.oracle.degrees.landing import clash, most, why_not
from tests.oracle.degrees.rows import Figures, bill, bounds, there, waiver_cents
from tests.oracle.degrees.search import Part, Used, block_row, can_take, open_entries
from tests.oracle.degrees.world import Degree
from tests.oracle.world import Case, Raw, exact, money


def honest(world: Raw, learner: Raw, request: Raw, plan: Best) -> Raw:
    """The `data` of the answer that this plan is."""
    degree = Degree(Case(world, learner, request), plan.programme)
    placed = {credit for credit, _, _ in plan.way.parts}
    order = next(
        order
        for order in orders(degree.case, plan.stack)
        if {each for each in placed if each.word not in ("taken", "block")} <= set(_credits(degree, order))
    )
    steps = [{"id": id} for id in order]
    return {"steps": steps, "programmes": [_section(degree, order, plan)], "totals": {"cost": _amount(plan.figures.cost)}}


def _credits(degree: Degree, order: Sequence[str]) -> list[Credit]:
    days = days_of(degree.case, order)
    return [*degree.held, *(credit for id in order for credit in degree.credits_of(id, days[id], None, is_new=True))]


def _section(degree: Degree, order: Sequence[str], plan: Best) -> Raw:
    parts, taken, waived = plan.way.parts, plan.way.taken, plan.way.waived
    counted = {credit.id: hours for credit, _, hours in parts}
    left = [(credit, credit.hours - counted.get(credit.id, 0)) for credit in _credits(degree, order)]
    entry = plan.way.entry
    paid = bill(degree, None if entry is None else degree.programme["tuition"][entry], taken)
    assert paid is not None
    costs = [("tuition", "teaching", paid.tuition), ("fee", "fees", paid.fees)]
    costs += [
        ("waiver", rule["waiver"]["name"], waiver_cents(degree, frozenset([rule["id"]])))
        for rule in degree.rules
        if rule["id"] in waived
    ]
    costs += [("charge", id, cents) for id, cents in charged(degree, parts).items()]
    return {
        "id": plan.programme["id"],
        "requirements": [_requirement(degree, id, parts) for id in degree.requirements],
        "wasted": [_line(credit) | {"wasted": _text(hours), "why": "not needed"} for credit, hours in left if hours > 0],
        "bills": [{"kind": kind, "text": text, "cost": _amount(cents)} for kind, text, cents in costs if cents],
        "cost": _amount(sum(cents for _, _, cents in costs)),
        "minutes": paid.minutes,
        "steps": sum(hours > 0 for hours in taken),
    }


def _requirement(degree: Degree, id: str, parts: Sequence[Part]) -> Raw:
    mine = [(credit, hours) for credit, home, hours in parts if home == id]
    there = sum(hours for credit, hours in mine if credit.word == "taken")
    brought = [_line(credit) | {"counted": _text(hours)} for credit, hours in mine if credit.word != "taken"]
    size = _text(degree.hours_of(id))
    return {"id": id, "hours": size, "counted": size, "status": "met", "credits": brought, "taken_there": _text(there)}


def _line(credit: Credit) -> Raw:
    return {
        "credit": credit.id, "credential": credit.credential, "course": next(iter(credit.courses), None), "hours": _text(credit.hours),
        "level": credit.level, "word": credit.word, "origins": sorted(credit.origins),
    }  # fmt: skip


def _text(hours: int) -> str:
    return str(Decimal(hours).scaleb(-2))


def _amount(cents: int) -> Raw:
    return {"amount": str(Decimal(cents).scaleb(-2)), "currency": "USD"}


# --- the slow enumerator: nothing kept, nothing left out, every amount multiplied out -----------------------------------------


def slowest(world: Raw, learner: Raw, request: Raw, grain: int = 100) -> Figures | None:
    """The best figures again, to test `brute.best` on the smallest cases."""
    found = [figures for programme in programmes(world, request) for figures in _all(world, learner, request, programme, grain)]
    return min(found, key=lambda figures: rank(request, figures), default=None)


def _all(world: Raw, learner: Raw, request: Raw, programme: Raw, grain: int) -> Iterator[Figures]:
    degree = Degree(Case(world, learner, request), programme)
    waivable = [rule["id"] for rule in degree.rules if rule.get("waiver")]
    lifted = [frozenset(some) for size in range(len(waivable) + 1) for some in combinations(waivable, size)]
    for stack in stacks(degree):
        for (price, credits), blocks, waived in product(outcomes(degree, stack), block_sets(degree, stack), lifted):
            base = price, sum(map(degree.case.time_of, stack)), len(stack)
            for parts in _parts(degree, credits, blocks, grain):
                for figures in _ends(degree, blocks, waived, parts, grain):
                    total = Figures(*(one + other for one, other in zip(base, figures, strict=True)))
                    if is_within(degree, total):
                        yield total


def is_within(degree: Degree, total: Figures) -> bool:
    """Whether a plan keeps to budget and weeks."""
    budget, weeks = degree.case.request["budget"], degree.case.request["max_weeks"]
    is_cheap = budget is None or total.cost <= money(budget).cents
    return is_cheap and (weeks is None or total.time <= exact(weeks) * degree.case.pace)


def _parts(degree: Degree, credits: Sequence[Credit], blocks: Sequence[Used], grain: int) -> Iterator[list[Part]]:
    """Every choice of a home and an amount for each credit that breaks no rule by itself."""
    gone = {id for block in blocks for id in block.names}
    choices: list[list[Part | None]] = []
    for credit in credits:
        homes = [home for home in degree.requirements if credit.credential not in gone and why_not(degree, credit, home) is None]
        choices.append(
            [None, *((credit, home, hours) for home in homes for hours in _amounts(most(degree, credit, home), grain))]
        )
    for block in blocks:
        choices += [[None, *((block.credit, home, hours) for hours in _amounts(block.hours, grain))] for home in block.fills]
    for choice in product(*choices):
        parts = [part for part in choice if part is not None]
        pairs = combinations([credit for credit, _, _ in parts if credit.word != "block"], 2)
        if not any(clash(degree, one, other) for one, other in pairs):
            yield parts


def _amounts(hours: int, grain: int) -> list[int]:
    return [hours, *(amount for amount in range(grain, hours, grain))]


def _ends(degree: Degree, blocks: Sequence[Used], waived: frozenset[str], parts: list[Part], grain: int) -> Iterator[Figures]:
    gaps = {id: degree.hours_of(id) - sum(hours for _, home, hours in parts if home == id) for id in degree.requirements}
    brought = [(credit, home) for credit, home, _ in parts]
    entries = open_entries(degree)
    closed = any(gap and not can_take(degree, id) for id, gap in gaps.items())
    if min(gaps.values()) < 0 or not is_once(degree, frozenset(brought), ()) or closed:
        return
    rows = [*bounds(degree, waived, brought), *map(block_row, blocks)]
    fixed = waiver_cents(degree, waived) + sum(charged(degree, parts).values())
    for splits in product(*(_splits(degree, id, gap, grain) for id, gap in gaps.items())):
        if not list(broken(rows, [*parts, *(part for split in splits for part in split)])):
            taken = tuple(sum(ceil(Fraction(hours, 100)) for _, _, hours in split) for split in splits)
            yield from (figures._replace(cost=figures.cost + fixed) for figures, _, _ in there(degree, entries, taken))


def _splits(degree: Degree, id: str, gap: int, grain: int) -> list[list[Part]]:
    kinds = degree.here(id)
    firsts = sorted({*range(0, gap, grain), *(gap - part for part in range(0, gap, grain)), gap}) if len(kinds) == 2 else [gap]
    return [[(kind, id, hours) for kind, hours in zip(kinds, (first, gap - first), strict=False) if hours] for first in firsts]
