"""Credit that would be finished after its last day, in the order in which a stack has to be earned: found, and forbidden.

Deadline rows bound the work that is due itself; what has to come before it shows only in the order. The order is by modified due
dates, so that what is done before a late step can never all be done in time: that set, with the credit, is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from skillpath.planner.build import StackModel
from skillpath.planner.candidates import Candidates
from skillpath.planner.relevant import Relevant
from skillpath.planner.schedule import dates, in_order


class Late(NamedTuple):
    """Credentials after all of which the credit of one of them, due by a day, comes too late."""

    ids: frozenset[str]
    credential: str
    day: date


def first_late(model: StackModel, relevant: Relevant, values: list[int], source: Candidates) -> Late | None:
    """The first step of a solution that is finished after the last day of its credit; None where all are in time."""
    due = model.degrees.due(values)
    if not due:
        return None
    chosen = {id: relevant.candidates[id] for id in model.earned(values)}
    order = in_order(chosen, model.paid(relevant.candidates, values), source.catalog, due)
    days = dates(order, source.learner.start, source.learner.pace)
    for place, (candidate, (_, finish)) in enumerate(zip(order, days, strict=True)):
        last = due.get(candidate.id)
        if last is not None and finish > last:
            return Late(frozenset(each.id for each in order[: place + 1]), candidate.id, last)
    return None


def forbid(model: StackModel, late: Iterable[Late]) -> None:
    """Rows that keep each of these from being earned together with the credit that would come too late."""
    for each in late:
        earned = [(model.earn[id], 1) for id in sorted(each.ids) if id in model.earn]
        for variable in model.degrees.placed_due(each.credential, each.day):
            model.row([*earned, (variable, 1)], upper=len(earned))
