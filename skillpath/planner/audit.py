"""An audit: what the learner holds, placed in one programme so that the most hours count; nothing is bought."""

from __future__ import annotations

from dataclasses import dataclass

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme
from skillpath.credits.placement import Placement
from skillpath.learner.learner import Learner
from skillpath.model import merged
from skillpath.planner.build import Builder, StackModel
from skillpath.planner.candidates import Candidates
from skillpath.planner.degrees import DegreeBuilder
from skillpath.planner.goal import Goal
from skillpath.planner.placed import PlacedProgramme, placed_programmes
from skillpath.planner.relevant import Relevant
from skillpath.planner.request import Limits, ProgrammeTarget, Request
from skillpath.planner.solver import Solver

ORDER = ("counted", "specific")


@dataclass(frozen=True)
class Audit:
    """What counts of what is held, and (in `proven`) whether no placement counts more."""

    placed: PlacedProgramme
    proven: bool


def audit(catalog: Catalog, learner: Learner, programme: Programme, pins: tuple[tuple[str, str], ...] = ()) -> Audit:
    """Place everything held: most hours that count, then most in requirements that ask for something."""
    target = ProgrammeTarget((programme,), pins=pins)
    source = Candidates(catalog, learner, Limits(), allow_unknown=False)
    model = StackModel()
    nothing = Relevant({}, (), {})
    builder = Builder(model, Goal(programmes=target), nothing, source, Request(target))
    model.degrees = DegreeBuilder(model, source, {}, builder.require).build(target, {}, complete=False)
    placement = model.degrees.degrees[0].placement
    model.objectives = {"counted": _all(placement), "specific": _specific(placement)}
    solver = Solver(model)
    solution = solver.solve(ORDER)
    assert solution is not None
    values = solver.prefer(list(placement.placed.values()), solution.values)
    return Audit(placed_programmes(model.degrees, values, {})[0], solution.complete)


def _all(placement: Placement) -> tuple[tuple[int, int], ...]:
    return merged((variable, -1) for variable in placement.counted.values())


def _specific(placement: Placement) -> tuple[tuple[int, int], ...]:
    """Hours in requirements that do not take just any credit."""
    electives = {each.id for each in placement.programme.requirements if each.elective}
    return merged((variable, -1) for (_, slot), variable in placement.counted.items() if slot not in electives)
