"""Units and frameworks of the shipped catalogues, and what they make of credit earned abroad."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Framework, Recommendation, Unit
from tests.test_real_catalogs import catalog

ABROAD = """
skillpath: 1
providers: [{id: abroad, name: Abroad}]
credentials:
- {id: abroad-unit, name: Abroad Unit, kind: course, provider: abroad, offers: [{price: 1 USD}], effort: {hours: 1}}
- {id: abroad-exam, name: Abroad Exam, kind: exam, provider: abroad, offers: [{price: 1 USD}], effort: {hours: 1}}
recommendations:
- {id: abroad-unit.rec, credential: abroad-unit, body: abroad, hours: HOURS, unit: UNIT, confidence: high}
- {id: abroad-exam.ace, credential: abroad-exam, body: ace, hours: 3, level: lower}
"""


def credits_abroad(skillpath: Callable[..., Any], tmp_path: Any, hours: float, unit: str) -> tuple[dict[str, Any], str]:
    file = tmp_path / "abroad.yaml"
    file.write_text(ABROAD.replace("HOURS", str(hours)).replace("UNIT", unit), encoding="utf-8")
    held = ("credits", "--have", "abroad-unit", "--have", "abroad-exam", "-c", str(file))
    return json.loads(skillpath(*held, "--json").out)["data"], skillpath(*held).out


@pytest.mark.parametrize(
    ("unit", "worth"),
    [
        ("semester-hour", "1"),
        ("quarter-hour", "2/3"),
        ("ects", "1/2"),
        ("cats", "1/4"),
        ("nz-credit", "1/4"),
        ("clock-hour", "1/30"),
    ],
)
def test_customary_ratios_are_exact(unit: str, worth: str) -> None:
    record = catalog().get(Unit, unit)
    assert record is not None
    assert record.semester_hours is not None
    assert Fraction(record.semester_hours) == Fraction(worth)


def test_one_year_of_study_is_one_year_in_every_framework() -> None:
    for framework in catalog().all(Framework):
        if framework.unit is None or framework.per_year is None:
            continue
        unit = catalog().get(Unit, framework.unit)
        assert unit is not None, framework.id
        assert unit.semester_hours is not None, framework.id
        assert Fraction(str(framework.per_year)) * Fraction(unit.semester_hours) == 30, framework.id


def test_levels_rise_with_the_european_ones() -> None:
    for framework in catalog().all(Framework):
        european = [level.eqf for level in framework.levels if level.eqf is not None]
        assert european == sorted(european), framework.id


def test_every_unit_that_is_used_is_a_record() -> None:
    used = {programme.unit for programme in catalog().all(Programme)}
    used |= {found.unit for found in catalog().all(Recommendation) if found.hours is not None}
    assert sorted(unit for unit in used if catalog().get(Unit, unit) is None) == []


def test_australian_points_convert_as_an_estimate_and_are_never_counted(skillpath: Any, tmp_path: Any) -> None:
    data, text = credits_abroad(skillpath, tmp_path, 6, "une-credit-point")
    assert data["hours"] == "3"
    assert [(each["credential"], each["unit"], each["semester_hours"]) for each in data["estimates"]] == [
        ("abroad-unit", "une-credit-point", "3.00")
    ]
    assert "6 une-credit-point, about 3 semester hours by custom (medium confidence)" in text
    assert "Recommended credit: 3 semester hours" in text


def test_points_of_an_unnamed_australian_university_have_no_worth(skillpath: Any, tmp_path: Any) -> None:
    data, _ = credits_abroad(skillpath, tmp_path, 6, "credit-point")
    assert data["estimates"] == []
    assert data["hours"] == "3"


def test_european_credit_is_an_estimate(skillpath: Any, tmp_path: Any) -> None:
    data, text = credits_abroad(skillpath, tmp_path, 7, "ects")
    assert [Decimal(each["semester_hours"]) for each in data["estimates"]] == [Decimal("3.5")]
    assert "7 ects, about 3.5 semester hours by custom" in text
    assert data["hours"] == "3"


def test_canada_has_no_national_framework_and_counts_in_hours_of_each_school() -> None:
    record = catalog().get(Framework, "ca-provincial")
    assert record is not None
    assert (record.unit, record.per_year, record.levels) == (None, None, ())
    assert "Ontario" in record.note


def test_kazakhstan_counts_as_europe_does() -> None:
    record = catalog().get(Framework, "kz-nqf")
    assert record is not None
    assert (record.unit, record.per_year, len(record.levels)) == ("kz-academic-credit", 60, 8)
    own, europe = catalog().get(Unit, "kz-academic-credit"), catalog().get(Unit, "ects")
    assert own is not None
    assert europe is not None
    assert own.semester_hours == europe.semester_hours


def test_frameworks_and_units_are_shown(skillpath: Any) -> None:
    shown = skillpath("show", "au-aqf").out
    assert "Bachelor Degree" in shown
    assert "none of its own" in shown
    assert "1/2 semester hours, by custom: an estimate" in skillpath("show", "unit:ects").out
    assert "no figure in semester hours is known" in skillpath("show", "unit:credit-point").out
    assert skillpath("list", "frameworks", "-f", "ids").out.split()[0] == "au-aqf"
