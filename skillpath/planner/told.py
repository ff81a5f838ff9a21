"""Funding that could lower the price of a plan and is not counted: the learner is told, and asks first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Credential, Subscription
from skillpath.planner.candidates import Candidates
from skillpath.planner.fundable import Told, covers_credential, covers_programme, covers_subscription
from skillpath.planner.purchase import Purchase


def told(bought: Iterable[Purchase], source: Candidates) -> Iterator[Told]:
    """What covers something that the learner pays for; for the learner's own place before any place, then by id."""
    paid = [purchase for purchase in bought if purchase.net > 0]
    found = [each for each in source.prices.funds.told if any(_covers(each.record, purchase, source) for purchase in paid)]
    yield from sorted(found, key=lambda each: (not each.record.eligibility.residence, each.record.id))


def _covers(record: Funding, purchase: Purchase, source: Candidates) -> bool:
    if purchase.kind in ("tuition", "fee"):
        programme = source.catalog.get(Programme, purchase.id)
        return programme is not None and covers_programme(record, programme)
    if purchase.kind == "subscription":
        subscription = source.catalog.get(Subscription, purchase.id)
        if subscription is not None and covers_subscription(record, subscription):
            return True
    credentials = (source.catalog.get(Credential, id) for id in purchase.credentials)
    return any(credential is not None and covers_credential(record, credential) for credential in credentials)
