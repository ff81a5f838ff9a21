"""An integer programme in plain integers: variables, tagged rows, objectives. Knows no solver and no credential."""

from __future__ import annotations

from collections.abc import Iterable
from math import gcd
from typing import NamedTuple

from msgspec import Struct

from skillpath.catalog.records import Origin

Terms = tuple[tuple[int, int], ...]
NOWHERE = Origin()


class Tag(Struct, frozen=True):
    """Where a row of the model comes from: a flag, a profile line, a catalogue fact, a rule of a programme."""

    kind: str
    text: str
    origin: Origin = NOWHERE


class Variable(NamedTuple):
    """A whole number between two bounds."""

    name: str
    lower: int
    upper: int


def merged(terms: Iterable[tuple[int, int]]) -> Terms:
    """Terms with each variable once, in order."""
    sums: dict[int, int] = {}
    for variable, coefficient in terms:
        sums[variable] = sums.get(variable, 0) + coefficient
    return tuple((variable, coefficient) for variable, coefficient in sorted(sums.items()) if coefficient)


class Row(NamedTuple):
    """``lower <= sum(coefficient * variable) <= upper``, with the tag of where it comes from."""

    terms: Terms
    lower: int | None
    upper: int | None
    tag: Tag | None = None

    def holds(self, values: list[int]) -> bool:
        """Whether the row holds, in exact arithmetic."""
        total = sum(coefficient * values[variable] for variable, coefficient in self.terms)
        return (self.lower is None or total >= self.lower) and (self.upper is None or total <= self.upper)


class Model:
    """Variables and rows, and the objectives by name."""

    def __init__(self) -> None:
        self.variables: list[Variable] = []
        self.rows: list[Row] = []
        self.objectives: dict[str, Terms] = {}

    def variable(self, name: str, upper: int = 1, lower: int = 0) -> int:
        """Add a variable; its index."""
        self.variables.append(Variable(name, lower, upper))
        return len(self.variables) - 1

    def row(
        self, terms: Iterable[tuple[int, int]], *, lower: int | None = None, upper: int | None = None, tag: Tag | None = None
    ) -> None:
        """Add a row; repeated variables are summed, and what all coefficients share is divided out."""
        found = merged(terms)
        shared = gcd(*(coefficient for _, coefficient in found))
        if shared > 1:
            found = tuple((variable, coefficient // shared) for variable, coefficient in found)
            lower = None if lower is None else -(-lower // shared)
            upper = None if upper is None else upper // shared
        self.rows.append(Row(found, lower, upper, tag))

    def value(self, terms: Terms, values: list[int]) -> int:
        """The exact value of a linear expression."""
        return sum(coefficient * values[variable] for variable, coefficient in terms)


class Stage(Struct, frozen=True):
    """One objective's outcome: the exact value, the proven bound, and whether they meet."""

    objective: str
    value: int
    bound: int

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.bound >= self.value

    @property
    def unproven(self) -> Stage:
        """The same outcome without a bound."""
        return Stage(self.objective, self.value, min(self.value, 0))
