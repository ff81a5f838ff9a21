"""Dominance: which candidates another one replaces in every stack without loss."""

from __future__ import annotations

from collections.abc import Iterable

from skillpath.catalog.requirements import NOTHING, Atom
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.goal import SkillNeed
from skillpath.planner.offers import UsableOffer, no_earlier
from skillpath.planner.request import Request


def drop_dominated(
    candidates: dict[str, Candidate], asked: Iterable[Atom], needs: tuple[SkillNeed, ...], source: Candidates, request: Request
) -> tuple[dict[str, Candidate], dict[str, str]]:
    """Leave out each candidate that another one replaces in every stack without loss.

    The other serves the same needs or more, is no dearer under any offer, takes no longer and has no stricter
    prerequisites; between equals the smaller id stays, as in the last tie-break of the objective.
    """
    asked = list(asked)
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
    if one.needs not in (NOTHING, other.needs):
        return False
    if request.limits.max_per_provider is not None and one.record.provider != other.record.provider:
        return False
    return is_better(one, other)


def is_better(one: Candidate, other: Candidate) -> bool:
    """Whether taking one for the other loses neither time, money nor days left, and gains some or a smaller id."""
    if one.time > other.time or one.minutes > other.minutes or not no_earlier(one.last, other.last):
        return False
    if not all(any(mine.no_dearer(offer) for mine in one.offers) for offer in other.offers):
        return False
    if one.time < other.time or one.id < other.id:
        return True
    return all(any(_is_cheaper(mine, offer) for mine in one.offers) for offer in other.offers)


def _is_cheaper(one: UsableOffer, other: UsableOffer) -> bool:
    """Whether it always costs less: funding can bring a dearer offer down to the same."""
    return one.no_dearer(other) and one.fixed < other.fixed and not other.funded
