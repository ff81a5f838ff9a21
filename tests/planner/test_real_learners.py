"""Learners who wrote up how they collected credit: their own figures, at the prices of their year, from a plan or an audit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from msgspec.structs import replace

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.programmes import AtMost, Programme
from skillpath.credits.tally import tally
from skillpath.planner.answer import Answer
from skillpath.planner.audit import audit
from skillpath.planner.plan import plan
from skillpath.planner.request import Limits, Request
from skillpath.planner.target import TargetOptions, read_target
from tests.catalogs.shipped import catalog
from tests.helpers import catalog_of, ids, learner_of, plan_for

DATA = Path(__file__).parents[1] / "data"


def profile(name: str) -> str:
    """A learner's file."""
    return (DATA / "learners" / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.fixture
def then(tmp_path: Path):
    """A catalogue with the prices of its time; some words of it changed."""

    def read(name: str, *changes: tuple[str, str]) -> MemoryCatalog:
        text = (DATA / "then" / f"{name}.yaml").read_text(encoding="utf-8").replace("skillpath: 1\n", "")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return catalog_of(text, tmp_path)

    return read


def dollars(answer: Answer) -> float:
    assert answer.status == "optimal"
    assert answer.totals is not None
    return answer.totals.cents / 100


def bought(answer: Answer) -> dict[str, int]:
    """Months of subscriptions; terms, hours and fees at institutions."""
    periods = {each.name: each.periods for each in answer.purchases if each.kind == "subscription"}
    return periods | {f"{bill.kind} {bill.words}": bill.units for each in answer.programmes for bill in each.bills}


def plan_both(world: MemoryCatalog, targets: Iterable[str], learner: str) -> Answer:
    wanted = read_target(list(targets), world, TargetOptions())
    return plan(world, learner_of(world, learner), Request(wanted))


# --- 95 hours of exams and courses: which schools take them all ---------------------------------------------------------------


def test_23_exams_8_courses_and_one_more_are_95_hours() -> None:
    found = tally(learner_of(catalog(), profile("exam-collector-95")), catalog())
    hours = Counter[str]()
    for line in found.counted:
        hours[line.credential.id.split("-")[0]] += round(line.hours * 100)
    assert len(found.counted) == 23 + 8 + 1
    assert hours == {"clep": 7000, "studycom": 2400, "sophia": 100}
    assert found.total == 95


def counted(programme: Programme) -> float:
    found = audit(catalog(), learner_of(catalog(), profile("exam-collector-95")), programme)
    assert found.proven
    return found.placed.counted / 100


def named(id: str) -> Programme:
    found = catalog().get(Programme, id)
    assert found is not None
    return found


def test_one_school_of_all_counts_the_95_hours() -> None:
    bachelors = [each for each in catalog().all(Programme) if each.award == "bachelor" and each.unit == "semester-hour"]
    hours = {each.id: counted(each) for each in bachelors}
    assert {id for id, each in hours.items() if each == 95} == {
        "excelsior-bps-business",
        "excelsior-bs-cybersecurity",
        "excelsior-bs-information-technology",
        "excelsior-bs-liberal-arts",
    }
    capped = {id for id, each in hours.items() if each == 90}
    assert {"apus-bachelor", "snhu-bs-business-administration", "tesu-ba-liberal-studies", "umpi-baba"} <= capped
    assert all(each <= 90 or each == 95 for each in hours.values())
    assert hours["uopeople-bs-business-administration"] == 60


def test_before_the_cap_of_2021_another_school_took_them_all() -> None:
    """The writer's answer of 2019: Thomas Edison had no common cap on exams and courses from elsewhere."""
    today = named("tesu-ba-liberal-studies")
    rules = tuple(rule for rule in today.rules if not (isinstance(rule, AtMost) and "non-collegiate" in rule.over.credit_from))
    assert len(rules) == len(today.rules) - 1
    assert (counted(today), counted(replace(today, rules=rules))) == (90, 95)


# --- 48 hours at 99 a month, then 3,720 for half a year ------------------------------------------------------------------------


def test_a_second_month_at_99_saves_a_term_of_3720(then) -> None:
    world = then("bsba-2022")
    answer = plan_for(world, "bsba", "pace: 20")
    assert bought(answer) == {"Monthly": 2, "tuition 1 terms at term-college": 1}
    assert (len(answer.steps), answer.programmes[0].taken, dollars(answer)) == (16, 7400, 2 * 99 + 3720)


def test_with_30_hours_done_92_do_not_fit_one_term_and_74_do(then) -> None:
    world = then("bsba-2022")
    done = ids(plan_for(world, "bsba", "pace: 20"))[:10]
    holds = "pace: 20\nholdings:\n" + "".join(f"- {{credential: {id}, earned: '2022-08-20'}}\n" for id in done)
    more = plan_for(world, "bsba", holds)
    assert bought(more) == {"Monthly": 1, "tuition 1 terms at term-college": 1}
    assert (len(more.steps), dollars(more)) == (6, 99 + 3720)
    stop = plan_for(world, "bsba", holds, limits=Limits(exclude=("monthly-courses",)))
    assert bought(stop) == {"tuition 2 terms at term-college": 2}
    assert (stop.programmes[0].taken, dollars(stop)) == (9200, 2 * 3720)


def test_a_slow_reader_needs_two_terms_in_any_case_and_no_more_than_the_courses_that_avoid_a_third(then) -> None:
    answer = plan_for(then("bsba-2022"), "bsba", "pace: 12")
    assert bought(answer) == {"Monthly": 2, "tuition 2 terms at term-college": 2}
    assert (answer.programmes[0].taken, len(answer.steps)) == (8300, 13)


# --- 27 hours in a month of 99, and exams at 90 --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "months", "exams", "cost"),
    [
        (45, 1, 0, 99),  # 3.67 an hour of credit
        (10, 4, 1, 4 * 99 + 90),
        (5.2, 8, 0, 8 * 99),
        (5.1, 0, 9, 9 * 90),  # eight months no longer hold nine courses: the exams are cheaper
    ],
)
def test_the_pace_at_which_exams_are_cheaper_than_months(then, pace: float, months: int, exams: int, cost: int) -> None:
    answer = plan_for(then("one-month"), "27cr", f"pace: {pace}")
    assert bought(answer).get("Monthly", 0) == months
    assert sum(step.credential.provider == "clep" for step in answer.steps) == exams
    assert dollars(answer) == cost
    assert answer.totals is not None
    assert answer.totals.credit_hours == 27


