from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.degree import FIXED, Runner, data_of, degree_runner

Golden = Callable[[str, str], None]
MESSAGE = "import sys; from skillpath.cli.main import run; run(sys.argv[1:]); print(*sorted(set(sys.modules) & {'networkx', 'highspy', 'numpy', 'rich'}), file=sys.stderr)"


@pytest.fixture
def run(skillpath: Runner) -> Runner:
    return degree_runner(skillpath)


def by_id(data: Any) -> dict[str, Any]:
    return {f"{item['id']} {item['credit']['body']}" if item["credit"] else item["id"]: item for item in data["items"]}


CASES = {
    "course": ("algebra",),
    "duplicate": ("algebra", "-d", "tiny-ba", "--have", "video-algebra"),
    "lower": ("algebra", "-d", "tiny-ba", "--have", "exam-calculus"),
    "requirement": ("electives", "-d", "tiny-ba", "--have", "exam-precalculus"),
    "skill": ("numbers:2", "--have", "video-algebra"),
    "skill-there": ("numbers", "-d", "tiny-ba"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_table_for_people(run: Runner, golden: Golden, name: str) -> None:
    done = run("options", *CASES[name])
    assert (done.status, done.err) == (0, "")
    golden(f"options-{name}.txt", done.out)


@pytest.mark.parametrize("form", ["csv", "markdown", "ids"])
def test_every_format(run: Runner, golden: Golden, form: str) -> None:
    golden(f"options.{form}", run("options", "electives", "-d", "tiny-ba", "--format", form).out)


def test_a_course_priced_by_hand(run: Runner) -> None:
    """60 hours of videos at 10 a week take 6 weeks: two months of the pass."""
    data = data_of(run, "options", "algebra")
    assert (data["asked"]["kind"], data["programme"], data["taken_there"], data["not_open"]) == ("course", None, None, 1)
    found = by_id(data)
    assert list(found) == [
        "stray-algebra guild",
        "exam-algebra ace",
        "video-algebra ace",
        "video-algebra guild",
        "dear-algebra ace",
    ]
    videos = found["video-algebra guild"]
    assert (videos["price"]["amount"], videos["subscription"], videos["periods"]) == ("120.00", "video-pass", 2)
    assert (videos["credit"]["hours"], videos["credit"]["price_per_hour"]["amount"]) == ("2", "60.00")
    assert (found["dear-algebra ace"]["price"], found["dear-algebra ace"]["credit"]["price_per_hour"]) == (None, None)
    assert found["exam-algebra ace"]["credit"]["hours"] == "3"
    assert found["exam-algebra ace"]["confidence"] == "high"
    assert data_of(run, "options", "algebra", "--pace", "20")["items"][2]["price"]["amount"] == "60.00"


def test_the_score_that_is_held_decides(run: Runner, tmp_path: Path) -> None:
    profile = tmp_path / "mine.yaml"
    profile.write_text("skillpath: 1\nholdings: [{credential: exam-algebra, score: 72}]\n", encoding="utf-8")
    found = by_id(data_of(run, "options", "algebra", "-p", str(profile)))
    assert (found["exam-algebra ace"]["credit"]["hours"], found["exam-algebra ace"]["standing"]) == ("4", "held")


def test_what_is_held_makes_duplicates(run: Runner) -> None:
    found = by_id(data_of(run, "options", "algebra", "--have", "video-algebra"))
    assert {id: item["standing"] for id, item in found.items()} == {
        "stray-algebra guild": "duplicate",
        "exam-algebra ace": "duplicate",
        "dear-algebra ace": "duplicate",
        "video-algebra ace": "held",
        "video-algebra guild": "held",
    }
    assert found["exam-algebra ace"]["why"] == "credit for the same course is held: Algebra Videos"
    assert found["video-algebra ace"]["price"] is None


def test_what_a_college_does_not_take_makes_no_duplicates_there(run: Runner) -> None:
    assert by_id(data_of(run, "options", "algebra", "--have", "stray-algebra"))["exam-algebra ace"]["standing"] == "duplicate"
    there = by_id(data_of(run, "options", "algebra", "-d", "tiny-ba", "--have", "stray-algebra"))
    assert there["exam-algebra ace"]["standing"] == "open"
    assert (there["stray-algebra guild"]["standing"], there["stray-algebra guild"]["credit"]["taken"]) == ("held", "unknown")


def test_what_is_held_excludes(run: Runner) -> None:
    lower = by_id(data_of(run, "options", "algebra", "--have", "exam-calculus"))["exam-algebra ace"]
    assert (lower["standing"], lower["why"]) == ("excluded", "lower after higher: Calculus Exam is held")
    other = by_id(data_of(run, "options", "algebra", "--have", "exam-precalculus"))["exam-algebra ace"]
    assert (other["standing"], other["why"]) == ("excluded", "Precalculus excludes it: Precalculus Exam")
    higher = data_of(run, "options", "calculus", "--have", "exam-algebra")["items"][0]
    assert higher["standing"] == "open"


def test_a_transcript_makes_duplicates(run: Runner, tmp_path: Path) -> None:
    file = tmp_path / "college.csv"
    file.write_text("course,hours,institution\nEssays,3,Other College\n", encoding="utf-8")
    [item] = data_of(run, "options", "essays", "--transcript", str(file))["items"]
    assert (item["standing"], item["why"]) == ("duplicate", "credit for the same course is held: Essays, on your transcript")


def test_whether_a_programme_takes_it(run: Runner) -> None:
    found = by_id(data_of(run, "options", "electives", "-d", "tiny-ba"))
    taken = {id: (item["credit"]["taken"], item["credit"]["fills"]) for id, item in found.items()}
    assert taken["exam-algebra ace"] == ("recommended", ["mathematics", "electives"])
    assert taken["exam-precalculus ace"] == ("recommended", ["electives"])
    assert taken["data-badge tiny-college"] == ("articulated", ["data", "electives"])
    assert taken["video-essays ace"] == ("refused", [])
    assert taken["stray-algebra guild"] == ("unknown", [])
    assert "Videos are no writing" in found["video-essays ace"]["credit"]["why_not"]


def test_the_course_at_the_college_itself(run: Runner) -> None:
    """3 hours at 200, with 10 an hour for technology."""
    there = data_of(run, "options", "algebra", "-d", "tiny-ba")["taken_there"]
    assert (there["price"]["amount"], there["hours"], there["study_hours"]) == ("630.00", "3", "135")
    assert there["fills"] == ["mathematics", "electives"]
    silent = data_of(run, "options", "everything", "-d", "silent-ba")
    assert (silent["taken_there"]["price"], silent["count"]) == (None, 0)


def test_a_requirement_by_its_name(run: Runner) -> None:
    named = data_of(run, "options", "Free electives", "-d", "Tiny Bachelor")
    assert named["asked"] == {"kind": "requirement", "id": "electives", "name": "Free electives", "level": None, "hours": "3"}


def test_nothing_is_an_honest_no(run: Runner) -> None:
    assert run("options", "prose:3").status == 1
    assert data_of(run, "options", "prose:3")["items"] == []
    assert run("options", "prose").status == 0


def test_skills_count_at_their_level(run: Runner) -> None:
    levels = {item["id"]: item["teaches_level"] for item in data_of(run, "options", "numbers")["items"]}
    assert levels == {"exam-algebra": 1, "exam-calculus": 3, "video-algebra": 2}
    assert [item["id"] for item in data_of(run, "options", "skill:numbers:3")["items"]] == ["exam-calculus"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("algebro",), "did you mean `algebra`?"),
        (("electivs", "-d", "tiny-ba"), "did you mean `electives`?"),
        (("electives",), "add `--degree tiny-ba`"),
        (("requirement:electives",), "needs its programme"),
        (("algebra", "-d", "bachelor"), "names 2 programmes"),
        (("algebra", "-d", "zzz"), "no programme is called `zzz`"),
        (("zzz",), "no course or skill is called `zzz`"),
    ],
)
def test_wrong_names_say_what_next(run: Runner, arguments: tuple[str, ...], message: str) -> None:
    done = run("options", *arguments)
    assert done.status == 2
    assert message in done.err


