"""The heaviest choice of things no two of which clash: exact, quick where clashes are few, in cliques, chains or rings.

Reductions first, which keep the optimum: twins are one, and a thing whose rivals all clash with each other gives its weight away
(the weight transfer of Lamm et al. 2019, "Exactly Solving the Maximum Weight Independent Set Problem on Large Real-World
Graphs"); then parts that do not touch are solved apart, and what is left is branched on, bounded by cliques that cover it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Rivals = dict[int, set[int]]


class Undo(NamedTuple):
    """A thing taken out: a twin is chosen if one of the others is, any other thing if none is."""

    key: int
    others: set[int]
    is_twin: bool


def heaviest(weights: Mapping[int, int], clashes: Mapping[int, Iterable[int]]) -> set[int]:
    """The keys, no two of which clash, with the greatest sum of weights (which are at least 1)."""
    rivals: Rivals = {key: set() for key in sorted(weights)}
    for key, others in clashes.items():
        for other in others:
            if other != key and key in rivals and other in rivals:
                rivals[key].add(other)
                rivals[other].add(key)
    found: set[int] = set()
    for part in _parts(rivals):
        found |= _best({key: weights[key] for key in part}, {key: set(rivals[key]) for key in part}, 0) or set()
    return found


def _best(weights: dict[int, int], rivals: Rivals, least: int) -> set[int] | None:
    """The heaviest choice of a part (its arguments are used up); None if it weighs no more than `least`, above 0."""
    own = dict(weights)
    undo: list[Undo] = []
    base = _reduce(weights, rivals, undo)
    chosen: set[int] = set()
    if rivals:
        inner = _branch(weights, rivals, max(0, least - base))
        if inner is None:
            return None
        chosen = inner
    for key, others, is_twin in reversed(undo):
        if chosen.isdisjoint(others) != is_twin:
            chosen.add(key)
    return chosen if not least or sum(own[key] for key in chosen) > least else None


def _reduce(weights: dict[int, int], rivals: Rivals, undo: list[Undo]) -> int:
    """Take out what needs no search; the weight that is certain. `undo`, from its end, says how to complete a choice."""
    base = 0
    changed = True
    while changed:
        changed = _join_twins(weights, rivals, undo)
        for key in list(rivals):
            if key in rivals and _is_clique(rivals[key], rivals):
                base += weights[key]
                others = {other for other in rivals[key] if weights[other] > weights[key]}
                undo.append(Undo(key, others, False))
                for other in others:
                    weights[other] -= weights[key]
                for gone in (key, *(rivals[key] - others)):
                    _drop(gone, rivals)
                changed = True
    return base


def _join_twins(weights: dict[int, int], rivals: Rivals, undo: list[Undo]) -> bool:
    """Things with the same rivals are chosen together."""
    groups: dict[frozenset[int], list[int]] = {}
    for key, others in rivals.items():
        groups.setdefault(frozenset(others), []).append(key)
    joined = False
    for first, *more in groups.values():
        for twin in more:
            weights[first] += weights[twin]
            undo.append(Undo(twin, {first}, True))
            _drop(twin, rivals)
            joined = True
    return joined


def _is_clique(keys: set[int], rivals: Rivals) -> bool:
    return all(keys - {key} <= rivals[key] for key in keys)


def _drop(key: int, rivals: Rivals) -> None:
    for other in rivals.pop(key):
        rivals[other].discard(key)


def _branch(weights: dict[int, int], rivals: Rivals, least: int) -> set[int] | None:
    parts = _parts(rivals)
    if len(parts) > 1:
        found = [_best({key: weights[key] for key in part}, {key: set(rivals[key]) for key in part}, 0) for part in parts]
        return {key for each in found for key in each or ()}
    if _bound(weights, rivals) <= least:
        return None
    pivot = max(rivals, key=lambda key: (len(rivals[key]), weights[key], -key))
    near = rivals[pivot]
    best = {pivot} | (_solve(weights, rivals, {pivot, *near}, 0) or set())
    weight = sum(weights[key] for key in best)
    other = _solve(weights, rivals, {pivot}, max(least, weight))
    return other if other is not None else best


def _solve(weights: dict[int, int], rivals: Rivals, without: set[int], least: int) -> set[int] | None:
    """The best choice without some keys."""
    left = {key: others - without for key, others in rivals.items() if key not in without}
    return _best({key: weights[key] for key in left}, left, least)


def _bound(weights: Mapping[int, int], rivals: Rivals) -> int:
    """No choice is heavier: of each of some cliques that cover all, at most the heaviest is taken."""
    cliques: list[set[int]] = []
    total = 0
    for key in sorted(rivals, key=lambda key: (-weights[key], key)):
        home = next((clique for clique in cliques if clique <= rivals[key]), None)
        if home is None:
            cliques.append({key})
            total += weights[key]
        else:
            home.add(key)
    return total


def _parts(rivals: Rivals) -> list[list[int]]:
    """The keys, grouped by what clashes through any chain."""
    seen: set[int] = set()
    parts = []
    for start in rivals:
        if start in seen:
            continue
        part = [start]
        seen.add(start)
        for key in part:
            new = sorted(rivals[key] - seen)
            seen.update(new)
            part.extend(new)
        parts.append(part)
    return parts
