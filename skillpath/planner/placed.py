"""A solution's programmes as answers: where each hour lands, what is wasted and why, what the institution is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from skillpath.catalog.programmes import AtLeast, AtMost, Grade, Programme, Requirement, TextRule, Tuition
from skillpath.credits.bodies import is_alternative
from skillpath.credits.credit import Credit, Word
from skillpath.credits.placement import Placement, hundredths
from skillpath.credits.rules.sentences import limit_hours, sentence, short
from skillpath.credits.total import is_total
from skillpath.credits.waste import why_wasted
from skillpath.planner.campus import Campus
from skillpath.planner.degrees import Degree, Degrees
from skillpath.planner.purchase import Purchase, PurchaseKind


@dataclass(frozen=True)
class Landed:
    """What of a credit counts in a requirement, in hundredths of hours."""

    credit: Credit
    counted: int


@dataclass(frozen=True)
class Slot:
    """A requirement: the credits that land in it, and the hours taken for it at the institution (hundredths)."""

    requirement: Requirement
    landed: tuple[Landed, ...]
    here: int

    @property
    def asked(self) -> int:
        """Hundredths that it asks for."""
        return hundredths(self.requirement.hours)

    @property
    def counted(self) -> int:
        """Hundredths that count in it, those taken there included."""
        return sum(each.counted for each in self.landed) + self.here

    @property
    def status(self) -> str:
        """``met``, ``partly`` or ``open``."""
        return "met" if self.counted >= self.asked else "partly" if self.counted else "open"


@dataclass(frozen=True)
class Waste:
    """Hundredths of a credit that count for nothing, and why."""

    credit: Credit
    hours: int
    why: str


Finished = Mapping[str, date]
"""The day on which each credential of a plan is finished."""


@dataclass(frozen=True)
class Minimum:
    """A minimum of a programme, and the hundredths that count towards it."""

    words: str
    asked: int
    counted: int


@dataclass(frozen=True)
class Bill:
    """One thing that an institution is paid: tuition, a fee, a waiver or a charge."""

    kind: PurchaseKind
    words: str
    units: int
    cents: int


@dataclass(frozen=True)
class PlacedProgramme:
    """A programme in an answer."""

    programme: Programme
    slots: tuple[Slot, ...]
    wasted: tuple[Waste, ...]
    minimums: tuple[Minimum, ...]
    binding: tuple[str, ...]
    texts: tuple[str, ...]
    bills: tuple[Bill, ...]
    minutes: int
    steps: int
    unpriced: bool = False
    tuition: Tuition | None = None

    @property
    def cents(self) -> int:
        """What the institution is paid."""
        return sum(bill.cents for bill in self.bills)

    @property
    def counted(self) -> int:
        """Hundredths of hours that count without what is taken there."""
        return sum(each.counted for slot in self.slots for each in slot.landed)

    @property
    def taken(self) -> int:
        """Hundredths of hours taken there."""
        return sum(slot.here for slot in self.slots)

    def filled_by(self, credential: str) -> list[str]:
        """Names of the requirements in which a credential's credit lands."""
        return [slot.requirement.name for slot in self.slots if any(each.credit.needs == credential for each in slot.landed)]

    def by_word(self) -> dict[Word, int]:
        """Counted hundredths by the word on which they count."""
        sums: dict[Word, int] = {}
        for slot in self.slots:
            for each in slot.landed:
                sums[each.credit.word] = sums.get(each.credit.word, 0) + each.counted
        return dict(sorted(sums.items()))


def placed_programmes(degrees: Degrees, values: list[int], finished: Finished) -> tuple[PlacedProgramme, ...]:
    """The programmes of a solution in which credentials are finished; shared costs stand with the first of an institution.

    A number of credit hours is no programme to a reader.
    """
    seen: set[str] = set()
    found = []
    for degree in degrees.degrees:
        if is_total(degree.programme):
            continue
        institution = degree.programme.institution
        campus = next((each for each in degrees.campuses if each.institution == institution), None)
        own = campus if institution not in seen else None
        seen.add(institution)
        found.append(_programme(degree, campus, own, values, finished))
    return tuple(found)


def _programme(
    degree: Degree, campus: Campus | None, own: Campus | None, values: list[int], finished: Finished
) -> PlacedProgramme:
    placement = degree.placement
    return PlacedProgramme(
        programme=degree.programme,
        slots=tuple(_slot(requirement, placement, values) for requirement in degree.programme.requirements),
        wasted=tuple(_wasted(degree, values, finished)),
        minimums=tuple(_minimums(placement, values)),
        binding=tuple(_binding(placement, values)),
        texts=tuple(_texts(degree.programme)),
        bills=tuple(bill for bill in (*_campus_bills(own, values), *_rule_bills(degree, values)) if bill.cents),
        minutes=values[own.time] if own else 0,
        steps=sum(values[step] for step in own.steps) if own else 0,
        unpriced=campus.unpriced if campus else False,
        tuition=next((entry.record for entry in campus.entries if values[entry.chosen]), None) if campus else None,
    )


