"""What an answer says of funding, against its case: who gives, how much of what, and within which limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from tests.oracle.brute import bills_of
from tests.oracle.funding import Bill, covers, is_whole, limit, most, usable
from tests.oracle.world import Case, Offer, Raw, exact

Given = tuple[str, str]


def given(data: Raw) -> list[Raw]:
    """Every amount that a funding takes off a purchase."""
    return [each for purchase in data.get("purchases") or [] for each in purchase.get("funding") or []]


def problems(case: Case, choice: Mapping[str, Offer | None], data: Raw) -> Iterator[str]:
    """What is wrong with the funding of an answer."""
    records = {record["id"]: record for record in usable(case)}
    strangers = {each["id"] for each in given(data)} - records.keys()
    if strangers:
        yield f"is funded by {sorted(strangers)}, which gives this learner nothing"
        return
    bills = {(bill.kind, bill.id): bill for bill in bills_of(case, choice)}
    cents, uses = _taken(case, data)
    yield from _openings(case, data, records)
    for (id, thing), amount in cents.items():
        yield from _one(case, records[id], bills.get(thing), thing, amount)
    for thing, bill in bills.items():
        yield from _together(records, {id: amount for (id, its), amount in cents.items() if its == thing}, uses, thing, bill)
    for id, record in records.items():
        yield from _overall(record, sum(amount for (its, _), amount in cents.items() if its == id), [*uses], id)
    yield from _sums(data)


def _taken(case: Case, data: Raw) -> tuple[dict[tuple[str, Given], Fraction], set[tuple[str, Given]]]:
    """Cents by funding and thing; periods that only one credential uses belong to that credential."""
    cents: dict[tuple[str, Given], Fraction] = {}
    for purchase in data.get("purchases") or []:
        thing = (purchase["kind"], purchase["id"])
        if purchase["kind"] == "subscription" and case.subscriptions.get(purchase["id"], {}).get("opens", "many") == "one":
            thing = ("offer", purchase["credentials"][0])
        for each in purchase.get("funding") or []:
            cents[each["id"], thing] = cents.get((each["id"], thing), Fraction(0)) + exact(each["amount"]["amount"]) * 100
    return cents, set(cents)


def _openings(case: Case, data: Raw, records: Mapping[str, Raw]) -> Iterator[str]:
    for step in data.get("steps") or []:
        for each in (step.get("offer") or {}).get("funding") or []:
            if each["opens"] and not (is_whole(records[each["id"]]) and covers(case, records[each["id"]], "offer", step["id"])):
                yield f"{each['id']} opens the subscription of {step['id']}, and does not pay all of it"


def _one(case: Case, record: Raw, bill: Bill | None, thing: Given, amount: Fraction) -> Iterator[str]:
    if bill is None:
        yield f"{record['id']} pays for {thing}, which is not bought"
    elif not covers(case, record, *thing):
        yield f"{record['id']} pays for {thing}, which it does not cover"
    elif amount > most(record, bill):
        yield f"{record['id']} takes {amount} cents of {thing}, and at most {most(record, bill)}"


def _together(
    records: Mapping[str, Raw], amounts: Mapping[str, Fraction], uses: set[tuple[str, Given]], thing: Given, bill: Bill
) -> Iterator[str]:
    first = [id for id, its in uses if its == thing and not records[id].get("last_dollar")]
    if len(first) > 1:
        yield f"{sorted(first)} all pay for {thing}"
    price = bill.price * bill.times
    if sum(amount for id, amount in amounts.items() if not records[id].get("covers_fees")) > price:
        yield f"more than the price is taken off {thing}"
    if sum(amounts.values()) > price + bill.fees:
        yield f"more than everything is taken off {thing}"


def _overall(record: Raw, amount: Fraction | int, uses: list[tuple[str, Given]], id: str) -> Iterator[str]:
    cap, times = limit(record), sum(its == id for its, _ in uses)
    if cap is not None and amount > cap:
        yield f"{id} gives {amount} cents, more than {cap}"
    if record.get("uses") is not None and times > record["uses"]:
        yield f"{id} is used {times} times"
    others = {its for its, _ in uses} - {id}
    if times and others & set(record.get("excludes") or ()):
        yield f"{id} is used beside what it excludes"


def _sums(data: Raw) -> Iterator[str]:
    for purchase in data.get("purchases") or []:
        taken = sum(exact(each["amount"]["amount"]) for each in purchase.get("funding") or [])
        if "price" in purchase and exact(purchase["price"]["amount"]) - taken != exact(purchase["total"]["amount"]):
            yield f"{purchase['kind']} {purchase['id']} does not add up"
    back = sum(exact(each["amount"]["amount"]) for each in given(data) if each["paid"] == "reimbursed")
    shown = data["totals"].get("paid_back")
    if shown is not None and exact(shown["amount"]) != back:
        yield f"says that {shown['amount']} comes back, and {back} does"
