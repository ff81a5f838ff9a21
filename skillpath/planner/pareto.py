"""Which of many outlines no other one beats: by what they serve, cost and take.

Sorted by cost, a row is beaten if the least time of the rows before it is less than its own (Kung, Luccio, Preparata 1975).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import numpy as np

Numbers = Any
"""A NumPy array."""
PLAIN = 0
"""The `offers` of what costs its cents and nothing else."""
NONE = 1 << 42
"""More minutes than anything takes."""
NEVER = 1 << 30
"""The day on which something retires that does not."""


class Rows(NamedTuple):
    """Credentials, column by column. One that takes no more than `bound` takes no more under any offer."""

    key: Numbers
    serves: Numbers
    offers: Numbers
    cents: Numbers
    time: Numbers
    bound: Numbers
    requires: Numbers
    retires: Numbers
    provider: Numbers


NamesOf = Callable[[Iterable[int]], dict[int, str]]


def survivors(rows: Rows, names_of: NamesOf, across: bool) -> Rows:
    """The rows that none beats which serves the same and is sold in the same way; with `across`, that none beats at all."""
    rows = _first_of_equals(_unbeaten(rows), names_of)
    return _unbeaten_across(rows) if across else rows


def joined(parts: list[Rows]) -> Rows:
    """Several in one."""
    return Rows(*map(np.concatenate, zip(*parts, strict=True)))


def _take(rows: Rows, which: Numbers) -> Rows:
    return Rows(*(column[which] for column in rows))


def _is_rival(rows: Rows) -> Numbers:
    """Whether a row may beat others: it needs nothing, and does not retire."""
    return (rows.requires == 0) & (rows.retires == NEVER)


def _unbeaten(rows: Rows) -> Rows:
    words = rows.serves.T
    rows = _take(rows, np.lexsort((rows.time, rows.cents, rows.provider, rows.offers, *words)))
    group = np.cumsum(_differs(rows.serves, rows.offers, rows.provider))
    times = np.where(_is_rival(rows), rows.time, NONE) - group * NONE
    least = np.minimum.accumulate(times)
    before = np.concatenate([[NONE], least[:-1]])
    found_at = np.maximum.accumulate(np.where(times < before, np.arange(len(times)), 0))
    cheapest = rows.cents[np.concatenate([[0], found_at[:-1]])]
    best = before + group * NONE
    cheaper = (rows.offers == PLAIN) & (best == rows.time) & (cheapest < rows.cents)
    return _take(rows, ~((best < rows.bound) | cheaper))


def _differs(*columns: Numbers) -> Numbers:
    """Where a row differs from the one before it."""
    differs = np.zeros(len(columns[0]), bool)
    for column in columns:
        changed = column[1:] != column[:-1]
        differs[1:] |= changed.any(axis=1) if changed.ndim == 2 else changed
    return differs


def _first_of_equals(rows: Rows, names_of: NamesOf) -> Rows:
    """Of rows that are equal in all but their keys, the one with the smallest id."""
    order = np.lexsort(
        (rows.retires, rows.requires, rows.bound, rows.time, rows.cents, rows.provider, rows.offers, *rows.serves.T)
    )
    rows = _take(rows, order)
    columns = (rows.serves, rows.offers, rows.provider, rows.cents, rows.time, rows.bound, rows.requires, rows.retires)
    group = np.cumsum(_differs(*columns))
    sizes = np.bincount(group)[group] if len(group) else group
    tied = np.flatnonzero(sizes > 1)
    if not len(tied):
        return rows
    names = names_of(int(key) for key in rows.key[tied])
    first: dict[int, int] = {}
    for row in sorted(tied, key=lambda row: names[int(rows.key[row])]):
        first.setdefault(int(group[row]), int(row))
    keep = sizes == 1
    keep[list(first.values())] = True
    return _take(rows, keep)


def _unbeaten_across(rows: Rows) -> Rows:
    """Leave out what a plain rival beats that serves the same or more."""
    rivals = _take(rows, _is_rival(rows) & (rows.offers == PLAIN))
    rivals = _take(rivals, np.lexsort((rivals.time, rivals.cents)))
    keep = np.ones(len(rows.key), bool)
    for which in _groups(rows):
        serves, provider = rows.serves[which[0]], rows.provider[which[0]]
        better = ((rivals.serves & serves) == serves).all(axis=1) & (rivals.provider == provider)
        cents, least = rivals.cents[better], np.minimum.accumulate(rivals.time[better])
        group = _take(rows, which)
        plain = group.offers == PLAIN
        lowest = np.where(plain, group.cents, 0)
        no_dearer = _at(least, np.searchsorted(cents, lowest, "right"))
        cheaper = _at(least, np.searchsorted(cents, lowest, "left"))
        keep[which] = ~((no_dearer < group.time) | (plain & (cheaper <= group.time)))
    return _take(rows, keep)


def _groups(rows: Rows) -> Iterator[Numbers]:
    """The numbers of the rows that serve the same and have one provider."""
    order = np.lexsort((rows.provider, *rows.serves.T))
    starts = np.flatnonzero(_differs(rows.serves[order], rows.provider[order]))
    return (group for group in np.split(order, starts) if len(group))


def _at(least: Numbers, places: Numbers) -> Numbers:
    """The least time of so many rows; more than anything takes for none."""
    return np.concatenate([[NONE], least])[places]
