"""The funding of a solution: one choice of it among equals, and what it takes off each purchase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from skillpath.planner.build import StackModel
from skillpath.planner.funding import Grant, Key
from skillpath.planner.offers import UsableOffer
from skillpath.planner.purchase import Funded, Purchase
from skillpath.planner.solver import Solver

Taken = dict[Key, list[Funded]]


def settle(solver: Solver, model: StackModel, values: list[int]) -> list[int]:
    """Among equal plans: the lowest prices before funding, the least of last-dollar funding, the fewest uses, then by id.

    What is earned and which offers pay has been decided already.
    """
    if not model.grants:
        return values
    grants = sorted(model.grants, key=_rank)
    before = [*model.objectives["cost"], *((grant.cents, 1) for grant in grants)]
    values = solver.minimise(tuple(before), values)
    last = tuple((grant.cents, 1) for grant in grants if grant.funding.record.last_dollar)
    values = solver.minimise(last, values) if last else values
    values = solver.minimise(tuple((grant.used, 1) for grant in grants), values)
    values = solver.prefer([grant.used for grant in grants], values)
    for grant in grants:
        if values[grant.used]:
            values = solver.minimise(((grant.cents, -1),), values)
    return values


def _rank(grant: Grant) -> tuple[object, ...]:
    record = grant.funding.record
    return (not grant.opens, record.last_dollar, record.paid != "upfront", record.id, grant.key)


def taken(model: StackModel, values: list[int], paid: Mapping[str, UsableOffer]) -> Taken:
    """What each funding takes of each purchase; periods of a subscription that it opens are not bought at all."""
    found: Taken = {}
    for grant in sorted(model.grants, key=_rank):
        cents, opens = values[grant.cents], grant.opens and bool(values[grant.used])
        if opens:
            cents = max(0, cents - paid[grant.key[1]].period_cents)
        if cents or opens:
            found.setdefault(grant.key, []).append(Funded(grant.funding.record, cents, opens))
    return found


def opened(found: Taken) -> frozenset[str]:
    """Ids of the credentials whose subscription a funding opens."""
    return frozenset(key[1] for key, each in found.items() if key[0] == "offer" and any(one.opens for one in each))


def lowered(purchases: Iterable[Purchase], found: Taken, institutions: dict[str, str]) -> Iterator[Purchase]:
    """The purchases with what is taken off each; `institutions` says where each programme is taught."""
    left = {key: list(each) for key, each in found.items()}
    for purchase in purchases:
        key = _key(purchase, left, institutions)
        if key is None:
            yield purchase
            continue
        used = list(_take(left[key], purchase.cents))
        yield replace(purchase, funding=tuple(used))


def _key(purchase: Purchase, left: Taken, institutions: dict[str, str]) -> Key | None:
    """Which grants are meant for a purchase: an offer's are also for the periods of a subscription of its own."""
    names = [(purchase.kind, purchase.id)]
    if purchase.kind == "subscription" and len(purchase.credentials) == 1:
        names.append(("offer", purchase.credentials[0]))
    if purchase.kind in ("tuition", "fee"):
        names = [("tuition", institutions[purchase.id])]
    return next((key for name in names for key in left if key[:2] == name), None)


def _take(left: list[Funded], cents: int) -> Iterator[Funded]:
    """Take what is left of some grants off a price, in order; what has been used goes."""
    for place, each in enumerate(left):
        used = min(each.cents, cents)
        cents -= used
        if used or each.opens:
            yield replace(each, cents=used)
        left[place] = replace(each, cents=each.cents - used, opens=False)
