"""What the second pass over CTDL documents works with: references made into ids, and the small records that come of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from skillpath.catalog.imports.ctdl_index import Index, Thing, address_id, key_of, name_of
from skillpath.catalog.imports.ctdl_values import address, ctid, first_text, text
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.names import MAX_NAME, MAX_NOTE, clean, slug
from skillpath.catalog.imports.report import Notes
from skillpath.catalog.imports.writer import CatalogWriter

SOURCE = {
    "id": "import-ctdl",
    "url": "https://credentialengineregistry.org",
    "says": "CTDL documents as their publishers gave them; what they do not say is left out.",
}
OWN = "ctdl-"

_SOC = re.compile(r"\b(\d\d-\d{4})(\.\d\d)?\b")


def skill_id(known: Known, name: str) -> str:
    """The skill of a name: a loaded one that has it, else one of its own."""
    id = slug(name)
    return known.named("skills", name) or known.named("skills", id) or id


@dataclass(frozen=True)
class Shelf:
    """The first pass's index, the loaded catalogues, and the catalogue in the making."""

    index: Index
    known: Known
    writer: CatalogWriter
    notes: Notes

    def credential(self, value: object, scope: str) -> str | None:
        """The id of the credential that a reference names."""
        return self._id("credentials", value, scope)

    def is_skill(self, value: object, scope: str) -> bool:
        """Whether a reference names a competency that a document describes."""
        return self._id("skills", value, scope) is not None

    def _id(self, section: str, value: object, scope: str) -> str | None:
        key = key_of(value, scope)
        found = self.index.find(key) if key else None
        return found[1] if found is not None and found[0] == section else None

    def provider(self, value: object, thing: Thing) -> str | None:
        """The id of the organisation that a reference names; one that no document describes stands in by its address."""
        scope = thing.resource.scope
        found = self._id("providers", value, scope)
        place = address(value)
        if found is not None or place.startswith("_:"):
            return found
        place = place or (name_of(value) if isinstance(value, dict) else "")
        if not place:
            return None
        key = key_of(value, scope)
        id = key if ctid(key) == key else address_id(place, "providers")
        stub = {"id": id, "name": clean(place) or id, "confidence": "low"}
        if self.writer.put_once("providers", stub, thing.resource.place):
            self.notes.leave_out("stub-provider", thing.resource.place, place)
        return id

    def skill(self, value: object, thing: Thing) -> str | None:
        """The skill that an alignment object, a competency or a reference to one names."""
        target = value.get("ceterms:targetNode") if isinstance(value, dict) else value
        described = self._id("skills", target, thing.resource.scope) or self._id("skills", value, thing.resource.scope)
        if described is not None:
            return described
        name = self._skill_name(value) or (self._skill_name(target) if isinstance(target, dict) else "")
        if not name:
            self.notes.leave_out("unknown-competency", thing.resource.place, address(target) or thing.name)
            return None
        return self.put_skill(name, thing.resource.place)

    def _skill_name(self, value: object) -> str:
        if not isinstance(value, dict):
            return ""
        return name_of(value) or first_text(value, "ceterms:targetNodeName", "ceterms:targetNodeDescription")

    def put_skill(self, name: str, place: str) -> str:
        """The id of a skill by its name, with a record where the loaded catalogues have none."""
        id = skill_id(self.known, name)
        if self.known.named("skills", id) is None:
            self.writer.put_once("skills", {"id": id, "name": name, "sources": [SOURCE["id"]]}, place)
        return id

    def condition(self, name: str, words: str, place: str, assumed: bool) -> dict[str, str]:
        """The need of a condition that a learner declares, or that is assumed of everyone."""
        known = self.known.named("conditions", name) or self.known.named("conditions", words)
        if known is None:
            record: dict[str, Any] = {"id": OWN + slug(name), "name": clean(words, MAX_NAME), "sources": [SOURCE["id"]]}
            if assumed:
                record["assumed"] = True
            if len(words) > MAX_NAME:
                record["note"] = clean(words, MAX_NOTE)
            self.writer.put_once("conditions", record, place)
        return {"condition": known or OWN + slug(name)}

    def roles(self, value: object, thing: Thing) -> list[str]:
        """The loaded roles of an occupation, by the O*NET-SOC code in its notation or address."""
        if not isinstance(value, dict):
            return []
        written = f"{text(value.get('ceterms:codedNotation'))} {address(value.get('ceterms:targetNode'))}"
        code = _SOC.search(written)
        if code is None:
            return []
        found = [role.id for role in self.known.roles_coded(code[1] + (code[2] or ".00"))]
        if not found:
            self.notes.leave_out(
                "unknown-occupation", thing.resource.place, f"{code[0]} {text(value.get('ceterms:targetNodeName'))}"
            )
        return found
