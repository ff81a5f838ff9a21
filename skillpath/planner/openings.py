"""What would open the way where something can never be met: the conditions, experience, degrees and figures that are missing."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Condition, Credential
from skillpath.catalog.requirements import (
    AllOf,
    AtLeastOf,
    Atom,
    Expression,
    HasAward,
    HasCredential,
    HasExperience,
    KnowsSkill,
    MeetsCondition,
    parse_all,
)
from skillpath.learner.learner import meets
from skillpath.model import Tag
from skillpath.planner.candidates import Candidates
from skillpath.planner.goal import Goal, SkillNeed

MOST_OPENINGS = 6


def openings(goal: Goal, because: tuple[Tag, ...], source: Candidates) -> list[str]:
    """What stands in the way of the wanted things named among the reasons, nearest first, at most a few."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    for want in goal.wanted:
        if want.tag in because and want.asked is not None:
            found.update(dict.fromkeys(_missing(want.asked, source, seen)))
    for need in goal.skills:
        if need.tag in because:
            found.update(dict.fromkeys(_missed(need, source)))
    return list(found)[:MOST_OPENINGS]


def _missed(need: SkillNeed, source: Candidates) -> Iterator[str]:
    """What would teach a skill, but retires too soon."""
    for id, too_late in sorted(source.missed.items()):
        record = source.catalog.get(Credential, id)
        if record is not None and source.teaches(record).get(need.skill, 0) >= need.level:
            yield f"{record.name} {too_late}"


def _missing(need: Expression, source: Candidates, seen: set[str]) -> Iterator[str]:
    if isinstance(need, AllOf | AtLeastOf):
        for part in need.parts:
            yield from _missing(part, source, seen)
    elif not meets(source.learner, need, source.catalog):
        yield from _missing_atom(need, source, seen)


def _missing_atom(atom: Atom, source: Candidates, seen: set[str]) -> Iterator[str]:
    match atom:
        case HasCredential(id):
            yield from _missing_credential(id, source, seen)
        case MeetsCondition(id):
            record = source.catalog.get(Condition, id)
            yield f"{record.name if record else id}: if you have it, {_say('declare', id, 'conditions')}"
        case HasExperience(field, years):
            words = _say("experience", f"{field}:{years:g}", "experience")
            yield f"{years:g} years of work in {field}: if you have them, {words}"
        case HasAward(award, field):
            if not any(source.get(id) for id in source.catalog.awarding(award)):
                yield _award(award, field, source)
        case KnowsSkill():
            return


def _award(award: str, field: str | None, source: Candidates) -> str:
    """A degree that is needed: how to hold it, and whether programmes of the catalogue lead to it."""
    words = _say("award", f"{award}:{field}" if field else award, "awards")
    what = f"a {award} degree in {field}" if field else f"a {award} degree"
    leading = [each for each in source.catalog.all(Programme) if (each.award, each.status) == (award, "active")]
    leading = [each for each in leading if field in (None, each.field)]
    if not leading:
        return f"{what}, to which nothing in the catalogue leads: if you hold one, {words}"
    target = f"{award} in {field}" if field else award
    number = "1 programme leads" if len(leading) == 1 else f"{len(leading)} programmes lead"
    return f'{what}: {number} to one (`skillpath plan --target "{target}"` plans it first); once you hold it, {words}'


def _say(flag: str, value: str, key: str) -> str:
    return f"say `--{flag} {value}`, or add it under `{key}` in your profile"


def _missing_credential(id: str, source: Candidates, seen: set[str]) -> Iterator[str]:
    record = source.catalog.get(Credential, id)
    if record is None or id in seen:
        return
    seen.add(id)
    unknown = source.unknown_of(id)
    if unknown:
        yield f"{record.name}: its {' and '.join(unknown)} unknown; `--allow-unknown` counts that as zero"
    elif record.status != "active":
        yield f"{record.name} is {record.status}"
    elif too_late := source.too_late(record):
        yield f"{record.name} {too_late}"
    yield from _missing(parse_all(record.requires), source, seen)
