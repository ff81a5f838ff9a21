"""How lists of records read: as a table, as data, as CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from skillpath.catalog.values import Money
from skillpath.reports.document import Column, Document, Line, Table
from skillpath.reports.envelope import money
from skillpath.reports.listing import Fields, Value
from skillpath.reports.words import count_text, price_text

SHOWN = {
    "roles": ("skills", "recognises", "wage"),
    "credentials": ("kind", "provider", "hours"),
    "skills": ("broader", "field", "taught_by"),
    "providers": ("credentials", "subscriptions", "url"),
    "subscriptions": ("provider", "price", "months"),
    "conditions": ("assumed",),
    "programmes": ("institution", "award", "hours"),
    "courses": ("areas", "hours", "level"),
    "funding": ("sponsor", "gives", "status"),
    "units": ("semester_hours", "study_hours"),
    "frameworks": ("country", "unit", "levels"),
}
KNOWABLE = {"hours", "price", "gives", "semester_hours", "study_hours"}
FIGURES = {
    *("skills", "recognises", "wage", "hours", "taught_by", "credentials", "subscriptions", "price", "months"),
    *("semester_hours", "study_hours", "levels"),
}


def list_document(kind: str, rows: Collection[Fields]) -> Document:
    """What a learner reads."""
    if not rows:
        return (Line(f"No {kind} found", "hint"),)
    return (list_table(kind, rows), list_end(kind, len(rows)))


def list_table(kind: str, rows: Iterable[Fields]) -> Table:
    """Rows as a table."""
    keys = ("id", "name", *SHOWN[kind])
    columns = tuple(Column(key.replace("_", " ").capitalize(), key in FIGURES) for key in keys)
    return Table(columns, tuple(tuple(_cell(row, key) for key in keys) for row in rows))


def list_end(kind: str, number: int) -> Line:
    """How many records there were."""
    return Line(f"{number} {kind}" if kind == "funding" else count_text(number, kind.removesuffix("s")))


def _cell(row: Fields, key: str) -> str:
    if key == "name" and row.get("status", "active") != "active":
        return f"{row['name']} ({row['status']})"
    return "unknown" if row[key] is None and key in KNOWABLE else _text(row[key])


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Money):
        return price_text(str(value))
    return "" if value is None else str(value)


def list_data(kind: str, items: list[dict[str, Any]], count: int) -> dict[str, Any]:
    """The `data` of schema ``list/1``."""
    return {"kind": kind, "count": count, "items": items}


def list_items(rows: Iterable[Fields]) -> Iterator[dict[str, Any]]:
    """The `items` of schema ``list/1``."""
    return ({key: _plain(value) for key, value in row.items()} for row in rows)


def _plain(value: Value) -> Any:
    return money(value.cents, value.currency) if isinstance(value, Money) else value


def list_rows(rows: Iterable[Fields]) -> list[dict[str, str]]:
    """One row per record, for CSV."""
    return [dict(_csv_cells(row)) for row in rows]


def _csv_cells(row: Fields) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        yield key, str(value) if isinstance(value, Money) else _text(value)
