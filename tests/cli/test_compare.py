from __future__ import annotations

import csv
import io
from collections.abc import Callable

import pytest

from skillpath.cli.progress import with_progress
from tests.cli.degree import Runner, data_of, degree_runner

HELD = ("--have", "exam-algebra", "--have", "video-essays")


@pytest.fixture
def run(skillpath: Runner) -> Runner:
    return degree_runner(skillpath)


def test_one_table_for_people(run: Runner, golden: Callable[[str, str], None]) -> None:
    done = run("compare", "--degree", "*", "--role", "teller", *HELD)
    assert (done.status, done.err) == (0, "")
    golden("compare.txt", done.out)


@pytest.mark.parametrize("form", ["csv", "markdown", "ids"])
def test_every_format(run: Runner, golden: Callable[[str, str], None], form: str) -> None:
    done = run("compare", "--degree", "*", *HELD, "--format", form)
    assert done.status == 0
    golden(f"compare.{form}", done.out)


def test_values_by_hand(run: Runner) -> None:
    """50 for the application, 6 hours at 200 and 10, the badge for 30 and the calculus exam for 100."""
    found = {item["id"]: item for item in data_of(run, "compare", "-d", "tiny-*", *HELD)["items"]}
    assert list(found) == ["tiny-diploma", "tiny-ba", "tiny-ma"]
    first = found["tiny-ba"]
    assert first["totals"] == {
        "cost": {"amount": "1440.00", "currency": "USD"},
        "weeks": "34.20",
        "hours": "342",
        "minutes": 342 * 60,
        "steps": 4,
        "finish": "2027-07-29",
        "at_least": False,
    }
    assert first["credit"] == {
        "unit": "semester-hour",
        "total": "15",
        "used": "3",
        "wasted": "3",
        "by_word": {"recommended": "3"},
        "to_take_there": "6",
        "most_proven": True,
    }
    assert (first["rank"], first["status"], first["proven"]) == (2, "optimal", True)
    assert first["decides"] == "tuition for 6 hours there: at least 6 hours of credit taken at the institution"
    assert sorted(first["earn"]) == ["data-badge", "exam-calculus"]


def test_no_plan_comes_last_and_says_why(run: Runner) -> None:
    items = data_of(run, "compare", "-d", "*")["items"]
    assert [(item["id"], item["rank"]) for item in items] == [
        ("tiny-diploma", 1),
        ("tiny-ba", 2),
        ("silent-ba", None),
        ("tiny-ma", None),
    ]
    assert [item["decides"] for item in items[2:]] == ["nobody says what teaching there costs", "for entry: a bachelor's degree"]
    assert [item["credit"]["to_take_there"] for item in items[2:]] == [None, None]
    assert run("compare", "-d", "silent-ba").status == 1
    assert (
        "nobody says what teaching costs there: 6 hours are not priced"
        in run("compare", "-d", "silent-ba", "--allow-unknown").out
    )


def test_what_nobody_can_price_is_never_the_cheapest(run: Runner) -> None:
    items = data_of(run, "compare", "-d", "*-ba", "--allow-unknown", "--exclude", "videos")["items"]
    assert [(item["id"], item["totals"]["at_least"]) for item in items] == [("tiny-ba", False), ("silent-ba", True)]


@pytest.mark.parametrize(
    ("by", "first"),
    [("cost", "tiny-diploma"), ("time", "tiny-diploma"), ("steps", "tiny-diploma"), ("time,cost", "tiny-diploma")],
)
def test_it_sorts_by_what_it_minimises(run: Runner, by: str, first: str) -> None:
    data = data_of(run, "compare", "-d", "tiny-*", "--award", "bachelor", "--by", by)
    assert data["objective"][0] == by.partition(",")[0]
    keys = {"cost": lambda item: float(item["totals"]["cost"]["amount"]), "time": lambda item: item["totals"]["minutes"]}
    key = keys.get(data["objective"][0], lambda item: item["totals"]["steps"])
    values = [key(item) for item in data["items"]]
    assert values == sorted(values)
    assert len(set(values)) > 1


