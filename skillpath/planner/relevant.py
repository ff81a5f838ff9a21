"""The relevant part of a question: what can reach the target, minus what a better credential dominates."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from skillpath.catalog.records import Recommendation
from skillpath.catalog.requirements import NOTHING, AllOf, AtLeastOf, Atom, Expression, HasCredential, KnowsSkill, atoms
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.degrees import degree_roots
from skillpath.planner.goal import Goal, SkillNeed
from skillpath.planner.offers import UsableOffer
from skillpath.planner.request import Request


class Relevant(NamedTuple):
    """The candidates that a stack could use, by id; `dominated` maps each one left out to the one that beats it."""

    candidates: dict[str, Candidate]
    needs: tuple[SkillNeed, ...]
    dominated: dict[str, str]


def relevant_part(goal: Goal, source: Candidates, request: Request) -> Relevant:
    """Everything that can reach the target, that can be earned at all, and that nothing dominates."""
    needs = open_needs(goal, request)
    roots = [atom for want in goal.wanted for atom in atoms(want.need)]
    roots.extend(HasCredential(id) for id in request.limits.include)
    if goal.credits is not None:
        roots.extend(HasCredential(id) for id in credit_bearing(source))
    if goal.programmes is not None:
        roots.extend(degree_roots(goal.programmes, source))
    reachable = _reach(roots, needs, source, None)
    reachable = _reach(roots, needs, source, earnable(reachable))
    kept = reachable
    dominated: dict[str, str] = {}
    if request.dominance and goal.credits is None and goal.programmes is None:
        kept, dominated = drop_dominated(reachable, roots, needs, source, request)
    return Relevant(dict(sorted(kept.items())), needs, dominated)


def open_needs(goal: Goal, request: Request) -> tuple[SkillNeed, ...]:
    """The skill needs that the model must see: open must-haves, and with a readiness every open one."""
    return tuple(need for need in goal.skills if not need.met and (need.must or request.limits.readiness is not None))


def credit_bearing(source: Candidates) -> list[str]:
    """Ids of all credentials with a credit recommendation, sorted."""
    return sorted({recommendation.credential for recommendation in source.catalog.all(Recommendation)})


def _reach(
    roots: Iterable[Atom], needs: Iterable[SkillNeed], source: Candidates, allowed: set[str] | None
) -> dict[str, Candidate]:
    """Backward closure from the goal over prerequisites; with `allowed`, through those candidates only."""
    found: dict[str, Candidate] = {}
    asked: set[Atom] = set()
    queue: list[Candidate] = []

    def take(ids: Iterable[str], useful: Callable[[Candidate], bool]) -> None:
        for id in ids:
            if id in found or (allowed is not None and id not in allowed):
                continue
            candidate = source.get(id)
            if candidate is not None and useful(candidate):
                found[id] = candidate
                queue.append(candidate)

    def ask(atom: Atom) -> None:
        if atom not in asked:
            asked.add(atom)
            take(source.suppliers(atom), lambda candidate: source.supplies(candidate, atom))

    for need in needs:
        take(source.suppliers(KnowsSkill(need.skill, 1)), need.met_by)
    for atom in roots:
        ask(atom)
    while queue:
        for atom in atoms(queue.pop().needs):
            ask(atom)
    return found


def earnable(candidates: dict[str, Candidate], wanted: Iterable[str] | None = None) -> set[str]:
    """The ids that can be earned in some order from what is held: the least fixed point (no self-justifying cycles)."""
    waiting = dict.fromkeys(candidates if wanted is None else wanted)
    earned: set[str] = set()
    levels: dict[str, int] = {}
    progress = True
    while progress:
        progress = False
        for id in list(waiting):
            if is_met(candidates[id].needs, earned, levels):
                del waiting[id]
                earned.add(id)
                for skill, level in candidates[id].teaches.items():
                    levels[skill] = max(levels.get(skill, 0), level)
                progress = True
    return earned


def is_met(need: Expression, earned: set[str], levels: dict[str, int]) -> bool:
    """Whether a simplified expression is met by what has been earned."""
    match need:
        case HasCredential(id):
            return id in earned
        case KnowsSkill(skill, level):
            return levels.get(skill, 0) >= level
        case AllOf(parts):
            return all(is_met(part, earned, levels) for part in parts)
        case AtLeastOf(count, parts):
            return sum(is_met(part, earned, levels) for part in parts) >= count
    return False


def drop_dominated(
    candidates: dict[str, Candidate], roots: Iterable[Atom], needs: tuple[SkillNeed, ...], source: Candidates, request: Request
) -> tuple[dict[str, Candidate], dict[str, str]]:
    """Leave out each candidate that another one replaces in every stack without loss.

    The other serves the same needs or more, is no dearer under any offer, takes no longer and has no stricter
    prerequisites; between equals the smaller id stays, as in the last tie-break of the objective.
    """
    asked = list(dict.fromkeys([*roots, *(atom for candidate in candidates.values() for atom in atoms(candidate.needs))]))
    serves = {id: _serves(candidate, needs, asked, source) for id, candidate in candidates.items()}
    by_use: dict[object, list[str]] = {}
    for id in sorted(candidates):
        for use in serves[id]:
            by_use.setdefault(use, []).append(id)
    dominated: dict[str, str] = {}
    for id, candidate in candidates.items():
        if id in request.limits.include:
            continue
        rivals = min((by_use[use] for use in serves[id]), key=len, default=[])
        for rival in rivals:
            if rival != id and serves[id] <= serves[rival] and _dominates(candidates[rival], candidate, request):
                dominated[id] = rival
                break
    return {id: candidate for id, candidate in candidates.items() if id not in dominated}, dominated


def _serves(candidate: Candidate, needs: tuple[SkillNeed, ...], asked: list[Atom], source: Candidates) -> frozenset[object]:
    uses: set[object] = {need.skill for need in needs if need.met_by(candidate)}
    uses.update(atom for atom in asked if source.supplies(candidate, atom))
    return frozenset(uses)


def _dominates(one: Candidate, other: Candidate, request: Request) -> bool:
    if one.time > other.time or one.minutes > other.minutes or one.needs not in (NOTHING, other.needs):
        return False
    if request.limits.max_per_provider is not None and one.record.provider != other.record.provider:
        return False
    if not all(any(_no_dearer(mine, offer) for mine in one.offers) for offer in other.offers):
        return False
    if one.time < other.time or one.id < other.id:
        return True
    return all(any(_no_dearer(mine, offer) and mine.fixed < offer.fixed for mine in one.offers) for offer in other.offers)


def _no_dearer(one: UsableOffer, other: UsableOffer) -> bool:
    return one.bound in (None, other.bound) and one.fixed <= other.fixed
