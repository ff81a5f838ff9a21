"""The reasons for no plan: together they clash, and without any one of them they do not."""

from __future__ import annotations

import msgspec

from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.build import build_model
from skillpath.planner.candidates import Candidates
from skillpath.planner.goal import make_goal
from skillpath.planner.reasons import _feasible, reasons
from skillpath.planner.relevant import relevant_part
from skillpath.planner.solver import Solver
from tests.helpers import START
from tests.planner.test_properties import Case, catalog_from, request_from
from tests.planner.test_survivors import crowd


def check(case: Case) -> int:
    """How many reasons there are; 0 where there is a plan, or where needs are hopeless by themselves."""
    world, learner, wanted = case
    catalog = catalog_from(world)
    known = make_learner(msgspec.convert(learner, Profile), catalog, START)
    request = request_from({**wanted, "include": [], "budget": "13 USD", "max_weeks": 2, "max_per_provider": 1}, catalog)
    source = Candidates(catalog, known, request.limits, request.allow_unknown)
    goal = make_goal(request.target, catalog, known)
    relevant = relevant_part(goal, source, request)
    model = build_model(goal, relevant, source, request)
    if Solver(model).solve(request.order) is not None:
        return 0
    found = reasons(model, goal, relevant)
    if any(need.tag in found and not any(map(need.met_by, relevant.candidates.values())) for need in relevant.needs):
        return 0
    assert not _feasible(model, found)
    for tag in found:
        assert _feasible(model, [other for other in found if other != tag]), tag
    return len(found)


def test_reasons_clash_and_none_is_idle() -> None:
    counts = [check(crowd(seed)) for seed in range(120)]
    assert max(counts) >= 3
    assert sum(count > 0 for count in counts) >= 20
