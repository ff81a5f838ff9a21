"""Looks up what the catalogue knows of a record: the records that point at it, names for ids, words for figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import TypeVar

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.figures import taught_levels
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import (
    Course,
    Credential,
    Offer,
    Provider,
    Recommendation,
    Role,
    RoleSkill,
    Skill,
    Source,
    Subscription,
    Taught,
)
from skillpath.catalog.requirements import parse_all
from skillpath.catalog.shape import Hints, Shape
from skillpath.catalog.values import Money
from skillpath.planner.request import RoleTarget, asked_level
from skillpath.reports.known import (
    AskedSkill,
    Asker,
    CredentialFacts,
    CreditLine,
    Facts,
    Named,
    ProviderFacts,
    RoleFacts,
    SkillFacts,
    Subject,
    SubscriptionFacts,
    TaughtSkill,
    Teacher,
)
from skillpath.reports.needs import needs_text
from skillpath.reports.show_credit import credit_facts
from skillpath.reports.words import effort_text, offer_text, period_price, renewal_text, typical_hours

R = TypeVar("R", bound=AnyRecord)


class _Glance(Shape, frozen=True, kw_only=True):
    name: str


class _Provided(_Glance, frozen=True, kw_only=True):
    provider: str
    platform: str | None = None


class _Offered(_Glance, frozen=True, kw_only=True):
    offers: tuple[Offer, ...] = ()


class _Teaching(_Offered, frozen=True, kw_only=True):
    provider: str
    level: str = "beginner"
    status: str = "active"
    teaches: tuple[str | Taught, ...] = ()
    teaches_level: int | None = None
    attests: tuple[str | Taught, ...] = ()


def facts_about(record: Subject, catalog: Catalog, today: str, most: int | None = None) -> Facts:
    """Everything derived that is known of a record, but no more than `most` of those who teach a skill.

    `today` decides whether a free offer still stands.
    """
    match record:
        case Credential():
            return credential_facts(record, catalog, today)
        case Role():
            return role_facts(record, catalog)
        case Skill():
            return skill_facts(record, catalog, today, most)
        case Provider():
            return provider_facts(record, catalog)
        case Subscription():
            return subscription_facts(record, catalog)
    return credit_facts(record, catalog)


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
        renewal=renewal_text(record.renewal, catalog) if record.renewal else None,
        credit=tuple(CreditLine(found, _course(found, catalog)) for found in catalog.recommendations(record.id)),
        leads_to=_all_named(Role, record.leads_to, catalog),
        recognised_by=tuple(Named(role.id, role.name) for role in catalog.all(Role) if record.id in role.recognises),
        overlaps=_all_named(Credential, record.overlaps, catalog),
        replaced_by=named(Credential, replaced, catalog) if replaced else None,
    )


def role_facts(record: Role, catalog: Catalog) -> RoleFacts:
    """What is known of a role; its skills by importance, then by level."""
    skills = [AskedSkill(entry.skill, _skill_name(entry.skill, catalog), *_asked(record, entry)) for entry in record.skills]
    skills.sort(key=lambda skill: (-float(skill.importance), -skill.established_level, skill.name))
    way = record.licence.requires if record.licence else ()
    return RoleFacts(
        skills=tuple(skills),
        recognises=_all_named(Credential, record.recognises, catalog),
        licence_requires=needs_text(parse_all(way), catalog) if way else None,
    )


def skill_facts(record: Skill, catalog: Catalog, today: str, most: int | None) -> SkillFacts:
    """What is known of a skill; who teaches it by level, then by id."""
    below = sorted(catalog.narrower(record.id) - {record.id})
    teachers = _teachers(frozenset((record.id, *below)), catalog, today)

    def place(teacher: Teacher) -> tuple[int, str, bool, str]:
        return teacher.level, teacher.id, teacher.skill != record.id, teacher.skill

    return SkillFacts(
        broader=tuple(_above(record, catalog)),
        narrower=_all_named(Skill, below, catalog),
        field=named(Skill, record.field, catalog) if record.field else None,
        taught_by=tuple(sorted(teachers, key=place) if most is None else nsmallest(most, teachers, key=place)),
        asked_by=tuple(_askers(record.id, catalog)),
    )


def provider_facts(record: Provider, catalog: Catalog) -> ProviderFacts:
    """What is known of a provider: what it issues, what it carries for others, its subscriptions."""
    credentials = list(catalog.browse(Credential, _Provided, Hints(provider=record.id)))
    return ProviderFacts(
        credentials=_names(each for each in credentials if each.provider == record.id),
        carries=_names(each for each in credentials if each.platform == record.id != each.provider),
        subscriptions=_names(each for each in catalog.all(Subscription) if each.provider == record.id),
    )


def subscription_facts(record: Subscription, catalog: Catalog) -> SubscriptionFacts:
    """What is known of a subscription, and which credentials it pays for."""

    def pays(offers: Iterable[Offer]) -> bool:
        return any(offer.subscription == record.id for offer in offers)

    users = (each for each in catalog.browse(Credential, _Offered, Hints(offers=pays)) if pays(each.offers))
    return SubscriptionFacts(named(Provider, record.provider, catalog), period_price(record), _names(users))


def named(kind: type[R], id: str, catalog: Catalog) -> Named:
    """An id with its name."""
    return Named(id, getattr(catalog.get(kind, id), "name", id))


def _all_named(kind: type[R], ids: Iterable[str], catalog: Catalog) -> tuple[Named, ...]:
    return tuple(named(kind, id, catalog) for id in ids)


def _names(records: Iterable[_Glance | Subscription]) -> tuple[Named, ...]:
    return tuple(Named(record.id, record.name) for record in records)


def _skill_name(skill: str, catalog: Catalog) -> str:
    return named(Skill, skill, catalog).name


def _taught(record: Credential, catalog: Catalog) -> Iterator[TaughtSkill]:
    for entries, attested in ((record.teaches, False), (record.attests, True)):
        for skill, level in taught_levels(record, entries):
            yield TaughtSkill(skill, _skill_name(skill, catalog), level, attested)


def _teachers(skills: frozenset[str], catalog: Catalog, today: str) -> Iterator[Teacher]:
    for record in catalog.browse(Credential, _Teaching, Hints(skills=skills)):
        free = any_free(record.offers, catalog, today)
        for entries, attested in ((record.teaches, False), (record.attests, True)):
            for skill, level in taught_levels(record, entries):
                if skill in skills:
                    yield Teacher(record.id, record.name, record.provider, level, skill, attested, free, record.status)


def _asked(role: Role, entry: RoleSkill) -> tuple[str, int, int]:
    return f"{entry.importance:g}", asked_level(RoleTarget(role), entry.level), entry.level


def _askers(skill: str, catalog: Catalog) -> Iterator[Asker]:
    for role in catalog.all(Role):
        for entry in role.skills:
            if entry.skill == skill:
                yield Asker(role.id, role.name, *_asked(role, entry))


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
    """Whether anyone can earn a credential for nothing."""
    return any_free(record.offers, catalog, today)


def any_free(offers: Iterable[Offer], catalog: Catalog, today: str) -> bool:
    """Whether one of the offers asks for nothing and has not ended."""
    return any(_is_free(offer, catalog) and (offer.end or today) >= today for offer in offers)


def _is_free(offer: Offer, catalog: Catalog) -> bool:
    amounts = [offer.price, offer.price_max, offer.per_credit, *(fee.price for fee in offer.fees)]
    if offer.subscription is not None:
        record = catalog.get(Subscription, offer.subscription)
        if record is None or record.price is None:
            return False
        amounts += [record.price, record.joining_fee]
    given = [Money.parse(amount).amount for amount in amounts if amount is not None]
    return bool(given) and not any(given) and not offer.requires and not offer.audience


def sources_of(record: Subject, catalog: Catalog) -> list[Source]:
    """The sources that a record names."""
    return [source for id in record.sources if (source := catalog.get(Source, id)) is not None]
