"""What the catalogue knows of a record beyond its own lines: the records that point at it, names for ids, words for figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from msgspec import Struct

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import Course, Credential, Offer, Provider, Recommendation, Role, Skill, Source, Subscription
from skillpath.catalog.requirements import parse_all
from skillpath.catalog.values import Money
from skillpath.learner.learner import taught_levels
from skillpath.planner.goal import asked_level
from skillpath.planner.request import RoleTarget
from skillpath.reports.needs import needs_text
from skillpath.reports.words import effort_text, offer_text, period_price, renewal_text, typical_hours

R = TypeVar("R", bound=AnyRecord)


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
    renewal: str
    credit: tuple[CreditLine, ...]
    leads_to: tuple[Named, ...]
    recognised_by: tuple[Named, ...]
    overlaps: tuple[Named, ...]
    replaced_by: Named | None


class RoleFacts(Struct, frozen=True):
    """What is known of a role."""

    skills: tuple[AskedSkill, ...]
    recognises: tuple[Named, ...]
    licence_requires: str


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


Facts = CredentialFacts | RoleFacts | SkillFacts | ProviderFacts | SubscriptionFacts
Subject = Credential | Role | Skill | Provider | Subscription


def facts_about(record: Subject, catalog: Catalog, today: str) -> Facts:
    """Everything derived that is known of a record; `today` decides whether a free offer still stands."""
    match record:
        case Credential():
            return credential_facts(record, catalog, today)
        case Role():
            return role_facts(record, catalog)
        case Skill():
            return skill_facts(record, catalog, today)
        case Provider():
            return provider_facts(record, catalog)
        case Subscription():
            return subscription_facts(record, catalog)


def credential_facts(record: Credential, catalog: Catalog, today: str) -> CredentialFacts:
    """What is known of a credential."""
    replaced = record.replaced_by
    return CredentialFacts(
        provider=named(Provider, record.provider, catalog),
        platform=named(Provider, record.platform, catalog) if record.platform else None,
        teaches=tuple(_taught(record, catalog)),
        requires=needs_text(parse_all(record.requires), catalog),
        recommends=needs_text(parse_all(record.recommends), catalog),
        effort=effort_text(record.effort),
        typical_hours=typical_hours(record.effort),
        offers=tuple(offer_text(offer, catalog) for offer in record.offers),
        free=is_free(record, catalog, today),
        renewal=renewal_text(record.renewal, catalog) if record.renewal else "",
        credit=tuple(CreditLine(found, _course(found, catalog)) for found in catalog.recommendations(record.id)),
        leads_to=_all_named(Role, record.leads_to, catalog),
        recognised_by=tuple(Named(role.id, role.name) for role in catalog.all(Role) if record.id in role.recognises),
        overlaps=_all_named(Credential, record.overlaps, catalog),
        replaced_by=named(Credential, replaced, catalog) if replaced else None,
    )


def role_facts(record: Role, catalog: Catalog) -> RoleFacts:
    """What is known of a role; its skills by importance, then by level."""
    skills = (AskedSkill(entry.skill, named(Skill, entry.skill, catalog).name, *_asked(record, entry.skill)) for entry in record.skills)
    return RoleFacts(
        skills=tuple(sorted(skills, key=lambda skill: (-float(skill.importance), -skill.established_level, skill.name))),
        recognises=_all_named(Credential, record.recognises, catalog),
        licence_requires=needs_text(parse_all(record.licence.requires), catalog) if record.licence and record.licence.requires else "",
    )


def skill_facts(record: Skill, catalog: Catalog, today: str) -> SkillFacts:
    """What is known of a skill; who teaches it by level, then by id."""
    below = sorted(catalog.narrower(record.id) - {record.id})
    teachers = (teacher for skill in (record.id, *below) for teacher in _teachers(skill, catalog, today))
    return SkillFacts(
        broader=tuple(_above(record, catalog)),
        narrower=_all_named(Skill, below, catalog),
        field=named(Skill, record.field, catalog) if record.field else None,
        taught_by=tuple(sorted(teachers, key=lambda teacher: (teacher.level, teacher.id, teacher.skill != record.id, teacher.skill))),
        asked_by=tuple(_askers(record.id, catalog)),
    )


def provider_facts(record: Provider, catalog: Catalog) -> ProviderFacts:
    """What is known of a provider: what it issues, what it carries for others, its subscriptions."""
    credentials = list(catalog.all(Credential))
    return ProviderFacts(
        credentials=_names(each for each in credentials if each.provider == record.id),
        carries=_names(each for each in credentials if each.platform == record.id != each.provider),
        subscriptions=_names(each for each in catalog.all(Subscription) if each.provider == record.id),
    )


def subscription_facts(record: Subscription, catalog: Catalog) -> SubscriptionFacts:
    """What is known of a subscription, and which credentials it pays for."""
    users = (each for each in catalog.all(Credential) if any(offer.subscription == record.id for offer in each.offers))
    return SubscriptionFacts(named(Provider, record.provider, catalog), period_price(record), _names(users))


def named(kind: type[R], id: str, catalog: Catalog) -> Named:
    """An id with its name."""
    return Named(id, getattr(catalog.get(kind, id), "name", id))


def _all_named(kind: type[R], ids: Iterable[str], catalog: Catalog) -> tuple[Named, ...]:
    return tuple(named(kind, id, catalog) for id in ids)


def _names(records: Iterable[Credential | Subscription]) -> tuple[Named, ...]:
    return tuple(Named(record.id, record.name) for record in records)


def _taught(record: Credential, catalog: Catalog) -> Iterator[TaughtSkill]:
    for entries, attested in ((record.teaches, False), (record.attests, True)):
        for skill, level in taught_levels(record, entries):
            yield TaughtSkill(skill, named(Skill, skill, catalog).name, level, attested)


def _teachers(skill: str, catalog: Catalog, today: str) -> Iterator[Teacher]:
    for id in catalog.teaching(skill):
        record = catalog.get(Credential, id)
        if record is not None:
            for taught in _taught(record, catalog):
                if taught.id == skill:
                    free = is_free(record, catalog, today)
                    yield Teacher(id, record.name, record.provider, taught.level, skill, taught.attested, free, record.status)


def _asked(role: Role, skill: str) -> tuple[str, int, int]:
    entry = next(entry for entry in role.skills if entry.skill == skill)
    return f"{entry.importance:g}", asked_level(RoleTarget(role), entry.level), entry.level


def _askers(skill: str, catalog: Catalog) -> Iterator[Asker]:
    for role in catalog.all(Role):
        if any(entry.skill == skill for entry in role.skills):
            yield Asker(role.id, role.name, *_asked(role, skill))


def _above(record: Skill, catalog: Catalog) -> Iterator[Named]:
    seen = {record.id}
    above = record.broader
    while above is not None and above not in seen:
        seen.add(above)
        found = catalog.get(Skill, above)
        yield Named(above, found.name if found else above)
        above = found.broader if found else None


def _course(found: Recommendation, catalog: Catalog) -> Named | None:
    return named(Course, found.course, catalog) if found.course else None


def is_free(record: Credential, catalog: Catalog, today: str) -> bool:
    """Whether anyone can earn a credential for nothing: by an offer that asks for nothing and has not ended."""
    return any(_is_free(offer, catalog) and (offer.end or today) >= today for offer in record.offers)


def _is_free(offer: Offer, catalog: Catalog) -> bool:
    amounts = [offer.price, offer.price_max, offer.per_credit, *(fee.price for fee in offer.fees)]
    if offer.subscription is not None:
        record = catalog.get(Subscription, offer.subscription)
        amounts += [record.price or "1 XXX", record.joining_fee] if record else ["1 XXX"]
    given = [amount for amount in amounts if amount is not None]
    return bool(given) and not offer.requires and not offer.audience and all(Money.parse(amount).amount == 0 for amount in given)


def sources_of(record: Subject, catalog: Catalog) -> list[Source]:
    """The sources that a record names."""
    return [source for id in record.sources if (source := catalog.get(Source, id)) is not None]


def every_field(value: Any) -> Any:
    """A record as plain data with every key, whether it holds its default or not, so that keys are stable."""
    if isinstance(value, Struct):
        return {name: every_field(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, tuple | list):
        return [every_field(item) for item in value]
    return value
