"""Facts that rest on old pages."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import Record, Source
from skillpath.catalog.values import Confidence


class StaleFact(NamedTuple):
    """A record whose newest source is older than asked; `age` in days."""

    kind: str
    id: str
    date: str
    age: int
    confidence: Confidence
    where: str


class Freshness(NamedTuple):
    """The records older than so many days, oldest first, and how many name no dated source."""

    days: int
    facts: tuple[StaleFact, ...]
    undated: int


def freshness(records: dict[str, dict[str, AnyRecord]], days: int, today: date) -> Freshness:
    """What is older than `days` on a day. A date without its day, or month, counts as the last day that it can mean."""
    dated = list(_dated(records, today))
    old = sorted((fact for fact in dated if fact.age > days and fact.date), key=lambda fact: (-fact.age, fact.kind, fact.id))
    return Freshness(days, tuple(old), sum(not fact.date for fact in dated))


def _dated(records: dict[str, dict[str, AnyRecord]], today: date) -> Iterator[StaleFact]:
    sources = records.get("sources", {})
    for kind, by_id in records.items():
        for record in by_id.values():
            if isinstance(record, Record) and record.sources:
                found = [source.date for id in record.sources if isinstance(source := sources.get(id), Source) and source.date]
                newest = max(found, key=last_day, default="")
                age = (today - last_day(newest)) // timedelta(days=1) if newest else 0
                yield StaleFact(kind, record.id, newest, age, record.confidence, str(record.origin))


def last_day(text: str) -> date:
    """The last day that a date, a month or a year can mean."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    return date(year, month, parts[2] if len(parts) > 2 else monthrange(year, month)[1])
