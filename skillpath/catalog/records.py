"""Catalogue format 1: the record types that a YAML catalogue is made of.

Every record is immutable, knows its origin, and carries the sources and the confidence of its figures.
`catalogs/README.md` documents the format with an example of each kind.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from skillpath.catalog.values import (
    ConditionId,
    Confidence,
    Country,
    CourseId,
    CredentialId,
    CredentialLevel,
    CreditLevel,
    Currency,
    Day,
    Hours,
    Id,
    Language,
    Level,
    MoneyText,
    Note,
    ProviderId,
    Ratio,
    RoleId,
    RoughDay,
    SkillId,
    SourceId,
    SubscriptionId,
    Text,
)


class Origin(Struct, frozen=True):
    """Where a record was read: a file and a line, counted from 1."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


class Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """A piece of a record."""


class Record(Part, frozen=True, kw_only=True):
    """What all records have in common."""

    id: Id
    origin: Origin = Origin()
    confidence: Confidence = "medium"
    sources: tuple[SourceId, ...] = ()
    note: Note = ""


class Source(Part, frozen=True, kw_only=True):
    """A page that facts rest on: its address, the date on it, and what it supports."""

    id: Id
    origin: Origin = Origin()
    url: Annotated[str, Meta(max_length=1000)] = ""
    date: RoughDay | None = None
    says: Note = ""


class Skill(Record, frozen=True, kw_only=True):
    """Something a credential teaches and a role asks for. A narrower skill satisfies its `broader` one; `field` only groups."""

    name: Text
    aliases: tuple[Text, ...] = ()
    broader: SkillId | None = None
    field: SkillId | None = None
    esco: str | None = None
    onet: str | None = None


class RoleSkill(Part, frozen=True, kw_only=True):
    """A skill of a role: importance 1.0 is a must; the level is that of an established worker."""

    skill: SkillId
    level: Level
    importance: Annotated[float, Meta(gt=0, le=1)] = 1.0


class Licence(Part, frozen=True, kw_only=True):
    """What the law asks for. `requires` is empty where the catalogue knows no way to it; `only_in` limits it to places."""

    name: Text
    jurisdiction: Text
    requires: tuple[CredentialId | Need, ...] = ()
    only_in: tuple[Country, ...] = ()
    degree: Note = ""
    exam: Note = ""
    confidence: Confidence = "medium"


class Wage(Part, frozen=True, kw_only=True):
    """A yearly median wage, with the occupation and the year that it was measured for."""

    median: MoneyText
    year: int
    occupation: Text
    growth_percent: float | None = None
    openings_per_year: int | None = None
    confidence: Confidence = "medium"


class SharedTitle(Part, frozen=True, kw_only=True):
    """An alias of a role that is a title of other roles too, by their ids: it means the role that has it as an alias."""

    title: Text
    roles: tuple[Id, ...]


class Role(Record, frozen=True, kw_only=True):
    """A job: the skills it must have, the credentials that employers recognise for it, the licence it needs."""

    name: Text
    aliases: tuple[Text, ...] = ()
    shared: tuple[SharedTitle, ...] = ()
    skills: tuple[RoleSkill, ...]
    recognises: tuple[CredentialId, ...] = ()
    recognised_elsewhere: tuple[Text, ...] = ()
    licence: Licence | None = None
    soc: str | None = None
    esco: str | None = None
    job_zone: int | None = None
    education: str | None = None
    wage: Wage | None = None


class Provider(Record, frozen=True, kw_only=True):
    """Who issues or delivers credentials, or the platform on which they are taken."""

    name: Text
    aliases: tuple[Text, ...] = ()
    url: str | None = None
    country: Country | None = None
    credit_source: Id | None = None


class Subscription(Record, frozen=True, kw_only=True):
    """A price per period that opens credentials; bought in whole periods.

    `opens`: ``many`` shares each period among all credentials studied under it, ``one`` is paid per credential.
    """

    name: Text
    provider: ProviderId
    price: MoneyText | None = None
    months: Annotated[int, Meta(ge=1, le=60)] = 1
    opens: Literal["many", "one"] = "many"
    joining_fee: MoneyText | None = None
    exams_per_period: int | None = None
    active_courses: int | None = None
    trial_days: int | None = None
    refund_days: int | None = None
    status: Literal["active", "retired"] = "active"
    url: str | None = None


class Condition(Record, frozen=True, kw_only=True):
    """Something about a learner that is declared, not earned: an age, a background check, a sponsor, an enrolment.

    `assumed` conditions count as met, and every plan that rests on one says so.
    """

    name: Text
    aliases: tuple[Text, ...] = ()
    assumed: bool = False


class Rate(Record, frozen=True, kw_only=True):
    """What one unit of a currency is worth in another, on a date."""

    currency: Currency
    into: Currency
    rate: Annotated[float, Meta(gt=0)]
    date: Day


class Unit(Record, frozen=True, kw_only=True):
    """A unit of credit: how many semester hours one is worth by custom, and the hours of study that it stands for."""

    name: Text
    aliases: tuple[Text, ...] = ()
    semester_hours: Ratio | None = None
    study_hours: Hours | None = None


class FrameworkLevel(Part, frozen=True, kw_only=True):
    """A level of a qualification framework, the awards that stand on it, and the nearest level of the European framework."""

    level: Text
    awards: tuple[Text, ...] = ()
    eqf: Annotated[int, Meta(ge=1, le=8)] | None = None
    credits: Hours | None = None


class Framework(Record, frozen=True, kw_only=True):
    """A country's qualification framework: its levels, and the unit in which its institutions count."""

    name: Text
    aliases: tuple[Text, ...] = ()
    country: Country | None = None
    body: str = ""
    unit: Id | None = None
    per_year: Hours | None = None
    levels: tuple[FrameworkLevel, ...] = ()
    url: str | None = None


