"""A long list is written while it is read, and reads like a short one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import pytest

from skillpath.reports import listing, long_list
from skillpath.reports.listing import Fields
from tests.cli.small import Runner, small_runner
from tests.cli.test_list import CREDENTIALS, TABLES


@pytest.fixture(name="small")
def _small(skillpath: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    return small_runner(skillpath, tmp_path, monkeypatch)


@pytest.mark.parametrize("kind", [kind for kind in TABLES if kind not in ("programmes", "funding")])
@pytest.mark.parametrize("format", ["json", "csv", "markdown", "ids"])
def test_a_long_list_is_the_same_text(small: Runner, kind: str, format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    short = small("list", kind, "--format", format)
    monkeypatch.setattr(listing, "LONG", 1)
    monkeypatch.setattr(long_list, "_AT_ONCE", 1)
    assert small("list", kind, "--format", format) == short


def test_columns_are_as_wide_as_the_first_part_asks_for(small: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LONG", 3)
    assert small("list", "credentials").out == CREDENTIALS
    monkeypatch.setattr(listing, "LONG", 1)
    assert small("list", "credentials").out.splitlines()[:5] == [
        "Id    Name  Kind    Provider  Hours",
        "----  ----  ------  --------  -----",
        "base  Base  course  north        20",
        "old   Old (retired)  exam    south     unknown",
        'plus  Plus "X" & <Y>  certification  south        60',
    ]


def test_filters_hold_in_long_lists(small: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LONG", 1)
    found = json.loads(small("list", "credentials", "--teaches", "networking", "--json").out)["data"]
    assert (found["count"], [item["id"] for item in found["items"]]) == (3, ["plus", "side", "slow"])


def test_a_long_list_goes_into_a_file(small: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = small("list", "credentials", "-f", "csv").out
    monkeypatch.setattr(listing, "LONG", 1)
    assert small("list", "credentials", "--output", str(tmp_path / "all.csv")) == (0, "", "")
    assert (tmp_path / "all.csv").read_text(encoding="utf-8") == whole


@pytest.mark.parametrize("long", [1, 10])
def test_a_limit(small: Runner, long: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "LONG", long)
    said = "only the first 2 are listed; `--limit` says how many"
    assert small("list", "credentials", "--limit", "2", "-f", "ids") == (0, "base\nold\n", f"warning: {said}\n")
    assert small("list", "credentials", "--limit", "2").out.endswith("\n\n2 credentials\n")
    answer = json.loads(small("list", "credentials", "--limit", "2", "--kind", "exam", "--json").out)
    assert ([item["id"] for item in answer["data"]["items"]], answer["warnings"]) == (["old", "twin"], [])
    answer = json.loads(small("list", "credentials", "--limit", "1", "--kind", "exam", "--json").out)
    assert (answer["data"]["count"], answer["warnings"]) == (1, ["only the first 1 are listed; `--limit` says how many"])


def endless() -> Iterator[Fields]:
    return ({"id": f"s{number}", "name": "Skill", "broader": None, "field": None, "taught_by": 0} for number in count())


def test_no_format_waits_for_the_last_row() -> None:
    for parts in (
        long_list.long_table("skills", endless()),
        long_list.long_markdown("skills", endless()),
        long_list.long_csv(endless(), lambda rows, header: f"{header} {len(rows)}\n"),
        long_list.long_json("skills", endless(), 9, ()),
        long_list.long_ids(str(row["id"]) for row in endless()),
    ):
        assert len(list(islice(parts, 3))) == 3
