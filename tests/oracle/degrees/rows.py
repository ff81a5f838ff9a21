"""The rules of a programme as sums with bounds, and what credits and courses there cost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import ceil
from typing import NamedTuple

from tests.oracle.degrees.credit import Credit, matches
from tests.oracle.degrees.world import Degree
from tests.oracle.world import Raw, exact, money

Placed = Iterable[tuple[Credit, str]]
Taken = tuple[int, ...]  # whole hours taken at the institution, one figure per requirement


class Figures(NamedTuple):
    """What something costs: cents, minutes, steps."""

    cost: int
    time: int
    steps: int


class Row(NamedTuple):
    """A sum that must be neither too small nor too large; without bounds it is only measured.

    `adds` says what a credit that counts so much in a requirement adds. A row that counts values `starts` with those of the
    placed credits, and the courses that a requirement takes there, of three hours each, may all be of other values.
    """

    name: str
    adds: Callable[[Credit, str, int], int]
    low: Fraction | None = None
    high: Fraction | None = None
    starts: int = 0
    is_count: bool = False


def sum_of(row: Row, hours: Iterable[int]) -> int:
    """What the parts of one requirement add to a row: hours, or values."""
    total = sum(hours)
    return (total + 200) // 300 if row.is_count and total else total


def bounds(degree: Degree, waived: frozenset[str], placed: Placed, *, is_audit: bool = False) -> list[Row]:
    """The rows of all caps and minimums that are not waived; in an audit a minimum leaves room for what it asks."""
    placed = list(placed)
    rules = [rule for rule in degree.rules if rule["id"] not in waived]
    rows = [row for rule in rules if rule["rule"] == "at-most" for row in _caps(degree, rule, placed)]
    for rule in rules:
        if rule["rule"] != "at-least":
            continue
        if not is_audit:
            rows += _minimums(degree, rule, placed)
        elif not rule.get("waiver") and not rule.get("distinct") and not rule.get("each"):
            rows.append(_room(degree, rule))
    return rows


def _bound(degree: Degree, rule: Raw) -> Fraction:
    return exact(rule["hours"]) * 100 if rule.get("hours") is not None else exact(rule["percent"]) * degree.total / 100


def _adder(degree: Degree, rule: Raw, kind: str | None = None, value: str | None = None) -> Callable[[Credit, str, int], int]:
    """What adds to a rule's sum: credit in its scope that matches, and has a value where only that is meant."""
    scope = degree.scope(rule)

    def adds(credit: Credit, home: str, amount: int) -> int:
        is_meant = home in scope and matches(rule.get("over"), credit) and (kind is None or value in values(credit, kind))
        return amount if is_meant else 0

    return adds


def values(credit: Credit, kind: str) -> set[str]:
    """The values of a credit: its subject, its courses, its areas, or those who gave it."""
    if kind == "subject":
        return {credit.subject} if credit.subject else set()
    return set({"course": credit.courses, "area": credit.areas, "provider": tuple(credit.places)}[kind])


def _caps(degree: Degree, rule: Raw, placed: Placed) -> Iterator[Row]:
    kind, high = rule.get("each"), _bound(degree, rule)
    if kind is None:
        yield Row(rule["id"], _adder(degree, rule), high=high)
        return
    there = [credit for id in degree.requirements for credit in degree.here(id)]
    everything = [credit for credit, _ in placed] + ([] if kind == "subject" else there)
    for value in sorted({value for credit in everything for value in values(credit, kind)}):
        yield Row(f"{rule['id']} for {value}", _adder(degree, rule, kind, value), high=high)


def _listed(rule: Raw) -> list[tuple[str | None, str | None]]:
    kind = rule.get("each")
    return [(kind, value) for value in (rule.get("over") or {}).get(f"{kind}s") or ()] if kind else [(None, None)]


def _minimums(degree: Degree, rule: Raw, placed: Placed) -> Iterator[Row]:
    if (kind := rule.get("distinct")) is not None:
        scope, adds = degree.scope(rule), _adder(degree, rule)
        mine = (credit for credit, home in placed if home in scope and matches(rule.get("over"), credit))
        different = {value for credit in mine for value in values(credit, kind)}

        def counts(credit: Credit, home: str, amount: int) -> int:
            return adds(credit, home, amount) if credit.word == "taken" else 0

        yield Row(rule["id"], counts, low=Fraction(rule["count"]), starts=len(different), is_count=True)
        return
    for each, value in _listed(rule):
        yield Row(f"{rule['id']} for {value}", _adder(degree, rule, each, value), low=_bound(degree, rule))


def _room(degree: Degree, rule: Raw) -> Row:
    """What does not match may fill the scope only so far that the minimum still has room."""
    scope, matching = degree.scope(rule), _adder(degree, rule)

    def adds(credit: Credit, home: str, amount: int) -> int:
        return amount - matching(credit, home, amount) if home in scope else 0

    room = sum(map(degree.hours_of, scope)) - _bound(degree, rule)
    return Row(f"room for {rule['id']}", adds, high=max(room, Fraction(0)))


def measure(degree: Degree, rule: Raw) -> Row:
    """The hours for which a charge is made."""
    adds = _adder(degree, rule)
    return Row(rule["id"], lambda credit, home, amount: 0 if credit.here else adds(credit, home, amount))


def charge(rule: Raw, units: int) -> int:
    """Cents of a charge for so many units, the first of them free."""
    return money(rule["price"]).cents * max(0, units - int(rule.get("free_first", 0)))


