"""Outlines of the credentials that teach some skills, out of the packed lists of an index."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator

from skillpath.catalog.outline import Outline
from skillpath.catalog.packing import ATTESTED, BLOCK, LEVEL_BITS, NO_MINUTES, NO_WEEKS, key_of
from skillpath.catalog.store import Store


class _Cursor:
    """The list of a skill, read block by block."""

    def __init__(self, skill: str, codes: array[int]) -> None:
        self.skill = skill
        self.codes = codes
        self.at = 0

    def block(self) -> int | None:
        """The block of the next code."""
        return (self.codes[self.at] >> LEVEL_BITS) // BLOCK if self.at < len(self.codes) else None

    def take(self, block: int) -> array[int]:
        """The codes of a block."""
        start, self.at = self.at, bisect_left(self.codes, (block + 1) * BLOCK << LEVEL_BITS, self.at)
        return self.codes[start : self.at]


def outlines(store: Store, skills: Iterable[str], without: Collection[int]) -> Iterator[Outline]:
    """The outline of every credential that teaches one of the skills, by key, but for those `without`."""
    files: dict[int, list[_Cursor]] = {}
    for skill in dict.fromkeys(skills):
        for file, codes in store.taught(skill):
            files.setdefault(file, []).append(_Cursor(skill, codes))
    for file, cursors in sorted(files.items()):
        while (block := min((block for each in cursors if (block := each.block()) is not None), default=None)) is not None:
            taught = _taught(cursors, block)
            yield from _block(store, file, block, taught, without)


def _taught(cursors: list[_Cursor], block: int) -> dict[int, dict[str, int]]:
    """The levels of the skills that each record of a block teaches, by place in the block."""
    found: dict[int, dict[str, int]] = {}
    start = block * BLOCK
    for cursor in cursors:
        skill = cursor.skill
        for code in cursor.take(block):
            if not code & ATTESTED:
                levels = found.setdefault((code >> LEVEL_BITS) - start, {})
                levels[skill] = max(levels.get(skill, 0), code & 7)
    return found


def _block(store: Store, file: int, block: int, taught: dict[int, dict[str, int]], without: Collection[int]) -> Iterator[Outline]:
    if not taught:
        return
    traits, offers, cents, requires, minutes, weeks = store.outlines(file, block)
    start = key_of(file, block * BLOCK)
    for at, levels in sorted(taught.items()):
        if start + at not in without:
            time = None if minutes[at] == NO_MINUTES else minutes[at]
            least = None if weeks[at] == NO_WEEKS else weeks[at]
            yield Outline(start + at, levels, traits[at], offers[at], requires[at], cents[at], time, least)
