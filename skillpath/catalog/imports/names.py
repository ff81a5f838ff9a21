"""Names and ids: clean texts, stable slugs, and who may use a name."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache

from skillpath.catalog.catalog import fold

MAX_NAME = 400
MAX_NOTE = 2000
MAX_SLUG = 90

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]+")
_SPACES = re.compile(r"\s+")
_NOT_ID = re.compile(r"[^a-z0-9]+")
_SPELLED = (("+", " plus "), ("#", " sharp "), ("&", " and "))


def clean(text: str, most: int = MAX_NAME) -> str:
    """One line without control characters, cut at `most` characters."""
    if not (text.isascii() and text.isprintable()):
        text = _CONTROL.sub(" ", text)
        line = _SPACES.sub(" ", text).strip()
    else:
        line = (_SPACES.sub(" ", text) if "  " in text else text).strip()
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def digest(text: str, length: int = 8) -> str:
    """A few hexadecimal digits that stand for a text."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()[:length]


@lru_cache(maxsize=100_000)
def slug(text: str) -> str:
    """An id made of a name: the same for names that read alike; what letters cannot say is told apart by a digest."""
    kept, lost = text, False
    for sign, word in _SPELLED:
        kept = kept.replace(sign, word)
    kept = kept.casefold()
    if not kept.isascii():
        plain = unicodedata.normalize("NFKD", kept)
        kept = "".join(letter for letter in plain if not unicodedata.combining(letter))
        lost = any(letter.isalnum() and not letter.isascii() for letter in kept)
    id = _NOT_ID.sub("-", kept).strip("-")
    if lost or not id or len(id) > MAX_SLUG:
        id = f"{id[:MAX_SLUG].rstrip('-')}-{digest(fold(text))}".strip("-")
    return id


class NameClaims:
    """Who a name belongs to: over all records of a kind each name, alias and id stands for one of them."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def owner(self, name: str) -> str | None:
        """The id that holds a name."""
        return self._owners.get(fold(name))

    def claim(self, name: str, id: str) -> bool:
        """Take a name for a record; False where another one holds it."""
        return self._owners.setdefault(fold(name), id) == id
