"""Days that bind: what retires, offers that end, and what must come before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.planner.answer import Answer
from tests.helpers import catalog_of, plan_for

START = "start: '2026-12-01'\npace: 10\n"
WORLD = """
skills: [{{id: sql, name: SQL}}, {{id: python, name: Python}}]
providers: [{{id: p, name: P}}]
credentials:
- {{id: quick, name: Quick, kind: course, provider: p, teaches: [sql], effort: {{hours: 10}}, offers: [{{price: 50 USD}}]}}
- {{id: slow, name: Slow, kind: course, provider: p, teaches: [sql, python], effort: {{hours: 40}}, offers: [{{price: 20 USD}}]}}
- {{id: exam, name: Exam, kind: exam, provider: p, effort: {{hours: 10}}, requires: [{{skill: sql}}], {dates}}}
"""
PRICE = "offers: [{price: 5 USD}]"


def world(dates: str, folder: Path) -> MemoryCatalog:
    return catalog_of(WORLD.format(dates=dates), folder)


def ids(answer: Answer) -> list[str]:
    return [step.credential.id for step in answer.steps]


@pytest.mark.parametrize(
    ("day", "steps"),
    [
        ("2027-01-05", ["slow", "exam"]),  # fifty hours at ten a week: 35 days
        ("2027-01-04", ["quick", "exam"]),
        ("2026-12-15", ["quick", "exam"]),
        ("2026-12-14", []),
    ],
)
def test_what_retires_is_finished_by_its_day_with_all_that_comes_before_it(day: str, steps: list[str], tmp_path: Path) -> None:
    answer = plan_for(world(f"retired_on: '{day}', {PRICE}", tmp_path), "credential:exam", START)
    assert ids(answer) == steps
    assert all(step.finish.isoformat() <= day for step in answer.steps if step.credential.id == "exam")


def test_why_there_is_no_plan_names_what_retires(tmp_path: Path) -> None:
    beginner = plan_for(world(f"retired_on: '2026-12-07', {PRICE}", tmp_path), "credential:exam", START)
    assert beginner.openings == ("Exam retires on 2026-12-07, before it could be finished on 2026-12-08",)
    hurried = plan_for(world(f"retired_on: '2026-12-14', {PRICE}", tmp_path), "credential:exam", START)
    assert "Exam retires on 2026-12-14" in [tag.text for tag in hurried.reasons]


def test_of_two_that_could_come_before_it_the_quick_one_does(tmp_path: Path) -> None:
    last = """
- {id: last, name: Last, kind: exam, provider: p, effort: {hours: 1}, offers: [{price: 1 USD}], requires: [exam, slow]}
"""
    made = catalog_of(WORLD.format(dates=f"retired_on: '2026-12-15', {PRICE}") + last, tmp_path)
    assert ids(plan_for(made, "credential:last", START)) == ["quick", "exam", "slow", "last"]


@pytest.mark.parametrize(("end", "cents"), [("2026-12-15", 5500), ("2026-12-14", 8000)])
def test_an_offer_pays_for_what_is_finished_by_its_end(end: str, cents: int, tmp_path: Path) -> None:
    made = world(f"offers: [{{price: 60 USD}}, {{price: 5 USD, end: '{end}'}}]", tmp_path)
    answer = plan_for(made, "credential:exam", START)
    assert answer.totals is not None
    assert answer.totals.cents == cents


def test_what_teaches_a_skill_but_retires_too_soon_is_named(tmp_path: Path) -> None:
    made = catalog_of(
        """
skills: [{id: sql, name: SQL}]
providers: [{id: p, name: P}]
credentials:
- {id: a, name: A, kind: course, provider: p, teaches: [{skill: sql, level: 2}], effort: {hours: 40}, offers: [{price: 1 USD}],
   retired_on: '2026-12-20'}
""",
        tmp_path,
    )
    answer = plan_for(made, "skill:sql", START)
    assert answer.status == "none"
    assert answer.openings == ("A retires on 2026-12-20, before it could be finished on 2026-12-29",)


DEGREE = """
providers: [{{id: p, name: P}}, {{id: u, name: U}}]
credentials:
- {{id: a, name: A, kind: course, provider: p, effort: {{hours: 10}}, offers: [{{price: 5 USD}}]}}
- {{id: b, name: B, kind: course, provider: p, effort: {{hours: 10}}, offers: [{{price: 5 USD}}]}}
recommendations:
- {{id: a.ace, credential: a, body: ace, hours: 3{a}}}
- {{id: b.ace, credential: b, body: ace, hours: 3{b}}}
programmes:
- id: d
  name: D
  institution: u
  award: bachelor
  total: {hours}
  requirements: [{{id: r, name: R, hours: {hours}, elective: true}}]
  accepts: [ace]
  tuition: [{{per_credit: 100 USD}}]
  articulations: [{more}]
"""


def degree(folder: Path, hours: int = 6, a: str = "", b: str = "", more: str = "") -> Answer:
    made = catalog_of(DEGREE.format(hours=hours, a=a, b=b, more=more), folder)
    return plan_for(made, "programme:d", "start: '2026-12-01'\npace: 3\n")


def cents(answer: Answer) -> int | None:
    return answer.totals.cents if answer.totals else None


def test_credit_that_begins_later_counts_where_enough_comes_first(tmp_path: Path) -> None:
    """Ten hours at three a week end on 25 December, twenty on 17 January."""
    late = degree(tmp_path, a=", start: '2026-12-26'")
    assert (ids(late), cents(late)) == (["b", "a"], 1000)
    assert cents(degree(tmp_path, a=", start: '2027-01-17'")) == 1000
    assert cents(degree(tmp_path, a=", start: '2027-01-18'")) == 30500
    assert cents(degree(tmp_path, a=", start: '2026-12-26'", b=", start: '2026-12-26'")) == 31000  # b only lets time pass
    assert cents(degree(tmp_path, a=", start: '2026-12-26'", b=", end: '2026-12-24'")) == 60000
    assert cents(degree(tmp_path, a=", end: '2026-12-25'", b=", start: '2027-01-17'")) == 1000


def test_an_articulation_that_is_closed_when_the_step_ends_hides_nothing(tmp_path: Path) -> None:
    closed = degree(tmp_path, hours=3, more="{credential: a, hours: 2, end: '2026-12-24'}")
    assert (ids(closed), cents(closed)) == (["a"], 500)
    is_open = "{credential: a, hours: 2, end: '2026-12-25'}, {credential: b, hours: 2, end: '2026-12-25'}"
    assert cents(degree(tmp_path, hours=3, more=is_open)) == 1000
    assert cents(degree(tmp_path, hours=6, more=is_open)) == 11000  # two hours of the first, three of the second, one there


def test_credit_on_both_sides_of_an_articulation(tmp_path: Path) -> None:
    """From 20 December to 10 January the institution takes one hour, before and after that what the body recommends."""
    between = "{credential: a, hours: 1, start: '2026-12-20', end: '2027-01-10'}"
    answer = degree(tmp_path, more=between)
    assert (ids(answer), cents(answer)) == (["b", "a"], 1000)
    [placed] = answer.programmes
    assert placed.wasted == ()
