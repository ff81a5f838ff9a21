"""What credit in other units would be worth in semester hours, by custom: estimates, never part of a total."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Unit
from skillpath.catalog.values import Confidence, weakest
from skillpath.credits.tally import SEMESTER_HOUR, Tally, TallyLine, outside


class Estimate(NamedTuple):
    """Hours in another unit, and about how many semester hours that is; `confidence` is the weaker of both facts."""

    line: TallyLine
    unit: str
    semester_hours: Fraction
    confidence: Confidence


def estimates(tally: Tally, catalog: Catalog) -> Iterator[Estimate]:
    """One for each recommendation in another unit whose worth is known and whose dates hold."""
    for line in tally.lines:
        found = line.recommendation
        unit = catalog.get(Unit, found.unit)
        if found.unit == SEMESTER_HOUR or found.hours is None or unit is None or unit.semester_hours is None:
            continue
        if not outside(found, line.completed):
            worth = Fraction(str(found.hours)) * Fraction(unit.semester_hours)
            yield Estimate(line, unit.name, worth, weakest([found.confidence, unit.confidence]))
