"""Reads what `options` is asked for: a requirement of a programme, a common course, or a skill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from skillpath.catalog.catalog import Catalog, fold
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Course, Skill
from skillpath.errors import SkillpathError
from skillpath.planner.target import CLOSE_ENOUGH, MOST_SUGGESTIONS, close_names, programmes_named
from skillpath.planner.ways import Asked, SkillWanted

KINDS = ("requirement", "course", "skill")
_LEVELLED = re.compile(r"(?P<name>.+?)\s*[:@]\s*(?P<level>[1-4])$")


def one_programme(text: str, catalog: Catalog) -> Programme:
    """The one programme of a name.

    Raises:
        SkillpathError: none, or more than one, has it.
    """
    found = programmes_named([text], catalog)
    if len(found) > 1:
        listed = ", ".join(f"`{each.id}`" for each in found[:MOST_SUGGESTIONS])
        raise SkillpathError("ambiguous-name", f"`{text}` names {len(found)} programmes", hint=f"say which by its id: {listed}")
    return found[0]


def read_asked(text: str, programme: Programme | None, catalog: Catalog) -> tuple[Asked, list[str]]:
    """What a text asks for, and other things of that name: a requirement goes before a course, a course before a skill.

    ``requirement:``, ``course:`` or ``skill:`` in front says which is meant; a skill may have a level: ``sql:2``.

    Raises:
        SkillpathError: nothing, or more than one thing of a kind, has that name; the hint lists close spellings.
    """
    kind, colon, name = (part.strip() for part in text.partition(":"))
    wanted = (kind,) if colon and kind in KINDS else KINDS
    name = name if colon and kind in KINDS else text.strip()
    if wanted == ("requirement",) and programme is None:
        raise SkillpathError("usage", f"`{name}`: a requirement needs its programme", hint="add `--degree ID`")
    found = [(each, asked) for each in wanted for asked in _named(each, name, programme, catalog)]
    if not found:
        raise _unknown(name, programme, catalog)
    first = found[0][0]
    same = [asked for each, asked in found if each == first]
    if len(same) > 1:
        ids = ", ".join(f"`{first}:{_id(asked)}`" for asked in same)
        raise SkillpathError("ambiguous-name", f"`{name}` names {len(same)} {first}s", hint=f"say which by its id: {ids}")
    return same[0], [f"{each}:{_id(asked)}" for each, asked in found if each != first]


def _id(asked: Asked) -> str:
    return asked.skill.id if isinstance(asked, SkillWanted) else asked.id


def _named(kind: str, text: str, programme: Programme | None, catalog: Catalog) -> Iterator[Asked]:
    if kind == "requirement":
        slots = programme.requirements if programme else ()
        exact = [each for each in slots if each.id == text]
        yield from exact or (each for each in slots if fold(text) in (fold(each.id), fold(each.name)))
    elif kind == "course":
        course = catalog.get(Course, text)
        yield from [course] if course else catalog.named(Course, text)
    else:
        levelled = _LEVELLED.match(text)
        name, level = (levelled["name"], int(levelled["level"])) if levelled else (text, 1)
        skill = catalog.get(Skill, name)
        yield from (SkillWanted(each, level) for each in ([skill] if skill else catalog.named(Skill, name)))


def _unknown(text: str, programme: Programme | None, catalog: Catalog) -> SkillpathError:
    close = [*_close_slots(text, programme), *(name for name, _ in close_names(text, catalog, [Course, Skill]))]
    hint = "did you mean " + ", ".join(f"`{name}`" for name in dict.fromkeys(close[:MOST_SUGGESTIONS])) + "?" if close else ""
    if not hint:
        owners = [each.id for each in catalog.all(Programme) if any(_named("requirement", text, each, catalog))]
        hint = f"`{owners[0]}` has such a requirement: add `--degree {owners[0]}`" if owners else ""
    what = "requirement, course or skill" if programme else "course or skill"
    hint = hint or "`skillpath search WORDS` finds courses and skills, `skillpath show PROGRAMME` lists requirements"
    return SkillpathError("unknown-name", f"no {what} is called `{text}`", hint=hint)


def _close_slots(text: str, programme: Programme | None) -> list[str]:
    from rapidfuzz import fuzz, process

    if programme is None:
        return []
    names = {fold(name): each.id for each in programme.requirements for name in (each.id, each.name)}
    matches = process.extract(fold(text), list(names), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=MOST_SUGGESTIONS)
    return [names[name] for name, _, _ in matches]
