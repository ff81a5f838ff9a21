"""The best plan by trying everything: every set that can be earned in some order, and every way to pay for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, permutations, product
from math import ceil, floor
from typing import NamedTuple

from tests.oracle.credits import reaches, recommended
from tests.oracle.days import ends, in_time, is_in_time
from tests.oracle.funding import Bill, covers, is_whole, largest, usable
from tests.oracle.world import Case, Known, Offer, Raw, exact, is_confident, is_inside, meets, money, study_minutes

OBJECTIVES = ("cost", "time", "steps")


class Optimum(NamedTuple):
    """The best set of credentials, and what it takes: cents, minutes, steps."""

    ids: tuple[str, ...]
    cost: int
    time: int
    steps: int


class Periods(NamedTuple):
    """What one subscription costs: its periods, its whole price with the joining fee, and who uses it."""

    number: int
    cents: int
    users: frozenset[str]


def best(world: Raw, learner: Raw, request: Raw) -> Optimum | None:
    """The optimum of a case, or None where no plan exists."""
    case = Case(world, learner, request)
    found = (weigh(case, stack) for stack in stacks(case))
    return min((plan for plan in found if plan is not None), key=lambda plan: rank(case, plan), default=None)


def slowest(case: Case) -> Optimum | None:
    """The same answer with nothing left out and nothing stopped early, to test `best` itself on the smallest cases."""
    open_ids = [id for id in sorted(case.credentials) if obstacle(case, id) is None]
    subsets = (frozenset(some) for size in range(len(open_ids) + 1) for some in combinations(open_ids, size))
    wanted = (some for some in subsets if not [*gaps(case, some), *broken_limits(case, some)] and _has_an_order(case, some))
    plans = (plan for plan in (weigh(case, some) for some in wanted) if plan is not None)
    return min(plans, key=lambda plan: rank(case, plan), default=None)


def _has_an_order(case: Case, stack: frozenset[str]) -> bool:
    orders = permutations(sorted(stack))
    return any(all(_follows(case, order[:place], id) for place, id in enumerate(order)) for order in orders)


def _follows(case: Case, before: Sequence[str], id: str) -> bool:
    is_ready = case.all_met(case.credentials[id].get("requires") or (), case.known(before))
    return is_ready and case.day_after([*before, id]) <= case.retires(id)


def rank(case: Case, plan: Optimum) -> tuple[object, ...]:
    """What is compared: the objectives in the order asked for, then whether each id in turn is in the set."""
    asked = [*case.request["by"], *(name for name in OBJECTIVES if name not in case.request["by"])]
    figures = {"cost": plan.cost, "time": plan.time, "steps": plan.steps}
    return (*(figures[name] for name in asked), tuple(id not in plan.ids for id in sorted(case.credentials)))


def weigh(case: Case, stack: frozenset[str]) -> Optimum | None:
    """The figures of a set at its cheapest; None above the budget."""
    cost = cheapest(case, stack)
    return None if cost is None else Optimum(tuple(sorted(stack)), cost, sum(map(case.time_of, stack)), len(stack))


def stacks(case: Case) -> Iterator[frozenset[str]]:
    """Every set that can be earned in some order and reaches the target, grown one credential at a time.

    A set that reaches the target is not grown further if it is in time for all that retires and for all offers that end:
    whatever is added only adds cost, time and a step, and no requirement or limit gets easier to meet with less. If it is not,
    something quicker may be added that lets what is due come earlier.
    """
    open_ids = [id for id in case.credentials if obstacle(case, id) is None]
    layer = {frozenset[str]()}
    while layer:
        following: set[frozenset[str]] = set()
        for stack in layer:
            if next(broken_limits(case, stack), None) is not None:
                continue
            if next(gaps(case, stack), None) is None:
                if in_time(case, stack, {id: case.retires(id) for id in stack}) is not None:
                    yield stack
                if in_time(case, stack, {id: min(case.retires(id), *ends(case, id)) for id in stack}) is not None:
                    continue
            known = case.known(stack)
            ready = (id for id in open_ids if id not in stack and case.all_met(case.credentials[id].get("requires") or (), known))
            following |= {stack | {id} for id in ready}
        layer = following


def obstacle(case: Case, id: str) -> str | None:
    """Why a credential cannot be chosen at all; None when it can (its prerequisites are another matter)."""
    record, learner, request = case.credentials[id], case.learner, case.request
    checks = {
        "is held": id not in case.held,
        "is not active": record.get("status", "active") == "active",
        "is retired": (record.get("retired_on") or "9999") > learner["start"],
        "retires too soon": case.day_after([id]) <= case.retires(id),
        "is not offered there": is_inside(learner["residence"], record.get("countries") or ()),
        "is for others": meets(record.get("audience") or (), learner["audience"]),
        "is in another language": meets(record.get("languages") or (), learner["languages"]),
        "is excluded": not {id, record["provider"], record.get("platform")} & set(request["exclude"]),
        "is too uncertain": is_confident(request["min_confidence"], record.get("confidence", "medium")),
        "has unknown hours": request["allow_unknown"] or study_minutes(record) is not None,
        "has no usable offer": case.offers[id] or (request["allow_unknown"] and not record.get("offers")),
    }
    return next((words for words, fine in checks.items() if not fine), None)


def broken_limits(case: Case, stack: frozenset[str]) -> Iterator[str]:
    """The limits, money aside, that a set breaks."""
    weeks, most = case.request["max_weeks"], case.request["max_per_provider"]
    time = sum(map(case.time_of, stack))
    if weeks is not None and time > floor(exact(weeks) * case.pace):
        yield f"takes {time} minutes, more than {weeks} weeks"
    providers = [case.credentials[id]["provider"] for id in stack]
    for provider in sorted(set(providers)):
        if most is not None and providers.count(provider) > most:
            yield f"takes {providers.count(provider)} of {provider}, and {most} are allowed"


def gaps(case: Case, stack: Iterable[str]) -> Iterator[str]:
    """What the target and the included ids still lack once a set is earned."""
    earned = frozenset(stack)
    known = case.known(earned)
    yield from (f"{id} should be in the plan" for id in case.request["include"] if id not in known.ids)
    target = case.request["target"]
    if target["kind"] == "credentials":
        yield from (f"{id} is not reached" for id in target["ids"] if id not in known.ids)
    elif target["kind"] == "skills":
        wanted = ((entry["skill"], entry["level"]) for entry in target["skills"])
        yield from (f"{skill} is below {level}" for skill, level in wanted if known.levels.get(skill, 0) < level)
    elif target["kind"] == "credits":
        if not reaches(case, recommended(case, earned, known), target["hours"], target["upper"]):
            yield "too few credits"
    else:
        yield from _role_gaps(case, role_of(case), known)


def role_of(case: Case) -> Raw:
    """The role that is the target."""
    return next(role for role in case.world["roles"] if role["id"] == case.request["target"]["id"])


def _role_gaps(case: Case, role: Raw, known: Known) -> Iterator[str]:
    wanted, recognises, licence = case.request["readiness"], role.get("recognises") or (), role.get("licence")
    for entry in role["skills"]:
        if exact(entry.get("importance", 1.0)) == 1 and not is_covered(case, role, entry, known):
            yield f"the must {entry['skill']} is not covered"
    if recognises and not case.request["target"]["skills_only"] and not known.ids & set(recognises):
        yield "nothing that the role recognises"
    if licence is not None and not _is_licensed(case, licence, known):
        yield "no licence"
    if wanted is not None and readiness(case, role, known) < exact(wanted):
        yield f"less than {wanted} % ready"


def _is_licensed(case: Case, licence: Raw, known: Known) -> bool:
    """Whether the licence is held or not asked for in this place; an empty `requires` means that no way to it is known."""
    if not is_inside(case.learner["residence"], licence.get("only_in") or ()):
        return True
    return bool(licence.get("requires")) and case.all_met(licence["requires"], known)


def is_covered(case: Case, role: Raw, entry: Raw, known: Known) -> bool:
    """Whether a skill of a role is reached, by level or by something recognised."""
    level = entry["level"] if case.request["target"]["established"] else max(1, entry["level"] - 1)
    recognised = known.ids & set(role.get("recognises") or ())
    return known.levels.get(entry["skill"], 0) >= level or any(entry["skill"] in case.teaches[id] for id in recognised)


def readiness(case: Case, role: Raw, known: Known) -> Fraction:
    """The importance of the covered skills, in hundredths of all."""
    weights = [(exact(entry.get("importance", 1.0)), is_covered(case, role, entry, known)) for entry in role["skills"]]
    return 100 * sum((weight for weight, covered in weights if covered), Fraction(0)) / sum(weight for weight, _ in weights)


def cheapest(case: Case, stack: Iterable[str], days: Mapping[str, str] | None = None) -> int | None:
    """The least that a set can cost, over all ways to pay for each of its credentials and to fund them; None above the budget.

    What has to be laid out before anything comes back must be within the budget. An offer pays only for what is finished by its
    end: on these days, or else in some order in time for all that is chosen.
    """
    ids, budget = sorted(stack), case.request["budget"]
    room = None if budget is None else money(budget).cents
    if case.request["free_only"] and case.is_funded:
        room = 0
    choices = (dict(zip(ids, choice, strict=True)) for choice in product(*(ways_to_pay(case, id) for id in ids)))
    in_time = (choice for choice in choices if is_in_time(case, choice, days))
    prices = (price for choice in in_time for price in funded_prices(case, choice))
    return min((cost for cost, first in prices if room is None or first <= room), default=None)


def funded_prices(case: Case, choice: Mapping[str, Offer | None]) -> Iterator[tuple[int, int]]:
    """(cost in the end, laid out first) of a choice of offers, for every way to use fundings."""
    if not case.is_funded:
        cost = total(case, choice)
        yield cost, cost
        return
    for opened in product(*(openers(case, id, offer) for id, offer in choice.items())):
        by = dict(zip(choice, opened, strict=True))
        left = {id: offer._replace(subscription=None) if offer and by[id] else offer for id, offer in choice.items()}
        bills = bills_of(case, left)
        fixed = [(by[bill.id], place) for place, bill in enumerate(bills) if bill.kind == "offer" and by[bill.id]]
        whole = total(case, left)
        for taken, at_once in largest(case, bills, [(id, place) for id, place in fixed if id]):
            yield whole - taken, whole - at_once


def openers(case: Case, id: str, offer: Offer | None) -> list[str | None]:
    """The fundings that could open the subscription of a credential; None for none of them."""
    if offer is None or offer.subscription is None:
        return [None]
    return [None, *(record["id"] for record in usable(case) if is_whole(record) and covers(case, record, "offer", id))]


def bills_of(case: Case, choice: Mapping[str, Offer | None]) -> list[Bill]:
    """What a choice of offers buys, as a funding sees it: periods that only one credential uses are a part of its price."""
    running = subscribed(case, choice)
    bills = [
        Bill("subscription", id, money(case.subscriptions[id]["price"]).cents, 0, each.number)
        for id, each in running.items()
        if case.subscriptions[id].get("opens", "many") == "many"
    ]
    for id, offer in choice.items():
        if offer is not None:
            own = case.subscriptions.get(offer.subscription or "", {})
            alone = own.get("opens", "many") == "one"
            periods = _periods(case, own, {id}).number * money(own["price"]).cents if alone else 0
            bills.append(Bill("offer", id, offer.fixed - offer.fees + periods, offer.fees))
    return bills


def ways_to_pay(case: Case, id: str) -> list[Offer | None]:
    """The offers of a credential, the cheapest per subscription; ``[None]`` where its price is unknown."""
    if case.is_funded or any(offer.last != "9999" for offer in case.offers[id].values()):
        return list(case.offers[id].values()) or [None]
    ways: dict[str | None, Offer] = {}
    for offer in sorted(case.offers[id].values(), key=lambda offer: offer.fixed, reverse=True):
        ways[offer.subscription] = offer
    return list(ways.values()) or [None]


def total(case: Case, choice: Mapping[str, Offer | None]) -> int:
    """What a set costs when each credential is paid in the way chosen."""
    fixed = sum(offer.fixed for offer in choice.values() if offer is not None)
    return fixed + sum(periods.cents for periods in subscribed(case, choice).values())


def subscribed(case: Case, choice: Mapping[str, Offer | None]) -> dict[str, Periods]:
    """The subscriptions that a choice of offers buys."""
    users: dict[str, set[str]] = {}
    for id, offer in choice.items():
        if offer is not None and offer.subscription is not None:
            users.setdefault(offer.subscription, set()).add(id)
    return {subscription: _periods(case, case.subscriptions[subscription], ids) for subscription, ids in users.items()}


def _periods(case: Case, subscription: Raw, users: set[str]) -> Periods:
    capacity = case.pace * Fraction(52, 12) * subscription.get("months", 1)
    studied = [case.minutes_of(id) for id in users]
    if subscription.get("opens", "many") == "one":
        count = sum(max(1, ceil(each / capacity)) for each in studied)
    else:
        exams = subscription.get("exams_per_period")
        count = max(1, ceil(sum(studied) / capacity), ceil(Fraction(len(users), exams)) if exams else 0)
    joining = money(subscription["joining_fee"]).cents if subscription.get("joining_fee") else 0
    return Periods(count, count * money(subscription["price"]).cents + joining, frozenset(users))
