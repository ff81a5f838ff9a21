"""The small values that records are made of: ids, money, dates, confidence, levels."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, NamedTuple

from msgspec import Meta

Id = Annotated[
    str, Meta(pattern=r"^[a-z0-9]+([._-][a-z0-9]+)*$", max_length=120, description="lower-case letters, digits, . _ -")
]


def _id_of(section: str) -> Meta:
    return Meta(extra={"section": section})


_DAY = (
    r"^((19|20)\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))"
    r"|(19|20)([02468][48]|[2468]0|[13579][26])-02-29|2000-02-29)$"
)
"""Days that exist, from 1900 to 2099."""

SkillId = Annotated[Id, _id_of("skills")]
RoleId = Annotated[Id, _id_of("roles")]
ProviderId = Annotated[Id, _id_of("providers")]
SubscriptionId = Annotated[Id, _id_of("subscriptions")]
ConditionId = Annotated[Id, _id_of("conditions")]
CourseId = Annotated[Id, _id_of("courses")]
CredentialId = Annotated[Id, _id_of("credentials")]
ProgrammeId = Annotated[Id, _id_of("programmes")]
FundingId = Annotated[Id, _id_of("funding")]
SourceId = Annotated[Id, _id_of("sources")]

Text = Annotated[str, Meta(min_length=1, max_length=400)]
Note = Annotated[str, Meta(max_length=2000)]
MoneyText = Annotated[
    str, Meta(pattern=r"^\d{1,9}(\.\d{1,2})? [A-Z]{3}$", description="an amount and an ISO 4217 currency, such as '49 USD'")
]
Day = Annotated[str, Meta(pattern=_DAY, description="a date, quoted: '2026-11-23'")]
RoughDay = Annotated[
    str, Meta(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$", description="a date, a month or a year, quoted")
]
Country = Annotated[
    str, Meta(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,3})?$", description="ISO 3166 country or region, quoted: 'US', 'US-LA'")
]
Language = Annotated[str, Meta(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$", description="language tag such as 'en'")]
Currency = Annotated[str, Meta(pattern=r"^[A-Z]{3}$")]
Level = Annotated[int, Meta(ge=1, le=4, description="1 knows it, 2 uses it under guidance, 3 works unaided, 4 leads others")]
Hours = Annotated[float, Meta(ge=0, le=100_000)]
Ratio = Annotated[
    str, Meta(pattern=r"^\d{1,6}(\.\d{1,6}|/[1-9]\d{0,5})?$", description="an exact number, quoted: '2/3', '0.5', '30'")
]
Confidence = Literal["high", "medium", "low"]
CredentialLevel = Literal["beginner", "intermediate", "advanced", "expert"]
CreditLevel = Literal["lower", "upper", "graduate", "vocational"]

CONFIDENCE_ORDER: tuple[Confidence, ...] = ("low", "medium", "high")
LEVELS: dict[str, int] = {"beginner": 1, "intermediate": 2, "advanced": 3, "expert": 4}


class Money(NamedTuple):
    """An exact amount of one currency."""

    amount: Decimal
    currency: str

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read ``'49 USD'``; the pattern of `MoneyText` has been checked."""
        amount, currency = text.split(" ")
        return cls(Decimal(amount), currency)

    @property
    def cents(self) -> int:
        """Hundredths of the currency's unit, exactly."""
        return int(self.amount * 100)

    @classmethod
    def of_cents(cls, cents: int, currency: str) -> Money:
        """The money that `cents` hundredths are."""
        return cls(Decimal(cents) / 100, currency)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


def weakest(confidences: list[Confidence]) -> Confidence:
    """The lowest of some confidences; ``high`` where there are none."""
    return min(confidences, key=CONFIDENCE_ORDER.index, default="high")


def minutes(hours: float) -> int:
    """Hours as whole minutes, rounded half up: the unit in which efforts are added."""
    return int(Decimal(str(hours)) * 60 + Decimal("0.5"))
