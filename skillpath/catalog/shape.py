"""Which records, and which of their fields, somebody wants who looks through many."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeVar

import msgspec
from msgspec import Struct

from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import Offer


class Shape(Struct, frozen=True, kw_only=True):
    """Some fields of a record: of what is no part of its shape nothing is read, which takes a third of the time."""

    id: str


S = TypeVar("S", bound=Shape)


class Hints(NamedTuple):
    """What the wanted credentials have in common, for an index to leave others unread; it may let some of them pass.

    A `provider` issues or carries them, they teach or attest one of the `skills`, `offers` says yes to their offers. It must say
    no to a lone plain price above nothing.
    """

    provider: str | None = None
    skills: frozenset[str] | None = None
    offers: Callable[[tuple[Offer, ...]], bool] | None = None


EVERY = Hints()


def part_of(record: AnyRecord, shape: type[S]) -> S:
    """The fields of a shape, of a whole record."""
    return msgspec.convert(record, shape, from_attributes=True)
