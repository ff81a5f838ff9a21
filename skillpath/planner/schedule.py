"""From a chosen set to a plan: the order of the steps, their dates, and what has to be bought."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from math import ceil

from skillpath.catalog.records import Subscription
from skillpath.catalog.requirements import HasCredential, atoms, parse_all
from skillpath.catalog.values import LEVELS
from skillpath.planner.answer import Purchase
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.offers import UsableOffer, periods_for
from skillpath.planner.relevant import is_met

Paid = dict[str, UsableOffer]


def in_order(chosen: dict[str, Candidate], paid: Paid) -> list[Candidate]:
    """An order in which prerequisites come first: what is recommended first, easier first, one subscription at a stretch.

    Raises:
        ValueError: no order exists (the model never lets that happen).
    """
    waiting = dict(sorted(chosen.items()))
    done: list[Candidate] = []
    earned: set[str] = set()
    levels: dict[str, int] = {}
    while waiting:
        ready = [candidate for candidate in waiting.values() if is_met(candidate.needs, earned, levels)]
        if not ready:
            raise ValueError(f"no order for {', '.join(waiting)}")
        current = paid[done[-1].id].subscription if done else None
        step = min(ready, key=lambda candidate: _rank(candidate, waiting, paid, current))
        done.append(step)
        earned.add(step.id)
        for skill, level in step.teaches.items():
            levels[skill] = max(levels.get(skill, 0), level)
        del waiting[step.id]
    return done


def _rank(candidate: Candidate, waiting: dict[str, Candidate], paid: Paid, current: str | None) -> tuple[object, ...]:
    early = any(
        isinstance(atom, HasCredential) and atom.id in waiting and atom.id != candidate.id
        for atom in atoms(parse_all(candidate.record.recommends))
    )
    subscription = paid[candidate.id].subscription
    return (early, subscription is None or subscription != current, LEVELS[candidate.record.level], candidate.id)


def dates(order: Iterable[Candidate], start: date, pace: Fraction) -> list[tuple[date, date]]:
    """First and last day of each step, one thing at a time at the pace (hours a week)."""
    found = []
    spent = 0
    for candidate in order:
        begins = after(start, spent, pace)
        spent += candidate.time
        found.append((begins, after(start, spent, pace)))
    return found


def after(start: date, minutes: int, pace: Fraction) -> date:
    """The day on which so many study minutes are done."""
    return start + timedelta(days=ceil(Fraction(minutes) * 7 / (60 * pace)))


def purchases(chosen: dict[str, Candidate], paid: Paid, source: Candidates) -> list[Purchase]:
    """What has to be bought, exactly: offers by credential, then each shared subscription once."""
    found: list[Purchase] = []
    joined: set[str] = set()
    shared: dict[str, list[Candidate]] = {}
    for id, candidate in sorted(chosen.items()):
        offer = paid[id]
        if offer.shared and offer.subscription is not None:
            shared.setdefault(offer.subscription, []).append(candidate)
        if offer.fixed or not offer.shared:
            found.append(_own_purchase(candidate, offer, source, joined))
    for id, users in sorted(shared.items()):
        found.append(_shared_purchase(id, users, source))
    return found


def _own_purchase(candidate: Candidate, offer: UsableOffer, source: Candidates, joined: set[str]) -> Purchase:
    joining = 0
    months = 0
    if offer.subscription is not None and not offer.shared:
        plan = source.prices.subscription(offer.subscription)
        record = source.catalog.get(Subscription, offer.subscription)
        months = offer.periods * (record.months if record else 1)
        if plan is not None and plan.id not in joined:
            joined.add(plan.id)
            joining = plan.joining
    name = candidate.record.offers[offer.place].name if offer.place >= 0 else ""
    return Purchase("offer", candidate.id, name, (candidate.id,), offer.periods, months, offer.fixed + joining, joining)


def _shared_purchase(id: str, users: list[Candidate], source: Candidates) -> Purchase:
    plan = source.prices.subscription(id)
    record = source.catalog.get(Subscription, id)
    assert plan is not None
    assert record is not None
    periods = periods_for(sum(candidate.minutes for candidate in users), plan, len(users))
    cents = periods * plan.price + plan.joining
    ids = tuple(candidate.id for candidate in users)
    return Purchase("subscription", id, record.name, ids, periods, periods * record.months, cents, plan.joining)