def test_roles(run: Runner) -> None:
    data = data_of(run, "compare", "-r", "*")
    assert [(item["kind"], item["id"], item["status"]) for item in data["items"]] == [
        ("role", "teller", "optimal"),
        ("role", "writer", "none"),
    ]
    teller = data["items"][0]
    assert teller["readiness"] == {"before": "0.00", "after": "100.00"}
    assert (teller["totals"]["cost"]["amount"], teller["decides"], teller["credit"]) == ("100.00", "Algebra Exam", None)
    out = run("compare", "--role", "teller").out
    assert "100.0 %" in out
    assert "Wasted" not in out


def test_a_transcript_counts(run: Runner, tmp_path: object) -> None:
    from pathlib import Path

    file = Path(str(tmp_path)) / "college.csv"
    file.write_text("course,hours,institution\nEssays,3,Tiny College\n", encoding="utf-8")
    [item] = data_of(run, "compare", "-d", "tiny-ba", "--transcript", str(file))["items"]
    assert (item["credit"]["used"], item["credit"]["by_word"], item["credit"]["to_take_there"]) == ("3", {"here": "3"}, "3")


def test_study_hours_of_ones_own(run: Runner) -> None:
    """6 hours there at 15 of study, 72 for the badge and the exam."""
    [item] = data_of(run, "compare", "-d", "tiny-ba", *HELD, "--study-hours", "15")["items"]
    assert (item["totals"]["hours"], item["totals"]["weeks"]) == ("162", "16.20")


def test_a_pin_holds_where_there_is_such_a_requirement(run: Runner) -> None:
    held = (
        "--have",
        "exam-algebra",
        "--have",
        "exam-calculus",
        "--pin",
        "exam-algebra=electives",
        "--pin",
        "exam-calculus=electives",
    )
    items = data_of(run, "compare", "-d", "tiny-ba", "-d", "tiny-diploma", *held)["items"]
    assert {item["id"]: item["credit"]["used"] for item in items} == {"tiny-ba": "3", "tiny-diploma": "3"}
    free = data_of(run, "compare", "-d", "tiny-ba", *held[:4])["items"]
    assert free[0]["credit"]["used"] == "6"
    assert run("compare", "-d", "tiny-ba", "--pin", "exam-algebra=nowhere").status == 2


def test_stopped_plans_say_so(run: Runner) -> None:
    done = run("compare", "-d", "tiny-ba", "--time-limit", "0")
    assert "stopped at the time limit" in done.out
    item = data_of(run, "compare", "-d", "tiny-ba", "--time-limit", "0")["items"][0]
    assert (item["status"], item["proven"]) == ("unknown", False)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say what to compare"),
        (("--degree", "tiny-bx"), "did you mean"),
        (("--role", "zzz"), "no role is called `zzz`"),
        (("--degree", "*", "--by", "price"), "not an order of objectives"),
        (("--degree", "*", "--time-limit", "nan"), "--time-limit"),
    ],
)
def test_wrong_usage(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    done = run("compare", *arguments)
    assert done.status == 2
    assert message in done.err


def test_a_degree_by_name_or_award(run: Runner) -> None:
    for text in ("Tiny Bachelor", "tiny-ba", "bachelor in numbers"):
        assert run("compare", "-d", text, "-f", "ids").out == "tiny-ba\n"
    assert run("compare", "-d", "tiny-ba", "-d", "tiny-*", "-d", "bachelor in numbers", "-f", "csv").out.count("\n") == 4


def test_csv_is_one_row_each(run: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(run("compare", "-d", "*", "-r", "*", "-f", "csv").out)))
    assert len(rows) == 6
    assert [row["id"] for row in rows if not row["cost"]] == ["silent-ba", "tiny-ma", "writer"]


def test_progress_is_for_terminals(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    stream = Terminal()
    monkeypatch.setattr("sys.stderr", stream)
    assert list(with_progress([1, 2], False)) == [1, 2]
    assert "1 of 2" in stream.getvalue()
    assert "2 of 2" in stream.getvalue()
    before = stream.getvalue()
    assert list(with_progress([1, 2], True)) == [1, 2]
    assert stream.getvalue() == before
