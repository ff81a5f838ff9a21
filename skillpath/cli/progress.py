"""How far long work is: on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


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
