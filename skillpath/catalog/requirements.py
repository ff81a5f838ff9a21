"""Requirement expressions: what must be held before something can be earned."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from skillpath.catalog.records import Need

AWARD_RANKS: dict[str, int] = {"high-school": 0, "associate": 1, "bachelor": 2, "master": 3, "doctor": 4}


class HasCredential(Struct, frozen=True):
    """The credential is held."""

    id: str


class KnowsSkill(Struct, frozen=True):
    """The skill, or a narrower one, is held at the level or above."""

    skill: str
    level: int


class HasExperience(Struct, frozen=True):
    """So many years of work in a field."""

    field: str
    years: float


class HasAward(Struct, frozen=True):
    """A degree of this award or a higher one; with a field, in that field."""

    award: str
    field: str | None = None


class HasDegree(Struct, frozen=True):
    """A credential that grants this award or a higher one is held: what is left of `HasAward` where credentials grant it."""

    award: str
    field: str | None = None


class MeetsCondition(Struct, frozen=True):
    """The learner declares the condition, or it is assumed of everyone."""

    id: str


class AllOf(Struct, frozen=True):
    """Every part."""

    parts: tuple[Expression, ...]


class AtLeastOf(Struct, frozen=True):
    """At least `count` of the parts; ``any`` is a count of 1."""

    count: int
    parts: tuple[Expression, ...]


Atom = HasCredential | KnowsSkill | HasExperience | HasAward | HasDegree | MeetsCondition
Expression = Atom | AllOf | AtLeastOf

NOTHING = AllOf(())
NEVER = AtLeastOf(1, ())


def parse_all(items: tuple[str | Need, ...]) -> Expression:
    """A record's `requires` list, all of whose items are needed."""
    parts = tuple(parse(item) for item in items)
    return parts[0] if len(parts) == 1 else AllOf(parts)


def parse(item: str | Need) -> Expression:
    """One item of a `requires` list.

    Raises:
        ValueError: the item gives none, or more than one, of the forms (`catalog check` reports it with its line).
    """
    if isinstance(item, str):
        return HasCredential(item)
    forms = [form for form in _forms(item) if form is not None]
    if len(forms) != 1:
        raise ValueError("give exactly one of skill, experience, award, condition, all, any, at_least")
    if (item.level is not None and item.skill is None) or (item.field is not None and item.award is None):
        raise ValueError("`level` belongs to `skill`, and `field` to `award`")
    return forms[0]


def _forms(item: Need) -> Iterator[Expression | None]:
    yield KnowsSkill(item.skill, item.level or 1) if item.skill is not None else None
    yield HasExperience(item.experience.field, item.experience.years) if item.experience is not None else None
    yield HasAward(item.award, item.field) if item.award is not None else None
    yield MeetsCondition(item.condition) if item.condition is not None else None
    yield AllOf(tuple(map(parse, item.all))) if item.all is not None else None
    yield AtLeastOf(1, tuple(map(parse, item.any))) if item.any is not None else None
    if (item.at_least is None) != (item.of is None):
        raise ValueError("`at_least` and `of` belong together")
    yield AtLeastOf(item.at_least, tuple(map(parse, item.of))) if item.at_least is not None and item.of is not None else None


def atoms(expression: Expression) -> Iterator[Atom]:
    """Every leaf, in order, with repeats."""
    if isinstance(expression, AllOf | AtLeastOf):
        for part in expression.parts:
            yield from atoms(part)
    else:
        yield expression
