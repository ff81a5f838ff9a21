"""From a chosen set to a plan: the order of the steps, their dates, and what has to be bought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Subscription
from skillpath.catalog.requirements import atoms, parse_all
from skillpath.catalog.values import LEVELS
from skillpath.learner.learner import after
from skillpath.planner.candidates import Candidate, Candidates, learn, supplies
from skillpath.planner.easier import easier, formality
from skillpath.planner.offers import UsableOffer, periods_for
from skillpath.planner.purchase import Purchase
from skillpath.planner.relevant import AWARDED, is_met
from skillpath.planner.timetable import LAST

Paid = dict[str, UsableOffer]
Days = list[tuple[date, date]]


def in_order(
    chosen: dict[str, Candidate],
    paid: Paid,
    catalog: Catalog,
    first: Mapping[str, int],
    done: Iterable[Candidate] | None = None,
) -> list[Candidate]:
    """An order in which prerequisites come first: by the places in `first`, what is recommended first, lower before higher, one
    subscription at a stretch, training before what certifies it. It goes on from what is `done`, with the programme of the plan,
    where that is given.

    Raises:
        ValueError: no order exists (the model never lets that happen).
    """
    waiting = dict(sorted(chosen.items()))
    queue = _Queue(waiting, paid, easier(chosen, catalog))
    earned = set[str]() if done is None else {AWARDED, *(candidate.id for candidate in done)}
    levels: dict[str, int] = {}
    for candidate in done or ():
        learn(levels, candidate)
    done = []
    while waiting:
        ready = [candidate for candidate in waiting.values() if is_met(candidate.needs, earned, levels)]
        if not ready:
            raise ValueError(f"no order for {', '.join(waiting)}")
        last = done[-1] if done else None
        early = {each.id for each in ready if queue.is_early(each, earned, levels)}
        step = min(ready, key=lambda each: (first.get(each.id, LAST), each.id in early, *queue.rank(each, last)))
        done.append(step)
        earned.add(step.id)
        learn(levels, step)
        del waiting[step.id]
    return done


class _Queue(NamedTuple):
    """The steps that are still to come, with what decides among those that are free to be next."""

    waiting: dict[str, Candidate]
    paid: Paid
    easier: dict[str, frozenset[str]]

    def is_early(self, candidate: Candidate, earned: set[str], levels: dict[str, int]) -> bool:
        """Whether something that is recommended before it, and is not had, is still to come."""
        wish = parse_all(candidate.record.recommends)
        others = [other for other in self.waiting.values() if other.id != candidate.id]
        return not is_met(wish, earned, levels) and any(supplies(other, atom) for atom in atoms(wish) for other in others)

    def rank(self, candidate: Candidate, last: Candidate | None) -> tuple[object, ...]:
        """Where it stands among equals: to go on with a subscription counts more than levels, an exam follows its course."""
        subscription = self.paid[candidate.id].subscription
        inside = {id for id in self.waiting if subscription is not None and self.paid[id].subscription == subscription}
        stretch = inside or {candidate.id}
        stays = subscription is not None and last is not None and subscription == self.paid[last.id].subscription
        outside = set() if stays else self.waiting.keys() - stretch
        return (
            any(not self.easier[id].isdisjoint(outside) for id in stretch),
            not stays,
            not self.easier[candidate.id].isdisjoint(stretch),
            LEVELS[candidate.record.level],
            last is None or not any(supplies(last, atom) for atom in atoms(candidate.needs)),
            formality(candidate),
            candidate.id,
        )


def due_with_prerequisites(chosen: dict[str, Candidate], due: Mapping[str, date]) -> dict[str, int]:
    """The number of the last day of each credential, and of what comes before it (modified due dates, Lawler 1973)."""
    found = {id: day.toordinal() for id, day in due.items()}
    queue = sorted(due, key=due.__getitem__)
    for id in queue:
        for atom in atoms(chosen[id].needs):
            for other in chosen.values():
                if other.id != id and supplies(other, atom) and found[id] < found.get(other.id, LAST):
                    found[other.id] = found[id]
                    queue.append(other.id)
    return found


def dates(order: Iterable[Candidate], start: date, pace: Fraction, spent: int = 0) -> Days:
    """First and last day of each step, one thing at a time at the pace (hours a week), after so many minutes of study."""
    found = []
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
