"""The checker of degree plans: it finds no fault with honest answers, and every corruption; and the enumerators agree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.oracle import learner
from tests.oracle.degrees import catalog_of, finish, programme, rec, slot
from tests.oracle.degrees.brute import best, best_plan
from tests.oracle.degrees.checker import check
from tests.oracle.degrees.honest import honest, slowest
from tests.oracle.degrees.strategies import degrees
from tests.oracle.world import Raw

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
STARS: tuple[Raw, ...] = (
    {"rule": "at-most", "hours": 3, "over": {"credentials": ["a"]}, "id": "cap"},
    {"rule": "at-least", "hours": 2, "over": {"here": True}, "id": "residency", "waiver": {"name": "w", "price": "5 USD"}},
    {"rule": "charge", "per": "hour", "price": "1 USD", "id": "fee"},
)


def rich() -> tuple[Raw, Raw, Raw]:
    """Two slots, filled by a course held, one earned, three hours there."""
    slots = [slot("r", 6, areas=["business", "mathematics"]), slot("s", 3, level="upper")]
    fees = [{"name": "f", "price": "7 USD", "per": "hour"}]
    degree = programme(
        *slots, rules=list(STARS), fees=fees, tuition=[{"per_credit": "99 USD", "residence": ["GB"]}, {"per_credit": "100 USD"}]
    )
    made = catalog_of(
        degree, rec("a", 4, course="law", level="lower"), rec("b", 3, course="algebra"), rec("c", 3, end="2026-06-01")
    )
    return made, learner(holdings=[{"credential": "a", "earned": "2026-01-01"}]), finish()


def answer() -> Raw:
    found = best_plan(*rich(), grain=50)
    assert found is not None
    return honest(*rich(), found)


def test_the_checker_finds_no_fault_with_an_honest_answer() -> None:
    data = answer()
    assert check(*rich(), data) == []
    section = data["programmes"][0]
    assert [[credit["credential"] for credit in each["credits"]] for each in section["requirements"]] == [["a", "b"], []]
    assert (section["cost"]["amount"], section["steps"]) == ("327.00", 1)  # 100 and 7 an hour, 6 hours charged


def _set(*path: Any) -> Any:
    """A change of one value of the first programme, found by its path."""
    *keys, last, value = path

    def change(data: Raw) -> None:
        place: Any = data["programmes"][0]
        for key in keys:
            place = place[key]
        place[last] = value

    return change


def _more_credit(**changes: Any) -> Any:
    def change(data: Raw) -> None:
        first = data["programmes"][0]["requirements"][0]
        first["credits"].append(first["credits"][0] | changes)

    return change


def _move(data: Raw) -> None:
    first, second = data["programmes"][0]["requirements"]
    second["credits"].append(first["credits"].pop())


def _forget(data: Raw) -> None:
    data["programmes"][0]["wasted"] = []


def _bill(kind: str, text: str, amount: str) -> Any:
    def change(data: Raw) -> None:
        data["programmes"][0]["bills"].append({"kind": kind, "text": text, "cost": {"amount": amount, "currency": "USD"}})

    return change


R, S = ("requirements", 0), ("requirements", 1)
FAULTS: list[tuple[Any, str]] = [
    (_set("id", "x"), "is asked for"), (_set(*R, "hours", "5"), "hours of 6"), (_set(*R, "counted", "7"), "counts 7 hours"),
    (_set(*R, "counted", "5"), "counts 5 hours"), (_set(*R, "status", "partly"), "should be met"), (_set(*R, "id", "q"), "shows the requirements"),
    (_set(*S, "taken_there", "2"), "counts 3"), (_set(*S, "taken_there", "4"), "teaching, fees"),
    (_set(*R, "credits", 0, "credential", "zz"), "does not exist"), (_set(*R, "credits", 0, "course", "algebra"), "does not exist"),
    (_set(*R, "credits", 0, "counted", "4"), "cap: 400"), (_set(*R, "credits", 0, "counted", "9"), "too much of it"),
    (_set(*R, "credits", 0, "hours", "9"), "does not exist"), (_set(*R, "credits", 0, "level", "upper"), "does not exist"),
    (_set(*R, "credits", 0, "word", "transcript"), "does not exist"), (_set(*R, "credits", 0, "origins", ["ace"]), "does not exist"),
    (_more_credit(), "does not exist"), (_more_credit(credential="c", course=None), "does not exist"), (_move, "is of a lower level"),
    (_forget, "wastes"), (_set("wasted", 0, "why", ""), "without a reason"), (_bill("waiver", "w", "5.00"), "costs 327"), (_bill("waiver", "w", "4.00"), "the waivers come to"),
    (_bill("tuition", "more", "1.00"), "teaching, fees"), (_bill("fee", "more", "1.00"), "teaching, fees"), (_bill("charge", "fee", "1.00"), "the charges"),
    (_set("bills", []), "costs 327"), (_set("cost", "amount", "66"), "costs 66"), (_set("minutes", 8101), "teaching, fees"), (_set("steps", 2), "teaching, fees"),
    (lambda data: data.update(steps=[]), "does not exist"), (lambda data: data["totals"]["cost"].update(amount="1.00"), "costs 1.00 in all"), (lambda data: data.update(steps=[{"id": "b"}, {"id": "a"}]), "a is held"),
    (lambda data: data.update(programmes=[]), "is asked for"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "words"), FAULTS)
def test_the_checker_finds_what_is_wrong(change: Any, words: str) -> None:
    data = answer()
    change(data)
    assert words in " / ".join(check(*rich(), data))


def test_the_checker_knows_entry_and_clashes() -> None:
    made, who, wanted = rich()
    made["programmes"][0]["rules"] += [
        {"rule": "entry", "requires": ["c"]},
        {"rule": "once", "over": {"credentials": ["a", "b"]}},
    ]
    made["programmes"][0]["requires"] = [{"award": "master"}]
    made["credentials"][0]["overlaps"] = ["b"]
    words = " / ".join(check(made, who, wanted, answer()))
    for part in ("rule 3 is not met", "requires more", "what counts once", "overlap"):
        assert part in words


@SLOW
@given(degrees())
def test_the_oracle_finds_no_fault_with_its_own_plans(case: tuple[Raw, Raw, Raw]) -> None:
    found = best_plan(*case)
    assert found is None or check(*case, honest(*case, found)) == []


@SLOW
@given(degrees())
def test_the_enumerators_agree(case: tuple[Raw, Raw, Raw]) -> None:
    made, who, _ = case
    credits = sum(len(each.get("covers") or [1]) for each in made["recommendations"]) + len(who["credits"])
    assume(credits <= 3 and all(degree["total"] <= 8 for degree in made["programmes"]))
    assert best(*case) == slowest(*case)
