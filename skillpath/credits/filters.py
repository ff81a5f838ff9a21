"""Whether a credit is one that a rule is about, and whether it fits a requirement."""

from __future__ import annotations

from skillpath.catalog.programmes import Filter, Requirement
from skillpath.credits.credit import Credit


def matches(over: Filter, credit: Credit) -> bool:
    """Whether a filter lets a credit through: every list that it gives shares a value with the credit."""
    return (
        _shares(over.credit_from, credit.origins)
        and _shares(over.providers, credit.providers)
        and _shares(over.credentials, {credit.needs} if credit.needs else ())
        and _shares(over.courses, credit.courses)
        and _shares(over.areas, credit.areas)
        and _shares(tuple(map(fold_subject, over.subjects)), {credit.subject} if credit.subject else ())
        and _shares(over.levels, {credit.level})
        and (over.here is None or over.here == credit.here)
        and _numbered(over, credit.number)
        and not any(name in over.excluding for name in _names(credit))
    )


def _shares(wanted: tuple[str, ...], values: frozenset[str] | set[str] | tuple[()]) -> bool:
    return not wanted or any(value in values for value in wanted)


def _numbered(over: Filter, number: int | None) -> bool:
    if over.number_from is None and over.number_below is None:
        return True
    return number is not None and (over.number_from or 0) <= number < (over.number_below or 10**9)


def _names(credit: Credit) -> set[str | None]:
    return {*credit.origins, *credit.providers, *credit.courses, credit.needs}


def fold_subject(text: str) -> str:
    """Subjects are compared without regard to case and spaces around."""
    return " ".join(text.casefold().split())


def fits(credit: Credit, requirement: Requirement) -> bool:
    """Whether a credit can fill a requirement."""
    if requirement.here and not credit.here:
        return False
    if credit.electives_only and not requirement.elective:
        return False
    if not is_high_enough(credit, requirement):
        return False
    if credit.only is not None:
        return credit.only == requirement.id or requirement.elective
    return (
        requirement.elective
        or not credit.courses.isdisjoint(requirement.courses)
        or not credit.areas.isdisjoint(requirement.areas)
    )


def is_high_enough(credit: Credit, requirement: Requirement) -> bool:
    """Whether a credit has the level that a requirement asks for."""
    if requirement.level == "upper":
        return credit.is_upper
    return credit.level == "graduate" if requirement.level == "graduate" else True
