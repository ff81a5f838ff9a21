"""Every shipped programme, from nothing and from three learners: a plan that is proved, and that keeps what the catalogue says."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from skillpath.catalog.programmes import Entry, Programme
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import HeldAward, Profile, parse_profile
from skillpath.planner.answer import Answer
from skillpath.planner.plan import plan
from skillpath.planner.request import ProgrammeTarget, Request
from skillpath.reports.plan_data import plan_data
from tests.catalogs.shipped import catalog
from tests.planner.degree_checks import faults, hundredths

START = date(2026, 12, 1)
LEARNERS = ("nothing", "clep-collector", "college-transfer", "it-worker")
FEW = (
    "tesu-ba-liberal-studies",
    "wgu-bs-information-technology",
    "umpi-baba",
    "apus-associate",
    "dallas-college-associate-transfer",
)
FULL_TIME = {"cuny-law-jd": 40}
"""Programmes whose terms have a least load that does not fit evenings, and the pace that does."""
AFTER = {
    "california-state-university-bachelor-after-adt": "the block of an associate degree for transfer that this learner does not bring"
}
"""Programmes that nothing but an earlier award opens, where it is no entry condition."""


@cache
def profile(name: str) -> Profile:
    if name == "nothing":
        return parse_profile(b"pace: 15", "nothing")
    file = Path(__file__).parents[1] / "data" / "learners" / f"{name}.yaml"
    return parse_profile(file.read_bytes(), str(file))


def awards(programme: Programme) -> tuple[HeldAward, ...]:
    """The degree that a programme asks for at the door: what it is like without one `asks for entry` says."""
    door = str((programme.requires, [rule for rule in programme.rules if isinstance(rule, Entry)]))
    return tuple(HeldAward(award=each) for each in ("associate", "bachelor") if f"award='{each}'" in door)


def planned(programme: Programme, name: str) -> Answer:
    """The plan of a learner who lives where the programme is priced, pays in its currency, and holds the degree that it asks for."""
    entries = [each for each in programme.tuition if "US" in each.residence or not each.residence] or programme.tuition
    prices = [price for each in entries for price in (each.per_credit, each.per_term, each.per_course, each.whole) if price]
    changes: dict[str, Any] = {"awards": awards(programme), "currency": prices[0].split()[1] if prices else "USD"}
    if entries and entries[0].residence:
        changes["residence"] = entries[0].residence[0]
    if programme.id in FULL_TIME:
        changes["pace"] = FULL_TIME[programme.id]
    learner = make_learner(replace(profile(name), **changes), catalog(), START)
    return plan(catalog(), learner, Request(ProgrammeTarget((programme,)), time_limit=30.0, allow_unknown=not prices))


def data_of(id: str, name: str = "nothing") -> dict[str, Any]:
    return plan_data(planned(record(id), name), catalog())


def record(id: str) -> Programme:
    found = catalog().get(Programme, id)
    assert found is not None
    return found


def institutions() -> list[str]:
    return sorted({each.institution for each in catalog().all(Programme)})


@pytest.mark.long
@pytest.mark.parametrize("name", LEARNERS)
@pytest.mark.parametrize("institution", institutions())
def test_every_programme_has_a_proved_plan(institution: str, name: str) -> None:
    wrong: dict[str, object] = {}
    for programme in catalog().all(Programme):
        if programme.institution == institution and programme.id not in AFTER:
            answer = planned(programme, name)
            words = [reason.text for reason in answer.reasons]
            wrong[programme.id] = (
                faults(plan_data(answer, catalog()), programme, catalog())
                if answer.status == "optimal"
                else (answer.status, words)
            )
    assert not {id: each for id, each in wrong.items() if each}


@pytest.mark.parametrize("name", LEARNERS)
@pytest.mark.parametrize("id", FEW)
def test_a_few_programmes_have_proved_plans(id: str, name: str) -> None:
    data = data_of(id, name)
    assert data["status"] == "optimal"
    assert faults(data, record(id), catalog()) == []


def test_a_master_without_a_bachelor_says_what_is_missing() -> None:
    programme = record("georgia-tech-omscs")
    learner = make_learner(profile("nothing"), catalog(), START)
    answer = plan(catalog(), learner, Request(ProgrammeTarget((programme,))))
    assert answer.status == "none"
    assert [reason.text for reason in answer.reasons] == [f"what {programme.name} asks for entry"]


# --- the checks can fail -------------------------------------------------------------------------------------------------------


def _first(section: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    return next((slot, slot["credits"][0]) for slot in section["requirements"] if slot["credits"])


def _move(section: dict[str, Any]) -> None:
    slot, credit = _first(section)
    slot["credits"].remove(credit)
    section["requirements"][-1]["credits"].append(credit)


def _twice(section: dict[str, Any]) -> None:
    slot, credit = _first(section)
    slot["credits"].append(credit)


def _more(section: dict[str, Any]) -> None:
    _, credit = _first(section)
    credit["counted"] = "99"


def _stranger(section: dict[str, Any]) -> None:
    _, credit = _first(section)
    credit.update(origins=["a-blog"], word="recommended")


def _elsewhere(section: dict[str, Any]) -> None:
    _, credit = _first(section)
    slot = next(each for each in section["requirements"] if each["id"] == "capstone")
    slot.update(taken_there="0", credits=[credit | {"counted": slot["hours"], "credit": "x", "course": None}])


def _cheaper(section: dict[str, Any]) -> None:
    next(bill for bill in section["bills"] if bill["kind"] == "tuition")["cost"]["amount"] = "1.00"


def _no_fee(section: dict[str, Any]) -> None:
    section["bills"] = [bill for bill in section["bills"] if bill["kind"] != "fee"]


def _waived(section: dict[str, Any]) -> None:
    section["bills"] = [bill for bill in section["bills"] if bill["kind"] != "waiver"]
    section["requirements"] = [slot | {"taken_there": "0"} for slot in section["requirements"]]


def _lower(section: dict[str, Any]) -> None:
    for slot in section["requirements"]:
        for credit in slot["credits"]:
            credit["level"] = "vocational"


@pytest.mark.parametrize("spoil", [_move, _twice, _more, _stranger, _elsewhere, _cheaper, _no_fee, _waived, _lower])
def test_a_spoilt_plan_is_found_out(spoil: Callable[[dict[str, Any]], None]) -> None:
    data = copy.deepcopy(_tesu())
    assert hundredths(data["programmes"][0]["total"]) == 12000
    spoil(data["programmes"][0])
    assert faults(data, record("tesu-ba-liberal-studies"), catalog())


@cache
def _tesu() -> dict[str, Any]:
    return data_of("tesu-ba-liberal-studies")
