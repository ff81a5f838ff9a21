"""An answer against its case: everything that a plan claims, derived again from the world alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import NamedTuple

from tests.oracle import grants
from tests.oracle.brute import (
    Periods,
    broken_limits,
    gaps,
    obstacle,
    readiness,
    role_of,
    subscribed,
    total,
    ways_to_pay,
)
from tests.oracle.days import in_time, last_days
from tests.oracle.world import Case, Offer, Raw, exact, half_up, money, study_minutes

STATUSES = ("optimal", "feasible", "met", "infeasible")


class Bought(NamedTuple):
    """All purchases of one thing, added up."""

    cents: Fraction
    periods: int
    credentials: list[str]


def check(world: Raw, learner: Raw, request: Raw, data: Raw) -> list[str]:
    """What is wrong with the `data` of a plan; nothing when all of it holds.

    That no better plan exists, or none at all, is not checked here: `brute` knows that.
    """
    case = Case(world, learner, request)
    steps = data.get("steps") or []
    if data.get("status") not in STATUSES:
        return [f"unknown status {data.get('status')!r}"]
    if data["status"] == "infeasible":
        return ["steps in a plan that does not exist"] if steps else []
    ids = [step["id"] for step in steps]
    strangers = [f"{id} is not in the catalogue" for id in ids if id not in case.credentials]
    twice = [f"{id} is there twice" for id in sorted(set(ids)) if ids.count(id) > 1]
    return strangers + twice or list(_problems(case, ids, data))


def _problems(case: Case, ids: list[str], data: Raw) -> Iterator[str]:
    steps = data.get("steps") or []
    asked = Case(case.world, case.learner, case.request | {"include": []})
    if data["status"] == "met" and list(gaps(asked, ())):
        yield "says that the target is met, and it is not"
    if data["status"] == "met" and steps and not case.request["include"]:
        yield "has steps, though the target is met"
    if data["status"] != "met" and not steps:
        yield "has no steps, and does not say that the target is met"
    yield from _selection(case, ids)
    yield from _hours(case, steps, data["totals"])
    yield from _dates(case, steps)
    yield from _payment(case, steps, data)
    yield from _readiness(case, ids, data)


def _selection(case: Case, ids: list[str]) -> Iterator[str]:
    """Availability, order, limits and target."""
    for place, id in enumerate(ids):
        if (words := obstacle(case, id)) is not None:
            yield f"{id} {words}"
        known = case.known(ids[:place])
        needs = case.credentials[id].get("requires") or ()
        yield from (f"{id} comes before what it requires: {need}" for need in needs if not case.is_met(need, known))
        if case.day_after(ids[: place + 1]) > case.retires(id):
            yield f"{id} is finished on {case.day_after(ids[: place + 1])}, after {case.retires(id)}, when it retires"
    yield from broken_limits(case, frozenset(ids))
    yield from gaps(case, ids)


def _hours(case: Case, steps: list[Raw], totals: Raw) -> Iterator[str]:
    """Orders, hours and weeks."""
    for place, step in enumerate(steps, start=1):
        if step["order"] != place:
            yield f"{step['id']} has order {step['order']}, and is step {place}"
        studied = study_minutes(case.credentials[step["id"]])
        shown = (step.get("hours") or {}).get("typical")
        if not _shows(shown or "0", Fraction(studied or 0, 60)) or (shown is None and studied is not None):
            yield f"{step['id']} shows {shown} hours, and takes {studied} minutes"
    ids = [step["id"] for step in steps]
    if totals["steps"] != len(steps):
        yield f"counts {totals['steps']} steps of {len(steps)}"
    if not _shows(totals["hours"], Fraction(sum(map(case.minutes_of, ids)), 60)):
        yield f"adds the hours up to {totals['hours']}"
    weeks = _rounded(Fraction(sum(map(case.time_of, ids))) / case.pace, 2)
    if Decimal(totals["weeks"]) != weeks:
        yield f"takes {totals['weeks']} weeks, and should take {weeks}"


def _shows(text: str, hours: Fraction) -> bool:
    """Whether a decimal text is the number, exactly or rounded to as many places as it has, two at least."""
    places = max(2, -int(Decimal(text).as_tuple().exponent))
    return Decimal(text) == _rounded(hours, places)


def _rounded(number: Fraction, places: int) -> Decimal:
    """The number with so many decimals, half up."""
    return Decimal(half_up(number * 10**places)).scaleb(-places)


def _dates(case: Case, steps: list[Raw]) -> Iterator[str]:
    """One step after the other, and each as late as the hours before it ask; a day per step is left for rounding."""
    latest, time = case.start, 0
    for place, step in enumerate(steps, start=1):
        first, last = date.fromisoformat(step["start"]), date.fromisoformat(step["finish"])
        if not latest <= first <= last:
            yield f"{step['id']} goes from {first} to {last}, after {latest}"
        time += case.time_of(step["id"])
        days, latest = Fraction(time) / case.pace * 7, last
        if not floor(days) - 1 <= (last - case.start).days <= ceil(days) + place:
            yield f"{step['id']} finishes on {last}, about {float(days):.1f} days of work after {case.start}"


def _payment(case: Case, steps: list[Raw], data: Raw) -> Iterator[str]:
    """Which offers pay, what they and the subscriptions cost, and the sum."""
    choice: dict[str, Offer | None] = {}
    ids = [step["id"] for step in steps]
    for number, step in enumerate(steps, start=1):
        place = step["offer"]["index"] if step.get("offer") else None
        choice[step["id"]] = case.offers[step["id"]].get(place) if place is not None else None
        if place is not None and choice[step["id"]] is None:
            yield f"{step['id']} is paid by the offer {place}, which is not usable"
        elif place is not None and case.day_after(ids[:number]) > case.offers[step["id"]][place].last:
            yield f"{step['id']} is finished on {case.day_after(ids[:number])}, after the offer {place} ends"
        if place is None and case.credentials[step["id"]].get("offers"):
            yield f"{step['id']} is paid by nothing"
    opened = {step["id"] for step in steps if any(each["opens"] for each in (step.get("offer") or {}).get("funding") or ())}
    choice = {id: offer._replace(subscription=None) if offer and id in opened else offer for id, offer in choice.items()}
    bought = _bought(data.get("purchases") or [])
    fixed = {id: offer.fixed for id, offer in choice.items() if offer is not None}
    running = subscribed(case, choice)
    yield from _currencies(case, data)
    for kind, id in bought:
        if id not in (fixed if kind == "offer" else running):
            yield f"buys {kind} {id}, which no step uses"
    yield from _offers(fixed, bought)
    for id, periods in running.items():
        yield from _subscription(case, id, periods, bought)
    yield from grants.problems(case, choice, data)
    taken = sum(_cents(each["amount"]) for each in grants.given(data))
    back = sum(_cents(each["amount"]) for each in grants.given(data) if each["paid"] == "reimbursed")
    cost = sum(fixed.values()) + sum(periods.cents for periods in running.values()) - taken
    if _cents(data["totals"]["cost"]) != cost:
        yield f"costs {data['totals']['cost']['amount']}, and should cost {cost} cents"
    budget = case.request["budget"]
    if budget is not None and cost + back > money(budget).cents:
        yield f"asks for {cost + back} cents, more than {budget}"


def _bought(purchases: list[Raw]) -> dict[tuple[str, str], Bought]:
    found: dict[tuple[str, str], Bought] = {}
    for each in purchases:
        cents, periods, credentials = found.get((each["kind"], each["id"]), Bought(Fraction(0), 0, []))
        more = Bought(
            cents + _cents(each.get("price") or each["total"]),
            periods + (each.get("periods") or 0),
            [*credentials, *each["credentials"]],
        )
        found[each["kind"], each["id"]] = more
    return found


def _offers(fixed: dict[str, int], bought: dict[tuple[str, str], Bought]) -> Iterator[str]:
    """Fixed prices; an offer that costs nothing beside its subscription need not be bought."""
    for id, cents in fixed.items():
        purchase = bought.get(("offer", id), Bought(Fraction(0), 0, [id]))
        if purchase.cents != cents:
            yield f"pays {purchase.cents} cents for {id}, and should pay {cents}"
        if purchase.credentials != [id]:
            yield f"buys the offer of {id} for {purchase.credentials}"


def _subscription(case: Case, id: str, periods: Periods, bought: dict[tuple[str, str], Bought]) -> Iterator[str]:
    """One subscription over all its purchases: those with `opens: one` may be listed one by one."""
    purchase = bought.get(("subscription", id))
    if purchase is None:
        yield f"does not buy {id}"
        return
    if purchase.periods != periods.number:
        yield f"buys {purchase.periods} periods of {id}, and should buy {periods.number}"
    if purchase.cents != periods.cents:
        yield f"pays {purchase.cents} cents for {id}, and should pay {periods.cents}"
    if sorted(purchase.credentials) != sorted(periods.users):
        yield f"buys {id} for {purchase.credentials}, and {sorted(periods.users)} use it"


def _currencies(case: Case, data: Raw) -> Iterator[str]:
    figures = [data["totals"]["cost"], *(each["total"] for each in data.get("purchases") or [])]
    wrong = {figure["currency"] for figure in figures} - {case.learner["currency"]}
    yield from (f"is priced in {currency}" for currency in sorted(wrong))


def _cents(figure: Raw) -> Fraction:
    """Cents of an amount as written; a fraction of a cent stays visible."""
    return exact(figure["amount"]) * 100


def _readiness(case: Case, ids: list[str], data: Raw) -> Iterator[str]:
    """Before and after, to one decimal; only a role has them."""
    shown = data.get("readiness")
    if case.request["target"]["kind"] != "role":
        if shown is not None:
            yield "shows a readiness without a role"
        return
    if shown is None:
        yield "shows no readiness"
        return
    role = role_of(case)
    for when, earned in (("before", []), ("after", ids)):
        percent = _rounded(readiness(case, role, case.known(earned)), 1)
        if Decimal(shown[when]) != percent:
            yield f"is {shown[when]} % ready {when}, and should be {percent}"


def honest(case: Case, ids: Iterable[str]) -> Raw:
    """The `data` of an honest answer that earns these credentials, paid at the least: what `check` should find no fault with."""
    ids = sorted(ids)
    ways = (dict(zip(ids, way, strict=True)) for way in product(*(ways_to_pay(case, id) for id in ids)))
    orders = ((in_time(case, frozenset(ids), last_days(case, choice)), choice) for choice in ways)
    found = [(total(case, choice), order, choice) for order, choice in orders if order is not None]
    _, order, choice = min(found, key=lambda each: each[0]) if found else (0, ids, dict.fromkeys(ids))
    bought: list[tuple[str, str, list[str], int | None, int]] = []
    bought += (("offer", id, [id], None, offer.fixed) for id, offer in choice.items() if offer and offer.fixed)
    running = subscribed(case, choice).items()
    bought += (("subscription", id, sorted(each.users), each.number, each.cents) for id, each in running)
    time, studied = sum(map(case.time_of, order)), sum(map(case.minutes_of, order))
    figures = {"hours": str(_rounded(Fraction(studied, 60), 2)), "weeks": str(_rounded(time / case.pace, 2)), "steps": len(order)}
    shown: Raw | None = None
    if case.request["target"]["kind"] == "role":
        percents = [readiness(case, role_of(case), case.known(earned)) for earned in ((), order)]
        shown = dict(zip(("before", "after"), (str(_rounded(percent, 1)) for percent in percents), strict=True))
    return {
        "status": "optimal" if order else "met",
        "steps": [_step(case, order[:place], choice[order[place - 1]]) for place in range(1, len(order) + 1)],
        "purchases": [
            {"kind": a, "id": b, "credentials": c, "periods": d, "total": _amount(case, e)} for a, b, c, d, e in bought
        ],
        "totals": figures | {"cost": _amount(case, total(case, choice))},
        "readiness": shown,
    }


def _step(case: Case, order: list[str], offer: Offer | None) -> Raw:
    """The last of some credentials as a step."""
    id, studied = order[-1], study_minutes(case.credentials[order[-1]])
    first, last = (ceil(sum(map(case.time_of, some)) / case.pace * 7) for some in (order[:-1], order))
    return {
        "order": len(order),
        "id": id,
        "hours": {"typical": None if studied is None else str(_rounded(Fraction(studied, 60), 2))},
        "offer": {"index": offer.place if offer else None},
        "start": (case.start + timedelta(days=first)).isoformat(),
        "finish": (case.start + timedelta(days=last)).isoformat(),
    }


def _amount(case: Case, cents: int) -> Raw:
    return {"amount": str(Decimal(cents).scaleb(-2)), "currency": case.learner["currency"]}
