"""Why credit is wasted: the rule, the duplicate, or the full requirement that leaves it no place."""

from __future__ import annotations

from math import floor

from skillpath.catalog.programmes import AtLeast, AtMost
from skillpath.catalog.records import Course, Credential
from skillpath.credits.credit import Credit
from skillpath.credits.filters import fits, matches
from skillpath.credits.placement import Placement
from skillpath.credits.rules.acceptance import refusal
from skillpath.credits.rules.sentences import limit_hours, sentence


def why_wasted(credit: Credit, counted: int, placement: Placement, values: list[int]) -> str:
    """The reason why a credit, or a part of it, counts for nothing in a solution."""
    if credit.why_not:
        return credit.why_not
    landed = _landed(placement, values)
    if not counted:
        twin = _twin(credit, landed, placement)
        if twin:
            return twin
    cap = _full_cap(credit, placement, values) or _kept_room(credit, placement, values)
    if cap:
        return cap
    slots = [each for each in placement.programme.requirements if fits(credit, each)]
    if not slots:
        return "no requirement takes it"
    if not any((credit.id, each.id) in placement.placed for each in slots):
        scoped = [rule for rule in placement.programme.rules if rule.scope]
        return refusal(credit, scoped, placement.programme, placement.learner.start) or "it is pinned elsewhere"
    if counted:
        return "the requirement in which it lands asks for fewer hours"
    return "every requirement that takes it is full: " + ", ".join(each.name for each in slots[:3])


def _landed(placement: Placement, values: list[int]) -> list[Credit]:
    ids = {id for (id, _), variable in placement.counted.items() if values[variable] and id not in placement.here}
    return [placement.credits[id] for id in sorted(ids)]


def _twin(credit: Credit, landed: list[Credit], placement: Placement) -> str:
    """The credit that counts in its place: the same course, one that excludes it, the same exam, shared content."""
    for other in landed:
        if other.id == credit.id:
            continue
        if not credit.courses.isdisjoint(other.courses):
            return f"the same course as {other.name}, which counts"
        if any(_excludes(one, two, placement) for one in credit.courses for two in other.courses):
            return f"credit counts for it or for {other.name}, not for both"
        if credit.choice is not None and _is_other_score(credit, other):
            return "another score of the same exam counts"
        if credit.needs and other.needs and _overlap(credit.needs, other.needs, placement):
            return f"shares courses with {other.name}, which counts"
    return ""


def _is_other_score(one: Credit, other: Credit) -> bool:
    return (one.needs, one.choice) == (other.needs, other.choice) and one.award != other.award


def _excludes(one: str, other: str, placement: Placement) -> bool:
    first, second = placement.catalog.get(Course, one), placement.catalog.get(Course, other)
    return (first is not None and other in first.excludes) or (second is not None and one in second.excludes)


def _overlap(one: str, other: str, placement: Placement) -> bool:
    first, second = placement.catalog.get(Credential, one), placement.catalog.get(Credential, other)
    return (first is not None and other in first.overlaps) or (second is not None and one in second.overlaps)


def _full_cap(credit: Credit, placement: Placement, values: list[int]) -> str:
    """A limit on such credit that is reached."""
    for rule in placement.programme.rules:
        if isinstance(rule, AtMost) and rule.each is None and matches(rule.over, credit):
            used = placement.sum(rule.over, rule.scope, values)
            if used >= floor(limit_hours(rule, placement.programme) * 100 + 1e-6):
                return sentence(rule, placement.programme)
    return ""


def _kept_room(credit: Credit, placement: Placement, values: list[int]) -> str:
    """A minimum for which an audit keeps room that such credit cannot take."""
    for rule in placement.programme.rules:
        if placement.complete or not isinstance(rule, AtLeast) or rule.waiver or rule.each or rule.distinct:
            continue
        if not matches(rule.over, credit):
            room = placement.hours_of(rule.scope) - floor(limit_hours(rule, placement.programme) * 100 + 1e-6)
            if placement.model.value(tuple(placement.terms(rule.over, rule.scope, inside=False)), values) >= room:
                return f"the room left is kept for {sentence(rule, placement.programme)}"
    return ""
