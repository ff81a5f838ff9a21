"""Set covering through a catalogue against HiGHS on the bare problem: instances of the OR-Library, and look-alikes.

The files (scp41.txt, ...) come from https://people.brunel.ac.uk/~mastjjb/jeb/orlib/scpinfo.html; whoever wants them fetches them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import highspy
import msgspec

from benchmarks.measure import Line
from benchmarks.set_cover import Instance, as_catalog, look_alike, read_or_library
from benchmarks.whole import START, timed
from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.kinds import KINDS
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.plan import plan
from skillpath.planner.request import Request, SkillTarget

PUBLISHED = {"scp41": 429, "scp42": 512, "scp51": 253, "scp61": 138}


def lines(folder: Path, quick: bool) -> Iterator[Line]:
    """The published instances that are there, and look-alikes."""
    for name, optimum in ({} if quick else PUBLISHED).items():
        file = folder / f"{name}.txt"
        if file.exists():
            yield line(f"{name}, published optimum {optimum}", read_or_library(file.read_text()), optimum)
        else:
            yield Line(name, "the file is not there", str(file.name))
    for rows, columns in ((50, 200), (100, 500)):
        yield line(f"look-alike, {rows} x {columns}", look_alike(rows, columns, 0.03, seed=1), None)


def line(name: str, instance: Instance, optimum: int | None) -> Line:
    """The planner, proof and tie-breaks included, against the bare problem; all optima must be equal."""
    found, mine = timed(lambda: cheapest(instance))
    bare, theirs = timed(lambda: bare_optimum(instance))
    if found != bare or optimum not in (None, found):
        raise SystemExit(f"{name}: the planner finds {found}, plain HiGHS {bare}")
    return Line(f"{name}: {found}, equal", f"{mine * 1e3:,.0f} ms", f"plain HiGHS: {theirs * 1e3:,.0f} ms", mine / theirs)


def cheapest(instance: Instance) -> int:
    """The optimum in whole dollars, by the planner."""
    world = as_catalog(instance)
    records = {kind: {each["id"]: msgspec.convert(each, type_) for each in world.get(kind, [])} for kind, type_ in KINDS.items()}
    catalog = MemoryCatalog(records)
    target = SkillTarget(tuple((skill["id"], 1) for skill in world["skills"]))
    answer = plan(catalog, make_learner(Profile(), catalog, START), Request(target))
    if answer.status != "optimal" or answer.totals is None:
        raise SystemExit(f"no proven plan: {answer.status}")
    return answer.totals.cents // 100


def bare_optimum(instance: Instance) -> int:
    """The same by HiGHS alone: no catalogue, no planner."""
    solver = highspy.Highs()
    for option, value in (("output_flag", False), ("threads", 1), ("mip_rel_gap", 0.0), ("mip_abs_gap", 0.0)):
        solver.setOptionValue(option, value)
    for cost in instance.costs:
        solver.addCol(cost, 0, 1, 0, [], [])
    for column in range(len(instance.costs)):
        solver.changeColIntegrality(column, highspy.HighsVarType.kInteger)
    for row in instance.rows:
        solver.addRow(1, highspy.kHighsInf, len(row), row, [1.0] * len(row))
    solver.run()
    return round(solver.getInfo().objective_function_value)
