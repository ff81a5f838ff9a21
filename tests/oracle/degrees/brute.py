"""The best degree plan by trying everything: what to earn, where each credit lands, how much of it counts, what is taken there.

Hours are tried on a grid of `grain` hundredths, a credit's whole hours among them. What is tried has a figure each for cost
(cents), time (minutes) and steps; of equal sums only one is kept, and nothing else is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations, permutations
from math import ceil
from typing import NamedTuple

from tests.oracle.brute import OBJECTIVES, broken_limits, cheapest, obstacle
from tests.oracle.degrees.credit import Credit, matches
from tests.oracle.degrees.landing import clash, has_level, why_not
from tests.oracle.degrees.rows import Figures
from tests.oracle.degrees.search import Arrangement, Placement, Search, Used, with_blocks
from tests.oracle.degrees.world import Degree, named
from tests.oracle.world import Case, Need, Raw, exact, money


class Best(NamedTuple):
    """A plan: its figures, the programme, what is earned, and how the programme is filled."""

    figures: Figures
    programme: Raw
    stack: frozenset[str]
    way: Arrangement


def best(world: Raw, learner: Raw, request: Raw, grain: int = 100) -> Figures | None:
    """The figures of the best plan for one of the programmes in the target; None where there is none."""
    found = best_plan(world, learner, request, grain)
    return None if found is None else found.figures


def best_plan(world: Raw, learner: Raw, request: Raw, grain: int = 100) -> Best | None:
    """A best plan."""
    found = (plan for programme in programmes(world, request) for plan in plans(world, learner, request, programme, grain))
    return min(found, key=lambda plan: rank(request, plan.figures), default=None)


def programmes(world: Raw, request: Raw) -> list[Raw]:
    """The programmes of which one is wanted."""
    return [record for record in world["programmes"] if record["id"] in request["target"]["ids"]]


def rank(request: Raw, figures: Figures) -> tuple[int, ...]:
    """The figures in the order in which they are asked for."""
    asked = [*request["by"], *(name for name in OBJECTIVES if name not in request["by"])]
    return tuple(getattr(figures, name) for name in asked)


def plans(world: Raw, learner: Raw, request: Raw, programme: Raw, grain: int) -> Iterator[Best]:
    """Every plan worth a look."""
    degree = Degree(Case(world, learner, request), programme)
    search, budget, weeks = Search(degree, grain), request["budget"], request["max_weeks"]
    for stack, price, credits in ((each, *outcome) for each in stacks(degree) for outcome in outcomes(degree, each)):
        base = Figures(price, sum(map(degree.case.time_of, stack)), len(stack))
        for figures, way in (found for choice in ways(degree, credits, stack) for found in search.front(*choice).items()):
            total = Figures(*(one + other for one, other in zip(base, figures, strict=True)))
            is_cheap = budget is None or total.cost <= money(budget).cents
            if is_cheap and (weeks is None or total.time <= exact(weeks) * degree.case.pace):
                yield Best(total, programme, stack, way)


def audit(world: Raw, learner: Raw, request: Raw, programme: Raw, grain: int = 50) -> int:
    """The most hundredths of an hour that can count of what is held."""
    degree = Degree(Case(world, learner, request), programme)
    search = Search(degree, grain)
    return max(
        search.most(placement, blocks) for placement, blocks, _ in ways(degree, degree.held, frozenset(), all_waivers=False)
    )


def stacks(degree: Degree) -> Iterator[frozenset[str]]:
    """Every set of credentials that can be earned in some order and meets what the programme asks for at its door.

    What serves nothing is in none of them, though it would let time pass.
    """
    case, request = degree.case, degree.case.request
    needs = door(degree)
    open_ids = sorted(serving(degree, {id for id in case.credentials if obstacle(case, id) is None}))
    for size in range(len(open_ids) + 1):
        for stack in map(frozenset, combinations(open_ids, size)):
            known = case.known(stack)
            is_let_in = case.all_met(needs, known) and set(request["include"]) <= known.ids
            if is_let_in and not list(broken_limits(case, stack)) and next(orders(case, stack), None) is not None:
                yield stack


def door(degree: Degree) -> list[Need]:
    """What must be held before the programme can be started."""
    return [*(degree.programme.get("requires") or ()), *(need for rule in degree.of_kind("entry") for need in rule["requires"])]


def serving(degree: Degree, ids: set[str]) -> set[str]:
    """Those that give credit which some requirement takes on some day, and all that these, entry or a block require."""
    case = degree.case
    asked = [*door(degree), *(need for rule in degree.of_kind("block") for need in rule["requires"])]
    found = {id for id in ids if _gives_credit(degree, id)} | set(case.request["include"])
    while True:
        needs = [*asked, *(need for id in found for need in case.credentials[id].get("requires") or ())]
        more = {id for need in needs if not case.is_met(need, case.known()) for id in named([need])} & ids
        if more <= found:
            return found & ids
        found |= more


def _gives_credit(degree: Degree, id: str) -> bool:
    first = finish(degree.case, [id])
    days = {first, *(day for day in degree.turning_days() if first < day and day.isoformat() <= degree.case.retires(id))}
    credits = (credit for day in sorted(days) for credit in degree.credits_of(id, day, None, is_new=True))
    return any(why_not(degree, credit, slot) is None for credit in credits for slot in degree.requirements)


def orders(case: Case, stack: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The orders in which credentials can be earned, each before it retires."""
    for order in permutations(sorted(stack)):
        befores = (case.known(order[:place]) for place in range(len(order)))
        is_ready = (
            case.all_met(case.credentials[id].get("requires") or (), known) for id, known in zip(order, befores, strict=True)
        )
        if all(is_ready) and all(day.isoformat() <= case.retires(id) for id, day in days_of(case, order).items()):
            yield order


