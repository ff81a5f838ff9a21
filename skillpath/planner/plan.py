"""The planner's one entry: a catalogue, a learner and a request in, an answer out."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from time import monotonic

from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Condition
from skillpath.catalog.requirements import HasAward, MeetsCondition, atoms, parse_all
from skillpath.credits.tally import counts_on, tally
from skillpath.errors import SkillpathError
from skillpath.learner.learner import DEFAULT_AWARD, Held, Learner
from skillpath.model import merged
from skillpath.planner.answer import Answer, Status, Step, Totals, UnknownItem
from skillpath.planner.build import StackModel, build_model
from skillpath.planner.candidates import Candidate, Candidates, effort_range
from skillpath.planner.funded import Taken, lowered, opened, settle, taken
from skillpath.planner.goal import Goal, make_goal
from skillpath.planner.late import Late, first_late, forbid
from skillpath.planner.offers import UsableOffer
from skillpath.planner.openings import openings
from skillpath.planner.placed import PlacedProgramme, billed, placed_programmes
from skillpath.planner.purchase import Purchase
from skillpath.planner.reasons import reasons
from skillpath.planner.relevant import Relevant, Search, earnable
from skillpath.planner.request import ProgrammeTarget, Request, RoleTarget
from skillpath.planner.schedule import Paid, after, dates, in_order, purchases
from skillpath.planner.solver import OutOfTimeError, Solution, Solver
from skillpath.planner.told import told


def plan(catalog: Catalog, learner: Learner, request: Request) -> Answer:
    """The optimal stack for a request (design, section 4), or the honest answer that there is none.

    Raises:
        SkillpathError: the request names an item that can neither be earned nor is held.
    """
    target = request.target
    if isinstance(target, ProgrammeTarget) and target.any_of:
        return best_of([plan(catalog, learner, one) for one in _each_alone(request, target)])
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
    late: list[Late] = []
    while True:
        relevant = search.relevant()
        source.settle(relevant.candidates.values())
        model = build_model(goal, relevant, source, request)
        forbid(model, late)
        solver = Solver(model, None if ends is None else max(0.0, ends - monotonic()))
        try:
            solution = solver.solve(request.order)
        except OutOfTimeError:
            return _no_plan(goal, relevant, source, request, "unknown")
        if solution is None:
            found = _no_plan(goal, relevant, source, request, "none")
            because = reasons(model, goal, relevant)
            return replace(found, reasons=because, openings=tuple(openings(goal, because, source)))
        values = solution.values
        wanted = relevant.postponed.intersection(model.earned(values))
        if not wanted:
            values = _last_tie_breaks(solver, model, solution)
            wanted = relevant.postponed.intersection(model.earned(values))
        if wanted:
            search.follow(sorted(wanted))
            continue
        missed = first_late(model, relevant, values, source)
        if missed is None:
            return _answer(goal, relevant, source, request, model, values, solution)
        late.append(missed)


def _check_included(request: Request, source: Candidates, learner: Learner) -> None:
    for id in request.limits.include:
        if not learner.holds(id) and source.get(id) is None:
            missing = source.unknown_of(id)
            why = f"its {' and '.join(missing)} unknown" if missing else "it is not open to this learner, or ruled out"
            hint = "`--allow-unknown` counts unknown figures as zero" if missing else f"`skillpath show {id}` tells more"
            raise SkillpathError("cannot-include", f"`{id}` cannot be included: {why}", hint=hint)


def _last_tie_breaks(solver: Solver, model: StackModel, solution: Solution) -> list[int]:
    """Among equal optima: the stack with the smallest ids, then the offers that stand first in their records."""
    values = solution.values
    if not solution.complete:
        return values
    if model.degrees.degrees:
        return _least_ids(solver, model, values)
    earn = [variable for _, variable in sorted(model.earn.items())]
    if not solver.is_only(earn, values):
        values = solver.prefer(earn, values)
    chosen = set(model.earned(values))
    pay = [variable for (id, _), variable in sorted(model.pay.items()) if id in chosen and variable != model.earn[id]]
    for variable in earn:
        solver.fix(variable, values[variable])
    return settle(solver, model, solver.prefer(pay, values) if pay else values)


def _least_ids(solver: Solver, model: StackModel, values: list[int]) -> list[int]:
    """With programmes, among equal optima: the least sum of places in the order of ids; then credit stands as early as it can."""
    values = solver.minimise(model.objectives["ids"], values)
    for variable in model.earn.values():
        solver.fix(variable, values[variable])
    chosen = set(model.earned(values))
    places = [pair for degree in model.degrees.degrees for pair in degree.places(chosen)]
    return settle(solver, model, solver.minimise(merged(places), values))


def _answer(
    goal: Goal,
    relevant: Relevant,
    source: Candidates,
    request: Request,
    model: StackModel,
    values: list[int],
    solution: Solution,
) -> Answer:
    learner = source.learner
    chosen = {id: relevant.candidates[id] for id in model.earned(values)}
    if earnable(chosen) != set(chosen):
        raise RuntimeError(f"a stack that cannot be ordered: {sorted(chosen)}")
    paid = model.paid(relevant.candidates, values)
    order = in_order(chosen, paid, model.degrees.due(values))
    placed = placed_programmes(model.degrees, values, set(chosen))
    funded = taken(model, values, paid)
    institutions = {each.programme.id: each.programme.institution for each in placed}
    bought = tuple(lowered((*purchases(chosen, paid, source, opened(funded)), *billed(placed)), funded, institutions))
    cents = sum(purchase.net for purchase in bought)
    if solution.complete and cents != model.value(model.objectives["cost"], values):
        raise RuntimeError(f"the purchases come to {cents}, the model to {model.value(model.objectives['cost'], values)}")
    there = any(each.minutes or each.cents for each in placed)
    status: Status = "feasible" if not solution.complete else ("optimal" if chosen or there else "met")
    before = goal.readiness([])
    return Answer(
        request=request,
        goal=goal,
        status=status,
        currency=learner.currency,
        as_of=learner.as_of,
        start=learner.start,
        steps=tuple(_steps(order, paid, goal, source, placed, funded)),
        purchases=bought,
        totals=_totals(order, bought, paid, source, placed),
        told=tuple(told(bought, source)),
        programmes=placed,
        stages=solution.stages,
        readiness=(before, goal.readiness(order)) if isinstance(request.target, RoleTarget) else None,
        unmet=tuple(need.name for need in goal.skills if not need.met and not any(map(need.met_by, order))),
        assumed=tuple(_assumed(order, paid, source)),
        considered=len(relevant.candidates) + len(relevant.dominated) + relevant.beaten,
        dominated=len(relevant.dominated) + relevant.beaten,
    )


def _steps(
    order: list[Candidate], paid: Paid, goal: Goal, source: Candidates, placed: tuple[PlacedProgramme, ...], funded: Taken
) -> list[Step]:
    learner = source.learner
    steps: list[Step] = []
    for candidate, (start, finish) in zip(order, dates(order, learner.start, learner.pace), strict=True):
        record = candidate.record
        serves = tuple(need.name for need in goal.skills if not need.met and need.met_by(candidate))
        serves = (*serves, *(name for each in placed for name in each.filled_by(candidate.id)))
        enables = tuple(
            other.id for other in order[len(steps) + 1 :] if any(source.supplies(candidate, a) for a in atoms(other.needs))
        )
        credit = tuple(found for found in source.catalog.recommendations(candidate.id) if counts_on(found, finish))
        effort = effort_range(record.effort)
        overlaps = tuple(other.id for other in order if other.id in record.overlaps)
        steps.append(
            Step(
                *(record, serves, enables, effort, start, finish, paid[candidate.id], candidate.unknown, credit, overlaps),
                funding=tuple(funded.get(("offer", candidate.id, paid[candidate.id].place), ())),
            )
        )
    return steps


def _totals(
    order: list[Candidate], bought: tuple[Purchase, ...], paid: Paid, source: Candidates, placed: tuple[PlacedProgramme, ...]
) -> Totals:
    learner = source.learner
    cents = sum(purchase.net for purchase in bought)
    used = [each for purchase in bought for each in purchase.funding]
    lowered_ids = {id for purchase in bought if purchase.funding for id in purchase.credentials}
    there = sum(each.minutes for each in placed)
    time = sum(candidate.time for candidate in order) + there
    early, late = there, there
    for candidate in order:
        least = candidate.least
        first, _, last = effort_range(candidate.record.effort)
        early += max(first, least)
        late += max(last, least)
    finish = (
        after(learner.start, early, learner.pace),
        after(learner.start, time, learner.pace),
        after(learner.start, late, learner.pace),
    )
    return Totals(
        cents=cents,
        least_cents=cents - sum(offer.spread for id, offer in paid.items() if id not in lowered_ids),
        currency=learner.currency,
        minutes=sum(candidate.minutes for candidate in order) + there,
        weeks=Fraction(time) / (60 * learner.pace),
        steps=len(order) + sum(each.steps for each in placed),
        finish=finish,
        credit_hours=_credit_hours(order, source),
        funded=sum(each.cents for each in used if not each.is_paid_back),
        paid_back=sum(each.cents for each in used if each.is_paid_back),
        at_least=any(candidate.unknown for candidate in order) or any(each.unpriced and each.taken for each in placed),
    )


def _credit_hours(order: list[Candidate], source: Candidates) -> Fraction:
    """The semester hours that the plan's credentials would add up to, each counted once."""
    days = dates(order, source.learner.start, source.learner.pace)
    held = tuple(Held(candidate.record, finish, True) for candidate, (_, finish) in zip(order, days, strict=True))
    return Fraction(tally(replace(source.learner, held=held), source.catalog).total)


