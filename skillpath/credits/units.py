"""Units of credit: what an hour of one is worth in another, exactly, and the study that it stands for."""

from __future__ import annotations

from fractions import Fraction

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Convert, Programme
from skillpath.catalog.records import Unit

SEMESTER_HOUR = "semester-hour"
STUDY_HOURS = 45
"""Hours of study behind a semester hour: one of class and two of homework in each of 15 weeks (34 CFR 600.2)."""


def semester_hours(unit: str, catalog: Catalog) -> Fraction | None:
    """How many semester hours one of a unit is worth by custom; None where nobody says."""
    record = catalog.get(Unit, unit)
    if record is not None and record.semester_hours is not None:
        return Fraction(record.semester_hours)
    return Fraction(1) if unit == SEMESTER_HOUR else None


def factor(unit: str, programme: Programme, catalog: Catalog) -> Fraction | None:
    """What one of a unit is worth in a programme's unit: by its own rule, else by the units' worth in semester hours."""
    for rule in programme.rules:
        if isinstance(rule, Convert) and rule.unit == unit:
            return Fraction(str(rule.factor))
    if unit == programme.unit:
        return Fraction(1)
    worth, own = semester_hours(unit, catalog), semester_hours(programme.unit, catalog)
    return worth / own if worth is not None and own else None


def study_minutes(unit: str, catalog: Catalog) -> int:
    """Minutes of study behind one of a unit."""
    record = catalog.get(Unit, unit)
    if record is not None and record.study_hours is not None:
        return round(Fraction(str(record.study_hours)) * 60)
    worth = semester_hours(unit, catalog)
    return round((worth or Fraction(1)) * STUDY_HOURS * 60)
