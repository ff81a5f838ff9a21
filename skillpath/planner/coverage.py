"""Coverage: which roles a newcomer can plan for, and what nothing in the catalogue gives for the others."""

from __future__ import annotations

from msgspec import Struct

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Role
from skillpath.learner.learner import Learner
from skillpath.model import Tag
from skillpath.planner.awards import is_opened
from skillpath.planner.candidates import Candidates, learn
from skillpath.planner.goal import Goal, make_goal
from skillpath.planner.openings import openings
from skillpath.planner.relevant import Relevant, is_met, relevant_part
from skillpath.planner.request import Limits, Request, RoleTarget


class RoleCoverage(Struct, frozen=True):
    """A role, what of it nothing in the catalogue gives, and what would open the way; both empty where a plan exists."""

    role: Role
    missing: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()

    @property
    def covered(self) -> bool:
        """Whether a plan exists."""
        return not self.missing


def coverage(catalog: Catalog, learner: Learner) -> list[RoleCoverage]:
    """For every role, by id, whether a plan to the entry level exists for this learner.

    Without limits more credentials never hurt, so a plan exists exactly when all that can be earned, taken together, gives
    every must-have skill, a recognised credential and the licence: the least fixed point answers it without a solver. Where that
    fails for an award, a programme that grants it may do.
    """
    source = Candidates(catalog, learner, Limits(), allow_unknown=False)
    return [_of_role(role, source) for role in catalog.all(Role)]


def _of_role(role: Role, source: Candidates) -> RoleCoverage:
    target = RoleTarget(role)
    request = Request(target, dominance=False)
    goal = make_goal(target, source.catalog, source.learner)
    relevant = relevant_part(goal, source, request)
    missing = tuple(_missing(goal, relevant))
    if missing and is_opened(source.catalog, source.learner, request):
        return RoleCoverage(role)
    opening = tuple(openings(goal, missing, source)) if missing else ()
    return RoleCoverage(role, tuple(tag.text for tag in missing), opening)


def _missing(goal: Goal, relevant: Relevant) -> list[Tag]:
    earned = relevant.candidates.values()
    levels: dict[str, int] = {}
    for candidate in earned:
        learn(levels, candidate)
    tags = [need.tag for need in goal.open_musts if not any(map(need.met_by, earned))]
    tags.extend(want.tag for want in goal.wanted if not is_met(want.need, set(relevant.candidates), levels))
    return list(dict.fromkeys(tags))
