"""HiGHS is asked what is meant: a row that names a variable twice bounds the sum of both."""

from __future__ import annotations

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
