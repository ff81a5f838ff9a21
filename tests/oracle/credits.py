"""A number of credit hours: what is recommended for what is held and earned, and whether some choice of it is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import NamedTuple

from tests.oracle.world import Case, Known, Raw, exact, is_confident


class Credit(NamedTuple):
    """Recommended hours, for one common course at most."""

    hours: Fraction
    is_upper: bool
    credential: str
    source: str
    choice: str | None
    course: str | None


def recommended(case: Case, earned: frozenset[str], known: Known) -> list[Credit]:
    """The credit recommended for what is held and earned, by the one body that recommends most for each credential."""
    found = []
    for id in sorted(known.ids):
        by_body: dict[str, list[Raw]] = {}
        for record in case.world.get("recommendations") or ():
            if record["credential"] == id and _counts(case, record, id in earned):
                by_body.setdefault(record["body"], []).append(record)
        if by_body:
            body = max(sorted(by_body), key=lambda body: _most(by_body[body]))
            found += [credit for record in by_body[body] for credit in _parts(record)]
    return found


def _counts(case: Case, record: Raw, is_new: bool) -> bool:
    is_known = record.get("hours") is not None and record.get("unit", "semester-hour") == "semester-hour"
    is_sure = is_confident(case.request["min_confidence"], record.get("confidence", "medium"))
    return is_known and is_sure and _is_in_dates(case, record, is_new)


def _is_in_dates(case: Case, record: Raw, is_new: bool) -> bool:
    """Whether it is completed inside its dates; what is new counts from the start (no date of these worlds is near to it)."""
    first, last = record.get("start"), record.get("end")
    day = case.start if is_new else case.held[record["credential"]]
    if day is None:
        return first is None and last is None
    return (first is None or first <= day.isoformat()) and (last is None or day.isoformat() <= last)


def _most(records: Iterable[Raw]) -> Fraction:
    """The hours of one body for one credential: of those with the same choice only the most."""
    best: dict[str, Fraction] = {}
    for record in records:
        key = f"choice {record['choice']}" if record.get("choice") else record["id"]
        best[key] = max(best.get(key, Fraction(0)), exact(record["hours"]))
    return sum(best.values(), Fraction(0))


def _parts(record: Raw) -> Iterator[Credit]:
    courses = [record["course"]] if record.get("course") else record.get("covers") or [None]
    hours = Fraction(floor(exact(record["hours"]) * 100 / len(courses)), 100)
    for course in courses:
        is_upper = record.get("level") in ("upper", "graduate")
        yield Credit(hours, is_upper, record["credential"], record["id"], record.get("choice"), course)


def clash(case: Case, one: Credit, other: Credit) -> bool:
    """Whether only one of two credits counts: the same or excluding courses, two scores, credentials that share content."""
    if one.course is not None and other.course is not None:
        courses = {each["id"]: each for each in case.world.get("courses") or ()}
        if one.course == other.course or _says(courses, "excludes", one.course, other.course):
            return True
    if one.credential == other.credential:
        return one.choice is not None and one.choice == other.choice and one.source != other.source
    return _says(case.credentials, "overlaps", one.credential, other.credential)


def _says(records: dict[str, Raw], field: str, one: str, other: str) -> bool:
    return other in (records[one].get(field) or ()) or one in (records[other].get(field) or ())


def reaches(case: Case, found: Sequence[Credit], hours: int | Decimal, upper: int) -> bool:
    """Whether some choice of credits that do not clash has enough hours, and enough of the upper level."""
    clashes = {
        (one, other): clash(case, first, second)
        for one, first in enumerate(found)
        for other, second in enumerate(found)
        if one != other
    }
    tied = [place for place in range(len(found)) if any(both and place in pair for pair, both in clashes.items())]
    loose = [each for place, each in enumerate(found) if place not in tied]

    def is_enough(chosen: list[int], left: list[int]) -> bool:
        more = [*loose, *(found[place] for place in (*chosen, *left))]
        if (
            sum((each.hours for each in more), Fraction(0)) < Fraction(hours)
            or sum(each.hours for each in more if each.is_upper) < upper
        ):
            return False
        if not left:
            return True
        first, *rest = left
        return is_enough([*chosen, first], [each for each in rest if not clashes[first, each]]) or is_enough(chosen, rest)

    return is_enough([], tied)
