"""Why there is no plan: the smallest set of needs and limits that clash, by leaving tagged rows out one after another."""

from __future__ import annotations

from collections.abc import Collection

from skillpath.model import Row, Tag
from skillpath.planner.build import StackModel
from skillpath.planner.candidates import learn
from skillpath.planner.goal import Goal, Wanted
from skillpath.planner.relevant import AWARDED, Relevant, is_met
from skillpath.planner.solver import Solver, clashing

EXPLAINED = ("target", "role", "licence", "limit", "requirement", "rule", "entry", "unpriced", "dates")


def reasons(model: StackModel, goal: Goal, relevant: Relevant) -> tuple[Tag, ...]:
    """A minimal set of tags that cannot all hold: taking any one of them away makes a plan possible.

    Needs that nothing in the catalogue serves are named at once; the rest is found by deletion (Chinneck and Dravnieks 1991),
    among the rows whose combination contradicts itself where fractions of credentials would be allowed (Farkas 1902).
    """
    return out_of_reach(goal, relevant) or _minimal(model)


def out_of_reach(goal: Goal, relevant: Relevant) -> tuple[Tag, ...]:
    """The needs that nothing in the catalogue serves, whatever the limits."""
    alone = [need.tag for need in relevant.needs if need.must and not any(map(need.met_by, relevant.candidates.values()))]
    alone.extend(want.tag for want in goal.wanted if _is_hopeless(want, relevant))
    return tuple(dict.fromkeys(alone))


def _is_hopeless(want: Wanted, relevant: Relevant) -> bool:
    """Whether something wanted is out of reach with everything earned; all that is relevant can be earned."""
    levels: dict[str, int] = {}
    for candidate in relevant.candidates.values():
        learn(levels, candidate)
    return not is_met(want.need, {AWARDED, *relevant.candidates}, levels)


def _minimal(model: StackModel) -> tuple[Tag, ...]:
    tags = list(dict.fromkeys(row.tag for row in model.rows if row.tag is not None and row.tag.kind in EXPLAINED))
    needed = _narrowed(model, tags)
    for tag in list(needed):
        trial = [other for other in needed if other != tag]
        if tag in needed and not _feasible(model, trial):
            needed = trial
    return tuple(needed)


def _narrowed(model: StackModel, tags: list[Tag]) -> list[Tag]:
    """Those of some tags that clash already, as far as can be told without a search."""
    rows = _rows(model, tags)
    found = {rows[number].tag for number in clashing(_with_rows(model, rows))}
    narrow = [tag for tag in tags if tag in found]
    return narrow if found and not _feasible(model, narrow) else tags


def _rows(model: StackModel, tags: Collection[Tag]) -> list[Row]:
    return [row for row in model.rows if row.tag is None or row.tag.kind not in EXPLAINED or row.tag in tags]


def _feasible(model: StackModel, tags: Collection[Tag]) -> bool:
    return Solver(_with_rows(model, _rows(model, tags))).solve(["none"]) is not None


def _with_rows(model: StackModel, rows: list[Row]) -> StackModel:
    """The same model with other rows and nothing to minimise."""
    trial = StackModel()
    trial.variables = model.variables
    trial.rows = rows
    trial.objectives = {"none": ()}
    return trial
