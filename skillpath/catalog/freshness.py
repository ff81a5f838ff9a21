"""Whether an index still says what its sources say: by the files' stamps, and by their contents where a stamp proves nothing."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from skillpath.catalog.digest import blake2b
from skillpath.catalog.layers import LINES_SUFFIX, Layer
from skillpath.catalog.layers import SUFFIXES as YAML_SUFFIXES
from skillpath.errors import Problem

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

RACY_NS = 2_000_000_000
"""A file changed so shortly before it was read may have changed again within the same tick of the file system's clock."""


class Source(NamedTuple):
    """A file of a layer: its name inside the layer (empty where the layer is that file), how messages call it, its status."""

    name: str
    label: str
    path: Path
    status: os.stat_result

    @property
    def is_lines(self) -> bool:
        """Whether it holds JSON Lines."""
        return self.path.suffix == LINES_SUFFIX and stat.S_ISREG(self.status.st_mode)


class Stamp(msgspec.Struct, frozen=True):
    """What a file looked like when it was read, and the clock then."""

    name: str
    size: int
    changed: int
    status_changed: int
    inode: int
    read_at: int
    digest: bytes

    @classmethod
    def unknown(cls, name: str, digest: bytes) -> Stamp:
        """The stamp of a file of which only the digest is known: proves nothing."""
        return cls(name, -1, 0, 0, 0, 0, digest)

    def proves(self, status: os.stat_result) -> bool:
        """Whether a file of that status still holds what was read."""
        return self.matches(status) and max(self.changed, self.status_changed) < self.read_at - RACY_NS

    def matches(self, status: os.stat_result) -> bool:
        """Whether a file of that status looks unchanged."""
        return seen(status) == (self.size, self.changed, self.status_changed, self.inode)


def seen(status: os.stat_result) -> tuple[int, int, int, int]:
    """What tells a changed file: its size, its times, its place on the disk."""
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino


def stamp(source: Source, digest: bytes, read_at: int) -> Stamp:
    """The stamp of a file that was read at a time."""
    status = source.status
    return Stamp(source.name, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, read_at, digest)


def clock() -> int:
    """The time in nanoseconds, as files are stamped."""
    return int(time.time() * 1e9)


def sources_of(layer: Layer, problems: list[Problem]) -> list[Source]:
    """The files of a layer, sorted by name."""
    try:
        status = layer.path.stat()
    except OSError as error:
        problems.append(_missing(layer, error))
        return []
    if not stat.S_ISDIR(status.st_mode):
        return [Source("", layer.label, layer.path, status)]
    found: list[Source] = []
    _walk(layer, "", found, problems)
    return sorted(found, key=lambda source: source.label)


def _missing(layer: Layer, error: OSError) -> Problem:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Problem("missing", "there is no such file or folder", layer.label, hint="check the path")
    return Problem("unreadable", f"cannot be read: {error.strerror}", layer.label)


def _walk(layer: Layer, folder: str, found: list[Source], problems: list[Problem]) -> None:
    try:
        with os.scandir(layer.path / folder) as entries:
            for entry in entries:
                name = f"{folder}{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    _walk(layer, f"{name}/", found, problems)
                elif entry.name.endswith((*YAML_SUFFIXES, LINES_SUFFIX)) and not entry.name.startswith("."):
                    _take(layer, name, entry, found, problems)
    except OSError as error:
        words = f"the folder cannot be read: {error.strerror}"
        problems.append(Problem("unreadable", words, str(error.filename or layer.label)))


def _take(layer: Layer, name: str, entry: os.DirEntry[str], found: list[Source], problems: list[Problem]) -> None:
    label = f"{layer.label}/{name}"
    try:
        status = entry.stat()
    except OSError as error:
        problems.append(Problem("unreadable", f"cannot be read: {error.strerror}", label))
        return
    if not stat.S_ISDIR(status.st_mode):
        found.append(Source(name, label, Path(entry.path), status))


def hasher() -> Hash:
    """What digests the contents of files: most processors have instructions for SHA-256."""
    from hashlib import sha256

    return sha256()


def digest_of(names: Iterable[tuple[str, bytes]]) -> bytes:
    """The digest of a layer: of its files' names and digests, in order."""
    whole = blake2b(digest_size=16)
    for name, digest in names:
        whole.update(name.encode("utf-8", "surrogateescape") + b"\0" + digest)
    return whole.digest()


def digest_file(path: Path) -> bytes:
    """The digest of a file's bytes."""
    whole = hasher()
    with path.open("rb") as stream:
        while data := stream.read(1024 * 1024):
            whole.update(data)
    return whole.digest()


def refresh(sources: Iterable[Source], stamps: Iterable[Stamp]) -> list[Stamp] | None:
    """The stamps of files that hold what was read, read again where needed; None if any holds something else.

    Raises:
        OSError: a file cannot be read.
    """
    known = {each.name: each for each in stamps}
    fresh: list[Stamp] = []
    for source in sources:
        before = known.pop(source.name, None)
        if before is None:
            return None
        if not before.proves(source.status):
            now = clock()
            if before.size not in (-1, source.status.st_size) or digest_file(source.path) != before.digest:
                return None
            before = stamp(source, before.digest, now)
        fresh.append(before)
    return None if known else fresh
