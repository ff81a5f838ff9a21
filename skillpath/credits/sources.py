"""Where credits come from, as one programme sees them: credentials held or to be earned, and transcripts.

An institution's articulation replaces what bodies recommend for the same credential; a recommendation counts where the
programme takes one of its origins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Articulation, Dated, Programme
from skillpath.catalog.records import Course, Credential, Provider, Recommendation
from skillpath.catalog.values import CreditLevel
from skillpath.credits.credit import Credit
from skillpath.credits.filters import fold_subject
from skillpath.credits.tally import by_score
from skillpath.credits.total import EVERY_ORIGIN, is_total
from skillpath.credits.units import factor
from skillpath.learner.learner import Learner
from skillpath.learner.profile import TranscriptCredit

NON_COLLEGIATE = "non-collegiate"
ARTICULATED = "articulated"
COLLEGE = "college"
REGIONAL = "regional-college"


class Completion(NamedTuple):
    """When a credential was completed, if anybody tells, with which score; `held` if it was, and not only would be."""

    day: date | None
    score: float | None
    held: bool


class CreditSource:
    """Makes the credits that a programme could take. What it takes none of comes too, with the reason."""

    def __init__(self, programme: Programme, learner: Learner, catalog: Catalog) -> None:
        self.programme = programme
        self.learner = learner
        self.catalog = catalog
        self.accepts = frozenset(programme.accepts)
        self.articulated: dict[str, list[Articulation]] = {}
        for articulation in programme.articulations:
            self.articulated.setdefault(articulation.credential, []).append(articulation)

    def of_held(self) -> Iterator[Credit]:
        """The credits of what the learner holds: credentials, then transcripts."""
        for held in self.learner.held:
            yield from self._of_credential(held.credential, Completion(held.earned, held.score, True))
        for number, entry in enumerate(self.learner.transcript, 1):
            yield self._of_transcript(number, entry)

    def of_earned(self, credential: Credential, day: date) -> Iterator[Credit]:
        """The credits that a credential would give, were it completed on a day."""
        return self._of_credential(credential, Completion(day, None, False))

    def turns(self, credential: Credential) -> set[date]:
        """The days from which on a credential that is completed may give other credit than before."""
        dated = [*self.articulated.get(credential.id, ()), *self.catalog.recommendations(credential.id)]
        rules = [rule for rule in self.programme.rules if isinstance(rule, Dated)]
        first = [*(each.start for each in dated), *(rule.after for rule in rules), *(rule.before for rule in rules)]
        last = [date.fromisoformat(each.end) for each in dated if each.end is not None]
        return {*(date.fromisoformat(day) for day in first if day), *(day + timedelta(days=1) for day in last if day < date.max)}

    def _of_credential(self, credential: Credential, done: Completion) -> Iterator[Credit]:
        known = self.articulated.get(credential.id, ())
        found = [(number, each) for number, each in enumerate(known, 1) if _is_open(each, done)]
        if found:
            for number, articulation in found:
                yield self._of_articulation(number, articulation, credential, done)
            return
        for recommendation, missed in by_score(self.catalog.recommendations(credential.id), done.score):
            yield from self._of_recommendation(recommendation, missed, credential, done)

    def _base(self, id: str, credential: Credential, done: Completion) -> Credit:
        return Credit(
            id,
            credential.name,
            0,
            "recommended",
            origins=frozenset((NON_COLLEGIATE, *self._sources(credential))),
            providers=frozenset(filter(None, (credential.provider, credential.platform))),
            needs=credential.id,
            held=done.held,
            completed=done.day,
        )

    def _sources(self, credential: Credential) -> Iterator[str]:
        for id in (credential.provider, credential.platform):
            provider = self.catalog.get(Provider, id) if id else None
            if provider is not None and provider.credit_source is not None:
                yield provider.credit_source

    def _of_articulation(self, number: int, entry: Articulation, credential: Credential, done: Completion) -> Credit:
        credit = self._base(f"{credential.id}@{self.programme.id}.{number}", credential, done)
        bodies = (found.body for found in self.catalog.recommendations(credential.id))
        credit = replace(
            self._with_course(credit, entry.course, entry.level or self._slot_level(entry)),
            word="articulated",
            origins=credit.origins | {ARTICULATED, *bodies},
            hours=self._articulated_hours(entry),
            only=entry.requirement,
            confidence=entry.confidence or self.programme.confidence,
            sources=entry.sources or self.programme.sources,
            origin=self.programme.origin,
        )
        return credit if credit.hours or credit.why_not else replace(credit, why_not="nobody says how many hours it is worth")

    def _slot_level(self, entry: Articulation) -> CreditLevel | None:
        """The level of the requirement that an articulation names: the institution's word counts there."""
        return next((each.level for each in self.programme.requirements if each.id == entry.requirement), None)

    def _articulated_hours(self, entry: Articulation) -> int:
        if entry.hours is not None:
            return floor(Fraction(str(entry.hours)) * 100)
        slot = next((each.hours for each in self.programme.requirements if each.id == entry.requirement), None)
        if slot is not None:
            return floor(Fraction(str(slot)) * 100)
        course = self.catalog.get(Course, entry.course) if entry.course else None
        return self._converted(course.hours, "semester-hour") or 0 if course is not None and course.hours is not None else 0

    def _of_recommendation(
        self, found: Recommendation, missed: str, credential: Credential, done: Completion
    ) -> Iterator[Credit]:
        credit = self._base(found.id, credential, done)
        hours = self._recommended(found)
        credit = replace(
            credit,
            hours=hours or 0,
            origins=credit.origins | {found.body},
            choice=found.choice,
            award=found.id,
            body=found.body,
            subject=fold_subject(found.subject) if found.subject else None,
            confidence=found.confidence,
            sources=found.sources,
            origin=found.origin,
            why_not=missed or self._uncounted(found, hours),
        )
        if not credit.why_not and not self._takes(credit.origins):
            credit = replace(credit, word="unknown", why_not=self._not_accepted(credit))
        for each in self._split(credit, found):
            yield _dated(each, found.start, found.end)

    def _takes(self, origins: frozenset[str]) -> bool:
        """Whether credit with these origins is taken."""
        return EVERY_ORIGIN in self.accepts or not self.accepts.isdisjoint(origins)

    def _recommended(self, found: Recommendation) -> int | None:
        """Hundredths that a recommendation is worth; to a number of hours nothing in another unit: that is an estimate."""
        if is_total(self.programme) and found.unit != self.programme.unit:
            return None
        return self._converted(found.hours, found.unit)

    def _uncounted(self, found: Recommendation, hours: int | None) -> str:
        if found.hours is None:
            return "nobody says how many hours it is worth"
        return "" if hours is not None else f"{found.hours:g} {found.unit}: no conversion to {self.programme.unit} is known"

    def _not_accepted(self, credit: Credit) -> str:
        origins = ", ".join(sorted(credit.origins - {NON_COLLEGIATE}))
        return f"this programme is not known to take credit from {origins or 'here'}"

    def _split(self, credit: Credit, found: Recommendation) -> Iterator[Credit]:
        """One credit for the course, or one for each of the courses that it covers."""
        courses = (found.course,) if found.course is not None else found.covers
        if len(courses) < 2:
            yield self._with_course(credit, courses[0] if courses else None, found.level)
            return
        for number, course in enumerate(courses):
            hours = credit.hours // len(courses) + (credit.hours % len(courses) if number == 0 else 0)
            part = replace(credit, id=f"{credit.id}.{course}", hours=hours)
            yield self._with_course(part, course, found.level)

    def _with_course(self, credit: Credit, id: str | None, level: CreditLevel | None) -> Credit:
        course = self.catalog.get(Course, id) if id else None
        areas = credit.areas | frozenset(course.areas if course else ())
        chosen: CreditLevel = level or (course.level if course else None) or "lower"
        subject = credit.subject or next(iter(course.areas if course else ()), None)
        return replace(credit, courses=frozenset((id,) if id else ()), areas=areas, level=chosen, subject=subject)

    def _converted(self, hours: float | None, unit: str) -> int | None:
        """Hundredths of the programme's unit, rounded down so that nothing is promised that a registrar may refuse."""
        worth = factor(unit, self.programme, self.catalog)
        return None if hours is None or worth is None else floor(Fraction(str(hours)) * worth * 100)

    def _of_transcript(self, number: int, entry: TranscriptCredit) -> Credit:
        course = next(iter(self.catalog.named(Course, entry.course)), None)
        hours = self._converted(entry.hours, entry.unit)
        institution = self._institution(entry)
        here = bool(institution) and institution == self.programme.institution
        origins = frozenset((COLLEGE, *(entry.credit_from or (REGIONAL,))))
        credit = Credit(
            f"transcript:{number}",
            course.name if course else entry.course,
            hours or 0,
            "here" if here else "transcript",
            areas=frozenset(entry.areas),
            subject=fold_subject(entry.subject) if entry.subject else next(iter(entry.areas), None),
            origins=origins,
            providers=frozenset((institution,) if institution else ()),
            held=True,
            completed=date.fromisoformat(entry.earned) if entry.earned else None,
            number=entry.number,
            grade=entry.grade,
            here=here,
            confidence="high",
        )
        why = "" if hours is not None else f"no conversion from {entry.unit} to {self.programme.unit} is known"
        if not why and not here and not self._takes(origins):
            why = self._not_accepted(credit)
        return replace(self._with_course(credit, course.id if course else None, entry.level), why_not=why)

    def _institution(self, entry: TranscriptCredit) -> str | None:
        found = self.catalog.named(Provider, entry.institution) if entry.institution else []
        return found[0].id if found else entry.institution


