"""Plans that complete a programme for its award, against an enumerator that was written apart, over random small worlds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings

from tests.helpers import many
from tests.oracle.degrees import joint
from tests.oracle.degrees.awarded import awarded
from tests.planner.test_degree_properties import GRAINS, figures
from tests.planner.test_properties import answer_to

Case = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
ALL = list(HealthCheck)


def compare(case: Case) -> None:
    answer, _ = answer_to(case)
    assert answer is not None
    mine = figures(answer)
    bests = []
    for grain in GRAINS:
        best = joint.best(*case, grain=grain)
        bests.append(None if best is None else best._asdict())
        if bests[-1] == mine:
            break
    assert mine == bests[-1], f"the planner finds {mine}, the enumerator {bests}"
    event("no plan" if mine is None else f"with {len(answer.programmes)} programmes")


@settings(max_examples=25, deadline=None, suppress_health_check=ALL)
@given(awarded())
def test_same_optimum_as_the_enumerator(case: Case) -> None:
    compare(case)


@pytest.mark.long
@settings(max_examples=many(5000), deadline=None, suppress_health_check=ALL)
@given(awarded())
def test_same_optimum_over_thousands_of_worlds(case: Case) -> None:
    compare(case)
