"""What an import did: as a document and as data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from skillpath.catalog.imports.report import ImportReport
from skillpath.reports.document import Block, Bullets, Column, Document, Heading, Line, Pairs, Table


def import_document(report: ImportReport) -> Document:
    """Counts by section, what changed, and what was left out with a few places."""
    written = tuple((section, f"{count:,}") for section, count in report.written.items() if count)
    blocks: list[Block] = [
        Heading(f"Imported {report.source}"),
        Table((Column("Section"), Column("Records", True)), written),
    ]
    if report.replaced:
        changes = tuple((name.capitalize(), f"{count:,}") for name, count in asdict(report.changes).items())
        blocks.append(Pairs(changes, "Against the catalogue that it replaces"))
    if report.left_out:
        rows = tuple((entry.reason, f"{entry.count:,}") for entry in report.left_out)
        blocks.append(Table((Column("Left out"), Column("Times", True)), rows))
        blocks += [Bullets(entry.reason, tuple(str(each) for each in entry.examples), "dim") for entry in report.left_out]
    return (*blocks, Line(f"Written to {report.output}", "good"))


def import_data(report: ImportReport) -> dict[str, Any]:
    """The `data` of schema ``catalog-import/1``."""
    left_out = [
        {
            "code": entry.code,
            "reason": entry.reason,
            "count": entry.count,
            "examples": [each._asdict() for each in entry.examples],
        }
        for entry in report.left_out
    ]
    return {
        "format": report.format,
        "source": report.source,
        "output": report.output,
        "records": report.written,
        "replaced": report.replaced,
        "changes": asdict(report.changes),
        "left_out": left_out,
    }


def import_rows(report: ImportReport) -> list[dict[str, str]]:
    """One row per section, kind of change and reason, for CSV."""
    rows = [("written", section, count, "") for section, count in report.written.items() if count]
    rows += [("changes", name, count, "") for name, count in asdict(report.changes).items()]
    rows += [("left out", entry.code, entry.count, str(entry.examples[0])) for entry in report.left_out]
    return [{"what": what, "name": name, "count": str(count), "example": example} for what, name, count, example in rows]
