"""A number of credit hours: nothing counted twice, transcripts counted, and quick over many exams."""

from __future__ import annotations

from time import process_time
from typing import Any

from tests.oracle import catalog, learner, request, thing
from tests.planner.test_properties import answer_to
from tests.planner.test_sure import named


def rec(credential: str, hours: float, **more: Any) -> dict[str, Any]:
    return {"id": f"{credential}.ace", "credential": credential, "body": "ace", "hours": hours, "confidence": "high", **more}


def world(*recommendations: dict[str, Any], ids: str = "ab") -> dict[str, Any]:
    courses = [{"id": "one", "name": "One"}, {"id": "two", "name": "Two"}, {"id": "sum", "name": "Sum", "excludes": ["one"]}]
    made = catalog(*map(thing, ids), courses=courses, recommendations=list(recommendations))
    return named(made) | {"providers": [{"id": "p", "name": "P"}]}


def earned(made: dict[str, Any], hours: int, upper: int = 0, **who: Any) -> list[str] | None:
    answer, data = answer_to((made, learner(**who), request({"kind": "credits", "hours": hours, "upper": upper})))
    assert answer is not None
    assert data is not None
    assert data["programmes"] == []
    return None if answer.totals is None else [step["id"] for step in data["steps"]]


def test_an_exam_and_its_modular_version_count_once() -> None:
    made = world(rec("a", 6, covers=["one", "two"]), rec("b", 3, course="one"))
    assert earned(made, 6) == ["a"]
    assert earned(made, 7) is None


def test_excluding_courses_count_once() -> None:
    made = world(rec("a", 3, course="one"), rec("b", 3, course="sum"))
    assert earned(made, 3) == ["a"]
    assert earned(made, 4) is None


def test_transcripts_count_and_graduate_hours_are_upper() -> None:
    made = world(rec("a", 3, level="graduate"))
    assert earned(made, 6) is None
    assert earned(made, 6, 3, credits=[{"course": "Pottery", "hours": 3, "institution": "Some College"}]) == ["a"]


def test_hundreds_of_exams_are_quick() -> None:
    ids = [f"c{place}" for place in range(150)]
    things = [thing(id, price=f"{10 + place % 7} USD", hours=20 + place % 5) for place, id in enumerate(ids)]
    made = named(
        catalog(*things, recommendations=[rec(id, 3, level=("lower", "upper")[place % 2]) for place, id in enumerate(ids)])
    )
    begun = process_time()
    found = earned(made | {"providers": [{"id": "p", "name": "P"}]}, 60, 18)
    assert found is not None
    assert len(found) == 20
    assert process_time() - begun < 5
