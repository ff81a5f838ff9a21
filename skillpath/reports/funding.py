"""Funding in words: what it gives, for whom, for what."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.funding import Funding
from skillpath.catalog.requirements import parse_all
from skillpath.reports.needs import needs_text
from skillpath.reports.words import price_text

SHOWN = 6
PAID = {
    "upfront": "",
    "reimbursed": "paid back afterwards",
    "tax-return": "comes back with the tax return, and lowers no price",
    "loan": "a loan, and lowers no price",
}


def gives_text(record: Funding) -> str:
    """``50 %, up to 500 USD``; empty where nobody knows."""
    share = [f"{record.percent:g} %"] if record.percent is not None else []
    amount = [price_text(record.amount)] if record.amount else []
    cap = [f"up to {price_text(record.cap)}"] if record.cap else []
    yearly = [f"up to {price_text(record.cap_per_year)} a year"] if record.cap_per_year else []
    uses = [f"for {record.uses} of them"] if record.uses is not None else []
    given = [*share, *amount, *cap, *yearly]
    return ", ".join([*given, *(uses if given else ())])


def conditions_text(record: Funding, catalog: Catalog) -> str:
    """Whom it is for; empty for anyone."""
    return "; ".join(_conditions(record, catalog))


def _conditions(record: Funding, catalog: Catalog) -> Iterator[str]:
    wanted = record.eligibility
    if wanted.residence:
        yield f"residents of {', '.join(wanted.residence)}"
    if wanted.audience:
        yield f"for {', '.join(wanted.audience)}"
    if wanted.highest_degree_below is not None:
        yield f"no degree of {wanted.highest_degree_below} or above"
    if wanted.requires:
        yield f"needs {needs_text(parse_all(wanted.requires), catalog)}"
    if wanted.says:
        yield wanted.says


def pays_text(record: Funding, catalog: Catalog) -> str:
    """What it covers."""
    kinds = f"{', '.join(record.kinds)}: " if record.kinds else ""
    names = [*record.credentials, *record.providers, *record.subscriptions, *record.programmes]
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    listed = ", ".join(_names(record, catalog)[:SHOWN]) + more if names else "any"
    fees = ", fees too" if record.covers_fees else ""
    return f"{kinds}{listed}{fees}"


def _names(record: Funding, catalog: Catalog) -> list[str]:
    from skillpath.catalog.programmes import Programme
    from skillpath.catalog.records import Credential, Provider, Subscription

    listed = (
        (Credential, record.credentials),
        (Provider, record.providers),
        (Subscription, record.subscriptions),
        (Programme, record.programmes),
    )
    return [getattr(catalog.get(kind, id), "name", id) for kind, ids in listed for id in ids]
