"""Funding systems of the shipped catalogues, each as a learner would meet it, and what the plan says where facts are unsure."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.funding import Funding
from skillpath.catalog.records import Condition
from tests.test_real_catalogs import LEARNER, NOTHING, catalog, request_for, to_role, world

Skillpath = Callable[..., Any]
DAY = ("--start", "2026-11-23", "--as-of", "2026-11-23")

STATE = """
skillpath: 1
conditions: [{id: parish-grant, name: Given the parish grant}]
funding:
- id: louisiana-exam-grant
  name: Louisiana exam grant
  sponsor: A parish
  eligibility: {residence: ['US-LA']}
  kinds: [certification, exam]
  percent: 60
  cap: 150 USD
- {id: parish-grant, name: Parish grant, sponsor: A parish, eligibility: {requires: [{condition: parish-grant}]}, kinds: [certification], percent: 100, covers_fees: true,
   last_dollar: true}
"""
DEGREE = """
skillpath: 1
providers: [{id: night-college, name: Night College, country: US}]
programmes:
- id: night-ba
  name: Night BA
  institution: night-college
  award: bachelor
  total: 12
  requirements: [{id: all, name: All courses, hours: 12, here: true}]
  tuition: [{per_credit: 1000 USD, study_hours: 45}]
  fees: [{name: application, price: 50 USD}]
