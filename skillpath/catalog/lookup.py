"""What records are found by: names, the skills that credentials teach, and words for the full-text index."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from itertools import islice
from zlib import crc32

from skillpath.catalog.catalog import names_of
from skillpath.catalog.familiar import Familiar, RowLists
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.packing import ATTESTED, LEVEL_BITS, NAME_BUCKETS, PLACE_BITS, SPACED, folded, pack
from skillpath.catalog.records import Credential
from skillpath.catalog.values import LEVELS
from skillpath.catalog.words import FIRST, TOPICS, searchable

RECORDS_AT_ONCE = 100_000
TEXTS_AT_ONCE = 1000


class Lookup:
    """Gathers the lookup rows of one file."""

    def __init__(self, file: int) -> None:
        self.file = file
        self._base = file << PLACE_BITS
        self._packed = 0
        self._search: list[tuple[int, str]] = []
        self._topics: list[tuple[int, str]] = []
        self._start_lists()

    def _start_lists(self) -> None:
        self._names: list[array[int]] = [array("Q") for _ in range(NAME_BUCKETS)]
        self._taught: dict[str, array[int]] = {}

    def take(self, place: int) -> RowLists:
        """The words since the last call, and the packed lists once they are long."""
        taken: RowLists = {"search": self._search, "topics": self._topics}
        self._search, self._topics = [], []
        if place - self._packed >= RECORDS_AT_ONCE:
            self._packed = place
            taken.update(self.take_packed())
        return taken

    def take_packed(self) -> RowLists:
        """The packed lists since the last call."""
        names = [(bucket, self.file, pack(codes)) for bucket, codes in enumerate(self._names) if codes]
        taught = [(skill, self.file, pack(codes)) for skill, codes in sorted(self._taught.items())]
        self._start_lists()
        return {"names": names, "taught": taught}

    def add(self, place: int, kind: str, record: AnyRecord) -> None:
        """A record of any kind."""
        if isinstance(record, Credential):
            self.add_credential(place, record)
            return
        self._name(place, *names_of(record))
        if kind in TOPICS:
            self._topics.append((self._base | place, text_of(record)))

    def add_credential(self, place: int, record: Credential | Familiar) -> None:
        """A credential, perhaps as it was read from a line."""
        data = record.name.encode("utf-8", "surrogatepass").translate(SPACED).strip()
        if record.aliases or b"  " in data or not data.isascii():
            self._name(place, record.name, *record.aliases)
            text = _words((record.name, *record.aliases, record.provider))
        else:
            code = crc32(data)
            self._names[code % NAME_BUCKETS].append(code << 32 | place)
            text = data.decode()
            text = f"{FIRST}{text.split(' ', 1)[0]} {text} {record.provider}"
        self._search.append((self._base | place, text))
        if "_" in record.id:
            self._name(place, record.id)
        code = place << LEVEL_BITS
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
        for entry in getattr(record, "attests", ()):
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


def texts_of(kind: str, records: Iterable[tuple[int, AnyRecord]]) -> Iterator[RowLists]:
    """The full-text rows of records with their keys, some at a time."""
    table = "search" if kind == "credentials" else "topics"
    rest = iter(records)
    while chunk := [(key, text_of(record)) for key, record in islice(rest, TEXTS_AT_ONCE)]:
        yield {table: chunk}
