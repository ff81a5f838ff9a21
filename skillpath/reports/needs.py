"""Requirement expressions in words."""

from __future__ import annotations

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Condition, Credential, Skill
from skillpath.catalog.requirements import (
    AllOf,
    AtLeastOf,
    Atom,
    Expression,
    HasAward,
    HasCredential,
    HasDegree,
    HasExperience,
    KnowsSkill,
    MeetsCondition,
)

AWARDS = {
    "high-school": "a high-school diploma",
    "associate": "an associate degree",
    "bachelor": "a bachelor's degree",
    "master": "a master's degree",
    "doctor": "a doctorate",
}


def needs_text(need: Expression, catalog: Catalog) -> str:
    """``CompTIA A+ and (any of: Network+, 2 years of it-support)``; names stand for ids that the catalogue has."""
    match need:
        case AllOf(()):
            return "nothing"
        case AtLeastOf(_, ()):
            return "what no catalogue knows a way to"
        case AllOf((part,)) | AtLeastOf(1, (part,)):
            return needs_text(part, catalog)
        case AllOf(parts):
            return _and([_nested(part, catalog) for part in parts])
        case AtLeastOf(count, parts):
            head = "any of" if count == 1 else f"at least {count} of"
            return f"{head}: {', '.join(_nested(part, catalog) for part in parts)}"
        case _:
            return _atom_text(need, catalog)


def _nested(part: Expression, catalog: Catalog) -> str:
    text = needs_text(part, catalog)
    return f"({text})" if isinstance(part, AllOf | AtLeastOf) and len(part.parts) > 1 else text


def _and(texts: list[str]) -> str:
    return f"{', '.join(texts[:-1])} and {texts[-1]}"


def _atom_text(atom: Atom, catalog: Catalog) -> str:
    match atom:
        case HasCredential(id):
            credential = catalog.get(Credential, id)
            return credential.name if credential else id
        case KnowsSkill(id, level):
            skill = catalog.get(Skill, id)
            return f"{skill.name if skill else id} (level {level})"
        case HasExperience(field, years):
            return f"{years:g} {'year' if years == 1 else 'years'} of {field}"
        case HasAward(award, field) | HasDegree(award, field):
            return AWARDS.get(award, f"the award {award}") + (f" in {field}" if field else "")
        case MeetsCondition(id):
            condition = catalog.get(Condition, id)
            return condition.name if condition else id
