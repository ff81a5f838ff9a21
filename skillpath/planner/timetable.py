"""What must be finished by a day, or only after one, in some order of a stack: rows that hold just where such an order exists.

For each such day the model has the set of credentials that are finished by then. It can be earned by itself, fits before the
day, and holds the sets of earlier days: the beginnings of an order are such sets, and such sets are the beginnings of an order.
(Where all prerequisites are fixed that is Jackson's rule with the modified due dates of Lawler 1973.) Where something counts
only after a day, one credential crosses that day: the next one after those that are finished by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import floor
from typing import NamedTuple

from skillpath.catalog.requirements import Atom, HasAward, atoms
from skillpath.model import Model, Tag
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.later import Later
from skillpath.planner.needs import require

LAST = date.max.toordinal()

MOST_CROSSING = 3000
"""Days from the first one that may have to be crossed on, times candidates, up to which credit that begins later is planned."""


class Dated(NamedTuple):
    """Variables (at most one of them is set) that ask that a credential is finished by a day or, if not `by`, after it."""

    credential: str
    day: date
    variables: tuple[int, ...]
    tag: Tag
    by: bool = True


@dataclass
class Timetable:
    """What is dated in a model, and the variables that say what is finished by each day and what crosses it."""

    asked: list[Dated] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    finished: list[dict[str, int]] = field(default_factory=list)
    crossing: dict[int, dict[str, int]] = field(default_factory=dict)
    awarded: dict[int, int] = field(default_factory=dict)

    def due(self, values: list[int], end: date) -> dict[str, date]:
        """The last day of each credential that a solution wants finished by a day before its `end`."""
        found: dict[str, date] = {}
        for each in self._wanted(values):
            if each.by and each.day < end:
                found[each.credential] = min(each.day, found.get(each.credential, each.day))
        return found

    def is_kept(self, finish: Mapping[str, date], values: list[int]) -> bool:
        """Whether the days on which steps are finished keep every day that a solution asks for."""
        return all((finish[each.credential] <= each.day) == each.by for each in self._wanted(values))

    def places(self, values: list[int]) -> dict[str, int]:
        """For credentials that a solution finishes by some day, or lets cross one: their places in an order of sets."""
        found: dict[str, int] = {}
        for place in reversed(range(len(self.days))):
            found.update((id, 2 * place + 1) for id, variable in self.crossing.get(place, {}).items() if values[variable])
            found.update((id, 2 * place) for id, variable in self.finished[place].items() if values[variable])
        return found

    def completed(self, values: list[int]) -> int:
        """The place, as in `places`, of the programme that is completed for its award; the last one where none is known."""
        return min((2 * place for place, variable in self.awarded.items() if values[variable]), default=LAST)

    def _wanted(self, values: list[int]) -> Iterable[Dated]:
        return (each for each in self.asked if any(values[variable] for variable in each.variables))


Before = Callable[[str, str], int]
"""The variable that says that one credential comes before another that requires it: outside circles, that it is earned."""


class TimetableBuilder:
    """Adds a timetable to a model of stacks, where days can matter."""

    def __init__(
        self,
        model: Model,
        candidates: Mapping[str, Candidate],
        earn: Mapping[str, int],
        source: Candidates,
        before: Before,
        later: Later,
    ) -> None:
        self.model = model
        self.candidates = candidates
        self.earn = earn
        self.source = source
        self.before = before
        self.later = later
        self.found = Timetable()
        self.crossed: dict[int, int] = {}

    def build(self, asked: Iterable[Dated], most: int | None) -> Timetable:
        """The timetable of what is dated; a stack takes no more than `most` minutes."""
        longest = sum(candidate.time for candidate in self.candidates.values()) + sum(most for _, most in self.later.minutes)
        longest = longest if most is None else min(longest, most)
        for each in self._few(list(asked)):
            if self._room(each.day) < longest:
                self.found.asked.append(each)
            elif not each.by:
                self._never(each)
        self.found.days = sorted({each.day for each in self.found.asked})
        for place, day in enumerate(self.found.days):
            self._finished(place, self._members(day))
            self._completed(place)
            self._ask(place, day)
        for place in sorted(self.found.crossing):
            self._then(place)
        self._nested()
        return self.found

    def _few(self, asked: list[Dated]) -> list[Dated]:
        """What is dated; where too many days would have to be crossed, what counts only after a day counts never."""
        first = min((each.day for each in asked if not each.by), default=date.max)
        if len({each.day for each in asked if each.day >= first}) * len(self.candidates) <= MOST_CROSSING:
            return asked
        for each in asked:
            if not each.by:
                self._never(each)
        return [each for each in asked if each.by]

    def _never(self, each: Dated) -> None:
        self.model.row([(variable, 1) for variable in each.variables], upper=0, tag=each.tag)

    def _room(self, day: date) -> int:
        """The minutes of study from the start to the end of a day."""
        learner = self.source.learner
        return floor(Fraction((day - learner.start).days) * 60 * learner.pace / 7)

    def _members(self, day: date) -> list[str]:
        """What the set of a day may differ in: what is dated then, what that could require; all where time may have to pass."""
        asked = [each for each in self.found.asked if each.day <= day]
        if not all(each.by for each in asked):
            return list(self.candidates)
        members = dict.fromkeys(each.credential for each in asked if each.day == day or self.later.after)
        queue = list(members)
        for id in queue:
            new = [other for atom in atoms(self.candidates[id].needs) for other in self._suppliers(atom) if other not in members]
            members.update(dict.fromkeys(new))
            queue.extend(dict.fromkeys(new))
        return list(members if self.later.after.keys().isdisjoint(members) else self.candidates)

    def _suppliers(self, atom: Atom) -> list[str]:
        found = ((id, self.candidates.get(id)) for id in self.source.suppliers(atom))
        return [id for id, candidate in found if candidate is not None and self.source.supplies(candidate, atom)]

    def _finished(self, place: int, members: list[str]) -> None:
        """The set of a day can be earned by itself, and fits before the day."""
        day = self.found.days[place]
        new = {id: self.model.variable(f"f:{day}:{id}") for id in members}
        finished = {**(self.found.finished[-1] if place else {}), **new}
        self.found.finished.append(finished)
        for id, variable in new.items():
            self._require(id, variable, place)
        terms = [(variable, self.candidates[id].time) for id, variable in finished.items()]
        self.model.row(terms, upper=max(0, self._room(day)))

    def _completed(self, place: int) -> None:
        """If the set of a day has what is earned after the programme, that is completed by then: it fits, with what it takes."""
        finished, later = self.found.finished[place], self.later
        if later.after.keys().isdisjoint(finished):
            return
        done = self.found.awarded[place] = self.model.variable(f"d:{self.found.days[place]}")
        for id, after in later.after.items():
            self.model.row([(finished[id], 1), (after, 1), (done, -1)], upper=1)
        most = sum(minutes for _, minutes in later.minutes)
        studied = [(variable, self.candidates[id].time) for id, variable in finished.items()]
        there = [(variable, 1) for variable, _ in later.minutes]
        room = max(0, self._room(self.found.days[place]))
        self.model.row([*studied, *there, (done, most)], upper=room + most)
        for id, variable in later.uses:
            self.model.row([(variable, 1), (done, 1), (finished[id], -1)], upper=1)
        for need, when, tag in later.doors:
            both = done if when is None else self.model.variable(f"d:{place}:{when}")
            if when is not None:
                self.model.row([(both, 1), (done, -1), (when, -1)], lower=-1)
            require(self.model, need, both, tag, lambda atom: self._openers(atom, place))

    def _openers(self, atom: Atom, place: int) -> list[int]:
        """The variables any of which meets an atom at the door of the programme, in the set of a day."""
        finished = self.found.finished[place]
        return [self.later.first(id, finished[id], f"b:{place}:{id}") for id in self._suppliers(atom) if id in finished]

    def _require(self, id: str, when: int, place: int) -> None:
        """What a credential requires is in the set of a day."""
        candidate = self.candidates[id]
        tag = Tag("prerequisite", f"what {candidate.record.name} requires", candidate.record.origin)
        require(self.model, candidate.needs, when, tag, lambda atom: self._supporters(atom, id, place))

    def _supporters(self, atom: Atom, consumer: str, place: int) -> list[int]:
        if isinstance(atom, HasAward):
            return self.later.award(consumer)
        finished = self.found.finished[place]
        found = []
        for id in self._suppliers(atom):
            if id == consumer or id not in finished:
                continue
            before = self.before(id, consumer)
            if before == self.earn[id]:
                found.append(finished[id])
            else:
                both = self.model.variable(f"b:{place}:{id}>{consumer}")
                self.model.row([(both, 1), (before, -1)], upper=0)
                self.model.row([(both, 1), (finished[id], -1)], upper=0)
                found.append(both)
        return found

    def _ask(self, place: int, day: date) -> None:
        """Rows for what asks to be finished by a day, and for what asks to be finished later."""
        finished = self.found.finished[place]
        asked = [each for each in self.found.asked if each.day == day]
        for each in asked:
            terms = [(variable, -1 if each.by else 1) for variable in each.variables]
            lower, upper = (0, None) if each.by else (None, 1)
            self.model.row([(finished[each.credential], 1), *terms], lower=lower, upper=upper, tag=each.tag)
        later = [each for each in asked if not each.by]
        if later:
            self._cross(place, later)

    def _cross(self, place: int, later: list[Dated]) -> None:
        """If anything asks for it, the next credential after the set of a day is finished after the day."""
        day, finished = self.found.days[place], self.found.finished[place]
        crossing = {id: self.model.variable(f"c:{day}:{id}") for id, each in self.candidates.items() if each.time}
        self.found.crossing[place] = crossing
        for id, variable in crossing.items():
            self.model.row([(variable, 1), (finished[id], 1), (self.earn[id], -1)], upper=0)
            self._require(id, variable, place)
            if id in self.later.after:
                self.model.row([(variable, 1), (self.later.after[id], 1), (self.found.awarded[place], -1)], upper=1)
        self.crossed[place] = self.model.variable(f"c:{day}")
        self.model.row([*((variable, 1) for variable in crossing.values()), (self.crossed[place], -1)], lower=0, upper=0)
        studied = [(variables[id], self.candidates[id].time) for variables in (finished, crossing) for id in variables]
        for each in later:
            needed = [(variable, -self._room(day) - 1) for variable in each.variables]
            self.model.row([*studied, *needed], lower=0, tag=each.tag)

    def _then(self, place: int) -> None:
        """What crosses a day is in the set of a later day, unless that set is the same."""
        crossing, finished = self.found.crossing[place], self.found.finished[place]
        for later in range(place + 1, len(self.found.days)):
            then = self.found.finished[later]
            more = self.model.variable(f"m:{place}:{later}")
            for id, variable in then.items():
                self.model.row([(variable, 1), (finished[id], -1), (more, -1)], upper=0)
            if place in self.found.awarded:
                awarded = self.found.awarded
                self.model.row([(awarded[later], 1), (awarded[place], -1), (more, -1)], upper=0)
            for id, variable in crossing.items():
                self.model.row([(variable, 1), (more, 1), (then[id], -1)], upper=1)
                self._same(id, variable, later)

    def _same(self, id: str, variable: int, later: int) -> None:
        """What crosses one day crosses a later one too, or is finished by then, if that one is crossed."""
        crossing = self.found.crossing.get(later)
        if crossing is not None:
            terms = [(variable, 1), (self.crossed[later], 1), (crossing[id], -1), (self.found.finished[later][id], -1)]
            self.model.row(terms, upper=1)

    def _nested(self) -> None:
        """Each set holds the earlier ones, and nothing that is not earned."""
        last = dict(self.earn)
        for finished in reversed(self.found.finished):
            for id, variable in finished.items():
                if variable != last[id]:
                    self.model.row([(variable, 1), (last[id], -1)], upper=0)
                    last[id] = variable
        for one, next in pairwise(sorted(self.found.awarded)):
            self.model.row([(self.found.awarded[one], 1), (self.found.awarded[next], -1)], upper=0)