def test_limits_leave_out(run: Runner) -> None:
    ids = [item["id"] for item in data_of(run, "options", "algebra", "--exclude", "videos")["items"]]
    assert ids == ["exam-algebra"]
    assert "stray-algebra" not in run("options", "algebra", "--min-confidence", "medium", "-f", "ids").out
    free = [item["id"] for item in data_of(run, "options", "algebra", "--free-only")["items"]]
    assert "exam-algebra" not in free
    assert "stray-algebra" in free


def test_csv_is_sorted_by_price(run: Runner) -> None:
    rows = list(csv.DictReader(io.StringIO(run("options", "electives", "-d", "tiny-ba", "-f", "csv").out)))
    prices = [float(row["price"]) if row["price"] else 10**9 for row in rows]
    assert prices == sorted(prices)
    assert len(rows) == 8


@pytest.mark.parametrize("arguments", [("algebra",), ("electives", "-d", "tiny-ba"), ("numbers",)])
def test_it_imports_no_solver(arguments: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", MESSAGE, "options", *arguments, *FIXED], capture_output=True, text=True, check=True
    )
    assert done.stderr == "\n"


MORE = """skillpath: 1
credentials:
- {id: late-algebra, name: Late Algebra, kind: exam, provider: exam-house, effort: {hours: 20}, offers: [{price: 1 USD}]}
- {id: broad-maths, name: Broad Mathematics, kind: exam, provider: exam-house, effort: {hours: 20}, offers: [{price: 2 USD}]}
recommendations:
- {id: late-algebra.ace, credential: late-algebra, body: ace, hours: 3, course: algebra, end: '2026-12-10'}
- {id: broad-maths.ace, credential: broad-maths, body: ace, hours: 6, covers: [algebra, calculus]}
- {id: broad-maths.guild, credential: broad-maths, body: guild, hours: 8, course: algebra, confidence: low}
programmes:
- id: open-ba
  name: Open Bachelor
  institution: tiny-college
  award: bachelor
  total: 6
  accepts: [ace, guild]
  requirements: [{id: anything, name: Anything, hours: 6, elective: true}]
  articulations: [{credential: late-algebra, counts_as: MATH 9, course: calculus, hours: 4}]
"""


