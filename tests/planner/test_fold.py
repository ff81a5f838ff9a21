"""Credits that a programme cannot tell apart are folded: the same optima, with far fewer variables."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from skillpath.catalog.programmes import Programme
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.model import Model
from skillpath.planner.answer import Answer
from skillpath.planner.fold import Fold, Pair
from skillpath.planner.plan import plan
from skillpath.planner.request import ProgrammeTarget, Request
from skillpath.planner.solver import Solver
from tests.catalogs.shipped import catalog as shipped
from tests.helpers import START
from tests.oracle.degrees.strategies import degrees
from tests.planner.test_degree_properties import Case, asked_of

SLOTS = (5, 4)
ALL = list(HealthCheck)


def world(hours: list[int], *, capped: int | None = None) -> tuple[Model, list[tuple[Pair, ...]], list[int]]:
    """Credits of some hours for two requirements of 5 and 4 hours; at most 1 hour of one credit where that is said."""
    model = Model()
    earn = [model.variable(f"x:{number}") for number in range(len(hours))]
    credits = []
    for most, earned in zip(hours, earn, strict=True):
        pairs = tuple((model.variable("a"), model.variable("p", most)) for _ in SLOTS)
        for placed, counted in pairs:
            model.row([(counted, 1), (placed, -most)], upper=0)
        model.row([*((placed, 1) for placed, _ in pairs), (earned, -1)], upper=0)
        credits.append(pairs)
    for place, asked in enumerate(SLOTS):
        model.row([(pairs[place][1], 1) for pairs in credits], lower=asked, upper=asked)
    if capped is not None:
        model.row([(counted, 1) for _, counted in credits[capped]], upper=1)
    model.objectives = {"cost": tuple((variable, 3 + place) for place, variable in enumerate(earn)), "none": ()}
    return model, credits, earn


def optimum(model: Model) -> int:
    found = Solver(model).solve(["cost"])
    assert found is not None
    return found.stages[0].value


def test_credits_alike_become_one_pair_of_variables_for_each_requirement() -> None:
    model, credits, earn = world([3, 3, 3, 3, 3])
    fold = Fold(model, credits)
    assert [variable.name[0] for variable in fold.model.variables[len(model.variables) :]] == ["U"] * 5 + ["A", "P"] * 2
    found = Solver(fold.model).solve(["cost"])
    assert found is not None
    assert found.stages[0].value == optimum(model) == 3 + 4 + 5 + 6
    values = fold.unfold(found.values)
    assert [values[variable] for variable in earn] == [1, 1, 1, 1, 0]
    assert all(row.holds(values) for row in model.rows)


def test_a_row_that_tells_two_credits_apart_keeps_them_apart() -> None:
    model, credits, _ = world([3, 3, 3, 3, 4], capped=0)
    fold = Fold(model, credits)
    assert [len(each.members) for each in fold.classes] == [3]
    found = Solver(fold.model).solve(["cost"])
    assert found is not None
    assert found.stages[0].value == optimum(model) == 4 + 5 + 7
    assert all(row.holds(fold.unfold(found.values)) for row in model.rows)


def test_a_course_counts_once_among_credits_that_are_folded() -> None:
    model, credits, _ = world([3, 3, 3, 3, 3])
    model.row([(placed, 1) for pairs in credits[:2] for placed, _ in pairs], upper=1)
    found = Solver(Fold(model, credits).model).solve(["cost"])
    assert found is not None
    assert found.stages[0].value == optimum(model) == 3 + 5 + 6 + 7


def test_rows_for_each_requirement_that_say_the_same_are_one() -> None:
    model, credits, _ = world([3, 3, 3, 3, 3])
    chosen = model.variable("o")
    for sign, pairs in ((-1, credits[0]), (1, credits[1])):
        for placed, _ in pairs:
            model.row([(placed, 1), (chosen, sign)], upper=max(0, sign))
    fold = Fold(model, credits)
    assert [len(each.members) for each in fold.classes] == [5]
    assert optimum(fold.model) == optimum(model) == 3 + 5 + 6 + 7


def test_what_an_objective_sees_is_not_folded() -> None:
    model, credits, _ = world([3, 3, 3, 3])
    model.objectives["places"] = tuple((placed, 1) for placed, _ in credits[0])
    assert [len(each.members) for each in Fold(model, credits).classes] == [3]


def figures(answer: Answer) -> tuple[int, int, int] | None:
    return None if answer.totals is None else (answer.totals.cents, answer.totals.minutes, answer.totals.steps)


@given(case=degrees())
@settings(max_examples=60, deadline=None, suppress_health_check=ALL)
def test_random_programmes_have_the_same_optima_without_any_cut(case: Case) -> None:
    catalog, learner, request = asked_of(case)
    folded, whole = (plan(catalog, learner, replace(request, dominance=dominance)) for dominance in (True, False))
    assert figures(folded) == figures(whole)


@pytest.mark.long
@pytest.mark.parametrize(
    "id",
    [
        "asu-online-bachelor",
        "wgu-bs-information-technology",
        "uopeople-bs-business-administration",
    ],
)
def test_shipped_programmes_have_the_same_optima_without_any_cut(id: str) -> None:
    catalog = shipped()
    programme = catalog.get(Programme, id)
    assert programme is not None
    request = Request(ProgrammeTarget((programme,)))
    learner = make_learner(Profile(), catalog, START)
    folded, whole = (plan(catalog, learner, replace(request, dominance=dominance)) for dominance in (True, False))
    assert figures(folded) == figures(whole) is not None
