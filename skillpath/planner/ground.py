"""Credit that is planned from two sources for courses that overlap: a college may take one of them only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Course
from skillpath.planner.candidates import Candidate


def courses_of(id: str, catalog: Catalog) -> set[str]:
    """The common courses for which a credential is recommended credit."""
    found = catalog.recommendations(id)
    return {course for each in found for course in (*each.covers, *((each.course,) if each.course else ()))}


def same_ground(steps: Iterable[Candidate], catalog: Catalog) -> Iterator[str]:
    """A sentence for each credential whose course overlaps that of others among the steps."""
    names = {each.id: each.record.name for each in steps}
    courses = {id: courses_of(id, catalog) for id in names}
    for id in names:
        shared = {other for course in courses[id] for other in _overlaps(course, catalog)}
        others = [names[other] for other in names if other != id and not shared.isdisjoint(courses[other])]
        if others:
            yield f"{names[id]} counts beside {', '.join(others)}, which it overlaps (a college may take only one: ask first)"


def _overlaps(course: str, catalog: Catalog) -> tuple[str, ...]:
    record = catalog.get(Course, course)
    return record.overlaps if record else ()
