"""Lists of records: which ones, what is told of each, as a table and as data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from skillpath.catalog.catalog import Catalog, fold, names_of
from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Condition, Course, Credential, Framework, Provider, Record, Role, Skill, Subscription, Unit
from skillpath.catalog.values import Money
from skillpath.learner.learner import taught_levels
from skillpath.reports.document import Column, Document, Line, Table
from skillpath.reports.envelope import money
from skillpath.reports.funding import gives_text
from skillpath.reports.lookup import is_free
from skillpath.reports.words import count_text, price_text, typical_hours

Value = str | int | bool | Money | None
Fields = dict[str, Value]

LISTED: dict[str, type[Record]] = {
    "roles": Role,
    "credentials": Credential,
    "skills": Skill,
    "providers": Provider,
    "subscriptions": Subscription,
    "conditions": Condition,
    "courses": Course,
    "programmes": Programme,
    "funding": Funding,
    "units": Unit,
    "frameworks": Framework,
}

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


class Filters(Struct, frozen=True):
    """Which records are wanted; `teaches` is a skill with the least level, `today` the day on which a free offer must stand."""

    provider: str | None = None
    kind: str | None = None
    free: bool = False
    teaches: tuple[str, int] | None = None
    contains: str | None = None
    today: str = ""


class Listing(Struct, frozen=True):
    """Records of one kind, by id, each with its fields: first `id` and `name`."""

    kind: str
    rows: tuple[Fields, ...]


def listing(kind: str, filters: Filters, catalog: Catalog) -> Listing:
    """The records of a kind that pass the filters."""
    describe = _describer(kind, catalog)
    found = (record for record in _wanted(kind, filters, catalog) if _passes(record, filters, catalog))
    return Listing(kind, tuple({"id": record.id, "name": _name(record), **describe(record)} for record in found))


def _name(record: Record) -> str:
    return getattr(record, "name", record.id)


def _wanted(kind: str, filters: Filters, catalog: Catalog) -> Iterable[Record]:
    if filters.teaches is None:
        return catalog.all(LISTED[kind])
    skill, level = filters.teaches
    ids = {id for below in catalog.narrower(skill) for id in catalog.teaching(below)}
    records = (catalog.get(Credential, id) for id in sorted(ids))
    return [record for record in records if record is not None and _level(record, skill, catalog) >= level]


def _level(record: Credential, skill: str, catalog: Catalog) -> int:
    below = catalog.narrower(skill)
    return max((level for taught, level in taught_levels(record, record.teaches) if taught in below), default=0)


def _passes(record: Record, filters: Filters, catalog: Catalog) -> bool:
    return (
        (filters.provider is None or filters.provider in _providers(record))
        and (filters.kind is None or getattr(record, "kind", None) == filters.kind)
        and (not filters.free or _costs_nothing(record, filters.today, catalog))
        and (filters.contains is None or any(fold(filters.contains) in fold(name) for name in names_of(record)))
    )


def _providers(record: Record) -> tuple[str | None, ...]:
    match record:
        case Credential():
            return record.provider, record.platform
        case Subscription():
            return (record.provider,)
        case Programme():
            return (record.institution,)
        case Funding():
            return record.providers
    return ()


def _costs_nothing(record: Record, today: str, catalog: Catalog) -> bool:
    match record:
        case Credential():
            return is_free(record, catalog, today)
        case Subscription():
            amounts = [record.price, record.joining_fee or "0 USD"]
            return all(amount is not None and Money.parse(amount).amount == 0 for amount in amounts)
    return False


def _describer(kind: str, catalog: Catalog) -> Callable[[Any], Fields]:
    """The function that tells what a list says of one record of a kind."""
    match kind:
        case "skills":
            return lambda record: _skill(record, catalog)
        case "providers":
            issued = Counter(each.provider for each in catalog.all(Credential))
            sold = Counter(each.provider for each in catalog.all(Subscription))
            return lambda record: _provider(record, issued, sold)
    return _DESCRIBERS[kind]


def _role(record: Role) -> Fields:
    wage = Money.parse(record.wage.median) if record.wage else None
    return {
        "skills": len(record.skills),
        "recognises": len(record.recognises),
        "wage": wage,
        "licence": record.licence.name if record.licence else None,
    }


def _credential(record: Credential) -> Fields:
    return {
        "kind": record.kind,
        "provider": record.provider,
        "hours": typical_hours(record.effort),
        "platform": record.platform,
        "level": record.level,
        "status": record.status,
    }


def _skill(record: Skill, catalog: Catalog) -> Fields:
    teachers = {id for below in catalog.narrower(record.id) for id in catalog.teaching(below)}
    return {"broader": record.broader, "field": record.field, "taught_by": len(teachers)}


def _provider(record: Provider, issued: Counter[str], sold: Counter[str]) -> Fields:
    return {"credentials": issued[record.id], "subscriptions": sold[record.id], "url": record.url, "country": record.country}


def _subscription(record: Subscription) -> Fields:
    price = Money.parse(record.price) if record.price else None
    return {
        "provider": record.provider,
        "price": price,
        "months": record.months,
        "opens": record.opens,
        "status": record.status,
    }


def _condition(record: Condition) -> Fields:
    return {"assumed": record.assumed}


def _programme(record: Programme) -> Fields:
    return {
        "institution": record.institution,
        "award": record.award,
        "hours": f"{record.total:g}",
        "field": record.field,
        "unit": record.unit,
        "status": record.status,
    }


def _funding(record: Funding) -> Fields:
    return {"sponsor": record.sponsor, "gives": gives_text(record) or None, "status": record.status, "paid": record.paid}


def _course(record: Course) -> Fields:
    hours = f"{record.hours:g}" if record.hours is not None else None
    return {"areas": ", ".join(record.areas), "hours": hours, "level": record.level}


def _unit(record: Unit) -> Fields:
    study = f"{record.study_hours:g}" if record.study_hours is not None else None
    return {"semester_hours": record.semester_hours, "study_hours": study}


def _framework(record: Framework) -> Fields:
    return {"country": record.country, "unit": record.unit, "levels": len(record.levels), "body": record.body}


_DESCRIBERS: dict[str, Callable[[Any], Fields]] = {
    "roles": _role,
    "credentials": _credential,
    "subscriptions": _subscription,
    "conditions": _condition,
    "programmes": _programme,
    "courses": _course,
    "funding": _funding,
    "units": _unit,
    "frameworks": _framework,
}


def list_document(found: Listing) -> Document:
    """What a learner reads."""
    if not found.rows:
        return (Line(f"No {found.kind} found", "hint"),)
    keys = ("id", "name", *SHOWN[found.kind])
    columns = tuple(Column(key.replace("_", " ").capitalize(), key in FIGURES) for key in keys)
    rows = tuple(tuple(_cell(row, key) for key in keys) for row in found.rows)
    return (Table(columns, rows), Line(_count(found)))


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


def _count(found: Listing) -> str:
    number = len(found.rows)
    return f"{number} {found.kind}" if found.kind == "funding" else count_text(number, found.kind.removesuffix("s"))


def list_data(found: Listing) -> dict[str, Any]:
    """The `data` of schema ``list/1``."""
    items = [{key: _plain(value) for key, value in row.items()} for row in found.rows]
    return {"kind": found.kind, "count": len(items), "items": items}


def _plain(value: Value) -> Any:
    return money(value.cents, value.currency) if isinstance(value, Money) else value


def list_rows(found: Listing) -> list[dict[str, str]]:
    """One row per record, for CSV."""
    return [dict(_csv_cells(row)) for row in found.rows]


def _csv_cells(row: Fields) -> Iterator[tuple[str, str]]:
    for key, value in row.items():
        yield key, str(value) if isinstance(value, Money) else _text(value)
