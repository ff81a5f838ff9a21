"""The heaviest choice without a clash, against trying everything; and on shapes where trying everything would never end."""

from __future__ import annotations

from itertools import combinations
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillpath.credits.heaviest import heaviest

Pairs = set[frozenset[int]]


def chosen(weights: dict[int, int], pairs: Pairs) -> set[int]:
    clashes = {one: [other for pair in pairs if one in pair for other in pair - {one}] for one in weights}
    found = heaviest(weights, clashes)
    assert not any(pair <= found for pair in pairs)
    return found


@given(
    st.dictionaries(st.integers(0, 9), st.integers(1, 20), max_size=10),
    st.sets(st.frozensets(st.integers(0, 9), min_size=2, max_size=2), max_size=25),
)
def test_nothing_heavier(weights: dict[int, int], pairs: Pairs) -> None:
    sums = [
        sum(weights[key] for key in some)
        for size in range(len(weights) + 1)
        for some in combinations(weights, size)
        if not any(pair <= set(some) for pair in pairs)
    ]
    assert sum(weights[key] for key in chosen(weights, pairs)) == max(sums)


def ring(size: int) -> Pairs:
    return {frozenset((key, (key + 1) % size)) for key in range(size)}


def grid(side: int) -> Pairs:
    right = {frozenset((key, key + 1)) for key in range(side * side) if (key + 1) % side}
    return right | {frozenset((key, key + side)) for key in range(side * (side - 1))}


@pytest.mark.parametrize(
    ("size", "pairs"),
    [
        (400, ring(400)),
        (60, {frozenset(pair) for pair in combinations(range(60), 2)}),
        (80, {frozenset((one, other)) for one in range(40) for other in range(40, 80)}),
        (120, {frozenset((key, (key + step) % 120)) for key in range(120) for step in (1, 2)}),
        (64, grid(8)),
    ],
    ids=["ring", "clique", "two sides", "ring of triangles", "grid"],
)
def test_shapes_of_many_are_quick(size: int, pairs: Pairs) -> None:
    dice = Random(7)
    weights = {key: dice.randint(1, 12) * 100 for key in range(size)}
    begun = process_time()
    assert chosen(weights, pairs)
    assert process_time() - begun < 5


def test_a_ring_of_equals_keeps_every_second_one() -> None:
    assert len(chosen(dict.fromkeys(range(50), 3), ring(50))) == 25
    assert len(chosen(dict.fromkeys(range(51), 3), ring(51))) == 25
