"""Facts older than asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from skillpath.catalog.stale import last_day

WORLD = """
skillpath: 1
sources:
- {id: old, url: 'https://a.example', date: '2024-03-01'}
- {id: new, url: 'https://b.example', date: '2026-10-01'}
- {id: year, url: 'https://c.example', date: '2025'}
- {id: undated, url: 'https://d.example'}
skills:
- {id: rests-on-old, name: A, sources: [old, undated], confidence: low}
- {id: rests-on-both, name: B, sources: [old, new]}
- {id: rests-on-year, name: C, sources: [year]}
- {id: rests-on-undated, name: D, sources: [undated]}
- {id: rests-on-nothing, name: E}
"""


def stale(skillpath: Callable[..., Any], tmp_path: Any, days: int) -> dict[str, Any]:
    file = tmp_path / "world.yaml"
    file.write_text(WORLD, encoding="utf-8")
    done = skillpath("catalog", "check", str(file), "--no-shipped", "--stale", str(days), "--as-of", "2026-11-25", "--json")
    assert done.status == 0
    found: dict[str, Any] = json.loads(done.out)["data"]["stale"]
    return found


def test_the_newest_page_of_a_fact_decides(skillpath: Callable[..., Any], tmp_path: Any) -> None:
    found = stale(skillpath, tmp_path, 365)
    assert [(each["id"], each["age"], each["confidence"]) for each in found["facts"]] == [("rests-on-old", 999, "low")]
    assert found["undated"] == 1


def test_oldest_first(skillpath: Callable[..., Any], tmp_path: Any) -> None:
    found = stale(skillpath, tmp_path, 0)
    assert [each["id"] for each in found["facts"]] == ["rests-on-old", "rests-on-year", "rests-on-both"]


@pytest.mark.parametrize(("text", "day"), [("2025", (2025, 12, 31)), ("2024-02", (2024, 2, 29)), ("2024-02-03", (2024, 2, 3))])
def test_a_rough_date_is_the_last_day_that_it_can_mean(text: str, day: tuple[int, int, int]) -> None:
    assert last_day(text) == date(*day)


def test_nothing_old_is_said(skillpath: Callable[..., Any], tmp_path: Any) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(WORLD, encoding="utf-8")
    done = skillpath("catalog", "check", str(file), "--no-shipped", "--stale", "1000", "--as-of", "2026-11-25")
    assert "No dated fact is older than 1000 days" in done.out
