"""Which funding lowers a learner's prices, which can only be told, and what each of them covers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from math import floor
from typing import Literal

from msgspec import Struct

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Credential, Subscription
from skillpath.catalog.requirements import HasAward, parse_all
from skillpath.catalog.values import CONFIDENCE_ORDER, Confidence
from skillpath.learner.learner import Learner, meets, meets_all

Cents = Callable[[str], int | None]
Why = Literal["unverified", "announced", "loan", "tax-return", "amount-unknown", "confidence", "requires"]


class UsableFunding(Struct, frozen=True):
    """A funding that counts, in cents of the learner's currency: what it takes of a price, and over a plan."""

    record: Funding
    percent: Fraction
    amount: int | None
    cap: int | None
    yearly: int | None

    @property
    def id(self) -> str:
        """The id of the record."""
        return self.record.id

    @property
    def opens(self) -> bool:
        """Whether it pays all of what it covers, so that no subscription is needed either."""
        return self.percent == 1 and self.amount is None and self.cap is None and self.yearly is None

    def most(self, cents: int) -> int:
        """The most that it takes of a price, caps of the whole plan aside; part of a cent is left to the learner."""
        share = floor(cents * self.percent)
        return share if self.amount is None else min(share, self.amount)


class Told(Struct, frozen=True):
    """A funding that could lower the price and is not counted, and why."""

    record: Funding
    why: tuple[Why, ...]


class Funds:
    """The funding of a catalogue for one learner."""

    def __init__(self, catalog: Catalog, learner: Learner, min_confidence: Confidence, cents: Cents) -> None:
        self.catalog = catalog
        self.learner = learner
        self.min_confidence = min_confidence
        self.cents = cents
        judged = [(record, tuple(self._doubts(record))) for record in catalog.all(Funding) if self._is_for(record)]
        self.usable = tuple(self._usable(record) for record, doubts in judged if not doubts)
        self.told = tuple(Told(record, doubts) for record, doubts in judged if doubts)

    def _is_for(self, record: Funding) -> bool:
        """Whether it runs on the start date and is for people such as the learner, what must be declared aside."""
        wanted, today = record.eligibility, self.learner.start.isoformat()
        degree = wanted.highest_degree_below
        return (
            record.status != "ended"
            and (record.start or "") <= today <= (record.end or "9999-12-31")
            and self.learner.open_to(wanted.residence, wanted.audience)
            and not (degree is not None and meets(self.learner, HasAward(degree, None), self.catalog))
        )

    def _doubts(self, record: Funding) -> Iterator[Why]:
        """Why it lowers no price."""
        if record.status == "unverified":
            yield "unverified"
        if record.status == "announced":
            yield "announced"
        if record.paid == "loan":
            yield "loan"
        if record.paid == "tax-return":
            yield "tax-return"
        amounts = [record.amount, record.cap, record.cap_per_year]
        given = [text for text in amounts if text is not None]
        if not (given or record.percent is not None) or any(self.cents(text) is None for text in given):
            yield "amount-unknown"
        if CONFIDENCE_ORDER.index(record.confidence) < CONFIDENCE_ORDER.index(self.min_confidence):
            yield "confidence"
        if not meets_all(self.learner, parse_all(record.eligibility.requires), self.catalog):
            yield "requires"

    def _usable(self, record: Funding) -> UsableFunding:
        percent = Fraction(1) if record.percent is None else Fraction(str(record.percent)) / 100
        return UsableFunding(record, percent, *map(self._cents, (record.amount, record.cap, record.cap_per_year)))

    def _cents(self, text: str | None) -> int | None:
        return None if text is None else self.cents(text)

    @property
    def named(self) -> tuple[str, ...] | None:
        """Ids of all credentials that funding covers; None where some funding covers more than it names."""
        records = [each.record for each in self.usable]
        if any(not each.credentials or each.providers for each in records):
            return None
        return tuple(sorted({id for each in records for id in each.credentials}))

    def of_credential(self, record: Credential) -> tuple[UsableFunding, ...]:
        """What covers a credential."""
        return tuple(each for each in self.usable if covers_credential(each.record, record))

    def of_subscription(self, record: Subscription) -> tuple[UsableFunding, ...]:
        """What covers the periods of a subscription."""
        return tuple(each for each in self.usable if covers_subscription(each.record, record))

    def of_programmes(self, programmes: tuple[Programme, ...]) -> tuple[UsableFunding, ...]:
        """What covers teaching in programmes of one institution: in all of them, since it is paid together."""
        return tuple(each for each in self.usable if all(covers_programme(each.record, one) for one in programmes))


def _covers(record: Funding, kind: str, lists: tuple[bool, ...]) -> bool:
    given = record.credentials or record.providers or record.subscriptions or record.programmes
    return (not record.kinds or kind in record.kinds) and (not given or any(lists))


def covers_credential(record: Funding, credential: Credential) -> bool:
    """Whether a funding covers the price of a credential."""
    taken = {credential.provider, credential.platform}
    return _covers(record, credential.kind, (credential.id in record.credentials, not taken.isdisjoint(record.providers)))


def covers_subscription(record: Funding, subscription: Subscription) -> bool:
    """Whether a funding covers the periods of a subscription."""
    listed = (subscription.id in record.subscriptions, subscription.provider in record.providers)
    return _covers(record, "subscription", listed)


def covers_programme(record: Funding, programme: Programme) -> bool:
    """Whether a funding covers teaching in a programme."""
    return _covers(record, "programme", (programme.id in record.programmes, programme.institution in record.providers))
