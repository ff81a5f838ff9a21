"""The mistakes on which learners lose money: each is refused, and the answer says why."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from skillpath.catalog.programmes import Programme
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.audit import audit
from skillpath.planner.placed import PlacedProgramme
from tests.helpers import START
from tests.oracle import learner
from tests.oracle.degrees import catalog_of, programme, rec, slot
from tests.planner.test_properties import catalog_from

Raw = dict[str, Any]


def placed(degree: Raw, *parts: Raw, **who: Any) -> PlacedProgramme:
    """The audit of a learner who holds every credential of the parts since the start of 2026, unless told otherwise."""
    ids = dict.fromkeys(part["credential"] for part in parts)
    holdings = [{"credential": id, "earned": who.pop(id, "2026-01-01")} for id in ids]
    catalog = catalog_from(catalog_of(degree, *parts))
    record = catalog.get(Programme, "d")
    assert record is not None
    profile = msgspec.convert(learner(holdings=holdings, **who), Profile)
    return audit(catalog, make_learner(profile, catalog, START), record).placed


def wasted(found: PlacedProgramme) -> dict[str | None, tuple[int, str]]:
    """Hours wasted and the reason, by credential."""
    return {each.credit.needs: (each.hours // 100, each.why) for each in found.wasted}


def test_two_courses_for_one_slot() -> None:
    same = placed(programme(slot("r", 3, courses=["law"]), slot("any", 6)), rec("a", course="law"), rec("b", course="law"))
    assert (same.counted, wasted(same)) == (300, {"b": (3, "the same course as a, which counts")})
    full = placed(programme(slot("r", 3, areas=["mathematics"])), rec("a", course="algebra"), rec("b", course="calculus"))
    assert (full.counted, wasted(full)) == (300, {"b": (3, "every requirement that takes it is full: r")})


def test_one_course_in_two_slots() -> None:
    found = placed(programme(slot("r", 3, courses=["law"]), slot("s", 3, areas=["business"])), rec("a", course="law"))
    assert [(each.counted, each.status) for each in found.slots] == [(300, "met"), (0, "open")]
    assert sum(len(each.landed) for each in found.slots) == 1


def test_lower_after_higher() -> None:
    parts = rec("a", course="algebra"), rec("b", course="analysis")
    found = placed(programme(slot("any", 6)), *parts, b="2025-06-01")
    assert (found.counted, wasted(found)) == (300, {"a": (3, "lower after higher: b is credited already")})
    assert placed(programme(slot("any", 6)), *parts, a="2025-06-01").counted == 600


def test_credit_above_a_cap() -> None:
    cap = {"rule": "at-most", "hours": 3, "over": {"credit_from": ["ace"]}}
    found = placed(programme(slot("any", 9), rules=[cap]), rec("a"), rec("b"))
    assert (found.counted, wasted(found)) == (300, {"b": (3, "at most 3 hours of credit from ace")})
    part = placed(programme(slot("any", 9), rules=[cap | {"hours": 4}]), rec("a"), rec("b"))
    assert (part.counted, {hours for hours, _ in wasted(part).values()}) == (400, {2})


@pytest.mark.parametrize(
    ("day", "why"),
    [("2025-12-31", "completed on 2025-12-31, before 2026-01-01"), ("2026-07-01", "completed on 2026-07-01, after 2026-06-30")],
)
def test_an_exam_outside_its_dates(day: str, why: str) -> None:
    exam = rec("a", start="2026-01-01", end="2026-06-30")
    found = placed(programme(slot("any", 3)), exam, a=day)
    assert found.counted == 0
    assert wasted(found)["a"][1].startswith(why)
    assert placed(programme(slot("any", 3)), exam, a="2026-06-30").counted == 300


def test_a_provider_without_an_agreement() -> None:
    unknown = placed(programme(slot("any", 3), accepts=["nccrs"]), rec("a"))
    assert (unknown.counted, wasted(unknown)["a"][0]) == (0, 3)
    assert wasted(unknown)["a"][1] == "this programme is not known to take credit from ace, pp"
    refused = placed(programme(slot("any", 3), rules=[{"rule": "refuse", "over": {"providers": ["p"]}}]), rec("a"))
    assert (refused.counted, wasted(refused)) == (0, {"a": (3, "credit by p is not taken")})


@pytest.mark.parametrize(("level", "counted"), [("lower", 0), ("upper", 300), ("graduate", 300)])
def test_lower_level_credit_booked_as_upper(level: str, counted: int) -> None:
    found = placed(programme(slot("r", 3, level="upper")), rec("a", course="law", level=level))
    assert found.counted == counted
    assert wasted(found) == ({} if counted else {"a": (3, "no requirement takes it")})


def test_upper_level_credit_booked_as_lower() -> None:
    least = {"rule": "at-least", "hours": 3, "over": {"levels": ["upper"]}}
    slots = slot("r", 3, areas=["business"]), slot("any", 3)
    found = placed(programme(*slots, rules=[least]), rec("a", course="law"), rec("b"), rec("c"))
    assert [[each.credit.needs for each in filled.landed] for filled in found.slots] == [["a"], ["b"]]
    booked = placed(programme(*slots, rules=[least]), rec("a", course="law", level="lower"), rec("b"), rec("c"))
    assert booked.counted == 300  # what is lower leaves the room that the minimum asks for
