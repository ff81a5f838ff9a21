"""One record of the catalogue, as a document for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Credential, Licence, Provider, Role, Skill, Subscription, Wage
from skillpath.reports.document import Block, Bullets, Column, Document, Heading, Line, Pairs, Table
from skillpath.reports.known import (
    AskedSkill,
    Asker,
    CredentialFacts,
    CreditFacts,
    CreditSubject,
    Facts,
    Named,
    ProviderFacts,
    RoleFacts,
    SkillFacts,
    Subject,
    SubscriptionFacts,
)
from skillpath.reports.lookup import sources_of
from skillpath.reports.show_credit import about_credit, credit_tables
from skillpath.reports.words import count_text, credit_text, price_text, source_text

SHOWN_ALIASES = 12
SHOWN_RECORDS = 20
SHOWN_TEACHERS = 200

FIGURES = {"Level", "Importance", "Entry level", "Established"}
ASKED = ("Importance", "Entry level", "Established", "Id")

Items = Iterator[tuple[str, str]]


def show_document(record: Subject, facts: Facts, catalog: Catalog) -> Document:
    """What a learner reads."""
    about = Pairs((("Id", record.id), *((name, value) for name, value in _about(record, facts) if value)))
    return (Heading(record.name), about, *_tables(record, facts, catalog), *_provenance(record, catalog))


def _about(record: Subject, facts: Facts) -> Items:
    match record, facts:
        case Credential(), CredentialFacts():
            yield from _about_credential(record, facts)
        case Role(), RoleFacts():
            yield from _about_role(record, facts)
        case Skill(), SkillFacts():
            yield from _about_skill(record, facts)
        case Provider(), ProviderFacts():
            yield from _about_provider(record)
        case Subscription(), SubscriptionFacts():
            yield from _about_subscription(record, facts)
        case _, CreditFacts():
            assert isinstance(record, CreditSubject)
            yield from about_credit(record, facts)


def _tables(record: Subject, facts: Facts, catalog: Catalog) -> Iterator[Block]:
    match facts:
        case CredentialFacts():
            yield from _credential_tables(facts)
        case RoleFacts():
            yield from _role_tables(facts)
        case SkillFacts():
            yield from _skill_tables(record.id, facts, catalog)
        case ProviderFacts():
            hint = f"`skillpath list credentials --provider {record.id}` shows all"
            yield from _records("Issues", facts.credentials, hint)
            yield from _records("Carries for others", facts.carries, hint)
            yield from _records("Subscriptions", facts.subscriptions)
        case SubscriptionFacts():
            yield from _records("Pays for", facts.credentials, "`--format json` has them all")
        case CreditFacts():
            assert isinstance(record, CreditSubject)
            yield from credit_tables(record, facts)


def _about_credential(record: Credential, facts: CredentialFacts) -> Items:
    yield "Kind", f"{record.kind}, {record.level}"
    yield "Provider", _with_id(facts.provider)
    yield "Platform", _with_id(facts.platform) if facts.platform else ""
    yield "Status", _status(record, facts)
    yield "Effort", facts.effort
    yield "Requires", facts.requires
    yield "Better with", facts.recommends if record.recommends else ""
    yield "Valid for", count_text(record.valid_months, "month") if record.valid_months else ""
    yield "Renewal", facts.renewal or ""
    yield "Leads to", _name_list(facts.leads_to)
    yield "Recognised for", _name_list(facts.recognised_by)
    yield "Overlaps", _name_list(facts.overlaps)
    yield "Award", f"{record.award or ''}{f' in {record.award_field}' if record.award_field else ''}"
    yield "Open in", ", ".join(record.countries)
    yield "Languages", ", ".join(record.languages)
    yield "Open to", ", ".join(record.audience)
    yield "Assessment", record.assessment or ""
    yield "Proof", record.proof or ""
    yield "Also called", _aliases(record.aliases)
    yield "Address", record.url or ""


def _status(record: Credential, facts: CredentialFacts) -> str:
    status = "" if record.status == "active" else record.status
    day = f"{'' if status == 'retired' else 'retires'} on {record.retired_on}" if record.retired_on else ""
    replaced = f"replaced by {_with_id(facts.replaced_by)}" if facts.replaced_by else ""
    return ", ".join(part for part in (f"{status}{day}".strip(), replaced) if part)


def _table(names: Iterable[str], rows: Iterable[tuple[str, ...]], title: str = "") -> Table:
    return Table(tuple(Column(name, name in FIGURES) for name in names), tuple(rows), title)


def _credential_tables(facts: CredentialFacts) -> Iterator[Block]:
    if facts.teaches:
        rows = ((skill.name, str(skill.level), "proves" if skill.attested else "teaches", skill.id) for skill in facts.teaches)
        yield _table(("Skill", "Level", "How", "Id"), rows)
    yield Bullets("Ways to pay" if len(facts.offers) > 1 else "Pay", facts.offers or ("price unknown",))
    if facts.credit:
        credit = (credit_text(line.recommendation, line.course.name if line.course else None) for line in facts.credit)
        yield Bullets("Credit recommended", tuple(credit))


def _about_role(record: Role, facts: RoleFacts) -> Items:
    yield "Education", record.education or ""
    yield "Wage", _wage(record.wage) if record.wage else ""
    yield "Licence", _licence(record.licence, facts.licence_requires or "") if record.licence else ""
    yield "Also recognised", ", ".join(record.recognised_elsewhere)
    yield "Also called", _aliases(record.aliases)
    yield "SOC", record.soc or ""
    yield "Job zone", str(record.job_zone or "")
    yield "ESCO", record.esco or ""


def _wage(wage: Wage) -> str:
    growth = f", jobs {wage.growth_percent:+g} %" if wage.growth_percent is not None else ""
    openings = f", {wage.openings_per_year:,} openings a year" if wage.openings_per_year is not None else ""
    return f"{price_text(wage.median)} a year (median of {wage.occupation}, {wage.year}){growth}{openings}"


def _licence(licence: Licence, requires: str) -> str:
    places = f" (only in {', '.join(licence.only_in)})" if licence.only_in else ""
    way = f"needs {requires}" if requires else "no way to it is in the catalogue"
    parts = [f"{licence.name}, {licence.jurisdiction}{places}", way, licence.degree, licence.exam]
    return "; ".join(part for part in parts if part)


def _role_tables(facts: RoleFacts) -> Iterator[Block]:
    yield _table(("Skill", *ASKED), map(_asked_row, facts.skills), "Skills (importance 1 is a must)")
    yield from _records("Employers recognise", facts.recognises)


def _asked_row(asked: AskedSkill | Asker) -> tuple[str, ...]:
    return asked.name, asked.importance, str(asked.entry_level), str(asked.established_level), asked.id


def _about_skill(record: Skill, facts: SkillFacts) -> Items:
    yield "A kind of", " > ".join(_with_id(above) for above in facts.broader)
    yield "Kinds of it", _name_list(facts.narrower)
    yield "Field", _with_id(facts.field) if facts.field else ""
    yield "Also called", _aliases(record.aliases)
    yield "ESCO", record.esco or ""
    yield "O*NET", record.onet or ""


def _skill_tables(id: str, facts: SkillFacts, catalog: Catalog) -> Iterator[Block]:
    if facts.taught_by:
        yield _table(("Taught by", "Level", "Provider", "Through", "Free", "Id"), _teacher_rows(facts))
        if len(facts.taught_by) > SHOWN_TEACHERS:
            hint = f"`skillpath list credentials --teaches {id}` lists all who teach it"
            yield Line(f"The first {SHOWN_TEACHERS} of {catalog.count_teaching(id):,}; {hint}")
    else:
        yield Bullets("Taught by", ("nothing in the catalogue",))
    if facts.asked_by:
        yield _table(("Asked by", *ASKED), map(_asked_row, facts.asked_by))


def _teacher_rows(facts: SkillFacts) -> Iterator[tuple[str, ...]]:
    for teacher in facts.taught_by[:SHOWN_TEACHERS]:
        name = teacher.name if teacher.status == "active" else f"{teacher.name} ({teacher.status})"
        through = f"proof of {teacher.skill}" if teacher.attested else teacher.skill
        yield name, str(teacher.level), teacher.provider, through, "free" if teacher.free else "", teacher.id


def _about_provider(record: Provider) -> Items:
    yield "Country", record.country or ""
    yield "Credit source", record.credit_source or ""
    yield "Also called", _aliases(record.aliases)
    yield "Address", record.url or ""


def _about_subscription(record: Subscription, facts: SubscriptionFacts) -> Items:
    yield "Provider", _with_id(facts.provider)
    yield "Status", "" if record.status == "active" else record.status
    yield "Price", facts.price
    yield "Joining fee", price_text(record.joining_fee) if record.joining_fee else ""
    yield "Opens", "all credentials studied in a period" if record.opens == "many" else "one credential in each period"
    yield "Exams", f"{record.exams_per_period} a period" if record.exams_per_period is not None else ""
    yield "Courses", f"{record.active_courses} at a time" if record.active_courses is not None else ""
    yield "Trial", count_text(record.trial_days, "day") if record.trial_days is not None else ""
    yield "Refund", f"within {count_text(record.refund_days, 'day')}" if record.refund_days is not None else ""
    yield "Address", record.url or ""


def _records(title: str, records: tuple[Named, ...], hint: str = "") -> Iterator[Block]:
    """Names with ids; `hint` says where the rest of a long list is."""
    if records:
        shown = records[:SHOWN_RECORDS] if hint else records
        more = (f"and {len(records) - len(shown)} more; {hint}",) if len(shown) < len(records) else ()
        yield Bullets(f"{title} ({len(records)})", (*(_with_id(record) for record in shown), *more))


def _with_id(record: Named) -> str:
    return f"{record.name} ({record.id})"


def _name_list(records: Iterable[Named]) -> str:
    return ", ".join(record.name for record in records)


def _aliases(aliases: tuple[str, ...]) -> str:
    more = f" and {len(aliases) - SHOWN_ALIASES} more" if len(aliases) > SHOWN_ALIASES else ""
    return ", ".join(aliases[:SHOWN_ALIASES]) + more


def _provenance(record: Subject, catalog: Catalog) -> Iterator[Block]:
    facts = (("Note", record.note), ("Confidence", record.confidence), ("Stands in", str(record.origin)))
    yield Pairs(tuple((name, value) for name, value in facts if value))
    sources = sources_of(record, catalog)
    if sources:
        yield Bullets("Sources", tuple(source_text(source) for source in sources))
