"""Files -> records: reads catalogues layer by layer, applies overlays, converts, and collects every problem."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import Any, NamedTuple

from skillpath.catalog.convert import Mistake, convert
from skillpath.catalog.kinds import FORMAT_VERSION, KINDS, AnyRecord
from skillpath.catalog.layers import LINES_SUFFIX, SUFFIXES, Layer, dotted, shipped_layer
from skillpath.catalog.yaml_reader import Document, Path, read_yaml
from skillpath.errors import Problem

__all__ = ["Layer", "Loaded", "RawRecord", "dotted", "load", "read_records", "shipped_layer"]


class RawRecord(NamedTuple):
    """A record as it stands in a file, before types."""

    kind: str
    id: str
    value: dict[str, Any]
    extends: bool
    file: str
    line: int
    path: Path
    document: Document


class Loaded(NamedTuple):
    """The records of all layers by kind and id, in the order of the files, and what was wrong."""

    records: dict[str, dict[str, AnyRecord]]
    problems: tuple[Problem, ...]


def load(layers: Sequence[Layer]) -> Loaded:
    """Read all layers, later ones over earlier ones. Never raises on what the files hold."""
    problems: list[Problem] = []
    raw: list[RawRecord] = []
    for layer in layers:
        raw.extend(_read_layer(layer, problems))
    return Loaded(_convert_all(_stack(raw, problems), problems), tuple(problems))


def _read_layer(layer: Layer, problems: list[Problem]) -> Iterator[RawRecord]:
    before = len(problems)
    count = 0
    for file, label in _files(layer, problems):
        try:
            for record in _records_in(file, label, problems):
                count += 1
                yield record
        except OSError as error:
            problems.append(Problem("unreadable", f"cannot be read: {error.strerror}", label))
    if count == 0 and len(problems) == before:
        problems.append(
            Problem("empty", "holds no records", layer.label, hint="a catalogue is a YAML file that begins `skillpath: 1`")
        )


def _records_in(file: FilePath, label: str, problems: list[Problem]) -> Iterator[RawRecord]:
    if file.suffix != LINES_SUFFIX:
        yield from read_records(file.read_bytes(), label, problems)
        return
    from skillpath.catalog.lines import raw_records

    with file.open("rb") as stream:
        yield from raw_records(stream, label, problems)


def _files(layer: Layer, problems: list[Problem]) -> list[tuple[FilePath, str]]:
    """The files of a layer with their names for messages, sorted."""
    if not layer.path.is_dir():
        if not layer.path.exists():
            problems.append(Problem("missing", "there is no such file or folder", layer.label, hint="check the path"))
            return []
        return [(layer.path, layer.label)]
    found = []
    for folder, folders, names in os.walk(layer.path, onerror=lambda error: problems.append(_folder_problem(error, layer))):
        folders.sort()
        for name in names:
            if name.endswith((*SUFFIXES, LINES_SUFFIX)) and not name.startswith("."):
                file = FilePath(folder) / name
                found.append((file, f"{layer.label}/{file.relative_to(layer.path).as_posix()}"))
    return sorted(found, key=lambda pair: pair[1])


def _folder_problem(error: OSError, layer: Layer) -> Problem:
    return Problem("unreadable", f"the folder cannot be read: {error.strerror}", str(error.filename or layer.label))


def read_records(data: bytes, file: str, problems: list[Problem]) -> Iterator[RawRecord]:
    """The raw records of one file; its mistakes are added to `problems`."""
    document = read_yaml(data, file)
    problems.extend(document.problems)
    content = document.value
    if not isinstance(content, dict):
        if not document.problems:
            problems.append(Problem("not-a-catalog", "is not a catalogue", file, 1, hint="it should begin with `skillpath: 1`"))
        return
    problems.extend(_head_problems(content, document, file))
    for kind in KINDS:
        yield from _section(kind, content.get(kind), document, file, problems)


def _head_problems(content: dict[str, Any], document: Document, file: str) -> Iterator[Problem]:
    version = content.get("skillpath")
    if version != FORMAT_VERSION:
        line = document.lines.get(("skillpath",), 1)
        found = "no format version" if version is None else f"format version {version!r}"
        yield Problem("format-version", f"has {found}", file, line, hint=f"begin the file with `skillpath: {FORMAT_VERSION}`")
    for key in content:
        if key != "skillpath" and key not in KINDS:
            hint = "the sections are " + ", ".join(KINDS)
            yield Problem("unknown-section", f"there is no section `{key}`", file, document.lines.get((key,), 0), hint=hint)


def _section(kind: str, entries: Any, document: Document, file: str, problems: list[Problem]) -> Iterator[RawRecord]:
    if entries is None:
        return
    if not isinstance(entries, list):
        line = document.lines.get((kind,), 0)
        problems.append(
            Problem("bad-section", f"`{kind}` should be a list of records", file, line, hint="start each with `- id: ...`")
        )
        return
    for index, entry in enumerate(entries):
        line = document.lines.get((kind, index), 0)
        if not isinstance(entry, dict):
            problems.append(
                Problem("bad-record", "a record should be a mapping", file, line, kind, hint="start it with `- id: ...`")
            )
            continue
        extends = "extends" in entry and "id" not in entry
        name = entry.get("extends") if extends else entry.get("id")
        if not isinstance(name, str):
            problems.append(Problem("no-id", "the record has no id", file, line, kind, "id", "give it a text `id`"))
            continue
        yield RawRecord(kind, name, entry, extends, file, line, (kind, index), document)


Stacked = dict[tuple[str, str], list[RawRecord]]


def _stack(raw: list[RawRecord], problems: list[Problem]) -> Stacked:
    """The base record and its overlays, by kind and id."""
    stacked: Stacked = {}
    for record in raw:
        key = (record.kind, record.id)
        below = stacked.get(key)
        if record.extends and below is None:
            problems.append(_at(record, "dangling-id", f"extends `{record.id}`, which no catalogue before it has", "extends"))
        elif not record.extends and below is not None:
            first = f"{below[0].file}:{below[0].line}"
            hint = f"to change a record of an earlier catalogue write `extends: {record.id}`"
            problems.append(_at(record, "duplicate-id", f"the id is taken already, at {first}", "id", hint))
        else:
            stacked.setdefault(key, []).append(record)
    return stacked


def _at(record: RawRecord, code: str, message: str, field: str, hint: str = "") -> Problem:
    line = record.document.lines.get((*record.path, field), record.line)
    return Problem(code, message, record.file, line, f"{record.kind}:{record.id}", field, hint)


def _convert_all(stacked: Stacked, problems: list[Problem]) -> dict[str, dict[str, AnyRecord]]:
    records: dict[str, dict[str, AnyRecord]] = {kind: {} for kind in KINDS}
    for (kind, name), parts in stacked.items():
        record, mistakes = convert(_merge(parts), KINDS[kind])
        problems.extend(_locate(mistake, parts) for mistake in mistakes)
        if record is not None:
            records[kind][name] = record
    return records


def _merge(parts: list[RawRecord]) -> dict[str, Any]:
    """A base record with its overlays laid over it, field by field; its origin is that of the last layer."""
    merged: dict[str, Any] = {}
    for part in parts:
        merged.update((key, value) for key, value in part.value.items() if key != "extends" or not part.extends)
    merged["origin"] = {"file": parts[-1].file, "line": parts[-1].line}
    return merged


def _locate(mistake: Mistake, parts: list[RawRecord]) -> Problem:
    """The file and line of a mistake: in the topmost part that has the field."""
    top = mistake.path[0] if mistake.path else None
    part = next((part for part in reversed(parts) if top in part.value), parts[-1])
    line = part.line
    for end in range(len(mistake.path), 0, -1):
        if found := part.document.lines.get((*part.path, *mistake.path[:end])):
            line = found
            break
    field = dotted(mistake.path)
    return Problem(mistake.code, mistake.message, part.file, line, f"{part.kind}:{part.id}", field, mistake.hint)
