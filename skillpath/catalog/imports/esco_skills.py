"""The skills of ESCO: from the table of skills, the collections, or any table of labels; reused where loaded catalogues have
them.

A skill is a loaded one where that one has its address, or its label as a name. `broader` is set only where ESCO's relation of
the skill pillar goes from a skill to a skill (never to a group); of several, the first by label, one of the loaded catalogues
before others. Labels that two skills share stay with the preferred one, then with the lower address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.names import MAX_NOTE, NameClaims, clean, slug
from skillpath.catalog.imports.report import Notes
from skillpath.catalog.imports.tables import Tables

TABLES = ("skills", "skill labels", ".* skills collection")
RELATIONS = "broader relations skill pillar.*"
OPTIONAL = ("altLabels", "hiddenLabels", "skillType", "reuseLevel", "description", "status", "broaderConceptUri")

MOST_LABELS = 500

_SEPARATOR = re.compile(r"\s*[\n|]\s*")


@dataclass
class EscoSkill:
    """What the tables say of a skill."""

    uri: str
    label: str
    place: str
    labels: dict[str, None] = field(default_factory=dict)
    kind: str = ""
    reuse: str = ""
    description: str = ""
    broader: tuple[str, ...] = ()


def labels_in(cell: str) -> Iterator[str]:
    """The labels of a cell, one per line or between bars."""
    return (label for part in _SEPARATOR.split(cell) if (label := clean(part)))


def read_skills(tables: Tables, notes: Notes) -> dict[str, EscoSkill]:
    """The skills of all tables by address; what one table says first holds."""
    found: dict[str, EscoSkill] = {}
    for table in tables.named(*TABLES):
        for row in tables.rows(table, ("conceptUri", "preferredLabel"), OPTIONAL):
            uri, label = row.values["conceptUri"], clean(row.values["preferredLabel"])
            if not uri or not label:
                notes.leave_out("no-name", row.place, uri)
            elif row.values.get("status") == "obsolete":
                notes.leave_out("obsolete", row.place, label)
            else:
                _merge(found.setdefault(uri, EscoSkill(uri, label, row.place)), row.values)
    return dict(sorted(found.items()))


def _merge(skill: EscoSkill, values: dict[str, str]) -> None:
    for column in ("altLabels", "hiddenLabels"):
        skill.labels.update(dict.fromkeys(labels_in(values.get(column, ""))))
    skill.kind = skill.kind or clean(values.get("skillType", ""), 60)
    skill.reuse = skill.reuse or clean(values.get("reuseLevel", ""), 60)
    skill.description = skill.description or clean(values.get("description", ""), MAX_NOTE)
    skill.broader = skill.broader or tuple(labels_in(values.get("broaderConceptUri", "")))


class EscoSkills:
    """The skills as records, and the id of each address."""

    def __init__(self, skills: dict[str, EscoSkill], known: Known, source: str, notes: Notes) -> None:
        self._skills = skills
        self._known = known
        self._notes = notes
        self.ids: dict[str, str] = {}
        self.records: dict[str, dict[str, Any]] = {}
        self._claims = NameClaims()
        for skill in skills.values():
            self._add(skill, source)
        for skill in skills.values():
            self._alias(skill)

    def _add(self, skill: EscoSkill, source: str) -> None:
        id = slug(skill.label)
        found = self._known.skill(skill.uri, skill.label, id)
        self.ids[skill.uri] = found or id
        if found is not None:
            self._notes.leave_out("known", skill.place, f"{skill.label} is {found}")
        elif id in self.records:
            self._notes.leave_out("duplicate", skill.place, f"{skill.label}: a skill of the same name was taken")
        else:
            self._claims.claim(id, id)
            self._claims.claim(skill.label, id)
            note = clean(" ".join(part for part in (_kind(skill), skill.description) if part), MAX_NOTE)
            record = {"id": id, "name": skill.label, "esco": skill.uri, "sources": [source]}
            self.records[id] = record | ({"note": note} if note else {})

    def _alias(self, skill: EscoSkill) -> None:
        id = self.ids[skill.uri]
        if id not in self.records:
            return
        for label in list(skill.labels)[:MOST_LABELS]:
            owner = self._claims.owner(label)
            if owner is not None and owner != id:
                self._notes.leave_out("name-taken", skill.place, f"{label} of {id} belongs to {owner}")
            elif owner is None and (known := self._known.named("skills", label)) is not None:
                self._notes.leave_out("name-known", skill.place, f"{label} is {known}")
            elif owner is None and self._claims.claim(label, id):
                self.records[id].setdefault("aliases", []).append(label)

    def set_broader(self, pairs: dict[str, dict[str, str]]) -> None:
        """Set the broader skill of every record; `pairs` gives, by narrower address, the broader addresses and their places."""
        for uri in sorted(pairs):
            id = self.ids.get(uri, "")
            choices = {self.ids[each]: place for each, place in pairs[uri].items() if self.ids.get(each, id) != id}
            if id not in self.records or not choices:
                continue
            chosen, *others = sorted(choices, key=lambda each: (each in self.records, each))
            for other in others:
                self._notes.leave_out("second-broader", choices[other], f"{id} is also a kind of {other}")
            if self._leads_to(chosen, id):
                self._notes.leave_out("cycle", choices[chosen], f"{id} and {chosen} are each a kind of the other")
            elif "broader" not in self.records[id]:
                self.records[id]["broader"] = chosen

    def _leads_to(self, id: str, wanted: str) -> bool:
        step: str | None = id
        while step is not None and step != wanted:
            step = self.records.get(step, {}).get("broader")
        return step == wanted


def _kind(skill: EscoSkill) -> str:
    words = ", ".join(part for part in (skill.kind, skill.reuse) if part)
    return f"ESCO: {words}." if words else ""


def broader_pairs(tables: Tables, skills: dict[str, EscoSkill]) -> dict[str, dict[str, str]]:
    """The relations from a skill to a broader skill: of the relation tables, or of the collections where there is none."""
    pairs: dict[str, dict[str, str]] = {}
    names = tables.named(RELATIONS)
    for name in names:
        for row in tables.rows(name, ("conceptUri", "broaderUri")):
            uri, broader = row.values["conceptUri"], row.values["broaderUri"]
            if uri in skills and broader in skills:
                pairs.setdefault(uri, {})[broader] = row.place
    if not names:
        for skill in skills.values():
            for broader in skill.broader:
                if broader in skills:
                    pairs.setdefault(skill.uri, {})[broader] = skill.place
    return pairs
