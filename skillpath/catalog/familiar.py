"""The lines of most credentials, read without asking again what was asked of the lines before.

Checking patterns is three quarters of the time that typed reading takes. Here ids are not checked, for an id that no record has
is found in the end, and what credentials share (offers, efforts) is kept as text, so that each text is read once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal

import msgspec
from msgspec import Raw, Struct

from skillpath.catalog.measures import minutes_of, offers_of
from skillpath.catalog.packing import NO_MINUTES, NO_WEEKS
from skillpath.catalog.records import Effort, Offer
from skillpath.catalog.values import Confidence, CredentialLevel, Level, Note, Text

RowLists = dict[str, list[tuple[Any, ...]]]

NOTHING = Raw(b"")
CREDENTIAL = b'{"credentials":'
BODY = len(CREDENTIAL)
MOST_REMEMBERED = 100_000


class UnfamiliarError(Exception):
    """A record has a form that few have."""


UNREADABLE = (msgspec.MsgspecError, UnfamiliarError, UnicodeDecodeError, RecursionError)


class LevelledSkill(Struct, forbid_unknown_fields=True):
    """An entry of `teaches`."""

    skill: str
    level: Level


class FamiliarNeed(Struct, forbid_unknown_fields=True):
    """The forms that most requirements have."""

    skill: str | None = None
    level: Level | None = None
    any: tuple[str | FamiliarNeed, ...] | None = None
    all: tuple[str | FamiliarNeed, ...] | None = None


class Familiar(Struct, forbid_unknown_fields=True, kw_only=True):
    """A credential with no other fields than most have."""

    id: str
    name: Text
    kind: Literal["certificate", "certification", "course", "exam", "badge", "licence", "degree", "apprenticeship"]
    provider: str
    aliases: tuple[Text, ...] = ()
    platform: str | None = None
    level: CredentialLevel = "beginner"
    teaches: tuple[str | LevelledSkill, ...] = ()
    teaches_level: Level | None = None
    requires: Raw = NOTHING
    effort: Raw = NOTHING
    offers: Raw = NOTHING
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    status: Literal["active", "retired", "planned"] = "active"
    retired_on: str | None = None
    sources: tuple[str, ...] = ()
    confidence: Confidence = "medium"
    note: Note = ""
    assessment: str | None = None
    proof: str | None = None
    url: str | None = None


class Memory(dict[Any, Any]):
    """What has been learnt of parts that many records share. It forgets all when it is full, so that memory stays bounded."""

    def __init__(self, learn: Callable[[Any], Any]) -> None:
        super().__init__()
        self._learn = learn

    def __missing__(self, part: Any) -> Any:
        if len(self) > MOST_REMEMBERED:
            self.clear()
        self[part] = learnt = self._learn(part)
        return learnt


read_familiar = msgspec.json.Decoder(Familiar).decode
_read_effort = msgspec.json.Decoder(Effort).decode
_read_offers = msgspec.json.Decoder(tuple[Offer, ...]).decode
read_needs = msgspec.json.Decoder(tuple[str | FamiliarNeed, ...]).decode


def time_of(effort: bytes) -> tuple[int, float, Confidence | None]:
    """The minutes, weeks and confidence of an effort."""
    found = _read_effort(effort) if effort else Effort()
    hours = (found.min_hours, found.max_hours)
    if hours != (None, None) and (found.hours is not None or None in hours or hours[0] > hours[1]):  # type: ignore[operator]
        raise UnfamiliarError
    minutes = minutes_of(found)
    weeks = found.min_weeks
    return NO_MINUTES if minutes is None else minutes, NO_WEEKS if weeks is None else weeks, found.confidence


def offers_in(text: bytes) -> tuple[int, int]:
    """The number of some offers that name nothing but prices, and the cents of a lone plain one."""
    offers = _read_offers(text) if text else ()
    for each in offers:
        if each.price is None or each.price_max or each.per_credit or each.subscription or each.requires:
            raise UnfamiliarError
    return offers_of(offers)


def gather(needs: Iterable[str | FamiliarNeed], credentials: dict[str, None], skills: dict[str, None]) -> None:
    """Collect the ids under a `requires` list.

    Raises:
        UnfamiliarError: one of its items gives none, or several, of its forms.
    """
    for item in needs:
        if isinstance(item, str):
            credentials[item] = None
            continue
        if (item.skill is not None) + (item.any is not None) + (item.all is not None) != 1 or (item.level and item.skill is None):
            raise UnfamiliarError
        if item.skill is not None:
            skills[item.skill] = None
        else:
            gather(item.any or item.all or (), credentials, skills)
