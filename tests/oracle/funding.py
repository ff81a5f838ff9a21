"""Funding by trying everything: which fundings are for the learner, and the most that they can take off a bill.

Every way of using them on the things bought is tried; how much each use takes is then a flow of cents from fundings to things,
which a plain search for augmenting paths finds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, product
from math import floor
from typing import NamedTuple

from tests.oracle.world import Case, Raw, exact, is_confident, is_inside, meets, money

DEGREES = ("associate", "bachelor", "master", "doctor")
FIGURES = ("amount", "cap", "cap_per_year")


class Bill(NamedTuple):
    """One thing bought: a price, fees on top of it, and how many times a price is paid (periods)."""

    kind: str
    id: str
    price: int
    fees: int
    times: int = 1


class Use(NamedTuple):
    """A funding on a bill, and the most that it takes of it."""

    funding: int
    bill: int
    most: int
    with_fees: bool


def usable(case: Case) -> list[Raw]:
    """The fundings that lower this learner's prices."""
    return [record for record in case.world.get("funding") or () if not list(obstacles(case, record))]


def obstacles(case: Case, record: Raw) -> Iterator[str]:
    """Why a funding takes nothing off."""
    wanted, today = record.get("eligibility") or {}, case.learner["start"]
    if record.get("status", "active") not in ("active", "limited"):
        yield "does not run for sure"
    if record.get("paid", "upfront") not in ("upfront", "reimbursed"):
        yield "is a loan or comes with the tax return"
    if not (record.get("start") or today) <= today <= (record.get("end") or today):
        yield "does not run now"
    if not is_inside(case.learner["residence"], wanted.get("residence") or ()):
        yield "is for people elsewhere"
    if not meets(wanted.get("audience") or (), case.learner["audience"]):
        yield "is for other people"
    if not case.all_met(wanted.get("requires") or (), case.known()):
        yield "asks for more"
    below = wanted.get("highest_degree_below")
    if below is not None and case.is_met({"award": below}, case.known()):
        yield "is for people with less of a degree"
    if not is_confident(case.request["min_confidence"], record.get("confidence", "medium")):
        yield "is too uncertain"
    given = [record[name] for name in FIGURES if record.get(name)]
    if not given and record.get("percent") is None:
        yield "says no figure"
    if not case.is_payable(given):
        yield "is in another currency"


def covers(case: Case, record: Raw, kind: str, id: str) -> bool:
    """Whether a funding is for the price of a credential (``offer``) or the periods of a subscription."""
    if kind == "offer":
        thing = case.credentials[id]
        word, own, makers = thing["kind"], "credentials", {thing["provider"], thing.get("platform")}
    else:
        word, own, makers = "subscription", "subscriptions", {case.subscriptions[id]["provider"]}
    lists = [record.get(name) or [] for name in ("credentials", "providers", "subscriptions", "programmes")]
    listed = not any(lists) or id in (record.get(own) or ()) or bool(makers & set(record.get("providers") or ()))
    return listed and (not record.get("kinds") or word in record["kinds"])


def is_whole(record: Raw) -> bool:
    """Whether a funding pays everything, so that what it covers needs no subscription."""
    return record.get("percent", 100) == 100 and not any(record.get(name) for name in FIGURES)


def most(record: Raw, bill: Bill) -> int:
    """The most that a funding takes of one bill, caps over the plan aside."""
    share = exact(record.get("percent", 100)) / 100
    taken = floor(bill.price * share) * bill.times
    if record.get("covers_fees"):
        taken += floor(bill.fees * share)
    return min(taken, money(record["amount"]).cents) if record.get("amount") else taken


def limit(record: Raw) -> int | None:
    """The most that a funding gives over a plan: its cap, and one year's."""
    caps = [money(record[name]).cents for name in ("cap", "cap_per_year") if record.get(name)]
    return min(caps, default=None)


def largest(case: Case, bills: Sequence[Bill], fixed: Sequence[tuple[str, int]] = ()) -> list[tuple[int, int]]:
    """What can be taken off some bills: (all of it, the part that is taken off at once), for every way of using the fundings.

    `fixed` are uses that have been decided: the id of a funding on the bill of that place, alone beside those of last dollar.
    """
    records = usable(case)
    decided = {place: id for id, place in fixed}
    choices = [list(_sets(case, records, bill, decided.get(place))) for place, bill in enumerate(bills)]
    found = []
    for way in product(*choices):
        used = [(funding, place) for place, some in enumerate(way) for funding in some]
        if _allowed(records, [funding for funding, _ in used]):
            uses = [Use(f, place, most(records[f], bills[place]), bool(records[f].get("covers_fees"))) for f, place in used]
            at_once = [use for use in uses if records[use.funding].get("paid", "upfront") == "upfront"]
            found.append((_flow(records, bills, uses), _flow(records, bills, at_once)))
    return found


def _sets(case: Case, records: list[Raw], bill: Bill, decided: str | None) -> Iterator[tuple[int, ...]]:
    """The sets of fundings that may be used on one bill."""
    fine = [place for place, record in enumerate(records) if covers(case, record, bill.kind, bill.id)]
    last = [place for place in fine if records[place].get("last_dollar") and records[place]["id"] != decided]
    alone = [place for place in fine if not records[place].get("last_dollar")]
    firsts: list[tuple[int, ...]] = [(), *((place,) for place in alone)]
    if decided is not None:
        (opener,) = (place for place in fine if records[place]["id"] == decided)
        firsts = [(opener,)] if opener in alone else [(opener,), *((opener, place) for place in alone)]
    for first in firsts:
        for chosen in product((True, False), repeat=len(last)):
            yield (*first, *(place for place, used in zip(last, chosen, strict=True) if used))


def _allowed(records: list[Raw], used: list[int]) -> bool:
    ids = {records[funding]["id"] for funding in used}
    clash = any(set(records[funding].get("excludes") or ()) & (ids - {records[funding]["id"]}) for funding in used)
    return not clash and all(
        records[funding].get("uses") is None or used.count(funding) <= records[funding]["uses"] for funding in set(used)
    )


Node = tuple[str, int]
Edges = dict[tuple[Node, Node], int]
SOURCE, SINK = ("source", 0), ("sink", 0)


def _flow(records: list[Raw], bills: Sequence[Bill], uses: Iterable[Use]) -> int:
    """The largest flow of cents: from fundings within their caps to prices, and with the fees to whole bills."""
    left: Edges = {}
    for place, bill in enumerate(bills):
        price = bill.price * bill.times
        left[("price", place), ("bill", place)] = price
        left[("bill", place), SINK] = price + bill.fees
    for use in uses:
        cap = limit(records[use.funding])
        left[SOURCE, ("funding", use.funding)] = 10**12 if cap is None else cap
        left[("funding", use.funding), ("bill" if use.with_fees else "price", use.bill)] = use.most
    total = 0
    while path := _path(left):
        cents = min(left[edge] for edge in path)
        for one, other in path:
            left[one, other] -= cents
            left[other, one] = left.get((other, one), 0) + cents
        total += cents
    return total


def _path(left: Edges) -> list[tuple[Node, Node]]:
    """A shortest way from source to sink on which something is left; empty where there is none."""
    came: dict[Node, Node] = {SOURCE: SOURCE}
    queue = [SOURCE]
    for node in queue:
        for (one, other), cents in left.items():
            if one == node and cents > 0 and other not in came:
                came[other] = node
                queue.append(other)
    if SINK not in came:
        return []
    path = [SINK]
    while path[-1] != SOURCE:
        path.append(came[path[-1]])
    path.reverse()
    return list(pairwise(path))
