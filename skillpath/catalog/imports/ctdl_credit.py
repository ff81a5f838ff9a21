"""Credit in CTDL -> recommendations.

A transfer value profile is a recommendation of its owner (the American Council on Education is the body `ace`) for everything
that it says was learned; a `creditValue` is credit that the owner itself gives, so the owner is the body. *Units*: semester
and quarter hours as they are; plain degree credit is semester hours where ACE or NCCRS says it (they count so) or the words
do, else the unit `degree-credit`, which no total counts before a programme says what it is worth. Clock hours are no credit:
they are effort.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from skillpath.catalog.imports.ctdl_index import Thing, key_of, name_of
from skillpath.catalog.imports.ctdl_shelf import SOURCE, Shelf
from skillpath.catalog.imports.ctdl_terms import CREDIT_LEVELS, CREDIT_UNITS, HOUR_UNITS, STATUSES
from skillpath.catalog.imports.ctdl_values import Node, address, ctid, day, first_text, items, number, term, text
from skillpath.catalog.imports.names import MAX_NOTE, clean

IDENTIFIERS = ("ceterms:identifierValue", "ceterms:identifier", "ceterms:identifer")
SEMESTER_BODIES = ("ace", "nccrs")
MOST_CREDIT = 1_000

_BODIES = (
    (re.compile(r"american council on education|^ace\b", re.IGNORECASE), "ace"),
    (re.compile(r"national college credit recommendation service|^nccrs\b", re.IGNORECASE), "nccrs"),
)
_SCORE = re.compile(r"\bscor\w*\s+(?:of\s+)?(?:at least\s+)?(\d{1,4})(?![\d%])", re.IGNORECASE)


def clock_hours(node: Node) -> float | None:
    """The clock hours that a value profile states."""
    for value in values_of(node, "ceterms:creditValue"):
        if term(value.get("ceterms:creditUnitType")).casefold() in HOUR_UNITS:
            return amount(value)
    return None


def values_of(node: Node, name: str) -> list[Node]:
    """The value profiles of a node, older forms included."""
    found = [value for value in items(node.get(name)) if isinstance(value, dict)]
    old = number(node.get("ceterms:creditUnitValue"))
    if old is not None and name == "ceterms:creditValue" and not found:
        found = [{"schema:value": old, "ceterms:creditUnitType": node.get("ceterms:creditUnitType")}]
    return found


def amount(value: Node) -> float | None:
    """The credit of a value profile; of a range, its lower end."""
    for name in ("schema:value", "schema:minValue", "ceterms:value", "schema:maxValue"):
        found = number(value.get(name))
        if found is not None:
            return found if 0 < found <= MOST_CREDIT else None
    return None


def degree_credits(node: Node) -> float | None:
    """The degree credit of a course: what a price per credit is multiplied with."""
    for value in values_of(node, "ceterms:creditValue"):
        if term(value.get("ceterms:creditUnitType")).casefold() in CREDIT_UNITS:
            return amount(value)
    return None


def own_credit(thing: Thing, provider: str, shelf: Shelf) -> Iterator[dict[str, Any]]:
    """The credit that the owner of a course or examination itself gives for it."""
    values = [value for value in values_of(thing.node, "ceterms:creditValue") if not _is_hours(value)]
    for number_, value in enumerate(values):
        facts = _facts(value, provider, "", thing, shelf)
        if facts is not None:
            id = f"{thing.id}.credit" + (f"-{number_ + 1}" if number_ else "")
            yield {"id": id, "credential": thing.id, "body": provider, **facts, "sources": [SOURCE["id"]]}


def _is_hours(value: Node) -> bool:
    return term(value.get("ceterms:creditUnitType")).casefold() in HOUR_UNITS


def transfer_value(thing: Thing, shelf: Shelf) -> Iterator[dict[str, Any]]:
    """The recommendations of a transfer value profile: one for each thing learned and each of its values."""
    node = thing.node
    body = _body(thing, shelf)
    values = values_of(node, "ceterms:transferValue")
    if (reason := _unusable(node, body, values)) is not None:
        shelf.notes.leave_out(reason, thing.resource.place, thing.name or "a transfer value profile")
        return
    facts = [found for value in values if (found := _facts(value, body or "", _said(node), thing, shelf)) is not None]
    pairs = [(credential, each) for credential in _learned(thing, shelf) for each in facts]
    for count, (credential, each) in enumerate(pairs):
        id = thing.id + (f".{count + 1}" if count else "")
        yield {"id": id, "credential": credential, "body": body, **each, **_frame(thing, shelf)}


def _unusable(node: Node, body: str | None, values: list[Node]) -> str | None:
    """Why a transfer value profile makes no recommendation."""
    retired = STATUSES.get(term(node.get("ceterms:lifeCycleStatusType")).casefold()) == "retired"
    if retired and not day(node.get("ceterms:endDate")):
        return "obsolete"
    if body is None:
        return "no-provider"
    return None if values else "bad-value"


def _learned(thing: Thing, shelf: Shelf) -> list[str]:
    """The credentials, courses and examinations that the credit is for; what no document describes is noted."""
    learned = items(thing.node.get("ceterms:transferValueFrom"))
    found = [id for each in learned if (id := shelf.credential(each, thing.resource.scope)) is not None]
    for _ in range(len(learned) - len(found) or int(not learned)):
        shelf.notes.leave_out("credit-without-target", thing.resource.place, thing.name)
    return list(dict.fromkeys(found))


def _said(node: Node) -> str:
    conditions = (
        first_text(each, "ceterms:condition", "ceterms:description")
        for each in items(node.get("ceterms:requires"))
        if isinstance(each, dict)
    )
    return " ".join((text(node.get("ceterms:description"), MAX_NOTE), *conditions))


def _body(thing: Thing, shelf: Shelf) -> str | None:
    owners = items(thing.node.get("ceterms:ownedBy"))
    called = [_called(owner, thing, shelf) for owner in owners]
    for pattern, body in _BODIES:
        if any(pattern.search(words) for words in (*called, _numbered(thing.node)[1])):
            return body
    return next((provider for owner in owners if (provider := shelf.provider(owner, thing)) is not None), None)


def _numbered(node: Node) -> tuple[str, str]:
    """The number of an exhibit, and what kind of number it is."""
    for name in IDENTIFIERS:
        for value in items(node.get(name)):
            if isinstance(value, dict) and (code := text(value.get("ceterms:identifierValueCode"), 60)):
                return code, text(value.get("ceterms:identifierTypeName"))
    return "", ""


def _facts(value: Node, body: str, said: str, thing: Thing, shelf: Shelf) -> dict[str, Any] | None:
    """Hours, unit, level and subject of a value profile."""
    hours = amount(value)
    written = term(value.get("ceterms:creditUnitType")).casefold()
    words = f"{text(value.get('schema:description'), MAX_NOTE)} {said}".casefold()
    unit = CREDIT_UNITS.get(written)
    if hours is None or unit is None:
        shelf.notes.leave_out("credit-unit" if hours is not None else "bad-value", thing.resource.place, written or thing.name)
        return None
    if unit == "degree-credit" and (body in SEMESTER_BODIES or "semester hour" in words):
        unit = "semester-hour"
    facts: dict[str, Any] = {"hours": hours} | ({} if unit == "semester-hour" else {"unit": unit})
    if level := CREDIT_LEVELS.get(term(value.get("ceterms:creditLevelType")).casefold()):
        facts["level"] = level
    subject = next((found for each in items(value.get("ceterms:subject")) if (found := _subject(each))), "")
    facts |= {"subject": subject} if subject else {}
    if score := _SCORE.search(words):
        facts["min_score"] = float(score[1])
    return facts


def _subject(value: object) -> str:
    return first_text(value, "ceterms:targetNodeName") if isinstance(value, dict) else text(value)


def _frame(thing: Thing, shelf: Shelf) -> dict[str, Any]:
    """Number, dates and words of a transfer value profile."""
    node = thing.node
    start, end = day(node.get("ceterms:startDate")), day(node.get("ceterms:endDate"))
    if start and end and start > end:
        shelf.notes.leave_out("bad-value", thing.resource.place, f"starts on {start}, after it ends on {end}")
        start = end = None
    stands_for = [called for each in items(node.get("ceterms:transferValueFor")) if (called := _called(each, thing, shelf))]
    note = clean(
        ". ".join(filter(None, (_said(node).strip(" ."), f"Stands for {', '.join(stands_for)}" if stands_for else ""))), 600
    )
    number_ = _numbered(node)[0]
    given = {"number": number_, "start": start, "end": end, "note": note}
    return {key: value for key, value in given.items() if value} | {"sources": [SOURCE["id"]]}


def _called(value: object, thing: Thing, shelf: Shelf) -> str:
    """The name of what a reference names, else its CTID or the end of its address."""
    name = name_of(value) if isinstance(value, dict) else ""
    found = address(value)
    last = "" if found.startswith("_:") else ctid(found) or found.rstrip("/").rpartition("/")[2]
    return name or shelf.index.called(key_of(value, thing.resource.scope)) or last
