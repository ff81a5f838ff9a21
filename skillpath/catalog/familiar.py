"""The lines of most credentials, read without asking again what was asked of the lines before.

Checking patterns is three quarters of the time that typed reading takes. Here ids are not checked, for an id that no record has
is found in the end, and what credentials share (offers, efforts) is kept as text, so that each text is read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Raw, Struct

from skillpath.catalog.figures import typical_minutes
from skillpath.catalog.packing import NO_MINUTES, NO_WEEKS
from skillpath.catalog.records import Effort, Need, Offer, Renewal
from skillpath.catalog.values import Confidence, CredentialId, CredentialLevel, Id, Level, Note, Text

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
    """A credential as lines have it: its ids are looked at later, many at once, and its larger parts only if they are new."""

    id: str
    name: Text
    kind: Literal["certificate", "certification", "course", "exam", "badge", "licence", "degree", "apprenticeship"]
    provider: str
    aliases: tuple[Text, ...] = ()
    platform: str | None = None
    level: CredentialLevel = "beginner"
    teaches: tuple[str | LevelledSkill, ...] = ()
    teaches_level: Level | None = None
    attests: tuple[str | LevelledSkill, ...] = ()
    requires: Raw = NOTHING
    recommends: Raw = NOTHING
    effort: Raw = NOTHING
    offers: Raw = NOTHING
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    leads_to: tuple[str, ...] = ()
    overlaps: tuple[str, ...] = ()
    valid_months: Annotated[int, Meta(ge=1, le=1200)] | None = None
    renewal: Renewal | None = None
    status: Literal["active", "retired", "planned"] = "active"
    retired_on: str | None = None
    replaced_by: str | None = None
    award: Id | None = None
    award_field: Id | None = None
    sources: tuple[str, ...] = ()
    confidence: Confidence = "medium"
    note: Note = ""
    assessment: str | None = None
    proof: str | None = None
    url: str | None = None


rest_of = attrgetter("attests", "recommends", "leads_to", "overlaps", "renewal", "replaced_by", "award")
"""The fields that name records and that few credentials have."""
NO_REST = ((), NOTHING, (), (), None, None, None)


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
read_offers = msgspec.json.Decoder(tuple[Offer, ...]).decode
read_all_needs = msgspec.json.Decoder(tuple[CredentialId | Need, ...]).decode
_read_effort = msgspec.json.Decoder(Effort).decode
_read_needs = msgspec.json.Decoder(tuple[str | FamiliarNeed, ...]).decode
_match_price = re.compile(rb'\[\{"price": ?"(\d{1,9})(?:\.(\d\d))? ([A-Z]{3})"\}\]').fullmatch


def time_of(effort: bytes) -> tuple[int, float, Confidence | None]:
    """The minutes, weeks and confidence of an effort."""
    found = _read_effort(effort) if effort else Effort()
    hours = (found.min_hours, found.max_hours)
    if hours != (None, None) and (found.hours is not None or None in hours or hours[0] > hours[1]):  # type: ignore[operator]
        raise UnfamiliarError
    minutes = typical_minutes(found)
    weeks = found.min_weeks
    return NO_MINUTES if minutes is None else minutes, NO_WEEKS if weeks is None else weeks, found.confidence


def lone_price(offers: bytes) -> tuple[bytes, int] | None:
    """The currency and the cents of a lone offer that is nothing but a price; most are."""
    found = _match_price(offers)
    return (found[3], int(found[1]) * 100 + int(found[2] or 0)) if found else None


def named_in(needs: Raw) -> tuple[dict[str, None], dict[str, None]]:
    """The credentials and the skills that a `requires` list of the forms that most have names.

    Raises:
        UnfamiliarError: one of its items gives none, or several, of those forms.
        msgspec.MsgspecError: so it does, or is no list at all.
    """
    credentials: dict[str, None] = {}
    skills: dict[str, None] = {}
    _gather(_read_needs(needs), credentials, skills)
    return credentials, skills


def _gather(needs: Iterable[str | FamiliarNeed], credentials: dict[str, None], skills: dict[str, None]) -> None:
    for item in needs:
        if isinstance(item, str):
            credentials[item] = None
            continue
        if (item.skill is not None) + (item.any is not None) + (item.all is not None) != 1 or (item.level and item.skill is None):
            raise UnfamiliarError
        if item.skill is not None:
            skills[item.skill] = None
        else:
            _gather(item.any or item.all or (), credentials, skills)
