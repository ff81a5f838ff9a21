"""The tally of recommended credit: as a document and as data."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Source
from skillpath.credits.estimates import Estimate, estimates
from skillpath.credits.tally import SEMESTER_HOUR, Tally, TallyLine
from skillpath.reports.document import Block, Bullets, Column, Document, Heading, Line, Table
from skillpath.reports.envelope import decimal, source_data

GROUPS = ("body", "level", "subject", "source")


def credits_document(tally: Tally, catalog: Catalog) -> Document:
    """What a learner reads."""
    total = number(tally.total)
    holdings = len({line.credential.id for line in tally.lines}) + len(tally.without)
    if not holdings:
        empty = Line(
            "You hold nothing that the catalogue knows. Say what you hold with `--have ID` or `skillpath profile add ID`", "hint"
        )
        return (Heading("Recommended credit: 0 semester hours"), empty)
    return (
        Heading(f"Recommended credit: {total} semester hours"),
        *_lines(tally),
        *(_totals(tally, group) for group in GROUPS if tally.counted),
        *_estimates(list(estimates(tally, catalog))),
        *_rest(tally),
        Line("A recommendation is not a promise: each school decides what it takes.", "dim"),
    )


def number(value: Decimal) -> str:
    """Hours without needless zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _lines(tally: Tally) -> Iterator[Block]:
    if tally.lines:
        names = ("Held", "Body", "Hours", "Level", "Subject", "Dates", "Counts")
        columns = tuple(Column(name, name == "Hours") for name in names)
        yield Table(columns, tuple(_row(line) for line in tally.lines))


def _row(line: TallyLine) -> tuple[str, ...]:
    found = line.recommendation
    level = found.level or "not stated"
    subject = found.subject or found.course or "not stated"
    body = found.body.upper() + (f" {found.number}" if found.number else "")
    return (line.credential.name, body, hours_text(line), level, subject, dates_text(line), line.why_not or _counts(line))


def _counts(line: TallyLine) -> str:
    return f"{number(line.counted)} of {number(line.hours)}: {line.why_less}" if line.why_less else "yes"


def hours_text(line: TallyLine) -> str:
    """Hours with their unit where it is not the semester hour."""
    found = line.recommendation
    if found.hours is None:
        return "unknown"
    unit = "" if found.unit == SEMESTER_HOUR else f" {found.unit}"
    return f"{number(line.hours)}{unit}"


def dates_text(line: TallyLine) -> str:
    """Between which dates the recommendation must be completed."""
    found = line.recommendation
    if found.start is None and found.end is None:
        return "not stated"
    return f"{found.start or '...'} to {found.end or '...'}"


def _totals(tally: Tally, group: str) -> Table:
    rows = tuple((name, number(hours)) for name, hours in tally.totals(group).items())
    return Table((Column(f"By {group}"), Column("Hours", True)), rows)


def _estimates(found: list[Estimate]) -> Iterator[Block]:
    if found:
        items = tuple(f"{each.line.credential.name}: {estimate_text(each)}" for each in found)
        yield Bullets("Estimates of credit in other units (not in any total; no school has to grant them)", items)


def estimate_text(found: Estimate) -> str:
    """``7 ects, about 3.5 semester hours by custom (medium confidence)``."""
    about = decimal(found.semester_hours, 1).removesuffix(".0")
    noun = "semester hour" if about == "1" else "semester hours"
    return f"{hours_text(found.line)}, about {about} {noun} by custom ({found.confidence} confidence)"


def _rest(tally: Tally) -> Iterator[Block]:
    unsure = sorted({line.credential.name for line in tally.counted if line.recommendation.confidence == "low"})
    if unsure:
        yield Bullets("Rests on unsure facts", tuple(unsure), "warn")
    if tally.without:
        yield Bullets("No recommendation known", tuple(record.name for record in tally.without))
    if tally.unknown:
        yield Bullets("In no catalogue", tally.unknown, "warn")


def credits_data(tally: Tally, catalog: Catalog) -> dict[str, Any]:
    """The `data` of schema ``credits/1``."""
    return {
        "hours": number(tally.total),
        "unit": SEMESTER_HOUR,
        "totals": {group: {name: number(hours) for name, hours in tally.totals(group).items()} for group in GROUPS},
        "lines": [_line_data(line, catalog) for line in tally.lines],
        "estimates": [_estimate_data(found) for found in estimates(tally, catalog)],
        "unknown_hours": sorted({line.credential.id for line in tally.lines if line.recommendation.hours is None}),
        "without_recommendation": [record.id for record in tally.without],
        "not_in_catalog": list(tally.unknown),
    }


def _estimate_data(found: Estimate) -> dict[str, Any]:
    return {
        "credential": found.line.credential.id,
        "recommendation": found.line.recommendation.id,
        "hours": number(found.line.hours),
        "unit": found.line.recommendation.unit,
        "semester_hours": decimal(found.semester_hours),
        "confidence": found.confidence,
    }


def _line_data(line: TallyLine, catalog: Catalog) -> dict[str, Any]:
    found = line.recommendation
    sources = [source for id in found.sources if (source := catalog.get(Source, id)) is not None]
    return {
        "credential": line.credential.id,
        "name": line.credential.name,
        "source": line.provider,
        "recommendation": found.id,
        "body": found.body,
        "number": found.number,
        "hours": None if found.hours is None else number(line.hours),
        "unit": found.unit,
        "level": found.level,
        "subject": found.subject,
        "course": found.course,
        "start": found.start,
        "end": found.end,
        "completed": line.completed.isoformat() if line.completed else None,
        "counts": line.counts,
        "counted": number(line.counted),
        "why_not": line.why_not or line.why_less or None,
        "confidence": found.confidence,
        "sources": [source_data(source) for source in sources],
        "where": str(found.origin),
    }


def credits_rows(tally: Tally) -> list[dict[str, str]]:
    """One row per recommendation, for CSV."""
    keys = ("credential", "name", "body", "number", "hours", "unit", "level", "subject", "start", "end", "counts", "why_not")
    rows = []
    for line in tally.lines:
        found = line.recommendation
        values = (line.credential.id, line.credential.name, found.body, found.number, found.hours, found.unit, found.level)
        last = (found.subject, found.start, found.end, "yes" if line.counts else "no", line.why_not)
        cells = ("" if value is None else f"{value:g}" if isinstance(value, float) else str(value) for value in (*values, *last))
        rows.append(dict(zip(keys, cells, strict=True)))
    return rows
