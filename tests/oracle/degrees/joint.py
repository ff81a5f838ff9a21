"""The best plan that completes one programme for its award, by trying everything: what is earned before it, what after it.

A programme is brought in only where no stack of credentials alone reaches the target, whatever the limits. A master's or doctor's
programme is no way to a lower award.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations, permutations
from math import ceil

from tests.oracle import brute as alone
from tests.oracle.brute import broken_limits, cheapest, gaps, obstacle
from tests.oracle.degrees.brute import days_of, orders, rank, ways
from tests.oracle.degrees.rows import Figures
from tests.oracle.degrees.search import Search
from tests.oracle.degrees.world import Degree
from tests.oracle.world import AWARDS, Case, Known, Raw, exact, money

UNLIMITED: Raw = {"budget": None, "max_weeks": None, "max_per_provider": None, "readiness": None, "include": []}
GRADUATE = AWARDS.index("master")


@dataclass(frozen=True, eq=False)
class Graduate(Case):
    """The same case once a programme is completed."""

    programme: Raw = field(default_factory=dict)

    def _has_award(self, award: str, wanted: str | None, known: Known) -> bool:
        mine = AWARDS.index(self.programme["award"])
        reached = mine >= AWARDS.index(award) and wanted in (None, self.programme.get("field"))
        around = mine >= GRADUATE > AWARDS.index(award)
        return super()._has_award(award, wanted, known) or (reached and not around)


def best(world: Raw, learner: Raw, request: Raw, grain: int = 100) -> Figures | None:
    """The figures of the best plan; None where there is none."""
    if alone.best(world, learner, request | UNLIMITED) is not None:
        found = alone.best(world, learner, request)
        return None if found is None else Figures(found.cost, found.time, found.steps)
    figures = (each for programme in world["programmes"] for each in plans(world, learner, request, programme, grain))
    return min(figures, key=lambda each: rank(request, each), default=None)


def plans(world: Raw, learner: Raw, request: Raw, programme: Raw, grain: int) -> Iterator[Figures]:
    """The figures of every plan with a programme that is worth a look."""
    after = Graduate(world, learner, request, programme)
    degree = Degree(Case(world, learner, request), programme)
    search = Search(degree, grain)
    if programme["id"] in request["exclude"] or programme["institution"] in request["exclude"]:
        return
    for stack in wanted(after):
        base = (sum(map(after.time_of, stack)), len(stack))
        for before in befores(degree, after, stack):
            for days, there in studies(degree, search, before):
                for price in prices(after, stack, days, there.time):
                    total = Figures(price + there.cost, base[0] + there.time, base[1] + there.steps)
                    if is_within(after, total):
                        yield total


def studies(degree: Degree, search: Search, before: frozenset[str]) -> Iterator[tuple[dict[str, date], Figures]]:
    """On which days the steps before the programme can end, and what the programme can come to then."""
    for order in orders(degree.case, before):
        days = days_of(degree.case, order)
        new = [credit for id in sorted(before) for credit in degree.credits_of(id, days[id], None, is_new=True)]
        for choice in ways(degree, (*degree.held, *new), before):
            yield from ((days, figures) for figures in search.front(*choice))


def prices(after: Case, stack: frozenset[str], days: dict[str, date], there: int) -> set[int]:
    """What all steps can cost together, with those before the programme on some days and so many minutes of it."""
    found = set()
    spent = sum(map(after.time_of, days)) + there
    for order in permutations(sorted(stack - days.keys())):
        befores = [frozenset([*days, *order[:place]]) for place in range(len(order))]
        ends = {id: end_of(after, spent + sum(map(after.time_of, order[: place + 1]))) for place, id in enumerate(order)}
        is_ready = (
            after.all_met(after.credentials[id].get("requires") or (), after.known(done))
            for id, done in zip(order, befores, strict=True)
        )
        if all(is_ready) and all(day.isoformat() <= after.retires(id) for id, day in ends.items()):
            price = cheapest(after, stack, {id: day.isoformat() for id, day in (days | ends).items()})
            found |= set() if price is None else {price}
    return found


def end_of(case: Case, minutes: int) -> date:
    """The day on which so many minutes of study are done."""
    return case.start + timedelta(days=ceil(minutes / case.pace * 7))


def is_within(case: Case, total: Figures) -> bool:
    budget, weeks = case.request["budget"], case.request["max_weeks"]
    is_cheap = budget is None or total.cost <= money(budget).cents
    return is_cheap and (weeks is None or total.time <= exact(weeks) * case.pace)


def wanted(after: Case) -> Iterator[frozenset[str]]:
    """Every set of credentials that reaches the target together with the programme, whether or not it has an order."""
    open_ids = [id for id in sorted(after.credentials) if obstacle(after, id) is None]
    for size in range(len(open_ids) + 1):
        for stack in map(frozenset, combinations(open_ids, size)):
            if not [*gaps(after, stack), *broken_limits(after, stack)]:
                yield stack


def befores(degree: Degree, after: Case, stack: frozenset[str]) -> Iterator[frozenset[str]]:
    """The parts of a set that can be earned before the programme, so that it lets one in and the rest can follow."""
    needs = [*(degree.programme.get("requires") or ()), *(need for rule in degree.of_kind("entry") for need in rule["requires"])]
    for size in range(len(stack) + 1):
        for before in map(frozenset, combinations(sorted(stack), size)):
            is_let_in = degree.case.all_met(needs, degree.case.known(before))
            if is_let_in and next(orders(degree.case, before), None) is not None and _can_follow(after, before, stack):
                yield before


def _can_follow(after: Case, before: frozenset[str], stack: frozenset[str]) -> bool:
    done = before
    while done != stack:
        known = after.known(done)
        ready = {id for id in stack - done if after.all_met(after.credentials[id].get("requires") or (), known)}
        if not ready:
            return False
        done = done | ready
    return True
