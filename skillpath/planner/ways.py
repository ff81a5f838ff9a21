"""Every way to fill a requirement of a programme, a common course or a skill: priced, and set against what is held."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from skillpath.catalog.figures import taught_levels, typical_minutes
from skillpath.catalog.programmes import Programme, Requirement
from skillpath.catalog.records import Course, Credential, Recommendation, Skill
from skillpath.catalog.values import Confidence, weakest
from skillpath.credits.credit import Credit
from skillpath.credits.filters import fits
from skillpath.credits.units import factor
from skillpath.learner.learner import after
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.degrees import credits_of
from skillpath.planner.duplicates import Credited, Standing, credited_by_bodies, credited_there, standing, that_stand
from skillpath.planner.offers import UsableOffer, periods_for, sure_enough
from skillpath.planner.there import There, taken_there
from skillpath.planner.worth import ProgrammeWorth, Worth, recommended

LAST = 10**18


@dataclass(frozen=True)
class Price:
    """What a credential costs alone by its cheapest offer: cents, of which whole periods of a subscription are a part."""

    cents: int
    subscription: str | None = None
    periods: int = 0


@dataclass(frozen=True)
class SkillWanted:
    """A skill, at a level from 1 to 4."""

    skill: Skill
    level: int


Asked = Requirement | Course | SkillWanted


@dataclass(frozen=True)
class Way:
    """A credential that fills what is asked: its credit, its price (None: unknown, or held), and how it stands to what is held.

    `level` is that at which it teaches the skill asked for.
    """

    credential: Credential
    worth: Worth | None
    price: Price | None
    minutes: int | None
    standing: Standing
    why: str = ""
    level: int | None = None

    @property
    def per_hour(self) -> int | None:
        """Cents for each hour of credit."""
        if self.price is None or self.worth is None or not self.worth.hours:
            return None
        return round(Fraction(self.price.cents * 100, self.worth.hours))

    @property
    def confidence(self) -> Confidence:
        """That of the weaker of the credential and its credit."""
        return weakest([self.credential.confidence, *([self.worth.confidence] if self.worth else [])])


@dataclass(frozen=True)
class Ways:
    """All ways, the cheapest first; `closed` counts for a course those that are retired, ruled out or not open to the
    learner."""

    asked: Asked
    programme: Programme | None
    found: tuple[Way, ...]
    there: There | None = None
    closed: int = 0


def ways(asked: Asked, programme: Programme | None, source: Candidates) -> Ways:
    """Every way to fill what is asked, by price, then hours of study, then id."""
    ids = list(_ids(asked, programme, source))
    usable = {id: candidate for id in ids if (candidate := source.get(id)) is not None}
    found = list((_PlainWays if programme is None else _DegreeWays)(asked, programme, source, usable).all(ids))
    closed = sum(id not in usable and not source.learner.holds(id) for id in ids) if isinstance(asked, Course) else 0
    return Ways(asked, programme, tuple(sorted(found, key=_place)), _there(asked, programme, source), closed)


def _place(way: Way) -> tuple[int, int, str, str]:
    cents = LAST if way.price is None else way.price.cents
    body = way.worth.body if way.worth else ""
    return cents, LAST if way.minutes is None else way.minutes, way.credential.id, body


def _ids(asked: Asked, programme: Programme | None, source: Candidates) -> Iterable[str]:
    """Ids of the credentials that could fill what is asked, sorted."""
    catalog = source.catalog
    articulations = programme.articulations if programme else ()
    match asked:
        case Requirement():
            return sorted({*catalog.recommended(), *(each.credential for each in articulations)})
        case Course():
            own = {each.credential for each in catalog.all(Recommendation) if each.course == asked.id or asked.id in each.covers}
            return sorted(own | {each.credential for each in articulations if each.course == asked.id})
    return source.teachers(asked.skill.id)


def _price(candidate: Candidate, source: Candidates) -> Price | None:
    prices = [_offered(offer, candidate, source) for offer in candidate.offers if offer.place >= 0]
    return min(prices, key=lambda price: price.cents, default=None)


def _offered(offer: UsableOffer, candidate: Candidate, source: Candidates) -> Price:
    plan = source.prices.subscription(offer.subscription) if offer.subscription else None
    if plan is None:
        return Price(offer.fixed)
    if not offer.shared:
        return Price(offer.fixed + plan.joining, plan.id, offer.periods)
    periods = periods_for(candidate.minutes, plan)
    return Price(offer.fixed + plan.joining + periods * plan.price, plan.id, periods)


class _PlainWays:
    """Ways without a programme: what bodies say."""

    def __init__(self, asked: Asked, programme: Programme | None, source: Candidates, usable: dict[str, Candidate]) -> None:
        self.asked = asked
        self.programme = programme
        self.source = source
        self.usable = usable
        self.credited = self._credited()

    def _credited(self) -> list[Credited]:
        return credited_by_bodies(self.source.learner, self.source.catalog)

    def all(self, ids: Iterable[str]) -> Iterator[Way]:
        """The ways by some credentials."""
        for id in ids:
            record = self.source.catalog.get(Credential, id)
            if record is not None and (id in self.usable or self.source.learner.holds(id)):
                level = self._level(record)
                if level is None or level >= self._least():
                    for worth in self._worths(record):
                        yield self._way(record, worth, level)

    def _least(self) -> int:
        return self.asked.level if isinstance(self.asked, SkillWanted) else 0

    def _level(self, record: Credential) -> int | None:
        """The level at which a credential teaches the skill, where a skill is asked for."""
        if not isinstance(self.asked, SkillWanted):
            return None
        kinds = self.source.catalog.narrower(self.asked.skill.id)
        return max((level for skill, level in taught_levels(record, record.teaches) if skill in kinds), default=0)

    def _worths(self, record: Credential) -> Iterable[Worth | None]:
        return self._by_bodies(record, self.asked.id) if isinstance(self.asked, Course) else (None,)

    def _by_bodies(self, record: Credential, course: str) -> list[Worth]:
        held = next((each for each in self.source.learner.held if each.credential.id == record.id), None)
        candidate = self.usable.get(record.id)
        done = (
            after(self.source.learner.start, candidate.time, self.source.learner.pace)
            if candidate
            else held.earned
            if held
            else None
        )
        found = that_stand(record.id, held.score if held and not candidate else None, done, self.source.catalog)
        least = self.source.limits.min_confidence
        return recommended((each for each in found if sure_enough(each.confidence, least)), course)

    def _way(self, record: Credential, worth: Worth | None, level: int | None) -> Way:
        candidate = self.usable.get(record.id)
        courses = worth.courses if worth else frozenset()
        stands, why = standing(record, courses, self.credited, self.source.learner, self.source.catalog)
        price = _price(candidate, self.source) if candidate else None
        return Way(record, worth, price, typical_minutes(record.effort), stands, why, level)


class _DegreeWays(_PlainWays):
    """Ways as one programme takes them."""

    def _credited(self) -> list[Credited]:
        assert self.programme is not None
        self.judge = ProgrammeWorth(self.programme, self.source.learner, self.source.catalog)
        credits = credits_of(self.programme, self.source, self.usable, at_once=True)
        self.credits: dict[str, list[Credit]] = {}
        for credit in credits:
            if credit.needs is not None:
                self.credits.setdefault(credit.needs, []).append(credit)
        return credited_there(credits)

    def _worths(self, record: Credential) -> Iterable[Worth | None]:
        found = self.judge.of(self.credits.get(record.id, []), self._wanted())
        if found is not None or isinstance(self.asked, SkillWanted):
            return (found,)
        return self._elsewhere(record) if isinstance(self.asked, Course) else ()

    def _elsewhere(self, record: Credential) -> Iterator[Worth]:
        """A body says that it is this course; the institution has published that it is something else."""
        assert isinstance(self.asked, Course)
        assert self.programme is not None
        says = [each for each in self.programme.articulations if each.credential == record.id]
        what = next((each.counts_as or each.course or each.requirement for each in says), None) or "something else"
        for worth in self._by_bodies(record, self.asked.id):
            why = f"the institution counts it as {what}"
            yield Worth(worth.hours, worth.unit, worth.body, worth.level, worth.confidence, worth.courses, "refused", (), why)

    def _wanted(self) -> Callable[[Credit], bool]:
        asked = self.asked
        match asked:
            case Requirement():
                return lambda credit: fits(credit, asked)
            case Course():
                return lambda credit: asked.id in credit.courses
        return lambda _: True


def _there(asked: Asked, programme: Programme | None, source: Candidates) -> There | None:
    """What is asked, taken at the institution itself."""
    if programme is None or isinstance(asked, SkillWanted):
        return None
    learner, catalog, prices = source.learner, source.catalog, source.prices
    if isinstance(asked, Requirement):
        return taken_there(programme, asked.hours, [asked], learner, catalog, prices)
    worth = factor("semester-hour", programme, catalog)
    if worth is None or asked.hours is None:
        return None
    slots = [each for each in programme.requirements if _takes(each, asked)]
    return taken_there(programme, Fraction(str(asked.hours)) * worth, slots, learner, catalog, prices)


def _takes(requirement: Requirement, course: Course) -> bool:
    return requirement.elective or course.id in requirement.courses or not set(course.areas).isdisjoint(requirement.areas)
