"""What records are found by: names, the skills that credentials teach, and words for the full-text index."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Any
from zlib import crc32

import msgspec
from msgspec import Struct

from skillpath.catalog.catalog import names_of
from skillpath.catalog.familiar import RowLists
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.packing import ATTESTED, KIND_NUMBERS, LEVEL_BITS, NAME_BUCKETS, PLACE_BITS, SPACED, folded, pack
from skillpath.catalog.store import decoder
from skillpath.catalog.values import LEVELS
from skillpath.catalog.words import FIRST, TOPICS, searchable

RECORDS_AT_ONCE = 100_000

_CREDENTIALS = KIND_NUMBERS["credentials"]
_KINDS = list(KINDS)
_IN_FILE = (1 << PLACE_BITS) - 1


class _Entry(Struct):
    skill: str
    level: int


class _Found(Struct):
    """What a credential is found by; the rest of its body is passed over."""

    id: str
    name: str
    provider: str
    aliases: tuple[str, ...] = ()
    level: str = "beginner"
    teaches: tuple[str | _Entry, ...] = ()
    teaches_level: int | None = None
    attests: tuple[str | _Entry, ...] = ()


_read = msgspec.json.Decoder(_Found).decode


class Lookup:
    """Makes the lookup rows of records, and hands them to `insert`; for each file one packed list, or several if it is long."""

    def __init__(self, insert: Callable[[RowLists], None]) -> None:
        self._insert = insert
        self._file = 0
        self._count = 0
        self._start()

    def _start(self) -> None:
        self._count = 0
        self._names: list[array[int]] = [array("Q") for _ in range(NAME_BUCKETS)]
        self._taught: dict[str, array[int]] = {}
        self._search: list[tuple[int, str]] = []
        self._topics: list[tuple[int, str]] = []

    def add(self, records: list[tuple[Any, ...]]) -> None:
        """Take rows of the table of records, in the order of their keys."""
        for key, kind, _, _, body in records:
            if key >> PLACE_BITS != self._file or self._count >= RECORDS_AT_ONCE:
                self.flush()
                self._file = key >> PLACE_BITS
            self._count += 1
            if kind == _CREDENTIALS:
                self._add_credential(key, _read(body))
            else:
                self._add_other(key, _KINDS[kind], decoder(_KINDS[kind])(body))
        self._insert({"search": self._search, "topics": self._topics})
        self._search, self._topics = [], []

    def flush(self) -> None:
        """Hand over what has been gathered."""
        names = [(bucket, self._file, pack(codes)) for bucket, codes in enumerate(self._names) if codes]
        taught = [(skill, self._file, pack(codes)) for skill, codes in sorted(self._taught.items())]
        self._insert({"names": names, "taught": taught, "search": self._search, "topics": self._topics})
        self._start()

    def _add_other(self, key: int, kind: str, record: AnyRecord) -> None:
        self._name(key & _IN_FILE, *names_of(record))
        if kind in TOPICS:
            self._topics.append((key, text_of(record)))

    def _add_credential(self, key: int, record: _Found) -> None:
        place = key & _IN_FILE
        data = record.name.encode("utf-8", "surrogatepass").translate(SPACED).strip()
        if record.aliases or b"  " in data or not data.isascii():
            self._name(place, record.name, *record.aliases)
            text = _words((record.name, *record.aliases, record.provider))
        else:
            code = crc32(data)
            self._names[code % NAME_BUCKETS].append(code << 32 | place)
            text = data.decode()
            text = f"{FIRST}{text.split(' ', 1)[0]} {text} {record.provider}"
        self._search.append((key, text))
        if "_" in record.id:
            self._name(place, record.id)
        self._teach(place << LEVEL_BITS, record)

    def _teach(self, code: int, record: _Found) -> None:
        taught, own = self._taught, code | (record.teaches_level or LEVELS[record.level])
        for entry in record.teaches:
            if isinstance(entry, str):
                skill, at = entry, own
            else:
                skill, at = entry.skill, code | entry.level
            try:
                taught[skill].append(at)
            except KeyError:
                taught[skill] = array("I", (at,))
        for entry in record.attests:
            skill = entry if isinstance(entry, str) else entry.skill
            taught.setdefault(skill, array("I")).append(code | ATTESTED)

    def _name(self, place: int, *names: str) -> None:
        for name in names:
            code = crc32(folded(name))
            self._names[code % NAME_BUCKETS].append(code << 32 | place)


def _words(names: list[str] | tuple[str, ...]) -> str:
    return searchable(f"{FIRST}{names[0].partition(' ')[0]} {' '.join(names)}")


def text_of(record: AnyRecord) -> str:
    """What the full-text tables know of a record: its names, and who provides it."""
    names = [name for name in names_of(record) if name != record.id] or [record.id]
    provider = getattr(record, "provider", None)
    return _words(names if provider is None else [*names, provider])
