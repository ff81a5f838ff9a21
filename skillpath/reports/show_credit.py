"""What `skillpath show` says of units, frameworks, common courses, programmes, funding and conditions."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme, Requirement, Tuition
from skillpath.catalog.records import Condition, Course, Credential, Framework, Provider, Recommendation, Unit
from skillpath.catalog.requirements import parse_all
from skillpath.reports.document import Block, Bullets, Column, Table
from skillpath.reports.funding import conditions_text, gives_text, pays_text
from skillpath.reports.known import CreditFacts, CreditSubject, Named
from skillpath.reports.needs import needs_text
from skillpath.reports.words import price_text

Items = Iterator[tuple[str, str]]


def credit_facts(record: CreditSubject, catalog: Catalog) -> CreditFacts:
    """The records that one of these points at or is pointed at by, and its requirements in words."""
    match record:
        case Framework():
            return CreditFacts(unit=_named(Unit, record.unit, catalog))
        case Course():
            return CreditFacts(earned_by=tuple(_earned_by(record.id, catalog)))
        case Programme():
            institution = _named(Provider, record.institution, catalog)
            needs = needs_text(parse_all(record.requires), catalog) if record.requires else ""
            return CreditFacts(unit=_named(Unit, record.unit, catalog), institution=institution, requires=needs)
        case Funding():
            return CreditFacts(requires=conditions_text(record, catalog), pays_for=pays_text(record, catalog))
    return CreditFacts()


def _named(kind: type[Unit | Provider], id: str | None, catalog: Catalog) -> Named | None:
    if id is None:
        return None
    found = catalog.get(kind, id)
    return Named(id, found.name if found else id)


def _earned_by(course: str, catalog: Catalog) -> Iterator[Named]:
    for each in catalog.all(Recommendation):
        if each.course == course or course in each.covers:
            found = catalog.get(Credential, each.credential)
            yield Named(each.credential, found.name if found else each.credential)


def about_credit(record: CreditSubject, facts: CreditFacts) -> Items:
    """Names and values of one record."""
    match record:
        case Unit():
            yield from _about_unit(record)
        case Framework():
            yield from _about_framework(record, facts)
        case Course():
            yield from _about_course(record)
        case Programme():
            yield from _about_programme(record, facts)
        case Funding():
            yield from _about_funding(record, facts)
        case Condition():
            yield "Assumed", "yes: counts as met, and every plan that rests on it says so" if record.assumed else "no: say it"
            yield "Also called", ", ".join(record.aliases)


def _about_unit(record: Unit) -> Items:
    worth = f"{record.semester_hours} semester hours, by custom: an estimate, no school has to grant it"
    yield "Worth", worth if record.semester_hours else "no figure in semester hours is known"
    yield "Study", f"{record.study_hours:g} hours for one" if record.study_hours is not None else ""
    yield "Also called", ", ".join(record.aliases)


def _about_framework(record: Framework, facts: CreditFacts) -> Items:
    yield "Country", record.country or ""
    yield "Body", record.body
    yield "Unit", f"{facts.unit.name} ({facts.unit.id})" if facts.unit else "none of its own"
    yield "Full-time year", f"{record.per_year:g} of them" if record.per_year is not None else ""
    yield "Also called", ", ".join(record.aliases)
    yield "Address", record.url or ""


def _about_course(record: Course) -> Items:
    yield "Areas", ", ".join(record.areas)
    yield "Hours", f"{record.hours:g}" if record.hours is not None else ""
    yield "Level", record.level or ""
    yield "Excludes", ", ".join(record.excludes)
    yield "Overlaps", ", ".join(record.overlaps)
    yield "Comes before", ", ".join(record.precedes)
    yield "Also called", ", ".join(record.aliases)


def _about_programme(record: Programme, facts: CreditFacts) -> Items:
    yield "Institution", f"{facts.institution.name} ({facts.institution.id})" if facts.institution else ""
    yield "Award", f"{record.award}{f' in {record.field}' if record.field else ''}"
    yield "Total", f"{record.total:g} {facts.unit.name if facts.unit else record.unit}s"
    yield "Status", "" if record.status == "active" else record.status
    yield "Requires", facts.requires
    yield "Takes credit from", ", ".join(record.accepts)
    yield "At least", f"{record.min_months:g} months" if record.min_months is not None else ""
    yield "Catalog year", record.catalog_year or ""
    yield "Open in", ", ".join(record.countries)
    yield "Also called", ", ".join(record.aliases)
    yield "Address", record.url or ""


def _about_funding(record: Funding, facts: CreditFacts) -> Items:
    yield "Sponsor", record.sponsor
    yield "Gives", gives_text(record)
    yield "For", facts.requires or "anyone"
    yield "Pays for", facts.pays_for
    yield "Status", record.status
    yield "Runs", " ".join(filter(None, [record.start and f"from {record.start}", record.end and f"until {record.end}"]))
    yield "Address", record.url or ""


def credit_tables(record: CreditSubject, facts: CreditFacts) -> Iterator[Block]:
    """The tables and lists below."""
    match record:
        case Framework(levels=levels) if levels:
            rows = tuple((each.level, str(each.eqf or ""), ", ".join(each.awards)) for each in levels)
            yield Table((Column("Level"), Column("European level", True), Column("Awards")), rows)
        case Course() if facts.earned_by:
            yield Bullets(f"Earned by ({len(facts.earned_by)})", tuple(f"{each.name} ({each.id})" for each in facts.earned_by))
        case Programme():
            yield from _programme_tables(record)


def _programme_tables(record: Programme) -> Iterator[Block]:
    columns = (Column("Requirement"), Column("Hours", True), Column("Level"), Column("Filled by"), Column("Id"))
    rows = ((each.name, f"{each.hours:g}", each.level or "", _fills(each), each.id) for each in record.requirements)
    yield Table(columns, tuple(rows))
    yield Bullets("Ways to pay", tuple(map(tuition_text, record.tuition)) or ("price unknown",))
    if record.fees:
        yield Bullets("Fees", tuple(f"{fee.name} {price_text(fee.price)} {_PER[fee.per]}" for fee in record.fees))
    yield Bullets("Rules", tuple(_rule_lines(record)) or ("none known",))


_PER = {"once": "once", "term": "a term", "year": "a year", "hour": "for each hour taken there"}


def _fills(requirement: Requirement) -> str:
    here = ["taken there"] if requirement.here else []
    any_credit = ["any credit"] if requirement.elective else []
    return ", ".join([*here, *any_credit, *requirement.areas, *requirement.courses])


def _rule_lines(record: Programme) -> Iterator[str]:
    for rule in record.rules:
        says = getattr(rule, "says", "") or rule.note
        yield f"{rule.__struct_config__.tag}{f': {says}' if says else ''}"


def tuition_text(tuition: Tuition) -> str:
    """One way to pay an institution, in a line."""
    parts = []
    if tuition.per_credit is not None:
        parts.append(f"{price_text(tuition.per_credit)} an hour")
    if tuition.per_course is not None:
        parts.append(f"{price_text(tuition.per_course)} a course of {tuition.course_hours:g}")
    if tuition.per_term is not None:
        length = f" of {tuition.months:g} months" if tuition.months is not None else ""
        parts.append(f"{price_text(tuition.per_term)} a term{length}")
    if tuition.whole is not None:
        parts.append(f"{price_text(tuition.whole)} in all")
    limits = [f"at most {price_text(tuition.max_total)}"] if tuition.max_total else []
    who = [f"for residents of {', '.join(tuition.residence)}"] if tuition.residence else []
    doubt = [f"{tuition.confidence} confidence"] if tuition.confidence else []
    return ", ".join([" and ".join(parts), *limits, *who, *doubt])
