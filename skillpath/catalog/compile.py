"""A layer of catalogues -> one index: streaming, in bounded memory, with unchanged files taken from the index before."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from skillpath import __version__
from skillpath.catalog import documents
from skillpath.catalog.bulk import read_lines
from skillpath.catalog.content import Content
from skillpath.catalog.convert import convert
from skillpath.catalog.familiar import RowLists
from skillpath.catalog.freshness import Source, Stamp, clock, digest_of, hasher, stamp
from skillpath.catalog.ids import is_id
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.layers import dotted
from skillpath.catalog.lines import MOST_PROBLEMS
from skillpath.catalog.lookup import Lookup
from skillpath.catalog.packing import PLACE_BITS
from skillpath.catalog.progress import Progress, Watched, silent
from skillpath.catalog.second import SecondProcess, can_start
from skillpath.catalog.store import Store
from skillpath.catalog.writer import Writer
from skillpath.catalog.yaml_reader import MAX_BYTES
from skillpath.errors import Problem

BIG = 8 * 1024 * 1024
"""Bytes of JSON Lines from which a second process is worth its while."""
CHECKED_WHOLE = 50_000
"""Records up to which the checks look at all records at once; in larger layers, at each by itself, and at dangling ids."""


class Compiled(NamedTuple):
    """What a compilation came to; with problems, there is no index."""

    digest: bytes
    stamps: list[Stamp]
    problems: list[Problem]


def compile_layer(
    label: str,
    sources: Sequence[Source],
    connection: sqlite3.Connection,
    side: Path | None = None,
    old: Store | None = None,
    progress: Progress | None = None,
) -> Compiled:
    """Write the index of a layer through a connection to an empty database.

    `side` is where a second process may write; `old` is an index of the same layer, from which unchanged files are taken.
    `progress` is told how many bytes of the sources are read.

    Raises:
        OSError: the index cannot be written.
        sqlite3.Error: neither can it here.
    """
    with _no_collector():
        return _Compilation(label, sources, connection, old, progress or silent).run(side)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Millions of rows make no cycles; looking for them takes half the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


class Reading(NamedTuple):
    """What the reading of a file came to: the digest of its bytes, and how many records it holds."""

    digest: bytes
    records: int


class _Compilation:
    def __init__(
        self, label: str, sources: Sequence[Source], connection: sqlite3.Connection, old: Store | None, progress: Progress
    ) -> None:
        self.label = label
        self.sources = sources
        self.problems: list[Problem] = []
        self.doubts: list[Problem] = []
        self.old = old
        self.progress = progress
        self.bytes_done, self.bytes = 0, sum(source.status.st_size for source in sources)
        self.known = old.files() if old else {}
        self.big = sum(source.status.st_size for source in sources if source.is_lines) >= BIG
        self.writer = Writer(connection, self.big)
        self.lookup = Lookup(self.writer.insert)
        self.look_up: Callable[[list[tuple[Any, ...]]], None] = self.lookup.add
        self.read: dict[int, Reading] = {}
        self.read_at = clock()
        self.overlays = 0

    def run(self, side: Path | None) -> Compiled:
        helper = SecondProcess(lambda parts: _write_lookups(parts, side)) if side and self.big and can_start() else None
        self.look_up = helper.send if helper else self.lookup.add
        try:
            for number, source in enumerate(self.sources):
                self._read_source(number, source)
            if helper is not None:
                helper.end()
            if not self.problems:
                self.problems.extend(self._problems_of_ids())
            if not self.problems:
                self.writer.find_missing()
                self._finish_lookups(helper, side)
        finally:
            if helper is not None:
                helper.stop()
        return self._finish()

    def _insert(self, rows: RowLists) -> None:
        self.writer.insert(rows)
        self.look_up(rows["records"])

    def _tell(self, count: int) -> None:
        self.bytes_done += count
        self.progress(self.bytes_done, self.bytes)

    def _read_source(self, number: int, source: Source) -> None:
        content = Content(number)
        try:
            if source.is_lines:
                with Watched(source.path, self._tell) as stream:
                    digest = read_lines(stream, content, self._insert, source.label, self.problems)
            else:
                digest = self._read_document(source, content)
        except OSError as error:
            self.problems.append(Problem("unreadable", f"cannot be read: {error.strerror}", source.label))
            return
        self.read[number] = Reading(digest, content.place)
        self.overlays += content.overlays
        if len(self.doubts) < MOST_PROBLEMS:
            self.doubts.extend(problem._replace(file=source.label) for problem in content.doubts)

    def _read_document(self, source: Source, content: Content) -> bytes:
        with Watched(source.path, self._tell) as stream:
            data = stream.read(MAX_BYTES + 1)
        whole = hasher()
        whole.update(data)
        before = self.known.get(source.name)
        if self.old is not None and before is not None and before[1] == whole.digest():
            documents.copy(self.old, before[0], content)
        else:
            documents.parse(data, source.label, content, self.problems)
        self._insert(content.end())
        return whole.digest()

    def _finish_lookups(self, helper: SecondProcess | None, side: Path | None) -> None:
        """What records are found by: from here, or from the second process, or again from the records if that failed."""
        if helper is not None and helper.finish():
            self.writer.merge(str(side))
            return
        if helper is not None:
            for records in self.writer.records():
                self.lookup.add(records)
        self.lookup.flush()
        self.writer.collect_words()

    def _finish(self) -> Compiled:
        if not self.problems:
            self.problems.extend(self._problems_of_references())
        count = sum(reading.records for reading in self.read.values())
        if count + self.overlays == 0 and not self.problems:
            hint = "a catalogue is a YAML file that begins `skillpath: 1`"
            self.problems.append(Problem("empty", "holds no records", self.label, hint=hint))
        if count >= CHECKED_WHOLE:
            self.problems += self.doubts
        if self.problems:
            return Compiled(b"", [], self.problems)
        files: list[tuple[Any, ...]] = [(number, source.name, *self.read[number]) for number, source in enumerate(self.sources)]
        digest = digest_of((name, digest) for _, name, digest, _ in files)
        self.writer.finish({"digest": digest, "version": __version__}, files)
        stamps = [stamp(source, self.read[number].digest, self.read_at) for number, source in enumerate(self.sources)]
        return Compiled(digest, stamps, [])

    def _problems_of_ids(self) -> Iterator[Problem]:
        for key, first in self.writer.index():
            kind, id, line, _ = self.writer.record(key)
            words = f"the id is taken already, at {self._label(first)}:{self.writer.record(first)[2]}"
            hint = f"to change a record of an earlier catalogue write `extends: {id}`"
            yield Problem("duplicate-id", words, self._label(key), line, f"{kind}:{id}", "id", hint)
        for kind, id, key, line in self.writer.overlays_before_their_record():
            words = f"extends `{id}`, which no catalogue before it has"
            yield Problem("dangling-id", words, self._label(key), line, f"{kind}:{id}", "extends")

    def _problems_of_references(self) -> Iterator[Problem]:
        """What names no record, and is no id either: familiar lines are not asked for that as they are read."""
        for key in dict.fromkeys(key for id, key in self.writer.find_imports() if not is_id(id)):
            kind, id, line, body = self.writer.record(key)
            for each in convert(msgspec.json.decode(body), KINDS[kind])[1]:
                field = dotted(each.path)
                yield Problem(each.code, each.message, self._label(key), line, f"{kind}:{id}", field, each.hint)

    def _label(self, key: int) -> str:
        return self.sources[key >> PLACE_BITS].label


def _write_lookups(parts: Iterator[list[tuple[Any, ...]]], side: Path) -> None:
    """What the records that are sent are found by, in an index file of its own; done in the second process."""
    writer = Writer(sqlite3.connect(side), big=True)
    lookup = Lookup(writer.insert)
    for records in parts:
        lookup.add(records)
    lookup.flush()
    writer.collect_words()
    writer.close()
