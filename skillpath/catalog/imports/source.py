"""The files of a source: found in a fixed order, plain or compressed, read with every size bounded and progress told."""

from __future__ import annotations

import codecs
import gzip
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from skillpath.catalog.imports.report import Notes, Progress
from skillpath.errors import InputError

PER_TELL = 1_000
TABLE_ENDINGS = (".txt", ".csv", ".tsv")
COMPRESSED = b"\x1f\x8b"
BOMB_BYTES = 1 << 30
BOMB_RATIO = 200

READ_ERRORS = (OSError, EOFError, zlib.error)


class SourceFile(NamedTuple):
    """One file of a source, and how it is called in messages."""

    path: Path
    label: str

    @property
    def ending(self) -> str:
        """Its ending without compression: ``.json``."""
        return Path(self.path.name.casefold().removesuffix(".gz")).suffix


def files_of(source: Path, endings: tuple[str, ...], notes: Notes) -> list[SourceFile]:
    """The files of a source that have one of the endings, sorted; a single file is taken whatever its ending.

    Raises:
        InputError: there is no such file or folder, or nothing in it that could be read.
    """
    if not source.exists():
        raise InputError(f"there is no file or folder {shown(source)}", code="missing", hint="check the path")
    if source.suffix.casefold() == ".zip":
        raise InputError(
            f"{shown(source)} is packed", code="packed", hint="unpack it, and name the folder or file that comes out"
        )
    if source.is_file():
        return [SourceFile(source, shown(source.name))]
    if not source.is_dir():
        hint = "save what comes out of it in a file first, for it is read more than once"
        raise InputError(f"{shown(source)} is neither a file nor a folder", code="not-a-file", hint=hint)
    found = []
    for folder, folders, names in os.walk(source, onerror=lambda error: notes.leave_out("unreadable", shown(error.filename))):
        folders.sort()
        for name in names:
            path = Path(folder) / name
            label = shown(path.relative_to(source).as_posix())
            if name.startswith(".") or not name.casefold().removesuffix(".gz").endswith(endings):
                continue
            if path.exists() and not path.is_file():
                notes.leave_out("unreadable", label, "not a file")
            else:
                found.append(SourceFile(path, label))
    if not found:
        raise InputError(
            f"{shown(source)} holds no file that ends in {', '.join(endings)}", code="empty", hint="is it the right folder?"
        )
    return sorted(found, key=lambda file: file.label)


def shown(path: str | Path) -> str:
    """A path as it can be printed: what is not UTF-8 in it becomes a question mark in a box."""
    return os.fsencode(path).decode("utf-8", "replace")


class Meter:
    """Tells how much of all files has been read, by the bytes on disk."""

    def __init__(self, files: list[SourceFile], progress: Progress, passes: int = 1) -> None:
        self.total = passes * sum(_size(file.path) for file in files)
        self._progress = progress
        self._before = 0
        self._within = 0

    def at(self, position: int) -> None:
        """The position in the file that is being read."""
        self._within = position
        self._progress(self._before + position, self.total)

    def done(self, file: SourceFile) -> None:
        """A file has been read to its end."""
        self._before += _size(file.path)
        self.at(0)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def open_bytes(file: SourceFile) -> tuple[BinaryIO, BinaryIO]:
    """The bytes of a file, decompressed, and the raw stream below, whose position is the progress.

    Raises:
        OSError: it cannot be opened.
    """
    raw = file.path.open("rb")
    if raw.peek(2).startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and file.ending in TABLE_ENDINGS:
        return cast(BinaryIO, codecs.EncodedFile(raw, "utf-8", "utf-16", errors="replace")), raw
    if file.path.name.casefold().endswith(".gz") or raw.peek(len(COMPRESSED)).startswith(COMPRESSED):
        return cast(BinaryIO, gzip.GzipFile(fileobj=raw)), raw
    return raw, raw


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether a compressed file unpacks to so much that it is made to do harm."""
    return unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * packed


def lines_of(file: SourceFile, longest: int, meter: Meter, notes: Notes) -> Iterator[tuple[int, bytes]]:
    """The lines of a file with their numbers, from 1; what cannot be read is noted, and ends the file."""
    number = total = 0
    try:
        stream, raw = open_bytes(file)
    except OSError as error:
        notes.leave_out("unreadable", file.label, error.strerror or "")
        return
    try:
        while line := stream.readline(longest + 1):
            number += 1
            if len(line) > longest:
                notes.leave_out(
                    "too-big", f"{file.label}:{number}", f"a line of more than {longest} bytes; the rest was not read"
                )
                return
            total += len(line)
            if number % PER_TELL == 0:
                meter.at(raw.tell())
                if is_bomb(total, raw.tell()):
                    notes.leave_out(
                        "too-big", f"{file.label}:{number}", "unpacks to far more than it holds; the rest was not read"
                    )
                    return
            yield number, line
    except READ_ERRORS as error:
        notes.leave_out("unreadable", f"{file.label}:{number + 1}", f"the rest cannot be read: {error}")
    finally:
        stream.close()
        raw.close()
        meter.done(file)
