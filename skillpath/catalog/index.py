"""The index of a layer: found in the user's cache folder, made there when a source changed, in memory where that fails.

Beside an index lies a small file of stamps: what the sources looked like, and with which lower layers the whole was judged good.
An index is never changed, only replaced as a whole, so that whoever reads it goes on reading what was there.
"""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Sequence
from contextlib import suppress
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from skillpath import __version__, folders
from skillpath.catalog.digest import blake2b
from skillpath.catalog.freshness import Source, Stamp, digest_of, refresh, sources_of
from skillpath.catalog.index_file import FORMAT, connect, is_index
from skillpath.catalog.layers import Layer, shipped_layer
from skillpath.catalog.lock import LockTimeoutError, locked
from skillpath.catalog.store import Store
from skillpath.errors import InputError, Problem

if TYPE_CHECKING:
    from skillpath.catalog.compile import Compiled
    from skillpath.catalog.progress import Progress

PATIENCE = 60.0
"""Seconds without progress after which another process that builds the same index is given up."""
MOST_VERDICTS = 16
OLD = 30 * 24 * 3600.0

SHIPPED = Path(__file__).parent.parent / "catalogs.sqlite"
"""The index that travels in the wheel."""


class Stamps(msgspec.Struct, frozen=True):
    """What the sources of an index looked like, and the stacks in which it was judged good."""

    digest: bytes
    files: tuple[Stamp, ...]
    verdicts: tuple[bytes, ...] = ()


_read_stamps = msgspec.msgpack.Decoder(Stamps).decode


def cache_folder() -> Path:
    """Where indexes are kept; deleting it is always safe."""
    return folders._folder("XDG_CACHE_HOME", ".cache", "LOCALAPPDATA")


