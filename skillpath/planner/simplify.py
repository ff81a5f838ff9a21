"""What is left of a requirement expression for a learner."""

from __future__ import annotations

from collections.abc import Iterable

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme
from skillpath.catalog.requirements import (
    AWARD_RANKS,
    NEVER,
    NOTHING,
    AllOf,
    AtLeastOf,
    Expression,
    HasAward,
    HasCredential,
    HasDegree,
    KnowsSkill,
)
from skillpath.learner.learner import Learner, grants, meets


def simplify(need: Expression, learner: Learner, catalog: Catalog, completing: tuple[Programme, ...] = ()) -> Expression:
    """An expression with what the learner meets already, and never can, taken out.

    Only credentials, degrees and skills remain, and awards that one of the programmes to complete grants.
    """
    match need:
        case AllOf(parts):
            return join_all(simplify(part, learner, catalog, completing) for part in parts)
        case AtLeastOf(count, parts):
            return join_some(count, [simplify(part, learner, catalog, completing) for part in parts])
    if meets(learner, need, catalog):
        return NOTHING
    match need:
        case HasCredential() | KnowsSkill():
            return need
        case HasAward():
            degree = HasDegree(need.award, need.field)
            ways: list[Expression] = [degree] if any(catalog.count_awarding(*each) for each in awards_of(degree)) else []
            return join_some(1, [*ways, need] if any(serves(each, need) for each in completing) else ways)
    return NEVER


def serves(programme: Programme, wanted: HasAward) -> bool:
    """Whether a programme is a way to an award: it grants it; but no graduate degree is a way around the first one."""
    first = AWARD_RANKS["bachelor"]
    around = AWARD_RANKS.get(programme.award, 0) > first >= AWARD_RANKS.get(wanted.award, first + 1)
    return grants(programme.award, programme.field, wanted) and not around


def awards_of(wanted: HasDegree) -> list[tuple[str, str | None]]:
    """The awards, each with the field, that satisfy a wanted one."""
    return [(award, wanted.field) for award in AWARD_RANKS if grants(award, wanted.field, wanted)]


def join_all(parts: Iterable[Expression]) -> Expression:
    """All of some simplified expressions."""
    left: list[Expression] = []
    for part in parts:
        if part == NEVER:
            return NEVER
        left.extend(part.parts if isinstance(part, AllOf) else (part,))
    unique = tuple(dict.fromkeys(left))
    return unique[0] if len(unique) == 1 else AllOf(unique)


def join_some(count: int, parts: list[Expression]) -> Expression:
    """At least so many of some simplified expressions."""
    count -= sum(part == NOTHING for part in parts)
    left = [part for part in parts if part not in (NOTHING, NEVER)]
    if count <= 0:
        return NOTHING
    if len(left) < count:
        return NEVER
    if len(left) == count:
        return join_all(left)
    return AtLeastOf(count, tuple(left))
