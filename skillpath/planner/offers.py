"""What a credential costs a learner: its usable offers, in cents of the learner's currency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Credential, Offer, Rate, Subscription
from skillpath.catalog.requirements import parse_all
from skillpath.catalog.values import CONFIDENCE_ORDER, Confidence, Money
from skillpath.learner.learner import Learner, meets_all
from skillpath.planner.fundable import Funds

WEEKS_PER_MONTH = Fraction(52, 12)


class UsableOffer(NamedTuple):
    """One offer as the planner counts it: its place in the record's list, and what it comes to.

    `fixed` cents are paid for the credential alone; the `periods` of a subscription that opens one credential, which come to
    `period_cents`, are in them. `spread` is how much less it may be, where a price is a range and its upper end counts.
    `bound` names the subscription that ties the cost to that of other credentials: shared periods, or a joining fee.
    `fees` are the part of `fixed` that only few fundings pay; `funded` names the fundings that cover the credential.
    What it pays for must be finished by the day `last`.
    """

    place: int
    fixed: int
    subscription: str | None = None
    periods: int = 0
    period_cents: int = 0
    spread: int = 0
    shared: bool = False
    bound: str | None = None
    fees: int = 0
    funded: frozenset[str] = frozenset()
    last: date | None = None

    def no_dearer(self, other: UsableOffer) -> bool:
        """Whether it never costs more, nor ends earlier, than another, whatever else is bought and whatever funding pays."""
        if self.bound not in (None, other.bound) or self.fixed > other.fixed or not no_earlier(self.last, other.last):
            return False
        same = self.fees <= other.fees and self.fixed - self.fees <= other.fixed - other.fees
        return not other.funded or (same and other.funded <= self.funded)


class Plan(NamedTuple):
    """A subscription as the planner counts it: cents per period, minutes of study in one, and its limits."""

    id: str
    price: int
    joining: int
    capacity: Fraction
    exams_per_period: int | None
    opens: str


class Prices:
    """Prices a catalogue's offers for one learner; looks each subscription up once."""

    def __init__(self, catalog: Catalog, learner: Learner, min_confidence: Confidence, free_only: bool) -> None:
        self.catalog = catalog
        self.learner = learner
        self.min_confidence = min_confidence
        self.subscriptions: dict[str, Plan | None] = {}
        self.funds = Funds(catalog, learner, min_confidence, self.cents)
        self.free_only = free_only

    def usable(self, credential: Credential, minutes: int, done: date) -> list[UsableOffer]:
        """The offers open to the learner that some plan could prefer, in the record's order; those that end before the
        credential could be `done` are none."""
        funded = frozenset(each.id for each in self.funds.of_credential(credential))
        found = []
        for index, record in enumerate(credential.offers):
            offer = self._usable(index, record, minutes, funded)
            last = date.fromisoformat(record.end) if record.end else None
            if offer is not None and (last is None or done <= last):
                found.append(offer._replace(funded=funded, last=last))
        return _worth_choosing(found)

    def _usable(self, index: int, offer: Offer, minutes: int, funded: frozenset[str]) -> UsableOffer | None:
        if not (self._is_open(offer) and (offer.price or offer.subscription or offer.per_credit or offer.fees)):
            return None
        fixed = self._fixed(offer)
        plan = self.subscription(offer.subscription) if offer.subscription else None
        if fixed is None or (offer.subscription and plan is None):
            return None
        if (
            self.free_only
            and not funded
            and not self._is_funded(plan)
            and (fixed > 0 or (plan is not None and plan.price + plan.joining > 0))
        ):
            return None
        spread = self._spread(offer)
        fees = sum(self.cents(fee.price) or 0 for fee in offer.fees)
        if plan is None:
            return UsableOffer(index, fixed, spread=spread, fees=fees)
        if plan.opens == "many":
            return UsableOffer(index, fixed, plan.id, spread=spread, shared=True, bound=plan.id, fees=fees)
        periods = periods_for(minutes, plan)
        cents = periods * plan.price
        bound = plan.id if plan.joining else None
        return UsableOffer(index, fixed + cents, plan.id, periods, cents, spread, bound=bound, fees=fees)

    def _is_funded(self, plan: Plan | None) -> bool:
        record = self.catalog.get(Subscription, plan.id) if plan is not None and self.funds.usable else None
        return record is not None and bool(self.funds.of_subscription(record))

    def _is_open(self, offer: Offer) -> bool:
        today = self.learner.start.isoformat()
        return (
            self.learner.open_to(offer.countries, offer.audience)
            and (offer.start or "") <= today <= (offer.end or "9999-12-31")
            and (offer.confidence is None or sure_enough(offer.confidence, self.min_confidence))
            and (not offer.requires or meets_all(self.learner, parse_all(offer.requires), self.catalog))
        )

    def _fixed(self, offer: Offer) -> int | None:
        """The cents paid once; None where a part cannot be priced in the learner's currency."""
        total = 0
        for text in (offer.price_max or offer.price, *(fee.price for fee in offer.fees)):
            cents = self.cents(text) if text else 0
            if cents is None:
                return None
            total += cents
        if offer.per_credit is not None:
            each = self.cents(offer.per_credit)
            if each is None or offer.credits is None:
                return None
            total += _round(Decimal(each) * Decimal(str(offer.credits)))
        return total

    def _spread(self, offer: Offer) -> int:
        if offer.price is None or offer.price_max is None:
            return 0
        low, high = self.cents(offer.price), self.cents(offer.price_max)
        return 0 if low is None or high is None else high - low

    def cents(self, text: str) -> int | None:
        """An amount in cents of the learner's currency, by the newest rate; None without one."""
        money = Money.parse(text)
        if money.currency == self.learner.currency:
            return money.cents
        rate = self.rate(money.currency)
        return None if rate is None else _round(Decimal(money.cents) * Decimal(str(rate.rate)))

    def rate(self, currency: str) -> Rate | None:
        """The newest dated rate from a currency into the learner's."""
        found = [rate for rate in self.catalog.all(Rate) if (rate.currency, rate.into) == (currency, self.learner.currency)]
        return max(found, key=lambda rate: (rate.date, rate.id), default=None)

    def subscription(self, id: str) -> Plan | None:
        """A subscription that can be bought; None where it is retired or nobody knows its price."""
        if id not in self.subscriptions:
            self.subscriptions[id] = self._read(self.catalog.get(Subscription, id))
        return self.subscriptions[id]

    def _read(self, record: Subscription | None) -> Plan | None:
        if record is None or record.status != "active" or record.price is None:
            return None
        price = self.cents(record.price)
        joining = self.cents(record.joining_fee) if record.joining_fee else 0
        if price is None or joining is None or not sure_enough(record.confidence, self.min_confidence):
            return None
        capacity = self.learner.pace * 60 * WEEKS_PER_MONTH * record.months
        return Plan(record.id, price, joining, capacity, record.exams_per_period, record.opens)


