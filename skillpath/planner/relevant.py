"""The relevant part of a question: what can reach the target, minus what a better credential dominates.

It is found backwards from the target, on the index: outlines of those who teach what is asked for, those of them that nothing
beats, their records, what these require in turn. Of what is far off the prerequisites are looked at only once a stack wants it:
until then it counts as if it needed nothing, so that a best stack without such credentials is the best of all.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import inf
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from skillpath.catalog.records import Credential
from skillpath.catalog.requirements import (
    AWARD_RANKS,
    NOTHING,
    AllOf,
    AtLeastOf,
    Atom,
    Expression,
    HasAward,
    HasCredential,
    HasDegree,
    KnowsSkill,
    atoms,
)
from skillpath.catalog.stack import StackedCatalog
from skillpath.planner.candidates import Candidate, Candidates, Question, degree_key, learn, supplies
from skillpath.planner.degrees import degree_roots
from skillpath.planner.dominance import drop_dominated
from skillpath.planner.goal import Goal, SkillNeed
from skillpath.planner.request import Request

if TYPE_CHECKING:
    from skillpath.planner.survivors import Survivors

FEW = 5_000
"""Credentials of a catalogue up to which all that teach a skill are read."""
AWARDED = "*"
"""Stands among the ids of what is earned once the programme of a plan is completed."""
MOST_AT_ONCE = 400
"""Candidates of larger catalogues up to which prerequisites are followed before any stack is sought."""


class Relevant(NamedTuple):
    """The candidates that a stack could use, by id; `dominated` maps each one left out to the one that beats it.

    Those `postponed` have prerequisites that have not been looked at; so many were `beaten` without being read.
    """

    candidates: dict[str, Candidate]
    needs: tuple[SkillNeed, ...]
    dominated: dict[str, str]
    postponed: frozenset[str] = frozenset()
    beaten: int = 0


def relevant_part(goal: Goal, source: Candidates, request: Request, most: float = inf) -> Relevant:
    """Everything that can reach the target, that can be earned at all, and that nothing dominates.

    Once there are more than `most` candidates, the prerequisites of what is `postponed` stay out.
    """
    search = Search(goal, source, request)
    while (relevant := search.relevant()).postponed and len(search.found) <= most:
        search.follow(sorted(relevant.postponed))
    return relevant


def open_needs(goal: Goal, request: Request) -> tuple[SkillNeed, ...]:
    """The skill needs that the model must see: open must-haves, and with a readiness every open one."""
    return tuple(need for need in goal.skills if not need.met and (need.must or request.limits.readiness is not None))


class Search:
    """The relevant part as it grows."""

    def __init__(self, goal: Goal, source: Candidates, request: Request) -> None:
        self.source = source
        self.request = request
        self.needs = open_needs(goal, request)
        self.compares = request.dominance and goal.programmes is None
        self.direct = [atom for want in goal.wanted for atom in atoms(want.need)]
        self.roots = [*self.direct, *(HasCredential(id) for id in request.limits.include)]
        if goal.programmes is not None:
            self.roots.extend(degree_roots(goal.programmes, source))
        self.found: dict[str, Candidate] = {}
        self.asked: dict[Atom, None] = {}
        is_large = source.catalog.count(Credential) > FEW
        self.funded = source.prices.funds.named
        by_outline = request.dominance and is_large and self.funded is not None
        self._survivors = _survivors(source) if by_outline else None
        self._take(dict.fromkeys(id for need in self.needs for id in sorted(need.recognised)))
        self._ask([*(KnowsSkill(need.skill, need.level) for need in self.needs), *self.roots])
        self.most = MOST_AT_ONCE if is_large else source.catalog.count(Credential)
        self._follow_near(0)

    def follow(self, ids: Iterable[str]) -> None:
        """Ask for all that these require, and for what that requires in turn as far as it is near."""
        before = len(self.found)
        self._ask(atom for id in ids for atom in atoms(self.found[id].needs))
        self._follow_near(before)

    def _follow_near(self, start: int) -> None:
        """Ask for what is required by all found from `start` on, until there is nothing new or too much."""
        while start < len(self.found) <= self.most:
            wave = list(self.found.values())[start:]
            start = len(self.found)
            self._ask(atom for found in wave for atom in atoms(found.needs) if self._is_near(atom))

    def _is_near(self, atom: Atom) -> bool:
        """Whether it is little work to look at all that meets an atom."""
        return self._survivors is None or not isinstance(atom, Question) or self._survivors.teachers(atom) <= MOST_AT_ONCE

    @property
    def saw_unknown(self) -> bool:
        """Whether something would serve the target directly, were its price or its hours known."""
        by_outline = self._survivors is not None and self._survivors.saw_unknown
        return by_outline or any(map(self.serves, self.source.left_out()))

    def serves(self, candidate: Candidate) -> bool:
        """Whether a candidate serves the target directly."""
        wanted = any(self.source.supplies(candidate, atom) for atom in self.direct)
        return wanted or any(need.met_by(candidate) for need in self.needs)

    def _ask(self, wanted: Iterable[Atom]) -> None:
        new = [atom for atom in dict.fromkeys(wanted) if atom not in self.asked]
        self.asked.update(dict.fromkeys(new))
        self._take(atom.id for atom in new if isinstance(atom, HasCredential))
        questions = [atom for atom in new if isinstance(atom, Question)]
        if self._survivors is not None:
            self._take(self._survivors.find(questions))
        for question in questions:
            self._take(self.source.answering(question) if self._survivors is None else self.funded or (), question)

    def _take(self, ids: Iterable[str], serving: Question | None = None) -> None:
        new = [id for id in ids if id not in self.found]
        if isinstance(self.source.catalog, StackedCatalog):
            self.source.catalog.prefetch(Credential, new)
        for id in new:
            candidate = self.source.get(id)
            if candidate is not None and (serving is None or self.source.supplies(candidate, serving)):
                self.found[id] = candidate

    def relevant(self) -> Relevant:
        """What is relevant as far as is known now."""
        postponed = {id for id, found in self.found.items() if any(atom not in self.asked for atom in atoms(found.needs))}
        known = {id: replace(found, needs=NOTHING) if id in postponed else found for id, found in self.found.items()}
        able = earnable(known)
        reached = self._reached({id: found for id, found in known.items() if id in able})
        kept, dominated = reached, dict[str, str]()
        if self.compares:
            whole = {id: self.found[id] for id in reached}
            asked = dict.fromkeys([*self.roots, *(atom for found in reached.values() for atom in atoms(found.needs))])
            kept, dominated = drop_dominated(whole, asked, self.needs, self.source, self.request)
        beaten = self._survivors.beaten if self._survivors is not None else 0
        candidates = {id: known[id] for id in sorted(kept)}
        return Relevant(candidates, self.needs, dominated, frozenset(postponed & kept.keys()), beaten)

    def _reached(self, candidates: dict[str, Candidate]) -> dict[str, Candidate]:
        """Backward closure from the goal over prerequisites, through these candidates only."""
        teachers: dict[str, list[Candidate]] = {}
        for candidate in candidates.values():
            for skill in candidate.teaches:
                teachers.setdefault(skill, []).append(candidate)
        queue = [candidate for need in self.needs for candidate in teachers.get(need.skill, ()) if need.met_by(candidate)]
        reached = {candidate.id: candidate for candidate in queue}
        queue = list(reached.values())
        asked = dict.fromkeys(self.roots)
        waiting = list(asked)
        while waiting or queue:
            for atom in waiting:
                for found in _suppliers(atom, candidates, teachers):
                    if found.id not in reached:
                        reached[found.id] = found
                        queue.append(found)
            waiting = [atom for found in queue for atom in atoms(found.needs) if atom not in asked]
            asked.update(dict.fromkeys(waiting))
            queue = []
        return reached


def _survivors(source: Candidates) -> Survivors | None:
    """What finds survivors in a catalogue that has outlines."""
    if not isinstance(source.catalog, StackedCatalog):
        return None
    from skillpath.planner.survivors import Survivors

    return Survivors(source.catalog, source)


def _suppliers(atom: Atom, candidates: dict[str, Candidate], teachers: dict[str, list[Candidate]]) -> list[Candidate]:
    match atom:
        case HasCredential(id):
            return [candidates[id]] if id in candidates else []
        case KnowsSkill(skill, level):
            return [candidate for candidate in teachers.get(skill, ()) if candidate.teaches[skill] >= level]
        case HasDegree():
            return [candidate for candidate in candidates.values() if supplies(candidate, atom)]
    return []


def earnable(candidates: dict[str, Candidate], *, awarded: bool = True) -> set[str]:
    """The ids that can be earned in some order from what is held: the least fixed point (no self-justifying cycles).

    With `awarded` the programme of the plan is completed, without it is not yet.
    """
    waiting = dict.fromkeys(candidates)
    earned = {AWARDED} if awarded else set[str]()
    levels: dict[str, int] = {}
    progress = True
    while progress:
        progress = False
        for id in list(waiting):
            if is_met(candidates[id].needs, earned, levels):
                del waiting[id]
                earned.add(id)
                learn(levels, candidates[id])
                progress = True
    return earned - {AWARDED}


def is_met(need: Expression, earned: set[str], levels: dict[str, int]) -> bool:
    """Whether a simplified expression is met by what has been earned."""
    match need:
        case HasCredential(id):
            return id in earned
        case KnowsSkill(skill, level):
            return levels.get(skill, 0) >= level
        case HasDegree(award, field):
            return levels.get(degree_key(field), 0) > AWARD_RANKS[award]
        case HasAward():
            return AWARDED in earned
        case AllOf(parts):
            return all(is_met(part, earned, levels) for part in parts)
        case AtLeastOf(count, parts):
            return sum(is_met(part, earned, levels) for part in parts) >= count
    return False
