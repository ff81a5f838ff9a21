"""Typed records -> the rows of an index, file by file.

What many records share (names, skills taught) goes into packed lists, a few large rows instead of millions of small ones: a
list is an array of codes, and a code tells a record by its place in its file.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Sequence
from typing import Any
from zlib import crc32

import msgspec

from skillpath.catalog.catalog import fold, names_of
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.outline import minutes_of, offers_of, pack_traits, requires_of, taught_by, traits_of
from skillpath.catalog.records import Credential, Effort, Need, Offer, Recommendation, Skill
from skillpath.catalog.references import references
from skillpath.catalog.requirements import HasCredential, atoms, parse_all
from skillpath.catalog.values import LEVELS

KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
SECTIONS: dict[type[AnyRecord], str] = {record_type: kind for kind, record_type in KINDS.items()}
TOPICS = ("roles", "skills", "providers", "subscriptions", "courses", "programmes")

NAME_BUCKETS = 4096
OFFSET_BITS = 4
ATTESTED = 8
FIRST_WORD = "ꙮ"  # a letter of no living language, put before the first word of a name so that it can be asked for

RowLists = dict[str, list[tuple[Any, ...]]]

_MOST_REMEMBERED = 100_000
_CREDENTIALS = KIND_NUMBERS["credentials"]
_is_id = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*").fullmatch
_encode = msgspec.msgpack.Encoder().encode


def name_code(name: str) -> int:
    """The number under which a folded name is kept."""
    return crc32(name.encode("utf-8", "surrogatepass"))


def quick_fold(text: str) -> str:
    """`fold`, without its regular expression for the names that need none."""
    if text.isascii():
        return " ".join(text.lower().replace("-", " ").replace("_", " ").replace("/", " ").split())
    return fold(text)


class FileRows:
    """The rows of one file. Keys count from `first`; `take` hands over what has been gathered."""

    def __init__(self, file: int, first: int) -> None:
        self.file = file
        self.first = first
        self.key = first
        self.rows: RowLists = {}
        self._records: list[tuple[Any, ...]] = []
        self._outlines: list[tuple[Any, ...]] = []
        self._texts: list[tuple[int, str]] = []
        self._names = [array("Q") for _ in range(NAME_BUCKETS)]
        self._taught: dict[str, array[int]] = {}
        self._unfamiliar=None
        self._forget()

    def _forget(self) -> None:
        """Remember nothing of what has been checked, so that memory stays bounded."""
        self._referred: set[tuple[str, str]] = set()
        self._sources: set[tuple[str, ...]] = {()}
        self._traits: dict[tuple[Any, ...], int] = {}
        self._offers: dict[tuple[Offer, ...], tuple[int, int]] = {}

    def take(self) -> RowLists:
        """The rows since the last call, all but the packed lists."""
        taken = {**self.rows, "records": self._records, "outline": self._outlines, "search": self._texts}
        self.rows, self._records, self._outlines, self._texts = {}, [], [], []
        return taken

    def take_packed(self) -> RowLists:
        """The packed lists since the last call."""
        names = [(bucket, self.file, _packed(codes)) for bucket, codes in enumerate(self._names) if codes]
        taught = [(skill, self.file, _packed(codes)) for skill, codes in sorted(self._taught.items()) if codes]
        for codes in (*self._names, *self._taught.values()):
            del codes[:]
        if len(self._taught) > _MOST_REMEMBERED:
            self._taught.clear()
        return {"names": names, "taught": taught}

    def add(self, kind: str, record: AnyRecord, line: int) -> None:
        """Any record that has been checked, with every id that it names."""
        if len(self._referred) + len(self._offers) + len(self._traits) + len(self._sources) > _MOST_REMEMBERED:
            self._forget()
        self._refer(record)
        if isinstance(record, Credential):
            self._add_credential(record, line)
            return
        key = self._put(KIND_NUMBERS[kind], record, line)
        self._name(key, map(fold, names_of(record)))
        if kind in TOPICS:
            self._row("topics", key, _search_text(record))
        if isinstance(record, Skill) and record.broader is not None:
            self._row("narrower", record.broader, record.id)
        elif isinstance(record, Recommendation):
            self._row("recommended", record.credential, key)

    def add_overlay(self, kind: str, id: str, fields: dict[str, Any], line: int, lines: dict[str, int]) -> None:
        """A record that changes another, which stands before it or in a lower layer."""
        self._row("overlays", KIND_NUMBERS[kind], id, self.key, self.file, line, _encode(fields), _encode(lines))

    def add_familiar(self, record: Credential, line: int) -> bool:
        """A credential read without patterns: taken if every checked value in it stood in a checked record before."""
        traits = self._traits.get(traits_of(record))
        offers = self._offers.get(record.offers)
        if offers is None:
            self._unfamiliar = record.offers
        if traits is None or offers is None or record.sources not in self._sources or _is_rare(record):
            return False
        codes = [self._taught.get(entry if type(entry) is str else entry.skill) for entry in record.teaches]  # type: ignore[union-attr]
        if None in codes or not _is_id(record.id) or not _is_sane(record.effort):
            return False
        needed = self._familiar_needs(record.requires) if record.requires else ()
        if needed is None:
            return False
        self._put_credential(record, line, traits, offers, needed)
        return True

    def _familiar_needs(self, requires: Sequence[str | Need]) -> Iterable[str] | None:
        """The credentials under a `requires` list; None if it holds more than credentials, ``any`` and ``all``."""
        needed: list[str] = []
        for item in requires:
            if isinstance(item, str):
                needed.append(item)
            elif item == Need(any=item.any) or item == Need(all=item.all):
                inner = self._familiar_needs(item.any or item.all or ())
                if not inner:
                    return None
                needed.extend(inner)
            else:
                return None
        return needed if all(map(_is_id, needed)) else None

    def _add_credential(self, record: Credential, line: int) -> None:
        traits, packed = pack_traits(traits_of(record))
        self._row("traits", traits, packed)
        self._traits[traits_of(record)] = traits
        self._sources.add(record.sources)
        offers = self._offers[self._unfamiliar if self._unfamiliar is not None else record.offers] = offers_of(record.offers)
        self._unfamiliar=None
        key = self.key
        for skill, _ in taught_by(record):
            self._taught.setdefault(skill, array("I"))
        for entry in record.attests:
            skill = entry if isinstance(entry, str) else entry.skill
            self._taught.setdefault(skill, array("I")).append((key - self.first) << OFFSET_BITS | ATTESTED)
        if record.award is not None:
            self._row("grants", record.award, key)
        needed = (atom.id for atom in atoms(parse_all(record.requires)) if isinstance(atom, HasCredential))
        self._put_credential(record, line, traits, offers, needed)

    def _put_credential(
        self, record: Credential, line: int, traits: int, offers: tuple[int, int], needed: Iterable[str]
    ) -> None:
        key = self._put(_CREDENTIALS, record, line)
        place = (key - self.first) << OFFSET_BITS
        own = record.teaches_level or LEVELS[record.level]
        skills = []
        for entry in record.teaches:
            if isinstance(entry, str):
                self._taught[entry].append(place | own)
                skills.append(entry)
            else:
                self._taught[entry.skill].append(place | entry.level)
                skills.append(entry.skill)
        for id in dict.fromkeys(needed):
            self._row("needs", id, key)
        self._name(key, (record.id.replace("-", " ").replace("_", " "), *map(quick_fold, (record.name, *record.aliases))))
        name = record.name
        words = (FIRST_WORD + name.partition(" ")[0], name, *record.aliases, record.provider, *skills)
        self._texts.append((key, " ".join(words)))
        effort = record.effort
        weeks = effort.min_weeks if effort else None
        self._outlines.append((key, traits, offers[0], requires_of(record.requires), offers[1], minutes_of(effort), weeks))

    def _put(self, kind: int, record: AnyRecord, line: int) -> int:
        key = self.key
        self.key = key + 1
        self._records.append((key, kind, record.id, line, _encode(record)))
        return key

    def _row(self, table: str, *row: Any) -> None:
        self.rows.setdefault(table, []).append(row)

    def _name(self, key: int, folded: Iterable[str]) -> None:
        place = key - self.first
        for name in folded:
            code = crc32(name.encode("utf-8", "surrogatepass"))
            self._names[code % NAME_BUCKETS].append(code << 32 | place)

    def _refer(self, record: AnyRecord) -> None:
        for field, id, section in references(record):
            if (section, id) not in self._referred:
                self._referred.add((section, id))
                self._row("refs", KIND_NUMBERS[section], id, self.key, field)


def _is_rare(record: Credential) -> bool:
    """Whether it has a field with checked values that few credentials have."""
    return bool(
        record.attests
        or record.recommends
        or record.leads_to
        or record.overlaps
        or record.award
        or record.award_field
        or record.renewal
        or record.replaced_by
    )


def _is_sane(effort: Effort | None) -> bool:
    if effort is None or (effort.min_hours is None and effort.max_hours is None):
        return True
    return (
        effort.hours is None and effort.min_hours is not None and effort.max_hours is not None and effort.min_hours <= effort.max_hours
    )


def _search_text(record: AnyRecord) -> str:
    names = [name for name in names_of(record) if name != record.id] or [record.id]
    provider = getattr(record, "provider", None)
    return " ".join((FIRST_WORD + names[0].partition(" ")[0], *names, *((provider,) if provider else ())))


def _packed(codes: array[int]) -> bytes:
    if sys.byteorder == "big":
        codes = array(codes.typecode, codes)
        codes.byteswap()
    return codes.tobytes()
