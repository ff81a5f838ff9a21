"""A programme in an answer: where every hour lands, on whose word, what is wasted and which rule wasted it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Credential
from skillpath.credits.credit import Credit, Word
from skillpath.planner.placed import Minimum, PlacedProgramme, Slot, Waste, shown_hours
from skillpath.reports.document import Block, Bullets, Column, Line, Pairs, Table
from skillpath.reports.envelope import money
from skillpath.reports.words import unit_text

WORDS: dict[Word, str] = {
    "articulated": "Articulated: the institution published it",
    "recommended": "Recommended, and the institution takes the body",
    "transcript": "From transcripts",
    "here": "Taken there before",
    "block": "Counted as a whole",
    "unknown": "Not known to be taken",
}


def degree_blocks(placed: PlacedProgramme, catalog: Catalog, title: str) -> Iterator[Block]:
    """Requirements, minimums, what is wasted, the rules that bind, and those that nothing computes."""
    yield _slots(placed, catalog, title)
    yield _sums(placed)
    if placed.minimums:
        yield _minimums(placed)
    if placed.wasted:
        yield _wasted(placed.wasted, catalog)
    if placed.binding:
        yield Bullets("Rules that leave no room", placed.binding)
    if placed.unpriced:
        yield Line("Nobody says what teaching costs here: hours taken there are not priced", "warn")
    if placed.texts:
        yield Bullets("Rules to check yourself: nothing here computes them", placed.texts, "warn")


def _slots(placed: PlacedProgramme, catalog: Catalog, title: str) -> Table:
    columns = (Column("Requirement"), Column("Hours", True), Column("Filled by"), Column("On whose word"), Column("Counts", True))
    return Table(columns, tuple(row for slot in placed.slots for row in _slot(slot, catalog)), title)


def _slot(slot: Slot, catalog: Catalog) -> Iterator[tuple[str, ...]]:
    """A row for each credit that lands in a requirement, and one for what is open; the first names the requirement."""
    parts: list[tuple[str, str, str]] = [
        (credit_name(each.credit, catalog), each.credit.word, shown_hours(each.counted)) for each in slot.landed
    ]
    if slot.here:
        parts.append(("to take at the institution", "", shown_hours(slot.here)))
    if slot.counted < slot.asked:
        parts.append(("open", "", f"{shown_hours(slot.asked - slot.counted)} to go"))
    heads = [(slot.requirement.name, shown_hours(slot.asked)), *[("", "")] * (len(parts) - 1)]
    yield from ((*head, *part) for head, part in zip(heads, parts, strict=True))


def credit_name(credit: Credit, catalog: Catalog) -> str:
    """What a credit is called: its credential, with the course where it is one of several."""
    record = catalog.get(Credential, credit.needs) if credit.needs else None
    return record.name if record is not None else credit.name


def _sums(placed: PlacedProgramme) -> Pairs:
    unit = unit_text(placed.programme.unit)
    items = [("Counts", f"{shown_hours(placed.counted)} of {placed.programme.total:g} {unit}")]
    items += [(WORDS[word], shown_hours(hours)) for word, hours in placed.by_word().items()]
    if placed.taken:
        items.append(("To take at the institution", shown_hours(placed.taken)))
    left = sum(slot.asked - slot.counted for slot in placed.slots)
    if left:
        items.append(("Left", shown_hours(left)))
    wasted = sum(each.hours for each in placed.wasted)
    if wasted:
        items.append(("Wasted", shown_hours(wasted)))
    return Pairs(tuple(items), "Hours")


def _minimums(placed: PlacedProgramme) -> Table:
    columns = (Column("Minimum"), Column("Has", True), Column("Open", True))
    rows = tuple(
        (each.words, shown_hours(each.counted), shown_hours(max(0, each.asked - each.counted))) for each in placed.minimums
    )
    return Table(columns, rows)


def _wasted(wasted: tuple[Waste, ...], catalog: Catalog) -> Table:
    columns = (Column("Does not count"), Column("Hours", True), Column("Because"))
    rows = tuple((credit_name(each.credit, catalog), shown_hours(each.hours), each.why) for each in wasted)
    return Table(columns, rows)


def degree_data(placed: PlacedProgramme, currency: str) -> dict[str, Any]:
    """A programme as data."""
    programme = placed.programme
    return {
        "id": programme.id,
        "name": programme.name,
        "institution": programme.institution,
        "award": programme.award,
        "unit": programme.unit,
        "total": f"{programme.total:g}",
        "requirements": [_slot_data(slot) for slot in placed.slots],
        "counted": shown_hours(placed.counted),
        "by_word": {word: shown_hours(hours) for word, hours in placed.by_word().items()},
        "taken_there": shown_hours(placed.taken),
        "open": shown_hours(sum(slot.asked - slot.counted for slot in placed.slots)),
        "wasted": [_waste_data(each) for each in placed.wasted],
        "minimums": [_minimum_data(each) for each in placed.minimums],
        "binding": list(placed.binding),
        "text_rules": list(placed.texts),
        "bills": [
            {"kind": bill.kind, "text": bill.words, "units": bill.units, "cost": money(bill.cents, currency)}
            for bill in placed.bills
        ],
        "cost": money(placed.cents, currency),
        "minutes": placed.minutes,
        "steps": placed.steps,
        "unpriced": placed.unpriced,
        "confidence": programme.confidence,
        "sources": list(programme.sources),
        "where": str(programme.origin) if programme.origin.file else None,
    }


def _slot_data(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.requirement.id,
        "name": slot.requirement.name,
        "hours": shown_hours(slot.asked),
        "counted": shown_hours(slot.counted),
        "status": slot.status,
        "credits": [{**credit_data(each.credit), "counted": shown_hours(each.counted)} for each in slot.landed],
        "taken_there": shown_hours(slot.here),
    }


def credit_data(credit: Credit) -> dict[str, Any]:
    """A credit as data."""
    return {
        "credit": credit.id,
        "credential": credit.needs,
        "name": credit.name,
        "course": credit.course,
        "hours": shown_hours(credit.hours),
        "level": credit.level,
        "word": credit.word,
        "origins": sorted(credit.origins),
        "held": credit.held,
        "confidence": credit.confidence,
        "sources": list(credit.sources),
    }


def _waste_data(each: Waste) -> dict[str, Any]:
    return {**credit_data(each.credit), "wasted": shown_hours(each.hours), "why": each.why}


def _minimum_data(each: Minimum) -> dict[str, Any]:
    return {"text": each.words, "asked": shown_hours(each.asked), "counted": shown_hours(each.counted)}


DEGREE_COLUMNS = ("programme", "requirement", "name", "hours", "counted", "status", "filled_by", "word", "why")


def degree_rows(placed: PlacedProgramme, catalog: Catalog) -> list[dict[str, str]]:
    """One row for each credit in a requirement, each requirement that nothing fills, and each wasted credit."""
    rows = []
    for slot in placed.slots:
        parts: list[tuple[str, int, str]] = [
            (credit_name(each.credit, catalog), each.counted, each.credit.word) for each in slot.landed
        ]
        if slot.here:
            parts.append(("taken at the institution", slot.here, "here"))
        for name, counted, word in parts or [("", 0, "")]:
            rows.append(_row(placed, slot, name, shown_hours(counted), word))
    for each in placed.wasted:
        name = credit_name(each.credit, catalog)
        values = (placed.programme.id, "", "", shown_hours(each.hours), "0", "wasted", name, each.credit.word, each.why)
        rows.append(dict(zip(DEGREE_COLUMNS, values, strict=True)))
    return rows


def _row(placed: PlacedProgramme, slot: Slot, name: str, counted: str, word: str) -> dict[str, str]:
    requirement = slot.requirement
    hours = shown_hours(slot.asked)
    values = (placed.programme.id, requirement.id, requirement.name, hours, counted, slot.status, name, word, "")
    return dict(zip(DEGREE_COLUMNS, values, strict=True))
