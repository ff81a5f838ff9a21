"""Reads a target as a learner writes it: a role, a credential, skills, or a number of credit hours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

from msgspec import Struct

from skillpath.catalog.catalog import Catalog, fold
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Course, Credential, Role, Skill
from skillpath.errors import SkillpathError
from skillpath.learner.learner import find_credential
from skillpath.planner.request import CredentialTarget, CreditTarget, ProgrammeTarget, RoleTarget, SkillTarget, Target

DEFAULT_SKILL_LEVEL = 2
CLOSE_ENOUGH = 72
MOST_SUGGESTIONS = 5

_CREDITS = re.compile(r"(?P<hours>\d{1,4})\s*(cr|credits?|hours?|semester[- ]hours?)$", re.IGNORECASE)
_LEVELLED = re.compile(r"(?P<name>.+?)\s*[:@]\s*(?P<level>[1-4])$")
_AWARD = re.compile(r"(?P<award>[a-z][a-z -]*?)(?:'s)?(?: degree)?(?: (?:in|of) (?P<field>.+))?$", re.IGNORECASE)
_KINDS: dict[str, type[AnyRecord]] = {"role": Role, "programme": Programme, "credential": Credential, "skill": Skill}


class TargetOptions(Struct, frozen=True):
    """How to read a target: at which level, with or without recognition, how many upper-division hours."""

    established: bool = False
    skills_only: bool = False
    upper: int = 0
    pins: tuple[tuple[str, str], ...] = ()


def read_target(texts: list[str], catalog: Catalog, options: TargetOptions) -> Target:
    """One target from one or more texts: several credentials, or several skills, make one target together.

    A text is matched by id, name or alias: first as a role, then as a programme, a credential, skills separated by commas, or an
    award in a field ("bachelor in business": any programme of that kind); ``role:``, ``programme:``, ``credential:`` or
    ``skill:`` in front says which is meant.

    Raises:
        SkillpathError: nothing, or more than one thing, has that name; the hint lists close spellings.
    """
    if len(texts) == 1:
        return _read_one(texts[0].strip(), catalog, options)
    targets = [_read_one(text.strip(), catalog, options) for text in texts]
    if all(isinstance(target, CredentialTarget) for target in targets):
        return CredentialTarget(tuple(id for target in targets if isinstance(target, CredentialTarget) for id in target.ids))
    if all(isinstance(target, SkillTarget) for target in targets):
        return SkillTarget(tuple(pair for target in targets if isinstance(target, SkillTarget) for pair in target.skills))
    if all(isinstance(target, ProgrammeTarget) and not target.any_of for target in targets):
        programmes = [each for target in targets if isinstance(target, ProgrammeTarget) for each in target.programmes]
        return ProgrammeTarget(tuple({each.id: each for each in programmes}.values()), pins=options.pins)
    words = "several targets must be all credentials, all skills, or all programmes"
    raise SkillpathError("several-targets", words, hint="plan for one role at a time")


def _read_one(text: str, catalog: Catalog, options: TargetOptions) -> Target:
    if found := _CREDITS.match(text):
        return CreditTarget(int(found["hours"]), options.upper)
    kind, colon, name = text.partition(":")
    wanted = [kind] if colon and kind in _KINDS else list(_KINDS)
    name = name.strip() if colon and kind in _KINDS else text
    for each in wanted:
        target = _named(each, name, catalog, options)
        if target is not None:
            return target
    if chosen := matching_programmes(name, catalog):
        return ProgrammeTarget(chosen, any_of=True, pins=options.pins)
    raise unknown_name("target", text, catalog, [_KINDS[each] for each in wanted])


def programmes_named(texts: Iterable[str], catalog: Catalog) -> list[Programme]:
    """The programmes of some names: ids, names, globs such as ``tesu-*``, or an award such as "bachelor in business".

    Raises:
        SkillpathError: a text names none.
    """
    found: dict[str, Programme] = {}
    for text in texts:
        matches = catalog.named(Programme, text) or _globbed(text, catalog) or matching_programmes(text, catalog)
        if not matches:
            raise unknown_name("programme", text, catalog, [Programme])
        found.update((each.id, each) for each in matches)
    return list(found.values())


def _globbed(text: str, catalog: Catalog) -> tuple[Programme, ...]:
    return tuple(each for each in catalog.all(Programme) if each.status == "active" and fnmatchcase(each.id, text.lower()))


def roles_named(texts: Iterable[str], catalog: Catalog) -> list[Role]:
    """The roles of some names: ids, names, or globs such as ``data-*``.

    Raises:
        SkillpathError: a text names none.
    """
    found: dict[str, Role] = {}
    for text in texts:
        matches = catalog.named(Role, text) or [each for each in catalog.all(Role) if fnmatchcase(each.id, text.lower())]
        if not matches:
            raise unknown_name("role", text, catalog, [Role])
        found.update((each.id, each) for each in matches)
    return list(found.values())


def read_pins(texts: Iterable[str], programmes: Iterable[Programme], catalog: Catalog) -> tuple[tuple[str, str], ...]:
    """Pins as ``CREDIT=REQUIREMENT``: a credit's id, a credential or a course on the left.

    Raises:
        SkillpathError: it is no pin, or no programme has such a requirement.
    """
    slots = {requirement.id for programme in programmes for requirement in programme.requirements}
    pins = []
    for text in texts:
        credit, equals, requirement = (part.strip() for part in text.partition("="))
        if not (credit and equals and requirement):
            raise SkillpathError("usage", f"--pin: `{text}` is no pin", hint="write `CREDIT=REQUIREMENT`")
        if requirement not in slots:
            from rapidfuzz import process

            close = process.extractOne(requirement, sorted(slots), score_cutoff=60)
            hint = f"did you mean `{close[0]}`?" if close else "`skillpath show PROGRAMME` lists the requirements"
            raise SkillpathError("usage", f"--pin: there is no requirement `{requirement}`", hint=hint)
        named = find_credential(credit, catalog)
        course = next(iter(catalog.named(Course, credit)), None)
        pins.append((named.id if named else course.id if course else credit, requirement))
    return tuple(pins)


def matching_programmes(text: str, catalog: Catalog) -> tuple[Programme, ...]:
    """The programmes of an award, such as "bachelor in business": in a field, or with a name, that has all these words."""
    found = _AWARD.match(fold(text))
    if found is None:
        return ()
    award = fold(found["award"]).replace(" ", "-")
    wanted = set(fold(found["field"] or "").split())
    active = (each for each in catalog.all(Programme) if each.status == "active" and each.award == award)
    return tuple(each for each in active if wanted <= set(fold(f"{each.field or ''} {each.name}").split()))


def shared_title(text: str, target: Target) -> str:
    """What to say of a title that other roles have too; empty where it is the target's alone."""
    role = target.role if isinstance(target, RoleTarget) else None
    name = fold(text.strip().removeprefix("role:"))
    others = next((each.roles for each in role.shared if fold(each.title) == name), ()) if role else ()
    if role is None or not others:
        return ""
    listed = ", ".join(f"`{id}`" for id in others)
    return f"`{text}` is taken as `{role.id}`; it is also a title of {listed}: an id says which is meant"


