from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TINY = ("--no-shipped", "-c", "tests/data/tiny.yaml")
FIXED = (*TINY, "--start", "2026-12-01", "--as-of", "2026-11-23")

Skillpath = Callable[..., Any]
Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def _at_the_top(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parents[2])


@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown", "ids"])
def test_every_format(format: str, skillpath: Skillpath, golden: Golden) -> None:
    done = skillpath("plan", "-t", "data clerk", *FIXED, "--format", format)
    assert (done.status, done.err) == (0, "")
    golden(f"plan.{format}", done.out)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("by-time", ("-t", "data clerk", "--by", "time")),
        ("readiness", ("-t", "data clerk", "--readiness", "95", "--allow-unknown")),
        ("established", ("-t", "data clerk", "--established", "--skills-only")),
        ("skills", ("-t", "sql:2, python")),
        ("credential", ("-t", "beta-python-2")),
        ("credits", ("-t", "3cr")),
        ("met", ("-t", "sql", "--know", "sql:3")),
        ("free", ("-t", "data clerk", "--free-only")),
        ("budget", ("-t", "data clerk", "--budget", "100")),
        ("deadline", ("-t", "data clerk", "--deadline", "2027-01-15", "--budget", "100 USD")),
        ("licence", ("-t", "notary")),
        ("upper", ("-t", "3cr", "--upper", "3")),
    ],
)
def test_plans_read_as_they_should(name: str, arguments: tuple[str, ...], skillpath: Skillpath, golden: Golden) -> None:
    done = skillpath("plan", *arguments, *FIXED)
    golden(f"plan-{name}.txt", f"{done.out}{done.err}exit {done.status}\n")


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("-t", "data clrk"), 2, "did you mean `data clerk`?"),
        (("-t", "zzzzzz"), 2, "`skillpath list roles` shows every role"),
        (("-t", "data clerk", "--by", "money"), 2, "is not an order of objectives"),
        (("-t", "data clerk", "--by", "time,time"), 2, "is not an order of objectives"),
        (("-t", "data clerk", "--budget", "much"), 2, "`much` is not an amount"),
        (("-t", "data clerk", "--deadline", "soon"), 2, "`soon` is not a date"),
        (("-t", "data clerk", "--have", "acme-dat"), 2, "did you mean `acme data`?"),
        (("-t", "data clerk", "--exclude", "nobody"), 2, "no credential, provider or programme is called `nobody`"),
        (("-t", "data clerk", "--include", "beta-charts"), 2, "its hours unknown"),
        (("-t", "data clerk", "--know", "sqll:2"), 2, "did you mean `sql`?"),
        (("-t", "data clerk", "--readiness", "nan"), 2, "--readiness: `nan` is not a number"),
        (("-t", "data clerk", "--max-weeks", "inf"), 2, "--max-weeks: `inf` is not a number"),
        (("-t", "data clerk", "--pace", "nan"), 2, "an option has a value that cannot be"),
        (("-t", "data clerk", "--award", "knight"), 2, "there is no award `knight`"),
        (("-t", "data clerk", "--experience", "it"), 2, "`it` has no years"),
        (("-t", "data clerk", "--declare", "nothing"), 2, "no condition is called `nothing`"),
        (("-t", "data clerk", "--pace", "0"), 2, "an option has a value that cannot be"),
        (("-t", "data clerk", "--residence", "Louisiana"), 2, "an option has a value that cannot be"),
        (("-t", "data clerk", "--json", "--format", "csv"), 2, "contradict each other"),
        (("-t", "data clerk", "--profile", "-", "--have", "-"), 2, "only one of"),
        (("-t", "acme-data", "-t", "data clerk"), 2, "several targets"),
        (("-t", "data clerk", "--profile", "nowhere.yaml"), 3, "there is no profile at nowhere.yaml"),
        (("-t", "data clerk", "-c", "nowhere.yaml"), 3, "nowhere.yaml: there is no such file or folder"),
        (("-t", "data clerk", "-c", "https://example.org/c.yaml"), 3, "download it first"),
        ((), 2, "Missing option"),
    ],
)
def test_wrong_use_says_what_and_what_next(arguments: tuple[str, ...], status: int, said: str, skillpath: Skillpath) -> None:
    done = skillpath("plan", *FIXED, *arguments)
    assert done.status == status
    assert done.out == "" or "--json" in arguments
    assert said in done.err
    assert "Traceback" not in done.err


