"""Set covering through a catalogue: published optima, and look-alikes against HiGHS on the bare problem."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest

from benchmarks.covering import bare_optimum
from benchmarks.set_cover import Instance, as_catalog, look_alike, read_or_library
from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.kinds import KINDS
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.plan import plan
from skillpath.planner.request import Request, SkillTarget

OR_LIBRARY = Path(__file__).parents[3] / "shared" / "data" / "or-library"
PUBLISHED = {"scp41": 429, "scp42": 512, "scp51": 253}
HARD = {"scp61": 138}


def cheapest(instance: Instance) -> int:
    """The optimum in whole dollars, by the planner."""
    world = as_catalog(instance)
    records = {kind: {each["id"]: msgspec.convert(each, type_) for each in world.get(kind, [])} for kind, type_ in KINDS.items()}
    catalog = MemoryCatalog(records)
    target = SkillTarget(tuple((skill["id"], 1) for skill in world["skills"]))
    answer = plan(catalog, make_learner(Profile(), catalog, date(2026, 1, 1)), Request(target))
    assert answer.status == "optimal"
    assert answer.totals is not None
    taught = {skill for step in answer.steps for skill in step.credential.teaches}
    assert taught == {skill["id"] for skill in world["skills"]}
    assert sum(instance.costs[int(step.credential.id[-4:])] for step in answer.steps) * 100 == answer.totals.cents
    return answer.totals.cents // 100


@pytest.mark.parametrize("name", [*PUBLISHED, pytest.param("scp61", marks=pytest.mark.long)])
def test_or_library_instances_reach_their_published_optima(name: str) -> None:
    file = OR_LIBRARY / f"{name}.txt"
    if not file.exists():
        pytest.skip(f"the OR-Library file {name}.txt is not beside this checkout")
    assert cheapest(read_or_library(file.read_text())) == (PUBLISHED | HARD)[name]


@pytest.mark.parametrize("seed", range(6))
def test_look_alikes_reach_the_optimum_of_the_bare_problem(seed: int) -> None:
    instance = look_alike(rows=60, columns=240, density=0.03, seed=seed)
    assert cheapest(instance) == bare_optimum(instance)
