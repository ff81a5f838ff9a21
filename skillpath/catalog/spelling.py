"""Words of the catalogue that are spelt much like another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from skillpath.catalog.words import misspelt

if TYPE_CHECKING:
    from skillpath.catalog.store import Store

_CLOSE = 0.7
_MOST_CLOSE = 6
_MOST_VOCABULARY = 50_000


def count_of(store: Store, word: str) -> int:
    """How many records of an index have a word."""
    found = store.rows("SELECT count FROM words WHERE length = ? AND word = ?", len(word), word)
    return int(found[0][0]) if found else 0


def close_words(stores: Iterable[Store], word: str) -> dict[str, float]:
    """Words of the catalogue that are spelt much like a word: one slip away, else first those that begin with its letter."""
    slips = _slips(stores, word)
    if slips:
        return slips
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    for first in (word[0], ""):
        near = {other: None for store in stores for other in _words_near(store, len(word), first)}
        found = process.extract(word, list(near), scorer=OSA.normalized_similarity, score_cutoff=_CLOSE, limit=_MOST_CLOSE)
        if found:
            return {other: float(score) for other, score, _ in found}
    return {}


def _slips(stores: Iterable[Store], word: str) -> dict[str, float]:
    """The commonest words of the catalogue that are one slip away, if they are close for their length."""
    found: Counter[str] = Counter()
    by_length: dict[int, list[str]] = {}
    for other in misspelt(word):
        if 1 - 1 / max(len(word), len(other)) >= _CLOSE:
            by_length.setdefault(len(other), []).append(other)
    for length, others in by_length.items():
        marks = ", ".join("?" * len(others))
        statement = f"SELECT word, count FROM words WHERE length = ? AND word IN ({marks})"  # noqa: S608
        for store in stores:
            found.update(dict(store.rows(statement, length, *others)))
    best = sorted(found, key=lambda other: (-found[other], other))[:_MOST_CLOSE]
    return {other: 1 - 1 / max(len(word), len(other)) for other in best}


def _words_near(store: Store, length: int, first: str) -> Iterator[str]:
    """Words of about a length, and of a first letter if one is given."""
    reach = 1 if length < 7 else 2
    statement = "SELECT word FROM words WHERE length = ? AND word >= ? AND word < ? LIMIT ?"
    for near in range(length - reach, length + reach + 1):
        last = first + "\U0010ffff"
        yield from (word for (word,) in store.rows(statement, near, first, last, _MOST_VOCABULARY))