@pytest.fixture
def more(tmp_path: Path) -> tuple[str, str]:
    file = tmp_path / "more.yaml"
    file.write_text(MORE, encoding="utf-8")
    return "-c", str(file)


def test_credit_counts_inside_its_dates(run: Runner, more: tuple[str, str]) -> None:
    """20 hours at 10 a week end on 15 December, at 40 on the 5th; the recommendation ends on the 10th."""
    assert "late-algebra ace" not in by_id(data_of(run, "options", "algebra", *more))
    assert "late-algebra ace" in by_id(data_of(run, "options", "algebra", "--pace", "40", *more))


def test_a_credential_for_two_courses_gives_each_its_share(run: Runner, more: tuple[str, str]) -> None:
    found = by_id(data_of(run, "options", "algebra", *more))
    assert found["broad-maths ace"]["credit"]["hours"] == "3"
    assert "broad-maths guild" not in by_id(data_of(run, "options", "algebra", "--min-confidence", "medium", *more))


def test_bodies_do_not_add_up(run: Runner, more: tuple[str, str]) -> None:
    found = by_id(data_of(run, "options", "anything", "-d", "open-ba", *more))
    assert found["broad-maths guild"]["credit"]["hours"] == "8"
    assert found["video-algebra ace"]["credit"]["hours"] == "3"
    other = by_id(data_of(run, "options", "calculus", "-d", "open-ba", *more))["broad-maths ace"]["credit"]
    assert (other["taken"], other["why_not"]) == ("refused", "only one body's recommendation counts: that of GUILD does")


def test_what_the_college_counts_as_something_else(run: Runner, more: tuple[str, str]) -> None:
    found = by_id(data_of(run, "options", "algebra", "-d", "open-ba", "--pace", "40", *more))["late-algebra ace"]
    assert (found["credit"]["taken"], found["credit"]["why_not"]) == ("refused", "the institution counts it as MATH 9")
    there = by_id(data_of(run, "options", "calculus", "-d", "open-ba", *more))
    assert there["late-algebra tiny-college"]["credit"]["taken"] == "articulated"
