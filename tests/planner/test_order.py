"""The order of steps: prerequisites first, then lower before higher, one subscription at a stretch, training before tests."""

from __future__ import annotations

from pathlib import Path

from skillpath.planner.plan import plan
from skillpath.planner.request import CredentialTarget, Request
from tests.helpers import catalog_of, learner_of

WORLD = """
skills: [{id: sql, name: SQL}, {id: charts, name: Charts}, {id: figures, name: Figures}]
providers: [{id: acme, name: Acme}]
subscriptions: [{id: pass, name: Pass, provider: acme, price: 9 USD, months: 1, opens: many}]
courses: [{id: one, name: One, hours: 3, precedes: [two]}, {id: two, name: Two, hours: 3}]
credentials:
"""


def steps(folder: Path, records: str, *ids: str, more: str = "") -> list[str]:
    catalog = catalog_of(WORLD + records + more, folder)
    answer = plan(catalog, learner_of(catalog), Request(CredentialTarget(ids)))
    return [step.credential.id for step in answer.steps]


def record(
    id: str, teaches: str = "", level: str = "beginner", kind: str = "course", offer: str = "price: 1 USD", more: str = ""
) -> str:
    return (
        f"- {{id: {id}, name: {id}, kind: {kind}, provider: acme, level: {level}, teaches: [{teaches}], "
        f"effort: {{hours: 10}}, offers: [{{{offer}}}]{more}}}\n"
    )


def test_a_lower_course_of_another_provider_comes_before_a_stretch_that_goes_higher(tmp_path: Path) -> None:
    open_ = "subscription: pass"
    records = (
        record("a-charts", "charts", offer=open_)
        + record("b-sql", "sql", "advanced", offer=open_)
        + record("c-sql", "sql", offer="price: 0 USD")
    )
    assert steps(tmp_path, records, "a-charts", "b-sql", "c-sql") == ["c-sql", "a-charts", "b-sql"]


def test_a_certification_comes_after_training_even_where_it_asks_less(tmp_path: Path) -> None:
    records = record("a-cert", "sql", kind="certification") + record("b-course", "{skill: sql, level: 2}")
    assert steps(tmp_path, records, "a-cert", "b-course") == ["b-course", "a-cert"]


def test_what_builds_on_a_step_is_not_waited_for(tmp_path: Path) -> None:
    records = record("a-higher", "{skill: sql, level: 2}, charts") + record("b-lower", "sql", more=", requires: [a-higher]")
    assert steps(tmp_path, records, "a-higher", "b-lower") == ["a-higher", "b-lower"]


def test_an_exam_follows_the_course_that_opens_it(tmp_path: Path) -> None:
    records = (
        record("a-course", "sql")
        + record("b-other", "charts")
        + record("c-licence", "sql", kind="licence", more=", requires: [a-course]")
    )
    assert steps(tmp_path, records, "b-other", "c-licence") == ["a-course", "c-licence", "b-other"]


def test_a_skill_that_is_recommended_first_comes_first(tmp_path: Path) -> None:
    records = record("a-wants", "charts", more=", recommends: [{skill: sql, level: 1}]") + record("b-sql", "sql")
    assert steps(tmp_path, records, "a-wants", "b-sql") == ["b-sql", "a-wants"]


def test_the_lower_course_of_a_sequence_comes_first(tmp_path: Path) -> None:
    more = """
recommendations:
- {id: a, credential: a-second, body: ace, course: two, hours: 3, level: lower}
- {id: b, credential: b-first, body: ace, course: one, hours: 3, level: lower}
"""
    records = record("a-second") + record("b-first")
    assert steps(tmp_path, records, "a-second", "b-first", more=more) == ["b-first", "a-second"]
