"""Degree plans over all shipped exams and courses: processor seconds until cost, time and steps are proven, and in all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import process_time

from benchmarks.measure import Line
from benchmarks.whole import START
from skillpath.catalog.catalog import Catalog, MemoryCatalog
from skillpath.catalog.load import load, shipped_layer
from skillpath.catalog.programmes import Programme
from skillpath.learner.learner import Learner, make_learner
from skillpath.learner.profile import Profile
from skillpath.planner import question
from skillpath.planner.plan import plan
from skillpath.planner.request import ProgrammeTarget, Request
from skillpath.planner.solver import Solution, Solver

MOST_SECONDS = 5
SLOWEST = (
    "excelsior-bs-cybersecurity",
    "excelsior-bs-liberal-arts",
    "excelsior-bps-business",
    "wgu-bs-accounting",
    "tesu-bsba-general-management",
    "tesu-ba-liberal-studies",
    "asu-online-bachelor",
)


class TimedSolver(Solver):
    """Counts the processor seconds until the objectives are proven."""

    seconds = 0.0

    def solve(self, order: Sequence[str], known: Sequence[int] = ()) -> Solution | None:
        """As the solver does it, timed."""
        began = process_time()
        found = super().solve(order, known)
        TimedSolver.seconds += process_time() - began
        return found


def lines(quick: bool) -> Iterator[Line]:
    """The slowest programmes of the shipped catalogues, and some others."""
    catalog = MemoryCatalog(load([shipped_layer()]).records)
    learner = make_learner(Profile(pace=15), catalog, START)
    question.Solver = TimedSolver  # type: ignore[misc]
    try:
        for id in SLOWEST[-2:] if quick else SLOWEST:
            yield line(catalog, learner, id)
    finally:
        question.Solver = Solver  # type: ignore[misc]


def line(catalog: Catalog, learner: Learner, id: str) -> Line:
    """One programme against the bar."""
    programme = catalog.get(Programme, id)
    if programme is None:
        raise SystemExit(f"there is no programme {id}")
    TimedSolver.seconds = 0.0
    began = process_time()
    answer = plan(catalog, learner, Request(ProgrammeTarget((programme,))))
    used = process_time() - began
    if answer.status != "optimal" or answer.totals is None:
        raise SystemExit(f"{id}: no proven plan, {answer.status}")
    what = f"degree plan {id}, {answer.totals.steps} steps proven optimal, processor seconds"
    solving = TimedSolver.seconds
    return Line(what, f"{solving:.1f} s", f"a bar of 5 s; with candidates and ties {used:.1f} s", solving / MOST_SECONDS, 1)
