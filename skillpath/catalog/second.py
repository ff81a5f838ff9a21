"""A second process that takes a part of the work, where there is a processor for it."""

from __future__ import annotations

import marshal
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO

_PIPE = 1024 * 1024
_LENGTH = 8


def can_start() -> bool:
    """Whether a second process is possible, safe and of use."""
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


class SecondProcess:
    """Runs a function in a copy of this process on what is sent to it; what it makes of that must be seen in files."""

    def __init__(self, work: Callable[[Iterator[Any]], None]) -> None:
        reading, writing = os.pipe()
        _widen(writing)
        self._pid = os.fork()
        if self._pid == 0:
            os.close(writing)
            _run(work, reading)
        os.close(reading)
        self._stream = os.fdopen(writing, "wb")
        self._failed = False

    def send(self, part: Any) -> None:
        """Send plain values."""
        try:
            if not self._failed:
                _put(self._stream, part)
        except OSError:
            self._failed = True

    def end(self) -> None:
        """Say that there is no more."""
        try:
            _put(self._stream, None)
            self._stream.close()
        except OSError:
            self._failed = True

    def finish(self) -> bool:
        """Wait for its end, and whether all the work was done."""
        pid, self._pid = self._pid, 0
        return pid != 0 and os.waitpid(pid, 0)[1] == 0 and not self._failed

    def stop(self) -> None:
        """End it if it still runs."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            with suppress(OSError):
                self._stream.close()
            self.finish()


def _widen(pipe: int) -> None:
    """Let a pipe hold more, where it can, so that neither process waits for the other at each part."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE)


def _run(work: Callable[[Iterator[Any]], None], reading: int) -> None:
    status = 1
    try:
        with os.fdopen(reading, "rb") as stream:
            work(_parts(stream))
        status = 0
    finally:
        os._exit(status)


def _put(stream: BinaryIO, part: Any) -> None:
    data = marshal.dumps(part)
    stream.write(len(data).to_bytes(_LENGTH, "little"))
    stream.write(data)


def _parts(stream: BinaryIO) -> Iterator[Any]:
    """What was put, up to the None at its end. A part at a time: `marshal.load` would read a stream byte by byte."""
    while (part := marshal.loads(_read(stream, int.from_bytes(_read(stream, _LENGTH), "little")))) is not None:  # noqa: S302 (written by the process that this one is a copy of)
        yield part


def _read(stream: BinaryIO, length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
