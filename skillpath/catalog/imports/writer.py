"""Writes a catalogue of JSON lines: whole or not at all, each id once, and compared with the file that it replaces."""

from __future__ import annotations

import errno
import glob
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

import msgspec

from skillpath.catalog.convert import convert
from skillpath.catalog.imports.report import Changes, Notes
from skillpath.catalog.kinds import FORMAT_VERSION, KINDS
from skillpath.catalog.layers import dotted
from skillpath.catalog.lock import try_lock
from skillpath.errors import InputError, SkillpathError

HEAD = msgspec.json.encode({"skillpath": FORMAT_VERSION}) + b"\n"
SUFFIX = ".jsonl"
TEMPORARY = ".tmp"
CACHE_KIB = 65_536
LONGEST_RECORD = 1_000_000


def scratch(*statements: str) -> sqlite3.Connection:
    """A database in a temporary file that nobody else sees: what does not fit in memory stands there."""
    connection = sqlite3.connect("", isolation_level=None)
    for statement in (
        "PRAGMA synchronous = OFF",
        "PRAGMA journal_mode = OFF",
        f"PRAGMA cache_size = -{CACHE_KIB}",
        *statements,
        "BEGIN",
    ):
        connection.execute(statement)
    return connection


class _Id(msgspec.Struct):
    """The part of a record line by which it is compared."""

    id: str = ""
    extends: str = ""


class CatalogWriter:
    """A catalogue file in the making. Used as a context: leaving it without `finish` leaves the old file as it was."""

    def __init__(self, target: Path, notes: Notes) -> None:
        self.target = target
        self.notes = notes
        self.written = dict.fromkeys(KINDS, 0)
        self._encoder = msgspec.json.Encoder()

    def __enter__(self) -> Self:
        self.replaced = _is_old(self.target)
        try:
            self.target.parent.mkdir(parents=True, exist_ok=True)
            _sweep(self.target)
            handle, self._temporary = _temporary(self.target)
            self._stream: BinaryIO = os.fdopen(handle, "wb", buffering=1 << 20)
            self._stream.write(HEAD)
        except OSError as error:
            raise _cannot(self.target, error) from None
        self._seen = scratch("CREATE TABLE seen (key TEXT PRIMARY KEY, digest BLOB) WITHOUT ROWID")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._seen.close()
        with suppress(OSError):
            self._stream.close()
        self._temporary.unlink(missing_ok=True)
        if isinstance(error, sqlite3.Error):
            raise _no_room(error) from None

    def put(self, section: str, value: dict[str, Any], place: str) -> bool:
        """Write a record; one that breaks the rules of catalogues is left out instead, with its place."""
        _, mistakes = convert(value, KINDS[section])
        if mistakes:
            first = mistakes[0]
            words = ": ".join(part for part in (f"{section}:{value.get('id')}", dotted(first.path), first.message) if part)
            self.notes.leave_out("bad-record", place, words)
            return False
        line = self._encoder.encode({section: value}) + b"\n"
        if len(line) > LONGEST_RECORD:
            self.notes.leave_out("too-big", place, f"{section}:{value['id']}")
            return False
        if not self._first(f"{section}:{value['id']}", line):
            self.notes.leave_out("duplicate", place, f"{section}:{value['id']}")
            return False
        try:
            self._stream.write(line)
        except OSError as error:
            raise _cannot(self.target, error) from None
        self.written[section] += 1
        return True

    def put_once(self, section: str, value: dict[str, Any], place: str) -> bool:
        """Write a record that many places name, where none has before."""
        seen = self._seen.execute("SELECT 1 FROM seen WHERE key = ?", (f"{section}:{value['id']}",)).fetchone()
        return seen is None and self.put(section, value, place)

    def _first(self, key: str, line: bytes) -> bool:
        try:
            done = self._seen.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (key, _digest(line)))
        except sqlite3.Error as error:
            raise _no_room(error) from None
        return done.rowcount == 1

    def finish(self) -> Changes:
        """Put the new file in the place of the old one, and say what changed.

        Raises:
            InputError: there is no record, so that the old file stays as it was.
            SkillpathError: it cannot be written.
        """
        if not any(count for section, count in self.written.items() if section != "sources"):
            hint = "each problem above says where; nothing was written"
            raise InputError("nothing could be imported", self.notes.problems(), code="nothing-imported", hint=hint)
        changes = self._compare() if self.replaced else Changes(added=sum(self.written.values()))
        try:
            self._stream.flush()
            os.fsync(self._stream.fileno())
            self._stream.close()
            self._temporary.chmod(self.target.stat().st_mode & 0o777 if self.replaced else 0o666 & ~_umask())
            self._temporary.replace(self.target)
        except OSError as error:
            raise _cannot(self.target, error) from None
        return changes

    def _compare(self) -> Changes:
        """Stream the old file past the digests of the new one."""
        same = changed = removed = 0
        for key, old in _old_digests(self.target):
            row = self._seen.execute("SELECT digest FROM seen WHERE key = ?", (key,)).fetchone()
            if row is None:
                removed += 1
            elif row[0] == old:
                same += 1
            else:
                changed += 1
        return Changes(max(sum(self.written.values()) - same - changed, 0), changed, removed, same)


def _temporary(target: Path) -> tuple[int, Path]:
    """A new file beside the target, locked for as long as it is open."""
    while True:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=TEMPORARY)
        if try_lock(handle) and os.fstat(handle).st_nlink:  # another import may have swept it away before it was locked
            return handle, Path(name)
        os.close(handle)


def _sweep(target: Path) -> None:
    """Delete what killed imports have left beside the target; those that still run hold the locks of their files."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*{TEMPORARY}"):
        with suppress(OSError):
            handle = os.open(left, os.O_RDWR)
            try:
                if try_lock(handle):
                    left.unlink()
            finally:
                os.close(handle)


def _digest(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=12).digest()


def _old_digests(file: Path) -> Iterator[tuple[str, bytes]]:
    decoder = msgspec.json.Decoder(dict[str, _Id])
    with file.open("rb") as stream:
        stream.readline()
        for line in stream:
            try:
                for section, found in decoder.decode(line).items():
                    yield f"{section}:{found.id or found.extends}", _digest(line)
            except msgspec.MsgspecError:
                continue  # a line that nobody can read is no record, and goes with the old file


def _is_old(target: Path) -> bool:
    """Whether there is an older catalogue to replace.

    Raises:
        SkillpathError: there is something else, which must not be lost.
    """
    hint = f"name a new file that ends in {SUFFIX}"
    if target.suffix != SUFFIX:
        raise SkillpathError(
            "usage", f"{target} does not end in {SUFFIX}, by which catalogues of JSON lines are known", hint=hint
        )
    try:
        with target.open("rb") as stream:
            head = stream.readline(200)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise _cannot(target, error) from None
    try:
        if msgspec.json.decode(head) == {"skillpath": FORMAT_VERSION}:
            return True
    except msgspec.MsgspecError:
        pass
    raise SkillpathError("cannot-write", f"{target} is there already, and is no catalogue of JSON lines", hint=hint)


def _cannot(target: Path, error: OSError) -> SkillpathError:
    hint = "free some room" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "is the folder there and yours?"
    return SkillpathError("cannot-write", f"{target} cannot be written: {error.strerror}", hint=hint)


def _no_room(error: sqlite3.Error) -> SkillpathError:
    words = f"the temporary folder cannot be written: {error}"
    return SkillpathError("cannot-write", words, hint="free some room, or set TMPDIR")


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
