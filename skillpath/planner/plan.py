"""The planner's one entry: a catalogue, a learner and a request in, an answer out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from time import monotonic

from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.errors import SkillpathError
from skillpath.learner.learner import Learner
from skillpath.model import merged
from skillpath.planner.answer import Answer, UnknownItem
from skillpath.planner.assemble import assemble, no_plan
from skillpath.planner.build import StackModel, build_model
from skillpath.planner.candidates import Candidates
from skillpath.planner.fold import Fold
from skillpath.planner.funded import settle
from skillpath.planner.goal import Goal, make_goal
from skillpath.planner.openings import openings
from skillpath.planner.reasons import reasons
from skillpath.planner.relevant import Search
from skillpath.planner.request import ProgrammeTarget, Request
from skillpath.planner.solver import OutOfTimeError, Solution, Solver

Watch = Callable[[Sequence[Request]], Iterable[Request]]
"""Passes on the requests that a question falls into, and may tell how far it is."""


def plan(catalog: Catalog, learner: Learner, request: Request, watch: Watch = iter) -> Answer:
    """The optimal stack for a request (design, section 4), or the honest answer that there is none.

    A choice among programmes, and several programmes together, need a plan for each alone: `watch` passes these on.

    Raises:
        SkillpathError: the request names an item that can neither be earned nor is held.
    """
    target = request.target
    if isinstance(target, ProgrammeTarget) and target.any_of:
        return best_of([plan(catalog, learner, one) for one in watch(_each_alone(request, target))])
    if isinstance(target, ProgrammeTarget) and len(target.programmes) > 1:
        alone = tuple(plan(catalog, learner, one) for one in watch(_each_alone(request, target)))
        return replace(_one_plan(catalog, learner, request), others=alone)
    return _one_plan(catalog, learner, request)


def _one_plan(catalog: Catalog, learner: Learner, request: Request) -> Answer:
    """The plan of one question, with what unknown figures could change."""
    source = Candidates(catalog, learner, request.limits, request.allow_unknown)
    answer, search = _plan(source, request)
    if not search.saw_unknown:
        return answer
    left_out = tuple(candidate.id for candidate in source.left_out() if search.serves(candidate))
    if answer.status in ("feasible", "unknown"):
        return replace(answer, left_out=left_out)
    with_them, wider = _plan(source.with_unknown(), replace(request, allow_unknown=True))
    left_out = left_out or tuple(sorted(id for id, found in wider.found.items() if found.unknown and wider.serves(found)))
    unknown = tuple(UnknownItem(step.credential, step.unknown) for step in with_them.steps if step.unknown)
    return replace(answer, unknown=unknown, left_out=left_out)


def _each_alone(request: Request, target: ProgrammeTarget) -> list[Request]:
    """One request for each programme of a choice: exactly one is completed, so that the best of all is the best choice."""
    return [replace(request, target=ProgrammeTarget((each,), pins=target.pins)) for each in target.programmes]


def best_of(answers: list[Answer]) -> Answer:
    """The best of some answers by the objectives, then by id, with what the others come to; proven if all of them are."""
    solved = [answer for answer in answers if answer.totals is not None]
    if not solved:
        return answers[0]
    best = min(solved, key=lambda answer: (*_values(answer), answer.programmes[0].programme.id))
    others = sorted((answer for answer in answers if answer is not best), key=_values)
    return replace(best, others=tuple(others))


def _values(answer: Answer) -> tuple[int, ...]:
    """What an answer comes to, objective by objective; nothing is worse than no plan."""
    if answer.totals is None:
        return (10**18,)
    return tuple(stage.value for stage in answer.stages)


def _plan(source: Candidates, request: Request) -> tuple[Answer, Search]:
    goal = make_goal(request.target, source.catalog, source.learner)
    _check_included(request, source, source.learner)
    search = Search(goal, source, request)
    ends = None if request.time_limit is None else monotonic() + request.time_limit
    return _best(goal, search, source, request, ends), search


def _best(goal: Goal, search: Search, source: Candidates, request: Request, ends: float | None) -> Answer:
    """The best stack, once all that is in it has been looked at."""
    while True:
        relevant = search.relevant()
        source.settle(relevant.candidates.values())
        model = build_model(goal, relevant, source, request)
        fold = Fold(model, (pairs for degree in model.degrees.degrees for pairs in degree.pairs()) if request.dominance else ())
        solver = Solver(fold.model, None if ends is None else max(0.0, ends - monotonic()))
        try:
            solution = solver.solve(request.order)
        except OutOfTimeError:
            return no_plan(goal, relevant, source, request, "unknown")
        if solution is None:
            found = no_plan(goal, relevant, source, request, "none")
            because = reasons(model, goal, relevant)
            return replace(found, reasons=because, openings=tuple(openings(goal, because, source)))
        values = solution.values
        wanted = relevant.postponed.intersection(model.earned(values))
        if not wanted:
            values = _last_tie_breaks(solver, model, fold, solution)
            wanted = relevant.postponed.intersection(model.earned(values))
        if wanted:
            search.follow(sorted(wanted))
            continue
        return assemble(goal, relevant, source, request, model, fold.unfold(values), solution)


def _check_included(request: Request, source: Candidates, learner: Learner) -> None:
    for id in request.limits.include:
        if not learner.holds(id) and source.get(id) is None:
            missing = source.unknown_of(id)
            too_late = source.missed.get(id, "it is not open to this learner, or ruled out")
            why = f"its {' and '.join(missing)} unknown" if missing else too_late
            hint = "`--allow-unknown` counts unknown figures as zero" if missing else f"`skillpath show {id}` tells more"
            raise SkillpathError("cannot-include", f"`{id}` cannot be included: {why}", hint=hint)


def _last_tie_breaks(solver: Solver, model: StackModel, fold: Fold, solution: Solution) -> list[int]:
    """Among equal optima: the stack with the smallest ids, then the offers that stand first in their records."""
    values = solution.values
    if not solution.complete:
        return values
    if model.degrees.degrees:
        return _least_ids(solver, model, fold, values)
    earn = [variable for _, variable in sorted(model.earn.items())]
    if not solver.is_only(earn, values):
        values = solver.prefer(earn, values)
    chosen = set(model.earned(values))
    pay = [variable for (id, _), variable in sorted(model.pay.items()) if id in chosen and variable != model.earn[id]]
    for variable in earn:
        solver.fix(variable, values[variable])
    return settle(solver, model, solver.prefer(pay, values) if pay else values)


def _least_ids(solver: Solver, model: StackModel, fold: Fold, values: list[int]) -> list[int]:
    """With programmes, among equal optima: the least sum of places in the order of ids, then credit stands as early as it can.

    Of subscriptions that is decided first: once they are fixed, what is earned is found much sooner.
    """
    bought = [*(pair[1] for pair in sorted(model.periods.items())), *(pair[1] for pair in sorted(model.joined.items()))]
    if bought:
        values = solver.minimise(tuple((variable, place) for place, variable in enumerate(bought, 1)), values)
    for variable in bought:
        solver.fix(variable, values[variable])
    values = solver.minimise(model.objectives["ids"], values)
    for variable in model.earn.values():
        solver.fix(variable, values[variable])
    chosen = set(model.earned(values))
    places = [pair for degree in model.degrees.degrees for pair in degree.places(chosen)]
    return settle(solver, model, solver.minimise(merged(fold.terms(places)), values))