def outcomes(degree: Degree, stack: frozenset[str]) -> set[tuple[int, tuple[Credit, ...]]]:
    """What a set costs, with the credits that are held and earned: both depend on the days on which steps end, hence on their
    order."""
    found = set()
    for order in orders(degree.case, stack):
        days = days_of(degree.case, order)
        price = cheapest(degree.case, stack, {id: day.isoformat() for id, day in days.items()})
        new = [credit for id in sorted(stack) for credit in degree.credits_of(id, days[id], None, is_new=True)]
        if price is not None:
            found.add((price, (*degree.held, *new)))
    return found


def days_of(case: Case, order: Sequence[str]) -> dict[str, date]:
    """The days on which steps end."""
    return {id: finish(case, order[: place + 1]) for place, id in enumerate(order)}


def finish(case: Case, order: Sequence[str]) -> date:
    """The day on which the last of some steps ends."""
    return case.start + timedelta(days=ceil(sum(map(case.time_of, order)) / case.pace * 7))


def ways(
    degree: Degree, credits: Sequence[Credit], stack: frozenset[str], *, all_waivers: bool = True
) -> Iterator[tuple[Placement, tuple[Used, ...], frozenset[str]]]:
    """Where credits can land, with the blocks used and the rules waived."""
    waivable = [rule["id"] for rule in degree.rules if rule.get("waiver")] if all_waivers else []
    lifted = [frozenset(some) for size in range(len(waivable) + 1) for some in combinations(waivable, size)]
    for blocks in block_sets(degree, stack):
        gone = {id for block in blocks for id in block.names}
        left = [credit for credit in credits if credit.credential not in gone]
        for placement in placements(degree, left):
            if is_once(degree, placement, blocks):
                yield from ((placement, blocks, waived) for waived in lifted)


def block_sets(degree: Degree, stack: frozenset[str]) -> Iterator[tuple[Used, ...]]:
    """Blocks that can be used together."""
    known = degree.case.known(stack)
    ready = [used(degree, rule) for rule in degree.of_kind("block") if degree.case.all_met(rule["requires"], known)]
    for size in range(len(ready) + 1):
        for some in combinations(ready, size):
            if not any(one.names & other.names for one, other in combinations(some, 2)):
                yield some


def used(degree: Degree, rule: Raw) -> Used:
    """A block in use fills what it names, else all electives, where its level does and credit from elsewhere is taken.

    Where no level is told it is upper if one of these asks for that.
    """
    records = (
        [each for each in degree.requirements.values() if each["id"] in rule["fulfils"]]
        if rule.get("fulfils")
        else electives(degree)
    )
    level = rule.get("level") or ("upper" if any(each.get("level") == "upper" for each in records) else "lower")
    fills = tuple(each["id"] for each in records if not each.get("here") and has_level(level, each))
    hours = sum(map(degree.hours_of, fills)) if rule.get("hours") is None else int(exact(rule["hours"]) * 100)
    credit = Credit(f"block {rule['id']}", "block", hours, level=level)
    return Used(credit, fills, hours, frozenset(named(rule["requires"])))


def electives(degree: Degree) -> list[Raw]:
    """The requirements that take any credit."""
    return [record for record in degree.requirements.values() if record.get("elective")]


def placements(degree: Degree, credits: Sequence[Credit]) -> Iterator[Placement]:
    """Every way to land credits in requirements, each in one or none, without a clash."""
    if not credits:
        yield frozenset()
        return
    *others, credit = credits
    homes = [id for id in degree.requirements if why_not(degree, credit, id) is None]
    for placement in placements(degree, others):
        yield placement
        if not any(clash(degree, credit, other) for other, _ in placement):
            yield from (placement | {(credit, home)} for home in homes)


def in_scope(degree: Degree, rule: Raw, placement: Placement) -> list[Credit]:
    """The placed credits that a rule is about."""
    scope = degree.scope(rule)
    return [credit for credit, home in placement if home in scope and matches(rule.get("over"), credit)]


def is_once(degree: Degree, placement: Placement, blocks: Sequence[Used]) -> bool:
    """Whether no `once` rule is broken; the credits of one credential are one."""
    whole, rules = with_blocks(placement, blocks), degree.of_kind("once")
    return all(len({each.owner for each in in_scope(degree, rule, whole)}) <= rule.get("count", 1) for rule in rules)