def _slot(requirement: Requirement, placement: Placement, values: list[int]) -> Slot:
    landed = []
    here = 0
    for (id, slot), variable in placement.counted.items():
        if slot == requirement.id and values[variable]:
            counted = values[variable] * placement.scale
            if id in placement.here:
                here += counted
            else:
                landed.append(Landed(placement.credits[id], counted))
    return Slot(requirement, tuple(sorted(landed, key=lambda each: each.credit.id)), here)


def _wasted(degree: Degree, values: list[int], finished: Finished) -> Iterator[Waste]:
    for credit in degree.credits:
        day = finished.get(credit.needs or "")
        if credit.held or (day is not None and credit.is_within(day)):
            counted = sum(degree.placement.earned(values, credit.id).values())
            if counted < credit.hours or credit.why_not:
                lost = 0 if is_alternative(credit) else max(0, credit.hours - counted)
                yield Waste(credit, lost, why_wasted(credit, counted, degree.placement, values))


def _minimums(placement: Placement, values: list[int]) -> Iterator[Minimum]:
    for rule in placement.programme.rules:
        if isinstance(rule, AtLeast) and rule.distinct is None and rule.each is None:
            counted = placement.sum(rule.over, rule.scope, values)
            asked = hundredths(limit_hours(rule, placement.programme))
            yield Minimum(short(rule, placement.programme), asked, counted)


def _binding(placement: Placement, values: list[int]) -> Iterator[str]:
    """The limits that leave no room."""
    for rule in placement.programme.rules:
        if isinstance(rule, AtMost) and rule.each is None:
            counted = placement.sum(rule.over, rule.scope, values)
            if counted and counted >= floor(limit_hours(rule, placement.programme) * 100 + 1e-6):
                yield short(rule, placement.programme)
        if isinstance(rule, AtLeast) and rule.over.here and rule.distinct is None:
            counted = placement.sum(rule.over, rule.scope, values)
            if counted and counted == hundredths(limit_hours(rule, placement.programme)):
                yield short(rule, placement.programme)


def _texts(programme: Programme) -> Iterator[str]:
    """The rules that nothing computes: shown in every answer."""
    for rule in programme.rules:
        if isinstance(rule, TextRule) or (isinstance(rule, Grade) and rule.average is not None):
            yield sentence(rule, programme)


def _campus_bills(campus: Campus | None, values: list[int]) -> Iterator[Bill]:
    if campus is None:
        return
    for entry in campus.entries:
        cents = sum(values[variable] * each for variable, each in entry.costs)
        if cents:
            units = values[entry.hours] if entry.terms is None else values[entry.terms]
            what = "hours" if entry.terms is None else "terms"
            yield Bill("tuition", f"{units} {what} at {campus.programmes[0].institution}", units, cents)
    for id, (variable, cents) in campus.slots.items():
        yield Bill("tuition", f"taking {id} there", values[variable], values[variable] * cents)
    fees: dict[str, tuple[int, int]] = {}
    for fee, variable, cents in campus.fees:
        units, total = fees.get(fee.name, (0, 0))
        fees[fee.name] = (units + values[variable], total + values[variable] * cents)
    for name, (units, total) in fees.items():
        yield Bill("fee", name, units, total)


def _rule_bills(degree: Degree, values: list[int]) -> Iterator[Bill]:
    placement = degree.placement
    prices = dict(placement.costs)
    for fee, variable in placement.waivers:
        yield Bill("waiver", fee.name, values[variable], values[variable] * prices[variable])
    for charged in degree.charged:
        units = values[charged.variable]
        yield Bill("charge", charged.words, units, units * charged.cents)


def billed(placed: tuple[PlacedProgramme, ...]) -> Iterator[Purchase]:
    """What institutions are paid, as purchases."""
    for each in placed:
        for bill in each.bills:
            yield Purchase(bill.kind, each.programme.id, bill.words, (), bill.units, 0, bill.cents)


def shown_hours(hundredths: int) -> str:
    """Hundredths of hours without needless zeros."""
    value = Fraction(hundredths, 100)
    return f"{float(value):.2f}".rstrip("0").rstrip(".") if value.denominator != 1 else str(value.numerator)