funding:
- {extends: irc-127-employer-assistance, cap_per_year: 5250 USD}
"""


def plan(skillpath: Skillpath, *arguments: str) -> dict[str, Any]:
    done = skillpath("plan", *arguments, *DAY, "--json")
    data: dict[str, Any] = json.loads(done.out)["data"]
    assert data["status"] == "optimal", done.out
    return data


def amount(money: dict[str, str]) -> Decimal:
    return Decimal(money["amount"])


def cost(data: dict[str, Any]) -> Decimal:
    return amount(data["totals"]["cost"])


def given(data: dict[str, Any]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for purchase in data["purchases"]:
        for each in purchase["funding"]:
            found[each["id"]] = found.get(each["id"], Decimal(0)) + amount(each["amount"])
    return found


def told(data: dict[str, Any]) -> dict[str, list[str]]:
    return {each["id"]: each["why"] for each in data["could_ask"]}


@pytest.fixture(name="state")
def _state(tmp_path: Path) -> tuple[str, str]:
    file = tmp_path / "state.yaml"
    file.write_text(STATE, encoding="utf-8")
    return "-c", str(file)


# Louisiana and other states


def test_what_nobody_has_checked_in_louisiana_is_told_and_never_taken_off(skillpath: Skillpath) -> None:
    here = plan(skillpath, "-t", "google-it-support", "--residence", "US-LA")
    elsewhere = plan(skillpath, "-t", "google-it-support", "--residence", "US-MS")
    assert cost(here) == cost(elsewhere) > 0
    assert told(here)["tech-ready-louisiana"] == ["unverified"]
    assert "tech-ready-louisiana" not in told(elsewhere)
    assert given(here) == {}


def test_an_active_record_makes_a_resident_of_louisiana_pay_less(skillpath: Skillpath, state: tuple[str, str]) -> None:
    here = plan(skillpath, "-t", "comptia-a-plus", "--residence", "US-LA", *state)
    elsewhere = plan(skillpath, "-t", "comptia-a-plus", "--residence", "US-TX", *state)
    assert given(here) == {"louisiana-exam-grant": Decimal(150)}
    assert cost(elsewhere) - cost(here) == 150
    assert given(elsewhere) == {}


def test_a_second_grant_pays_what_the_first_leaves_over(skillpath: Skillpath, state: tuple[str, str]) -> None:
    data = plan(skillpath, "-t", "comptia-a-plus", "--residence", "US-LA", "--declare", "parish-grant", *state)
    assert cost(data) == 0
    assert given(data)["louisiana-exam-grant"] == 150
    assert sum(given(data).values()) == amount(data["totals"]["price"])


def test_the_foster_promise_reaches_a_college_that_an_overlay_names(skillpath: Skillpath, tmp_path: Path) -> None:
    record = catalog().get(Funding, "mj-foster-promise")
    assert record is not None
    assert (record.status, record.last_dollar, record.cap_per_year, record.cap) == ("limited", True, "3200 USD", "6400 USD")
    assert record.eligibility.highest_degree_below == "associate"
    file = tmp_path / "college.yaml"
    college = "credentials: [{id: delta-welding, name: Delta Welding, kind: certificate, provider: louisiana-two-year-colleges, "
    rest = "offers: [{price: 4000 USD, fees: [{name: lab, price: 90 USD}]}], effort: {hours: 300}}]\n"
    file.write_text(f"skillpath: 1\n{college}{rest}", encoding="utf-8")
    options = ("-t", "delta-welding", "--residence", "US-LA", "-c", str(file))
    alone, awarded = plan(skillpath, *options), plan(skillpath, *options, "--declare", "mj-foster-awarded")
    assert (cost(alone), cost(awarded)) == (4090, 890)
    assert awarded["purchases"][0]["funding"][0]["limited"] is True
    assert cost(plan(skillpath, *options, "--declare", "mj-foster-awarded", "--award", "bachelor")) == 4090


def test_a_state_grant_pays_tuition_of_its_own_colleges_only() -> None:
    for id, college in (
        ("tennessee-reconnect", "chattanooga-state-community-college"),
        ("massreconnect", "bunker-hill-community-college"),
    ):
        record = catalog().get(Funding, id)
        assert record is not None
        assert (record.providers, record.kinds, record.last_dollar) == ((college,), ("programme",), True)


# Texas and Kazakhstan


def test_people_of_the_university_of_texas_study_certificates_for_nothing(skillpath: Skillpath) -> None:
    member = plan(skillpath, "-t", "google-data-analytics", "--residence", "US-TX", "--declare", "ut-system-member")
    anyone = plan(skillpath, "-t", "google-data-analytics", "--residence", "US-TX")
    assert cost(member) == 0 < cost(anyone)
    assert list(given(member)) == ["ut-system-career-academy"]
    assert told(anyone)["ut-system-career-academy"] == ["requires"]


def test_the_texas_academy_opens_certificates_and_nothing_else(skillpath: Skillpath) -> None:
    data = plan(skillpath, "-t", "comptia-a-plus", "--residence", "US-TX", "--declare", "ut-system-member")
    assert given(data) == {}


def test_access_for_kazakhstan_is_told_until_somebody_checks_it(skillpath: Skillpath, tmp_path: Path) -> None:
    file = tmp_path / "checked.yaml"
    file.write_text("skillpath: 1\nfunding: [{extends: coursera-kazakhstan, status: active}]\n", encoding="utf-8")
    options = ("-t", "google-data-analytics", "--residence", "KZ", "--declare", "kazakhstan-university-cohort")
    shipped, checked = plan(skillpath, *options), plan(skillpath, *options, "-c", str(file))
    assert told(shipped)["coursera-kazakhstan"] == ["unverified"]
    assert cost(shipped) > 0 == cost(checked)
    assert "coursera-kazakhstan" not in told(plan(skillpath, "-t", "google-data-analytics", "--residence", "US"))


# employers


def test_an_employer_pays_back_up_to_its_yearly_cap(skillpath: Skillpath, tmp_path: Path) -> None:
    file = tmp_path / "degree.yaml"
    file.write_text(DEGREE, encoding="utf-8")
    data = plan(skillpath, "-t", "night-ba", "-c", str(file), "--declare", "employer-education-plan", "--pace", "20")
    assert given(data) == {"irc-127-employer-assistance": Decimal(5250)}
    totals = {name: amount(data["totals"][name]) for name in ("price", "funded", "paid_back", "paid_first", "cost")}
    assert totals == {"price": 12050, "funded": 0, "paid_back": 5250, "paid_first": 12050, "cost": 6800}
    text = skillpath("plan", "-t", "night-ba", "-c", str(file), "--declare", "employer-education-plan", *DAY).out
    assert "of which 5,250 USD comes back" in text


def test_study_of_two_whole_years_has_two_yearly_caps(skillpath: Skillpath, tmp_path: Path) -> None:
    file = tmp_path / "degree.yaml"
    file.write_text(DEGREE, encoding="utf-8")
    options = ("-t", "night-ba", "-c", str(file), "--declare", "employer-education-plan")
    assert [given(plan(skillpath, *options, "--pace", pace))["irc-127-employer-assistance"] for pace in ("6", "5")] == [
        5250,
        10500,
    ]


def test_a_budget_is_what_is_laid_out_before_anything_comes_back(skillpath: Skillpath) -> None:
    options = ("plan", "-t", "comptia-a-plus", "--declare", "employer-education-plan", *DAY, "--json")
    free = json.loads(skillpath(*options).out)["data"]
    assert (cost(free), amount(free["totals"]["paid_first"]) > 0) == (0, True)
    assert json.loads(skillpath(*options, "--budget", "100").out)["data"]["status"] == "none"


# the military, tests and tax


def test_the_military_takes_college_exams_for_nothing_but_the_centre(skillpath: Skillpath) -> None:
    data = plan(skillpath, "-t", "dsst-astronomy", "--declare", "dantes-dsst-eligible")
    assert given(data) == {"dantes-dsst": Decimal(100)}
    assert cost(data) == 50


def test_tax_credits_and_loans_lower_no_price(skillpath: Skillpath) -> None:
    for record in catalog().all(Funding):
        if record.paid in ("loan", "tax-return"):
            assert record.id not in given(plan(skillpath, "-t", "comptia-a-plus", "--residence", "CA"))
    assert told(plan(skillpath, "-t", "dsst-astronomy"))["gi-bill-licensing-certification"] == ["requires"]


def test_low_confidence_is_left_out_when_asked(skillpath: Skillpath, tmp_path: Path) -> None:
    file = tmp_path / "unsure.yaml"
    fund = "{id: unsure, name: Unsure, sponsor: Somebody, kinds: [certification], percent: 50, confidence: low}"
    file.write_text(f"skillpath: 1\nfunding: [{fund}]\n", encoding="utf-8")
    options = ("-t", "comptia-a-plus", "-c", str(file))
    assert "unsure" in given(plan(skillpath, *options))
    sure = plan(skillpath, *options, "--min-confidence", "medium")
    assert given(sure) == {}
    assert told(sure)["unsure"] == ["confidence"]


# all of them


def test_no_plan_rests_on_money_that_the_learner_has_not_said() -> None:
    answer = to_role("it support specialist")
    assert all(not purchase.funding for purchase in answer.purchases)


def test_conditions_of_funding_are_never_assumed() -> None:
    asked = {
        need.condition for record in catalog().all(Funding) for need in record.eligibility.requires if not isinstance(need, str)
    }
    shipped = {id for id in asked if id is not None and id != "juniper-open-learning"}
    records = [catalog().get(Condition, id) for id in shipped]
    assert len(shipped) >= 45
    assert [record.id for record in records if record is None or record.assumed] == []


def test_a_plan_with_funding_passes_the_independent_checker() -> None:
    from skillpath.reports.plan_data import plan_data
    from tests.oracle import checker

    conditions = ["ut-system-member", "employer-education-plan"]
    answer = to_role("data analyst", f"conditions: [{', '.join(conditions)}]")
    learner = {**LEARNER, **NOTHING, "conditions": conditions}
    assert any(purchase.funding for purchase in answer.purchases)
    assert checker.check(world(), learner, request_for(answer), plan_data(answer, catalog())) == []
