"""One question to the planner: its model, solved, and the answer that the solution is."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic

from msgspec.structs import replace

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
from skillpath.planner.request import Request
from skillpath.planner.solver import OutOfTimeError, Solution, Solver


def answer_of(
    source: Candidates, request: Request, ends: float | None, known: Sequence[int] = (), *, explain: bool = True
) -> tuple[Answer, Search]:
    """The best stack, once all that is in it has been looked at, or that there is none, which can be explained.

    What is worse than the `known` values of the objectives is not sought.

    Raises:
        SkillpathError: the request names an item that can neither be earned nor is held.
    """
    goal = make_goal(request.target, source.catalog, source.learner, source.completing)
    _check_included(request, source, source.learner)
    search = Search(goal, source, request)
    answer, model = _best(goal, search, source, request, ends, known)
    if answer.status == "none" and explain:
        relevant = search.relevant()
        because = reasons(model, goal, relevant)
        answer = replace(answer, reasons=because, openings=tuple(openings(goal, because, source)))
    return answer, search


def _best(
    goal: Goal, search: Search, source: Candidates, request: Request, ends: float | None, known: Sequence[int]
) -> tuple[Answer, StackModel]:
    while True:
        relevant = search.relevant()
        source.settle(relevant.candidates.values())
        model = build_model(goal, relevant, source, request)
        fold = _folded(model, request)
        solver = Solver(fold.model, _left(ends))
        try:
            solution = solver.solve(request.order, known)
        except OutOfTimeError:
            return no_plan(goal, relevant, source, request, "unknown"), model
        if solution is None:
            return no_plan(goal, relevant, source, request, "none"), model
        values = solution.values
        wanted = relevant.postponed.intersection(model.earned(values))
        if not wanted:
            values = _last_tie_breaks(solver, model, fold, solution)
            wanted = relevant.postponed.intersection(model.earned(values))
        if wanted:
            search.follow(sorted(wanted))
            continue
        return assemble(goal, relevant, source, request, model, fold.unfold(values), solution), model


def with_unknown(answer: Answer, search: Search, source: Candidates, request: Request) -> Answer:
    """An answer, with what unknown figures could change."""
    if not search.saw_unknown:
        return answer
    left_out = tuple(candidate.id for candidate in source.left_out() if search.serves(candidate))
    if answer.status in ("feasible", "unknown"):
        return replace(answer, left_out=left_out)
    wide, free = source.with_unknown(), replace(request, allow_unknown=True)
    with_them, wider = answer_of(wide, free, ends_of(request), explain=False)
    left_out = left_out or tuple(sorted(id for id, found in wider.found.items() if found.unknown and wider.serves(found)))
    unknown = tuple(UnknownItem(step.credential, step.unknown) for step in with_them.steps if step.unknown)
    return replace(answer, unknown=unknown, left_out=left_out)


def least_of(source: Candidates, request: Request, ends: float | None, least: int | None) -> int | None:
    """The least of the first objective; one more than `least` where it is more than that."""
    goal = make_goal(request.target, source.catalog, source.learner, source.completing)
    relevant = Search(goal, source, request).relevant()
    source.settle(relevant.candidates.values())
    model = build_model(goal, relevant, source, request)
    solver = Solver(_folded(model, request).model, _left(ends))
    try:
        solution = solver.solve(request.order[:1], () if least is None else (least,))
    except OutOfTimeError:
        return 0
    if solution is None:
        return None if least is None else least + 1
    return solution.stages[0].bound


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


def values_of(answer: Answer) -> tuple[int, ...]:
    """What an answer comes to, objective by objective; nothing is worse than no plan."""
    if answer.totals is None:
        return (10**18,)
    return tuple(stage.value for stage in answer.stages)


def ends_of(request: Request) -> float | None:
    """When the time of a request is over."""
    return None if request.time_limit is None else monotonic() + request.time_limit


def is_over(ends: float | None) -> bool:
    """Whether the time of a request is over."""
    return ends is not None and monotonic() >= ends


def _left(ends: float | None) -> float | None:
    return None if ends is None else max(0.0, ends - monotonic())


def _folded(model: StackModel, request: Request) -> Fold:
    return Fold(model, (pairs for degree in model.degrees.degrees for pairs in degree.pairs()) if request.dominance else ())
