"""A lock between processes that ends with the process that holds it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_WAIT = 0.02


class LockTimeoutError(OSError):
    """Another process holds a lock and makes no progress."""


@contextmanager
def locked(path: Path, patience: float, progress: Callable[[], object]) -> Iterator[None]:
    """Hold the lock of a file. Waits as long as `progress` changes, and `patience` seconds longer.

    Raises:
        LockTimeoutError: nothing moved for that long.
        OSError: there can be no such file.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        seen, since = progress(), time.monotonic()
        while not try_lock(handle):
            if (now := progress()) != seen:
                seen, since = now, time.monotonic()
            elif time.monotonic() - since > patience:
                raise LockTimeoutError(0, "another process holds its lock")
            time.sleep(_WAIT)
        yield
    finally:
        os.close(handle)


if sys.platform == "win32":
    import msvcrt

    def try_lock(handle: int) -> bool:
        """Take the lock of an open file; False where another has it."""
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def try_lock(handle: int) -> bool:
        """Take the lock of an open file; False where another has it."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
