"""What must hold of any degree plan, derived anew from the records of the catalogue and the plan's JSON alone.

Nothing of the planner or of the placing of credit is used. Where a plan does not tell a level (hours taken at the institution),
a limit is checked as far as it must hold in any case. Hours are hundredths, money is cents.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from fractions import Fraction
from math import ceil
from typing import Any

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import (
    Accept,
    AtLeast,
    AtMost,
    Charge,
    Entry,
    Filter,
    Once,
    Programme,
    Refuse,
    Requirement,
    Tuition,
)
from skillpath.catalog.records import Course, Credential, Recommendation

Data = dict[str, Any]
UPPER = ("upper", "graduate")


def hundredths(text: str | float) -> int:
    return int(Fraction(str(text)) * 100)


def cents(figure: Data | str) -> int:
    return int(Fraction(figure["amount"] if isinstance(figure, dict) else figure.split()[0]) * 100)


class Part:
    """A credit that lands in a requirement, with what the catalogue knows of it."""

    def __init__(self, shown: Data, home: str, catalog: Catalog) -> None:
        self.id: str = shown["credit"]
        self.home, self.word = home, shown["word"]
        self.counted, self.hours = hundredths(shown["counted"]), hundredths(shown["hours"])
        self.credential, self.course, self.level = shown["credential"], shown["course"], shown["level"]
        self.origins = set(shown["origins"])
        course = catalog.get(Course, self.course) if self.course else None
        self.areas = set(course.areas) if course else set()
        record = catalog.get(Credential, self.credential) if self.credential else None
        self.providers = {record.provider, record.platform} - {None} if record else set()


def matches(over: Filter, part: Part) -> bool | None:
    """Whether a filter is about a credit; None where the plan does not tell."""
    if over.subjects or over.number_below is not None or over.number_from is not None:
        return None
    if over.here is not None and over.here != (part.word == "here"):
        return False
    names = {*part.origins, *part.providers, part.course, part.credential}
    shares = [
        (over.credit_from, part.origins),
        (over.providers, part.providers),
        (over.credentials, {part.credential}),
        (over.courses, {part.course}),
        (over.areas, part.areas),
        (over.levels, {part.level}),
    ]
    return all(not wanted or set(wanted) & values for wanted, values in shares) and not set(over.excluding) & names


def faults(data: Data, programme: Programme, catalog: Catalog, transcript_areas: bool = False) -> list[str]:
    """What is wrong with a plan for one programme; empty where all holds."""
    section = data["programmes"][0]
    slots = {each.id: each for each in programme.requirements}
    parts = [Part(shown, each["id"], catalog) for each in section["requirements"] for shown in each["credits"]]
    taken = {each["id"]: hundredths(each["taken_there"]) for each in section["requirements"]}
    waived = {bill["text"] for bill in section["bills"] if bill["kind"] == "waiver"}
    return [
        *_sums(section, programme),
        *_once(parts, catalog),
        *(words for part in parts for words in _landing(part, slots[part.home], programme, transcript_areas)),
        *_limits(programme, parts, taken, waived),
        *_steps(data, programme, catalog),
        *_money(data, section, programme, parts, sum(taken.values())),
    ]


def _sums(section: Data, programme: Programme) -> Iterator[str]:
    shown = [each["id"] for each in section["requirements"]]
    if shown != [each.id for each in programme.requirements]:
        yield f"shows the requirements {shown}"
    for each, asked in zip(section["requirements"], programme.requirements, strict=False):
        brought = sum(hundredths(credit["counted"]) for credit in each["credits"])
        if not hundredths(each["counted"]) == brought + hundredths(each["taken_there"]) == hundredths(asked.hours):
            yield f"{each['id']} counts {each['counted']} of {asked.hours}"
    whole = sum(hundredths(each["counted"]) for each in section["requirements"])
    if whole != hundredths(programme.total):
        yield f"{whole} hundredths count, the programme has {programme.total}"


def _once(parts: list[Part], catalog: Catalog) -> Iterator[str]:
    """A credit in one requirement, a course once, one body for a credential, no two credentials of the same content."""
    homes = Counter(part.id for part in parts if part.word != "block")
    yield from (f"{id} lands {times} times" for id, times in homes.items() if times > 1)
    courses = Counter(part.course for part in parts if part.course)
    yield from (f"the course {id} counts {times} times" for id, times in courses.items() if times > 1)
    for id in courses:
        record = catalog.get(Course, id)
        yield from (f"{id} and {other} exclude each other" for other in (record.excludes if record else ()) if other in courses)
    bodies = defaultdict[str, set[str]](set)
    for part in parts:
        if part.word == "recommended" and (found := catalog.get(Recommendation, part.id)) is not None:
            bodies[found.credential].add(found.body)
    yield from (f"{id} counts on the word of {sorted(each)}" for id, each in bodies.items() if len(each) > 1)
    held = {part.credential for part in parts if part.credential}
    for id in held:
        record = catalog.get(Credential, id)
        yield from (f"{id} and {other} overlap" for other in (record.overlaps if record else ()) if other in held)


def _landing(part: Part, slot: Requirement, programme: Programme, transcript_areas: bool) -> Iterator[str]:
    if not 0 < part.counted <= (hundredths(slot.hours) if slot.whole else part.hours):
        yield f"{part.id} counts {part.counted} of {part.hours}"
    if slot.level == "upper" and part.level not in UPPER:
        yield f"{part.id} is {part.level}, and {slot.id} asks for upper"
    if slot.here and part.word != "here":
        yield f"{part.id} lands in {slot.id}, which is taken there"
    if part.word in ("block", "here"):
        return
    own_areas = transcript_areas and part.word == "transcript"
    fits = slot.elective or part.course in slot.courses or part.areas & set(slot.areas) or part.word == "articulated"
    if not (fits or own_areas):
        yield f"{part.id} ({part.course}) does not fit {slot.id}"
    if part.word == "articulated" and part.credential not in {each.credential for each in programme.articulations}:
        yield f"{part.id} is articulated by nobody"
    if part.word != "articulated" and not part.origins & set(programme.accepts):
        yield f"{part.id} comes from {sorted(part.origins)}"
    for rule in programme.rules:
        if slot.id in (rule.scope or (slot.id,)):
            if isinstance(rule, Refuse) and matches(rule.over, part):
                yield f"{part.id} in {slot.id} is refused: {rule.note}"
            if isinstance(rule, Accept) and matches(rule.over, part) is False:
                yield f"{part.id} in {slot.id} is not accepted: {rule.note}"


def _limits(programme: Programme, parts: list[Part], taken: dict[str, int], waived: set[str]) -> Iterator[str]:
    for rule in programme.rules:
        scope = set(rule.scope) or set(taken)
        inside = [part for part in parts if part.home in scope]
        if isinstance(rule, Once):
            found = {part.credential or part.id for part in inside if matches(rule.over, part)}
            if len(found) > rule.count:
                yield f"{sorted(found)} count once"
        if not isinstance(rule, AtMost | AtLeast) or rule.each or (rule.waiver and rule.waiver.name in waived):
            continue
        bound = rule.hours if rule.hours is not None else (rule.percent or 0) / 100 * programme.total
        sure = sum(part.counted for part in inside if matches(rule.over, part))
        if isinstance(rule, AtMost) and sure > ceil(bound * 100):
            yield f"{sure} hundredths: {rule.note}"
        if isinstance(rule, AtLeast) and rule.distinct is None:
            most = sum(part.counted for part in inside if matches(rule.over, part) is not False) + _there(rule.over, scope, taken)
            if most < int(bound * 100):
                yield f"{most} hundredths: {rule.note}"


def _there(over: Filter, scope: Iterable[str], taken: dict[str, int]) -> int:
    """The hours taken there that could be meant."""
    never = (
        over.credit_from
        or over.credentials
        or over.here is False
        or over.number_below is not None
        or over.number_from is not None
    )
    return 0 if never else sum(taken[id] for id in scope)


def _steps(data: Data, programme: Programme, catalog: Catalog) -> Iterator[str]:
    door = str((programme.requires, [rule for rule in programme.rules if isinstance(rule, Entry)]))
    ids = [step["id"] for step in data["steps"]]
    yield from (f"{id} is earned {times} times" for id, times in Counter(ids).items() if times > 1)
    for step in data["steps"]:
        record = catalog.get(Credential, step["id"])
        if record is not None and record.status != "active":
            yield f"{step['id']} is {record.status}"
        if not step["serves"] and not step["enables"] and f"'{step['id']}'" not in door:
            yield f"{step['id']} serves nothing"


# --- money ---------------------------------------------------------------------------------------------------------------------


def _money(data: Data, section: Data, programme: Programme, parts: list[Part], taken: int) -> Iterator[str]:
    bills = section["bills"]
    if sum(cents(each["cost"]) for each in bills) != cents(section["cost"]):
        yield f"the bills of {programme.id} do not add up to {section['cost']['amount']}"
    paid = sum(cents(each["total"]) for each in data["purchases"])
    if paid != cents(data["totals"]["cost"]):
        yield f"the purchases come to {paid}, the plan to {data['totals']['cost']['amount']}"
    once = sum(cents(fee.price) for fee in programme.fees if fee.per == "once")
    if sum(cents(each["cost"]) for each in bills if each["kind"] == "fee") < once:
        yield "fees are missing"
    if not any(isinstance(rule, Charge) for rule in programme.rules) and any(each["kind"] == "charge" for each in bills):
        yield "is charged for nothing"
    tuition = sum(cents(each["cost"]) for each in bills if each["kind"] == "tuition")
    own = any(each.price for each in programme.requirements)
    if taken and not own and not section["unpriced"] and not any(_is_price(tuition, each, taken) for each in programme.tuition):
        yield f"pays {tuition} cents for {taken} hundredths taken there"
    if not taken and tuition:
        yield "pays for teaching without any"


def _is_price(paid: int, entry: Tuition, taken: int) -> bool:
    """Whether an amount is what an entry asks for, with some number of terms."""
    hours = ceil(Fraction(taken, 100))
    due = cents(entry.per_credit) * hours if entry.per_credit else 0
    due += cents(entry.per_course) * ceil(Fraction(hours) / Fraction(str(entry.course_hours))) if entry.per_course else 0
    due += cents(entry.whole) if entry.whole else 0
    term = cents(entry.per_term) if entry.per_term else 0
    terms = range(1, 200) if term else (0,)
    most = cents(entry.max_total) if entry.max_total else None
    return any(paid == (min(due + term * each, most) if most is not None else due + term * each) for each in terms)
