"""What is earned once the programme of a plan is completed: it may need the award, and its credit comes too late for it.

Every credential that could rest on the award, directly or through others, has a variable `a` that says it is earned after the
programme; whatever rests on it is earned after too. The programme takes credit, and what it asks for at its door, only of what is
earned before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from skillpath.catalog.requirements import Expression, HasAward, atoms
from skillpath.model import Model, Tag
from skillpath.planner.candidates import Candidate, Candidates


class Later:
    """The variables of a model that say what is earned after the programme; none where no award is to be had.

    Of the programme it knows what it asks for at its `doors`, which variables use credit of a credential, its `minutes` of study.
    """

    def __init__(self, model: Model) -> None:
        self.model = model
        self.after: dict[str, int] = {}
        self.before: dict[str, int] = {}
        self.awarded: int | None = None
        self.doors: list[tuple[Expression, int | None, Tag]] = []
        self.minutes: list[tuple[int, int]] = []
        self.uses: list[tuple[str, int]] = []

    def begin(self, candidates: Mapping[str, Candidate], source: Candidates, earn: Mapping[str, int]) -> None:
        """One variable for each credential that could rest on the award."""
        for id in _resting(candidates, source) if source.completing else ():
            self.after[id] = self.model.variable(f"a:{id}")
            self.model.row([(self.after[id], 1), (earn[id], -1)], upper=0)

    def award(self, consumer: str | None) -> list[int]:
        """What meets an award that the programme grants: a credential is earned after it, and the goal (None) is for the end."""
        if consumer is not None:
            return [self.after[consumer]]
        if self.awarded is None:
            self.awarded = self.model.variable("awarded", lower=1)
        return [self.awarded]

    def first(self, id: str, earned: int, name: str) -> int:
        """Whether a credential is earned (or by some day), and before the programme: a variable of that name where it may not."""
        if id not in self.after:
            return earned
        if name not in self.before:
            self.before[name] = self.model.variable(name)
            self.model.row([(self.before[name], 1), (earned, -1)], upper=0)
            self.model.row([(self.before[name], 1), (self.after[id], 1)], upper=1)
        return self.before[name]

    def follow(self, supplier: str, consumer: str, support: int) -> None:
        """Who is supported by what is earned after the programme is earned after it too."""
        self.model.row([(support, 1), (self.after[supplier], 1), (self.after[consumer], -1)], upper=1)

    def keep_out(self, uses: Iterable[tuple[str, int]], campuses: Iterable[int]) -> None:
        """What is earned after a programme gives it no credit; told are the variables that use credit, and minutes of study."""
        self.uses = list(uses)
        self.minutes = [(time, self.model.variables[time].upper) for time in campuses]
        for id, variable in self.uses:
            if id in self.after:
                self.model.row([(variable, 1), (self.after[id], 1)], upper=1)


def _resting(candidates: Mapping[str, Candidate], source: Candidates) -> list[str]:
    """Those that ask for an award, and those that could ask for one of them, by id."""
    found = {id for id, candidate in candidates.items() if any(isinstance(atom, HasAward) for atom in atoms(candidate.needs))}
    grown = True
    while grown:
        more = {id for id, candidate in candidates.items() if id not in found and _asks(candidate, found, candidates, source)}
        found |= more
        grown = bool(more)
    return sorted(found)


def _asks(candidate: Candidate, found: set[str], candidates: Mapping[str, Candidate], source: Candidates) -> bool:
    return any(source.supplies(candidates[id], atom) for atom in atoms(candidate.needs) for id in found)
