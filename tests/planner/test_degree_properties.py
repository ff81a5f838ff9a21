"""Degree plans and audits against an enumerator and a checker that were written apart from them, over random small worlds."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, event, given, settings

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme
from skillpath.catalog.values import Money
from skillpath.learner.learner import Learner, make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.answer import Answer
from skillpath.planner.audit import audit
from skillpath.planner.plan import plan
from skillpath.planner.request import Limits, ProgrammeTarget, Request
from skillpath.reports.degree import degree_data
from skillpath.reports.plan_data import plan_data
from tests.helpers import START, many
from tests.oracle import world as oracle
from tests.oracle.degrees import brute, checker
from tests.oracle.degrees.strategies import degrees
from tests.oracle.degrees.world import Degree
from tests.planner.test_properties import catalog_from

Case = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
ALL = list(HealthCheck)
GRAINS = (100, 50, 25)
"""Hundredths of an hour on whose multiples the enumerator tries hours: finer ones where the coarse grid misses a corner."""


def asked_of(case: Case) -> tuple[Catalog, Learner, Request]:
    """The planner's side of a case."""
    world, learner, request = case
    catalog = catalog_from(world)
    found = [catalog.get(Programme, id) for id in request["target"]["ids"]]
    wanted = tuple(each for each in found if each is not None)
    limits = Limits(
        budget=Money.parse(request["budget"]) if request["budget"] else None,
        max_weeks=request["max_weeks"],
        exclude=tuple(request["exclude"]),
    )
    asked = Request(ProgrammeTarget(wanted, any_of=len(wanted) > 1), tuple(request["by"]), limits)
    return catalog, make_learner(msgspec.convert(learner, Profile), catalog, START), asked


def answer_to(case: Case) -> tuple[Answer, dict[str, Any]]:
    """The planner's answer, and its data."""
    catalog, learner, request = asked_of(case)
    answer = plan(catalog, learner, request)
    return answer, plan_data(answer, catalog)


def figures(answer: Answer) -> dict[str, int] | None:
    """Cents, minutes and steps of an answer."""
    if answer.totals is None:
        return None
    assert all(stage.proven for stage in answer.stages)
    return {stage.objective: stage.value for stage in answer.stages}


def compare(case: Case) -> None:
    answer, data = answer_to(case)
    mine = figures(answer)
    found = (brute.best(*case, grain=grain) for grain in GRAINS)
    bests = [None if best is None else best._asdict() for best in _until(mine, found)]
    assert mine == bests[-1], f"the planner finds {mine}, the enumerator {bests}"
    assert mine is None or checker.check(*case, data) == []
    event("no plan" if mine is None else f"{mine['steps']} steps")


def _until(wanted: dict[str, int] | None, found: Any) -> Any:
    for best in found:
        yield best
        if wanted == (None if best is None else best._asdict()):
            return


def compare_audit(case: Case) -> None:
    world, learner, request = case
    catalog = catalog_from(world)
    for record in brute.programmes(world, request):
        programme = catalog.get(Programme, record["id"])
        assert programme is not None
        found = audit(catalog, make_learner(msgspec.convert(learner, Profile), catalog, START), programme)
        assert found.proven
        counted = (brute.audit(world, learner, request, record, grain) for grain in (*GRAINS, 10))
        assert found.placed.counted in counted
        degree = Degree(oracle.Case(world, learner, request), record)
        assert checker.check_programme(degree, (), degree_data(found.placed, "USD"), is_audit=True) == []
        event(f"{found.placed.counted // 300 * 3} hours count")


@settings(max_examples=25, deadline=None, suppress_health_check=ALL)
@given(degrees())
def test_same_optimum_as_the_enumerator(case: Case) -> None:
    compare(case)


@settings(max_examples=25, deadline=None, suppress_health_check=ALL)
@given(degrees(is_audit=True))
def test_same_audit_as_the_enumerator(case: Case) -> None:
    compare_audit(case)


@pytest.mark.long
@settings(max_examples=many(5000), deadline=None, suppress_health_check=ALL)
@given(degrees())
def test_same_optimum_over_thousands_of_worlds(case: Case) -> None:
    compare(case)


@pytest.mark.long
@settings(max_examples=many(5000), deadline=None, suppress_health_check=ALL)
@given(degrees(is_audit=True))
def test_same_audit_over_thousands_of_worlds(case: Case) -> None:
    compare_audit(case)
