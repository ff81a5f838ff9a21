"""Credit yet to be earned, by the day on which it would be completed: what counts may change with every day that a date names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from skillpath.catalog.records import Credential
from skillpath.credits.credit import Credit
from skillpath.credits.rules.acceptance import bars
from skillpath.credits.sources import CreditSource

Judge = Callable[[Iterable[Credit]], list[Credit]]
"""What rules leave of the credits of one credential."""


@dataclass
class _Run:
    """A credit that is the same from its `first` day (None: from the beginning) to a `last` one."""

    credit: Credit
    first: date | None
    last: date | None


def over_time(maker: CreditSource, credential: Credential, earliest: date, last: date | None, judge: Judge) -> list[Credit]:
    """The credits of a credential that is completed on the day `earliest` or later, until `last`, each with the days between
    which it counts, or is refused for the same reason.
    """
    turns = sorted(day for day in maker.turns(credential) if day > earliest and (last is None or day <= last))
    if not turns:
        return judge(maker.of_earned(credential, earliest))
    runs: list[_Run] = []
    open_runs: dict[object, _Run] = {}
    for begin, end in zip([earliest, *turns], [*turns, None], strict=True):
        going, open_runs = open_runs, {}
        for credit in judge(maker.of_earned(credential, begin)):
            key = _key(credit, maker)
            run = going.get(key)
            if run is None:
                run = _Run(credit, None if begin == earliest else begin, None)
                runs.append(run)
            run.last = None if end is None else end - timedelta(days=1)
            open_runs[key] = run
    return _named_apart(runs)


def _key(credit: Credit, maker: CreditSource) -> object:
    """What is the same of a credit on two days: all but the day, and where rules bar it."""
    programme, start = maker.programme, maker.learner.start
    return replace(credit, completed=None), tuple(bars(credit, each, programme, start) for each in programme.requirements)


def _named_apart(runs: list[_Run]) -> list[Credit]:
    """Credits with their days; where one counts on several stretches of days the later ones get ids of their own."""
    found: list[Credit] = []
    counting: set[str] = set()
    for run in runs:
        id = run.credit.id
        if not run.credit.why_not:
            id = f"{id}.from-{run.first}" if id in counting else id
            counting.add(id)
        found.append(replace(run.credit, id=id, first=run.first, last=run.last))
    return found
