"""What teaching costs and how long it takes, on tiny worlds whose answers are known by hand."""

from __future__ import annotations

import pytest

from tests.oracle import learner
from tests.oracle.degrees import catalog_of, finish, programme, slot
from tests.oracle.degrees.brute import best
from tests.oracle.degrees.rows import Figures
from tests.oracle.degrees.test_degree_oracle import HOUR, A, cost
from tests.oracle.world import Raw

TUITION: list[tuple[Raw, int, int]] = [
    ({"per_credit": "10 USD"}, 60, 6), ({"per_course": "50 USD"}, 100, 6), ({"per_course": "50 USD", "course_hours": 4}, 100, 6),
    ({"whole": "5 USD", "per_credit": "10 USD"}, 65, 6), ({"per_credit": "10 USD", "max_total": "20 USD"}, 20, 6),
    ({"per_term": "30 USD", "months": 6}, 120, 6),  # 270 hours of study, 78 a term
    ({"per_term": "30 USD", "months": 6, "study_hours": 13}, 30, 6), ({"per_term": "30 USD", "months": 6, "study_hours": 14}, 60, 6),
    ({"per_term": "30 USD", "months": 60, "max_hours_per_term": 4}, 60, 6),
    ({"per_term": "30 USD", "months": 60, "min_hours_per_term": 8}, 30, 8), ({"per_term": "30 USD", "months": 6, "min_hours_per_term": 3}, -1, 0),
    ({"per_credit": "10 USD", "residence": ["US-LA"]}, 60, 6), ({"per_credit": "10 USD", "residence": ["US-NJ"]}, -1, 0),
]  # fmt: skip


@pytest.mark.parametrize(("entry", "dollars", "hours"), TUITION)
def test_tuition(entry: Raw, dollars: int, hours: int) -> None:
    found = best(catalog_of(programme(slot("any", 6), tuition=[entry])), learner(), finish())
    if found is None:
        assert dollars == -1
        return
    assert found == Figures(dollars * 100, hours * (entry.get("study_hours") or 45) * 60, 1)


def test_one_entry_pays_all() -> None:
    entries = [{"per_credit": "10 USD"}, {"whole": "45 USD"}]
    assert [cost(catalog_of(programme(slot("any", hours), tuition=entries))) for hours in (4, 5)] == [40, 45]


def test_fees() -> None:
    fees = [
        {"name": per, "price": price, "per": per}
        for per, price in (("once", "1 USD"), ("hour", "10 USD"), ("term", "100 USD"), ("year", "1000 USD"))
    ]
    there = catalog_of(programme(slot("any", 3), fees=fees, tuition=[{"per_term": "0 USD", "months": 6}]), A)
    assert cost(there) == 11
    assert cost(there, exclude=["a"]) == 1 + 30 + 200 + 1000  # 135 hours of study: two terms of 78, one year of 156


def test_least_time() -> None:
    made = catalog_of(programme(slot("any", 3), min_months=12), A)
    assert best(made, learner(), finish()) == Figures(1000, 600, 1)
    assert best(made, learner(), finish(exclude=["a"])) == Figures(30000, 156 * 60, 1)
    assert best(made, learner(), finish(exclude=["a"], max_weeks=51)) is None


def test_own_price_of_a_requirement() -> None:
    slots = [slot("thesis", 3, here=True, price="40 USD"), slot("any", 2)]
    assert cost(catalog_of(programme(*slots))) == 240


def test_steps_are_requirements_with_courses_there() -> None:
    made = catalog_of(programme(slot("r", 1, courses=["law"]), slot("s", 1, courses=["algebra"]), slot("t", 1)))
    assert best(made, learner(), finish()) == Figures(30000, 3 * HOUR, 3)
