"""One thing that a plan has to pay, and the funding that lowers it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from skillpath.catalog.funding import Funding

PurchaseKind = Literal["offer", "subscription", "tuition", "fee", "waiver", "charge"]


class Funded(Struct, frozen=True):
    """What one funding takes off one thing; `opens` where no subscription has to be bought for it."""

    record: Funding
    cents: int
    opens: bool = False

    @property
    def is_paid_back(self) -> bool:
        """Whether the learner pays it first, and gets it back."""
        return self.record.paid == "reimbursed"


class Purchase(Struct, frozen=True):
    """One thing to pay: an offer of a credential, whole periods of a subscription, or a bill of an institution.

    `cents` is the price as it stands; `funding` what is taken off it.
    """

    kind: PurchaseKind
    id: str
    name: str
    credentials: tuple[str, ...]
    periods: int
    months: int
    cents: int
    joining: int = 0
    funding: tuple[Funded, ...] = ()

    @property
    def net(self) -> int:
        """What it costs the learner in the end."""
        return self.cents - sum(each.cents for each in self.funding)
