"""How far long work is."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

Progress = Callable[[int, int], None]
"""Is told how much is done, and of how much."""


def silent(done: int, total: int) -> None:
    """A progress that shows nothing."""
    del done, total


class Watched(io.BufferedReader):
    """A file that tells how many bytes were read of it, as they are.

    Raises:
        OSError: it cannot be opened.
    """

    def __init__(self, path: Path, tell: Callable[[int], None]) -> None:
        super().__init__(path.open("rb", buffering=0))
        self._tell = tell

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all."""
        data = super().read(size)
        self._tell(len(data))
        return data