def periods_for(minutes: int, plan: Plan, credentials: int = 1) -> int:
    """The whole periods that so many minutes of study, and so many credentials, need; at least one."""
    by_time = ceil(minutes / plan.capacity)
    by_exams = ceil(Fraction(credentials, plan.exams_per_period)) if plan.exams_per_period else 0
    return max(1, by_time, by_exams)


def sure_enough(confidence: Confidence, least: Confidence) -> bool:
    """Whether a confidence is at least another."""
    return CONFIDENCE_ORDER.index(confidence) >= CONFIDENCE_ORDER.index(least)


def no_earlier(one: date | None, other: date | None) -> bool:
    """Whether a last day is no earlier than another; None is no last day."""
    return one is None or (other is not None and one >= other)


def _round(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _worth_choosing(offers: list[UsableOffer]) -> list[UsableOffer]:
    """Drop each offer that another one beats whatever else is bought; of equals the first in the record stays."""
    return [offer for offer in offers if not any(_beats(other, offer) for other in offers)]


def _beats(one: UsableOffer, other: UsableOffer) -> bool:
    return one.no_dearer(other) and (one.place < other.place or (one.fixed < other.fixed and not other.funded))


def explain_unpriced(credential: Credential, catalog: Catalog) -> Iterator[str]:
    """Why nobody can say what a credential costs."""
    if not credential.offers:
        yield "price unknown"
    for offer in credential.offers:
        record = catalog.get(Subscription, offer.subscription) if offer.subscription else None
        if record is not None and record.price is None:
            yield f"price of {record.name} unknown"
