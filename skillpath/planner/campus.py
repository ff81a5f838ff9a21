"""What hours taken at an institution cost, and the time that they take: tuition, terms, fees, in the integer programme.

One entry of the tuition pays all hours taken there but those of requirements with a price of their own. Each entry has a
variable for the hours that it pays for, zero unless it is chosen (the disaggregated form of a choice: its relaxation is tight).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from skillpath.catalog.programmes import Programme, ProgrammeFee, Tuition
from skillpath.catalog.values import Confidence
from skillpath.credits.here import HereHours
from skillpath.credits.units import semester_hours, study_minutes
from skillpath.model import Model, Tag
from skillpath.planner.candidates import Candidates
from skillpath.planner.offers import WEEKS_PER_MONTH, sure_enough

Cents = Callable[[str], int | None]
Terms = list[tuple[int, int]]


@dataclass
class Entry:
    """One way to pay for teaching: whether it is chosen, the hours that it pays for, its terms, and what each variable costs."""

    place: int
    record: Tuition
    chosen: int
    hours: int
    terms: int | None
    costs: Terms


@dataclass
class Campus:
    """An institution in a model: the hours taken there, and what pays for them. `time` counts minutes of study there."""

    institution: str
    programmes: tuple[Programme, ...]
    here: list[HereHours]
    active: int
    time: int
    entries: list[Entry] = field(default_factory=list)
    slots: dict[str, tuple[int, int]] = field(default_factory=dict)
    fees: list[tuple[ProgrammeFee, int, int]] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)
    study: Terms = field(default_factory=list)
    unpriced: bool = False

    @property
    def costs(self) -> Terms:
        """Everything that this institution is paid: variables with cents."""
        found = [term for entry in self.entries for term in entry.costs]
        found += [(variable, cents) for variable, cents in self.slots.values()]
        return [*found, *((variable, cents) for _, variable, cents in self.fees)]


class CampusBuilder:
    """Adds one institution to a model."""

    def __init__(self, model: Model, source: Candidates, cents: Cents) -> None:
        self.model = model
        self.learner = source.learner
        self.catalog = source.catalog
        self.cents = cents
        self.allow_unknown = source.allow_unknown
        self.least: Confidence = source.limits.min_confidence

    def build(self, programmes: tuple[Programme, ...], here: list[HereHours]) -> Campus:
        """Variables and rows of an institution's teaching."""
        institution = programmes[0].institution
        active = self.model.variable(f"here:{institution}")
        for taken in here:
            self.model.row([(active, taken.most), (taken.variable, -1)], lower=0)
        unit_minutes = self._unit_minutes(programmes[0], None)
        longest = max([unit_minutes, *(self._unit_minutes(programmes[0], each) for each in programmes[0].tuition)])
        least = max(self._least_minutes(programme) for programme in programmes)
        most = max(sum(taken.most for taken in here) * longest, least)
        campus = Campus(institution, programmes, here, active, self.model.variable(f"m:{institution}", most))
        self.model.row([(campus.time, 1), (active, -least)], lower=0)
        self._steps(campus)
        paid = self._slot_prices(campus)
        self._tuition(campus, paid, unit_minutes)
        self._fees(campus)
        return campus

    def _unit_minutes(self, programme: Programme, entry: Tuition | None) -> int:
        """Minutes of study behind an hour of credit: as the learner says, the tuition entry, or the unit."""
        if self.learner.study_hours is not None:
            worth = semester_hours(programme.unit, self.catalog) or Fraction(1)
            return round(self.learner.study_hours * worth * 60)
        if entry is not None and entry.study_hours is not None:
            return round(Fraction(str(entry.study_hours)) * 60)
        return study_minutes(programme.unit, self.catalog)

    def _least_minutes(self, programme: Programme) -> int:
        if programme.min_months is None:
            return 0
        return ceil(Fraction(str(programme.min_months)) * WEEKS_PER_MONTH * self.learner.pace * 60)

    def _steps(self, campus: Campus) -> None:
        """A step for each requirement for which something is taken there."""
        levels: dict[str, list[HereHours]] = {}
        for taken in campus.here:
            levels.setdefault(taken.requirement.id, []).append(taken)
        for id, group in levels.items():
            step = self.model.variable(f"g:{campus.institution}:{id}")
            campus.steps.append(step)
            for taken in group:
                self.model.row([(step, taken.most), (taken.variable, -1)], lower=0)

    def _slot_prices(self, campus: Campus) -> set[str]:
        """Requirements with a price of their own: paid once if anything is taken for them. Ids of these."""
        paid: set[str] = set()
        for taken in campus.here:
            price = self.cents(taken.requirement.price) if taken.requirement.price else None
            if price is None:
                continue
            id = taken.requirement.id
            paid.add(id)
            if id not in campus.slots:
                campus.slots[id] = (self.model.variable(f"r:{campus.institution}:{id}"), price)
            self.model.row([(campus.slots[id][0], taken.most), (taken.variable, -1)], lower=0)
        return paid

    def _tuition(self, campus: Campus, paid: set[str], unit_minutes: int) -> None:
        charged = [taken.variable for taken in campus.here if taken.requirement.id not in paid]
        most = sum(taken.most for taken in campus.here if taken.requirement.id not in paid)
        apart = [(taken.variable, -unit_minutes) for taken in campus.here if taken.requirement.id in paid]
        entries = self._open_entries(campus.programmes[0])
        if not entries:
            campus.unpriced = True
            self.model.row([(campus.time, 1), *apart, *((variable, -unit_minutes) for variable in charged)], lower=0)
            if not self.allow_unknown:
                self.model.row([(variable, 1) for variable in charged], upper=0, tag=self._unpriced(campus))
            return
        for place, record in entries:
            self._entry(campus, place, record, most)
        self.model.row([*((entry.hours, 1) for entry in campus.entries), *((v, -1) for v in charged)], lower=0, upper=0)
        self.model.row([*((entry.chosen, 1) for entry in campus.entries), (campus.active, -1)], upper=0)
        studied = [(e.hours, -self._unit_minutes(campus.programmes[0], e.record)) for e in campus.entries]
        campus.study = [(variable, -minutes) for variable, minutes in (*apart, *studied)]
        self.model.row([(campus.time, 1), *apart, *studied], lower=0)

    def _open_entries(self, programme: Programme) -> list[tuple[int, Tuition]]:
        """The entries open to the learner of which every price can be told in the learner's currency."""
        found = []
        for place, record in enumerate(programme.tuition):
            prices = [record.per_credit, record.per_term, record.per_course, record.whole, record.max_total]
            given = [price for price in prices if price is not None]
            known = bool(given) and all(self.cents(price) is not None for price in given)
            sure = sure_enough(record.confidence or programme.confidence, self.least)
            if known and sure and self.learner.lives_in(record.residence):
                found.append((place, record))
        return found

    def _entry(self, campus: Campus, place: int, record: Tuition, most: int) -> None:
        name = f"{campus.institution}:{place}"
        chosen = self.model.variable(f"y:{name}")
        hours = self.model.variable(f"h:{name}", most)
        self.model.row([(hours, 1), (chosen, -most)], upper=0)
        entry = Entry(place, record, chosen, hours, None, [])
        if record.per_credit is not None:
            entry.costs.append((hours, self._known(record.per_credit)))
        if record.per_course is not None:
            entry.costs.append((self._courses(entry, name, most), self._known(record.per_course)))
        if record.per_term is not None:
            entry.terms = self._terms(entry, campus, most, self._unit_minutes(campus.programmes[0], record))
            entry.costs.append((entry.terms, self._known(record.per_term)))
        if record.whole is not None:
            entry.costs.append((chosen, self._known(record.whole)))
        if record.max_total is not None:
            self._cap(entry, name, self._known(record.max_total))
        campus.entries.append(entry)

    def _known(self, price: str) -> int:
        cents = self.cents(price)
        assert cents is not None
        return cents

    def _cap(self, entry: Entry, name: str, cap: int) -> None:
        """The entry costs what its prices come to, or the most that is ever paid."""
        most = sum(cents * self.model.variables[variable].upper for variable, cents in entry.costs)
        cost = self.model.variable(f"v:{name}", min(most, cap))
        capped = self.model.variable(f"z:{name}")
        self.model.row([(cost, 1), *((v, -cents) for v, cents in entry.costs), (capped, most)], lower=0)
        self.model.row([(cost, 1), (capped, -min(most, cap))], lower=0)
        entry.costs = [(cost, 1)]

    def _courses(self, entry: Entry, name: str, most: int) -> int:
        """The courses that the hours come to, a begun one counted whole."""
        size = Fraction(str(entry.record.course_hours))
        courses = self.model.variable(f"k:{name}", ceil(most / size))
        self.model.row([(courses, size.numerator), (entry.hours, -size.denominator)], lower=0)
        return courses

    def _terms(self, entry: Entry, campus: Campus, most: int, minutes: int) -> int:
        """Whole terms: as many as the study, and the hours that a term holds, need."""
        record = entry.record
        sizes = [self.learner.pace * 60 * WEEKS_PER_MONTH * Fraction(str(record.months or 1)) / minutes]
        if record.max_hours_per_term:
            sizes.append(Fraction(str(record.max_hours_per_term)))
        upper = max(1, *(ceil(most / size) for size in sizes))
        terms = self.model.variable(f"n:{campus.institution}:{entry.place}", upper)
        for size in sizes:
            self.model.row([(terms, size.numerator), (entry.hours, -size.denominator)], lower=0)
        self.model.row([(terms, 1), (entry.chosen, -1)], lower=0)
        self.model.row([(terms, 1), (entry.chosen, -upper)], upper=0)
        if record.min_hours_per_term is not None:
            least = Fraction(str(record.min_hours_per_term))
            pace = f"at a pace of {float(self.learner.pace):g} hours a week"
            words = f"a term there has at least {float(least):g} hours of credit, {pace}"
            tag = Tag("unpriced", words, campus.programmes[0].origin)
            self.model.row([(entry.hours, least.denominator), (terms, -least.numerator)], lower=0, tag=tag)
        return terms

    def _fees(self, campus: Campus) -> None:
        """Fees of the programmes, those of the same name once."""
        enrolled = self.model.variable(f"enrolled:{campus.institution}", 1, 1)
        seen: set[str] = set()
        for fee in (fee for programme in campus.programmes for fee in programme.fees):
            cents = self.cents(fee.price)
            if cents is None or fee.name in seen:
                continue
            seen.add(fee.name)
            for variable in self._counted_by(fee, campus, enrolled):
                campus.fees.append((fee, variable, cents))

    def _counted_by(self, fee: ProgrammeFee, campus: Campus, enrolled: int) -> list[int]:
        match fee.per:
            case "once":
                return [enrolled]
            case "hour":
                return [taken.variable for taken in campus.here]
            case "term":
                return [entry.terms for entry in campus.entries if entry.terms is not None]
            case "year":
                return [self._years(campus)]

    def _years(self, campus: Campus) -> int:
        """Years of study there, begun ones counted whole."""
        year = self.learner.pace * 60 * 52
        most = self.model.variables[campus.time].upper
        years = self.model.variable(f"years:{campus.institution}", max(1, ceil(most / year)))
        self.model.row([(years, year.numerator), (campus.time, -year.denominator)], lower=0)
        self.model.row([(years, 1), (campus.active, -1)], lower=0)
        return years

    def _unpriced(self, campus: Campus) -> Tag:
        """Why nothing can be taken there: no price is known, or none for the learner's residence, currency or confidence."""
        programme = campus.programmes[0]
        places = sorted({place for entry in programme.tuition for place in entry.residence})
        if not programme.tuition:
            why = "nobody says what teaching for {} costs, so that nothing can be taken there (`--allow-unknown`)"
        elif places and not any(self.learner.lives_in(entry.residence) for entry in programme.tuition):
            why = f"the tuition of {{}} is known for residents of {', '.join(places)} only"
        elif any(sure_enough(entry.confidence or programme.confidence, self.least) for entry in programme.tuition):
            why = f"no catalogue has a rate from the currency of {{}}'s tuition to {self.learner.currency} (`--currency`)"
        else:
            why = "the tuition of {} is less sure than asked (`--min-confidence`)"
        return Tag("unpriced", why.format(programme.name), programme.origin)