def _assumed(order: list[Candidate], paid: Paid, source: Candidates) -> list[str]:
    """What the plan takes for granted: defaults of the learner, and conditions that everybody is assumed to meet."""
    said: dict[str, list[str]] = {}
    for candidate in order:
        for text in _assumptions(candidate, paid[candidate.id], source):
            said.setdefault(text, []).append(candidate.record.name)
    each = (f"{text} (for {', '.join(dict.fromkeys(names))})" for text, names in said.items())
    return [*source.learner.assumed, *each]


def _assumptions(candidate: Candidate, offer: UsableOffer, source: Candidates) -> Iterator[str]:
    """Of what a credential and the offer that pays for it ask."""
    record = candidate.record
    for atom in atoms(parse_all((*record.requires, *(record.offers[offer.place].requires if offer.place >= 0 else ())))):
        match atom:
            case MeetsCondition(id) if id not in source.learner.conditions:
                condition = source.catalog.get(Condition, id)
                if condition is not None and condition.assumed:
                    yield condition.name
            case HasAward(award, None) if award == DEFAULT_AWARD:
                yield "a high-school diploma or its equal"


def _no_plan(goal: Goal, relevant: Relevant, source: Candidates, request: Request, status: Status) -> Answer:
    readiness = goal.readiness([])
    return Answer(
        request=request,
        goal=goal,
        status=status,
        currency=source.learner.currency,
        as_of=source.learner.as_of,
        start=source.learner.start,
        readiness=(readiness, readiness) if isinstance(request.target, RoleTarget) else None,
        unmet=tuple(need.name for need in goal.skills if not need.met),
        assumed=source.learner.assumed,
        considered=len(relevant.candidates) + len(relevant.dominated) + relevant.beaten,
        dominated=len(relevant.dominated) + relevant.beaten,
    )
