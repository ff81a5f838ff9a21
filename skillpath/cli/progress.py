"""How far long work is: on stderr, where that is a terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")

SHOW_AFTER = 0.5
"""Seconds after which a bar is shown."""
DRAWN_EVERY = 0.1
"""Seconds after which it is drawn anew."""


def with_progress(items: Sequence[T], quiet: bool) -> Iterator[T]:
    """The items one after another, each announced."""
    if quiet or len(items) < 2 or sys.stderr is None or not sys.stderr.isatty():
        yield from items
        return
    for number, item in enumerate(items, 1):
        sys.stderr.write(f"\r\x1b[K{number} of {len(items)}")
        sys.stderr.flush()
        yield item
    sys.stderr.write("\r\x1b[K")
    sys.stderr.flush()


class Bar:
    """A progress bar on stderr, where that is a terminal, once the work has taken a while; it leaves nothing behind.

    It is drawn by whoever does the work, since a thread would keep an index from being made by two processes.
    """

    def __init__(self, what: str, quiet: bool) -> None:
        self._what = what
        self._shown = not quiet and sys.stderr is not None and sys.stderr.isatty()
        self._next = time.monotonic() + SHOW_AFTER
        self._progress: Any = None

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, total: int) -> None:
        if not self._shown or time.monotonic() < self._next:
            return
        self._next = time.monotonic() + DRAWN_EVERY
        if self._progress is None:
            from rich.console import Console
            from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

            columns = (TextColumn(self._what), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False)
            self._task = self._progress.add_task(self._what, total=total)
            self._progress.start()
        self._progress.update(self._task, completed=done, total=total, refresh=True)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._progress is not None:
            self._progress.stop()
