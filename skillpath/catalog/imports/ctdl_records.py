"""CTDL resources -> credentials and providers, in the words of catalogues.

*Kinds*: certificates and diplomas, certifications, licences, badges and micro-credentials, degrees with their award,
apprenticeships; courses and programmes are courses, assessments are exams. *Level*: the lowest audience level that is named;
degrees otherwise by award. *Effort*: a duration in hours (`PT40H`) is the hours of study; a calendar duration (`P9M`) says
only how long it lasts at least, and leaves the hours unknown. *Countries*: where it is offered, else its jurisdiction, unless
one of the places is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from skillpath.catalog.imports.ctdl_conditions import wants_of
from skillpath.catalog.imports.ctdl_costs import offers_of, price_of
from skillpath.catalog.imports.ctdl_credit import clock_hours, degree_credits, own_credit, transfer_value
from skillpath.catalog.imports.ctdl_index import Thing, owners_of
from skillpath.catalog.imports.ctdl_shelf import SOURCE, Shelf
from skillpath.catalog.imports.ctdl_terms import AWARD_LEVELS, LEVELS, STATUSES, award_of, kind_of
from skillpath.catalog.imports.ctdl_values import day, duration, first_text, items, number, term, terms, text, texts, web_address
from skillpath.catalog.imports.names import MAX_NOTE, clean, slug
from skillpath.catalog.imports.places import jurisdictions, language, place

MOST_ALIASES = 20
MOST_SKILLS = 300
MOST_WEEKS = 600
NOTE_LENGTH = 600
LEVEL_ORDER = ("beginner", "intermediate", "advanced", "expert")

Record = tuple[str, dict[str, Any]]


def records_of_thing(thing: Thing, shelf: Shelf) -> Iterator[Record]:
    """The records of one described thing."""
    if thing.section == "providers":
        yield "providers", _provider(thing)
    elif thing.section == "skills":
        shelf.put_skill(thing.name, thing.resource.place)
    elif thing.section == "recommendations":
        yield from (("recommendations", record) for record in transfer_value(thing, shelf))
    elif thing.section == "credentials":
        yield from _credential(thing, shelf)


def _provider(thing: Thing) -> dict[str, Any]:
    node = thing.node
    found: dict[str, Any] = {"id": thing.id, "name": thing.name, "aliases": _aliases(thing), "sources": [SOURCE["id"]]}
    addresses = (place(each) for each in items(node.get("ceterms:address")) if isinstance(each, dict))
    country = next((code[:2] for code in addresses if code is not None), None)
    return _given(found | {"url": web_address(node.get("ceterms:subjectWebpage")), "country": country})


def _aliases(thing: Thing) -> list[str]:
    found = [*texts(thing.node.get("ceterms:alternateName")), text(thing.node.get("ceterms:codedNotation"), 60)]
    return [each for each in dict.fromkeys(found) if each and each != thing.name][:MOST_ALIASES]


def _credential(thing: Thing, shelf: Shelf) -> Iterator[Record]:
    providers = [id for owner in owners_of(thing.node) if (id := shelf.provider(owner, thing)) is not None]
    provider = providers[0] if providers else shelf.index.owner_of(thing.id)
    if provider is None:
        if not thing.embedded:
            shelf.notes.leave_out("no-provider", thing.resource.place, thing.name)
        return
    kind = kind_of(thing.node) or "course"
    wants = wants_of(thing, shelf)
    found: dict[str, Any] = {
        "id": thing.id,
        "name": thing.name,
        "aliases": _aliases(thing),
        "kind": kind,
        "provider": provider,
        "platform": next((other for other in providers[1:] if other != provider), None),
        "teaches": _skills(thing, "ceterms:teaches", shelf),
        "attests": _skills(thing, "ceterms:assesses", shelf),
        "requires": wants.requires,
        "recommends": wants.recommends,
        "effort": _effort(thing, shelf),
        "offers": offers_of(thing, shelf, degree_credits(thing.node)),
        "sources": [SOURCE["id"]],
    }
    found["attests"] = [id for id in dict.fromkeys((*found["attests"], *wants.attests)) if id not in found["teaches"]][
        :MOST_SKILLS
    ]
    yield "credentials", _given(found | _description(thing, shelf) | _validity(thing, shelf))
    if kind != "degree":
        yield from (("recommendations", record) for record in own_credit(thing, provider, shelf))


def _given(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if value not in (None, "", [])}


def _skills(thing: Thing, name: str, shelf: Shelf) -> list[str]:
    values = items(thing.node.get(name))[:MOST_SKILLS]
    return list(dict.fromkeys(id for value in values if (id := shelf.skill(value, thing)) is not None))


def _description(thing: Thing, shelf: Shelf) -> dict[str, Any]:
    node = thing.node
    award = award_of(node)
    named = [LEVELS[each.casefold()] for each in terms(node.get("ceterms:audienceLevelType")) if each.casefold() in LEVELS]
    major = next(
        (first_text(each, "ceterms:targetNodeName") for each in items(node.get("ceterms:degreeMajor")) if isinstance(each, dict)),
        "",
    )
    roles = [id for each in items(node.get("ceterms:occupationType")) for id in shelf.roles(each, thing)]
    return {
        "award": award,
        "award_field": slug(major) if award and major else None,
        "level": min(named, key=LEVEL_ORDER.index) if named else AWARD_LEVELS.get(award or ""),
        "languages": list(dict.fromkeys(tag for each in texts(node.get("ceterms:inLanguage"), 60) if (tag := language(each)))),
        "countries": jurisdictions(node.get("ceterms:offeredIn")) or jurisdictions(node.get("ceterms:jurisdiction")),
        "leads_to": list(dict.fromkeys(roles)),
        "url": web_address(node.get("ceterms:subjectWebpage")),
        "note": clean(first_text(node, "ceterms:description", "schema:description", most=MAX_NOTE), NOTE_LENGTH),
    }


def _validity(thing: Thing, shelf: Shelf) -> dict[str, Any]:
    """Whether it can still be earned, and how long it is good for."""
    node = thing.node
    written = term(node.get("ceterms:credentialStatusType")) or term(node.get("ceterms:lifeCycleStatusType"))
    status = STATUSES.get(written.casefold())
    newer = next((shelf.credential(each, thing.resource.scope) for each in items(node.get("ceterms:supersededBy"))), None)
    months = _months(node.get("ceterms:renewalFrequency"))
    return {
        "status": status,
        "retired_on": day(node.get("ceterms:expirationDate")) if status == "retired" else None,
        "replaced_by": newer if newer != thing.id else None,
        "valid_months": months,
        "renewal": _renewal(thing, months),
    }


def _months(value: object) -> int | None:
    length = duration(value)
    months = round(length.weeks * 12 / 52) if length is not None and length.weeks is not None else 0
    return months if 1 <= months <= 1200 else None


def _renewal(thing: Thing, months: int | None) -> dict[str, Any] | None:
    profiles = [each for each in items(thing.node.get("ceterms:renewal")) if isinstance(each, dict)]
    rule = next((words for each in profiles if (words := first_text(each, "ceterms:description", most=NOTE_LENGTH))), "")
    costs = [cost for each in profiles for cost in items(each.get("ceterms:estimatedCost")) if isinstance(cost, dict)]
    fee = next((price for cost in costs if (price := price_of(cost)) is not None), None)
    found = _given({"every_months": months, "fee": fee, "rule": rule if rule != thing.name else None})
    return found or None


def _effort(thing: Thing, shelf: Shelf) -> dict[str, Any] | None:
    """The first duration in hours, and the least of those in calendar time."""
    hours: dict[str, float] = {}
    weeks: list[float] = []
    for profile in items(thing.node.get("ceterms:estimatedDuration")):
        least, most = _ends(profile)
        if least is None or most is None:
            if isinstance(profile, dict) and any(name in profile for name in _ENDS):
                shelf.notes.leave_out("bad-duration", thing.resource.place, thing.name)
        elif least.hours is not None and most.hours is not None:
            hours = hours or _hours(least.hours, most.hours)
        elif least.weeks is not None:
            weeks.append(least.weeks)
    if not hours and (clock := clock_hours(thing.node) or _old_clock_hours(thing)) is not None:
        hours = {"hours": clock}
    found = hours | ({"min_weeks": round(min(weeks), 2)} if weeks and min(weeks) <= MOST_WEEKS else {})
    return found or None


_ENDS = ("ceterms:exactDuration", "ceterms:minimumDuration", "ceterms:maximumDuration")


def _ends(profile: object) -> Any:
    """The least and the most of a duration profile; None where one cannot be read or they are the wrong way round."""
    if not isinstance(profile, dict):
        return None, None
    exact, least, most = (duration(profile.get(name)) for name in _ENDS)
    least, most = exact or least or most, exact or most or least
    if least is None or most is None or (least.hours is None) != (most.hours is None):
        return None, None
    if (least.hours or 0, least.weeks or 0) > (most.hours or 0, most.weeks or 0):
        return None, None
    return least, most


def _hours(least: float, most: float) -> dict[str, float]:
    if most > 100_000:
        return {}
    return {"hours": round(least, 2)} if least == most else {"min_hours": round(least, 2), "max_hours": round(most, 2)}


def _old_clock_hours(thing: Thing) -> float | None:
    kind = text(thing.node.get("ceterms:creditHourType")).casefold()
    hours = number(thing.node.get("ceterms:creditHourValue"))
    return hours if hours is not None and 0 < hours <= 100_000 and "clock" in kind else None
