"""What follows from the figures of a credential: the levels of its skills, and how long it is studied."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from skillpath.catalog.records import Effort, Taught
from skillpath.catalog.values import LEVELS, minutes


class Levelled(Protocol):
    """A credential, or what was read of it."""

    @property
    def level(self) -> str: ...

    @property
    def teaches_level(self) -> int | None: ...


def taught_levels(credential: Levelled, entries: Iterable[str | Taught]) -> Iterator[tuple[str, int]]:
    """(skill, level) for entries of `teaches` or `attests`: the entry's level, the record's, or that of its tier."""
    level = credential.teaches_level or LEVELS[credential.level]
    for entry in entries:
        yield (entry, level) if isinstance(entry, str) else (entry.skill, entry.level)


class _Minutes(dict[float, int]):
    """Hours as minutes, each worked out once."""

    def __missing__(self, hours: float) -> int:
        if len(self) > 100_000:
            self.clear()
        self[hours] = minutes(hours)
        return self[hours]


_MINUTES = _Minutes()


def typical_minutes(effort: Effort | None) -> int | None:
    """The typical study time: the figure, or the middle of the range, in whole minutes; None if unknown."""
    if effort is None:
        return None
    if effort.hours is not None:
        return _MINUTES[effort.hours]
    if effort.min_hours is None or effort.max_hours is None:
        return None
    return (_MINUTES[effort.min_hours] + _MINUTES[effort.max_hours] + 1) // 2


def effort_range(effort: Effort | None) -> tuple[int, int, int]:
    """Early, typical and late study minutes (zeros where nobody knows)."""
    typical = typical_minutes(effort)
    if effort is None or typical is None:
        return 0, 0, 0
    if effort.min_hours is not None and effort.max_hours is not None and effort.hours is None:
        return minutes(effort.min_hours), typical, minutes(effort.max_hours)
    return typical, typical, typical