def _is_open(entry: Articulation, done: Completion) -> bool:
    """Whether an articulation is for a score and a date, as far as they are told."""
    if entry.min_score is not None and done.score is not None and done.score < entry.min_score:
        return False
    return done.day is None or (entry.start or "") <= done.day.isoformat() <= (entry.end or "9999")


def _dated(credit: Credit, start: str | None, end: str | None) -> Credit:
    """A credit that is completed outside the days of its recommendation is refused."""
    if (start is None and end is None) or credit.why_not:
        return credit
    if credit.completed is None:
        return replace(credit, why_not=f"counts if completed between {start or '...'} and {end or '...'}: say when you earned it")
    done = credit.completed.isoformat()
    is_early, is_late = start is not None and done < start, end is not None and done > end
    if is_early or is_late:
        return replace(credit, why_not=_early(credit, done, start) if is_early else _late(credit, done, end))
    return credit


def _early(credit: Credit, done: str, start: str | None) -> str:
    verb = "completed" if credit.held else "would be completed"
    return f"{verb} on {done}, before {start}, when the recommendation begins"


def _late(credit: Credit, done: str, end: str | None) -> str:
    if not credit.held:
        return f"could not be completed before {end}, when the recommendation ends"
    return f"completed on {done}, after {end}, when the recommendation ended"


def usable(credits: Iterable[Credit]) -> list[Credit]:
    """The credits that the programme could take."""
    return [credit for credit in credits if not credit.why_not and credit.hours > 0]
