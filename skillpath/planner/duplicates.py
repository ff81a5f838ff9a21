"""Whether credit would count twice: what is held for the same course, for one that excludes it, or for a higher one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Course, Credential, Recommendation
from skillpath.credits.credit import Credit
from skillpath.credits.sequence import leads_to
from skillpath.credits.tally import by_score, outside
from skillpath.learner.learner import Learner

Standing = Literal["open", "held", "duplicate", "excluded"]


@dataclass(frozen=True)
class Credited:
    """A course for which the learner has credit, and what that comes from."""

    course: str
    name: str
    credential: str | None = None


def that_stand(credential: str, score: float | None, done: date | None, catalog: Catalog) -> Iterator[Recommendation]:
    """The recommendations of a credential that a score (untold: the least) reaches, and that stand on the day it is completed."""
    for each, missed in by_score(catalog.recommendations(credential), score):
        if not missed and not outside(each, done):
            yield each


def credited_by_bodies(learner: Learner, catalog: Catalog) -> list[Credited]:
    """The courses that what is held counts for, as bodies recommend and transcripts say."""
    found = []
    for held in learner.held:
        for each in that_stand(held.credential.id, held.score, held.earned, catalog):
            courses = (each.course,) if each.course is not None else each.covers
            found += [Credited(course, held.credential.name, held.credential.id) for course in courses]
    for entry in learner.transcript:
        found += [Credited(course.id, f"{course.name}, on your transcript") for course in catalog.named(Course, entry.course)]
    return list(dict.fromkeys(found))


def credited_there(credits: Iterable[Credit]) -> list[Credited]:
    """The courses that a programme credits for what is held."""
    found = [Credited(course, credit.name, credit.needs) for credit in credits if _counts(credit) for course in credit.courses]
    return list(dict.fromkeys(found))


def _counts(credit: Credit) -> bool:
    return credit.held and not credit.why_not


def standing(
    credential: Credential, courses: frozenset[str], credited: list[Credited], learner: Learner, catalog: Catalog
) -> tuple[Standing, str]:
    """How a credential stands to what is held, and why: a duplicate, or excluded, only if all of its courses are."""
    if learner.holds(credential.id):
        return "held", ""
    for held in learner.held:
        if held.credential.id != credential.id and _overlap(held.credential, credential):
            return "duplicate", f"overlaps {held.credential.name}, which is held"
    others = [each for each in credited if each.credential != credential.id]
    found = [next(_against(course, others, catalog), None) for course in sorted(courses)]
    first = next((each for each in found if each is not None), None)
    return first if first is not None and all(found) else ("open", "")


def _overlap(one: Credential, other: Credential) -> bool:
    return other.id in one.overlaps or one.id in other.overlaps


def _against(course: str, credited: list[Credited], catalog: Catalog) -> Iterator[tuple[Standing, str]]:
    record = catalog.get(Course, course)
    above = leads_to((course,), catalog)
    for held in credited:
        if held.course == course:
            yield "duplicate", f"credit for the same course is held: {held.name}"
    for held in credited:
        other = catalog.get(Course, held.course)
        if (record and held.course in record.excludes) or (other and course in other.excludes):
            yield "excluded", f"{other.name if other else held.course} excludes it: {held.name}"
        elif held.course in above:
            yield "excluded", f"lower after higher: {held.name} is held"
