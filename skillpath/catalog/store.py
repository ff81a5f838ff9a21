"""Reads one index. Damage that a query meets is repaired once, by whoever opened the index."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple, TypeVar

import msgspec

from skillpath import __version__
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.outline import Traits
from skillpath.catalog.packing import (
    KIND_NUMBERS,
    LEVEL_BITS,
    NAME_BUCKETS,
    PLACE_BITS,
    key_of,
    name_code,
    unpack,
    unpack_floats,
)
from skillpath.catalog.records import Origin

R = TypeVar("R", bound=AnyRecord)
T = TypeVar("T")

_AT_ONCE = 500
_read_fields = msgspec.msgpack.Decoder(dict[str, Any]).decode
read_traits = msgspec.msgpack.Decoder(Traits).decode
_read_lines = msgspec.msgpack.Decoder(dict[str, int]).decode


class Overlay(NamedTuple):
    """A record that changes another: of which kind and id, what it stands after, its fields, and where they are written."""

    kind: str
    id: str
    key: int
    fields: dict[str, Any]
    origin: Origin
    lines: dict[str, int]

    @property
    def place(self) -> int:
        """How many records of its file stand before it."""
        return self.key & ((1 << PLACE_BITS) - 1)


class OutlineBlock(NamedTuple):
    """The outlines of a block of records, column by column."""

    traits: array[int]
    offers: array[int]
    cents: array[int]
    requires: array[int]
    minutes: array[int]
    weeks: array[float]


@cache
def decoder(kind: str) -> Callable[[bytes], Any]:
    """What reads the body of a record of a kind."""
    return msgspec.json.Decoder(KINDS[kind]).decode


class Store:
    """One index. `label` is how its layer is called in messages; `repair` makes a new connection when the old one fails."""

    def __init__(
        self, connection: sqlite3.Connection, label: str, repair: Callable[[], sqlite3.Connection] | None = None
    ) -> None:
        self.connection = connection
        self.label = label
        self._repair = repair
        self._files: dict[int, str] | None = None
        self._overlays: list[Overlay] | None = None
        self._meta: dict[str, Any] | None = None

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def read(self, work: Callable[[], T]) -> T:
        """Do what reads the index, and once again after a repair where the index is damaged."""
        try:
            return work()
        except (sqlite3.DatabaseError, msgspec.MsgspecError, ValueError, IndexError) as error:
            if self._repair is None or "no such module" in str(error):
                raise
            repair, self._repair = self._repair, None
            self.connection = repair()
            self._files = self._overlays = self._meta = None
            return work()

    def rows(self, statement: str, *values: Any) -> list[Any]:
        """All rows of a query."""
        return self.read(lambda: self.connection.execute(statement, values).fetchall())

    @property
    def meta(self) -> dict[str, Any]:
        """What the index says of itself."""
        if self._meta is None:
            self._meta = dict(self.rows("SELECT name, value FROM meta"))
        return self._meta

    @property
    def digest(self) -> bytes:
        """The digest of the layer that it was made from."""
        return bytes(self.meta["digest"])

    def is_sound(self) -> bool:
        """Whether this version of the program made it, as far as can be seen without reading it all."""
        try:
            return self.meta["version"] == __version__ and "digest" in self.meta
        except (sqlite3.Error, LookupError):
            return False

    def repairable(self, repair: Callable[[], sqlite3.Connection]) -> None:
        """Say what makes a new connection, should the index turn out to be damaged."""
        self._repair = repair

    def count(self, kind: str) -> int:
        """How many records of a kind there are, overlays aside."""
        return int(self.meta[f"count:{kind}"])

    def files(self) -> dict[str, tuple[int, bytes]]:
        """The number and the digest of each file, by name."""
        return {name: (number, digest) for number, name, digest in self.rows("SELECT number, name, digest FROM files")}

    def origin(self, key: int, line: int) -> Origin:
        """Where a record stands."""
        if self._files is None:
            self._files = dict(self.rows("SELECT number, name FROM files"))
        name = self._files[key >> PLACE_BITS]
        return Origin(f"{self.label}/{name}" if name else self.label, line)

    def get(self, kind: str, id: str) -> AnyRecord | None:
        """The record of a kind with this id; ids are ASCII, and what is not might not even be text."""
        if not id.isascii():
            return None
        found = self._records(kind, "SELECT key, line, body FROM records WHERE kind = ? AND id = ?", KIND_NUMBERS[kind], id)
        return found[0] if found else None

    def many(self, kind: str, ids: Iterable[str]) -> Iterator[AnyRecord]:
        """The records of a kind with these ids, in no order."""
        rest = filter(str.isascii, ids)
        while chunk := list(islice(rest, _AT_ONCE)):
            marks = ", ".join("?" * len(chunk))
            statement = f"SELECT key, line, body FROM records WHERE kind = ? AND id IN ({marks})"  # noqa: S608
            yield from self._records(kind, statement, KIND_NUMBERS[kind], *chunk)

    def _records(self, kind: str, statement: str, *values: Any) -> list[AnyRecord]:
        return self.read(lambda: [self._typed(kind, *row) for row in self.connection.execute(statement, values)])

    def _typed(self, kind: str, key: int, line: int, body: bytes) -> AnyRecord:
        record: AnyRecord = decoder(kind)(body)
        msgspec.structs.force_setattr(record, "origin", self.origin(key, line))
        return record

    def all(self, kind: str) -> Iterator[AnyRecord]:
        """Every record of a kind, by id."""
        statement = "SELECT key, line, body FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
        last = ""
        while page := self._records(kind, statement, KIND_NUMBERS[kind], last, _AT_ONCE):
            yield from page
            last = page[-1].id

    def in_file_order(self, kind: str) -> Iterator[AnyRecord]:
        """Every record of a kind, as the files have them."""
        statement = "SELECT key, line, body FROM records WHERE kind = ? ORDER BY key"
        yield from self._records(kind, statement, KIND_NUMBERS[kind])

    def keys(self, kind: str, ids: Iterable[str]) -> dict[str, int]:
        """The keys of the records of a kind with these ids."""
        found: dict[str, int] = {}
        rest = filter(str.isascii, ids)
        while chunk := list(islice(rest, _AT_ONCE)):
            marks = ", ".join("?" * len(chunk))
            statement = f"SELECT id, key FROM records WHERE kind = ? AND id IN ({marks})"  # noqa: S608
            found.update(self.rows(statement, KIND_NUMBERS[kind], *chunk))
        return found

    def ids_of_kind(self, kind: str) -> Iterator[str]:
        """The ids of all records of a kind, sorted."""
        last = ""
        statement = "SELECT id FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
        while page := self.rows(statement, KIND_NUMBERS[kind], last, _AT_ONCE):
            yield from (id for (id,) in page)
            last = page[-1][0]

    def record(self, key: int) -> tuple[str, str, Origin]:
        """(kind, id, origin) of a record."""
        [(kind, id, line)] = self.rows("SELECT kind, id, line FROM records WHERE key = ?", key)
        return list(KINDS)[kind], id, self.origin(key, line)

    def identified(self, keys: Sequence[int]) -> Iterator[tuple[int, str, str]]:
        """(key, kind, id) of records by their keys, in no order."""
        kinds = list(KINDS)
        for start in range(0, len(keys), _AT_ONCE):
            chunk = keys[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(chunk))
            statement = f"SELECT key, kind, id FROM records WHERE key IN ({marks})"  # noqa: S608
            for key, kind, id in self.rows(statement, *chunk):
                yield key, kinds[kind], id

    def bodies(self, keys: Sequence[int]) -> Iterator[tuple[str, bytes]]:
        """(kind, JSON) of records by their keys, in no order."""
        kinds = list(KINDS)
        for start in range(0, len(keys), _AT_ONCE):
            chunk = keys[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(chunk))
            statement = f"SELECT kind, body FROM records WHERE key IN ({marks})"  # noqa: S608
            yield from ((kinds[kind], body) for kind, body in self.rows(statement, *chunk))

    def ids(self, kind: str, keys: Sequence[int]) -> list[str]:
        """The ids of those records that are of a kind."""
        return [id for _, found, id in self.identified(keys) if found == kind]

    def named(self, kind: str, name: bytes) -> list[str]:
        """Ids of the records of a kind that may have a folded name; whoever asks looks at them."""
        code = name_code(name)
        keys: list[int] = []
        for file, packed in self.rows("SELECT file, codes FROM names WHERE bucket = ?", code % NAME_BUCKETS):
            keys.extend(key_of(file, each & 0xFFFFFFFF) for each in unpack(packed, "Q") if each >> 32 == code)
        ids = self.ids(kind, keys)
        if kind == "credentials":
            ids.append(name.decode("utf-8", "surrogatepass").replace(" ", "-"))
        return ids

    def taught(self, skill: str) -> Iterator[tuple[int, array[int]]]:
        """(file, codes) of those who teach or attest a skill; a code is a place, whether attested only, and a level."""
        for file, packed in self.rows("SELECT file, codes FROM taught WHERE skill = ? ORDER BY rowid", skill):
            yield file, unpack(packed, "I")

    def count_taught(self, skill: str) -> int:
        """How many teach or attest a skill."""
        return int(self.rows("SELECT total(length(codes)) FROM taught WHERE skill = ?", skill)[0][0]) // 4

    def teaching(self, skill: str) -> list[str]:
        """Ids of the credentials that teach or attest a skill."""
        keys = [key_of(file, code >> LEVEL_BITS) for file, codes in self.taught(skill) for code in codes]
        return self.ids("credentials", list(dict.fromkeys(keys)))

    def granting(self, award: str, field: str | None = None) -> list[str]:
        """Ids of the credentials that grant an award, in a field if one is given."""
        return self.ids("credentials", self.keys_granting(award, field))

    def keys_granting(self, award: str, field: str | None = None) -> list[int]:
        """Their keys, in order."""
        statement = "SELECT key FROM grants WHERE award = ?1 AND (?2 IS NULL OR field = ?2) ORDER BY key"
        return [key for (key,) in self.rows(statement, award, field)]

    def count_granting(self, award: str, field: str | None = None) -> int:
        """How many they are."""
        statement = "SELECT count(*) FROM grants WHERE award = ?1 AND (?2 IS NULL OR field = ?2)"
        return int(self.rows(statement, award, field)[0][0])

    def recommended(self, credential: str) -> list[str]:
        """Ids of the recommendations for a credential."""
        statement = "SELECT key FROM recommended WHERE credential = ?"
        return self.ids("recommendations", [key for (key,) in self.rows(statement, credential)])

    def all_recommended(self, without: Iterable[str]) -> list[str]:
        """Ids of the credentials with recommendations, but for those by some ids."""
        keys = sorted(self.keys("recommendations", without).values())
        marks = ", ".join(map(str, keys))
        statement = f"SELECT DISTINCT credential FROM recommended WHERE key NOT IN ({marks})"  # noqa: S608
        return [credential for (credential,) in self.rows(statement)]

    def needing(self, credential: str) -> list[str]:
        """Ids of the credentials that name a credential among what they require."""
        keys = [key for (key,) in self.rows("SELECT key FROM needs WHERE credential = ?", credential)]
        return self.ids("credentials", keys)

    def narrower(self) -> list[tuple[str, str]]:
        """(broader, skill) for every skill that is a kind of another."""
        return self.rows("SELECT broader, skill FROM narrower")

    def overlays(self) -> list[Overlay]:
        """Every record that changes another, in the order of the files."""
        if self._overlays is None:
            self._overlays = self.read(lambda: list(self._read_overlays()))
        return self._overlays

    def overlays_of(self, file: int) -> list[Overlay]:
        """The records of a file that change others, in its order."""
        return [overlay for overlay in self.overlays() if overlay.key >> PLACE_BITS == file]

    def _read_overlays(self) -> Iterator[Overlay]:
        kinds = list(KINDS)
        statement = "SELECT kind, id, key, line, fields, lines FROM overlays ORDER BY key, rowid"
        for kind, id, key, line, fields, lines in self.connection.execute(statement):
            yield Overlay(kinds[kind], id, key, _read_fields(fields), self.origin(key, line), _read_lines(lines))

    def records_of(self, file: int) -> Iterator[tuple[str, AnyRecord, int]]:
        """(kind, record, line) for every record of a file, in its order."""
        kinds = list(KINDS)
        statement = "SELECT kind, line, body FROM records WHERE key BETWEEN ? AND ? ORDER BY key"
        for kind, line, body in self.connection.execute(statement, (key_of(file, 0), key_of(file + 1, 0) - 1)):
            yield kinds[kind], decoder(kinds[kind])(body), line

    def outlines(self, file: int, block: int) -> OutlineBlock:
        """The outlines of a block of a file's records."""
        statement = "SELECT traits, offers, cents, requires, minutes, weeks FROM outline WHERE file = ? AND block = ?"

        def work() -> OutlineBlock:
            traits, offers, cents, requires, minutes, weeks = self.connection.execute(statement, (file, block)).fetchone()
            first, second, third, fourth = (unpack(data, "q") for data in (traits, offers, cents, requires))
            return OutlineBlock(first, second, third, fourth, unpack(minutes, "i"), unpack_floats(weeks))

        return self.read(work)

    def traits(self, number: int) -> Traits | None:
        """The combination of traits that has a number."""
        found = self.rows("SELECT body FROM traits WHERE number = ?", number)
        return read_traits(found[0][0]) if found else None

    def imports(self) -> list[tuple[str, str, int, str]]:
        """(kind, id, key, field) for every id that is named here and that lower layers must have."""
        kinds = list(KINDS)
        rows = self.rows("SELECT section, id, key, field FROM imports ORDER BY key, field")
        return [(kinds[section], id, key, field) for section, id, key, field in rows]
