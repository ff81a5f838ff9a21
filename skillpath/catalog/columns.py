"""Outlines by the hundred thousand: the packed lists of an index as columns of numbers.

NumPy is imported here, so only what plans may import this module.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

from skillpath.catalog.outline import Traits
from skillpath.catalog.packing import ATTESTED, BLOCK, LEVEL_BITS, PLACE_BITS, key_of
from skillpath.catalog.store import Store, read_traits

ROWS_AT_ONCE = 40_000
MOST_BLOCKS = 256
WORD = 64
_AT_ONCE = 500

Numbers = Any
"""A NumPy array."""
Award = tuple[str, str | None]
"""An award, and its field; None for any."""
Asked = dict[str | Award, list[tuple[int, int]]]
"""Skill -> (least level, number of the question) for each question that the skill answers at that level; an award at 1."""


class Columns(NamedTuple):
    """Outlines, column by column; `serves` has a bit for each question that a credential answers, 64 to a word."""

    key: Numbers
    serves: Numbers
    traits: Numbers
    offers: Numbers
    cents: Numbers
    requires: Numbers
    minutes: Numbers
    weeks: Numbers


class Taught(NamedTuple):
    """Who teaches a skill, or grants an award, in a file: places, in order, with levels."""

    places: Numbers
    levels: Numbers


class ColumnReader:
    """Reads the outlines of one index; lists of skills are kept."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._taught: dict[str | Award, dict[int, Taught]] = {}

    def taught(self, what: str | Award) -> dict[int, Taught]:
        """Who teaches a skill, or grants an award, by file."""
        if what not in self._taught:
            self._taught[what] = self._teaching(what) if isinstance(what, str) else self._granting(*what)
        return self._taught[what]

    def _teaching(self, skill: str) -> dict[int, Taught]:
        parts: dict[int, list[Numbers]] = {}
        for file, packed in self.store.rows("SELECT file, codes FROM taught WHERE skill = ?", skill):
            parts.setdefault(file, []).append(np.frombuffer(packed, "<u4"))
        return {file: _taught(np.concatenate(codes)) for file, codes in parts.items()}

    def _granting(self, award: str, field: str | None) -> dict[int, Taught]:
        keys = np.array(self.store.keys_granting(award, field), np.int64)
        files, starts = np.unique(keys >> PLACE_BITS, return_index=True)
        parts = np.split(keys & ((1 << PLACE_BITS) - 1), starts[1:])
        return (
            {int(file): Taught(places, np.ones_like(places)) for file, places in zip(files, parts, strict=True)}
            if len(keys)
            else {}
        )

    def columns(self, asked: Asked, fresh: Collection[int]) -> Iterator[Columns]:
        """The outlines of all credentials that answer at least one `fresh` question, a part of a file at a time."""
        words = words_for(asked)
        files = sorted({file for what in asked for file in self.taught(what)})
        for file in files:
            lists = [(found, pairs) for what, pairs in asked.items() if (found := self.taught(what).get(file)) is not None]
            new = [found.places for found, pairs in lists if any(number in fresh for _, number in pairs)]
            for first, blocks in _parts(new):
                serves = _serves(lists, first * BLOCK, blocks * BLOCK, words)
                rows = np.flatnonzero((serves & bits(fresh, words)).any(axis=1))
                if len(rows):
                    yield self._part(file, first, rows, serves[rows])

    def _part(self, file: int, first: int, rows: Numbers, serves: Numbers) -> Columns:
        wanted = np.unique(rows // BLOCK)
        blocks = self._blocks(file, [first + int(each) for each in wanted])
        places = rows % BLOCK + np.searchsorted(wanted, rows // BLOCK) * BLOCK
        columns = (
            np.concatenate([_padded(np.frombuffer(block[at], kind)) for block in blocks])[places]
            for at, kind in enumerate(("<i8", "<i8", "<i8", "<i8", "<i4", "<f8"))
        )
        traits, offers, cents, requires, minutes, weeks = columns
        keys = key_of(file, first * BLOCK) + rows
        return Columns(keys, serves, traits, offers, cents, requires, minutes.astype(np.int64), weeks)

    def _blocks(self, file: int, blocks: list[int]) -> list[tuple[bytes, ...]]:
        statement = "SELECT traits, offers, cents, requires, minutes, weeks FROM outline WHERE file = ? AND block IN ({})"
        query = statement.format(", ".join("?" * len(blocks))) + " ORDER BY block"

        def work() -> list[tuple[bytes, ...]]:
            found = self.store.connection.execute(query, (file, *blocks)).fetchall()
            if len(found) != len(blocks):
                raise IndexError("the index lacks outlines")
            return found

        return self.store.read(work)


def words_for(asked: Asked) -> int:
    """How many words hold a bit for each question."""
    return 1 + max((number for pairs in asked.values() for _, number in pairs), default=0) // WORD


def many_traits(stores: Iterable[Store], numbers: Iterable[int]) -> dict[int, Traits]:
    """What the numbers of traits stand for."""
    wanted = list(numbers)
    found: dict[int, Traits] = {}
    for store in stores:
        for start in range(0, len(wanted), _AT_ONCE):
            chunk = wanted[start : start + _AT_ONCE]
            marks = ", ".join("?" * len(chunk))
            rows = store.rows(f"SELECT number, body FROM traits WHERE number IN ({marks})", *chunk)  # noqa: S608
            found.update((number, read_traits(body)) for number, body in rows)
    return found


def _taught(codes: Numbers) -> Taught:
    codes = codes[(codes & ATTESTED) == 0]
    return Taught((codes >> LEVEL_BITS).astype(np.int64), codes & 7)


def _parts(lists: list[Numbers]) -> Iterator[tuple[int, int]]:
    """(first block, number of blocks) of the parts of a file in which anything of the lists stands: longer where little does."""
    last = max((int(places[-1]) for places in lists if len(places)), default=-1) // BLOCK
    rows = sum(map(len, lists))
    blocks = max(1, min(MOST_BLOCKS, (last + 1) * ROWS_AT_ONCE // max(1, rows)))
    return ((first, blocks) for first in range(0, last + 1, blocks))


def _serves(lists: list[tuple[Taught, list[tuple[int, int]]]], start: int, size: int, words: int) -> Numbers:
    """For so many places from `start` on, a bit for each question that its record answers."""
    serves = np.zeros((size, words), np.uint64)
    for found, pairs in lists:
        low, high = np.searchsorted(found.places, (start, start + size))
        if low == high:
            continue
        places, levels = found.places[low:high] - start, found.levels[low:high]
        for least, number in pairs:
            serves[places[levels >= least], number // WORD] |= np.uint64(1 << number % WORD)
    return serves


def bits(numbers: Collection[int], words: int) -> Numbers:
    """The words in which the bits of these questions are set."""
    found = [0] * words
    for number in numbers:
        found[number // WORD] |= 1 << number % WORD
    return np.array(found, np.uint64)


def _padded(column: Numbers) -> Numbers:
    return column if len(column) == BLOCK else np.concatenate([column, np.zeros(BLOCK - len(column), column.dtype)])
