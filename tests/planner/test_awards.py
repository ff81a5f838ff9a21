"""Roles that ask for an award: planned with the programme that grants it, when no stack of credentials alone leads there."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner.answer import Answer
from skillpath.planner.awards import with_programme
from skillpath.reports.document import Table
from skillpath.reports.plan import plan_document
from tests.helpers import START
from tests.oracle import learner, request, thing
from tests.oracle.degrees import catalog_of, programme, rec, slot
from tests.oracle.world import Raw
from tests.planner.test_properties import answer_to, catalog_from, request_from

ANY = slot("any", 3)
SKILLS: list[Raw] = [{"id": "law", "name": "law"}, {"id": "sql", "name": "sql"}]
JOB: Raw = {"kind": "role", "id": "job", "established": True, "skills_only": False}


def lawyer(*parts: Raw, degrees: list[Raw] | None = None, role: Raw | None = None, **exam: Any) -> Raw:
    """A world whose role asks for law, which only the bar exam teaches, and that asks for a bachelor."""
    bar = thing("bar", {"skill": "law", "level": 3}, price="50 USD", **{"requires": [{"award": "bachelor"}], **exam})
    job: Raw = {"id": "job", "name": "job", "skills": [{"skill": "law", "level": 3}], **(role or {})}
    return catalog_of(degrees or [programme(ANY)], bar, *parts, skills=SKILLS, roles=[job])


def solve(world: Raw, who: Raw | None = None, **changes: Any) -> Answer:
    answer, _ = answer_to((world, who or learner(), request(JOB, **changes)))
    assert answer is not None
    return answer


def path(answer: Answer) -> list[str]:
    """What is done, in order, the programme among it; then the cost."""
    if answer.totals is None:
        return [answer.status]
    done = [step.credential.id for step in answer.steps]
    if answer.completed_after is not None:
        done.insert(answer.completed_after, f"[{answer.programmes[0].programme.id}]")
    return [*done, f"{answer.totals.cents // 100}"]


def test_the_degree_is_part_of_the_plan() -> None:
    answer = solve(lawyer(rec("a")))
    assert path(answer) == ["a", "[d]", "bar", "60"]
    assert (answer.status, answer.weighed) == ("optimal", 1)


def test_who_holds_the_award_needs_no_programme() -> None:
    answer = solve(lawyer(rec("a")), learner(awards=[{"award": "bachelor"}]))
    assert (path(answer), answer.programmes, answer.weighed) == (["bar", "50"], (), 0)


def test_the_best_of_several_programmes() -> None:
    fee = [{"name": "fee", "price": "5 USD"}]
    degrees = [
        programme(ANY, id="c", fees=fee),
        programme(ANY),
        programme(ANY, id="e"),
        programme(ANY, id="f", award="associate"),
    ]
    answer = solve(lawyer(rec("a"), degrees=degrees))
    assert path(answer) == ["a", "[d]", "bar", "60"]
    assert answer.weighed == 3
    assert path(solve(lawyer(rec("a"), degrees=degrees), exclude=["d", "e"])) == ["a", "[c]", "bar", "65"]
    assert path(solve(lawyer(rec("a"), degrees=degrees), exclude=["u"])) == ["none"]


def test_a_field_is_asked_for() -> None:
    degrees = [programme(ANY), programme(slot("any", 6), id="e", field="law")]
    asked: Raw = {"requires": [{"award": "bachelor", "field": "law"}]}
    assert path(solve(lawyer(rec("a", 6), degrees=degrees, **asked))) == ["a", "[e]", "bar", "60"]


def test_one_credit_serves_the_role_and_the_degree() -> None:
    skills = [{"skill": "law", "level": 3}, {"skill": "sql", "level": 1}]
    parts = (thing("b", "sql", price="15 USD"), rec("b"), rec("a"))
    assert path(solve(lawyer(*parts, role={"skills": skills}))) == ["b", "[d]", "bar", "65"]


def test_a_stack_of_credentials_alone_goes_first() -> None:
    long_way = thing("long", {"skill": "law", "level": 3}, price="900 USD")
    assert path(solve(lawyer(long_way, rec("a")))) == ["long", "900"]


def test_credit_of_what_needs_the_award_comes_too_late() -> None:
    assert path(solve(lawyer(rec("bar")))) == ["[d]", "bar", "350"]
    other = {"requires": [{"any": [{"award": "bachelor"}, "key"]}]}
    assert path(solve(lawyer(rec("bar"), thing("key", price="20 USD"), **other))) == ["key", "bar", "70"]


def test_credit_of_what_rests_on_what_needs_the_award_comes_too_late() -> None:
    second = thing("more", "sql", price="1 USD", requires=["bar"])
    skills = [{"skill": "law", "level": 3}, {"skill": "sql", "level": 1}]
    assert path(solve(lawyer(second, rec("more"), role={"skills": skills}))) == ["[d]", "bar", "more", "351"]


def test_what_the_door_of_the_programme_asks_comes_first() -> None:
    degree = programme(ANY, requires=["ticket"])
    assert path(solve(lawyer(thing("ticket", price="7 USD"), rec("a"), degrees=[degree]))) == ["a", "ticket", "[d]", "bar", "67"]
    assert path(solve(lawyer(rec("a"), degrees=[programme(ANY, requires=["bar"])]))) == ["none"]
    assert path(solve(lawyer(rec("a"), degrees=[programme(ANY, requires=[{"award": "bachelor"}])]))) == ["none"]


def test_a_masters_degree_is_no_way_around_the_first_one() -> None:
    master = programme(ANY, award="master")
    assert path(solve(lawyer(rec("a"), degrees=[master]))) == ["none"]
    assert path(solve(lawyer(rec("a"), degrees=[master], requires=[{"award": "master"}]))) == ["a", "[d]", "bar", "60"]
    assert path(solve(lawyer(rec("a"), requires=[{"award": "associate"}]))) == ["a", "[d]", "bar", "60"]


def test_the_licence_may_ask_for_the_award() -> None:
    licence = {"name": "licence", "jurisdiction": "US", "requires": [{"award": "bachelor"}]}
    answer = solve(lawyer(rec("a"), role={"licence": licence}, requires=[]))
    assert path(answer) == ["a", "[d]", "bar", "60"]


@pytest.mark.parametrize(
    ("by", "wanted"),
    [("cost", ["a", "b", "[d]", "bar", "70"]), ("steps", ["[d]", "bar", "350"]), ("time", ["[d]", "bar", "350"])],
)
def test_the_objectives_decide(by: str, wanted: list[str]) -> None:
    parts = (thing("a", hours=100), rec("a", 1.5), thing("b", hours=100), rec("b", 1.5))
    assert path(solve(lawyer(*parts), by=[by])) == wanted


def test_limits_that_leave_no_room_are_named() -> None:
    answer = solve(lawyer(rec("a")), budget="20 USD")
    assert path(answer) == ["none"]
    assert "a budget of 20 USD" in [tag.text for tag in answer.reasons]
    assert path(solve(lawyer(rec("a")), budget="60 USD")) == ["a", "[d]", "bar", "60"]


def test_steps_after_the_programme_begin_when_it_is_completed() -> None:
    answer = solve(lawyer(rec("a"), degrees=[programme(ANY, slot("there", 1, here=True))]))
    assert answer.there is not None
    first, last = answer.steps
    assert (first.finish, answer.there[1]) == (answer.there[0], last.start)
    assert last.finish == answer.totals.finish[1] if answer.totals else None


def test_the_plan_shows_the_programme_between_its_steps() -> None:
    world = lawyer(rec("a"))
    table = next(block for block in plan_document(solve(world), catalog_from(world)) if isinstance(block, Table))
    assert [row[0] for row in table.rows] == ["1", "", "2"]
    assert "needed for bar" in table.rows[1][2]


def test_a_step_after_the_programme_must_be_in_time() -> None:
    parts = (rec("a"), thing("b", price="1 USD", hours=40), rec("b"))
    assert path(solve(lawyer(*parts))) == ["b", "[d]", "bar", "51"]
    assert path(solve(lawyer(*parts, retired_on="2027-02-01"))) == ["a", "[d]", "bar", "60"]
    assert path(solve(lawyer(*parts, retired_on="2027-01-01"))) == ["none"]


def test_what_is_due_comes_before_the_programme_without_feeding_it() -> None:
    other = thing("key", "sql", price="5 USD", retired_on="2027-01-15")
    skills = [{"skill": "law", "level": 3}, {"skill": "sql", "level": 1}]
    long = programme(slot("any", 6))
    answer = solve(lawyer(other, rec("a"), role={"skills": skills}, degrees=[long]))
    assert path(answer) == ["key", "a", "[d]", "bar", "365"]


def test_without_time_nothing_is_called_impossible() -> None:
    catalog = catalog_from(lawyer(rec("a")))
    asked = request_from(request(JOB), catalog, time_limit=0.0)
    found = with_programme(catalog, make_learner(msgspec.convert(learner(), Profile), catalog, START), asked, iter)
    assert found is not None
    assert (found.status, found.totals) == ("unknown", None)
