"""Builds the integer programme of a question (design, section 4): which credentials to earn, and what pays for each.

Variables: `x` a credential is earned, `y` an offer pays for it, `n` periods of a shared subscription, `u` a subscription is
joined, `z` an optional skill is covered. Inside cycles of prerequisites `s` says that one credential supports another and `t`
its place in the order, so that nothing justifies itself (Miller, Tucker, Zemlin 1960). Credit has its own: see `Placement`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from math import floor, lcm

from skillpath.catalog.programmes import Programme
from skillpath.catalog.requirements import Atom, Expression, HasAward, HasCredential, KnowsSkill, atoms
from skillpath.catalog.values import Money
from skillpath.errors import SkillpathError
from skillpath.learner.learner import Learner
from skillpath.model import Model, Tag, merged
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.degrees import DegreeBuilder, Degrees
from skillpath.planner.funding import FundingBuilder, Grant
from skillpath.planner.goal import Goal
from skillpath.planner.graph import prerequisite_cycles
from skillpath.planner.later import Later
from skillpath.planner.needs import require
from skillpath.planner.offers import UsableOffer
from skillpath.planner.payments import PaymentBuilder, payments
from skillpath.planner.relevant import Relevant
from skillpath.planner.request import Request
from skillpath.planner.swaps import swap_rows
from skillpath.planner.timetable import Dated, Timetable, TimetableBuilder

Consumer = Candidate | Programme | None
"""Who asks for something: a credential or a programme, before it is earned; None for the goal, in the end."""


class StackModel(Model):
    """The model of a stack, and what its variables mean."""

    def __init__(self) -> None:
        super().__init__()
        self.earn: dict[str, int] = {}
        self.pay: dict[tuple[str, int], int] = {}
        self.periods: dict[str, int] = {}
        self.joined: dict[str, int] = {}
        self.degrees = Degrees()
        self.timetable = Timetable()
        self.later = Later(self)
        self.grants: list[Grant] = []

    def earned(self, values: list[int]) -> list[str]:
        """Ids of the credentials that a solution earns."""
        return [id for id, variable in self.earn.items() if values[variable]]

    def paid(self, candidates: Mapping[str, Candidate], values: list[int]) -> dict[str, UsableOffer]:
        """Which offer pays for each credential that a solution earns."""
        return {
            id: next(offer for offer in candidates[id].offers if values[self.pay[id, offer.place]]) for id in self.earned(values)
        }


def build_model(goal: Goal, relevant: Relevant, source: Candidates, request: Request) -> StackModel:
    """The whole programme: earning, paying, the goal, the limits, the objectives."""
    model = StackModel()
    builder = Builder(model, goal, relevant, source, request)
    builder.earning()
    PaymentBuilder(model, relevant.candidates, source, builder.funding).build()
    builder.goal_rows()
    builder.timetable()
    builder.objectives()
    builder.limits()
    return model


class Builder:
    """Adds variables and rows to a model, part by part."""

    def __init__(self, model: StackModel, goal: Goal, relevant: Relevant, source: Candidates, request: Request) -> None:
        self.model = model
        self.goal = goal
        self.candidates = relevant.candidates
        self.needs = relevant.needs
        self.source = source
        self.learner: Learner = source.learner
        self.request = request
        self.cycle_of: dict[str, int] = {}
        self.cycle_size: dict[int, int] = {}
        self.place: dict[str, int] = {}
        self.support: dict[tuple[str, str], int] = {}
        self.covers: dict[str, tuple[int, ...]] = {}
        self.funding = FundingBuilder(model, source)
        self.later = model.later

    def earning(self) -> None:
        """One variable per credential, and the rows of its prerequisites."""
        for id in self.candidates:
            self.model.earn[id] = self.model.variable(f"x:{id}")
        self.later.begin(self.candidates, self.source, self.model.earn)
        for number, cycle in enumerate(prerequisite_cycles(self.candidates, self.source)):
            self.cycle_size[number] = len(cycle)
            for id in cycle:
                self.cycle_of[id] = number
                self.place[id] = self.model.variable(f"t:{id}", len(cycle) - 1)
        for candidate in self.candidates.values():
            tag = Tag("prerequisite", f"what {candidate.record.name} requires", candidate.record.origin)
            self.require(candidate.needs, self.model.earn[candidate.id], tag, candidate)

    def require(self, need: Expression, when: int | None, tag: Tag, consumer: Consumer = None) -> None:
        """Rows: if `when` is 1 (or always), the expression is met, for a consumer by what comes before it."""
        require(self.model, need, when, tag, lambda atom: self._supporters(atom, consumer))

    def _supporters(self, atom: Atom, consumer: Consumer) -> list[int]:
        """The variables any of which meets an atom; inside a cycle those that say it was earned before."""
        if isinstance(atom, HasAward):
            return self.later.award(consumer.id if isinstance(consumer, Candidate) else None)
        found = []
        for id in self.source.suppliers(atom):
            supplier = self.candidates.get(id)
            if supplier is None or (consumer is not None and id == consumer.id) or not self.source.supplies(supplier, atom):
                continue
            found.append(self._support(id, consumer))
        return found

    def _support(self, supplier: str, consumer: Consumer) -> int:
        earn = self.model.earn[supplier]
        if consumer is None:
            return earn
        if isinstance(consumer, Programme):
            return self.later.first(supplier, earn, f"b:{supplier}")
        return self._before(supplier, consumer.id)

    def _at_door(self, need: Expression, when: int | None, tag: Tag) -> None:
        """Rows: the programme that is completed for its award asks for something before it."""
        self.later.doors.append((need, when, tag))
        self.require(need, when, tag, self.source.completing[0])

    def _before(self, supplier: str, consumer: str) -> int:
        cycle = self.cycle_of.get(supplier)
        circular = cycle is not None and cycle == self.cycle_of.get(consumer)
        if not circular and supplier not in self.later.after:
            return self.model.earn[supplier]
        if (supplier, consumer) not in self.support:
            variable = self.model.variable(f"s:{supplier}>{consumer}")
            self.support[supplier, consumer] = variable
            self.model.row([(variable, 1), (self.model.earn[supplier], -1)], upper=0)
            if cycle is not None and circular:
                size = self.cycle_size[cycle]
                self.model.row([(self.place[consumer], 1), (self.place[supplier], -1), (variable, -size)], lower=1 - size)
            if supplier in self.later.after:
                self.later.follow(supplier, consumer, variable)
        return self.support[supplier, consumer]

    def goal_rows(self) -> None:
        """What the target asks."""
        for need in self.needs:
            self.covers[need.skill] = tuple(self.model.earn[id] for id, found in self.candidates.items() if need.met_by(found))
            if need.must:
                self.model.row([(v, 1) for v in self.covers[need.skill]], lower=1, tag=need.tag)
        for want in self.goal.wanted:
            self.require(want.need, None, want.tag)
        if self.request.limits.readiness is not None:
            self._readiness(self.request.limits.readiness)
        if self.goal.programmes is not None:
            require = self._at_door if self.source.completing else self.require
            builder = DegreeBuilder(self.model, self.source, self.candidates, require)
            self.model.degrees = builder.build(self.goal.programmes, self.model.earn, complete=True)
            if self.source.completing:
                self.later.keep_out(self.model.degrees.uses(), (campus.time for campus in self.model.degrees.campuses))

    def timetable(self) -> None:
        """What must be finished by a day or after one; see `timetable`."""
        asked = list(self._dated())
        limits = self.request.limits
        most = [
            floor(weeks * 60 * self.learner.pace) for weeks, _ in _time_limits(limits.max_weeks, limits.deadline, self.learner)
        ]
        builder = TimetableBuilder(self.model, self.candidates, self.model.earn, self.source, self._before, self.later)
        self.model.timetable = builder.build(asked, min(most, default=None))
        if self.goal.programmes is not None and self.request.dominance and all(each.by for each in asked):
            self._swaps()

    def _dated(self) -> Iterator[Dated]:
        """What retires, offers that end, and credit that counts only between two days."""
        for id, candidate in self.candidates.items():
            name, origin = candidate.record.name, candidate.record.origin
            if candidate.last is not None:
                yield Dated(
                    id, candidate.last, (self.model.earn[id],), Tag("dates", f"{name} retires on {candidate.last}", origin)
                )
            for offer in candidate.offers:
                if offer.last is not None:
                    tag = Tag("dates", f"an offer of {name} ends on {offer.last}", origin)
                    yield Dated(id, offer.last, (self.model.pay[id, offer.place],), tag)
        yield from self.model.degrees.dated()

    def _swaps(self) -> None:
        """Of like credentials the better one first; see `swaps`."""
        asked = [atom for candidate in self.candidates.values() for atom in atoms(candidate.needs)]
        asked += [KnowsSkill(need.skill, need.level) for need in self.needs]
        asked += [HasCredential(id) for need in self.needs for id in need.recognised]
        asked += [atom for want in self.goal.wanted for atom in atoms(want.need)]
        earn = self.model.earn
        for id, others in swap_rows(self.model.degrees, self.candidates, self.source, asked, self.request.limits):
            self.model.row([(earn[id], 1), *((earn[other], -1) for other in others)], upper=0)

    def _readiness(self, percent: float) -> None:
        """Covered importance reaches the share asked for; must-haves are covered in any case."""
        total = sum((need.importance for need in self.goal.skills), Fraction(0))
        sure = sum((need.importance for need in self.goal.skills if need.met or need.must), Fraction(0))
        missing = Fraction(str(percent)) / 100 * total - sure
        optional = [need for need in self.needs if not need.must]
        scale = _common_denominator([missing, *(need.importance for need in optional)])
        terms = []
        for need in optional:
            covered = self.model.variable(f"z:{need.skill}")
            self.model.row([*((v, 1) for v in self.covers[need.skill]), (covered, -1)], lower=0)
            terms.append((covered, int(need.importance * scale)))
        self.model.row(terms, lower=int(missing * scale), tag=Tag("limit", f"readiness of at least {percent:g} %"))

    def objectives(self) -> None:
        """Cost in cents, time in study minutes at the pace, number of steps."""
        cost = [*payments(self.model, self.candidates, self.source), *self.model.degrees.costs]
        for campus in self.model.degrees.campuses:
            self.funding.campus(campus)
        self.funding.finish()
        self.model.grants = self.funding.grants
        cost.extend(self.funding.savings)
        earn, campuses = self.model.earn, self.model.degrees.campuses
        study = [(earn[id], found.time) for id, found in self.candidates.items() if found.time]
        self.model.objectives = {
            "cost": merged(cost),
            "time": merged([*study, *((campus.time, 1) for campus in campuses)]),
            "steps": merged([(v, 1) for v in (*earn.values(), *(step for campus in campuses for step in campus.steps))]),
            "ids": tuple((variable, place) for place, (_, variable) in enumerate(sorted(earn.items()), 1)),
        }

    def limits(self) -> None:
        """What the learner set: budget, deadline, items to include, how many of a provider."""
        limits = self.request.limits
        objectives = self.model.objectives
        if limits.budget is not None:
            tag = Tag("limit", f"a budget of {limits.budget}")
            self.model.row([*objectives["cost"], *self.funding.paid_back], upper=self._budget(limits.budget), tag=tag)
        if limits.free_only and self.source.prices.funds.usable:
            self.model.row([*objectives["cost"], *self.funding.paid_back], upper=0, tag=Tag("limit", "free things only"))
        for weeks, text in _time_limits(limits.max_weeks, limits.deadline, self.learner):
            self.model.row(objectives["time"], upper=floor(weeks * 60 * self.learner.pace), tag=Tag("limit", text))
        for id in limits.include:
            if not self.learner.holds(id):
                self.require(HasCredential(id), None, Tag("limit", f"`{id}` included"))
        if limits.max_per_provider is not None:
            by_provider: dict[str, list[int]] = {}
            for id, candidate in self.candidates.items():
                by_provider.setdefault(candidate.record.provider, []).append(self.model.earn[id])
            for provider, variables in sorted(by_provider.items()):
                text = f"at most {limits.max_per_provider} from {provider}"
                self.model.row([(v, 1) for v in variables], upper=limits.max_per_provider, tag=Tag("limit", text))

    def _budget(self, budget: Money) -> int:
        cents = self.source.prices.cents(str(budget))
        if cents is None:
            words = f"no catalogue has a rate from {budget.currency} to {self.learner.currency}"
            raise SkillpathError("no-rate", words, hint=f"give the budget in {self.learner.currency}, or add a `rates` record")
        return cents


def _time_limits(max_weeks: float | None, deadline: date | None, learner: Learner) -> Iterable[tuple[Fraction, str]]:
    if max_weeks is not None:
        yield Fraction(str(max_weeks)), f"at most {max_weeks:g} weeks"
    if deadline is not None:
        yield Fraction(max(-1, (deadline - learner.start).days), 7), f"a deadline of {deadline}"


def _common_denominator(fractions: list[Fraction]) -> int:
    return lcm(*(fraction.denominator for fraction in fractions))
