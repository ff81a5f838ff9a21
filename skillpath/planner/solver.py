"""Solves a model with HiGHS, objective after objective, and re-checks every answer in exact integer arithmetic.

HiGHS works in floating point. Its answer is rounded and every row and objective is computed again in integers; the proof is
its dual bound, which for an integer objective must lie within one of the value (libraries.md measured wrong gaps at defaults).
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from math import ceil

import highspy
from msgspec import Struct

from skillpath.model import Model, Row, Stage, Terms, merged

BLOCK = 16
BOUND_TOLERANCE = 1e-4
MOST_WEIGHTED = 2e8
RAY_TOLERANCE = 1e-9
LEAST_DOUBT = 0.2
"""Seconds for which a solution is sought at least where HiGHS says that there is none."""


class SolverError(RuntimeError):
    """HiGHS gave an answer that exact arithmetic refutes."""


class OutOfTimeError(Exception):
    """The time limit has been reached."""


class Solution(Struct, frozen=True):
    """The values of all variables, and the outcome of each objective, in order."""

    values: list[int]
    stages: tuple[Stage, ...]
    complete: bool


class _Outcome(Struct):
    values: list[int] | None
    bound: float
    optimal: bool


class Solver:
    """A model inside HiGHS, to which rows can be added and whose objective can be changed."""

    def __init__(self, model: Model, time_limit: float | None = None) -> None:
        self.model = model
        self.extra: list[Row] = []
        self.best: list[int] | None = None
        self.ends = None if time_limit is None else time.monotonic() + time_limit
        self.highs = highspy.Highs()
        for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
            self.highs.setOptionValue(option, value)
        self.highs.passModel(_as_lp(model))

    def solve(self, order: Sequence[str], known: Sequence[int] = ()) -> Solution | None:
        """The lexicographic optimum; None where the model has no solution, or none as good as `known` values.

        Stopped by the time limit it returns the best found, with its bound, or raises `OutOfTimeError` when there is none.
        """
        stages: list[Stage] = []
        left = list(order)
        while left:
            group = self._together(left)
            known = self._hold(group, stages, known)
            outcome = self._run(self._weighted(group))
            if len(group) == 2 and outcome is not None and not self._is_exact(group, outcome):
                group = group[:1]
                outcome = self._run(self._weighted(group))
            left = left[len(group) :]
            if outcome is None:
                if not stages or known:
                    return None
                raise SolverError(f"no solution left when minimising {' and '.join(group)}")
            if outcome.values is None:
                return self._stopped(stages, group)
            stages.extend(self._stages(group, outcome))
            if not stages[-1].proven:
                return Solution(outcome.values, tuple(stages), False)
            for stage in stages[-len(group) :]:
                self.add(Row(self.model.objectives[stage.objective], None, stage.value))
        assert self.best is not None
        return Solution(self.best, tuple(stages), True)

    def _hold(self, group: list[str], stages: list[Stage], known: Sequence[int]) -> Sequence[int]:
        """Keep a group of objectives at what is known, as long as those before only equal it; what is left of the known."""
        if any(stage.value < value for stage, value in zip(stages, known, strict=False)):
            return ()
        values = known[len(stages) : len(stages) + len(group)]
        if len(values) == len(group):
            weight = 1 if len(group) == 1 else self._weight(self.model.objectives[group[1]])
            self.add(Row(self._weighted(group), None, values[0] * weight + sum(values[1:])))
        return known

    def _is_exact(self, group: list[str], outcome: _Outcome) -> bool:
        """Whether what HiGHS calls optimal is so in whole numbers; large weights can cost it the last digit."""
        if outcome.values is None or not outcome.optimal:
            return True
        value = self.model.value(self._weighted(group), outcome.values)
        return outcome.bound > -1e15 and ceil(outcome.bound - BOUND_TOLERANCE) >= value

    def _together(self, left: list[str]) -> list[str]:
        """The objectives to minimise next: two in one run where their values together are small enough to be exact."""
        if self.best is None or len(left) < 2:
            return left[:1]
        first, second = (self.model.objectives[objective] for objective in left[:2])
        if self._least(first) < 0 or self._least(second) < 0:
            return left[:1]
        largest = self.model.value(first, self.best) * self._weight(second)
        return left[:2] if largest < MOST_WEIGHTED else left[:1]

    def _least(self, terms: Terms) -> int:
        return min((coefficient for _, coefficient in terms), default=0)

    def _weight(self, terms: Terms) -> int:
        """More than an objective can ever come to."""
        return 1 + sum(coefficient * self.model.variables[variable].upper for variable, coefficient in terms)

    def _weighted(self, group: list[str]) -> Terms:
        """One objective for a group: a unit of the first outweighs all of the second."""
        terms = self.model.objectives[group[0]]
        if len(group) == 1:
            return terms
        second = self.model.objectives[group[1]]
        weight = self._weight(second)
        return merged([*((variable, coefficient * weight) for variable, coefficient in terms), *second])

    def _stopped(self, stages: list[Stage], group: list[str]) -> Solution:
        if self.best is None:
            raise OutOfTimeError
        return Solution(self.best, (*stages, Stage(group[0], self._value(group[0], self.best), 0)), False)

    def _value(self, objective: str, values: list[int]) -> int:
        return self.model.value(self.model.objectives[objective], values)

    def _stages(self, group: list[str], outcome: _Outcome) -> list[Stage]:
        """The outcome of each objective of a group; a search that was stopped proves the first alone."""
        assert outcome.values is not None
        bound = ceil(outcome.bound - BOUND_TOLERANCE) if outcome.bound > -1e15 else 0
        value = self.model.value(self._weighted(group), outcome.values)
        values = [self._value(objective, outcome.values) for objective in group]
        if len(group) == 1:
            return [Stage(group[0], value, min(bound, value))]
        if bound >= value:
            return [Stage(objective, each, each) for objective, each in zip(group, values, strict=True)]
        first = max(0, bound // self._weight(self.model.objectives[group[1]]))
        if first < values[0]:
            return [Stage(group[0], values[0], first)]
        return [Stage(group[0], values[0], values[0]), Stage(group[1], values[1], 0)]

    def prefer(self, variables: Sequence[int], values: list[int]) -> list[int]:
        """Among the solutions left, the one that has the earliest of the variables set: the last tie-break."""
        for start in range(0, len(variables), BLOCK):
            block = variables[start : start + BLOCK]
            terms = tuple((variable, -(1 << (BLOCK - 1 - place))) for place, variable in enumerate(block))
            outcome = self._run(terms)
            if outcome is None or outcome.values is None or not outcome.optimal:
                return values
            values = outcome.values
            for variable in block:
                self.fix(variable, values[variable])
        return values

    def minimise(self, terms: Terms, values: list[int]) -> list[int]:
        """Among the solutions left, the one with the least of something; the given one where nothing is proved."""
        outcome = self._run(terms)
        if outcome is None or outcome.values is None or not outcome.optimal:
            return values
        self.add(Row(terms, None, self.model.value(terms, outcome.values)))
        return outcome.values

    def is_only(self, variables: Sequence[int], values: list[int]) -> bool:
        """Whether no other choice of these 0-1 variables is left."""
        chosen = sum(values[variable] for variable in variables)
        differs = Row(tuple((variable, -1 if values[variable] else 1) for variable in variables), 1 - chosen, None)
        number = self.highs.getNumRow()
        self.add(differs)
        outcome = self._run(())
        self.extra.pop()
        self.highs.deleteRows(1, [number])
        return outcome is None

    def fix(self, variable: int, value: int) -> None:
        """Hold a variable at a value from now on."""
        self.extra.append(Row(((variable, 1),), value, value))
        self.highs.changeColBounds(variable, float(value), float(value))

    def add(self, row: Row) -> None:
        """Add a row to what is left to solve."""
        row = row._replace(terms=merged(row.terms))
        self.extra.append(row)
        lower, upper = _bounds(row)
        indices = [variable for variable, _ in row.terms]
        self.highs.addRow(lower, upper, len(indices), indices, [float(coefficient) for _, coefficient in row.terms])

    def _run(self, terms: Terms) -> _Outcome | None:
        """Minimise; None where there is no solution."""
        if not self.model.variables:
            self.best = []
            return _Outcome([], 0.0, True) if all(row.holds([]) for row in (*self.model.rows, *self.extra)) else None
        costs = [0.0] * len(self.model.variables)
        for variable, coefficient in terms:
            costs[variable] += coefficient
        self.highs.changeColsCost(len(costs), list(range(len(costs))), costs)
        self._begin_from_best()
        if self.ends is not None:
            left = self.ends - time.monotonic()
            if left <= 0:
                return _Outcome(None, 0.0, False)
            self.highs.setOptionValue("time_limit", self.highs.getRunTime() + left)
        return self._outcome() if self._search() else None

    def _search(self) -> bool:
        """Run HiGHS; False where it finds no solution. Presolve can lose solutions, so what it says is doubted:

        all but the one that the search began from are lost where the bound is minus infinity; and where there seems to be none,
        a search without presolve may take twice as long to find one.
        """
        began = self.highs.getRunTime()
        self.highs.run()
        if self._has_none():
            now = self.highs.getRunTime()
            return self._search_plainly(now + max(LEAST_DOUBT, 2 * (now - began)))
        if self.highs.getModelStatus() == highspy.HighsModelStatus.kOptimal and self.highs.getInfo().mip_dual_bound < -1e15:
            return self._search_plainly(float("inf"))
        return True

    def _search_plainly(self, until: float) -> bool:
        """Run HiGHS without presolve: until then to find a solution, and then to the end. False where there is none."""
        ends = float(self.highs.getOptionValue("time_limit")[1])
        self.highs.setOptionValue("presolve", "off")
        self.highs.setOptionValue("time_limit", min(until, ends))
        self.highs.clearSolver()
        self.highs.run()
        found = self.highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        self.highs.setOptionValue("time_limit", ends)
        if found and self.highs.getModelStatus() == highspy.HighsModelStatus.kTimeLimit and until < ends:
            self.highs.run()
        self.highs.setOptionValue("presolve", "choose")
        return found

    def _has_none(self) -> bool:
        none = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        return self.highs.getModelStatus() in none

    def _begin_from_best(self) -> None:
        """Let the search begin from the last answer, which rows that fix what was reached leave feasible."""
        if self.best is not None:
            start = highspy.HighsSolution()
            start.col_value = [float(value) for value in self.best]
            self.highs.setSolution(start)

    def _outcome(self) -> _Outcome:
        status = self.highs.getModelStatus()
        info = self.highs.getInfo()
        optimal = status == highspy.HighsModelStatus.kOptimal
        if not optimal and status != highspy.HighsModelStatus.kTimeLimit:
            raise SolverError(f"HiGHS stopped with {self.highs.modelStatusToString(status)}")
        if not optimal and info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return _Outcome(None, 0.0, False)
        values = [round(value) for value in self.highs.getSolution().col_value]
        self._verify(values)
        self.best = values
        return _Outcome(values, min(info.mip_dual_bound, info.objective_function_value), optimal)

    def _verify(self, values: list[int]) -> None:
        for value, variable in zip(values, self.model.variables, strict=True):
            if not variable.lower <= value <= variable.upper:
                raise SolverError(f"{variable.name} = {value} is out of bounds")
        for row in (*self.model.rows, *self.extra):
            if not row.holds(values):
                raise SolverError(f"a row does not hold: {row}")


def clashing(model: Model) -> list[int]:
    """Numbers of rows that contradict one another even where variables may be fractions; none where they do not.

    They come from a ray of the dual (Farkas), in floating point: whoever uses them has to check them.
    """
    highs = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("solver", "simplex")):
        highs.setOptionValue(option, value)
    lp = _as_lp(model)
    lp.integrality_ = []
    highs.passModel(lp)
    highs.run()
    if highs.getModelStatus() != highspy.HighsModelStatus.kInfeasible:
        return []
    _, has_ray, ray = highs.getDualRay()  # type: ignore[attr-defined]
    return [number for number, value in enumerate(ray) if abs(value) > RAY_TOLERANCE] if has_ray else []


def _bounds(row: Row) -> tuple[float, float]:
    lower = -highspy.kHighsInf if row.lower is None else float(row.lower)
    upper = highspy.kHighsInf if row.upper is None else float(row.upper)
    return lower, upper


def _as_lp(model: Model) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_ = len(model.variables)
    lp.num_row_ = len(model.rows)
    lp.col_cost_ = [0.0] * len(model.variables)
    lp.col_lower_ = [float(variable.lower) for variable in model.variables]
    lp.col_upper_ = [float(variable.upper) for variable in model.variables]
    bounds = [_bounds(row) for row in model.rows]
    lp.row_lower_ = [lower for lower, _ in bounds]
    lp.row_upper_ = [upper for _, upper in bounds]
    lp.integrality_ = [highspy.HighsVarType.kInteger] * len(model.variables)
    starts = [0]
    indices: list[int] = []
    coefficients: list[float] = []
    for row in model.rows:
        indices.extend(variable for variable, _ in row.terms)
        coefficients.extend(float(coefficient) for _, coefficient in row.terms)
        starts.append(len(indices))
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = starts
    lp.a_matrix_.index_ = indices
    lp.a_matrix_.value_ = coefficients
    return lp
