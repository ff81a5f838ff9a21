"""The form of ids, for many at a time."""

from __future__ import annotations

import re

MAX_ID = 120
_IN_IDS = b"abcdefghijklmnopqrstuvwxyz0123456789._-\n"
_match_id = re.compile(r"[a-z0-9]+([._-][a-z0-9]+)*").fullmatch
_MARKS = bytes.maketrans(b"._-", b"\n\n\n")


def is_id(text: str) -> bool:
    """Whether a text has the form of an id."""
    return len(text) <= MAX_ID and _match_id(text) is not None


def are_ids(texts: list[str]) -> bool:
    """Whether all texts are ids: a look at all at once, since a regular expression for each is a tenth of the work."""
    lines = "\n".join(("", *texts, "")).encode("utf-8", "replace")
    return (
        lines.count(b"\n") == len(texts) + 1
        and not lines.translate(None, _IN_IDS)
        and b"\n\n" not in lines.translate(_MARKS)
        and max(map(len, texts), default=0) <= MAX_ID
    )
