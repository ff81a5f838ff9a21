"""The oracle for degrees on tiny worlds whose answers are known by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle import learner, thing
from tests.oracle.degrees import catalog_of, finish, programme, rec, slot
from tests.oracle.degrees.brute import audit, best
from tests.oracle.degrees.rows import Figures
from tests.oracle.world import Raw

HOUR = 45 * 60  # minutes of study behind an hour taken at the institution


def cost(made: Raw, who: Raw | None = None, **changes: Any) -> int | None:
    """Dollars of the cheapest plan."""
    found = best(made, who or learner(), finish(**changes), grain=50)
    return None if found is None else found.cost // 100


def counted(made: Raw, who: Raw) -> float:
    """Hours that count in an audit."""
    return audit(made, who, finish(), made["programmes"][0]) / 100


def holds(*ids: str, earned: str | None = "2026-01-01", **more: Any) -> Raw:
    return learner(holdings=[{"credential": id} | ({"earned": earned} if earned else {}) for id in ids], **more)


def transcript(hours: float = 3, **more: Any) -> Raw:
    return {"course": "Pottery", "hours": hours, "institution": "other", **more}


def test_everything_there_or_everything_brought() -> None:
    made = catalog_of(programme(slot("any", 6)), rec("a"), rec("b"))
    assert best(made, learner(), finish()) == Figures(2000, 1200, 2)
    assert best(made, learner(), finish(exclude=["a", "b"])) == Figures(60000, 6 * HOUR, 1)
    assert best(made, learner(), finish(by=["steps"])) == Figures(60000, 6 * HOUR, 1)
    assert best(made, holds("a"), finish()) == Figures(1000, 600, 1)
    assert best(made, learner(), finish(budget="19 USD")) is None
    assert best(made, learner(), finish(by=["steps"], budget="400 USD")) == Figures(2000, 1200, 2)
    assert best(catalog_of(programme(slot("any", 6), tuition=[]), rec("a")), learner(), finish()) is None


A, B, C = rec("a"), rec("b"), rec("c", level="upper")
LAW, ALGEBRA = rec("a", course="law"), rec("a", course="algebra")

RULES: list[tuple[list[Raw], list[Raw], int | None]] = [
    ([], [A, B, C], 20),  # the programme has six elective hours; each credential gives three for 10 USD
    ([{"rule": "at-most", "hours": 6}], [A, B, C], 20),
    ([{"rule": "at-most", "hours": 4, "over": {"credit_from": ["ace"]}}], [A, B, C], 220),
    ([{"rule": "at-most", "hours": 3, "over": {"credit_from": ["ace"]}, "waiver": {"name": "w", "price": "50 USD"}}], [A, B], 70),
    ([{"rule": "at-most", "percent": 25, "over": {"here": False}}], [A, B, C], 510),
    ([{"rule": "at-most", "hours": 3, "scope": ["any"], "over": {"providers": ["p"]}}], [A, B, C], 310),
    ([{"rule": "at-most", "hours": 3, "over": {"providers": ["q"]}}], [A, B, C], 20),
    ([{"rule": "at-most", "hours": 3}], [A, B, C], None),
    ([{"rule": "at-most", "hours": 2, "each": "subject"}], [rec("a", subject="X"), rec("b", subject="y")], 220),
    ([{"rule": "at-most", "hours": 3, "each": "subject"}], [rec("a", subject="X"), rec("b", subject="y")], 20),
    ([{"rule": "at-most", "hours": 3, "each": "subject"}], [rec("a", subject="X"), rec("b", subject="x")], 310),
    ([{"rule": "at-most", "hours": 3, "each": "provider", "over": {"here": False}}], [A, B], 310),
    ([{"rule": "at-most", "hours": 3, "each": "area"}], [LAW, rec("b", course="algebra")], 20),
    ([{"rule": "at-most", "hours": 2, "each": "course"}], [LAW, rec("b", course="algebra")], 220),
    ([{"rule": "at-least", "hours": 2, "over": {"here": True}}], [A, B, C], 220),
    ([{"rule": "at-least", "hours": 2, "over": {"here": True}, "waiver": {"name": "w", "price": "5 USD"}}], [A, B], 25),
    ([{"rule": "at-least", "percent": 75, "over": {"here": True}}], [A, B, C], 510),
    ([{"rule": "at-least", "hours": 3, "over": {"levels": ["upper"]}}], [A, B], 310),
    ([{"rule": "at-least", "hours": 3, "over": {"levels": ["upper"]}}], [A, B, C], 20),
    ([{"rule": "at-least", "hours": 6, "over": {"levels": ["graduate"]}}], [A, B, C], None),
    ([{"rule": "at-least", "hours": 3, "over": {"levels": ["lower"]}, "of_last": 5}], [A, B], 20),
    ([{"rule": "at-least", "distinct": "subject", "count": 3}], [rec("a", subject="x"), rec("b", subject="y")], 120),
    ([{"rule": "at-least", "distinct": "subject", "count": 4}], [rec("a", subject="x"), rec("b", subject="y")], 420),
    ([{"rule": "at-least", "distinct": "area", "count": 2}], [LAW, rec("b", course="algebra")], 20),
    ([{"rule": "at-least", "distinct": "course", "count": 2}], [LAW, rec("b")], 120),
    ([{"rule": "at-least", "hours": 2, "each": "area", "over": {"areas": ["english", "business"]}}], [LAW, B], None),
    ([{"rule": "at-least", "hours": 3, "each": "course", "over": {"courses": ["law", "writing"]}}], [LAW, rec("b", course="writing")], 20),
    ([{"rule": "accept", "over": {"levels": ["upper"]}}], [A, B, C], 310),
    ([{"rule": "refuse", "over": {"levels": ["upper"]}}], [A, C], 310),
    ([{"rule": "refuse", "over": {"credit_from": ["non-collegiate"], "excluding": ["pp"]}}], [A, B], 20),
    ([{"rule": "refuse", "over": {"excluding": ["b"]}}], [A, B], 310),
    ([{"rule": "once", "over": {"credentials": ["a", "b"]}}], [A, B], 310),
    ([{"rule": "once", "count": 2, "over": {}}], [A, B], 20),
    ([{"rule": "once", "over": {}}], [rec("a", 6, covers=["law", "algebra"])], 10),
    ([{"rule": "relevel", "over": {"levels": ["upper"]}, "level": "lower"}, {"rule": "refuse", "over": {"levels": ["lower"]}}], [C], 600),
    ([{"rule": "relevel", "over": {}, "electives_only": True}], [A, B], 20),
    ([{"rule": "charge", "price": "7 USD", "per": "once"}], [A, B], 27),
    ([{"rule": "charge", "price": "7 USD", "per": "credential"}], [A, B], 34),
    ([{"rule": "charge", "price": "7 USD", "per": "credential"}], [rec("a", 6, covers=["law", "algebra"])], 17),
    ([{"rule": "charge", "price": "7 USD", "per": "course"}], [rec("a", 6, covers=["law", "algebra"])], 24),
    ([{"rule": "charge", "price": "7 USD", "per": "course", "free_first": 1}], [A, B], 27),
    ([{"rule": "charge", "price": "7 USD", "per": "hour", "free_first": 4}], [A, B], 34),
    ([{"rule": "charge", "price": "7 USD", "per": "hour"}, {"rule": "at-most", "hours": 2.5, "over": {"here": False}}], [A], 424),
    ([{"rule": "charge", "price": "999 USD", "per": "once"}], [A, B], 600),
    ([{"rule": "charge", "price": "7 USD", "over": {"levels": ["upper"]}}], [A, B, C], 20),
    ([{"rule": "block", "requires": ["a"]}], [thing("a")], 10),
    ([{"rule": "block", "requires": ["a"], "hours": 4}], [thing("a"), B], 20),
    ([{"rule": "block", "requires": ["a"], "hours": 2}], [A, B], 20),
    ([{"rule": "block", "requires": ["a", {"award": "bachelor"}]}], [thing("a")], 600),
    ([{"rule": "block", "requires": ["a"]}, {"rule": "at-most", "hours": 2, "over": {"here": False}}], [thing("a")], 410),
    ([{"rule": "block", "requires": ["a"]}, {"rule": "at-most", "hours": 2, "over": {"credit_from": ["ace"]}}], [thing("a")], 10),
    ([{"rule": "entry", "requires": ["b"]}], [rec("a", 6), B], 20),
    ([{"rule": "entry", "requires": [{"award": "bachelor"}]}], [A, B], None),
    ([{"rule": "text", "says": "in person"}, {"rule": "grade", "average": 3}], [A, B], 20),
]  # fmt: skip


@pytest.mark.parametrize(("rules", "parts", "dollars"), RULES)
def test_rules(rules: list[Raw], parts: list[Raw], dollars: int | None) -> None:
    assert cost(catalog_of(programme(slot("any", 6), rules=rules), *parts)) == dollars


FITS: list[tuple[Raw, Raw, int]] = [
    (slot("r", 3, courses=["law"]), LAW, 10),
    (slot("r", 3, courses=["law"]), ALGEBRA, 300),
    (slot("r", 3, areas=["mathematics"]), ALGEBRA, 10),
    (slot("r", 3, areas=["business"]), ALGEBRA, 300),
    (slot("r", 3, level="upper"), ALGEBRA, 300),  # upper-level booked as lower never, lower as upper neither
    (slot("r", 3, level="upper"), LAW, 10),
    (slot("r", 3, level="upper"), rec("a", course="law", level="lower"), 300),
    (slot("r", 3, level="upper"), rec("a", level="graduate"), 10),
    (slot("r", 3, level="graduate"), LAW, 300),
    (slot("r", 3, level="lower"), LAW, 10),
    (slot("r", 3, here=True), A, 300),
    (slot("r", 3, price="40 USD"), rec("a", 2), 40),
    (slot("r", 3), rec("a", 2), 110),
    (slot("r", 3), rec("a", 2.5), 110),
    (slot("r", 3), rec("a", 4.5, unit="quarter-hour"), 10),
    (slot("r", 3), rec("a", 4, unit="quarter-hour"), 110),
    (slot("r", 3), rec("a", 4, unit="mystery"), 300),
    (slot("r", 3), rec("a", body="nccrs"), 300),
    (slot("r", 3), rec("a", start="2027-06-01"), 300),
    (slot("r", 3), rec("a", end="2026-12-25"), 10),  # ten hours at three a week end on the 24th day
    (slot("r", 3), rec("a", end="2026-12-24"), 300),
    (slot("r", 3), rec("a", min_score=50), 10),
]


@pytest.mark.parametrize(("wanted", "part", "dollars"), FITS)
def test_fit(wanted: Raw, part: Raw, dollars: int) -> None:
    assert cost(catalog_of(programme(wanted), part)) == dollars


def test_a_convert_rule_is_stronger_than_custom() -> None:
    made = catalog_of(
        programme(slot("r", 3), rules=[{"rule": "convert", "unit": "quarter-hour", "factor": 0.5}]),
        rec("a", 4.5, unit="quarter-hour"),
    )
    assert cost(made) == 110


def test_units_other_than_the_semester_hour() -> None:
    made = catalog_of(programme(slot("r", 3), unit="quarter-hour"), rec("a", 2))
    assert cost(made) == 10
    assert best(made, learner(), finish(by=["steps"])) == Figures(1000, 600, 1)
    assert best(made, learner(), finish(exclude=["a"])) == Figures(30000, 3 * 30 * 60, 1)


def test_articulations_replace_recommendations() -> None:
    word: Raw = {"credential": "a", "course": "law", "hours": 2}
    assert cost(catalog_of(programme(slot("r", 3), articulations=[word]), A)) == 110
    assert cost(catalog_of(programme(slot("r", 3), articulations=[word | {"end": "2026-01-01"}]), A)) == 10
    assert cost(catalog_of(programme(slot("r", 3), accepts=[], articulations=[word]), A)) == 110
    assert cost(catalog_of(programme(slot("r", 3), accepts=[]), A)) == 300
    to: Raw = {"credential": "a", "requirement": "r"}
    two = [slot("r", 3, courses=["law"]), slot("s", 3, courses=["writing"])]
    assert cost(catalog_of(programme(*two, articulations=[to]), A)) == 310
    assert cost(catalog_of(programme(*two, articulations=[to | {"requirement": "s", "hours": 1}]), A)) == 510
    elsewhere = [slot("r", 3), slot("s", 3, courses=["writing"])]
    assert cost(catalog_of(programme(*elsewhere, articulations=[to | {"requirement": "s", "hours": 6}]), A)) == 310


def test_one_course_once_and_one_credit_in_one_place() -> None:
    slots = [slot("r", 3, courses=["law"]), slot("s", 3, areas=["business"])]
    assert cost(catalog_of(programme(*slots), LAW, rec("b", course="law"))) == 310
    assert cost(catalog_of(programme(*slots), LAW)) == 310
    assert cost(catalog_of(programme(slot("r", 6)), rec("a", course="writing"), rec("b", course="rhetoric"))) == 310
    overlapping = [thing("a", overlaps=["b"]), thing("b")]
    assert cost(catalog_of(programme(slot("r", 6)), *overlapping, A, B)) == 310


def test_a_choice_is_one_recommendation() -> None:
    high = rec("a", 6, choice="x", min_score=60, covers=["law", "algebra"]) | {"id": "high"}
    low = rec("a", 3, choice="x", min_score=50) | {"id": "low"}
    made = catalog_of(programme(slot("r", 6)), high, low)
    assert cost(made) == 310
    scored = learner(holdings=[{"credential": "a", "earned": "2026-01-01", "score": 60}])
    assert (cost(made, scored), counted(made, scored)) == (0, 6)
    assert counted(made, learner(holdings=[{"credential": "a", "score": 55}])) == 3


def test_lower_after_higher() -> None:
    made = catalog_of(programme(slot("r", 6)), ALGEBRA, rec("b", course="analysis"))
    assert cost(made) == 20  # nothing is held
    assert cost(made, holds("b")) == 300
    assert counted(made, holds("a", "b")) == 6  # the same day
    both = [{"credential": "a", "earned": "2025-12-31"}, {"credential": "b", "earned": "2026-01-01"}]
    assert counted(made, learner(holdings=both)) == 6
    assert counted(made, learner(holdings=[both[0], {"credential": "b"}])) == 6
    assert counted(made, learner(holdings=[both[0] | {"earned": "2026-01-02"}, both[1]])) == 3
    sequence = catalog_of(programme(slot("r", 6)), rec("a", 6, covers=["algebra", "calculus"]))
    assert counted(sequence, holds("a")) == 6


def test_dates_of_what_is_held() -> None:
    dated = catalog_of(programme(slot("r", 3)), rec("a", start="2026-01-01", end="2026-06-30"))
    days = ("2025-12-31", "2026-01-01", "2026-06-30", "2026-07-01", None)
    assert [counted(dated, holds("a", earned=day)) for day in days] == [0, 3, 3, 0, 0]
    aged = catalog_of(programme(slot("r", 3), rules=[{"rule": "dated", "within_years": 5}]), A)
    assert [counted(aged, holds("a", earned=day)) for day in ("2021-11-30", "2021-12-01", None)] == [0, 3, 0]
    assert cost(aged) == 10
    late = catalog_of(
        programme(slot("r", 3), rules=[{"rule": "dated", "before": "2026-01-02", "over": {"credit_from": ["ace"]}}]), A
    )
    assert (cost(late), counted(late, holds("a"))) == (300, 3)
    start = catalog_of(programme(slot("r", 3), rules=[{"rule": "dated", "before_enrolment": True}]), A)
    assert counted(start, holds("a", earned=None)) == 3


def test_transcripts() -> None:
    def hours(credit: Raw, wanted: Raw | None = None, **more: Any) -> float:
        return counted(catalog_of(programme(wanted or slot("r", 6), **more)), learner(credits=[credit]))

    assert hours(transcript()) == 3
    assert hours(transcript(), accepts=["ace"]) == 0
    assert hours(transcript(institution="u"), accepts=["ace"]) == 3
    assert hours(transcript(institution="u"), slot("r", 6, here=True)) == 3
    assert hours(transcript(4.5, unit="quarter-hour")) == 3
    assert hours(transcript() | {"credit_from": ["two-year"]}, accepts=["two-year"]) == 3
    assert hours(transcript(), accepts=["two-year"]) == 0
    assert hours(transcript(areas=["x"]), slot("r", 6, areas=["x"])) == 3
    grade: list[Raw] = [{"rule": "grade", "least": "C"}]
    assert [hours(transcript(grade=mark), rules=grade) for mark in ("C-", "C", "A")] == [0, 3, 3]
    assert hours(transcript(), rules=grade) == 3
    assert [hours(transcript(grade=mark), slot("r", 3, min_grade="B")) for mark in ("B-", "B+")] == [0, 3]
    young: list[Raw] = [{"rule": "at-most", "hours": 1, "over": {"number_below": 300}}]
    assert [hours(transcript(number=number), rules=young) for number in (299, 300)] == [1, 3]
    assert hours(transcript(), rules=young) == 3


def test_audits_leave_room() -> None:
    def hours(**rule: Any) -> float:
        return counted(catalog_of(programme(slot("r", 6), rules=[{"rule": "at-least", **rule}]), A, B, C), holds("a", "b"))

    assert hours(hours=2, over={"here": True}) == 4
    assert hours(hours=2, over={"here": True}, waiver={"name": "w", "price": "5 USD"}) == 6
    assert hours(hours=2, over={"levels": ["upper"]}) == 4
    assert hours(hours=6, over={"credit_from": ["ace"]}) == 6
    assert hours(percent=50, over={"here": True}) == 3
    assert hours(hours=1, each="area", over={"areas": ["x", "y"]}) == 6


def test_blocks_spread_and_take_their_credentials() -> None:
    slots = [slot("r", 2, courses=["law"]), slot("s", 2, level="upper"), slot("t", 2), slot("u", 1, here=True)]
    block: Raw = {"rule": "block", "requires": [{"any": ["a", "b"]}], "fulfils": ["r", "s", "u"]}
    assert cost(catalog_of(programme(*slots, rules=[block]), A, B)) == 310
    assert cost(catalog_of(programme(*slots, rules=[block | {"hours": 3}]), A, B, C)) == 220
    assert cost(catalog_of(programme(*slots, rules=[block | {"level": "lower"}]), A, B, C)) == 320


def test_any_of_several_programmes() -> None:
    two = [programme(slot("any", 6)), programme(slot("any", 3), id="e", fees=[{"name": "f", "price": "3 USD"}])]
    made = catalog_of(two, A, B)
    assert best(made, learner(), finish("d", "e")) == Figures(1300, 600, 1)
    assert best(made, learner(), finish("d")) == Figures(2000, 1200, 2)


def test_shared_subscription_months() -> None:
    plan: Raw = {"id": "m", "name": "m", "provider": "p", "price": "15 USD"}
    parts = [thing(id, price=None, hours=6, offers=[{"subscription": "m"}]) for id in ("a", "b")]
    assert cost(catalog_of(programme(slot("any", 6)), *parts, A, B, subscriptions=[plan])) == 15


def test_a_slot_that_one_course_fills_whole() -> None:
    wanted = slot("r", 4, courses=["law"], areas=["mathematics"], whole=True)
    assert cost(catalog_of(programme(wanted), LAW)) == 10
    assert cost(catalog_of(programme(wanted), ALGEBRA)) == 110
    two = programme(wanted, slot("s", 3, courses=["law"]), articulations=[{"credential": "b", "requirement": "r", "hours": 1}])
    assert cost(catalog_of(two, LAW, B)) == 20


def test_one_body_counts_for_a_credential() -> None:
    two = [rec("a", 3), rec("a", 4, body="nccrs") | {"id": "other"}]
    assert cost(catalog_of(programme(slot("r", 7), accepts=["ace", "nccrs"]), *two)) == 310
    assert cost(catalog_of(programme(slot("r", 7)), *two)) == 410
    assert cost(catalog_of(programme(slot("r", 7), accepts=["ace", "nccrs"]), two[0], two[1] | {"hours": 3})) == 410
