"""A YAML file -> rows: parsed, or taken from an index that has it already."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillpath.catalog.content import Content
from skillpath.catalog.convert import convert
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.layers import dotted
from skillpath.catalog.load import RawRecord, read_records
from skillpath.catalog.store import Overlay, Store
from skillpath.catalog.yaml_reader import Path
from skillpath.errors import Problem


def parse(data: bytes, label: str, content: Content, problems: list[Problem]) -> None:
    """Read the records of a file; its mistakes are added to `problems`."""
    for raw in read_records(data, label, problems):
        fields = raw_fields(raw)
        if raw.extends:
            content.add_overlay(raw.kind, raw.id, fields, raw.line, dict(_lines(raw, raw.value, ())))
            continue
        record, mistakes = convert(fields, KINDS[raw.kind])
        for each in mistakes:
            where = f"{raw.kind}:{raw.id}"
            problems.append(Problem(each.code, each.message, label, _line(raw, each.path), where, dotted(each.path), each.hint))
        if record is not None:
            content.add(raw.kind, record, raw.line)


def copy(old: Store, file: int, content: Content) -> None:
    """Take a file's records from an index."""
    overlays = old.overlays_of(file)
    for kind, record, line in old.records_of(file):
        overlays = _copy_overlays(overlays, content)
        content.add(kind, record, line)
    _copy_overlays(overlays, content)


def _copy_overlays(overlays: list[Overlay], content: Content) -> list[Overlay]:
    """Add the overlays that stand here; the others are left."""
    here = [overlay for overlay in overlays if overlay.place == content.place]
    for each in here:
        content.add_overlay(each.kind, each.id, each.fields, each.origin.line, each.lines)
    return overlays[len(here) :]


def raw_fields(raw: RawRecord) -> dict[str, Any]:
    """What a record says; where it stands is not for it to say."""
    left_out = ("origin", "extends") if raw.extends else ("origin",)
    return {name: value for name, value in raw.value.items() if name not in left_out}


def _lines(raw: RawRecord, value: Any, path: Path) -> Iterator[tuple[str, int]]:
    """The line of every path inside an overlay, as far as known."""
    line = raw.document.lines.get((*raw.path, *path))
    if path and line is not None:
        yield dotted(path), line
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _lines(raw, part, (*path, key))


def _line(raw: RawRecord, path: Path) -> int:
    """The line of a path inside a record, or of as much of the path as is known."""
    ends = (raw.document.lines.get((*raw.path, *path[:end])) for end in range(len(path), 0, -1))
    return next((line for line in ends if line), raw.line)
