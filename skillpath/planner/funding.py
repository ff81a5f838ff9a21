"""Funding in the integer programme: what each funding takes off each purchase, within its caps (design, section 4.4).

Variables, for each purchase that a funding covers: `f` it is used on the purchase, `c` the cents that it takes. A funding that
pays all of a credential also opens the subscription under which it is studied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import floor
from typing import NamedTuple

from skillpath.catalog.records import Subscription
from skillpath.model import Model, Tag
from skillpath.planner.campus import Campus
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.fundable import UsableFunding
from skillpath.planner.offers import UsableOffer

Terms = list[tuple[int, int]]
Key = tuple[str, str, int]


class Grant(NamedTuple):
    """A funding on one purchase: the variables that it is used, and of the cents that it takes.

    `opens`: where it is used, the subscription of the credential is neither joined nor counted.
    """

    funding: UsableFunding
    key: Key
    used: int
    cents: int
    opens: bool


class Payable(NamedTuple):
    """A purchase to a funding: what its price and its fees come to, and when it is bought (None: when its price is not 0).

    `study` comes to the minutes over which it is paid bit by bit; empty where it is paid at once.
    """

    key: Key
    price: Terms
    fees: Terms
    bought: int | None
    study: tuple[tuple[int, int], ...] = ()
    bound: str | None = None


class FundingBuilder:
    """Adds funding to a model, purchase by purchase, then what limits each funding over the whole plan."""

    def __init__(self, model: Model, source: Candidates) -> None:
        self.model = model
        self.source = source
        self.grants: list[Grant] = []
        self._spread: dict[Key, tuple[tuple[int, int], ...]] = {}

    def offer(self, candidate: Candidate, offer: UsableOffer, pay: int) -> list[int]:
        """Funding of a credential's own price; the variables that open its subscription as well."""
        covering = [each for each in self.source.prices.funds.of_credential(candidate.record) if each.id in offer.funded]
        price, fees = [(pay, offer.fixed - offer.fees)], [(pay, offer.fees)]
        made = self._grants(Payable(("offer", candidate.id, offer.place), price, fees, pay, bound=offer.bound), covering)
        return [grant.used for grant in made if grant.opens]

    def subscription(self, id: str, periods: int) -> None:
        """Funding of the periods of a subscription that many credentials share."""
        record, plan = self.source.catalog.get(Subscription, id), self.source.prices.subscription(id)
        if record is not None and plan is not None and plan.price:
            covering = self.source.prices.funds.of_subscription(record)
            self._grants(Payable(("subscription", id, 0), [(periods, plan.price)], [], None), covering)

    def campus(self, campus: Campus) -> None:
        """Funding of an institution's tuition; a charge that depends on no funding is a fee."""
        price = [term for entry in campus.entries for term in entry.costs]
        price += [(variable, cents) for variable, cents in campus.slots.values()]
        fees = [(variable, cents) for _, variable, cents in campus.fees]
        covering = self.source.prices.funds.of_programmes(campus.programmes)
        self._grants(Payable(("tuition", campus.institution, 0), price, fees, None, tuple(campus.study)), covering)

    def _grants(self, payable: Payable, covering: Iterable[UsableFunding]) -> list[Grant]:
        made = [grant for each in covering if (grant := self._grant(payable, each)) is not None]
        priced = [grant for grant in made if not grant.funding.record.covers_fees]
        self._no_more_than(payable.price, priced)
        if len(priced) < len(made):
            self._no_more_than([*payable.price, *payable.fees], made)
        self._one_of(grant for grant in made if not grant.funding.record.last_dollar)
        self._one_of(grant for grant in made if grant.opens)
        if payable.study:
            self._spread[payable.key] = payable.study
        self.grants += made
        return made

    def _grant(self, payable: Payable, funding: UsableFunding) -> Grant | None:
        covered = [*payable.price, *payable.fees] if funding.record.covers_fees else payable.price
        takes = [(variable, floor(cents * funding.percent)) for variable, cents in covered]
        most = sum(cents * self.model.variables[variable].upper for variable, cents in takes)
        for cap in (funding.amount, funding.cap):
            most = most if cap is None else min(most, cap)
        opens = funding.opens and payable.bound is not None
        if not most and not opens:
            return None
        name = f"{funding.id}:{':'.join(map(str, payable.key))}"
        used, cents = self.model.variable(f"f:{name}"), self.model.variable(f"c:{name}", most)
        self.model.row([(cents, 1), (used, -most)], upper=0)
        self.model.row([(cents, 1), *((variable, -each) for variable, each in takes)], upper=0)
        if payable.bought is not None:
            self.model.row([(used, 1), (payable.bought, -1)], upper=0)
        return Grant(funding, payable.key, used, cents, opens)

    def _one_of(self, grants: Iterable[Grant]) -> None:
        used = [(grant.used, 1) for grant in grants]
        if len(used) > 1:
            self.model.row(used, upper=1)

    def _no_more_than(self, price: Terms, grants: list[Grant]) -> None:
        if len(grants) > 1:
            self.model.row([*((grant.cents, 1) for grant in grants), *((v, -cents) for v, cents in price)], upper=0)

    def finish(self) -> None:
        """What limits each funding over the whole plan: caps, how often it is used, what it excludes."""
        by_funding: dict[str, list[Grant]] = {}
        for grant in self.grants:
            by_funding.setdefault(grant.funding.id, []).append(grant)
        for grants in by_funding.values():
            self._caps(grants[0].funding, grants)
        self._exclusions(by_funding)

    def _caps(self, funding: UsableFunding, grants: list[Grant]) -> None:
        taken = [(grant.cents, 1) for grant in grants]
        if funding.cap is not None:
            self.model.row(taken, upper=funding.cap, tag=_tag(funding, f"pays at most {funding.record.cap}"))
        if funding.yearly is not None:
            tag = _tag(funding, f"pays at most {funding.record.cap_per_year} a year")
            once = [(grant.cents, 1) for grant in grants if grant.key not in self._spread]
            self.model.row(once, upper=funding.yearly, tag=tag)
            self.model.row([*taken, *self._years(grants, funding.yearly)], upper=funding.yearly, tag=tag)
        if funding.record.uses is not None:
            tag = _tag(funding, f"is given {funding.record.uses} times")
            self.model.row([(grant.used, 1) for grant in grants], upper=funding.record.uses, tag=tag)

    def _years(self, grants: list[Grant], yearly: int) -> Iterator[tuple[int, int]]:
        """For teaching that takes longer, one yearly cap for each whole year beyond the first."""
        year = self.source.learner.pace * 60 * 52
        for grant in grants:
            study = self._spread.get(grant.key, ())
            most = sum(minutes * self.model.variables[variable].upper for variable, minutes in study)
            whole = floor(Fraction(most) / year)
            if whole < 2:
                continue
            further = self.model.variable(f"years:{grant.funding.id}:{grant.key[1]}", whole - 1)
            second = self.model.variable(f"second:{grant.funding.id}:{grant.key[1]}")
            self.model.row([(further, 1), (second, 1 - whole)], upper=0)
            rest = [(variable, -minutes * year.denominator) for variable, minutes in study]
            self.model.row([(further, year.numerator), (second, year.numerator), *rest], upper=0)
            yield further, -yearly

    def _exclusions(self, by_funding: dict[str, list[Grant]]) -> None:
        pairs = {
            (min(id, other), max(id, other))
            for id, grants in by_funding.items()
            for other in grants[0].funding.record.excludes
            if other in by_funding and other != id
        }
        taken = {id: self._any_use(id, by_funding[id]) for id in sorted({id for pair in pairs for id in pair})}
        for one, other in sorted(pairs):
            tag = _tag(by_funding[one][0].funding, f"is not given together with {other}")
            self.model.row([(taken[one], 1), (taken[other], 1)], upper=1, tag=tag)

    def _any_use(self, id: str, grants: list[Grant]) -> int:
        taken = self.model.variable(f"taken:{id}")
        for grant in grants:
            self.model.row([(taken, 1), (grant.used, -1)], lower=0)
        return taken

    @property
    def savings(self) -> Terms:
        """What all funding takes off the cost."""
        return [(grant.cents, -1) for grant in self.grants]

    @property
    def paid_back(self) -> Terms:
        """What the learner lays out first, and gets back."""
        return [(grant.cents, 1) for grant in self.grants if grant.funding.record.paid == "reimbursed"]


def _tag(funding: UsableFunding, words: str) -> Tag:
    return Tag("funding", f"{funding.record.name} {words}", funding.record.origin)
