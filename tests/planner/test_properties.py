"""The planner against an enumerator and a checker that were written apart from it, over random small worlds."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import event, given, settings

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.records import Role
from skillpath.catalog.values import Money
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.answer import Answer
from skillpath.planner.plan import plan
from skillpath.planner.request import CredentialTarget, CreditTarget, Limits, Request, RoleTarget, SkillTarget, Target
from skillpath.reports.plan_data import plan_data
from tests.helpers import START, many
from tests.oracle import brute, checker
from tests.oracle.strategies import cases

Case = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]


def catalog_from(world: dict[str, Any]) -> MemoryCatalog:
    """A catalogue from plain records."""
    return MemoryCatalog(
        {kind: {each["id"]: msgspec.convert(each, type_) for each in world.get(kind, [])} for kind, type_ in KINDS.items()}
    )


def target_from(target: dict[str, Any], catalog: MemoryCatalog) -> Target:
    match target["kind"]:
        case "role":
            role = catalog.get(Role, target["id"])
            assert role is not None
            return RoleTarget(role, target.get("established", False), target.get("skills_only", False))
        case "credentials":
            return CredentialTarget(tuple(target["ids"]))
        case "skills":
            return SkillTarget(tuple((each["skill"], each["level"]) for each in target["skills"]))
    return CreditTarget(target["hours"], target.get("upper", 0))


def request_from(request: dict[str, Any], catalog: MemoryCatalog, **changes: Any) -> Request:
    limits = Limits(
        budget=Money.parse(request["budget"]) if request.get("budget") else None,
        max_weeks=request.get("max_weeks"),
        exclude=tuple(request.get("exclude", ())),
        include=tuple(request.get("include", ())),
        free_only=request.get("free_only", False),
        max_per_provider=request.get("max_per_provider"),
        min_confidence=request.get("min_confidence", "low"),
        readiness=request.get("readiness"),
    )
    by = tuple(request.get("by", ("cost",)))
    return Request(target_from(request["target"], catalog), by, limits, request.get("allow_unknown", False), **changes)


def answer_to(case: Case, **changes: Any) -> tuple[Answer | None, dict[str, Any] | None]:
    """The planner's answer, and its data; none where an included item cannot be earned."""
    from skillpath.errors import SkillpathError

    world, learner, request = case
    catalog = catalog_from(world)
    profile = msgspec.convert(learner, Profile)
    try:
        answer = plan(catalog, make_learner(profile, catalog, START), request_from(request, catalog, **changes))
    except SkillpathError as error:
        if error.code != "cannot-include":
            raise
        return None, None
    return answer, plan_data(answer, catalog)


def compare(case: Case) -> None:
    best = brute.best(*case)
    answer, data = answer_to(case)
    if answer is None or data is None or answer.totals is None:
        assert best is None, f"the planner finds nothing, the enumerator {best}"
        event("no plan")
        return
    found = (tuple(sorted(step.credential.id for step in answer.steps)), answer.totals.cents)
    assert best is not None, f"the planner finds {found}, the enumerator nothing"
    assert found == (best.ids, best.cost)
    assert {stage.objective: stage.value for stage in answer.stages} == {
        "cost": best.cost,
        "time": best.time,
        "steps": best.steps,
    }
    assert all(stage.proven for stage in answer.stages)
    assert checker.check(*case, data) == []
    event(f"{len(best.ids)} steps")


@given(cases())
def test_same_optimum_as_the_enumerator_and_sound_plans(case: Case) -> None:
    compare(case)


@pytest.mark.long
@settings(max_examples=many(6000))
@given(cases())
def test_same_optimum_over_thousands_of_worlds(case: Case) -> None:
    compare(case)


@given(cases())
def test_dominance_changes_nothing(case: Case) -> None:
    with_it, _ = answer_to(case)
    without, _ = answer_to(case, dominance=False)
    if with_it is None or without is None:
        assert with_it is without
        return
    assert with_it.status == without.status
    assert [step.credential.id for step in with_it.steps] == [step.credential.id for step in without.steps]
    assert with_it.purchases == without.purchases
