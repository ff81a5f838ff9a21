"""Every way to fill a requirement, a course or a skill: as a document and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme, Requirement
from skillpath.catalog.records import Course, Subscription
from skillpath.catalog.values import Money
from skillpath.planner.there import There
from skillpath.planner.ways import Asked, Price, SkillWanted, Way, Ways
from skillpath.reports.document import Block, Column, Document, Heading, Line, Table
from skillpath.reports.envelope import hours, money
from skillpath.reports.words import count_text, money_text, provider_name, unit_text

TAKEN = {"articulated": "articulated", "recommended": "recommended", "unknown": "not known", "refused": "no"}


def options_document(found: Ways, currency: str, catalog: Catalog) -> Document:
    """What a learner reads."""
    blocks: list[Block] = [Heading(_title(found, catalog))]
    if found.found:
        blocks.append(_table(found, currency, catalog))
    if found.there is not None:
        blocks.append(Line(_there(found.there, currency, catalog)))
    if found.closed:
        blocks.append(Line(f"{found.closed} more are retired, left out, or not open to you", "dim"))
    if any(way.price and way.price.subscription for way in found.found):
        blocks.append(
            Line("A subscription is priced as if bought for this alone; a plan shares it among all that it opens", "dim")
        )
    return tuple(blocks)


def asked_name(asked: Asked) -> str:
    """What is asked, in words."""
    if isinstance(asked, SkillWanted):
        return f"{asked.skill.name}, level {asked.level} or more" if asked.level > 1 else asked.skill.name
    return asked.name


def _title(found: Ways, catalog: Catalog) -> str:
    there = f" at {_programme_name(found.programme, catalog)}" if found.programme else ""
    return f"{asked_name(found.asked)}{there}: {count_text(len(found.found), 'way')}"


def _programme_name(programme: Programme, catalog: Catalog) -> str:
    return f"{programme.name}, {provider_name(programme.institution, catalog)}"


def _table(found: Ways, currency: str, catalog: Catalog) -> Table:
    columns, rows = [], []
    for column, cells in _columns(found, currency, catalog):
        if column.name in ("Credential", "Price") or any(cells):
            columns.append(column)
            rows.append(cells)
    return Table(tuple(columns), tuple(zip(*rows, strict=True)))


def _columns(found: Ways, currency: str, catalog: Catalog) -> Iterator[tuple[Column, list[str]]]:
    ways = found.found
    yield Column("Credential"), [f"{way.credential.name}\n{_known(way, catalog)}" for way in ways]
    yield Column("Teaches", True), [f"level {way.level}" if way.level else "" for way in ways]
    yield Column("Credit", True), [_credit(way) for way in ways]
    yield Column("Price", True), [_price(way, currency) for way in ways]
    yield Column("Per hour", True), ["" if way.per_hour is None else _money(way.per_hour, currency) for way in ways]
    yield Column("Study", True), [f"{hours(way.minutes)} h" if way.minutes is not None else "unknown" for way in ways]
    yield Column("Taken"), [TAKEN[way.worth.taken] if way.worth and way.worth.taken else "" for way in ways]
    yield Column("You"), ["" if way.standing == "open" else way.standing for way in ways]
    yield Column("Note", detail=True), ["; ".join(filter(None, (_paid_as(way.price, catalog), *_why(way)))) for way in ways]


def _known(way: Way, catalog: Catalog) -> str:
    """The id, who says what it is worth, at which level, and whether that is unsure."""
    parts = [way.credential.id]
    if way.worth is not None:
        articulated = way.worth.taken == "articulated"
        parts.append(provider_name(way.worth.body, catalog) if articulated else way.worth.body.upper())
        parts += [way.worth.level] if way.worth.level else []
    return ", ".join([*parts, *(["unsure facts"] if way.confidence == "low" else [])])


def _credit(way: Way) -> str:
    if way.worth is None:
        return ""
    unit = "h" if way.worth.unit == "semester-hour" else unit_text(way.worth.unit)
    return f"{shown(way.worth.hours)} {unit}" if way.worth.hours else "unknown"


def shown(hundredths: int) -> str:
    """Hundredths of hours without needless zeros."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def _price(way: Way, currency: str) -> str:
    if way.price is not None:
        return _money(way.price.cents, currency)
    return "" if way.standing == "held" else "unknown"


def _money(cents: int, currency: str) -> str:
    return money_text(Money.of_cents(cents, currency))


