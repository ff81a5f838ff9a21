"""The figures of CTDL: costs, durations and credit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.known import Known
from tests.catalog.imports.helpers import DATA, ce, cost, credential, ctdl, first, one, records_in


def offers(folder: Path, *costs: Any, **more: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = one(folder, estimatedCost=list(costs), **more).get("offers", [])
    return found


def test_aggregate_costs_stand_alone(tmp_path: Path) -> None:
    assert offers(tmp_path, cost(99, "AggregateCost"), cost(50, "Tuition"), cost(5, "Application")) == [
        {"name": "AggregateCost", "price": "99 USD"}
    ]


def test_other_costs_add_up(tmp_path: Path) -> None:
    fees = [{"name": "Application", "price": "5.50 USD"}]
    assert offers(tmp_path, cost(5.5, "Application"), cost("1,500"), cost(3, "Parking")) == [
        {"name": "Tuition", "price": "1500 USD", "fees": fees}
    ]


def test_costs_in_several_currencies_are_alternatives_and_never_added(tmp_path: Path) -> None:
    euros = (cost(900, currency="EUR"), cost(45, "Application", "EUR"))
    dollars = (cost(50, "Application"), cost(1000))
    assert offers(tmp_path, *euros, *dollars) == [
        {"name": "Tuition", "price": "900 EUR", "fees": [{"name": "Application", "price": "45 EUR"}]},
        {"name": "Tuition", "price": "1000 USD", "fees": [{"name": "Application", "price": "50 USD"}]},
    ]
    assert [offer["price"] for offer in offers(tmp_path, *euros[:1], *dollars)] == ["1000 USD"]
    assert offers(tmp_path, *euros[:1], *dollars[:1]) == []


def test_residents_have_an_offer_of_their_own(tmp_path: Path) -> None:
    rows = (
        cost(10, residencyType=["residency:InState"]),
        cost(30, residencyType=["residency:OutOfState"]),
        cost(1, "Application"),
    )
    cheap, dear = offers(tmp_path, *rows)
    assert (cheap["price"], cheap["requires"]) == ("10 USD", [{"condition": "ctdl-resident-for-tuition"}])
    assert (dear["price"], dear.get("requires")) == ("30 USD", None)
    assert cheap["fees"] == dear["fees"] == [{"name": "Application", "price": "1 USD"}]


def test_prices_per_credit_need_credits(tmp_path: Path) -> None:
    three = {"schema:value": 3, "ceterms:creditUnitType": "creditUnit:DegreeCredit"}
    assert offers(tmp_path, cost(100, paymentPattern="per credit hour"), creditValue=three) == [
        {"name": "Tuition", "per_credit": "100 USD", "credits": 3.0}
    ]
    assert offers(tmp_path, cost(100, paymentPattern="per credit hour")) == []


@pytest.mark.parametrize(
    "bad", [cost(-5), cost("free"), cost(1, currency="Shells"), cost(None), cost(1e30), cost([1, 2]), cost({}), 7, [cost()]]
)
def test_costs_that_make_no_sense_are_left_out(tmp_path: Path, bad: Any) -> None:
    assert offers(tmp_path, bad) == []


def test_offers_have_their_dates_and_places(tmp_path: Path) -> None:
    place = {"ceterms:mainJurisdiction": {"ceterms:addressCountry": "Canada"}}
    row = cost(startDate="2026-2-1", endDate="2026-13-45", jurisdiction=place)
    assert offers(tmp_path, row) == [{"name": "Tuition", "price": "10 USD", "start": "2026-02-01", "countries": ["CA"]}]


@pytest.mark.parametrize(
    ("durations", "effort"),
    [
        ([{"ceterms:exactDuration": "PT40H"}], {"hours": 40.0}),
        ([{"ceterms:minimumDuration": "PT1H30M", "ceterms:maximumDuration": "PT4H"}], {"min_hours": 1.5, "max_hours": 4.0}),
        ([{"ceterms:exactDuration": "P9M"}], {"min_weeks": 39.0}),
        (
            [{"ceterms:exactDuration": "P2Y"}, {"ceterms:exactDuration": "P1Y"}, {"ceterms:exactDuration": "PT5H"}],
            {"hours": 5.0, "min_weeks": 52.0},
        ),
        ([{"ceterms:minimumDuration": "P3Y", "ceterms:maximumDuration": "P6W"}], None),
        ([{"ceterms:exactDuration": "soon"}], None),
        ([{"ceterms:description": "as long as it takes"}], None),
        ([{"ceterms:exactDuration": "P900Y"}], None),
        ([{"ceterms:exactDuration": "pt1,5h"}], {"hours": 1.5}),
        ([{"ceterms:exactDuration": "PT0H"}], None),
        ([{"ceterms:exactDuration": "P0D"}], None),
    ],
)
def test_durations(tmp_path: Path, durations: list[Any], effort: Any) -> None:
    assert one(tmp_path, estimatedDuration=durations).get("effort") == effort


def test_clock_hours_are_effort_and_no_credit(tmp_path: Path) -> None:
    records, _ = ctdl(
        tmp_path, credential(1, creditValue=[{"schema:value": 60, "ceterms:creditUnitType": "creditUnit:ClockHour"}])
    )
    assert records["credentials"][ce(1)]["effort"] == {"hours": 60.0}
    assert records["recommendations"] == {}


def test_credit(tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    import_ctdl(DATA / "ctdl", target, Known())
    ace, own = sorted(records_in(target)["recommendations"].values(), key=lambda each: each["body"])
    assert ace == {
        "id": ce(15),
        "credential": ce(2),
        "body": "ace",
        "hours": 3.0,
        "level": "lower",
        "min_score": 50.0,
        "number": "BRAS-0001",
        "start": "2024-01-05",
        "end": "2027-12-31",
        "note": "Credit is recommended for scores of 50 and above. Stands for Metalwork 1",
        "sources": ["import-ctdl"],
    }
    assert (own["hours"], own["level"], own["subject"]) == (3.0, "upper", "Metalwork")
    assert own["body"].startswith("brass-college-")


def test_plain_degree_credit_of_others_is_a_unit_of_its_own(tmp_path: Path) -> None:
    value = {"schema:value": 15, "ceterms:creditUnitType": "creditUnit:DegreeCredit"}
    records, report = ctdl(
        tmp_path, credential(1, "Course", creditValue=[value, {"schema:value": 2, "ceterms:creditUnitType": "Beans"}])
    )
    (found,) = records["recommendations"].values()
    assert (found["hours"], found["unit"]) == (15.0, "degree-credit")
    assert first(report, "credit-unit") == "00.json: beans"
