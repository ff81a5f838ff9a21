"""Rules over many credits: at most, at least, once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import ceil, floor

from skillpath.catalog.programmes import AtLeast, AtMost, Filter, Once
from skillpath.catalog.records import Fee
from skillpath.credits.credit import Credit
from skillpath.credits.filters import fold_subject, matches
from skillpath.credits.placement import Placement, hundredths
from skillpath.credits.rules.sentences import limit_hours, sentence
from skillpath.credits.total import is_total
from skillpath.model import Tag

Cents = Callable[[str], int | None]
COURSE_HOURS = 3
"""The usual hours of a course, for counting those that are taken there."""


def rule_tag(placement: Placement, rule: AtMost | AtLeast | Once) -> Tag:
    """The tag of the rows that a rule makes."""
    if is_total(placement.programme):
        return Tag("target", rule.note)
    words = f"{placement.programme.name}: {sentence(rule, placement.programme)}"
    return Tag("rule", words, placement.programme.origin)


def at_most(rule: AtMost, placement: Placement, cents: Cents) -> None:
    """No more of some credit than so much counts; in each group, where groups are named."""
    limit = floor(limit_hours(rule, placement.programme) * 100 + 1e-6)
    waiver = _waiver(rule.waiver, placement, cents)
    for terms in _grouped(rule.each, rule.over, rule.scope, placement):
        most = placement.hours_of(())
        lifted = [] if waiver is None else [(waiver, -max(0, most - limit))]
        placement.model.row([*terms, *lifted], upper=limit, tag=rule_tag(placement, rule))


def at_least(rule: AtLeast, placement: Placement, cents: Cents) -> None:
    """So much of some credit counts. In an audit, what does not match leaves room for it."""
    if rule.distinct is not None:
        if placement.complete:
            _distinct(rule, placement, _waiver(rule.waiver, placement, cents))
        return
    limit = hundredths(limit_hours(rule, placement.programme))
    waiver = _waiver(rule.waiver, placement, cents)
    tag = rule_tag(placement, rule)
    if not placement.complete:
        if waiver is None and rule.waiver is None and rule.each is None:
            room = max(0, placement.hours_of(rule.scope) - limit)
            placement.model.row(placement.terms(rule.over, rule.scope, inside=False), upper=room, tag=tag)
        return
    for terms in _listed(rule, placement):
        placement.model.row([*terms, *(() if waiver is None else ((waiver, limit),))], lower=limit, tag=tag)


def once(rule: Once, placement: Placement) -> None:
    """Credit of only so many of some credentials (or credits without one) is placed."""
    users = placement.uses(rule.over, rule.scope)
    if len(users) <= rule.count:
        return
    chosen = []
    for name, variables in users.items():
        used = placement.model.variable(f"o:{rule.id or 'once'}:{name}")
        chosen.append(used)
        for variable in variables:
            placement.model.row([(variable, 1), (used, -1)], upper=0)
    placement.model.row([(variable, 1) for variable in chosen], upper=rule.count, tag=rule_tag(placement, rule))


def _waiver(fee: Fee | None, placement: Placement, cents: Cents) -> int | None:
    """A variable that lifts a rule for its fee; None where there is no fee, or nobody can pay it in this currency."""
    price = cents(fee.price) if fee is not None and placement.complete else None
    if fee is None or price is None:
        return None
    variable = placement.model.variable(f"w:{placement.programme.id}:{len(placement.waivers)}")
    placement.waivers.append((fee, variable))
    placement.costs.append((variable, price))
    return variable


def _grouped(each: str | None, over: Filter, scope: tuple[str, ...], placement: Placement) -> Iterator[list[tuple[int, int]]]:
    if each is None:
        yield placement.terms(over, scope)
        return
    groups: dict[str, list[tuple[int, int]]] = {}
    for (id, requirement), variable in placement.counted.items():
        credit = placement.credits[id]
        if matches(over, credit) and (not scope or requirement in scope):
            for value in values_of(each, credit):
                groups.setdefault(value, []).append((variable, placement.scale))
    yield from groups.values()


def values_of(each: str, credit: Credit) -> Iterator[str]:
    """The values that a credit has in the words of ``each`` and ``distinct``."""
    match each:
        case "subject":
            yield from (credit.subject,) if credit.subject and not credit.id.startswith("here:") else ()
        case "course":
            yield from sorted(credit.courses)
        case "provider":
            yield from sorted(credit.providers)
        case "area":
            yield from sorted(credit.areas)


def _listed(rule: AtLeast, placement: Placement) -> Iterator[list[tuple[int, int]]]:
    """The terms of a minimum: one list, or one for each value that the filter names."""
    if rule.each is None:
        yield placement.terms(rule.over, rule.scope)
        return
    values = {"subject": tuple(map(fold_subject, rule.over.subjects)), "area": rule.over.areas, "course": rule.over.courses}
    for value in values[rule.each]:
        yield [
            (variable, placement.scale)
            for (id, requirement), variable in placement.counted.items()
            if matches(rule.over, placement.credits[id])
            and value in values_of(rule.each, placement.credits[id])
            and (not rule.scope or requirement in rule.scope)
        ]


def _distinct(rule: AtLeast, placement: Placement, waiver: int | None) -> None:
    """So many different values among what is placed; each course taken there can be of another one, as the learner chooses."""
    seen = [(found, 1) for found in _values_placed(rule, placement)]
    seen += [(found, 1) for found in _courses_there(rule, placement)]
    wanted = rule.count or 1
    lifted = [] if waiver is None else [(waiver, wanted)]
    placement.model.row([*seen, *lifted], lower=wanted, tag=rule_tag(placement, rule))


def _values_placed(rule: AtLeast, placement: Placement) -> Iterator[int]:
    """For each value a variable that is 1 only if some placed credit has it."""
    users: dict[str, list[int]] = {}
    for (id, requirement), variable in placement.placed.items():
        credit = placement.credits[id]
        if matches(rule.over, credit) and (not rule.scope or requirement in rule.scope):
            for value in values_of(rule.distinct or "", credit):
                users.setdefault(value, []).append(variable)
    for value, variables in users.items():
        found = placement.model.variable(f"d:{rule.id or 'distinct'}:{value}")
        placement.model.row([*((variable, 1) for variable in variables), (found, -1)], lower=0)
        yield found


def _courses_there(rule: AtLeast, placement: Placement) -> Iterator[int]:
    """For each requirement a variable that counts the courses of usual size which are taken for it there."""
    for (id, requirement), variable in placement.counted.items():
        if id in placement.here and matches(rule.over, placement.credits[id]) and (not rule.scope or requirement in rule.scope):
            most = ceil(placement.here[id].most / COURSE_HOURS)
            found = placement.model.variable(f"d:{rule.id or 'distinct'}:{id}", most)
            placement.model.row([(variable, placement.scale), (found, -100 * COURSE_HOURS)], lower=-100 * (COURSE_HOURS - 1))
            placement.model.row([(variable, most), (found, -1)], lower=0)
            yield found
