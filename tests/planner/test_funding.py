"""Funding, rule by rule, by hand: the planner, the enumerator and the checker agree on what is left to pay."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tests.oracle import brute, catalog, checker, learner, request, these, thing
from tests.planner.test_properties import answer_to

Raw = dict[str, Any]


def fund(id: str = "f", **fields: Any) -> Raw:
    return {"id": id, "name": id, "sponsor": "Somebody", "confidence": "high", **fields}


def case(*funding: Raw, **limits: Any) -> tuple[Raw, Raw, Raw]:
    """Two things for 100 and 40 dollars with a fee of 5 on the first, and one in a subscription of 20 a month (two months)."""
    first = thing("a", offers=[{"price": "100 USD", "fees": [{"name": "fee", "price": "5 USD"}]}])
    second = thing("b", price="40 USD", kind="exam")
    third = thing("c", hours=20, offers=[{"subscription": "m"}])
    plan = {"id": "m", "name": "m", "price": "20 USD", "joining_fee": "3 USD", "provider": "q"}
    providers = [{"id": "p", "name": "p"}, {"id": "q", "name": "q"}]
    conditions = {"conditions": limits.pop("conditions", [])}
    world = catalog(first, second, third, subscriptions=[plan], providers=providers, funding=list(funding))
    return named(world), learner(**conditions), request(these("a", "b", "c"), **limits)


def named(world: Raw) -> Raw:
    """The same world with the names that records need."""
    for record in (each for section in ("skills", "conditions") for each in world[section]):
        record.setdefault("name", record["id"])
    return world


def agree(made: tuple[Raw, Raw, Raw]) -> int:
    """The cost on which planner and enumerator agree; the checker finds no fault."""
    best = brute.best(*made)
    answer, data = answer_to(made)
    assert best is not None
    assert answer is not None
    assert answer.totals is not None
    assert (tuple(sorted(step.credential.id for step in answer.steps)), answer.totals.cents) == (best.ids, best.cost)
    assert data is not None
    assert checker.check(*made, data) == []
    return best.cost


FULL = 10_500 + 4_000 + 4_300


@pytest.mark.parametrize(
    ("funding", "taken"),
    [
        ([fund(percent=50)], 5_000 + 2_000 + 2_000),
        ([fund(percent=50, covers_fees=True, credentials=["a"])], 5_250),
        ([fund(percent=50, kinds=["exam"])], 2_000),
        ([fund(percent=33.3, kinds=["exam"])], 1_332),
        ([fund(percent=50, providers=["q"])], 2_000),
        ([fund(percent=100, kinds=["course"])], 10_000 + 4_300),
        ([fund(percent=100, cap="1000 USD", kinds=["course"])], 10_000),
        ([fund(amount="30 USD")], 3_000 + 3_000 + 3_000),
        ([fund(cap="70 USD")], 7_000),
        ([fund(cap_per_year="70 USD")], 7_000),
        ([fund(percent=50, uses=1)], 5_000),
        ([fund(percent=50), fund("g", percent=60, credentials=["a"])], 6_000 + 2_000 + 2_000),
        ([fund(percent=50), fund("g", percent=60, credentials=["a"], last_dollar=True)], 10_000 + 2_000 + 2_000),
        ([fund(percent=50, kinds=["exam"]), fund("g", percent=60, credentials=["a"], excludes=["f"])], 6_000),
        ([fund(percent=50, eligibility={"residence": ["US-LA"]})], 9_000),
        ([fund(percent=50, eligibility={"residence": ["GB"]})], 0),
        ([fund(percent=50, eligibility={"requires": [{"condition": "sponsor"}]})], 0),
        ([fund(percent=50, status="unverified")], 0),
        ([fund(percent=50, status="limited")], 9_000),
        ([fund(percent=50, paid="loan")], 0),
        ([fund(percent=50, paid="tax-return")], 0),
        ([fund(percent=50, paid="reimbursed")], 9_000),
        ([fund(percent=50, end="2026-11-30")], 0),
        ([fund()], 0),
    ],
)
def test_each_rule_takes_off_what_it_says(funding: list[Raw], taken: int) -> None:
    assert FULL - agree(case(*funding)) == taken


def test_a_condition_is_declared() -> None:
    made = case(fund(percent=50, eligibility={"requires": [{"condition": "sponsor"}]}), conditions=["sponsor"])
    answer, _ = answer_to(made)
    assert answer is not None
    assert answer.totals is not None
    assert answer.totals.cents == FULL - 9_000


@pytest.mark.parametrize(("budget", "found"), [("188 USD", True), ("187.99 USD", False)])
def test_a_budget_counts_what_comes_back_later(budget: str, found: bool) -> None:
    made = case(fund(percent=50, paid="reimbursed"), budget=budget)
    answer, _ = answer_to(made)
    assert answer is not None
    assert (answer.totals is not None) is found
    assert (brute.best(*made) is not None) is found


def test_a_dearer_credential_with_funding_is_not_dominated() -> None:
    world = catalog(
        thing("cheap", "sql", price="30 USD"),
        thing("dear", "sql", price="50 USD"),
        funding=[fund(percent=50, credentials=["dear"])],
    )
    made = (named(world), learner(), request({"kind": "skills", "skills": [{"skill": "sql", "level": 1}]}))
    assert agree(made) == 2_500
    answer, _ = answer_to(made)
    assert answer is not None
    assert [step.credential.id for step in answer.steps] == ["dear"]


@pytest.mark.parametrize(
    ("place", "change", "said"),
    [
        ("amount", {"amount": "999.00", "currency": "USD"}, "takes"),
        ("id", "nobody", "which gives this learner nothing"),
        ("paid", "reimbursed", "comes back"),
    ],
)
def test_the_checker_finds_false_funding(place: str, change: Any, said: str) -> None:
    made = case(fund(percent=50))
    _, data = answer_to(made)
    assert data is not None
    assert checker.check(*made, data) == []
    wrong = copy.deepcopy(data)
    next(each for each in wrong["purchases"] if each["funding"])["funding"][0][place] = change
    assert any(said in problem for problem in checker.check(*made, wrong))