def _paid_as(price: Price | None, catalog: Catalog) -> str:
    if price is None or price.subscription is None:
        return ""
    record = catalog.get(Subscription, price.subscription)
    return f"{price.periods} x {record.name if record else price.subscription}"


def _why(way: Way) -> Iterator[str]:
    if way.why:
        yield way.why
    if way.worth is not None and way.worth.why and not (way.why and way.worth.why.startswith("lower after higher")):
        yield way.worth.why


def _there(there: There, currency: str, catalog: Catalog) -> str:
    name = provider_name(there.programme.institution, catalog)
    unit = count_text(there.hours, there.programme.unit.replace("-", " "))
    if there.cents is None:
        return f"Taken at {name} itself: {unit}, at a price that nobody says"
    each = _money(round(there.cents / there.hours), currency) if there.hours else ""
    return (
        f"Taken at {name} itself: {unit} for {_money(there.cents, currency)} ({each} an hour), {hours(there.minutes)} h of study"
    )


def options_data(found: Ways, currency: str) -> dict[str, Any]:
    """The `data` of schema ``options/1``."""
    return {
        "asked": _asked(found.asked),
        "programme": found.programme.id if found.programme else None,
        "count": len(found.found),
        "items": [_item(way, currency) for way in found.found],
        "taken_there": _there_data(found.there, currency) if found.there else None,
        "not_open": found.closed,
    }


def _asked(asked: Asked) -> dict[str, Any]:
    match asked:
        case Requirement():
            return {"kind": "requirement", "id": asked.id, "name": asked.name, "level": asked.level, "hours": f"{asked.hours:g}"}
        case Course():
            size = None if asked.hours is None else f"{asked.hours:g}"
            return {"kind": "course", "id": asked.id, "name": asked.name, "level": asked.level, "hours": size}
    skill = asked.skill
    return {"kind": "skill", "id": skill.id, "name": skill.name, "level": str(asked.level), "hours": None}


def _item(way: Way, currency: str) -> dict[str, Any]:
    price = way.price
    return {
        "id": way.credential.id,
        "name": way.credential.name,
        "kind": way.credential.kind,
        "provider": way.credential.provider,
        "teaches_level": way.level,
        "credit": _credit_data(way, currency),
        "price": None if price is None else money(price.cents, currency),
        "subscription": None if price is None else price.subscription,
        "periods": 0 if price is None else price.periods,
        "study_hours": None if way.minutes is None else hours(way.minutes),
        "standing": way.standing,
        "why": way.why or None,
        "confidence": way.confidence,
    }


def _credit_data(way: Way, currency: str) -> dict[str, Any] | None:
    worth = way.worth
    if worth is None:
        return None
    return {
        "hours": shown(worth.hours) if worth.hours else None,
        "unit": worth.unit,
        "body": worth.body,
        "level": worth.level,
        "courses": sorted(worth.courses),
        "price_per_hour": None if way.per_hour is None else money(way.per_hour, currency),
        "taken": worth.taken,
        "fills": list(worth.fills),
        "why_not": worth.why or None,
        "confidence": worth.confidence,
    }


def _there_data(there: There, currency: str) -> dict[str, Any]:
    return {
        "institution": there.programme.institution,
        "hours": str(there.hours),
        "unit": there.programme.unit,
        "price": None if there.cents is None else money(there.cents, currency),
        "study_hours": hours(there.minutes),
        "fills": list(there.fills),
    }


def options_rows(found: Ways, currency: str) -> list[dict[str, str]]:
    """One row for each way, for CSV."""
    return [_flat(way, currency) for way in found.found]


def _flat(way: Way, currency: str) -> dict[str, str]:
    worth = way.worth
    return {
        "id": way.credential.id,
        "name": way.credential.name,
        "provider": way.credential.provider,
        "body": worth.body if worth else "",
        "hours": shown(worth.hours) if worth and worth.hours else "",
        "unit": worth.unit if worth else "",
        "level": (worth.level or "") if worth else str(way.level or ""),
        "price": "" if way.price is None else money(way.price.cents, currency)["amount"],
        "currency": currency,
        "price_per_hour": "" if way.per_hour is None else money(way.per_hour, currency)["amount"],
        "subscription": (way.price.subscription or "") if way.price else "",
        "study_hours": "" if way.minutes is None else hours(way.minutes),
        "taken": (worth.taken or "") if worth else "",
        "standing": way.standing,
        "why": "; ".join(_why(way)),
        "confidence": way.confidence,
    }
