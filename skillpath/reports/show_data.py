"""One record of the catalogue, as data for JSON and CSV."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.reports.envelope import every_field, source_data
from skillpath.reports.known import Facts, Subject
from skillpath.reports.lookup import sources_of


def kind_of(record: Subject) -> str:
    """``role``, ``credential``, ``programme`` and so on."""
    return type(record).__name__.lower()


def show_data(record: Subject, facts: Facts, catalog: Catalog) -> dict[str, Any]:
    """The `data` of schema ``show/1``: the record as it stands in the catalogue, and what follows from others."""
    return {
        "kind": kind_of(record),
        "id": record.id,
        "name": record.name,
        "where": str(record.origin),
        "record": every_field(record),
        "derived": every_field(facts),
        "sources": [source_data(source) for source in sources_of(record, catalog)],
    }


def show_rows(record: Subject, facts: Facts, catalog: Catalog) -> list[dict[str, str]]:
    """One row per figure, for CSV: a dotted path and its value; what is empty is left out."""
    data = show_data(record, facts, catalog)
    return [{"kind": data["kind"], "id": record.id, "field": path, "value": value} for path, value in _flat(data, "")]


def _flat(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, item in value.items():
            yield from _flat(item, f"{path}.{name}" if path else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _flat(item, f"{path}[{index}]")
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif value not in (None, ""):
        yield path, str(value).removesuffix(".0") if isinstance(value, float) else str(value)
