"""What a programme must satisfy: its sum, the requirements that its rules name, and limits that can hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.programmes import AtLeast, AtMost, Block, Filter, Programme, TransferRule
from skillpath.errors import Problem

Records = dict[str, dict[str, AnyRecord]]
Check = Callable[[Programme], Iterable[tuple[str, str, str, str]]]
"""A programme -> (code, words, field, hint) for everything that is wrong with it."""


def programme_problems(records: Records) -> Iterator[Problem]:
    """Everything that is wrong with programmes, record by record."""
    for record in records["programmes"].values():
        if isinstance(record, Programme):
            for check in CHECKS:
                for code, words, field, hint in check(record):
                    where = f"programmes:{record.id}"
                    yield Problem(code, words, record.origin.file, record.origin.line, where, field, hint)


def _sum(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    total = sum(requirement.hours for requirement in programme.requirements)
    if programme.requirements and abs(total - programme.total) > 1e-9:
        words = f"the requirements add up to {total:g}, and the total is {programme.total:g}"
        yield "bad-total", words, "total", "correct the one that is wrong"


def _twice(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    seen: set[str] = set()
    for index, requirement in enumerate(programme.requirements):
        if requirement.id in seen:
            yield "duplicate-id", f"the requirement `{requirement.id}` is there twice", f"requirements[{index}].id", "rename one"
        seen.add(requirement.id)


def _unknown_requirements(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    ids = {requirement.id for requirement in programme.requirements}
    named = [(f"articulations[{index}].requirement", each.requirement) for index, each in enumerate(programme.articulations)]
    for index, rule in enumerate(programme.rules):
        named += [(f"rules[{index}].scope", id) for id in rule.scope]
        named += [(f"rules[{index}].fulfils", id) for id in (rule.fulfils if isinstance(rule, Block) else ())]
    for field, id in named:
        if id is not None and id not in ids:
            yield "dangling-id", f"names `{id}`, and the programme has no such requirement", field, _close(id, ids)


def _close(id: str, ids: set[str]) -> str:
    from rapidfuzz import process

    found = process.extractOne(id, sorted(ids), score_cutoff=60)
    return f"did you mean `{found[0]}`?" if found else "the requirements are " + ", ".join(sorted(ids)[:8])


def _impossible_limits(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    """Minimums above the hours of their scope, and caps below a minimum of the same credit."""
    hours = {requirement.id: requirement.hours for requirement in programme.requirements}
    caps = {_same(rule): limit for rule in programme.rules if isinstance(rule, AtMost) and (limit := _limit(rule, programme))}
    for index, rule in enumerate(programme.rules):
        if not isinstance(rule, AtLeast) or rule.waiver is not None or (least := _limit(rule, programme)) is None:
            continue
        if any(id not in hours for id in rule.scope):
            continue
        room = sum(hours[id] for id in rule.scope) if rule.scope else programme.total
        field = f"rules[{index}].hours"
        if hours and least > room + 1e-9:
            yield (
                "bad-limit",
                f"asks for at least {least:g} hours where there are {room:g}",
                field,
                "correct the limit or its scope",
            )
        cap = caps.get(_same(rule))
        if cap is not None and cap < least:
            words = f"asks for at least {least:g} hours of what another rule caps at {cap:g}"
            yield "bad-limit", words, field, "correct the cap or the minimum"


def _limit(rule: AtMost | AtLeast, programme: Programme) -> float | None:
    if rule.each is not None or (isinstance(rule, AtLeast) and rule.distinct is not None):
        return None
    if rule.hours is not None:
        return rule.hours
    return None if rule.percent is None else rule.percent * programme.total / 100


def _same(rule: TransferRule) -> tuple[Filter, frozenset[str]]:
    return getattr(rule, "over", Filter()), frozenset(rule.scope)


def _limits_without_figures(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    for index, rule in enumerate(programme.rules):
        if isinstance(rule, AtMost) and rule.hours is None and rule.percent is None:
            yield "bad-limit", "caps nothing", f"rules[{index}]", "give `hours` or `percent`"
        if isinstance(rule, AtLeast) and rule.hours is None and rule.percent is None and rule.distinct is None:
            yield "bad-limit", "asks for nothing", f"rules[{index}]", "give `hours`, `percent` or `distinct` with `count`"


def _unfillable(programme: Programme) -> Iterator[tuple[str, str, str, str]]:
    """Rules that price a term of which nobody knows the length."""
    for index, entry in enumerate(programme.tuition):
        if entry.per_term is not None and entry.months is None:
            yield "bad-tuition", "prices a term without its `months`", f"tuition[{index}]", "a six-month term has `months: 6`"
        if (entry.max_hours_per_term or 0) < (entry.min_hours_per_term or 0) and entry.max_hours_per_term is not None:
            yield "bad-range", "`max_hours_per_term` is below `min_hours_per_term`", f"tuition[{index}]", "correct one of them"


CHECKS: tuple[Check, ...] = (
    _sum,
    _twice,
    _unknown_requirements,
    _impossible_limits,
    _limits_without_figures,
    _unfillable,
)
