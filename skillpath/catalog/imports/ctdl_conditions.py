"""Condition profiles -> what a credential requires, recommends and attests.

Every profile of `requires` and `entryCondition` is needed, with all that it names; of its `alternativeCondition` profiles
one is enough. A prerequisite that no document describes becomes a condition that the learner declares, so that no plan goes
round it. What stands in words only becomes a condition that is assumed, so that every plan that rests on it says so; in the
place of an alternative to a real prerequisite it must be declared. A credential that requires a competency attests it; a
course or an examination needs it at level 1. What runs in a circle is recommended instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from skillpath.catalog.imports.ctdl_index import HARD, MANIFEST, MOST_NESTED, TARGETS, Thing, key_of, name_of
from skillpath.catalog.imports.ctdl_shelf import Shelf
from skillpath.catalog.imports.ctdl_terms import ASSESSMENTS, LEARNING, section_of
from skillpath.catalog.imports.ctdl_values import Node, address, ctid, first_text, items, number, pointed, texts, types
from skillpath.catalog.imports.names import MAX_NOTE, clean, slug

SOFT = ("ceterms:recommends", "ceterms:preparationFrom", "ceterms:corequisite")
MOST_TEXTS = 20
MOST_NEEDS = 1_000

_PLACEHOLDER = re.compile(r"PLEASE PROVIDE|\*\*\*.*MISSING|^\W*$")


@dataclass
class Wants:
    """What a credential asks for, beside what it proves; each once, in the order of the document."""

    requires: list[Any] = field(default_factory=list)
    recommends: list[Any] = field(default_factory=list)
    attests: list[Any] = field(default_factory=list)

    def add(self, name: str, found: list[Any]) -> None:
        """Add what is not there yet."""
        entries: list[Any] = getattr(self, name)
        entries.extend(entry for index, entry in enumerate(found) if entry not in entries and entry not in found[:index])


def wants_of(thing: Thing, shelf: Shelf) -> Wants:
    """Everything that a credential's own conditions, its common conditions, and the inverse statements of others say."""
    reader = _Reader(thing, shelf)
    reader.read(thing.node, thing.id, thing.resource.scope)
    for manifest in items(thing.node.get("ceterms:commonConditions")):
        key = key_of(manifest, thing.resource.scope)
        found = shelf.index.manifest(key) if key else None
        if found is not None and (thing.id, MANIFEST + key) not in shelf.index.circular:
            reader.read(found.node, MANIFEST + key, found.scope)
    reader.inverse()
    return reader.wants


