"""Which steps of a stack a learner should take before which, where the rules leave the order free."""

from __future__ import annotations

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.requirements import atoms
from skillpath.catalog.values import LEVELS
from skillpath.credits.sequence import leads_to
from skillpath.planner.candidates import Candidate, supplies
from skillpath.planner.ground import courses_of

_LAST = {"certification": 1, "licence": 2}


def easier(chosen: dict[str, Candidate], catalog: Catalog) -> dict[str, frozenset[str]]:
    """For each credential those that should come first: a skill at a lower level, a lower course of a sequence."""
    courses = {id: courses_of(id, catalog) for id in chosen}
    above = {id: leads_to(courses[id], catalog) for id in chosen}
    return {
        id: frozenset(
            other
            for other in chosen.keys() - _build_on(id, chosen)
            if _is_lower(chosen[other], chosen[id]) or not above[other].isdisjoint(courses[id])
        )
        for id in chosen
    }


def formality(candidate: Candidate) -> int:
    """Training comes first, then what certifies it, then the licence."""
    return _LAST.get(candidate.record.kind, 0)


def _build_on(id: str, chosen: dict[str, Candidate]) -> set[str]:
    """The credential itself, and every one whose prerequisites it can serve, through any chain."""
    found = {id}
    queue = [chosen[id]]
    while queue:
        first = queue.pop()
        for other in chosen.values():
            if other.id not in found and any(supplies(first, atom) for atom in atoms(other.needs)):
                found.add(other.id)
                queue.append(other)
    return found


def _is_lower(first: Candidate, then: Candidate) -> bool:
    """Whether one teaches some skill of the other at a lower level, none at a higher one, and is no more advanced or formal."""
    steps = [then.teaches[skill] - level for skill, level in first.teaches.items() if skill in then.teaches]
    own = LEVELS[first.record.level] <= LEVELS[then.record.level] and formality(first) <= formality(then)
    return own and max(steps, default=0) > 0 and min(steps, default=0) >= 0
