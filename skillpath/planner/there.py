"""What some hours taken at an institution would cost by themselves, and the study behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme, Requirement, Tuition
from skillpath.catalog.values import Hours
from skillpath.credits.units import semester_hours, study_minutes
from skillpath.learner.learner import Learner
from skillpath.planner.offers import WEEKS_PER_MONTH, Prices


@dataclass(frozen=True)
class There:
    """So many whole hours taken at an institution; `cents` is None where nobody says what they cost, `fills` where they land."""

    programme: Programme
    hours: int
    cents: int | None
    minutes: int
    fills: tuple[str, ...]


def taken_there(
    programme: Programme,
    hours: Hours | Fraction,
    slots: Iterable[Requirement],
    learner: Learner,
    catalog: Catalog,
    prices: Prices,
) -> There | None:
    """Hours of a course, or for a requirement, taken there alone: tuition and fees by the hour, by the cheapest way open to the
    learner; fees for a term, a year or once come on top. None where no requirement takes them."""
    slots = list(slots)
    if not slots:
        return None
    whole = ceil(Fraction(str(hours)))
    own = [cents for slot in slots if slot.price and (cents := prices.cents(slot.price)) is not None]
    ways = [_tuition(entry, whole, programme, learner, catalog, prices) for entry in programme.tuition]
    known = [(cents, minutes) for cents, minutes in ways if cents is not None]
    usual = min(known, default=None)
    minutes = _unit_minutes(programme, None, learner, catalog) * whole
    if len(own) == len(slots):
        usual = (min(own), minutes)
    cents = None if usual is None else usual[0] + _fees(programme, whole, prices)
    return There(programme, whole, cents, usual[1] if usual else minutes, tuple(slot.id for slot in slots))


def _tuition(
    entry: Tuition, hours: int, programme: Programme, learner: Learner, catalog: Catalog, prices: Prices
) -> tuple[int | None, int]:
    minutes = _unit_minutes(programme, entry, learner, catalog) * hours
    counts = (
        (entry.per_credit, hours),
        (entry.per_course, ceil(hours / Fraction(str(entry.course_hours)))),
        (entry.per_term, _terms(entry, hours, minutes, learner)),
        (entry.whole, 1),
    )
    parts = [(prices.cents(price), count) for price, count in counts if price is not None]
    if not parts or not learner.lives_in(entry.residence):
        return None, minutes
    total = 0
    for cents, count in parts:
        if cents is None:
            return None, minutes
        total += cents * count
    most = prices.cents(entry.max_total) if entry.max_total else None
    return (total if most is None else min(total, most)), minutes


def _terms(entry: Tuition, hours: int, minutes: int, learner: Learner) -> int:
    by_study = Fraction(minutes) / (learner.pace * 60 * WEEKS_PER_MONTH * Fraction(str(entry.months or 1)))
    by_hours = Fraction(hours) / Fraction(str(entry.max_hours_per_term)) if entry.max_hours_per_term else 0
    return max(1, ceil(by_study), ceil(by_hours))


def _unit_minutes(programme: Programme, entry: Tuition | None, learner: Learner, catalog: Catalog) -> int:
    """Minutes of study behind an hour of credit: as the learner says, the tuition entry, or the unit."""
    if learner.study_hours is not None:
        worth = semester_hours(programme.unit, catalog) or Fraction(1)
        return round(learner.study_hours * worth * 60)
    if entry is not None and entry.study_hours is not None:
        return round(Fraction(str(entry.study_hours)) * 60)
    return study_minutes(programme.unit, catalog)


def _fees(programme: Programme, hours: int, prices: Prices) -> int:
    return sum((prices.cents(fee.price) or 0) * hours for fee in programme.fees if fee.per == "hour")
