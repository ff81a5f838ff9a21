"""One thing that a plan has to pay."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

PurchaseKind = Literal["offer", "subscription", "tuition", "fee", "waiver", "charge"]


class Purchase(Struct, frozen=True):
    """One thing to pay: an offer of a credential, whole periods of a subscription, or a bill of an institution."""

    kind: PurchaseKind
    id: str
    name: str
    credentials: tuple[str, ...]
    periods: int
    months: int
    cents: int
    joining: int = 0
