"""What must hold between the layers of a catalogue, once each layer is sound in itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from skillpath.catalog.check import check
from skillpath.catalog.compile import CHECKED_WHOLE
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.overlays import problems_of
from skillpath.catalog.references import references
from skillpath.catalog.stack import StackedCatalog
from skillpath.catalog.store import Store
from skillpath.errors import Problem

MOST_PROBLEMS = 1000


def judge(catalog: StackedCatalog) -> list[Problem]:
    """Every problem of a catalogue as a whole: of its ids and overlays, and if there is none, of its records."""
    problems = [*_taken_twice(catalog.stores), *_overlay_problems(catalog)]
    if problems:
        return problems
    if sum(catalog.count(kind) for kind in KINDS.values()) < CHECKED_WHOLE:
        return check({section: {record.id: record for record in catalog.in_file_order(kind)} for section, kind in KINDS.items()})
    return list(islice(_dangling(catalog), MOST_PROBLEMS))


def _taken_twice(stores: Sequence[Store]) -> Iterator[Problem]:
    """Ids that records of two layers have."""
    for at, upper in enumerate(stores):
        for lower in stores[:at]:
            for kind, id in islice(_shared(upper, lower), MOST_PROBLEMS):
                one, other = lower.get(kind, id), upper.get(kind, id)
                if one is not None and other is not None:
                    hint = f"to change a record of an earlier catalogue write `extends: {id}`"
                    words = f"the id is taken already, at {one.origin}"
                    yield Problem("duplicate-id", words, other.origin.file, other.origin.line, f"{kind}:{id}", "id", hint)


def _shared(upper: Store, lower: Store) -> Iterator[tuple[str, str]]:
    """(kind, id) of the records that both have."""
    for kind in KINDS:
        few, many = sorted((upper, lower), key=lambda store: store.count(kind))
        if few.count(kind):
            yield from ((kind, id) for id in many.keys(kind, few.ids_of_kind(kind)))


def _overlay_problems(catalog: StackedCatalog) -> Iterator[Problem]:
    for layer, store in enumerate(catalog.stores):
        for overlay in store.overlays():
            if not any(below.get(overlay.kind, overlay.id) for below in catalog.stores[: layer + 1]):
                words = f"extends `{overlay.id}`, which no catalogue before it has"
                line = overlay.lines.get("extends", overlay.origin.line)
                where = f"{overlay.kind}:{overlay.id}"
                yield Problem("dangling-id", words, overlay.origin.file, line, where, "extends")
    for (kind, id), overlays in catalog.changed.items():
        base = next((record for store in catalog.stores if (record := store.get(kind, id))), None)
        if base is not None:
            yield from problems_of(base, overlays)


def _dangling(catalog: StackedCatalog) -> Iterator[Problem]:
    """Ids that no record has: one problem for each, at the first record that names it."""
    for store in catalog.stores:
        imports = store.imports()
        for kind in KINDS:
            wanted = [id for section, id, _, _ in imports if section == kind]
            there = {id for other in catalog.stores for id in other.keys(kind, wanted)}
            for section, id, key, field in imports:
                if section == kind and id not in there:
                    owner, name, origin = store.record(key)
                    yield _dangling_problem(catalog, f"{owner}:{name}", origin.file, origin.line, field, id, kind)
    for kind, id in catalog.changed:
        record = catalog.get(KINDS[kind], id)
        if record is not None:
            yield from _dangling_in(catalog, kind, record)


def _dangling_in(catalog: StackedCatalog, kind: str, record: AnyRecord) -> Iterator[Problem]:
    for field, id, section in references(record):
        if catalog.get(KINDS[section], id) is None:
            where = f"{kind}:{record.id}"
            yield _dangling_problem(catalog, where, record.origin.file, record.origin.line, field, id, section)


def _dangling_problem(catalog: StackedCatalog, where: str, file: str, line: int, field: str, id: str, section: str) -> Problem:
    from rapidfuzz import process

    names: Iterable[str] = {known for _, known in catalog.similar(KINDS[section], id)}
    close = process.extractOne(id, sorted(names), score_cutoff=75)
    hint = f"did you mean `{close[0]}`?" if close else f"add a record `{id}` to `{section}`, or take the id out"
    return Problem("dangling-id", f"names `{id}`, and no record of {section} has that id", file, line, where, field, hint)
