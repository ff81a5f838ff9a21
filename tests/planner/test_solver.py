"""HiGHS is asked what is meant: a row that names a variable twice bounds the sum of both."""

from __future__ import annotations

import highspy
import pytest

from skillpath.model import Model, Row
from skillpath.planner.solver import Solver


@pytest.mark.parametrize(
    ("terms", "most"),
    [(((0, 1), (1, 3), (1, -3)), 2), (((0, 1), (1, 1), (1, 1)), 7), (((1, 2), (0, 1), (1, -1), (0, -1)), 9)],
)
def test_a_variable_that_an_added_row_names_twice(terms: tuple[tuple[int, int], ...], most: int) -> None:
    model = Model()
    first, second = model.variable("first", 9), model.variable("second", 5)
    model.row([(second, 1)], lower=1 if most == 2 else 0)
    model.objectives = {"first": ((first, -1),)}
    solver = Solver(model)
    bound = {2: 2, 7: 7, 9: 0}[most]
    solver.add(Row(terms, None, bound))
    solution = solver.solve(["first"])
    assert solution is not None
    assert solution.complete
    assert solution.values[first] == most
    assert sum(coefficient * solution.values[variable] for variable, coefficient in terms) <= bound


class Forgetful(highspy.Highs):
    """Finds no solution while presolve is on."""

    def run(self) -> highspy.HighsStatus:
        self.lost = self.getOptionValue("presolve")[1] != "off"
        return super().run()

    def getModelStatus(self) -> highspy.HighsModelStatus:  # noqa: N802 (HiGHS calls it so)
        return highspy.HighsModelStatus.kInfeasible if self.lost else super().getModelStatus()


def two_of_three() -> Model:
    model = Model()
    variables = [model.variable(f"x{number}") for number in range(3)]
    model.row([(variable, 1) for variable in variables], lower=2)
    model.objectives = {"cost": tuple((variable, 5 - variable) for variable in variables), "steps": ((0, 1),)}
    return model


def test_no_solution_is_doubted_without_presolve(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy, "Highs", Forgetful)
    solution = Solver(two_of_three()).solve(["cost", "steps"])
    assert solution is not None
    assert solution.complete
    assert solution.values == [0, 1, 1]
    assert [stage.value for stage in solution.stages] == [7, 0]


def test_where_there_is_none_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highspy, "Highs", Forgetful)
    model = two_of_three()
    model.row([(0, 1), (1, 1), (2, 1)], upper=1)
    assert Solver(model, time_limit=5).solve(["cost"]) is None