class Course(Record, frozen=True, kw_only=True):
    """A common course: what a credit is equivalent to, whoever teaches it; credit for it counts once."""

    name: Text
    aliases: tuple[Text, ...] = ()
    areas: tuple[Id, ...] = ()
    hours: Hours | None = None
    level: CreditLevel | None = None
    teaches: tuple[SkillId | Taught, ...] = ()
    excludes: tuple[CourseId, ...] = ()
    overlaps: tuple[CourseId, ...] = ()
    precedes: tuple[CourseId, ...] = ()


class Experience(Part, frozen=True, kw_only=True):
    """Work in a field, for so many years."""

    field: Id
    years: Annotated[float, Meta(gt=0, le=60)]


class Need(Part, frozen=True, kw_only=True):
    """One form of a requirement expression; exactly one of its forms is given.

    ``{skill, level}``, ``{experience: {field, years}}``, ``{award, field}``, ``{condition}``, ``{all}``, ``{any}``,
    ``{at_least, of}``. A bare id stands for a credential.
    """

    skill: SkillId | None = None
    level: Level | None = None
    experience: Experience | None = None
    award: Id | None = None
    field: Id | None = None
    condition: ConditionId | None = None
    all: tuple[CredentialId | Need, ...] | None = None
    any: tuple[CredentialId | Need, ...] | None = None
    at_least: Annotated[int, Meta(ge=1)] | None = None
    of: tuple[CredentialId | Need, ...] | None = None


class Taught(Part, frozen=True, kw_only=True):
    """A skill that a credential teaches, at a level of its own."""

    skill: SkillId
    level: Level


class Effort(Part, frozen=True, kw_only=True):
    """Hours of study: one figure, or a range whose middle is the typical effort; `min_weeks` is the least calendar time."""

    hours: Hours | None = None
    min_hours: Hours | None = None
    max_hours: Hours | None = None
    min_weeks: Annotated[float, Meta(ge=0, le=600)] | None = None
    confidence: Confidence | None = None


class Fee(Part, frozen=True, kw_only=True):
    """A named amount that comes on top of an offer."""

    name: Text
    price: MoneyText


class Offer(Part, frozen=True, kw_only=True):
    """One way to pay for a credential: all that is named in it is paid.

    `price` once (of a range, `price_max` is what a plan counts), `subscription` for the hours studied, `per_credit` times
    `credits`.
    """

    name: str = ""
    price: MoneyText | None = None
    price_max: MoneyText | None = None
    subscription: SubscriptionId | None = None
    per_credit: MoneyText | None = None
    credits: Hours | None = None
    fees: tuple[Fee, ...] = ()
    requires: tuple[CredentialId | Need, ...] = ()
    countries: tuple[Country, ...] = ()
    audience: tuple[Id, ...] = ()
    start: Day | None = None
    end: Day | None = None
    confidence: Confidence | None = None
    note: Note = ""


class Renewal(Part, frozen=True, kw_only=True):
    """What keeps a credential valid once its months are over."""

    every_months: int | None = None
    units: float | None = None
    unit: str | None = None
    fee: MoneyText | None = None
    renewed_by: tuple[CredentialId, ...] = ()
    renews: tuple[CredentialId, ...] = ()
    options: tuple[Text, ...] = ()
    rule: Note = ""
    confidence: Confidence | None = None


CredentialKind = Literal["certificate", "certification", "course", "exam", "badge", "licence", "degree", "apprenticeship"]


class Credential(Record, frozen=True, kw_only=True):
    """Anything that a learner can earn.

    The skills in `teaches` come at the credential's own level unless `teaches_level` or the entry itself says otherwise;
    `attests` names skills that it proves without teaching them. Every item of `requires` is needed.
    """

    name: Text
    aliases: tuple[Text, ...] = ()
    kind: CredentialKind
    provider: ProviderId
    platform: ProviderId | None = None
    level: CredentialLevel = "beginner"
    teaches: tuple[SkillId | Taught, ...] = ()
    teaches_level: Level | None = None
    attests: tuple[SkillId | Taught, ...] = ()
    requires: tuple[CredentialId | Need, ...] = ()
    recommends: tuple[CredentialId | Need, ...] = ()
    effort: Effort | None = None
    offers: tuple[Offer, ...] = ()
    countries: tuple[Country, ...] = ()
    languages: tuple[Language, ...] = ()
    audience: tuple[Id, ...] = ()
    leads_to: tuple[RoleId, ...] = ()
    overlaps: tuple[CredentialId, ...] = ()
    valid_months: Annotated[int, Meta(ge=1, le=1200)] | None = None
    renewal: Renewal | None = None
    status: Literal["active", "retired", "planned"] = "active"
    retired_on: Day | None = None
    replaced_by: CredentialId | None = None
    award: Id | None = None
    award_field: Id | None = None
    proof: str | None = None
    assessment: str | None = None
    url: str | None = None


class Recommendation(Record, frozen=True, kw_only=True):
    """Credit that a body recommends for a credential, and the dates between which it must be completed.

    Hours are semester hours unless `unit` says otherwise; hours nobody could find are left out. Entries of one credential with
    the same `choice` are alternatives (by score): the best one reached counts, not their sum.
    """

    credential: CredentialId
    body: Id
    number: str | None = None
    hours: Hours | None = None
    unit: str = "semester-hour"
    level: CreditLevel | None = None
    subject: str | None = None
    course: CourseId | None = None
    covers: tuple[CourseId, ...] = ()
    start: Day | None = None
    end: Day | None = None
    min_score: float | None = None
    choice: str | None = None
