"""Catalogue format 1, second part: programmes and transfer rules.

A transfer rule is one of a few general forms over a `Filter` of credits; what the forms cannot say is a `text` rule,
which every answer for the programme repeats.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from skillpath.catalog.records import Fee, Need, Part, Record
from skillpath.catalog.values import (
    Confidence,
    Country,
    CourseId,
    CredentialId,
    CreditLevel,
    Day,
    Hours,
    Id,
    MoneyText,
    Note,
    ProviderId,
    SourceId,
    Text,
)

Percent = Annotated[float, Meta(ge=0, le=100)]


class Filter(Part, frozen=True, kw_only=True):
    """Which credits a rule is about: every list given must match; an empty filter is all credit.

    `credit_from` names what a credit comes from: the recommending body (``ace``), the exam or course programme (``clep``,
    ``sophia``: a provider's `credit_source`), the kind of college (``two-year``), ``college`` for any transcript,
    ``non-collegiate`` for all that is no transcript, ``articulated``. `here` is credit for courses taken at the institution,
    or (false) all other credit. `number_from` and `number_below` look at the number of a course on a transcript.
    `excluding` takes out what has one of these as origin, provider, credential or course.
    """

    credit_from: tuple[Id, ...] = ()
    providers: tuple[ProviderId, ...] = ()
    credentials: tuple[CredentialId, ...] = ()
    courses: tuple[CourseId, ...] = ()
    areas: tuple[Id, ...] = ()
    subjects: tuple[Text, ...] = ()
    levels: tuple[CreditLevel, ...] = ()
    number_below: int | None = None
    number_from: int | None = None
    here: bool | None = None
    excluding: tuple[Id, ...] = ()


class Rule(Part, frozen=True, kw_only=True, tag_field="rule"):
    """What all transfer rules have in common: an id unique in the programme, and the scope (requirement ids; none = all)."""

    id: Id | None = None
    scope: tuple[Id, ...] = ()
    confidence: Confidence | None = None
    note: Note = ""


class AtMost(Rule, frozen=True, kw_only=True, tag="at-most"):
    """At most so many hours, or percent of the total, of some credit; a fee may lift it."""

    over: Filter = Filter()
    hours: Hours | None = None
    percent: Percent | None = None
    each: Literal["subject", "course", "provider", "area"] | None = None
    waiver: Fee | None = None


class AtLeast(Rule, frozen=True, kw_only=True, tag="at-least"):
    """At least so many hours, percent, or distinct values of some credit; a fee may replace it."""

    over: Filter = Filter()
    hours: Hours | None = None
    percent: Percent | None = None
    distinct: Literal["subject", "course", "area"] | None = None
    count: int | None = None
    each: Literal["subject", "course", "area"] | None = None
    of_last: Hours | None = None
    waiver: Fee | None = None


class Accept(Rule, frozen=True, kw_only=True, tag="accept"):
    """Only such credit is taken."""

    over: Filter


class Refuse(Rule, frozen=True, kw_only=True, tag="refuse"):
    """Such credit is not taken."""

    over: Filter


class Once(Rule, frozen=True, kw_only=True, tag="once"):
    """Credit for only one (or `count`) of these."""

    over: Filter
    count: int = 1


class Dated(Rule, frozen=True, kw_only=True, tag="dated"):
    """Credit must be completed within so many years, after or before a date, or before enrolment."""

    over: Filter = Filter()
    within_years: float | None = None
    after: Day | None = None
    before: Day | None = None
    before_enrolment: bool = False


class Grade(Rule, frozen=True, kw_only=True, tag="grade"):
    """The least grade, or grade average, with which credit is taken."""

    over: Filter = Filter()
    least: str | None = None
    average: float | None = None


class Relevel(Rule, frozen=True, kw_only=True, tag="relevel"):
    """Such credit lands at another level, or only in electives."""

    over: Filter
    level: CreditLevel | None = None
    electives_only: bool = False


class Convert(Rule, frozen=True, kw_only=True, tag="convert"):
    """Hours of one unit are worth `factor` hours of the programme's unit."""

    unit: Id
    factor: float


class Block(Rule, frozen=True, kw_only=True, tag="block"):
    """A finished credential or award fulfils requirements, or gives hours, as a whole."""

    requires: tuple[CredentialId | Need, ...]
    fulfils: tuple[Id, ...] = ()
    hours: Hours | None = None
    level: CreditLevel | None = None


class Charge(Rule, frozen=True, kw_only=True, tag="charge"):
    """Taking such credit costs money, per hour, per course or once; some of it is free."""

    over: Filter = Filter()
    price: MoneyText
    per: Literal["once", "course", "hour", "credential"] = "once"
    free_first: int = 0


class Entry(Rule, frozen=True, kw_only=True, tag="entry"):
    """What must be held before the programme can be started."""

    requires: tuple[CredentialId | Need, ...]


class TextRule(Rule, frozen=True, kw_only=True, tag="text"):
    """A rule that the engine cannot compute: carried as words, shown in every answer."""

    says: Note


TransferRule = AtMost | AtLeast | Accept | Refuse | Once | Dated | Grade | Relevel | Convert | Block | Charge | Entry | TextRule


class Requirement(Part, frozen=True, kw_only=True):
    """A slot of a programme: so many hours, of such courses or areas, at such a level.

    A credit fills it that is one of the `courses` or in one of the `areas`; with `elective` any credit does. With `here` it
    must be taken at the institution. With `whole` one credit for one of the `courses` fills all of it, whatever its hours.
    `price` is what it costs there where that is not the usual tuition.
    """

    id: Id
    name: Text
    hours: Hours
    courses: tuple[CourseId, ...] = ()
    areas: tuple[Id, ...] = ()
    level: CreditLevel | None = None
    here: bool = False
    elective: bool = False
    whole: bool = False
    min_grade: str | None = None
    price: MoneyText | None = None
    note: Note = ""


class Articulation(Part, frozen=True, kw_only=True):
    """An institution's published word that a credential counts there as a course or fulfils a requirement."""

    credential: CredentialId
    hours: Hours | None = None
    counts_as: str = ""
    course: CourseId | None = None
    requirement: Id | None = None
    level: CreditLevel | None = None
    start: Day | None = None
    end: Day | None = None
    min_score: float | None = None
    confidence: Confidence | None = None
    sources: tuple[SourceId, ...] = ()


class Tuition(Part, frozen=True, kw_only=True):
    """One way to pay for teaching at the institution; a plan takes one of those open to the learner.

    Everything given in an entry is paid: `per_credit` for each hour taken there, `per_course` for each course of
    `course_hours`, `per_term` for each term of `months` (a monthly price is a term of 1), `whole` once. A term holds what the
    learner can study in it, and at most `max_hours_per_term`. `study_hours` is the work behind one hour of credit where it
    is not that of the programme's unit. `max_total` is the most that is ever paid.
    """

    per_credit: MoneyText | None = None
    per_term: MoneyText | None = None
    per_course: MoneyText | None = None
    whole: MoneyText | None = None
    max_total: MoneyText | None = None
    months: Annotated[float, Meta(gt=0, le=120)] | None = None
    min_hours_per_term: Hours | None = None
    max_hours_per_term: Hours | None = None
    course_hours: Annotated[float, Meta(gt=0, le=1000)] = 3
    study_hours: Annotated[float, Meta(gt=0, le=1000)] | None = None
    residence: tuple[Country, ...] = ()
    confidence: Confidence | None = None
    note: Note = ""


class ProgrammeFee(Part, frozen=True, kw_only=True):
    """What an institution charges besides teaching: once, or for each term, year, or hour of credit taken there."""

    name: Text
    price: MoneyText
    per: Literal["once", "term", "year", "hour"] = "once"


class Programme(Record, frozen=True, kw_only=True):
    """A degree or other award at an institution: requirements, transfer rules, articulations and prices."""

    name: Text
    aliases: tuple[Text, ...] = ()
    institution: ProviderId
    award: Id
    field: Id | None = None
    total: Hours
    unit: Id = "semester-hour"
    countries: tuple[Country, ...] = ()
    requirements: tuple[Requirement, ...] = ()
    rules: tuple[TransferRule, ...] = ()
    articulations: tuple[Articulation, ...] = ()
    accepts: tuple[Id, ...] = ()
    tuition: tuple[Tuition, ...] = ()
    fees: tuple[ProgrammeFee, ...] = ()
    requires: tuple[CredentialId | Need, ...] = ()
    min_months: float | None = None
    status: Literal["active", "retired", "planned"] = "active"
    catalog_year: str | None = None
    url: str | None = None