# --- 61 units into a computer science degree, 37 of them from one platform ------------------------------------------------------


@pytest.mark.parametrize(
    ("pace", "courses", "platform", "months"),
    [
        (31, {"sophia": 11, "studycom": 7}, 37, {"Sophia": 1, "Study.com": 1}),
        (30, {"sophia": 10, "studycom": 7, "saylor": 1}, 34, {"Sophia": 1, "Study.com": 1}),  # a course for 5 saves a month of 99
        (15, {"sophia": 10, "studycom": 7, "saylor": 1}, 34, {"Sophia": 2, "Study.com": 2}),
    ],
)
def test_61_units_by_one_course_a_slot(then, pace: int, courses: dict[str, int], platform: int, months: dict[str, int]) -> None:
    answer = plan_for(then("bscs-2022"), "bscs", f"pace: {pace}")
    placed = answer.programmes[0]
    filled = [slot for slot in placed.slots if slot.landed]
    assert (placed.counted, placed.taken) == (6100, 6000)
    assert len(filled) == len(answer.steps) == 18
    assert all(len(slot.landed) == 1 for slot in filled), "an alternative fills one slot"
    sums = Counter[str]()
    for slot in filled:
        sums.update(dict.fromkeys(slot.landed[0].credit.origins, slot.counted))
    assert Counter(step.credential.provider for step in answer.steps) == courses
    assert sums["sophia"] == platform * 100
    assert {name: bought(answer)[name] for name in months} == months


# --- a fee, or 16 hours at the school -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("price", "fee", "taken"),
    [
        ("366", 2200, 6),
        ("366", 2500, 6),
        ("246", 2200, 6),
        ("244", 2200, 16),  # 10 hours more at 244, or exams for 250 and the fee: 2,440 against 2,450
        ("276", 2500, 6),
        ("274", 2500, 16),
        ("209.75", 2200, 16),  # 366 with a tax credit of 2,500 for those who take 16 hours
    ],
)
def test_the_fee_or_16_hours_there(then, price: str, fee: int, taken: int) -> None:
    answer = plan_for(then("tesu-2018", ("366 USD", f"{price} USD"), ("2200 USD", f"{fee} USD")), "edison-ba", "pace: 20")
    paid = {bill.kind: bill.cents / 100 for bill in answer.programmes[0].bills}
    assert answer.programmes[0].taken == taken * 100
    if taken == 6:
        assert paid == {"tuition": 6 * float(price), "waiver": fee}
        assert dollars(answer) == 6 * float(price) + fee + 10 * 25
    else:
        assert paid == {"tuition": 16 * float(price)}
        assert answer.steps == ()


def test_a_term_of_16_hours_at_one_price_avoids_the_fee(then) -> None:
    flat = ("{per_credit: 399 USD}", "{per_term: 3600 USD, months: 2.77, max_hours_per_term: 16, study_hours: 10}")
    by_hour = plan_both(then("double-degree"), ["edison-bacs"], profile("college-24"))
    term = plan_both(then("double-degree", flat), ["edison-bacs"], profile("college-24"))
    assert bought(by_hour) == {"tuition 6 hours at edison": 6, "waiver residency fee": 1}
    assert bought(term) == {"tuition 1 terms at edison": 1}
    assert (by_hour.programmes[0].taken, dollars(by_hour)) == (600, 6 * 399 + 2500 + 8 * 120)
    assert (term.programmes[0].taken, dollars(term)) == (1600, 3600 + 5 * 120)


# --- a second degree at the same school ------------------------------------------------------------------------------------------


def test_a_second_degree_costs_four_courses_and_a_capstone(then) -> None:
    paid = ("  - {rule: at-least, over: {here: true}, hours: 16, waiver: {name: residency fee, price: 2500 USD}}\n", "")
    world, who = then("double-degree", paid), profile("college-24")
    first = plan_both(world, ["edison-bacs"], who)
    both = plan_both(world, ["edison-bacs", "edison-bsba"], who)
    assert set(ids(both)) - set(ids(first)) == {f"online-b-{number}" for number in range(1, 5)}
    assert dollars(both) - dollars(first) == 4 * 120 + 3 * 399
    assert [each.counted + each.taken for each in both.programmes] == [5400, 5400]
    assert all(minimum.counted == 3000 == minimum.asked for each in both.programmes for minimum in each.minimums)


def test_with_two_degrees_shared_hours_there_are_cheaper_than_two_fees(then) -> None:
    world, who = then("double-degree"), profile("college-24")
    one = plan_both(world, ["edison-bacs"], who)
    both = plan_both(world, ["edison-bacs", "edison-bsba"], who)
    assert bought(one)["waiver residency fee"] == 1
    assert bought(both) == {"tuition 19 hours at edison": 19}
    assert [each.taken for each in both.programmes] == [1600, 1600]
    assert dollars(both) == 19 * 399 + 9 * 120
