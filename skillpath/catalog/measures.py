"""What an outline says of a credential, worked out from its record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from skillpath.catalog.digest import blake2b
from skillpath.catalog.figures import typical_minutes
from skillpath.catalog.outline import Outline
from skillpath.catalog.records import Credential, Need, Offer
from skillpath.catalog.values import Money

NO_NEEDS = 0

_encode = msgspec.json.Encoder().encode
_pack = msgspec.msgpack.Encoder().encode


def signature(data: bytes) -> int:
    """A number that stands for some content: equal for equal content, and different otherwise but for one chance in 2^63."""
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1 or 1


def traits_of(record: Credential) -> tuple[Any, ...]:
    """The fields of `Traits`, as a plain tuple."""
    return (
        record.status,
        record.retired_on,
        record.countries,
        record.languages,
        record.audience,
        record.provider,
        record.platform,
        record.confidence,
        record.effort.confidence if record.effort else None,
    )


def pack_traits(traits: tuple[Any, ...]) -> tuple[int, bytes]:
    """The number of a combination of traits, and the combination as bytes."""
    packed = _pack(traits)
    return signature(packed), packed


def offers_of(offers: Sequence[Offer]) -> tuple[int, int]:
    """The number of the offers, and the cents of a lone plain price, which the number then leaves out."""
    told = [msgspec.structs.replace(offer, name="", note="") for offer in offers]
    if len(told) != 1 or (price := _plain_price(told[0])) is None:
        return signature(_encode(told)), 0
    return signature(_encode((msgspec.structs.replace(told[0], price=None), price.currency))), price.cents


def _plain_price(offer: Offer) -> Money | None:
    if offer.price is None or offer.price_max or offer.subscription or offer.per_credit or offer.fees:
        return None
    return Money.parse(offer.price)


def requires_of(requires: Sequence[str | Need]) -> int:
    """The number of a `requires` list."""
    return signature(_encode(requires)) if requires else NO_NEEDS


def outline_of(key: int, taught: dict[str, int], record: Credential) -> Outline:
    """The outline of a typed record."""
    offers, cents = offers_of(record.offers)
    weeks = record.effort.min_weeks if record.effort else None
    traits = pack_traits(traits_of(record))[0]
    return Outline(key, taught, traits, offers, requires_of(record.requires), cents, typical_minutes(record.effort), weeks)
