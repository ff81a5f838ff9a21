"""CTDL: documents of the Credential Registry and of others -> credentials, providers, skills, conditions, recommendations.

The documents are read twice, one at a time: first to learn what they describe (`ctdl_index`), then to write its records,
whose references are then known. Read are credentials of every kind, courses, programmes and assessments (`ctdl_records`),
their conditions (`ctdl_conditions`), costs (`ctdl_costs`) and credit (`ctdl_credit`), organisations, competencies, and
manifests. Pathways, transfer agreements, frameworks and qualification levels have no place in a catalogue; they are counted
and left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from skillpath.catalog.imports.ctdl_index import RECORDED, Index, things_in
from skillpath.catalog.imports.ctdl_read import ENDINGS, Resource, read_resources
from skillpath.catalog.imports.ctdl_records import records_of_thing
from skillpath.catalog.imports.ctdl_shelf import SOURCE, Shelf, skill_id
from skillpath.catalog.imports.ctdl_terms import section_of
from skillpath.catalog.imports.ctdl_values import Node, TooDeepError, types
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.report import ImportReport, Notes, Progress, silent
from skillpath.catalog.imports.source import Meter, SourceFile, files_of, shown
from skillpath.catalog.imports.writer import CatalogWriter


def import_ctdl(source: Path, target: Path, known: Known, progress: Progress = silent) -> ImportReport:
    """Import a CTDL file, or a folder of them, into a catalogue file.

    Raises:
        InputError: there is nothing to read.
        SkillpathError: the catalogue cannot be written.
    """
    notes = Notes()
    files = files_of(source, ENDINGS, notes)
    meter = Meter(files, progress, passes=2)
    name_skill = partial(skill_id, known)
    with CatalogWriter(target, notes) as writer, Index(name_skill) as index:
        for file in files:
            for resource in read_resources(file, meter, Notes()):
                index.add(resource)
        index.close_first_pass()
        writer.put("sources", SOURCE, "import")
        _write(files, meter, Shelf(index, known, writer, notes), name_skill)
        changes = writer.finish()
    return ImportReport(
        "ctdl", shown(source), shown(target), writer.written, changes, writer.replaced, notes.left_out, notes.notes
    )


def _write(files: list[SourceFile], meter: Meter, shelf: Shelf, name_skill: Callable[[str], str]) -> None:
    for file in files:
        for resource in read_resources(file, meter, shelf.notes):
            try:
                _put(resource, shelf, name_skill)
            except TooDeepError:
                shelf.notes.leave_out("too-deep", resource.place)


def _put(resource: Resource, shelf: Shelf, name_skill: Callable[[str], str]) -> None:
    things = list(things_in(resource, name_skill))
    if not things or things[0].embedded:
        code, words = _why_not(resource.node)
        shelf.notes.leave_out(code, resource.place, words)
    for thing in things:
        if thing.section in RECORDED and not shelf.index.is_best(thing):
            if not thing.embedded:
                shelf.notes.leave_out("duplicate", resource.place, f"{thing.section}:{thing.id}")
            continue
        for section, record in records_of_thing(thing, shelf):
            shelf.writer.put(section, record, resource.place)


def _why_not(node: Node) -> tuple[str, str]:
    names = ", ".join(types(node))[:100]
    if section_of(node) is not None:
        return "no-name", names
    return ("unknown-class", names) if names else ("not-a-record", "an object without a type")
