"""Where credit lands: the part of the integer programme that places credits in the requirements of one programme.

Variables: `a` a credit lands in a requirement, `p` how much of it counts there, `b` a block is used, `w` a
fee lifts a rule. A credit lands in one place, a common course counts once, and of a requirement no more counts than it asks.
`Placement` is the same for an audit (nothing is bought, and what is open stays open) and for a plan (all of it is met).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import AtLeast, AtMost, Block, Filter, Programme, Requirement
from skillpath.catalog.records import Course, Credential, Fee
from skillpath.catalog.requirements import Expression
from skillpath.credits.credit import Credit
from skillpath.credits.filters import fits, matches
from skillpath.credits.here import HereHours
from skillpath.credits.rules.acceptance import bars
from skillpath.credits.total import is_total
from skillpath.learner.learner import Learner
from skillpath.model import Model, Tag

Require = Callable[[Expression, int, Tag], None]
Pins = Mapping[str, str]


@dataclass
class Placement:
    """The credits of one programme in a model. `complete` asks that every requirement is met.

    A `counted` variable counts units of `scale` hundredths of an hour: what all hours of the programme have in common.
    """

    model: Model
    programme: Programme
    learner: Learner
    catalog: Catalog
    complete: bool
    scale: int = 1
    credits: dict[str, Credit] = field(default_factory=dict)
    placed: dict[tuple[str, str], int] = field(default_factory=dict)
    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    here: dict[str, HereHours] = field(default_factory=dict)
    blocks: dict[str, int] = field(default_factory=dict)
    waivers: list[tuple[Fee, int]] = field(default_factory=list)
    costs: list[tuple[int, int]] = field(default_factory=list)

    @property
    def has_distinct(self) -> bool:
        """Whether a rule counts what is placed, so that nothing may be placed of which no hour counts."""
        return any(isinstance(rule, AtLeast) and rule.distinct for rule in self.programme.rules)

    def uses(self, over: Filter, scope: tuple[str, ...]) -> dict[str, list[int]]:
        """For each credential (credit or block without one) that a filter lets through: the variables that say it lands."""
        found: dict[str, list[int]] = {}
        for (id, slot), variable in self.placed.items():
            credit = self.credits[id]
            if (not scope or slot in scope) and matches(over, credit):
                found.setdefault(credit.needs or id, []).append(variable)
        for id, used in self.blocks.items():
            slots = [slot for other, slot in self.counted if other == id]
            if matches(over, self.credits[id]) and (not scope or any(slot in scope for slot in slots)):
                found[id] = [used]
        return found

    def terms(self, over: Filter, scope: tuple[str, ...] = (), *, inside: bool = True) -> list[tuple[int, int]]:
        """The counted hundredths of the credits that a filter lets through (or, not `inside`, of the others) in a scope."""
        return [
            (variable, self.scale)
            for (id, requirement), variable in self.counted.items()
            if (not scope or requirement in scope) and matches(over, self.credits[id]) == inside
        ]

    def sum(self, over: Filter, scope: tuple[str, ...], values: list[int]) -> int:
        """The counted hundredths of some credit in a solution."""
        return self.model.value(tuple(self.terms(over, scope)), values)

    def hours_of(self, scope: tuple[str, ...]) -> int:
        """The hundredths that the requirements of a scope ask for."""
        wanted = (each for each in self.programme.requirements if not scope or each.id in scope)
        return sum(hundredths(each.hours) for each in wanted)

    def earned(self, values: list[int], credit: str) -> dict[str, int]:
        """What of a credit counts where, in a solution."""
        return {
            requirement: values[variable] * self.scale
            for (id, requirement), variable in self.counted.items()
            if id == credit and values[variable]
        }


def common_scale(programme: Programme, credits: Iterable[Credit]) -> int:
    """The hundredths of an hour that all hours of a programme, of its rules and of some credits are multiples of."""
    given = [rule.hours for rule in programme.rules if isinstance(rule, Block | AtMost | AtLeast) and rule.hours is not None]
    shares = [
        rule.percent * programme.total / 100 for rule in programme.rules if isinstance(rule, AtMost | AtLeast) and rule.percent
    ]
    hours = [hundredths(each) for each in (*(requirement.hours for requirement in programme.requirements), *given, *shares)]
    return gcd(100, *hours, *(credit.hours for credit in credits)) or 1


def hundredths(hours: float) -> int:
    """Hours as whole hundredths."""
    return round(Fraction(str(hours)) * 100)


def place(
    placement: Placement, credits: Iterable[Credit], here: Iterable[HereHours], earn: Mapping[str, int], pins: Pins
) -> None:
    """Add the variables and rows by which credits land in requirements."""
    for credit in credits:
        _place_credit(placement, credit, earn, pins)
    for taken in here:
        _place_here(placement, taken)
    _count_once(placement)


def meet(placement: Placement) -> None:
    """Rows: what counts in each requirement is what it asks for; in an audit at most that."""
    for requirement in placement.programme.requirements:
        terms = [(variable, placement.scale) for (_, id), variable in placement.counted.items() if id == requirement.id]
        asked = hundredths(requirement.hours)
        tag = requirement_tag(requirement, placement.programme)
        placement.model.row(terms, lower=asked if placement.complete else None, upper=asked, tag=tag)


def requirement_tag(requirement: Requirement, programme: Programme) -> Tag:
    """The tag of the row that a requirement makes; a number of credit hours is itself the target."""
    if is_total(programme):
        return Tag("target", requirement.name)
    return Tag("requirement", requirement_words(requirement, programme), programme.origin)


def requirement_words(requirement: Requirement, programme: Programme) -> str:
    """A requirement in words."""
    return f"{requirement.name}, {requirement.hours:g} hours of {programme.name}"


def _place_credit(placement: Placement, credit: Credit, earn: Mapping[str, int], pins: Pins) -> None:
    held = credit.held or credit.needs is None
    if credit.why_not or credit.hours <= 0 or (not held and credit.needs not in earn):
        return
    slots = [each for each in placement.programme.requirements if _may_land(placement, credit, each, pins)]
    found = [_pair(placement, credit, each) for each in slots]
    if found:
        placement.credits[credit.id] = credit
        terms = [(variable, 1) for variable in found]
        if held:
            placement.model.row(terms, upper=1)
        else:
            assert credit.needs is not None
            placement.model.row([*terms, (earn[credit.needs], -1)], upper=0)


def _may_land(placement: Placement, credit: Credit, requirement: Requirement, pins: Pins) -> bool:
    pinned = next((pins[name] for name in (credit.id, credit.needs or "", *credit.courses) if name in pins), None)
    if pinned is not None and pinned != requirement.id:
        return False
    return fits(credit, requirement) and not bars(credit, requirement, placement.programme, placement.learner.start)


def _pair(placement: Placement, credit: Credit, requirement: Requirement) -> int:
    asked = hundredths(requirement.hours)
    fills = requirement.whole and (credit.only == requirement.id or not credit.courses.isdisjoint(requirement.courses))
    most = (asked if fills else min(credit.hours, asked)) // placement.scale
    placed = placement.model.variable(f"a:{credit.id}:{requirement.id}")
    counted = placement.model.variable(f"p:{credit.id}:{requirement.id}", most)
    placement.placed[credit.id, requirement.id] = placed
    placement.counted[credit.id, requirement.id] = counted
    placement.model.row([(counted, 1), (placed, -most)], upper=0)
    if placement.has_distinct:
        placement.model.row([(counted, 1), (placed, -1)], lower=0)
    return placed


def _place_here(placement: Placement, taken: HereHours) -> None:
    """Hours taken there count in their own requirement, and in those of another programme there that they fit."""
    own = next((each for each in placement.programme.requirements if each.id == taken.requirement.id), None)
    slots = [own] if own is not None else [each for each in placement.programme.requirements if fits(taken.credit, each)]
    variables = []
    for requirement in slots:
        most = min(taken.most * 100, hundredths(requirement.hours)) // placement.scale
        variable = placement.model.variable(f"p:{taken.credit.id}:{requirement.id}", most)
        placement.counted[taken.credit.id, requirement.id] = variable
        variables.append(variable)
    if variables:
        placement.credits[taken.credit.id] = taken.credit
        placement.here[taken.credit.id] = taken
        placement.model.row([*((variable, placement.scale) for variable in variables), (taken.variable, -100)], upper=0)


def _count_once(placement: Placement) -> None:
    """Of equal courses, of courses that exclude each other, of scores of one exam, and of overlapping credentials, one."""
    groups: dict[object, list[int]] = {}
    choices: dict[object, dict[str | None, list[int]]] = {}
    for (id, _), variable in placement.placed.items():
        credit = placement.credits[id]
        for course in credit.courses:
            groups.setdefault(course, []).append(variable)
        if credit.choice is not None:
            choices.setdefault((credit.needs, credit.choice), {}).setdefault(credit.award, []).append(variable)
    for one, other in _exclusions(placement, [key for key in groups if isinstance(key, str)]):
        groups[one, other, "excludes"] = [*groups[one], *groups[other]]
    for variables in groups.values():
        if len(variables) > 1:
            placement.model.row([(variable, 1) for variable in dict.fromkeys(variables)], upper=1)
    for awards in choices.values():
        one_of(placement.model, list(awards.values()))
    for one, other in _overlaps(placement):
        _either(placement, one, other)


def one_of(model: Model, groups: list[list[int]]) -> None:
    """At most one of some groups of 0-1 variables has any that is set."""
    if len(groups) < 2:
        return
    used = [model.variable(f"o:{len(model.variables)}") for _ in groups]
    for chosen, variables in zip(used, groups, strict=True):
        for variable in variables:
            model.row([(variable, 1), (chosen, -1)], upper=0)
    model.row([(chosen, 1) for chosen in used], upper=1)


def _exclusions(placement: Placement, courses: list[str]) -> list[tuple[str, str]]:
    """Pairs of courses of which credit counts for only one, among those that are there."""
    pairs: dict[tuple[str, str], None] = {}
    for course in courses:
        record = placement.catalog.get(Course, course)
        for other in record.excludes if record else ():
            if other in courses and other != course:
                pairs[min(course, other), max(course, other)] = None
    return list(pairs)


def _overlaps(placement: Placement) -> list[tuple[str, str]]:
    """Pairs of credentials that share content, of which both give credit here."""
    ids = {credit.needs for credit in placement.credits.values() if credit.needs}
    pairs: dict[tuple[str, str], None] = {}
    for id in sorted(ids):
        record = placement.catalog.get(Credential, id)
        for other in record.overlaps if record else ():
            if other in ids and other != id:
                pairs[min(id, other), max(id, other)] = None
    return list(pairs)


def _either(placement: Placement, one: str, other: str) -> None:
    """Credits of only one of two credentials are placed."""
    first = placement.model.variable(f"o:{one}:{other}")
    for (id, _), variable in placement.placed.items():
        needs = placement.credits[id].needs
        if needs == one:
            placement.model.row([(variable, 1), (first, -1)], upper=0)
        elif needs == other:
            placement.model.row([(variable, 1), (first, 1)], upper=1)
