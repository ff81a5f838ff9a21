from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.records import Recommendation
from skillpath.credits.tally import outside, tally
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from tests.helpers import START, catalog_of, learner_of
from tests.oracle.credits import reaches, recommended
from tests.oracle.world import Case, Known, Raw

WORLD = """
providers: [{id: p, name: Pro School}]
courses: [{id: algebra, name: Algebra}]
credentials:
- {id: a, name: A, kind: course, provider: p}
- {id: b, name: B, kind: exam, provider: p}
- {id: c, name: C, kind: certificate, provider: p}
- {id: d, name: D, kind: certificate, provider: p, overlaps: [c]}
- {id: e, name: E, kind: course, provider: p}
recommendations:
- {id: a.1, credential: a, body: ace, hours: 3, level: lower, subject: maths, course: algebra}
- {id: a.2, credential: a, body: ace, hours: 1.5, level: upper, start: '2024-01-01', end: '2025-12-31'}
- {id: b.50, credential: b, body: ace, hours: 3, course: algebra, min_score: 50, choice: score}
- {id: b.63, credential: b, body: ace, hours: 6, course: algebra, min_score: 63, choice: score}
- {id: c.1, credential: c, body: ace, hours: 12, level: lower}
- {id: d.1, credential: d, body: nccrs, hours: 9, level: lower}
- {id: d.2, credential: d, body: nccrs}
"""


def judged(holdings: str, folder: Path) -> dict[str, str]:
    catalog = catalog_of(WORLD, folder)
    found = tally(learner_of(catalog, f"holdings: [{holdings}]"), catalog)
    return {line.recommendation.id: line.why_not for line in found.lines}


def test_the_same_course_counts_once(tmp_path: Path) -> None:
    lines = judged("{credential: a, earned: '2024-05-01'}, {credential: b, score: 70}", tmp_path)
    assert lines == {
        "a.1": "the same course as B, which counts",
        "a.2": "",
        "b.50": "another score of the same exam counts",
        "b.63": "",
    }


def test_a_score_that_was_not_reached_gives_nothing(tmp_path: Path) -> None:
    lines = judged("{credential: b, score: 55}", tmp_path)
    assert (lines["b.50"], lines["b.63"]) == ("", "needs a score of 63")
    assert judged("{credential: b, score: 40}", tmp_path)["b.50"] == "needs a score of 50"


def test_without_a_score_the_least_award_counts(tmp_path: Path) -> None:
    lines = judged("{credential: b}", tmp_path)
    assert (lines["b.50"], lines["b.63"]) == ("", "needs a score of 63: say what you scored")


@pytest.mark.parametrize(
    ("completed", "words"),
    [
        (None, "valid 2024-01-01 to 2025-12-31: say when you earned it"),
        (date(2023, 12, 31), "completed before 2024-01-01, when the recommendation begins"),
        (date(2026, 1, 1), "completed after 2025-12-31, when the recommendation ends"),
        (date(2024, 1, 1), ""),
        (date(2025, 12, 31), ""),
    ],
)
def test_credit_must_be_completed_inside_the_dates(completed: date | None, words: str) -> None:
    recommendation = Recommendation(id="r", credential="a", body="ace", hours=3, start="2024-01-01", end="2025-12-31")
    assert outside(recommendation, completed) == words


def test_credentials_that_share_courses_count_once_and_unknown_hours_are_said(tmp_path: Path) -> None:
    assert judged("{credential: c}, {credential: d}", tmp_path) == {
        "c.1": "",
        "d.1": "shares courses with C",
        "d.2": "hours unknown",
    }


def test_totals_and_what_is_left(tmp_path: Path) -> None:
    catalog = catalog_of(WORLD, tmp_path)
    held = "holdings: [{credential: a}, {credential: c}, {credential: e}, {credential: else}]"
    found = tally(learner_of(catalog, held), catalog)
    assert found.total == Decimal(15)
    assert found.totals("body") == {"ace": Decimal(15)}
    assert found.totals("source") == {"Pro School": Decimal(15)}
    assert found.totals("subject") == {"not stated": Decimal(12), "maths": Decimal(3)}
    assert [record.id for record in found.without] == ["e"]
    assert found.unknown == ("else",)


@st.composite
def held_recommendations(draw: st.DrawFn) -> tuple[list[Raw], list[Raw]]:
    ids = [f"c{place}" for place in range(draw(st.integers(1, 5)))]
    overlaps = {id: draw(st.lists(st.sampled_from(ids), max_size=1)) for id in ids}
    found = []
    for place in range(draw(st.integers(1, 7))):
        record: Raw = {
            "id": f"r{place}",
            "credential": draw(st.sampled_from(ids)),
            "body": draw(st.sampled_from(["ace", "nccrs"])),
        }
        record["hours"] = draw(st.sampled_from([3, 6, 1, 4.5]))
        kind = draw(st.sampled_from(["", "course", "covers", "choice"]))
        if kind:
            values = {"course": "xyz", "covers": [["x", "y"], ["y", "z"]], "choice": "s"}
            record[kind] = draw(st.sampled_from(values[kind]))
        found.append(record)
    return [{"id": id, "name": id, "kind": "course", "provider": "p", "overlaps": overlaps[id]} for id in ids], found


@given(held_recommendations())
def test_the_most_hours_that_can_count_do(made: tuple[list[Raw], list[Raw]]) -> None:
    """Against the enumerator of credit totals, which was written apart."""
    credentials, found = made
    courses = [{"id": "x", "excludes": ["z"]}, {"id": "y"}, {"id": "z"}]
    world: Raw = {"credentials": credentials, "recommendations": found, "courses": courses}
    case = Case(world, {"holdings": [], "skills": [], "start": "2026-12-01"}, {"min_confidence": "low"})
    ids = frozenset(record["id"] for record in credentials)
    credits = recommended(case, ids, Known(ids, {}))
    catalog = MemoryCatalog(
        {kind: {each["id"]: msgspec.convert({"name": each["id"], **each}, KINDS[kind], strict=False) for each in world[kind]}
         for kind in ("credentials", "courses")}
        | {"recommendations": {each["id"]: msgspec.convert(each, KINDS["recommendations"], strict=False) for each in found}}
    )  # fmt: skip
    profile = msgspec.convert({"holdings": [{"credential": id} for id in sorted(ids)]}, Profile)
    total = tally(make_learner(profile, catalog, START), catalog).total
    assert reaches(case, credits, total, 0)
    assert not reaches(case, credits, total + Decimal("0.01"), 0)
