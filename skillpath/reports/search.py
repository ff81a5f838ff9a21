"""What a search found: as a document and as data."""

from __future__ import annotations

from typing import Any, NamedTuple

from skillpath.catalog.catalog import Catalog, fold
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.search import Result
from skillpath.reports.document import Block, Bullets, Column, Document, Line, Table


class Finding(NamedTuple):
    """A record that answers: `also` is the name by which it does, where that is not its first."""

    kind: str
    id: str
    name: str
    also: str | None
    provider: str | None
    score: str


class Findings(NamedTuple):
    """The answer to a search: what was found, what was looked for in place of misspelt words, and near misses if nothing was."""

    text: str
    items: tuple[Finding, ...]
    instead: dict[str, tuple[str, ...]]
    near: tuple[str, ...] = ()


def findings(text: str, result: Result, catalog: Catalog, near: tuple[str, ...] = ()) -> Findings:
    """The records of a result, with their names."""
    pairs = ((hit, catalog.get(KINDS[hit.kind], hit.id)) for hit in result.hits)
    items = tuple(_finding(record, hit.name, f"{hit.score:.2f}") for hit, record in pairs if record is not None)
    return Findings(text, items, result.instead, near)


def _finding(record: AnyRecord, matched: str, score: str) -> Finding:
    name = getattr(record, "name", record.id)
    also = None if fold(matched) in (fold(name), fold(record.id)) else matched
    return Finding(type(record).__name__.lower(), record.id, name, also, getattr(record, "provider", None), score)


def search_document(found: Findings) -> Document:
    """What a learner reads."""
    blocks: list[Block] = [
        Line(f"No record has the word `{word}`; looked for {' or '.join(f'`{each}`' for each in words)}", "hint")
        for word, words in found.instead.items()
    ]
    if not found.items:
        blocks.append(Line(f"Nothing answers to `{found.text}`", "warn"))
        if found.near:
            blocks.append(Bullets("Names that are spelt a little like it", found.near))
        return tuple(blocks)
    columns = (Column("Kind"), Column("Id"), Column("Name"), Column("Provider"))
    rows = tuple((item.kind, item.id, _name(item), item.provider or "") for item in found.items)
    return (*blocks, Table(columns, rows))


def _name(item: Finding) -> str:
    return item.name if item.also is None else f"{item.name} ({item.also})"


def search_data(found: Findings) -> dict[str, Any]:
    """The `data` of schema ``search/1``."""
    return {
        "text": found.text,
        "count": len(found.items),
        "items": [item._asdict() for item in found.items],
        "instead": {word: list(words) for word, words in found.instead.items()},
        "near": list(found.near),
    }


def search_rows(found: Findings) -> list[dict[str, str]]:
    """One row per record, for CSV."""
    return [{key: value or "" for key, value in item._asdict().items()} for item in found.items]
