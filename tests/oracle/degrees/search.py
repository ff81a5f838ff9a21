"""For credits that are placed: how much of each can count, and how many hours are taken at the institution.

Hours are tried on a grid of `grain` hundredths, a credit's whole hours among them; of equal sums only one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil
from typing import NamedTuple

from tests.oracle.degrees.credit import Credit
from tests.oracle.degrees.landing import most
from tests.oracle.degrees.rows import Figures, Row, Taken, bounds, charge, charges, measure, sum_of, there, waiver_cents
from tests.oracle.degrees.world import Degree
from tests.oracle.world import Raw, is_inside

Placement = frozenset[tuple[Credit, str]]
Part = tuple[Credit, str, int]  # so many hundredths of a credit count in a requirement
Parts = tuple[Part, ...]


class Used(NamedTuple):
    """A block that is used, as a credit, with the requirements that it fills and the hours that it may fill."""

    credit: Credit
    fills: tuple[str, ...]
    hours: int
    names: frozenset[str]


class Arrangement(NamedTuple):
    """How a programme is filled: what counts where, what is lifted, and which tuition entry pays for which hours."""

    parts: Parts
    waived: frozenset[str]
    taken: Taken
    entry: int | None


def with_blocks(placement: Placement, blocks: Iterable[Used]) -> Placement:
    """What is placed, the used blocks in all that they fill."""
    return placement | {(block.credit, home) for block in blocks for home in block.fills}


def block_row(block: Used) -> Row:
    """A block fills so many hours at most."""
    return Row(
        block.credit.id, lambda credit, home, amount: amount if credit.id == block.credit.id else 0, high=Fraction(block.hours)
    )


def open_entries(degree: Degree) -> dict[int, Raw]:
    """The ways to pay for teaching that are open to the learner, by their place."""
    residence = degree.case.learner["residence"]
    entries = enumerate(degree.programme.get("tuition") or ())
    return {place: entry for place, entry in entries if is_inside(residence, entry.get("residence") or ())}


def can_take(degree: Degree, requirement: str) -> bool:
    """Whether courses for a requirement can be taken there: at its own price or by an entry."""
    return bool(degree.requirements[requirement].get("price") or open_entries(degree))


class Search:
    """The sums that counted hours can come to, for one placement after the other."""

    def __init__(self, degree: Degree, grain: int) -> None:
        self.degree = degree
        self.grain = grain
        self.ids = list(degree.requirements)
        self.sizes = [degree.hours_of(id) for id in self.ids]
        self.entries = open_entries(degree)
        self.fronts: dict[object, dict[Figures, Arrangement]] = {}

    def front(self, placement: Placement, blocks: tuple[Used, ...], waived: frozenset[str]) -> dict[Figures, Arrangement]:
        """What completing the programme can cost from here; what is worse in everything is left out."""
        key = (placement, blocks, waived)
        if key not in self.fronts:
            found = dict(self._figures(*key))
            self.fronts[key] = {figures: found[figures] for figures in _pareto(found)}
        return self.fronts[key]

    def _figures(
        self, placement: Placement, blocks: tuple[Used, ...], waived: frozenset[str]
    ) -> Iterator[tuple[Figures, Arrangement]]:
        hourly = [rule for rule in self.degree.of_kind("charge") if rule.get("per", "once") == "hour"]
        measured = [measure(self.degree, rule) for rule in hourly]
        rows = [*bounds(self.degree, waived, placement), *map(block_row, blocks), *measured]
        fixed = sum(charges(self.degree, with_blocks(placement, blocks)).values()) + waiver_cents(self.degree, waived)
        for (taken, sums), parts in self._ends(self._credit_sums(placement, blocks, rows), rows).items():
            hours = sums[len(sums) - len(hourly) :]
            by_hour = sum(charge(rule, ceil(Fraction(each, 100))) for rule, each in zip(hourly, hours, strict=True))
            for figures, entry, more in there(self.degree, self.entries, taken):
                yield figures._replace(cost=figures.cost + fixed + by_hour), Arrangement(parts, waived, more, entry)

    def most(self, placement: Placement, blocks: tuple[Used, ...]) -> int:
        """The most hundredths that can count in an audit."""
        rows = [*bounds(self.degree, frozenset(), placement, is_audit=True), *map(block_row, blocks)]
        return max((sum(filled) for filled, _ in self._credit_sums(placement, blocks, rows)), default=0)

    def _credit_sums(self, placement: Placement, blocks: Sequence[Used], rows: Sequence[Row]) -> dict[tuple[Taken, Taken], Parts]:
        """What is filled in each requirement, and each row's sum, once the placed credits count."""
        places = sorted(placement, key=lambda each: each[0].id)
        items = [(credit, home, self._amounts(most(self.degree, credit, home))) for credit, home in places]
        items += ((block.credit, home, [0, *self._amounts(block.hours)]) for block in blocks for home in block.fills)
        states: dict[tuple[Taken, Taken], Parts] = {((0,) * len(self.ids), tuple(row.starts for row in rows)): ()}
        for credit, home, amounts in items:
            place = self.ids.index(home)
            states = {
                (_plus(filled, place, amount), sums): (*parts, (credit, home, amount)) if amount else parts
                for (filled, old), parts in states.items()
                for amount in amounts
                if filled[place] + amount <= self.sizes[place]
                and (sums := _added(rows, old, home, [(credit, amount)])) is not None
            }
        return states

    def _amounts(self, hours: int) -> list[int]:
        return sorted({*range(self.grain, hours + 1, self.grain), hours} - {0})

    def _ends(self, states: dict[tuple[Taken, Taken], Parts], rows: Sequence[Row]) -> dict[tuple[Taken, Taken], Parts]:
        """The hours taken there in each requirement once every gap is filled, and the sums of the rows."""
        ends: dict[tuple[Taken, Taken, Taken], Parts] = {(filled, (), sums): parts for (filled, sums), parts in states.items()}
        for place, id in enumerate(self.ids):
            ends = {
                (filled, (*taken, hours), sums): (*parts, *((credit, id, amount) for credit, amount in more))
                for (filled, taken, old), parts in ends.items()
                for hours, more in self._fillings(id, self.sizes[place] - filled[place])
                if (sums := _added(rows, old, id, more)) is not None
            }
        return {
            (taken, sums): parts
            for (_, taken, sums), parts in ends.items()
            if all(row.low is None or total >= row.low for row, total in zip(rows, sums, strict=True))
        }

    def _fillings(self, id: str, gap: int) -> Iterator[tuple[int, list[tuple[Credit, int]]]]:
        """The ways to fill a gap with courses there: whole hours taken, and what counts of each level."""
        if gap == 0 or not can_take(self.degree, id):
            yield from [(0, [])] if gap == 0 else []
            return
        first, *second = self.degree.here(id)
        steps = {*range(0, gap, self.grain), *(gap - part for part in range(0, gap, self.grain)), gap, 0}
        for part in steps if second else [gap]:
            parts = [(credit, amount) for credit, amount in zip((first, *second), (part, gap - part), strict=False) if amount]
            yield sum(ceil(Fraction(amount, 100)) for _, amount in parts), parts


def _plus(figures: Taken, place: int, amount: int) -> Taken:
    return (*figures[:place], figures[place] + amount, *figures[place + 1 :])


def _added(rows: Sequence[Row], sums: Taken, home: str, parts: Sequence[tuple[Credit, int]]) -> Taken | None:
    """The sums with more hours; None above a bound. Where only a least is asked, what is more than it does not matter."""
    found = []
    for row, old in zip(rows, sums, strict=True):
        total = old + sum_of(row, (row.adds(credit, home, amount) for credit, amount in parts))
        if row.high is not None and total > row.high:
            return None
        found.append(min(total, ceil(row.low)) if row.low is not None else total)
    return tuple(found)


def _pareto(figures: Iterable[Figures]) -> list[Figures]:
    kept: list[Figures] = []
    for each in sorted(set(figures)):
        if not any(all(one <= other for one, other in zip(better, each, strict=True)) for better in kept):
            kept.append(each)
    return kept
