"""From a chosen set to a plan: the order of the steps, their dates, and what has to be bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction

from skillpath.catalog.records import Subscription
from skillpath.catalog.requirements import Atom, HasCredential, KnowsSkill, atoms, parse_all
from skillpath.catalog.values import LEVELS
from skillpath.learner.learner import after
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.offers import UsableOffer, periods_for
from skillpath.planner.purchase import Purchase
from skillpath.planner.relevant import is_met

Paid = dict[str, UsableOffer]


def in_order(chosen: dict[str, Candidate], paid: Paid, due: Mapping[str, date] | None = None) -> list[Candidate]:
    """An order in which prerequisites come first: what is due first, what is recommended first, easier first, one
    subscription at a stretch. `due` has the last day of each credential whose credit must be finished by a day.

    Raises:
        ValueError: no order exists (the model never lets that happen).
    """
    waiting = dict(sorted(chosen.items()))
    first = _due_with_prerequisites(chosen, due or {})
    done: list[Candidate] = []
    earned: set[str] = set()
    levels: dict[str, int] = {}
    while waiting:
        ready = [candidate for candidate in waiting.values() if is_met(candidate.needs, earned, levels)]
        if not ready:
            raise ValueError(f"no order for {', '.join(waiting)}")
        current = paid[done[-1].id].subscription if done else None
        step = min(ready, key=lambda each: (first.get(each.id, date.max), _rank(each, waiting, paid, current)))
        done.append(step)
        earned.add(step.id)
        for skill, level in step.teaches.items():
            levels[skill] = max(levels.get(skill, 0), level)
        del waiting[step.id]
    return done


def _due_with_prerequisites(chosen: dict[str, Candidate], due: Mapping[str, date]) -> dict[str, date]:
    """The last day of each credential, and of what comes before it (modified due dates, Lawler 1973)."""
    found = dict(due)
    queue = sorted(due, key=due.__getitem__)
    for id in queue:
        for atom in atoms(chosen[id].needs):
            for other in chosen.values():
                if other.id != id and _supplies(other, atom) and found[id] < found.get(other.id, date.max):
                    found[other.id] = found[id]
                    queue.append(other.id)
    return found


def _supplies(candidate: Candidate, atom: Atom) -> bool:
    match atom:
        case HasCredential(id):
            return candidate.id == id
        case KnowsSkill(skill, level):
            return candidate.teaches.get(skill, 0) >= level
    return False


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


def purchases(
    chosen: dict[str, Candidate], paid: Paid, source: Candidates, opened: frozenset[str] = frozenset()
) -> list[Purchase]:
    """What has to be bought, exactly: prices and fees by credential, then subscriptions but for what a funding has opened."""
    found: list[Purchase] = []
    users: dict[str, list[Candidate]] = {}
    for id, candidate in sorted(chosen.items()):
        offer = paid[id]
        if offer.subscription is not None and id not in opened:
            users.setdefault(offer.subscription, []).append(candidate)
        if offer.place >= 0 and (offer.subscription is None or id in opened or offer.fixed > offer.period_cents):
            name = candidate.record.offers[offer.place].name
            found.append(Purchase("offer", id, name, (id,), 0, 0, offer.fixed - offer.period_cents))
    for id, group in sorted(users.items()):
        found.extend(_subscriptions(id, group, paid, source))
    return found


def _subscriptions(id: str, users: list[Candidate], paid: Paid, source: Candidates) -> Iterator[Purchase]:
    """One purchase where a subscription opens many credentials, one for each credential where it opens one."""
    plan = source.prices.subscription(id)
    record = source.catalog.get(Subscription, id)
    assert plan is not None
    assert record is not None
    shared = plan.opens == "many"
    joining = plan.joining
    for group in [users] if shared else [[candidate] for candidate in users]:
        minutes = sum(candidate.minutes for candidate in group)
        periods = periods_for(minutes, plan, len(group)) if shared else paid[group[0].id].periods
        ids = tuple(candidate.id for candidate in group)
        cents = periods * plan.price + joining
        yield Purchase("subscription", id, record.name, ids, periods, periods * record.months, cents, joining)
        joining = 0
