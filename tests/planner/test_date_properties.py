"""Days that decide: the planner against the enumerators over random worlds made of little else."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from tests.helpers import many
from tests.oracle.dated import dated_cases, dated_degrees
from tests.planner import test_degree_properties, test_properties
from tests.planner.test_properties import Case, answer_to

ALL = list(HealthCheck)


@settings(max_examples=40, deadline=None, suppress_health_check=ALL)
@given(dated_cases())
def test_same_optimum_where_things_retire_and_offers_end(case: Case) -> None:
    test_properties.compare(case)


@settings(max_examples=40, deadline=None, suppress_health_check=ALL)
@given(dated_degrees())
def test_same_optimum_where_credit_has_days(case: Case) -> None:
    test_degree_properties.compare(case)


@settings(max_examples=40, deadline=None, suppress_health_check=ALL)
@given(dated_cases())
def test_dominance_keeps_what_is_in_time(case: Case) -> None:
    with_it, without = answer_to(case)[0], answer_to(case, dominance=False)[0]
    assert with_it is not None
    assert without is not None
    assert with_it.status == without.status
    assert {step.credential.id for step in with_it.steps} == {step.credential.id for step in without.steps}


@pytest.mark.long
@settings(max_examples=many(5000), deadline=None, suppress_health_check=ALL)
@given(dated_cases())
def test_same_optimum_where_things_retire_over_thousands_of_worlds(case: Case) -> None:
    test_properties.compare(case)


@pytest.mark.long
@settings(max_examples=many(3000), deadline=None, suppress_health_check=ALL)
@given(dated_degrees())
def test_same_optimum_where_credit_has_days_over_thousands_of_worlds(case: Case) -> None:
    test_degree_properties.compare(case)
