"""Figures in words: money, hours, efforts, offers, credit. Imports no solver, so that quick commands stay quick."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.figures import effort_range, typical_minutes
from skillpath.catalog.records import Credential, Effort, Offer, Provider, Recommendation, Renewal, Source, Subscription
from skillpath.catalog.requirements import parse_all
from skillpath.catalog.values import Money
from skillpath.reports.envelope import hours
from skillpath.reports.needs import needs_text


def price_text(text: str) -> str:
    """``1,245 USD`` for a catalogue's ``1245.00 USD``; nothing as ``free``."""
    return money_text(Money.parse(text))


def money_text(money: Money) -> str:
    """``1,245.50 USD``; whole amounts without the zeros, nothing as ``free``."""
    return f"{money.amount:,.2f} {money.currency}".replace(".00 ", " ") if money.amount else "free"


def count_text(number: int, noun: str) -> str:
    """``1 month``, ``3 months``."""
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"


def provider_name(id: str, catalog: Catalog) -> str:
    """A provider's name, or its id where no catalogue names it."""
    record = catalog.get(Provider, id)
    return record.name if record else id


def unit_text(unit: str) -> str:
    """``semester hours`` for ``semester-hour``."""
    return f"{unit.replace('-', ' ')}s"


def typical_hours(effort: Effort | None) -> str | None:
    """The typical hours of study; None where nobody knows."""
    typical = typical_minutes(effort)
    return None if typical is None else hours(typical)


def effort_text(effort: Effort | None) -> str:
    """``180 to 240 hours, typically 210; at least 6 weeks``."""
    if effort is None:
        return "hours unknown"
    weeks = f"; at least {effort.min_weeks:g} weeks" if effort.min_weeks else ""
    doubt = f" ({effort.confidence} confidence)" if effort.confidence else ""
    return _hours_text(effort) + weeks + doubt


def _hours_text(effort: Effort) -> str:
    early, typical, late = effort_range(effort)
    if typical_minutes(effort) is None:
        return "hours unknown"
    if early == late:
        return f"{hours(typical)} {'hour' if typical == 60 else 'hours'}"
    return f"{hours(early)} to {hours(late)} hours, typically {hours(typical)}"


def offer_text(offer: Offer, catalog: Catalog) -> str:
    """One way to pay, in a line."""
    name = f"{offer.name}: " if offer.name else ""
    paid = " and ".join(_paid(offer, catalog)) or "price unknown"
    fees = "".join(f" plus {fee.name} {price_text(fee.price)}" for fee in offer.fees)
    return name + paid + fees + "".join(f", {part}" for part in _terms(offer, catalog))


def _paid(offer: Offer, catalog: Catalog) -> Iterator[str]:
    if offer.price is not None:
        top = f" to {price_text(offer.price_max)}" if offer.price_max else ""
        yield price_text(offer.price) + top
    if offer.subscription is not None:
        record = catalog.get(Subscription, offer.subscription)
        yield f"{record.name} ({period_price(record)})" if record else offer.subscription
    if offer.per_credit is not None:
        credits = f", {offer.credits:g} credits" if offer.credits is not None else ""
        yield f"{price_text(offer.per_credit)} a credit{credits}"


def period_price(record: Subscription) -> str:
    """``59 USD a month``."""
    period = {1: "a month", 12: "a year"}.get(record.months, f"every {record.months} months")
    return f"{price_text(record.price)} {period}" if record.price else f"price unknown, {period}"


def _terms(offer: Offer, catalog: Catalog) -> Iterator[str]:
    if offer.requires:
        yield f"needs {needs_text(parse_all(offer.requires), catalog)}"
    if offer.countries:
        yield f"in {', '.join(offer.countries)}"
    if offer.audience:
        yield f"for {', '.join(offer.audience)}"
    if offer.start or offer.end:
        yield days_text(offer.start, offer.end)
    if offer.confidence is not None:
        yield f"{offer.confidence} confidence"
    if offer.note:
        yield offer.note


def days_text(start: str | None, end: str | None) -> str:
    """``from 2026-01-01 until 2026-06-30``."""
    return " ".join([*([f"from {start}"] if start else []), *([f"until {end}"] if end else [])])


def credit_text(found: Recommendation, course: str | None = None) -> str:
    """``3 h lower, computer networking (ACE), as College Algebra, if completed until 2026-06-30``."""
    parts = [f"{found.hours:g} h" if found.hours is not None else "hours unknown", *([found.level] if found.level else [])]
    unit = f" in {found.unit}s" if found.unit != "semester-hour" else ""
    subject = f", {found.subject}" if found.subject else ""
    score = f", from a score of {found.min_score:g}" if found.min_score is not None else ""
    days = f", if completed {days_text(found.start, found.end)}" if found.start or found.end else ""
    return f"{' '.join(parts)}{unit}{subject} ({found.body.upper()}){f', as {course}' if course else ''}{score}{days}"


def renewal_text(renewal: Renewal, catalog: Catalog) -> str:
    """What keeps a credential valid, in a line."""
    parts = [f"every {count_text(renewal.every_months, 'month')}"] if renewal.every_months else []
    if renewal.units is not None:
        parts.append(f"{renewal.units:g} {renewal.unit or 'units'}")
    if renewal.fee is not None:
        parts.append(f"fee {price_text(renewal.fee)}")
    if renewal.renewed_by:
        parts.append("renewed by " + " or ".join(_name(id, catalog) for id in renewal.renewed_by))
    if renewal.renews:
        parts.append("renews " + " and ".join(_name(id, catalog) for id in renewal.renews))
    text = ", ".join([*parts, *renewal.options])
    return "; ".join(filter(None, [text, renewal.rule])) + (f" ({renewal.confidence} confidence)" if renewal.confidence else "")


def _name(id: str, catalog: Catalog) -> str:
    record = catalog.get(Credential, id)
    return record.name if record else id


def source_text(source: Source) -> str:
    """``https://example.org/page (2026-09-21): what it supports``."""
    date = f" ({source.date})" if source.date else ""
    return f"{source.url or source.id}{date}{f': {source.says}' if source.says else ''}"