class Index:
    """The index of one layer, wherever it is."""

    def __init__(self, layer: Layer, progress: Progress | None = None) -> None:
        self.layer = layer
        self.progress = progress
        self.stamps: Stamps | None = None

    @cached_property
    def folder(self) -> Path:
        """The cache folder."""
        return cache_folder()

    @cached_property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return f"{_short(os.fsencode(self.layer.path.absolute()))}-{_fingerprint()}"

    @property
    def path(self) -> Path:
        """The index file."""
        return self.folder / f"{self.stem}.sqlite"

    @property
    def stamps_path(self) -> Path:
        """The stamps beside it."""
        return self.folder / f"{self.stem}.stamps"

    def open(self, problems: list[Problem], warnings: list[str]) -> Store | None:
        """The index, made if need be; None where the layer has problems, which are added to `problems`."""
        if self.layer.path == shipped_layer().path and (store := self._shipped()) is not None:
            return store
        return self._cached(problems, warnings)

    def _cached(self, problems: list[Problem], warnings: list[str]) -> Store | None:
        before = len(problems)
        sources = sources_of(self.layer, problems)
        if len(problems) > before:
            return None
        if not all(stat.S_ISREG(source.status.st_mode) for source in sources):
            return self._in_memory(sources, problems)
        try:
            return self._fresh(sources) or self._build(problems)
        except (OSError, sqlite3.Error) as error:
            why = getattr(error, "strerror", None) or str(error)
            warnings.append(f"no index can be kept in {self.folder} ({why}), so the catalogues are read for this call only")
            return self._in_memory(sources, problems)

    def _in_memory(self, sources: Sequence[Source], problems: list[Problem]) -> Store | None:
        from skillpath.catalog.compile import compile_layer

        connection = sqlite3.connect(":memory:")
        compiled = compile_layer(self.layer.label, sources, connection, progress=self.progress)
        problems.extend(compiled.problems)
        return None if compiled.problems else Store(connection, self.layer.label)

    def is_judged(self, stores: Sequence[Store]) -> bool:
        """Whether this index and those below were judged good together."""
        if len(stores) == 1 and stores[0].meta.get("judged"):
            return True
        return self.stamps is not None and _stack_digest(stores) in self.stamps.verdicts

    def note_verdict(self, stores: Sequence[Store]) -> None:
        """Remember that this index and those below are good together."""
        if self.stamps is not None:
            verdicts = (*self.stamps.verdicts, _stack_digest(stores))[-MOST_VERDICTS:]
            self._note(msgspec.structs.replace(self.stamps, verdicts=verdicts))

    def _shipped(self) -> Store | None:
        """The index in the wheel, if it is there and whole."""
        if not is_index(SHIPPED):
            return None
        with suppress(sqlite3.Error):
            store = Store(connect(SHIPPED), self.layer.label, self._repair)
            if store.is_sound() and store.meta.get("judged"):
                return store
        return None

    def _fresh(self, sources: Sequence[Source]) -> Store | None:
        """The index in the cache, if it still says what the sources say."""
        if not is_index(self.path):
            return None
        store = Store(connect(self.path), self.layer.label)
        try:
            stamps = self._read_stamps(store)
            fresh = refresh(sources, stamps.files)
        except (sqlite3.Error, LookupError, TypeError):
            fresh = None
        if fresh is None:
            store.close()
            return None
        self.stamps = stamps
        if tuple(fresh) != stamps.files:
            self._note(msgspec.structs.replace(stamps, files=tuple(fresh)))
        store.repairable(self._repair)
        return store

    def _read_stamps(self, store: Store) -> Stamps:
        """The stamps beside an index, or stamps that prove nothing but hold the digests that it was made from."""
        with suppress(OSError, msgspec.MsgspecError):
            stamps = _read_stamps(self.stamps_path.read_bytes())
            if stamps.digest == store.digest:
                return stamps
        return Stamps(store.digest, tuple(Stamp.unknown(name, digest) for name, (_, digest) in store.files().items()))

    def _note(self, stamps: Stamps) -> None:
        """Write the stamps; where that fails, the next call looks at the sources again."""
        self.stamps = stamps
        temporary = self._temporary("stamps")
        try:
            temporary.write_bytes(msgspec.msgpack.encode(stamps))
            temporary.replace(self.stamps_path)
        except OSError:
            with suppress(OSError):
                temporary.unlink()

    def _temporary(self, what: str) -> Path:
        return self.folder / f"{self.stem}.{os.getpid()}.{what}.tmp"

    def _build(self, problems: list[Problem]) -> Store | None:
        """Make the index, or wait for the process that does."""
        if not self.folder.is_absolute():
            raise LockTimeoutError(0, "there is no home folder")
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.folder / f"{self.stem}.lock", PATIENCE, self._progress):
            before = len(problems)
            sources = sources_of(self.layer, problems)
            if len(problems) > before:
                return None
            return self._fresh(sources) or self._make(sources, problems)

    def _make(self, sources: Sequence[Source], problems: list[Problem]) -> Store | None:
        self._clean()
        old = self._before()
        try:
            try:
                compiled = self._compile(sources, old)
            except (sqlite3.DatabaseError, msgspec.MsgspecError, LookupError):
                if old is None:
                    raise
                compiled = self._compile(sources, None)
            problems.extend(compiled.problems)
            if compiled.problems:
                return None
            _flush(self._temporary("index"))
            self._temporary("index").replace(self.path)
        finally:
            self._clean()
        self._note(Stamps(compiled.digest, tuple(compiled.stamps)))
        return Store(connect(self.path), self.layer.label, self._repair)

    def _compile(self, sources: Sequence[Source], old: Store | None) -> Compiled:
        from skillpath.catalog.compile import compile_layer

        self._clean()
        connection = sqlite3.connect(self._temporary("index"))
        try:
            return compile_layer(self.layer.label, sources, connection, self._temporary("side"), old, self.progress)
        finally:
            connection.close()

    def _before(self) -> Store | None:
        """The index that is to be replaced, for what has not changed in it."""
        if not is_index(self.path):
            return None
        store = Store(connect(self.path), self.layer.label)
        return store if store.is_sound() else None

    def _repair(self) -> sqlite3.Connection:
        """What to read in place of a damaged index: a new one, in the cache or in memory."""
        problems: list[Problem] = []
        with suppress(OSError):
            self.path.unlink()
        store = self._cached(problems, [])
        if store is None:
            raise InputError(f"the index of {self.layer.label} is damaged, and cannot be made anew", tuple(problems))
        return store.connection

    def _progress(self) -> object:
        """What changes while another process makes this index."""
        return sorted((path.name, _size(path)) for path in self.folder.glob(f"{self.stem}.*.tmp"))

    def _clean(self) -> None:
        """Delete what killed processes have left, and indexes that no version has used for long; for who holds the lock."""
        for path in self.folder.glob(f"{self.stem}.*.tmp"):
            path.unlink(missing_ok=True)
        for path in self.folder.glob(f"{self.stem.partition('-')[0]}-*"):
            with suppress(OSError):
                if not path.name.startswith(self.stem) and path.stat().st_mtime < time.time() - OLD:
                    path.unlink()


def _stack_digest(stores: Sequence[Store]) -> bytes:
    return digest_of((str(at), store.digest) for at, store in enumerate(stores))


def _short(data: bytes) -> str:
    return blake2b(data, digest_size=10).hexdigest()


@cache
def _fingerprint() -> str:
    """What tells the indexes of one version of the program from those of another, in a checkout too."""
    with os.scandir(os.path.dirname(__file__)) as entries:  # noqa: PTH120
        code = sorted((entry.name, entry.stat()) for entry in entries if entry.name.endswith(".py"))
    seen = [(name, status.st_size, status.st_mtime_ns) for name, status in code]
    return _short(repr((FORMAT, __version__, seen)).encode())


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _flush(path: Path) -> None:
    """Have the disk hold what was written, before it takes the place of what was there."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
