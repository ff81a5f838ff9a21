"""Lists of records: which ones, and what is told of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice
from typing import Any

from msgspec import Struct

from skillpath.catalog.catalog import Catalog, fold, names_of
from skillpath.catalog.figures import taught_levels
from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import (
    Condition,
    Course,
    Credential,
    Effort,
    Framework,
    Offer,
    Provider,
    Record,
    Role,
    Skill,
    Subscription,
    Taught,
    Unit,
)
from skillpath.catalog.shape import Hints, Shape
from skillpath.catalog.values import Money
from skillpath.reports.funding import gives_text
from skillpath.reports.lookup import any_free
from skillpath.reports.words import typical_hours

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


LONG = 10_000
"""Rows up to which a list is read before it is written."""


class Filters(Struct, frozen=True):
    """Which records are wanted; `teaches` is a skill with the least level, `today` the day on which a free offer must stand."""

    provider: str | None = None
    kind: str | None = None
    free: bool = False
    teaches: tuple[str, int] | None = None
    contains: str | None = None
    today: str = ""

    @property
    def keep_all(self) -> bool:
        """Whether nothing is left out."""
        return (self.provider, self.kind, self.free, self.teaches, self.contains) == (None, None, False, None, None)


class Seen(Shape, frozen=True, kw_only=True):
    """A credential as lists tell of it."""

    name: str
    aliases: tuple[str, ...] = ()
    kind: str
    provider: str
    platform: str | None = None
    level: str = "beginner"
    status: str = "active"
    effort: Effort | None = None


class SeenWhole(Seen, frozen=True, kw_only=True):
    """The same, with what some filters look at."""

    offers: tuple[Offer, ...] = ()
    teaches: tuple[str | Taught, ...] = ()
    teaches_level: int | None = None


class Listing(Struct, frozen=True):
    """The records of a kind that pass the filters, by id, as many as the limit lets pass; read anew at each question."""

    kind: str
    filters: Filters
    catalog: Catalog
    limit: int | None = None

    def rows(self) -> Iterator[Fields]:
        """What is told of each: first `id` and `name`."""
        describe = _describer(self.kind, self.catalog)
        return ({"id": record.id, "name": _name(record), **describe(record)} for record in self._records())

    def ids(self) -> Iterator[str]:
        """Their ids."""
        if self.filters.keep_all:
            return islice(self.catalog.ids(LISTED[self.kind]), self.limit)
        return (record.id for record in self._records())

    def count(self) -> int:
        """How many they are."""
        if self.filters.keep_all and self.limit is None:
            return self.catalog.count(LISTED[self.kind])
        return sum(1 for _ in self.ids())

    def goes_on(self) -> bool:
        """Whether the limit leaves any out."""
        if self.limit is None:
            return False
        more = Listing(self.kind, self.filters, self.catalog, self.limit + 1)
        return more.count() > self.limit

    def _records(self) -> Iterator[Any]:
        wanted = _wanted(self.kind, self.filters, self.catalog)
        return islice((record for record in wanted if _passes(record, self.filters, self.catalog)), self.limit)


def _name(record: Any) -> str:
    return str(getattr(record, "name", record.id))


def _wanted(kind: str, filters: Filters, catalog: Catalog) -> Iterator[Any]:
    """The records of a kind, but for some that do not pass."""
    if kind != "credentials":
        return catalog.all(LISTED[kind])
    offers = (lambda offers: any_free(offers, catalog, filters.today)) if filters.free else None
    skills = catalog.narrower(filters.teaches[0]) if filters.teaches else None
    shape = SeenWhole if filters.free or filters.teaches else Seen
    return catalog.browse(Credential, shape, Hints(filters.provider, skills, offers))


def _passes(record: Any, filters: Filters, catalog: Catalog) -> bool:
    return (
        (filters.provider is None or filters.provider in _providers(record))
        and (filters.kind is None or getattr(record, "kind", None) == filters.kind)
        and (not filters.free or _costs_nothing(record, filters.today, catalog))
        and (filters.teaches is None or _level(record, filters.teaches[0], catalog) >= filters.teaches[1])
        and (filters.contains is None or any(fold(filters.contains) in fold(name) for name in names_of(record)))
    )


def _level(record: Any, skill: str, catalog: Catalog) -> int:
    below = catalog.narrower(skill)
    return max((level for taught, level in taught_levels(record, record.teaches) if taught in below), default=0)


def _providers(record: Any) -> tuple[str | None, ...]:
    match record:
        case Seen():
            return record.provider, record.platform
        case Subscription():
            return (record.provider,)
        case Programme():
            return (record.institution,)
        case Funding():
            return record.providers
    return ()


def _costs_nothing(record: Any, today: str, catalog: Catalog) -> bool:
    match record:
        case SeenWhole():
            return any_free(record.offers, catalog, today)
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
            issued = catalog.issued()
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


def _credential(record: Seen) -> Fields:
    return {
        "kind": record.kind,
        "provider": record.provider,
        "hours": typical_hours(record.effort),
        "platform": record.platform,
        "level": record.level,
        "status": record.status,
    }


def _skill(record: Skill, catalog: Catalog) -> Fields:
    return {"broader": record.broader, "field": record.field, "taught_by": catalog.count_teaching(record.id)}


def _provider(record: Provider, issued: Mapping[str, int], sold: Mapping[str, int]) -> Fields:
    credentials, subscriptions = issued.get(record.id, 0), sold.get(record.id, 0)
    return {
        "credentials": credentials,
        "subscriptions": subscriptions,
        "url": record.url,
        "country": record.country,
    }


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
