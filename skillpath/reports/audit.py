"""Audits of programmes: as a document and as data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.planner.audit import Audit
from skillpath.planner.placed import shown_hours
from skillpath.reports.degree import degree_blocks, degree_data, degree_rows
from skillpath.reports.document import Block, Document, Heading, Line
from skillpath.reports.words import provider_name, unit_text


def audit_document(audits: Iterable[Audit], catalog: Catalog) -> Document:
    """What a learner reads."""
    blocks: list[Block] = []
    for found in audits:
        programme = found.placed.programme
        name = f"{programme.name}, {provider_name(programme.institution, catalog)}"
        counts = f"{shown_hours(found.placed.counted)} of {programme.total:g} {unit_text(programme.unit)} count"
        blocks += [Heading(f"{name}: {counts}"), *degree_blocks(found.placed, catalog, "Where each hour lands")]
        if found.proven:
            blocks.append(Line("Proved: no placement of what you hold counts more hours", "good"))
    blocks.append(Line("Only the institution decides: ask for an evaluation in writing before you pay", "dim"))
    return tuple(blocks)


def audit_data(audits: Iterable[Audit], currency: str) -> dict[str, Any]:
    """The `data` of schema ``audit/1``."""
    return {"programmes": [{**degree_data(found.placed, currency), "proven": found.proven} for found in audits]}


def audit_rows(audits: Iterable[Audit], catalog: Catalog) -> list[dict[str, str]]:
    """One row for each credit in each programme, for CSV."""
    return [row for found in audits for row in degree_rows(found.placed, catalog)]
