"""Which recommended hours count beside each other: each common course, exam and shared content once, so that the most count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, product
from typing import NamedTuple

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Course, Credential, Recommendation
from skillpath.credits.heaviest import heaviest


class Part(NamedTuple):
    """Hundredths of the hours of a recommendation, for one common course at most."""

    recommendation: Recommendation
    credential: Credential
    course: str | None
    hours: int


def parts_of(recommendation: Recommendation, credential: Credential, hours: int) -> list[Part]:
    """A part for each course that a recommendation covers, what cannot be shared out with the first."""
    courses = (recommendation.course,) if recommendation.course is not None else recommendation.covers or (None,)
    shares = [hours // len(courses)] * len(courses)
    shares[0] += hours - sum(shares)
    return [Part(recommendation, credential, course, share) for course, share in zip(courses, shares, strict=True)]


class Distinct:
    """Some parts, which of them clash, and which count: the most hours, and of equal choices the earlier parts."""

    def __init__(self, parts: Sequence[Part], catalog: Catalog) -> None:
        self.parts = parts
        self.clashes: dict[int, dict[int, str]] = {place: {} for place in range(len(parts))}
        for one, other, why in _clashes(parts, catalog):
            self.clashes[one].setdefault(other, why)
            self.clashes[other].setdefault(one, why)
        size = len(parts)
        weights = {place: part.hours * size * (size + 1) + size - place for place, part in enumerate(parts)}
        self.counted = heaviest(weights, self.clashes)

    def why_not(self, place: int) -> str:
        """What counts in the place of a part that does not."""
        other = min(other for other in self.clashes[place] if other in self.counted)
        return self.clashes[place][other].format(self.parts[other].credential.name)


def _clashes(parts: Sequence[Part], catalog: Catalog) -> Iterator[tuple[int, int, str]]:
    """Pairs of places of which one counts, with the reason, in which {} stands for the credential that counts."""
    by_choice: dict[tuple[str, str], list[int]] = {}
    by_course: dict[str, list[int]] = {}
    by_credential: dict[str, list[int]] = {}
    for place, part in enumerate(parts):
        if part.recommendation.choice is not None:
            by_choice.setdefault((part.credential.id, part.recommendation.choice), []).append(place)
        if part.course is not None:
            by_course.setdefault(part.course, []).append(place)
        by_credential.setdefault(part.credential.id, []).append(place)
    for places in by_choice.values():
        for one, other in combinations(places, 2):
            if parts[one].recommendation.id != parts[other].recommendation.id:
                yield one, other, "another score of the same exam counts"
    for places in by_course.values():
        yield from ((one, other, "the same course as {}, which counts") for one, other in combinations(places, 2))
    excludes = ((id, course.excludes) for id in by_course if (course := catalog.get(Course, id)) is not None)
    yield from _across(excludes, by_course, "credit counts for it or for {}, not for both")
    overlaps = ((id, parts[places[0]].credential.overlaps) for id, places in by_credential.items())
    yield from _across(overlaps, by_credential, "shares courses with {}")


def _across(
    pairs: Iterable[tuple[str, tuple[str, ...]]], places: dict[str, list[int]], why: str
) -> Iterator[tuple[int, int, str]]:
    for id, others in pairs:
        for other in others:
            if other != id and other in places:
                yield from ((one, two, why) for one, two in product(places[id], places[other]))


def another_counts(body: str) -> str:
    """Why a recommendation does not count where another body's does."""
    return f"only one body's recommendation counts: that of {body.upper()} does"


def best_sum(entries: Iterable[tuple[int, str | None]]) -> int:
    """What some hours, each with the choice that it belongs to, come to: of one choice only the most."""
    sums: dict[str | None, int] = {}
    for hours, choice in entries:
        sums[choice] = max(hours, sums.get(choice, 0)) if choice is not None else sums.get(None, 0) + hours
    return sum(sums.values())


def best_body(bodies: dict[str, int]) -> str:
    """The body that gives most, and of equal ones the first by name."""
    return min(bodies, key=lambda body: (-bodies[body], body))
