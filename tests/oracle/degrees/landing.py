"""Which credits may land where, and which may not stand together."""

from __future__ import annotations

from collections.abc import Sequence

from tests.oracle.degrees.credit import Credit, is_worse, refusal
from tests.oracle.degrees.world import Degree
from tests.oracle.world import Raw

LEVELS = {"upper": ("upper", "graduate"), "graduate": ("graduate",)}
"""The levels of credit that do where one is asked for; where no such level is asked for, any does."""


def why_not(degree: Degree, credit: Credit, requirement: str) -> str | None:
    """Why a credit may not land in a requirement; None where it may."""
    record = degree.requirements[requirement]
    checks = {
        "comes after a higher one": not is_after_higher(degree, credit),
        "does not fit": _is_for(credit, record),
        "is of a lower level": has_level(credit.level, record),
        "is not taken here": credit.here or not record.get("here"),
        "has too low a grade": not record.get("min_grade") or not is_worse(credit.grade, record["min_grade"]),
    }
    words = next((words for words, fine in checks.items() if not fine), None)
    return words or (None if credit.here else _refusal(degree, credit, requirement))


def has_level(level: str, requirement: Raw) -> bool:
    """Whether credit of a level is high enough."""
    return level in LEVELS.get(requirement.get("level") or "", (level,))


def _is_for(credit: Credit, record: Raw) -> bool:
    if record.get("elective"):
        return True
    if credit.to is not None or credit.electives_only:
        return credit.to == record["id"] and not credit.electives_only
    courses, areas = record.get("courses") or (), record.get("areas") or ()
    return bool(set(credit.courses) & set(courses) or set(credit.areas) & set(areas))


def _refusal(degree: Degree, credit: Credit, requirement: str | None) -> str | None:
    return refusal(degree.programme, degree.rules, credit, requirement, degree.case.start)


def is_after_higher(degree: Degree, credit: Credit) -> bool:
    """Whether credit for a higher course was held, and taken, before; days that nobody tells refuse nothing."""
    for higher in degree.held:
        if not higher.here and _refusal(degree, higher, None) is not None:
            continue
        is_later = credit.earned is not None and higher.earned is not None and credit.earned > higher.earned
        is_lower = any(_precedes(degree, one, other) for one in credit.courses for other in higher.courses)
        if is_lower and (credit.is_new or is_later):
            return True
    return False


def _precedes(degree: Degree, lower: str, higher: str) -> bool:
    reached, fresh = set[str](), {lower}
    while fresh:
        fresh = {each for course in fresh for each in degree.courses[course].get("precedes") or ()} - reached
        reached |= fresh
    return higher in reached - {lower}


def clash(degree: Degree, one: Credit, other: Credit) -> str | None:
    """Why two credits cannot both be placed."""
    if set(one.courses) & set(other.courses):
        return "the same course"
    courses = _both_ways(one.courses, other.courses)
    if any(second in (degree.courses[first].get("excludes") or ()) for first, second in courses):
        return "courses that exclude each other"
    if one.choice is not None and one.choice == other.choice and one.source != other.source:
        return "two of one choice"
    pairs = _both_ways([one.credential or ""], [other.credential or ""])
    if any(second in (degree.case.credentials.get(first, {}).get("overlaps") or ()) for first, second in pairs if second):
        return "credentials that overlap"
    return None


def _both_ways(ones: Sequence[str], others: Sequence[str]) -> list[tuple[str, str]]:
    return [pair for one in ones for other in others for pair in ((one, other), (other, one))]


def most(degree: Degree, credit: Credit, requirement: str) -> int:
    """The hundredths of a credit that can count: in a requirement that is filled whole, all that it asks for."""
    record = degree.requirements[requirement]
    is_meant = credit.to == requirement or set(credit.courses) & set(record.get("courses") or ())
    return degree.hours_of(requirement) if record.get("whole") and is_meant else credit.hours
