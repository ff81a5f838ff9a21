"""Roles and programmes side by side: as a document and as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.values import Money
from skillpath.credits.credit import Word
from skillpath.planner.answer import Answer
from skillpath.planner.compare import Compared
from skillpath.planner.placed import shown_hours
from skillpath.planner.request import Objective
from skillpath.reports.deciding import deciding
from skillpath.reports.document import Block, Column, Document, Heading, Line, Table
from skillpath.reports.envelope import decimal, hours, money
from skillpath.reports.plan import target_name
from skillpath.reports.words import count_text, money_text, unit_text

SHORT: dict[Word, str] = {
    "articulated": "articulated",
    "recommended": "recommended",
    "transcript": "transcript",
    "here": "taken there",
    "block": "as a whole",
    "unknown": "not known",
}


def compare_document(found: Sequence[Compared], order: Sequence[Objective], catalog: Catalog) -> Document:
    """What a learner reads: one table, the best first."""
    degrees = any(each.audit for each in found)
    roles = any(each.answer.readiness for each in found)
    rows = tuple(_row(each, degrees, roles, catalog) for each in found)
    planned = sum(each.answer.totals is not None for each in found)
    title = f"{count_text(planned, 'plan')} for {count_text(len(found), 'target')}, by {', then '.join(order)}"
    blocks: list[Block] = [Heading(title), Table(_columns(degrees, roles), rows)]
    if degrees:
        blocks.append(Line("Used, wasted: hours of what you hold. There: hours still to take at the institution", "dim"))
    if any(each.answer.status in ("feasible", "unknown") for each in found):
        blocks.append(Line("Not proved: stopped at the time limit; a better plan may exist", "warn"))
    assumed = next((each.answer.assumed for each in found), ())
    blocks += [Line(f"Assumed: {text}", "dim") for text in assumed if "(for " not in text]
    return tuple(blocks)


def _columns(degrees: bool, roles: bool) -> tuple[Column, ...]:
    figures = ("Used", "Wasted", "There") if degrees else ()
    return (
        Column("Target"),
        Column("Cost", True),
        Column("Weeks", True),
        Column("Steps", True),
        *((Column("Ready", True),) if roles else ()),
        *(Column(name, True) for name in figures),
        Column("Decides", detail=True),
    )


def _row(each: Compared, degrees: bool, roles: bool, catalog: Catalog) -> tuple[str, ...]:
    answer = each.answer
    totals = answer.totals
    proof = "not proved; " if answer.status == "feasible" else ""
    return (
        f"{target_name(answer, catalog)}\n{each.id}{_words(each)}",
        cost_text(answer),
        "" if totals is None else decimal(totals.weeks, 1),
        "" if totals is None else str(totals.steps),
        *((_ready(answer),) if roles else ()),
        *(_hours(each) if degrees else ()),
        proof + deciding(each.answer, catalog),
    )


def cost_text(answer: Answer) -> str:
    """What is still to pay, or that there is no plan."""
    totals = answer.totals
    if totals is None:
        return "not found" if answer.status == "unknown" else "no plan"
    return ("at least " if totals.at_least else "") + money_text(Money.of_cents(totals.cents, totals.currency))


def _ready(answer: Answer) -> str:
    return f"{decimal(answer.readiness[1], 1)} %" if answer.readiness else ""


def _hours(each: Compared) -> tuple[str, str, str]:
    if each.audit is None:
        return "", "", ""
    placed = each.audit.placed
    unit = "" if placed.programme.unit == "semester-hour" else f" {unit_text(placed.programme.unit)}"
    used = f"{shown_hours(placed.counted)} of {placed.programme.total:g}{unit}"
    return used, shown_hours(each.wasted), shown_hours(each.taken) if each.answer.totals else ""


def _words(each: Compared) -> str:
    """On whose word the hours count that are used."""
    by_word = each.audit.placed.by_word() if each.audit else {}
    words = ", ".join(f"{SHORT[word]} {shown_hours(counted)}" for word, counted in by_word.items())
    return f", uses {words}" if words else ""


def compare_data(found: Sequence[Compared], order: Sequence[Objective], catalog: Catalog) -> dict[str, Any]:
    """The `data` of schema ``compare/1``."""
    return {
        "objective": list(order),
        "count": len(found),
        "planned": sum(each.answer.totals is not None for each in found),
        "items": [_item(number, each, catalog) for number, each in enumerate(found, 1)],
    }


def _item(number: int, each: Compared, catalog: Catalog) -> dict[str, Any]:
    answer = each.answer
    before, after = answer.readiness or (None, None)
    return {
        "rank": number if answer.totals is not None else None,
        "kind": answer.request.target.kind,
        "id": each.id,
        "name": target_name(answer, catalog),
        "status": answer.status,
        "proven": answer.status in ("optimal", "met", "none"),
        "totals": _totals(answer),
        "readiness": None if before is None or after is None else {"before": decimal(before), "after": decimal(after)},
        "credit": _credit(each),
        "decides": deciding(each.answer, catalog),
        "earn": [step.credential.id for step in answer.steps],
    }


def _totals(answer: Answer) -> dict[str, Any] | None:
    totals = answer.totals
    if totals is None:
        return None
    return {
        "cost": money(totals.cents, totals.currency),
        "weeks": decimal(totals.weeks),
        "hours": hours(totals.minutes),
        "minutes": totals.minutes,
        "steps": totals.steps,
        "finish": totals.finish[1].isoformat(),
        "at_least": totals.at_least,
    }


def _credit(each: Compared) -> dict[str, Any] | None:
    if each.audit is None:
        return None
    placed = each.audit.placed
    return {
        "unit": placed.programme.unit,
        "total": f"{placed.programme.total:g}",
        "used": shown_hours(placed.counted),
        "by_word": {word: shown_hours(counted) for word, counted in placed.by_word().items()},
        "wasted": shown_hours(each.wasted),
        "to_take_there": shown_hours(each.taken) if each.answer.totals is not None else None,
        "most_proven": each.audit.proven,
    }


def compare_rows(found: Iterable[Compared], catalog: Catalog) -> list[dict[str, str]]:
    """One row for each role and programme, for CSV."""
    return [_flat(each, catalog) for each in found]


def _flat(each: Compared, catalog: Catalog) -> dict[str, str]:
    totals = each.answer.totals
    credit = _credit(each) or {}
    return {
        "kind": each.answer.request.target.kind,
        "id": each.id,
        "name": target_name(each.answer, catalog),
        "status": each.answer.status,
        "cost": "" if totals is None else money(totals.cents, totals.currency)["amount"],
        "currency": each.answer.currency,
        "at_least": "" if totals is None else "yes" if totals.at_least else "no",
        "weeks": "" if totals is None else decimal(totals.weeks),
        "steps": "" if totals is None else str(totals.steps),
        "readiness": decimal(each.answer.readiness[1]) if each.answer.readiness else "",
        **{name: str(credit.get(name) or "") for name in ("unit", "total", "used", "wasted", "to_take_there")},
        **{word: str(credit.get("by_word", {}).get(word, "")) for word in ("articulated", "recommended", "transcript")},
        "decides": deciding(each.answer, catalog),
    }