def charges(degree: Degree, placed: Placed) -> dict[str, int]:
    """Cents of the charges that are not made by the hour, for what is placed, blocks among it."""
    placed = list(placed)
    found = {}
    for rule in degree.of_kind("charge"):
        scope, per = degree.scope(rule), rule.get("per", "once")
        mine = [credit for credit, home in placed if home in scope and not credit.here and matches(rule.get("over"), credit)]
        owners = {credit.owner if per == "credential" else credit.id for credit in mine}
        if per != "hour":
            found[rule["id"]] = charge(rule, min(1, len(owners)) if per == "once" else len(owners))
    return found


def waiver_cents(degree: Degree, waived: frozenset[str]) -> int:
    """What lifting rules costs."""
    return sum(money(rule["waiver"]["price"]).cents for rule in degree.rules if rule["id"] in waived)


# --- courses at the institution -----------------------------------------------------------------------------------------------


class Bill(NamedTuple):
    """What teaching costs, and how long it takes."""

    terms: int
    minutes: int
    tuition: int
    fees: int


def there(degree: Degree, entries: Mapping[int, Raw], taken: Taken) -> Iterator[tuple[Figures, int | None, Taken]]:
    """What so many hours can cost: each way to pay, with more hours where a term asks for them."""
    ways: list[tuple[int | None, Raw | None]] = list(entries.items()) if usual_hours(degree, taken) else [(None, None)]
    for place, entry in ways:
        for more in _more(degree, entry, taken):
            paid = bill(degree, entry, more)
            if paid is not None:
                yield Figures(paid.tuition + paid.fees, paid.minutes, sum(hours > 0 for hours in more)), place, more


def usual_hours(degree: Degree, taken: Taken) -> int:
    """The hours taken in requirements without a price of their own."""
    return sum(hours for record, hours in zip(degree.requirements.values(), taken, strict=True) if not record.get("price"))


def _more(degree: Degree, entry: Raw | None, taken: Taken) -> Iterator[Taken]:
    """More hours than count, where a term asks for some: in a requirement up to what it asks for, or what a term does."""
    yield taken
    entries = degree.programme.get("tuition") or ()
    term = max((ceil(exact(each.get("min_hours_per_term") or 0)) for each in entries), default=0)
    most = [range(max(ceil(exact(record["hours"])), term) + 1) for record in degree.requirements.values()]
    if entry is not None and entry.get("min_hours_per_term"):
        ways = product(*(hours[old:] for hours, old in zip(most, taken, strict=True)))
        yield from (way for way in ways if way != taken and sum(way) <= sum(taken) + term)


def bill(degree: Degree, entry: Raw | None, taken: Taken) -> Bill | None:
    """Terms, time and money for hours taken; None where a term would have too few of them."""
    hours, usual, entry = sum(taken), usual_hours(degree, taken), entry or {}
    studied = usual * study_hours(degree, entry) * 60
    terms = max(1, ceil(studied / _capacity(degree, entry)) if entry.get("months") else 1) if usual else 0
    if entry.get("max_hours_per_term"):
        terms = max(terms, ceil(usual / exact(entry["max_hours_per_term"])))
    if entry.get("min_hours_per_term") and usual < exact(entry["min_hours_per_term"]) * terms:
        return None
    all_studied = ceil(studied + (hours - usual) * study_hours(degree, {}) * 60)
    minutes = max(all_studied, _least(degree)) if hours else 0
    years = max(1, ceil(Fraction(minutes) / (degree.case.pace * 52))) if hours else 0
    own = _own_prices(degree, taken)
    return Bill(terms, minutes, own + _tuition(entry, usual, terms), fee_cents(degree, hours, terms, years))


def _capacity(degree: Degree, entry: Raw) -> Fraction:
    return degree.case.pace * exact(entry["months"]) * Fraction(52, 12)


def study_hours(degree: Degree, entry: Raw) -> Fraction:
    """Hours of work behind one hour of credit."""
    worth = degree.semester_hours(degree.unit) or Fraction(1)
    if degree.case.learner.get("study_hours"):
        return exact(degree.case.learner["study_hours"]) * worth
    unit: Raw = next((record for record in degree.case.world.get("units") or () if record["id"] == degree.unit), {})
    told = entry.get("study_hours") or unit.get("study_hours")
    return exact(told) if told else 45 * worth


def _least(degree: Degree) -> int:
    """Minutes of the least time at the institution."""
    return ceil(exact(degree.programme.get("min_months") or 0) * Fraction(52, 12) * degree.case.pace)


def _own_prices(degree: Degree, taken: Taken) -> int:
    """Cents of the requirements with a price of their own in which something is taken."""
    records = zip(degree.requirements.values(), taken, strict=True)
    return sum(money(record["price"]).cents for record, hours in records if hours and record.get("price"))


def _tuition(entry: Raw, hours: int, terms: int) -> int:
    """Cents by one entry for the hours that have no price of their own."""
    courses = ceil(hours / exact(entry.get("course_hours", 3)))
    counts = {"per_credit": hours, "per_course": courses, "per_term": terms, "whole": 1}
    total = sum(money(entry[field]).cents * count for field, count in counts.items() if entry.get(field))
    return min(total, money(entry["max_total"]).cents) if entry.get("max_total") else total


def fee_cents(degree: Degree, hours: int, terms: int, years: int) -> int:
    """Cents of the institution's fees."""
    counts = {"once": 1, "hour": hours, "term": terms, "year": years}
    return sum(money(fee["price"]).cents * counts[fee.get("per", "once")] for fee in degree.programme.get("fees") or ())
