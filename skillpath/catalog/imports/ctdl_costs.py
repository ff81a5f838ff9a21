"""Cost profiles -> offers.

Where an aggregate cost is given, it is the price and nothing is added to it. Else the rows of different types add up: tuition
(or the first row) is the price, the others are fees. Rows that hold for some learners only (a residency, an audience such as
members) make an offer of their own, which those learners alone can take; several rows of one type, or the same in another
currency, are alternatives. Optional costs, and costs without a price or a currency, are left out and reported.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from skillpath.catalog.imports.ctdl_index import Thing, key_of
from skillpath.catalog.imports.ctdl_shelf import Shelf
from skillpath.catalog.imports.ctdl_terms import OPTIONAL_COSTS, PLAIN_AUDIENCES
from skillpath.catalog.imports.ctdl_values import Node, day, first_text, items, number, term, terms, text
from skillpath.catalog.imports.places import currency, jurisdictions

AGGREGATE = "aggregatecost"
TUITION = "tuition"
IN_STATE = ("instate", "local")
MOST_OFFERS = 20
MOST_FEES = 30
MOST_ROWS = 200


class Row(NamedTuple):
    """One cost: its type, its price as catalogues write it, and who pays it."""

    kind: str
    name: str
    label: str
    price: str
    per_credit: bool
    whom: tuple[str, ...]
    node: Node

    @property
    def currency(self) -> str:
        """The currency of the price."""
        return self.price.rpartition(" ")[2]


def offers_of(thing: Thing, shelf: Shelf, credits: float | None) -> list[dict[str, Any]]:
    """The ways to pay for a credential, out of its own costs and its cost manifests."""
    profiles = [cost for cost in items(thing.node.get("ceterms:estimatedCost")) if isinstance(cost, dict)]
    for manifest in items(thing.node.get("ceterms:commonCosts")):
        key = key_of(manifest, thing.resource.scope)
        found = shelf.index.manifest(key) if key else None
        profiles += [cost for cost in items(found.node.get("ceterms:estimatedCost")) if isinstance(cost, dict)] if found else []
    rows = [row for profile in profiles[:MOST_ROWS] if (row := _row(profile, thing, shelf)) is not None]
    offers = [
        offer
        for same in _by_currency(rows, thing, shelf)
        for group in _groups(same)
        if (offer := _offer(group, thing, shelf, credits)) is not None
    ]
    return [offer for index, offer in enumerate(offers) if offer not in offers[:index]][:MOST_OFFERS]


def price_of(profile: Node) -> str | None:
    """The price of a cost profile: an amount with a currency."""
    amount, code = number(profile.get("ceterms:price")), currency(profile.get("ceterms:currency"))
    if amount is None or code is None or not 0 <= amount < 1e9:
        return None
    exact = Decimal(str(amount)).quantize(Decimal("0.01"))
    return f"{int(exact) if exact == int(exact) else exact} {code}"


def _row(profile: Node, thing: Thing, shelf: Shelf) -> Row | None:
    kind = term(profile.get("ceterms:directCostType")).casefold()
    name = first_text(profile, "ceterms:name", "ceterms:description") or kind or "cost"
    price = price_of(profile)
    if price is None:
        shelf.notes.leave_out("cost-without-price", thing.resource.place, name)
        return None
    if kind in OPTIONAL_COSTS:
        shelf.notes.leave_out("cost-optional", thing.resource.place, f"{name}, {price}")
        return None
    words = f"{name} {text(profile.get('ceterms:paymentPattern'))}".casefold()
    label = next(
        (
            first_text(each, "ceterms:targetNodeName")
            for each in items(profile.get("ceterms:directCostType"))
            if isinstance(each, dict)
        ),
        "",
    )
    return Row(kind, name, label or name, price, "per credit" in words or "per unit" in words, _whom(profile), profile)


def _whom(profile: Node) -> tuple[str, ...]:
    residency = {f"residency-{each.casefold()}" for each in terms(profile.get("ceterms:residencyType"))}
    audience = set(terms(profile.get("ceterms:audienceType")))
    plain = any(each.casefold().replace("-", "") in PLAIN_AUDIENCES for each in audience)
    return tuple(sorted(residency | (set() if plain else {f"audience-{each.casefold()}" for each in audience})))


def _by_currency(rows: list[Row], thing: Thing, shelf: Shelf) -> list[list[Row]]:
    """The rows that can be added: for each currency in which there is a price of every type."""
    rows = [row for row in rows if row.kind == AGGREGATE] or rows
    kinds = {row.kind for row in rows}
    found = []
    for code in dict.fromkeys(row.currency for row in rows):
        same = [row for row in rows if row.currency == code]
        if {row.kind for row in same} == kinds:
            found.append(same)
        else:
            words = f"{same[0].name}, {same[0].price}: costs in several currencies cannot be added"
            shelf.notes.leave_out("bad-value", thing.resource.place, words)
    return found


def _groups(rows: list[Row]) -> list[list[Row]]:
    """The rows that one learner pays together."""
    common = [row for row in rows if not row.whom]
    some = list(dict.fromkeys(row.whom for row in rows if row.whom))
    found: list[list[Row]] = []
    for whom in some or [()]:
        group = [row for row in rows if row.whom == whom] if whom else []
        own = {row.kind for row in group}
        found.extend(_alternatives([*group, *(row for row in common if row.kind not in own)]))
    if some and {row.kind for row in common} & {row.kind for row in rows if row.whom}:
        found.extend(_alternatives(common))
    return found


def _alternatives(rows: list[Row]) -> list[list[Row]]:
    """One group for each of several rows of the same type."""
    by_kind: dict[str, list[Row]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(row)
    most = max((len(same) for same in by_kind.values()), default=0)
    return [[same[min(index, len(same) - 1)] for same in by_kind.values()] for index in range(min(most, MOST_OFFERS))]


def _offer(rows: list[Row], thing: Thing, shelf: Shelf, credits: float | None) -> dict[str, Any] | None:
    main = next((row for row in rows if row.kind == TUITION), rows[0])
    offer: dict[str, Any] = {"name": main.name}
    if main.per_credit and not credits:
        shelf.notes.leave_out("cost-per-credit", thing.resource.place, f"{main.name}, {main.price}")
        return None
    offer |= {"per_credit": main.price, "credits": credits} if main.per_credit else {"price": main.price}
    fees = [{"name": row.label, "price": row.price} for row in rows if row is not main and not row.per_credit][:MOST_FEES]
    offer |= {"fees": fees} if fees else {}
    return offer | _limits(main, thing, shelf)


def _limits(row: Row, thing: Thing, shelf: Shelf) -> dict[str, Any]:
    """When, where and to whom an offer is open."""
    found: dict[str, Any] = {}
    start, end = day(row.node.get("ceterms:startDate")), day(row.node.get("ceterms:endDate"))
    found |= {"start": start} if start else {}
    found |= {"end": end} if end else {}
    if places := jurisdictions(row.node.get("ceterms:jurisdiction")):
        found["countries"] = places
    residency = [each.removeprefix("residency-") for each in row.whom if each.startswith("residency-")]
    if residency and all(each in IN_STATE for each in residency):
        words = "Resident of the place that the tuition is for"
        found["requires"] = [shelf.condition("resident for tuition", words, thing.resource.place, assumed=False)]
    audience = [each.removeprefix("audience-") for each in row.whom if each.startswith("audience-")]
    if audience:
        choices = [
            shelf.condition(f"audience {each}", f"Belongs to the audience {each}", thing.resource.place, False)
            for each in audience
        ]
        found["requires"] = [*found.get("requires", []), choices[0] if len(choices) == 1 else {"any": choices}]
    return found
