"""The honest no: how long the smallest set of clashing needs and limits takes, against the solve that finds no plan."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from benchmarks import measure
from benchmarks.measure import Line
from benchmarks.whole import START, catalog_of, timed
from skillpath.catalog.cache import open_catalog
from skillpath.catalog.catalog import Catalog
from skillpath.catalog.load import shipped_layer
from skillpath.catalog.records import Role
from skillpath.catalog.values import Money
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.answer import Answer
from skillpath.planner.plan import plan
from skillpath.planner.request import Limits, Request, RoleTarget

CASES = {
    "a budget of 1 USD": Limits(budget=Money(100, "USD")),
    "two clashing limits": Limits(budget=Money(5000, "USD"), max_weeks=2, max_per_provider=1),
}


def lines() -> Iterator[Line]:
    """Roles that cannot be reached within some limits, against the plan without the limits."""
    generated = catalog_of(2_000)
    shipped = open_catalog([shipped_layer()]).catalog
    for catalog, id in ((shipped, "data-analyst"), (shipped, "registered-nurse"), (generated, "core-role")):
        for words, limits in CASES.items():
            yield from _line(catalog, id, words, limits)


def _line(catalog: Catalog, id: str, words: str, limits: Limits) -> Iterator[Line]:
    role = catalog.get(Role, id)
    assert role is not None
    learner = make_learner(Profile(), catalog, START)

    def answer(limits: Limits) -> tuple[Answer, float]:
        return timed(lambda: plan(catalog, learner, Request(RoleTarget(role), limits=limits)))

    pairs = [(answer(limits), answer(Limits())) for _ in range(measure.REPEATS)]
    found = pairs[0][0][0]
    if found.status != "none":
        return
    mine, theirs = (median(pair[at][1] for pair in pairs) for at in (0, 1))
    what = f"no plan, {id}, {words}, {len(found.reasons)} reasons"
    yield Line(what, f"{mine * 1e3:,.0f} ms", f"the plan without limits: {theirs * 1e3:,.0f} ms", mine / theirs, 3.0)
