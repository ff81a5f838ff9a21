"""Why there is no plan: the smallest set of needs and limits that clash, by leaving tagged rows out one after another."""

from __future__ import annotations

from skillpath.model import Row, Tag
from skillpath.planner.build import StackModel
from skillpath.planner.goal import Goal
from skillpath.planner.relevant import Relevant
from skillpath.planner.solver import Solver

EXPLAINED = ("target", "role", "licence", "limit")


def reasons(model: StackModel, goal: Goal, relevant: Relevant) -> tuple[Tag, ...]:
    """A minimal set of tags that cannot all hold: taking any one of them away makes a plan possible.

    Needs that nothing in the catalogue serves are named at once; the rest is found by deletion (Chinneck and Dravnieks 1991).
    """
    alone = [need.tag for need in relevant.needs if need.must and not any(map(need.met_by, relevant.candidates.values()))]
    alone.extend(want.tag for want in goal.wanted if _is_hopeless(model, want.tag))
    if alone:
        return tuple(dict.fromkeys(alone))
    return _minimal(model)


def _is_hopeless(model: StackModel, tag: Tag) -> bool:
    rows = [row for row in model.rows if row.tag is None or row.tag == tag or row.tag.kind not in EXPLAINED]
    return not _feasible(model, rows)


def _minimal(model: StackModel) -> tuple[Tag, ...]:
    tags = list(dict.fromkeys(row.tag for row in model.rows if row.tag is not None and row.tag.kind in EXPLAINED))
    needed = list(tags)
    for tag in tags:
        trial = [other for other in needed if other != tag]
        if not _feasible(model, _rows(model, trial)):
            needed = trial
    return tuple(needed)


def _rows(model: StackModel, tags: list[Tag]) -> list[Row]:
    return [row for row in model.rows if row.tag is None or row.tag.kind not in EXPLAINED or row.tag in tags]


def _feasible(model: StackModel, rows: list[Row]) -> bool:
    trial = replace_rows(model, rows)
    return Solver(trial).solve(["none"]) is not None


def replace_rows(model: StackModel, rows: list[Row]) -> StackModel:
    """The same model with other rows and nothing to minimise."""
    trial = StackModel()
    trial.variables = model.variables
    trial.rows = rows
    trial.objectives = {"none": ()}
    return trial
