from __future__ import annotations

from datetime import date

import msgspec

from benchmarks.set_cover import as_catalog, look_alike
from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.kinds import KINDS
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.plan import plan
from skillpath.planner.request import Request, SkillTarget


def test_a_time_limit_gives_the_best_so_far_with_its_bound() -> None:
    world = as_catalog(look_alike(rows=300, columns=3000, density=0.05, seed=1))
    catalog = MemoryCatalog(
        {kind: {each["id"]: msgspec.convert(each, type_) for each in world.get(kind, [])} for kind, type_ in KINDS.items()}
    )
    target = SkillTarget(tuple((skill["id"], 1) for skill in world["skills"]))
    answer = plan(catalog, make_learner(Profile(), catalog, date(2026, 1, 1)), Request(target, time_limit=1.0))
    assert answer.status in ("feasible", "unknown")
    if answer.status == "feasible":
        stage = answer.stages[-1]
        assert not stage.proven
        assert stage.bound < stage.value
        taught = {skill for step in answer.steps for skill in step.credential.teaches}
        assert taught == {skill["id"] for skill in world["skills"]}
