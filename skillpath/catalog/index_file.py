"""The file that an index is: how one is recognised, and opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

APPLICATION_ID = 0x736B7031  # "skp1"
FORMAT = 2


def is_index(path: Path) -> bool:
    """Whether a file looks like a whole index of this format: judged by its head and its length."""
    try:
        with path.open("rb") as stream:
            head = stream.read(100)
            size = stream.seek(0, 2)
    except OSError:
        return False
    if len(head) < 100 or not head.startswith(b"SQLite format 3\0"):
        return False
    page = int.from_bytes(head[16:18], "big")
    pages, format, application = (int.from_bytes(head[at : at + 4], "big") for at in (28, 60, 68))
    return (application, format) == (APPLICATION_ID, FORMAT) and size == pages * (65536 if page == 1 else page)


def connect(path: Path) -> sqlite3.Connection:
    """Open an index to read it; nobody ever writes to the file."""
    address = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23").replace("\\", "/")
    return sqlite3.connect(f"file:{address}?mode=ro&immutable=1", uri=True, isolation_level=None)