class _Reader:
    def __init__(self, thing: Thing, shelf: Shelf) -> None:
        self._thing = thing
        self._shelf = shelf
        self._place = thing.resource.place
        self._needs_skills = bool(set(types(thing.node)) & (LEARNING | ASSESSMENTS))
        self._room = MOST_NEEDS
        self.wants = Wants()

    def read(self, node: Node, source: str, scope: str) -> None:
        """Read the conditions of a node; `source` is where its prerequisites hang in the search for circles."""
        for name in HARD:
            for profile in items(node.get(name)):
                self.wants.add("requires", self._needs(profile, source, scope))
        for name in SOFT:
            for profile in items(node.get(name)):
                self.wants.add("recommends", self._soft(profile, scope))

    def inverse(self) -> None:
        """What others say that this credential needs."""
        for hard, name in ((True, "requires"), (False, "recommends")):
            ids = [id for id in self._shelf.index.needed_by(self._thing.id, hard) if id != self._thing.id]
            straight = [id for id in ids if (self._thing.id, id) not in self._shelf.index.circular]
            self.wants.add(name, straight)
            self.wants.add("recommends", [id for id in ids if id not in straight])

    def _soft(self, profile: object, scope: str) -> list[str]:
        values: list[object] = [profile] if isinstance(profile, str) else []
        if isinstance(profile, dict):
            values = (
                [profile] if section_of(profile) == "credentials" else [t for name in TARGETS for t in items(profile.get(name))]
            )
        found = (self._shelf.credential(value, scope) for value in values)
        return [id for id in found if id is not None and id != self._thing.id]

    def _needs(self, profile: object, source: str, scope: str, depth: int = 0, assumed: bool = True) -> list[Any]:
        if isinstance(profile, str):
            return self._target(profile, source, scope)
        if not isinstance(profile, dict):
            return []
        if depth > MOST_NESTED:
            self._shelf.notes.leave_out("too-deep", self._place, "alternative conditions")
            return []
        if (section := section_of(profile)) in ("credentials", "skills"):
            return self._target(profile, source, scope) if section == "credentials" else self._competencies([profile])
        values = [value for name in TARGETS for value in items(profile.get(name))]
        skills = items(profile.get("ceterms:targetCompetency"))
        self._room -= len(values) + len(skills) + 1
        if self._room < 0:
            return self._too_many()
        found = [need for value in values for need in self._target(value, source, scope)]
        found += self._competencies(skills)
        found += self._figures(profile)
        found += self._alternatives(profile, source, scope, depth)
        return found + self._words(profile, bool(found), assumed)

    def _too_many(self) -> list[Any]:
        self._shelf.notes.leave_out("too-big", self._place, f"more than {MOST_NEEDS} prerequisites of {self._thing.id}")
        words = "Meets further requirements, which were too many to read"
        return [self._shelf.condition("further requirements", words, self._place, assumed=False)]

    def _target(self, value: object, source: str, scope: str) -> list[Any]:
        id = self._shelf.credential(value, scope)
        if id == self._thing.id:
            return []
        if id is None and self._shelf.is_skill(value, scope):
            return self._competencies([value])
        if id is not None and (source, id) in self._shelf.index.circular:
            self._shelf.notes.leave_out("cycle", self._place, f"{self._thing.id} and {id}")
            self.wants.add("recommends", [id])
            return []
        if id is not None:
            return [id]
        name = (name_of(value) or first_text(value, "ceterms:targetNodeName")) if isinstance(value, dict) else ""
        called = name or ctid(address(pointed(value))) or address(pointed(value))
        if not called:
            return []
        self._shelf.notes.leave_out("unknown-target", self._place, called)
        return [self._shelf.condition(f"holds {called}", f"Holds {called}", self._place, assumed=False)]

    def _competencies(self, values: list[Any]) -> list[Any]:
        found = [skill for value in values if (skill := self._shelf.skill(value, self._thing)) is not None]
        if self._needs_skills:
            return [{"skill": skill, "level": 1} for skill in found]
        self.wants.add("attests", found)
        return []

    def _figures(self, profile: Node) -> list[Any]:
        found: list[Any] = []
        age = number(profile.get("ceterms:minimumAge"))
        if age is not None and 0 < age < 120:
            found.append(self._shelf.condition(f"age-{age:g}", f"At least {age:g} years old", self._place, assumed=True))
        years = number(profile.get("ceterms:yearsOfExperience"))
        if years is not None and 0 < years <= 60:
            field_name = next((first_text(each, "ceterms:targetNodeName", "ceterms:name") for each in _occupations(profile)), "")
            found.append({"experience": {"field": slug(field_name or "work"), "years": years}})
        return found

    def _alternatives(self, profile: Node, source: str, scope: str, depth: int) -> list[Any]:
        choices: list[Any] = []
        others = items(profile.get("ceterms:alternativeCondition"))
        assumed = not any(_names_something(other) for other in others)
        for other in others:
            needs = self._needs(other, source, scope, depth + 1, assumed)
            choice = needs[0] if len(needs) == 1 else {"all": needs}
            if needs and choice not in choices:
                choices.append(choice)
        return choices if len(choices) < 2 else [{"any": choices}]

    def _words(self, profile: Node, structured: bool, assumed: bool) -> list[Any]:
        """The conditions in words; the description only where the profile says nothing else."""
        words = texts(profile.get("ceterms:condition"), MAX_NOTE)[:MOST_TEXTS]
        if not words and not structured:
            found = first_text(profile, "ceterms:experience", "ceterms:description", "ceterms:name", most=MAX_NOTE)
            words = [found] if found else []
        told = [line for line in words if not _PLACEHOLDER.search(line) and line != self._thing.name]
        names = (f"{'' if assumed else 'declared '}{clean(line)}" for line in told)
        return [self._shelf.condition(name, line, self._place, assumed) for name, line in zip(names, told, strict=True)]


def _names_something(profile: object) -> bool:
    """Whether a condition says more than words: then those who only meet the words of another must declare it."""
    return not isinstance(profile, dict) or any(name in profile for name in (*TARGETS, "ceterms:targetCompetency"))


def _occupations(profile: Node) -> list[Node]:
    return [each for each in items(profile.get("ceterms:targetOccupation")) if isinstance(each, dict)]
