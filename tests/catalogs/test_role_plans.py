"""For every role: the cheapest, the shortest and the smallest plan, as a table that shows what a change of catalogue does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from skillpath.catalog.records import Role
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.answer import Answer
from skillpath.planner.plan import plan
from skillpath.planner.request import OBJECTIVES, Objective, Request, RoleTarget
from tests.catalogs.shipped import catalog, steps

START = date(2026, 12, 1)


def line(role: Role, by: Objective) -> str:
    """A plan in a line: the role, what was minimised, cost, weeks, and the ids in order; or why there is none."""
    learner = make_learner(Profile(start=START.isoformat()), catalog(), START)
    answer = plan(catalog(), learner, Request(RoleTarget(role), (by,)))
    return f"{role.id:44} {by:5} {figures(answer)}"


def figures(answer: Answer) -> str:
    if answer.totals is None:
        return "none    " + "; ".join(tag.text for tag in answer.reasons)
    cost = f"{answer.totals.cents / 100:.2f}".removesuffix(".00")
    weeks = f"{float(answer.totals.weeks):.1f}"
    return f"{answer.status:7} {cost:>8} {answer.totals.currency} {weeks:>6} w  {' '.join(path(answer))}".rstrip()


def path(answer: Answer) -> list[str]:
    """The ids in order, with that of the programme where it is completed."""
    ids = steps(answer)
    if answer.completed_after is not None:
        ids.insert(answer.completed_after, f"[{answer.programmes[0].programme.id}]")
    return ids


@pytest.mark.long
@pytest.mark.parametrize("by", OBJECTIVES)
def test_the_plans_of_all_roles(by: Objective, golden: Callable[[str, str], None]) -> None:
    table = "".join(f"{line(role, by)}\n" for role in catalog().all(Role))
    assert table.count("\n") == 120
    golden(f"roles-by-{by}.txt", table)
