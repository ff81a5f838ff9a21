"""Catalogue format 1, third part: what lowers a learner's price, whom it is for, and what it pays for."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from skillpath.catalog.records import Need, Part, Record
from skillpath.catalog.values import (
    Country,
    CredentialId,
    Day,
    FundingId,
    Id,
    MoneyText,
    Note,
    ProgrammeId,
    ProviderId,
    SubscriptionId,
    Text,
)

FundedKind = Literal[
    "certificate",
    "certification",
    "course",
    "exam",
    "badge",
    "licence",
    "degree",
    "apprenticeship",
    "subscription",
    "programme",
]


class Eligibility(Part, frozen=True, kw_only=True):
    """Whom a funding is for: every part given must hold on the start date.

    What only the learner can judge (an income, an employer, a promise by the sponsor) is a `condition` in `requires`, so that
    nothing is taken off that the learner has not said. `highest_degree_below`: holds no such award, and none above it.
    """

    residence: tuple[Country, ...] = ()
    requires: tuple[CredentialId | Need, ...] = ()
    audience: tuple[Id, ...] = ()
    highest_degree_below: Literal["associate", "bachelor", "master", "doctor"] | None = None
    says: Note = ""


class Funding(Record, frozen=True, kw_only=True):
    """What lowers a learner's price.

    It covers a purchase that matches one of the lists `credentials`, `providers` (who issues, carries, sells or teaches),
    `subscriptions`, `programmes` (all purchases, where none is given) and one of the `kinds` (any, where none is given).

    Of the price of each purchase that it covers, fees aside unless `covers_fees`, it takes at most `percent`, at most `amount`,
    and over a whole plan at most `cap` and at most one `cap_per_year`, for at most `uses` purchases. A funding that gives
    neither percent nor amount nor cap is told, and never counted. With `percent: 100` and no cap it also opens the
    subscription under which a covered credential is studied. One purchase is lowered by one funding, and then by those with
    `last_dollar`, which pay what others leave over; two that `excludes` names are never both used.

    `paid`: upfront, or reimbursed after the learner has paid. What comes back with a tax return, and a loan, are told and never
    lower a price. Only `active` and `limited` ones count.
    """

    name: Text
    sponsor: Text
    eligibility: Eligibility = Eligibility()
    credentials: tuple[CredentialId, ...] = ()
    providers: tuple[ProviderId, ...] = ()
    subscriptions: tuple[SubscriptionId, ...] = ()
    programmes: tuple[ProgrammeId, ...] = ()
    kinds: tuple[FundedKind, ...] = ()
    percent: Annotated[float, Meta(gt=0, le=100)] | None = None
    amount: MoneyText | None = None
    cap: MoneyText | None = None
    cap_per_year: MoneyText | None = None
    uses: Annotated[int, Meta(ge=1)] | None = None
    covers_fees: bool = False
    paid: Literal["upfront", "reimbursed", "tax-return", "loan"] = "upfront"
    last_dollar: bool = False
    excludes: tuple[FundingId, ...] = ()
    start: Day | None = None
    end: Day | None = None
    status: Literal["active", "announced", "limited", "ended", "unverified"] = "active"
    limits: Note = ""
    url: str | None = None
