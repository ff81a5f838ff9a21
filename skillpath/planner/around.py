"""The order of a plan: in time for all that is due, and where a programme is completed for its award, around that.

Before the programme stands what it takes, what its door asks, and what is due early; with its award the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from skillpath.learner.learner import after
from skillpath.planner.build import StackModel
from skillpath.planner.candidates import Candidate, Candidates, learn
from skillpath.planner.relevant import earnable, is_met
from skillpath.planner.schedule import Days, Paid, dates, due_with_prerequisites, in_order
from skillpath.planner.timetable import LAST


class Order(NamedTuple):
    """The steps of a plan: those before its programme is completed, and those after (none, where no award is asked for).

    The programme takes `there` minutes of study between the two.
    """

    before: list[Candidate]
    after: list[Candidate]
    there: int

    @property
    def steps(self) -> list[Candidate]:
        """All steps."""
        return [*self.before, *self.after]

    def days(self, start: date, pace: Fraction) -> Days:
        """First and last day of each step."""
        spent = sum(candidate.time for candidate in self.before) + self.there
        return [*dates(self.before, start, pace), *dates(self.after, start, pace, spent)]


def in_time(chosen: dict[str, Candidate], paid: Paid, model: StackModel, values: list[int], source: Candidates) -> Order:
    """An order that keeps all days: the usual one, what is due first; where it does not, that of the model.

    Raises:
        RuntimeError: there is none, which the model never lets happen.
    """
    table = model.timetable
    spent = sum(candidate.time for candidate in chosen.values()) + sum(values[campus.time] for campus in model.degrees.campuses)
    end = after(source.learner.start, spent, source.learner.pace)
    due = due_with_prerequisites(chosen, table.due(values, end))
    for first, done in ((due, LAST), (table.places(values), table.completed(values))):
        order = _by_places(chosen, paid, model, values, source, first, done)
        days = order.days(source.learner.start, source.learner.pace)
        if table.is_kept({each.id: finish for each, (_, finish) in zip(order.steps, days, strict=True)}, values):
            return order
    raise RuntimeError(f"a stack that cannot be finished in time: {sorted(chosen)}")


def _by_places(
    chosen: dict[str, Candidate],
    paid: Paid,
    model: StackModel,
    values: list[int],
    source: Candidates,
    first: Mapping[str, int],
    done: int,
) -> Order:
    """The order by the places in `first`, among which the programme stands at `done`."""
    there = sum(values[campus.time] for campus in model.degrees.campuses)
    if not source.completing:
        return Order(in_order(chosen, paid, source.catalog, first), [], there)
    early = _early(chosen, model, values, first, done)
    before = in_order({id: each for id, each in chosen.items() if id in early}, paid, source.catalog, first)
    rest = {id: each for id, each in chosen.items() if id not in early}
    return Order(before, in_order(rest, paid, source.catalog, first, done=before), there)


def _early(chosen: dict[str, Candidate], model: StackModel, values: list[int], first: Mapping[str, int], done: int) -> set[str]:
    """What comes before the programme: what feeds it or is due, with what these and its door ask, and can not spare."""
    late = {id for id, variable in model.later.after.items() if values[variable]}
    fed = {id for id, variable in model.later.uses if values[variable]}
    kept = {id for id in chosen if id in fed or (id not in late and first.get(id, LAST) < done)}
    found = earnable({id: each for id, each in chosen.items() if id not in late}, awarded=False)
    for id in sorted(found - kept, key=lambda each: (-first.get(each, LAST), each)):
        if _suffices({other: chosen[other] for other in found - {id}}, model, values):
            found = found - {id}
    return found


def _suffices(some: dict[str, Candidate], model: StackModel, values: list[int]) -> bool:
    """Whether some credentials can be earned before the programme, and open its door."""
    levels: dict[str, int] = {}
    for candidate in some.values():
        learn(levels, candidate)
    doors = [need for need, when, _ in model.later.doors if when is None or values[when]]
    return earnable(some, awarded=False) == set(some) and all(is_met(need, set(some), levels) for need in doors)
