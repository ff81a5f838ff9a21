"""Bad programmes are located errors: what is wrong, where, and what would be right."""

from __future__ import annotations

from pathlib import Path

import pytest

from skillpath.catalog.check import check
from skillpath.catalog.load import Layer, load

GOOD = """
skillpath: 1
providers: [{id: college, name: College}]
courses: [{id: algebra, name: Algebra}]
programmes:
- id: ba
  name: BA
  institution: college
  award: bachelor
  total: 12
  requirements:
  - {id: core, name: Core, hours: 9, courses: [algebra]}
  - {id: free, name: Free, hours: 3, elective: true}
  rules:
  - {rule: at-most, over: {here: false}, hours: 9}
  - {rule: at-least, over: {levels: [upper]}, hours: 6, scope: [core]}
  articulations: []
  tuition: [{per_term: 500 USD, months: 4}]
"""


def problems(tmp_path: Path, old: str = "", new: str = "") -> list[tuple[str, str, str, str]]:
    assert old in GOOD
    file = tmp_path / "bad.yaml"
    file.write_text(GOOD.replace(old, new, 1), encoding="utf-8")
    loaded = load([Layer(file, "bad.yaml")])
    found = [*loaded.problems, *check(loaded.records)]
    assert all(problem.file == "bad.yaml" and problem.line > 0 for problem in found)
    return [(problem.code, problem.record, problem.field, problem.hint) for problem in found]


def test_a_good_one_has_none(tmp_path: Path) -> None:
    assert problems(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "code", "field", "hint"),
    [
        ("total: 12", "total: 13", "bad-total", "total", "correct the one that is wrong"),
        ("[algebra]}", "[algbra]}", "dangling-id", "requirements[0].courses[0]", "did you mean `algebra`?"),
        (
            "rules:\n",
            "rules:\n  - {rule: refuse, over: {courses: [algbra]}}\n",
            "dangling-id",
            "rules[0].over.courses[0]",
            "did you mean `algebra`?",
        ),
        ("scope: [core]", "scope: [cor]", "dangling-id", "rules[1].scope", "did you mean `core`?"),
        ("hours: 6, scope", "hours: 10, scope", "bad-limit", "rules[1].hours", "correct the limit or its scope"),
        (
            "rules:\n",
            "rules:\n  - {rule: at-most, over: {levels: [upper]}, hours: 3, scope: [core]}\n",
            "bad-limit",
            "rules[2].hours",
            "correct the cap or the minimum",
        ),
        (
            "hours: 9}\n  - {rule: at-least",
            "note: all}\n  - {rule: at-least",
            "bad-limit",
            "rules[0]",
            "give `hours` or `percent`",
        ),
        ("{id: free, name", "{id: core, name", "duplicate-id", "requirements[1].id", "rename one"),
        (", months: 4", "", "bad-tuition", "tuition[0]", "a six-month term has `months: 6`"),
        (
            "articulations: []",
            "articulations: [{credential: exam, requirement: core}]",
            "dangling-id",
            "articulations[0].credential",
            "add a record `exam` to `credentials`, or take the id out",
        ),
        (
            "rules:\n",
            "rules:\n  - {rule: entry, requires: [{award: bachelr}]}\n",
            "bad-requirement",
            "rules[0].requires[0]",
            "the awards are high-school, associate, bachelor, master, doctor",
        ),
        ("rule: at-least", "rule: at-last", "bad-value", "rules[1].rule", None),
    ],
)
def test_a_bad_one_is_located(tmp_path: Path, old: str, new: str, code: str, field: str, hint: str | None) -> None:
    found = problems(tmp_path, old, new)
    assert [(each[0], each[1], each[2]) for each in found][:1] == [(code, "programmes:ba", field)]
    assert hint is None or found[0][3] == hint
