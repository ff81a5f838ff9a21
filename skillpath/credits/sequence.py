"""Lower after higher: credit for a course below one that is credited already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Course
from skillpath.credits.credit import Credit


def refuse_lower(credits: Iterable[Credit], catalog: Catalog) -> list[Credit]:
    """Refuse each credit for a course that leads to one whose credit the learner had before it."""
    credits = list(credits)
    higher = [credit for credit in credits if credit.held and not credit.why_not and credit.courses]
    return [_refused(credit, higher, catalog) for credit in credits]


def _refused(credit: Credit, higher: list[Credit], catalog: Catalog) -> Credit:
    if credit.why_not or not credit.courses:
        return credit
    above = leads_to(credit.courses, catalog)
    for other in higher:
        if not above.isdisjoint(other.courses) and _before(other, credit):
            return replace(credit, why_not=f"lower after higher: {other.name} is credited already")
    return credit


def _before(higher: Credit, lower: Credit) -> bool:
    """Whether the higher credit came first, as far as the dates tell."""
    if not lower.held:
        return True
    return higher.completed is not None and lower.completed is not None and higher.completed < lower.completed


def leads_to(courses: Iterable[str], catalog: Catalog) -> set[str]:
    """Every course that some courses lead to, through any chain."""
    found: set[str] = set()
    queue = list(courses)
    while queue:
        record = catalog.get(Course, queue.pop())
        for later in record.precedes if record else ():
            if later not in found:
                found.add(later)
                queue.append(later)
    return found