def _named(kind: str, text: str, catalog: Catalog, options: TargetOptions) -> Target | None:
    if kind == "skill":
        return _skills(text, catalog)
    found = catalog.named(_KINDS[kind], text)
    if len(found) > 1 and kind == "programme":
        return ProgrammeTarget(tuple(each for each in found if isinstance(each, Programme)), any_of=True, pins=options.pins)
    if len(found) > 1:
        listed = ", ".join(f"`{record.id}`" for record in found[:MOST_SUGGESTIONS])
        raise SkillpathError("ambiguous-target", f"`{text}` names more than one {kind}", hint=f"say which by its id: {listed}")
    if not found:
        return None
    record = found[0]
    if isinstance(record, Role):
        return RoleTarget(record, options.established, options.skills_only)
    if isinstance(record, Programme):
        return ProgrammeTarget((record,), pins=options.pins)
    return CredentialTarget((record.id,))


def _skills(text: str, catalog: Catalog) -> Target | None:
    pairs = []
    for part in (part.strip() for part in text.split(",")):
        levelled = _LEVELLED.match(part)
        name = levelled["name"] if levelled else part
        found = catalog.named(Skill, name)
        if len(found) != 1:
            return None
        pairs.append((found[0].id, int(levelled["level"]) if levelled else DEFAULT_SKILL_LEVEL))
    highest = {skill: max(level for other, level in pairs if other == skill) for skill, _ in pairs}
    return SkillTarget(tuple(highest.items()))


def unknown_name(what: str, text: str, catalog: Catalog, kinds: Iterable[type[AnyRecord]]) -> SkillpathError:
    """The error for a name that no record has, with close spellings."""
    close = close_names(text, catalog, kinds)
    if close:
        hint = "did you mean " + ", ".join(f"`{name}`" for name, _ in close) + "?"
    else:
        hint = "`skillpath search WORDS` finds records by words, `skillpath list roles` shows every role"
    return SkillpathError("unknown-name", f"no {what} is called `{text}`", hint=hint)


def close_names(text: str, catalog: Catalog, kinds: Iterable[type[AnyRecord]]) -> list[tuple[str, str]]:
    """(name, id) of the records whose names are spelt most like a text, best first, each record once."""
    from rapidfuzz import fuzz, process

    found: list[tuple[float, str, str]] = []
    for kind in kinds:
        names = list(catalog.similar(kind, text))
        matches = process.extract(fold(text), [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=20)
        found.extend((-score, *names[index]) for _, score, index in matches)
    best: dict[str, str] = {}
    for _, name, id in sorted(found):
        best.setdefault(id, name)
    return [(name, id) for id, name in list(best.items())[:MOST_SUGGESTIONS]]
