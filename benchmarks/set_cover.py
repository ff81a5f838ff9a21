"""Set covering as a catalogue: a column is a credential with a price, a row is a skill that it teaches.

The smallest-priced cover is then a plan's cheapest stack, so that instances with published optima test the planner. The files of
the OR-Library (Beasley 1990) are fetched by whoever wants them; `look_alike` makes instances of the same kind.
"""

from __future__ import annotations

import random
from typing import Any, NamedTuple


class Instance(NamedTuple):
    """Costs of the columns, and for each row the columns (from 0) that cover it."""

    costs: list[int]
    rows: list[list[int]]


def read_or_library(text: str) -> Instance:
    """Read the OR-Library's format: rows m, columns n; n costs; for each row how many columns cover it, and which."""
    numbers = iter(map(int, text.split()))
    rows, columns = next(numbers), next(numbers)
    costs = [next(numbers) for _ in range(columns)]
    return Instance(costs, [[next(numbers) - 1 for _ in range(next(numbers))] for _ in range(rows)])


def look_alike(rows: int, columns: int, density: float, seed: int) -> Instance:
    """A random instance after Balas and Ho (1980): every row is covered at least twice, every column covers a row."""
    source = random.Random(seed)
    cover: list[set[int]] = [set(source.sample(range(columns), 2)) for _ in range(rows)]
    for column in range(columns):
        cover[source.randrange(rows)].add(column)
    while sum(map(len, cover)) < density * rows * columns:
        cover[source.randrange(rows)].add(source.randrange(columns))
    return Instance([source.randint(1, 100) for _ in range(columns)], [sorted(row) for row in cover])


def as_catalog(instance: Instance) -> dict[str, Any]:
    """The instance in catalogue format 1."""
    taught: list[list[str]] = [[] for _ in instance.costs]
    for row, columns in enumerate(instance.rows):
        for column in columns:
            taught[column].append(f"row-{row:04}")
    credentials = [
        {
            "id": f"column-{column:04}",
            "name": f"Column {column}",
            "kind": "course",
            "provider": "or-library",
            "teaches": skills,
            "effort": {"hours": 1},
            "offers": [{"price": f"{cost} USD"}],
        }
        for column, (cost, skills) in enumerate(zip(instance.costs, taught, strict=True))
    ]
    return {
        "skillpath": 1,
        "skills": [{"id": f"row-{row:04}", "name": f"Row {row}"} for row in range(len(instance.rows))],
        "providers": [{"id": "or-library", "name": "OR-Library"}],
        "credentials": credentials,
    }
