"""Rows by which each earned credential is paid: by one offer of its own, or within a subscription that several share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.funding import FundingBuilder
from skillpath.planner.offers import periods_for

if TYPE_CHECKING:
    from skillpath.planner.build import StackModel

Uses = list[tuple[int, int]]
"""When a credential uses its subscription: its offer is taken, and no funding opens the subscription."""


class PaymentBuilder:
    """Adds the offers and the subscriptions of candidates to a model."""

    def __init__(
        self, model: StackModel, candidates: Mapping[str, Candidate], source: Candidates, funding: FundingBuilder
    ) -> None:
        self.model = model
        self.candidates = candidates
        self.source = source
        self.funding = funding

    def build(self) -> None:
        """Each earned credential is paid by one offer; subscriptions are joined once and bought in whole periods."""
        users: dict[str, list[tuple[Uses, int]]] = {}
        joiners: dict[str, list[Uses]] = {}
        for candidate in self.candidates.values():
            for offer in candidate.offers:
                variable = self._pay_variable(candidate, offer.place)
                uses = [(variable, 1), *((opened, -1) for opened in self.funding.offer(candidate, offer, variable))]
                if offer.bound is not None:
                    joiners.setdefault(offer.bound, []).append(uses)
                if offer.shared and offer.subscription is not None:
                    users.setdefault(offer.subscription, []).append((uses, candidate.minutes))
        for id, pairs in sorted(users.items()):
            self._share(id, pairs)
        for id, joined in sorted(joiners.items()):
            self._join(id, joined)

    def _pay_variable(self, candidate: Candidate, index: int) -> int:
        earn = self.model.earn[candidate.id]
        if len(candidate.offers) == 1:
            self.model.pay[candidate.id, index] = earn
            return earn
        variable = self.model.variable(f"y:{candidate.id}:{index}")
        self.model.pay[candidate.id, index] = variable
        if candidate.offers[-1].place == index:
            terms = [(self.model.pay[candidate.id, offer.place], 1) for offer in candidate.offers]
            self.model.row([*terms, (earn, -1)], lower=0, upper=0)
        return variable

    def _share(self, id: str, users: list[tuple[Uses, int]]) -> None:
        plan = self.source.prices.subscription(id)
        assert plan is not None
        most = periods_for(sum(minutes for _, minutes in users), plan, len(users))
        periods = self.model.variable(f"n:{id}", most)
        self.model.periods[id] = periods
        scale = plan.capacity.denominator
        terms = [(variable, -sign * minutes * scale) for uses, minutes in users for variable, sign in uses]
        self.model.row([(periods, plan.capacity.numerator), *terms], lower=0)
        for uses, _ in users:
            self.model.row([(periods, 1), *((variable, -sign) for variable, sign in uses)], lower=0)
        if plan.exams_per_period:
            each = [(variable, -sign) for uses, _ in users for variable, sign in uses]
            self.model.row([(periods, plan.exams_per_period), *each], lower=0)
        self.funding.subscription(id, periods)

    def _join(self, id: str, joiners: list[Uses]) -> None:
        plan = self.source.prices.subscription(id)
        if plan is not None and plan.joining:
            self.model.joined[id] = self.model.variable(f"u:{id}")
            for uses in joiners:
                self.model.row([(self.model.joined[id], 1), *((variable, -sign) for variable, sign in uses)], lower=0)


def payments(model: StackModel, candidates: Mapping[str, Candidate], source: Candidates) -> Iterator[tuple[int, int]]:
    """(variable, cents) for all that is paid: offers, periods of subscriptions, and what joining one costs."""
    for candidate in candidates.values():
        yield from ((model.pay[candidate.id, offer.place], offer.fixed) for offer in candidate.offers if offer.fixed)
    for id, variable in model.periods.items():
        plan = source.prices.subscription(id)
        yield variable, plan.price if plan else 0
    for id, variable in model.joined.items():
        plan = source.prices.subscription(id)
        yield variable, plan.joining if plan else 0
