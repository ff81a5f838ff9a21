"""The JSON Schema of catalogue files, made from the record types."""

from __future__ import annotations

from typing import Any

import msgspec

from skillpath.catalog.kinds import FORMAT_VERSION, KINDS


def catalog_schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) for a catalogue file. A record has an `id`, or `extends` the record of an earlier catalogue."""
    types = list(KINDS.values())
    schemas, components = msgspec.json.schema_components(types, ref_template="#/$defs/{name}")
    for record_type in types:
        _allow_overlay(components[record_type.__name__])
    components.pop("Origin", None)
    sections = {kind: {"type": "array", "items": schema} for kind, schema in zip(KINDS, schemas, strict=True)}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "skillpath catalogue",
        "type": "object",
        "properties": {"skillpath": {"const": FORMAT_VERSION}, **sections},
        "required": ["skillpath"],
        "additionalProperties": False,
        "$defs": components,
    }


def _allow_overlay(schema: dict[str, Any]) -> None:
    """Take the origin out, and let a record name the one it extends in place of its own id and required fields."""
    properties = schema["properties"]
    properties.pop("origin", None)
    properties["extends"] = properties["id"]
    required = schema.pop("required", [])
    schema["oneOf"] = [{"required": required}, {"required": ["extends"]}]
