"""A credit as a programme reads it, the filters that match it, and the rules that refuse it. Hours are whole hundredths."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import floor
from typing import NamedTuple

from tests.oracle.world import Raw, exact, months_after

GRADES = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")


class Credit(NamedTuple):
    """Hours from one source, as the programme reads them."""

    id: str
    word: str
    hours: int = 0
    level: str = "lower"
    credential: str | None = None
    courses: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    subject: str | None = None
    origins: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    number: int | None = None
    grade: str | None = None
    earned: date | None = None
    here: bool = False
    choice: tuple[str, str] | None = None
    source: str = ""
    to: str | None = None
    electives_only: bool = False
    is_new: bool = False

    @property
    def owner(self) -> str:
        """What is counted where credentials are counted: the credential, or the credit itself where there is none."""
        return self.credential or self.id


def hundredths(hours: Fraction) -> int:
    """Hours in hundredths, rounded down."""
    return floor(hours * 100)


def matches(over: Mapping[str, object] | None, credit: Credit) -> bool:
    """Whether a credit is one that a filter is about."""
    given: Raw = dict(over or {})
    given["subjects"] = [subject.casefold() for subject in given.get("subjects") or ()]
    mine: dict[str, Iterable[object]] = {
        "credit_from": credit.origins, "providers": credit.places, "credentials": [credit.credential], "courses": credit.courses,
        "areas": credit.areas, "subjects": [credit.subject], "levels": [credit.level],
    }  # fmt: skip
    if any(given.get(field) and not set(given[field]) & set(values) for field, values in mine.items()):
        return False
    if given.get("here") is not None and given["here"] != credit.here:
        return False
    low, high = given.get("number_from"), given.get("number_below")
    if (low is not None or high is not None) and credit.number is None:
        return False
    if credit.number is not None and not ((low is None or low <= credit.number) and (high is None or credit.number < high)):
        return False
    return not set(given.get("excluding") or ()) & {*credit.origins, *credit.places, credit.credential, *credit.courses}


def refusal(programme: Raw, rules: Sequence[Raw], credit: Credit, requirement: str | None, start: date) -> str | None:
    """Why credit from elsewhere is not taken in a requirement, or (where none is named) in any."""
    if credit.word != "articulated" and not credit.origins & set(programme.get("accepts") or ()):
        return "is not accepted"
    asked = (rule for rule in rules if not rule.get("scope") or requirement in rule["scope"])
    refusing = next((rule for rule in asked if _is_refused(rule, credit, start)), None)
    return f"is refused by {refusing['id']}" if refusing else None


def _is_refused(rule: Raw, credit: Credit, start: date) -> bool:
    kind, is_meant = rule["rule"], matches(rule.get("over"), credit)
    if kind == "grade":
        least = rule.get("least")
        return is_meant and least is not None and credit.word == "transcript" and is_worse(credit.grade, least)
    if kind == "dated":
        return is_meant and _is_outside(rule, credit.earned, start)
    return (kind == "accept" and not is_meant) or (kind == "refuse" and is_meant)


def is_worse(grade: str | None, least: str) -> bool:
    """Whether a known grade is below another."""
    return grade is not None and GRADES.index(grade) < GRADES.index(least)


def _is_outside(rule: Raw, earned: date | None, start: date) -> bool:
    years, after, before = rule.get("within_years"), rule.get("after"), rule.get("before")
    if years is None and after is None and before is None:
        return False
    if earned is None:
        return True
    too_old = years is not None and earned < months_after(start, -floor(exact(years) * 12))
    return too_old or not (after or "") <= earned.isoformat() < (before or "9999")
