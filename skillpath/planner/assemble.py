"""From a solution to an answer: steps in order, dated and priced, totals, what is assumed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from msgspec.structs import replace

from skillpath.catalog.figures import effort_range
from skillpath.catalog.programmes import Entry, Programme
from skillpath.catalog.records import Condition
from skillpath.catalog.requirements import HasAward, MeetsCondition, atoms, parse_all
from skillpath.credits.tally import counts_on, tally
from skillpath.learner.learner import DEFAULT_AWARD, Held, Learner, after
from skillpath.planner.answer import Answer, Status, Step, Totals
from skillpath.planner.around import in_time
from skillpath.planner.build import StackModel
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.funded import Taken, lowered, opened, taken
from skillpath.planner.goal import Goal
from skillpath.planner.ground import same_ground
from skillpath.planner.offers import UsableOffer
from skillpath.planner.placed import PlacedProgramme, billed, placed_programmes
from skillpath.planner.purchase import Purchase
from skillpath.planner.relevant import Relevant, earnable
from skillpath.planner.request import Request, RoleTarget
from skillpath.planner.schedule import Days, Paid, purchases
from skillpath.planner.solver import Solution
from skillpath.planner.told import told


def assemble(
    goal: Goal,
    relevant: Relevant,
    source: Candidates,
    request: Request,
    model: StackModel,
    values: list[int],
    solution: Solution,
) -> Answer:
    """The answer that a solution is: its steps in order, what they cost, where credit lands.

    Raises:
        RuntimeError: the solution cannot be ordered in time, or its price is not that of its purchases: a fault of the planner.
    """
    learner = source.learner
    chosen = {id: relevant.candidates[id] for id in model.earned(values)}
    if earnable(chosen) != set(chosen):
        raise RuntimeError(f"a stack that cannot be ordered: {sorted(chosen)}")
    paid = model.paid(relevant.candidates, values)
    plan = in_time(chosen, paid, model, values, source)
    order, days = plan.steps, plan.days(learner.start, learner.pace)
    finished = {candidate.id: day for candidate, (_, day) in zip(order, days, strict=True)}
    placed = placed_programmes(model.degrees, values, finished)
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
        steps=tuple(_steps(order, days, paid, goal, source, placed, funded)),
        purchases=bought,
        totals=_totals(order, days, bought, paid, source, placed),
        told=tuple(told(bought, source)),
        programmes=placed,
        there=_there(plan.before, placed, learner),
        completed_after=len(plan.before) if source.completing else None,
        stages=solution.stages,
        readiness=(before, goal.readiness(order)) if isinstance(request.target, RoleTarget) else None,
        unmet=tuple(need.name for need in goal.skills if not need.met and not any(map(need.met_by, order))),
        assumed=(*_assumed(order, paid, source), *(same_ground(order, source.catalog) if placed else ())),
        considered=len(relevant.candidates) + len(relevant.dominated) + relevant.beaten,
        dominated=len(relevant.dominated) + relevant.beaten,
    )


def _there(order: list[Candidate], placed: tuple[PlacedProgramme, ...], learner: Learner) -> tuple[date, date] | None:
    """First and last day of study at institutions: after what is earned elsewhere first, which must be transferred before."""
    minutes = sum(each.minutes for each in placed)
    before = sum(candidate.time for candidate in order)
    if not minutes:
        return None
    return after(learner.start, before, learner.pace), after(learner.start, before + minutes, learner.pace)


def _steps(
    order: list[Candidate],
    days: Days,
    paid: Paid,
    goal: Goal,
    source: Candidates,
    placed: tuple[PlacedProgramme, ...],
    funded: Taken,
) -> list[Step]:
    steps: list[Step] = []
    for candidate, (start, finish) in zip(order, days, strict=True):
        record = candidate.record
        serves = tuple(need.name for need in goal.skills if not need.met and need.met_by(candidate))
        serves = (*serves, *(name for each in placed for name in each.filled_by(candidate.id)))
        serves = (*serves, *(f"entry to {each.programme.name}" for each in placed if _opens(candidate, each.programme, source)))
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


def _opens(candidate: Candidate, programme: Programme, source: Candidates) -> bool:
    """Whether a credential is part of what a programme asks for entry."""
    rules = (rule.requires for rule in programme.rules if isinstance(rule, Entry))
    asked = (atom for requires in (programme.requires, *rules) for atom in atoms(parse_all(requires)))
    return any(source.supplies(candidate, atom) for atom in asked)


def _totals(
    order: list[Candidate],
    days: Days,
    bought: tuple[Purchase, ...],
    paid: Paid,
    source: Candidates,
    placed: tuple[PlacedProgramme, ...],
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
        credit_hours=_credit_hours(order, days, source),
        funded=sum(each.cents for each in used if not each.is_paid_back),
        paid_back=sum(each.cents for each in used if each.is_paid_back),
        at_least=any(candidate.unknown for candidate in order) or any(each.unpriced and each.taken for each in placed),
    )


def _credit_hours(order: list[Candidate], days: Days, source: Candidates) -> Fraction:
    """The semester hours that the plan's credentials would add up to, each counted once."""
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


def no_plan(goal: Goal, relevant: Relevant, source: Candidates, request: Request, status: Status) -> Answer:
    """The honest answer that there is no plan, before its reasons are known."""
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