def test_errors_speak_json_where_json_is_asked_for(skillpath: Skillpath) -> None:
    done = skillpath("plan", "-t", "data clrk", *FIXED, "--json")
    answer = json.loads(done.out)
    assert (done.status, answer["status"], answer["schema"]) == (2, "error", "error/1")
    assert answer["errors"] == [
        {
            "code": "unknown-name",
            "hint": "did you mean `data clerk`?",
            "message": "no target is called `data clrk`",
            "where": None,
        }
    ]


def test_usage_errors_speak_json_too(skillpath: Skillpath) -> None:
    done = skillpath("plan", "--json", "--no-such-option")
    assert (done.status, json.loads(done.out)["errors"][0]["code"]) == (2, "usage")


def test_what_is_held_comes_from_standard_input(skillpath: Skillpath) -> None:
    held = b"# what I have\nacme-data\n\nBETA  Python\nsomething else\n"
    done = skillpath("plan", "-t", "data clerk", *FIXED, "--have", "-", "--format", "ids", stdin=held)
    assert (done.status, done.out) == (0, "")
    assert done.err == "warning: `something else` is in no catalogue and counts for nothing\n"


def test_a_profile_comes_from_standard_input(skillpath: Skillpath) -> None:
    profile = b"skillpath: 1\nholdings: [{credential: acme-data}]\nlimits: {exclude: [beta]}\n"
    done = skillpath("plan", "-t", "data clerk", *FIXED, "--profile", "-", "--format", "ids", stdin=profile)
    assert (done.status, done.out) == (0, "acme-python\n")


def test_the_output_file_picks_its_format_by_its_ending(skillpath: Skillpath, tmp_path: Path) -> None:
    for ending, start in ((".json", "{"), (".csv", "order,id,name"), (".md", "# Data Clerk"), (".txt", "Data Clerk")):
        file = tmp_path / f"plan{ending}"
        done = skillpath("plan", "-t", "data clerk", *FIXED, "-o", str(file))
        assert (done.status, done.out) == (0, "")
        assert file.read_text().startswith(start)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["home", "plan.csv", "plan.json", "plan.md", "plan.txt"]


def test_a_file_that_cannot_be_written_leaves_nothing(skillpath: Skillpath, tmp_path: Path) -> None:
    done = skillpath("plan", "-t", "data clerk", *FIXED, "-o", str(tmp_path / "no" / "plan.json"))
    assert done.status == 2
    assert "cannot be written" in done.err


def test_a_crawl_past_the_end_of_the_century_is_no_failure(skillpath: Skillpath) -> None:
    done = skillpath("plan", "-t", "data clerk", *TINY, "--start", "2099-12-30", "--pace", "0.1", "--json")
    assert done.status == 0
    assert json.loads(done.out)["data"]["totals"]["finish"]["late"] > "2120"


@pytest.mark.parametrize("day", ["2026-02-29", "2026-02-31", "2026-04-31", "1900-02-29", "0000-01-01", "2026-13-01"])
def test_days_that_do_not_exist_are_refused(day: str, skillpath: Skillpath) -> None:
    profile = f"holdings: [{{credential: acme-data, earned: '{day}'}}]".encode()
    assert skillpath("credits", *TINY, "--profile", "-", stdin=profile).status == 3


def test_a_time_limit_that_is_over_at_once_is_said(skillpath: Skillpath) -> None:
    done = skillpath("plan", "-t", "data clerk", *FIXED, "--time-limit", "0")
    assert done.status == 5
    assert "Stopped at the time limit" in done.out
