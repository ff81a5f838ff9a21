from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillpath.catalog.records import Recommendation
from skillpath.credits.tally import best_without_overlap, outside, tally
from tests.helpers import catalog_of, learner_of

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


@given(
    st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 20).map(Decimal), max_size=7),
    st.sets(st.frozensets(st.sampled_from("abcdefg"), min_size=2, max_size=2), max_size=8),
)
def test_the_choice_without_overlap_has_the_most_hours(hours: dict[str, Decimal], pairs: set[frozenset[str]]) -> None:
    kept = best_without_overlap(hours, frozenset(pairs))
    allowed = [
        set(some)
        for size in range(len(hours) + 1)
        for some in combinations(hours, size)
        if not any(pair <= set(some) for pair in pairs)
    ]
    assert set(kept) in allowed
    assert sum(hours[id] for id in kept) == max(sum(hours[id] for id in some) for some in allowed)
