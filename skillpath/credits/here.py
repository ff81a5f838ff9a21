"""Hours taken at an institution: for each requirement of its programmes, a whole number of hours that can be bought there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme, Requirement
from skillpath.catalog.records import Course
from skillpath.catalog.values import CreditLevel
from skillpath.credits.credit import Credit
from skillpath.model import Model


@dataclass(frozen=True)
class HereHours:
    """The hours of one level that are taken for one requirement: a variable that counts whole hours."""

    credit: Credit
    requirement: Requirement
    variable: int
    most: int


def here_hours(model: Model, programmes: Iterable[Programme], catalog: Catalog) -> list[HereHours]:
    """What can be taken at the institution of some programmes; requirements with the same id are taken once for all."""
    programmes = list(programmes)
    found: dict[str, HereHours] = {}
    for programme in programmes:
        for requirement in programme.requirements:
            most = _most(requirement.id, programmes)
            for level in _levels(requirement, programme, catalog):
                id = f"here:{requirement.id}:{level}"
                if id not in found:
                    variable = model.variable(f"q:{programme.institution}:{requirement.id}:{level}", most)
                    credit = _credit(id, requirement, level, programme, catalog)
                    found[id] = HereHours(credit, requirement, variable, most)
    return list(found.values())


def _most(id: str, programmes: list[Programme]) -> int:
    """The hours that could be worth taking for a requirement: those asked, or those that a term has at least."""
    asked = [each.hours for programme in programmes for each in programme.requirements if each.id == id]
    terms = [entry.min_hours_per_term or 0 for programme in programmes for entry in programme.tuition]
    return ceil(Fraction(str(max(asked + terms))))


def _levels(requirement: Requirement, programme: Programme, catalog: Catalog) -> Iterator[CreditLevel]:
    """The level that is asked; else upper too where a rule asks for levels, unless only lower courses fill the slot."""
    if requirement.level is not None:
        yield requirement.level
        return
    yield "lower"
    known = [record for id in requirement.courses if (record := catalog.get(Course, id)) is not None]
    only_lower = not requirement.areas and bool(requirement.courses) and all(each.level in (None, "lower") for each in known)
    if not only_lower and any(rule_levels(programme)):
        yield "upper"


def rule_levels(programme: Programme) -> Iterator[CreditLevel]:
    """The levels that a programme's rules name."""
    for rule in programme.rules:
        over = getattr(rule, "over", None)
        if over is not None:
            yield from over.levels


def _credit(id: str, requirement: Requirement, level: CreditLevel, programme: Programme, catalog: Catalog) -> Credit:
    courses = [record for name in requirement.courses if (record := catalog.get(Course, name)) is not None]
    areas = frozenset((*requirement.areas, *(area for course in courses for area in course.areas)))
    return Credit(
        id,
        requirement.name,
        0,
        "here",
        level=level,
        courses=frozenset(requirement.courses),
        areas=areas,
        subject=f"here:{requirement.id}",
        providers=frozenset((programme.institution,)),
        here=True,
        sources=programme.sources,
        confidence=programme.confidence,
        origin=programme.origin,
    )
