"""What is known of a record beyond its own lines, as values: names for ids, words for figures, the records that point at it."""

from __future__ import annotations

from msgspec import Struct

from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import (
    Condition,
    Course,
    Credential,
    Framework,
    Provider,
    Recommendation,
    Role,
    Skill,
    Subscription,
    Unit,
)


class Named(Struct, frozen=True):
    """An id, and the name that the catalogue gives it (the id again where it has none)."""

    id: str
    name: str


class TaughtSkill(Struct, frozen=True):
    """A skill of a credential; `attested` ones are proved, not taught."""

    id: str
    name: str
    level: int
    attested: bool


class AskedSkill(Struct, frozen=True):
    """A skill of a role, with the level of an entry-level hire and of an established worker."""

    id: str
    name: str
    importance: str
    entry_level: int
    established_level: int


class Teacher(Struct, frozen=True):
    """A credential that teaches a skill, or a narrower one: `skill` says which."""

    id: str
    name: str
    provider: str
    level: int
    skill: str
    attested: bool
    free: bool
    status: str


class Asker(Struct, frozen=True):
    """A role that asks for a skill."""

    id: str
    name: str
    importance: str
    entry_level: int
    established_level: int


class CreditLine(Struct, frozen=True):
    """A credit recommendation with the common course that it is equivalent to."""

    recommendation: Recommendation
    course: Named | None


class CredentialFacts(Struct, frozen=True):
    """What is known of a credential."""

    provider: Named
    platform: Named | None
    teaches: tuple[TaughtSkill, ...]
    requires: str
    recommends: str
    effort: str
    typical_hours: str | None
    offers: tuple[str, ...]
    free: bool
    renewal: str | None
    credit: tuple[CreditLine, ...]
    leads_to: tuple[Named, ...]
    recognised_by: tuple[Named, ...]
    overlaps: tuple[Named, ...]
    replaced_by: Named | None


class RoleFacts(Struct, frozen=True):
    """What is known of a role."""

    skills: tuple[AskedSkill, ...]
    recognises: tuple[Named, ...]
    licence_requires: str | None


class SkillFacts(Struct, frozen=True):
    """What is known of a skill; `broader` goes up from the nearest."""

    broader: tuple[Named, ...]
    narrower: tuple[Named, ...]
    field: Named | None
    taught_by: tuple[Teacher, ...]
    asked_by: tuple[Asker, ...]


class ProviderFacts(Struct, frozen=True):
    """What is known of a provider."""

    credentials: tuple[Named, ...]
    carries: tuple[Named, ...]
    subscriptions: tuple[Named, ...]


class SubscriptionFacts(Struct, frozen=True):
    """What is known of a subscription."""

    provider: Named
    price: str
    credentials: tuple[Named, ...]


class CreditFacts(Struct, frozen=True):
    """What is known of a unit, framework, common course, programme, funding or condition."""

    unit: Named | None = None
    institution: Named | None = None
    requires: str = ""
    pays_for: str = ""
    earned_by: tuple[Named, ...] = ()


CreditSubject = Unit | Framework | Course | Programme | Funding | Condition
Facts = CredentialFacts | RoleFacts | SkillFacts | ProviderFacts | SubscriptionFacts | CreditFacts
Subject = Credential | Role | Skill | Provider | Subscription | CreditSubject
