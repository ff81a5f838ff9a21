"""What funding does to a plan, in words and as data: what it takes off, what comes back, what could be asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Condition
from skillpath.catalog.requirements import AllOf, AtLeastOf, Expression, MeetsCondition, parse_all
from skillpath.catalog.values import Money
from skillpath.planner.answer import Answer, Totals
from skillpath.planner.fundable import Told
from skillpath.planner.purchase import Funded
from skillpath.reports.document import Block, Bullets, Line
from skillpath.reports.envelope import money
from skillpath.reports.funding import gives_text
from skillpath.reports.needs import needs_text
from skillpath.reports.words import money_text

SHOWN = 6
WHY = {
    "unverified": "nobody has checked that it still runs",
    "announced": "announced, and not open yet",
    "loan": "a loan, to be paid back",
    "tax-return": "comes back with the tax return",
    "amount-unknown": "how much it gives is not known",
    "confidence": "its facts are less sure than you ask for",
}


def price_now(cents: int, funding: Iterable[Funded], currency: str) -> str:
    """A price after funding: ``60 USD (100 USD less State grant)``."""
    taken = list(funding)
    net = money_text(Money.of_cents(cents - sum(each.cents for each in taken), currency))
    if not taken:
        return net
    return f"{net} ({money_text(Money.of_cents(cents, currency))} less {', '.join(each.record.name for each in taken)})"


def funding_cell(funding: Iterable[Funded], currency: str) -> str:
    """What each funding takes off one thing, a line for each."""
    return "\n".join(f"{_minus(each, currency)} {each.record.name}{_back(each)}" for each in funding)


def _minus(each: Funded, currency: str) -> str:
    if not each.cents:
        return "opened by"
    return f"-{money_text(Money.of_cents(each.cents, currency))}"


def _back(each: Funded) -> str:
    doubt = ", unsure facts" if each.record.confidence == "low" else ""
    return f"{', paid back afterwards' if each.is_paid_back else ''}{doubt}"


def total_lines(totals: Totals) -> Iterator[tuple[str, str]]:
    """The lines of the totals that only a funded plan has."""
    if totals.funded or totals.paid_back:
        listed = totals.cents + totals.funded + totals.paid_back
        yield "Prices", money_text(Money.of_cents(listed, totals.currency))
    if totals.funded:
        yield "Taken off", f"-{money_text(Money.of_cents(totals.funded, totals.currency))}"
    if totals.paid_back:
        first = money_text(Money.of_cents(totals.cents + totals.paid_back, totals.currency))
        back = money_text(Money.of_cents(totals.paid_back, totals.currency))
        yield "Paid first", f"{first}, of which {back} comes back"


def funding_blocks(answer: Answer, catalog: Catalog) -> Iterator[Block]:
    """What a funded plan rests on, and what could lower the price of any plan."""
    used = {each.record.id: each.record for purchase in answer.purchases for each in purchase.funding}
    for record in used.values():
        if record.status == "limited":
            terms = f": {record.limits}" if record.limits else ""
            yield Line(f"{record.name} is limited{terms}", "warn")
    if answer.told:
        items = [told_text(each, catalog) for each in answer.told[:SHOWN]]
        if len(answer.told) > SHOWN:
            items.append(f"and {len(answer.told) - SHOWN} more; `--format json` has them all")
        yield Bullets("Could lower the price, and is not counted: ask first", tuple(items))


def told_text(told: Told, catalog: Catalog) -> str:
    """One funding that is not counted: what it gives, and why not."""
    record = told.record
    gives = gives_text(record)
    reasons = [WHY[why] for why in told.why if why != "requires"]
    if "requires" in told.why:
        reasons.append(_needs(told, catalog))
    return f"{record.name}{f' ({gives})' if gives else ''}: {'; '.join(reasons)}"


def _needs(told: Told, catalog: Catalog) -> str:
    need = parse_all(told.record.eligibility.requires)
    flags = " ".join(f"--declare {id}" for id in conditions_of(need, catalog))
    return f"needs {needs_text(need, catalog)}{f' (`{flags}`)' if flags else ''}"


def conditions_of(need: Expression, catalog: Catalog) -> Iterator[str]:
    """The conditions of a requirement that a learner declares; of alternatives the first."""
    match need:
        case MeetsCondition(id):
            record = catalog.get(Condition, id)
            if record is not None and not record.assumed:
                yield id
        case AllOf(parts):
            for part in parts:
                yield from conditions_of(part, catalog)
        case AtLeastOf(count, parts):
            for part in parts[:count]:
                yield from conditions_of(part, catalog)


def funded_data(each: Funded, currency: str) -> dict[str, Any]:
    """What one funding takes off one thing, as data."""
    return {
        "id": each.record.id,
        "name": each.record.name,
        "amount": money(each.cents, currency),
        "paid": each.record.paid,
        "opens": each.opens,
        "limited": each.record.status == "limited",
    }


def told_data(told: Told, catalog: Catalog) -> dict[str, Any]:
    """A funding that is not counted, as data."""
    record = told.record
    need = parse_all(record.eligibility.requires)
    return {
        "id": record.id,
        "name": record.name,
        "gives": gives_text(record) or None,
        "paid": record.paid,
        "status": record.status,
        "why": list(told.why),
        "conditions": list(conditions_of(need, catalog)) if "requires" in told.why else [],
        "confidence": record.confidence,
        "url": record.url,
    }
