"""The planner against plain HiGHS on the whole model: every credential of a catalogue, no relevance, no dominance."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import measure
from benchmarks.generate import ROLES, write
from benchmarks.measure import Line
from skillpath.catalog.compile import compile_layer
from skillpath.catalog.freshness import sources_of
from skillpath.catalog.load import Layer
from skillpath.catalog.records import Credential, Role
from skillpath.catalog.stack import StackedCatalog
from skillpath.catalog.store import Store
from skillpath.learner.learner import Learner, make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.build import build_model
from skillpath.planner.candidates import Candidates
from skillpath.planner.goal import make_goal
from skillpath.planner.plan import plan
from skillpath.planner.relevant import Relevant, earnable, open_needs
from skillpath.planner.request import Request, RoleTarget
from skillpath.planner.solver import Solver

START = date(2026, 11, 25)


def lines(count: int) -> Iterator[Line]:
    """Each role of a generated catalogue; the optimum must be the same."""
    catalog = catalog_of(count)
    learner = make_learner(Profile(), catalog, START)
    for id in ROLES:
        role = catalog.get(Role, id)
        assert role is not None
        yield _line(catalog, learner, id, Request(RoleTarget(role)))


def _line(catalog: StackedCatalog, learner: Learner, id: str, request: Request) -> Line:
    pairs = [
        (timed(lambda: plan(catalog, learner, request)), timed(lambda: whole(catalog, learner, request)))
        for _ in range(measure.REPEATS)
    ]
    (answer, _), (best, _) = pairs[0]
    found = None if answer.totals is None else answer.totals.cents
    if found != best:
        raise SystemExit(f"{id}: the planner finds {found}, the whole model {best}")
    mine, theirs = (median(pair[at][1] for pair in pairs) for at in (0, 1))
    against = f"HiGHS on all {catalog.count(Credential):,} credentials: {theirs * 1e3:,.0f} ms"
    return Line(f"plan, {id}", f"{mine * 1e3:,.0f} ms", against, mine / theirs)


def whole(catalog: StackedCatalog, learner: Learner, request: Request) -> int | None:
    """The least cost by the model of everything that can be earned at all."""
    source = Candidates(catalog, learner, request.limits, False)
    goal = make_goal(request.target, catalog, learner)
    found = (source.get(record.id) for record in catalog.all(Credential))
    candidates = {candidate.id: candidate for candidate in found if candidate is not None}
    able = {id: candidates[id] for id in sorted(earnable(candidates))}
    model = build_model(goal, Relevant(able, open_needs(goal, request), {}), source, request)
    solution = Solver(model).solve(request.order)
    return None if solution is None else solution.stages[0].value


def catalog_of(count: int) -> StackedCatalog:
    """A generated catalogue, indexed in memory."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.jsonl"
        write(file, count)
        connection = sqlite3.connect(":memory:")
        problems = compile_layer("generated", sources_of(Layer(file, "generated"), []), connection).problems
    if problems:
        raise SystemExit(str(problems[:3]))
    return StackedCatalog([Store(connection, "generated")])


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What some work gives, and its processor seconds."""
    start = time.process_time()
    result = work()
    return result, time.process_time() - start
