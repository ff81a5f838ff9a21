"""Every JSON answer of every command against the schema that its envelope names, and the schemas against wrong answers."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
from jsonschema import Draft202012Validator
from msgspec.structs import replace

from skillpath.catalog.records import Credential, CredentialKind, Provider, Recommendation, Role, Skill, Subscription
from skillpath.catalog.values import Confidence, CredentialLevel, CreditLevel
from skillpath.errors import SkillpathError
from skillpath.learner.profile import Profile
from skillpath.planner.answer import Answer, Status
from skillpath.reports.listing import LISTED
from skillpath.reports.schemas import schema_names, schema_text

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "skillpath" / "schemas"
Skillpath = Callable[..., Any]
Answers = Callable[[str], Any]


WORLD = """
skillpath: 1
sources:
- {id: bare}
subscriptions:
- {id: solo, name: Solo, provider: beta, price: 15 USD, months: 3, opens: one, joining_fee: 5 USD}
conditions: [{id: adult, name: Adult, assumed: true}, {id: sponsor, name: Sponsor}]
skills: [{id: welding, name: Welding, field: programming, sources: [bare]}]
roles: [{id: welder, name: Welder, skills: [{skill: welding, level: 2}], wage: {median: 50000 USD, year: 2024, occupation: Welders}}]
courses: [{id: bare-course, name: Bare Course}]
credentials:
- id: solo-weld
  name: Solo Weld
  kind: badge
  provider: beta
  platform: acme
  teaches: [welding]
  requires: [{condition: adult}]
  effort: {hours: 12.5, min_weeks: 2}
  offers: [{name: Solo, subscription: solo}, {price: 500 USD, price_max: 600.5 USD}]
  valid_months: 24
  renewal: {every_months: 24, fee: 10 USD}
  sources: [guide, bare]
  overlaps: [score-exam]
- {id: score-exam, name: Score Exam, kind: exam, provider: beta, teaches: [welding], offers: [{price: 5 USD, price_max: 9 USD}], effort: {hours: 10}}
- {id: old-exam, name: Old Exam, kind: exam, provider: beta, status: retired, retired_on: '2025-01-01', replaced_by: score-exam}
- {id: sponsored, name: Sponsored, kind: licence, provider: beta, requires: [{condition: sponsor}], effort: {hours: 1}, offers: [{price: 1 USD}]}
recommendations:
- {id: solo-weld.ace, credential: solo-weld, body: ace, number: ABC-1, hours: 1.5, level: vocational, sources: [bare], course: bare-course}
- {id: score-exam.50, credential: score-exam, body: ace, hours: 3, choice: score, min_score: 50}
- {id: score-exam.60, credential: score-exam, body: ace, hours: 6, level: upper, choice: score, min_score: 60}
- {id: beta-python-2.ace, credential: beta-python-2, body: ace, hours: 3, level: upper}
- {id: old-exam.ace, credential: old-exam, body: ace, hours: 40, unit: clock-hour, start: '2020-01-01'}
- {id: acme-sql.hours, credential: acme-sql, body: nccrs, hours: 45, unit: clock-hour}
units: [{id: clock-hour, name: clock hour, semester_hours: 1/30, study_hours: 1}]
frameworks: [{id: levels, name: Levels, country: KZ, unit: clock-hour, levels: [{level: '1', eqf: 4}]}]
programmes:
- {id: ba, name: A Bachelor, institution: acme, award: bachelor, total: 4.5, requirements: [{id: all, name: All, hours: 4.5, elective: true}]}
- id: priced-ba
  name: A Priced Bachelor
  institution: acme
  award: bachelor
  total: 6
  accepts: [ace]
  requirements: [{id: core, name: Core, hours: 3, level: upper}, {id: free, name: Free, hours: 3, elective: true}]
  rules:
  - {rule: at-least, over: {here: true}, hours: 6, waiver: {name: residency waiver, price: 90 USD}}
  - {rule: at-most, over: {here: false}, percent: 50}
  - {rule: charge, over: {credit_from: [ace]}, price: 5 USD, per: hour}
  - {rule: text, says: Ask the registrar.}
  tuition: [{per_credit: 100 USD}, {per_term: 700 USD, months: 6}]
  fees: [{name: application, price: 20 USD}]
- {id: second-ba, name: Second Bachelor, institution: acme, award: bachelor, total: 3, tuition: [{per_credit: 100 USD}], requirements: [{id: core, name: Core, hours: 3, level: upper}]}
funding:
- {id: grant, name: Grant, sponsor: State, percent: 50, cap: 500 USD, providers: [acme], eligibility: {requires: [{condition: sponsor}]}}
- {id: other, name: Other, sponsor: State, paid: reimbursed}
- {id: back, name: Back, sponsor: State, amount: 2 USD, paid: reimbursed, last_dollar: true, status: limited, eligibility: {requires: [{condition: sponsor}]}}
"""
PROFILE = """
skillpath: 1
name: A Learner
start: '2026-12-01'
pace: 7.5
residence: US-LA
languages: [en]
currency: USD
audience: [veteran]
holdings: [{credential: acme-data, earned: '2025-05-31'}, {credential: score-exam, earned: '2026-01-01', score: 55}, {credential: in-no-catalogue}]
skills: [{skill: sql, level: 2}, {skill: charts}]
experience: [{field: it-support, years: 2.5}]
awards: [{award: high-school}]
conditions: [sponsor]
limits: {budget: 500 USD, deadline: '2027-12-31', exclude: [old-exam]}
"""
BAD = """
skillpath: 1
credentials:
- {id: a, name: A, kind: course, provider: nobody, offers: [{price: 5}]}
- {id: b, name: B, kind: course, provider: acme, wrong: 1}
"""
TWINS = """
skillpath: 1
skills: [{id: twin, name: Twin}]
roles: [{id: twin, name: Twin, skills: [{skill: twin, level: 1}]}]
"""
FILES = {"world": WORLD, "profile": PROFILE, "bad": BAD, "twins": TWINS}
TINY = ("--no-shipped", "-c", "tests/data/tiny.yaml", "-c", "{world}")
FIXED = (*TINY, "--start", "2026-12-01", "--as-of", "2026-11-23")
DEGREE = ("--no-shipped", "-c", "tests/data/degree.yaml", "--start", "2026-12-01", "--as-of", "2026-11-23")
OTHERS = ("unit:clock-hour", "framework:levels", "course:bare-course", "programme:ba", "funding:grant", "condition:sponsor")
HELD = ("acme-data", "acme-sql", "beta-python", "solo-weld", "score-exam", "old-exam", "beta-charts")


class Call(NamedTuple):
    """A command line, and what must come of it."""

    arguments: tuple[str, ...]
    schema: str
    status: str = "success"
    exit: int = 0


def _plan(status: str, exit: int, *arguments: str) -> Call:
    return Call(("plan", "-t", *arguments, *FIXED), "plan/1", status, exit)


def _error(exit: int, *arguments: str) -> Call:
    return Call(arguments, "error/1", "error", exit)


CALLS = {
    "plan role": _plan("optimal", 0, "data clerk"),
    "plan established": _plan("optimal", 0, "data clerk", "--established", "--skills-only", "--by", "time,steps"),
    "plan readiness": _plan("optimal", 0, "data clerk", "--readiness", "95", "--allow-unknown"),
    "plan readiness met by nothing": _plan("none", 1, "data clerk", "--readiness", "100", "--exclude", "beta", "--exclude", "acme"),
    "plan licence": _plan("none", 1, "notary"),
    "plan credential": _plan("optimal", 0, "beta-python-2"),
    "plan credentials": _plan("optimal", 0, "beta-python-2", "-t", "acme-data"),
    "plan skills": _plan("optimal", 0, "sql:2, python"),
    "plan own periods": _plan("optimal", 0, "solo-weld"),
    "plan price range": _plan("optimal", 0, "welding:1"),
    "plan two subscriptions": _plan("optimal", 0, "solo-weld", "--include", "acme-data", "--by", "steps"),
    "plan credits": _plan("optimal", 0, "3cr"),
    "plan upper credits": _plan("optimal", 0, "3cr", "--upper", "3"),
    "plan no credits": _plan("none", 1, "600cr"),
    "plan met": _plan("met", 0, "sql", "--know", "sql:3"),
    "plan held": _plan("met", 0, "acme-data", "--have", "acme-data"),
    "plan stopped": _plan("unknown", 5, "data clerk", "--time-limit", "0"),
    "plan funded": _plan("optimal", 0, "data clerk", "--declare", "sponsor"),
    "plan limits": _plan("optimal", 0, "data clerk", "--budget", "500", "--deadline", "2028-01-01", "--max-per-provider", "2"),
    "plan clash": _plan("none", 1, "data clerk", "--deadline", "2027-01-15", "--budget", "10 USD", "--max-weeks", "1"),
    "plan free": _plan("none", 1, "data clerk", "--free-only"),
    "plan sure": _plan("none", 1, "beta-python-2", "--min-confidence", "high"),
    "plan unknown figures": _plan("none", 1, "beta-charts"),
    "plan profile": _plan("optimal", 0, "data clerk", "--profile", "{profile}"),
    "plan warned": _plan("optimal", 0, "data clerk", "--have", "-"),
    "plan experience": _plan("optimal", 0, "sponsored", "--declare", "sponsor", "--award", "bachelor", "--experience", "it-support:2"),
    "credits empty": Call(("credits", *TINY), "credits/1"),
    "credits of every kind": Call(("credits", *(text for id in HELD for text in ("--have", id)), *TINY), "credits/1"),
    "audit": Call(("credits", "--degree", "ba", "--have", "solo-weld", "--have", "old-exam", *TINY), "audit/1"),
    "plan of a degree": _plan("optimal", 0, "priced-ba", "--have", "solo-weld"),
    "plan of any bachelor": _plan("optimal", 0, "bachelor"),
    "plan of two degrees": _plan("optimal", 0, "priced-ba", "-t", "second-ba"),
    "plan of a degree without a price": _plan("none", 1, "ba"),
    "credits of a profile": Call(("credits", "--profile", "{profile}", *TINY), "credits/1"),
    "compare degrees": Call(("compare", "-d", "*", "--have", "exam-algebra", "--have", "video-essays", *DEGREE), "compare/1"),
    "compare roles": Call(("compare", "-r", "*", "--by", "time", *DEGREE), "compare/1"),
    "compare unknown": Call(("compare", "-d", "*", "-r", "teller", "--allow-unknown", *DEGREE), "compare/1"),
    "compare none": Call(("compare", "-d", "silent-ba", "--time-limit", "5", *DEGREE), "compare/1", "none", 1),
    "compare stopped": Call(("compare", "-d", "tiny-ba", "--time-limit", "0", *DEGREE), "compare/1", "none", 1),
    "options course": Call(("options", "algebra", *DEGREE), "options/1"),
    "options there": Call(("options", "algebra", "-d", "tiny-ba", "--have", "video-algebra", *DEGREE), "options/1"),
    "options requirement": Call(("options", "electives", "-d", "tiny-ba", "--have", "exam-precalculus", *DEGREE), "options/1"),
    "options unpriced": Call(("options", "everything", "-d", "silent-ba", *DEGREE), "options/1", "none", 1),
    "options skill": Call(("options", "numbers:2", "--have", "video-algebra", *DEGREE), "options/1"),
    "options skill there": Call(("options", "numbers", "-d", "tiny-ba", *DEGREE), "options/1"),
    "options nothing": Call(("options", "prose:4", *DEGREE), "options/1", "none", 1),
    "show credential": Call(("show", "acme-data", *TINY), "show/1"),
    "show empty source": Call(("show", "solo-weld", *TINY), "show/1"),
    "show retired": Call(("show", "old-exam", *TINY), "show/1"),
    "show rich": Call(("show", "credential:plus", "--no-shipped", "-c", "tests/data/small/small.yaml"), "show/1"),
    "show nested needs": Call(("show", "credential:twin", "--no-shipped", "-c", "tests/data/small/small.yaml"), "show/1"),
    "show rich role": Call(("show", "role:helper", "--no-shipped", "-c", "tests/data/small/small.yaml"), "show/1"),
    "show role": Call(("show", "data clerk", *TINY), "show/1"),
    "show licence": Call(("show", "notary", *TINY), "show/1"),
    "show skill": Call(("show", "skill:sql", *TINY), "show/1"),
    "show narrower skill": Call(("show", "skill:python", *TINY), "show/1"),
    "show provider": Call(("show", "provider:acme", *TINY), "show/1"),
    "show subscription": Call(("show", "subscription:acme-all", *TINY), "show/1"),
    **{f"show {name}": Call(("show", name, *TINY), "show/1") for name in OTHERS},
    **{f"list {kind}": Call(("list", kind, *TINY), "list/1") for kind in LISTED},
    "list filtered": Call(("list", "credentials", "--teaches", "sql:2", "--provider", "acme", *TINY), "list/1"),
    "list nothing": Call(("list", "roles", "--contains", "zzz", *TINY), "list/1"),
    "graph role": Call(("graph", "-t", "data clerk", *FIXED), "graph/1"),
    "graph dominated": Call(("graph", "-t", "data clerk", "--all", "--allow-unknown", "--know", "sql:2", *FIXED), "graph/1"),
    "graph credential": Call(("graph", "-t", "beta-python-2", *FIXED), "graph/1"),
    "graph skills": Call(("graph", "-t", "sql:2, charts", "--established", *FIXED), "graph/1"),
    "graph credits": Call(("graph", "-t", "3cr", *FIXED), "graph/1"),
    "graph needs": Call(("graph", "-t", "plus", "--all", "--no-shipped", "-c", "tests/data/small/small.yaml"), "graph/1"),
    "graph nothing": Call(("graph", "-t", "notary", "--have", "acme-data", *FIXED), "graph/1"),
    "profile empty": Call(("profile", "show", *TINY), "profile-show/1"),
    "profile full": Call(("profile", "show", "--profile", "{profile}", *TINY), "profile-show/1"),
    "check clean": Call(("catalog", "check", "--no-shipped", "tests/data/tiny.yaml", "{world}"), "catalog-check/1"),
    "check coverage": Call(("catalog", "check", "--coverage", "--no-shipped", "tests/data/tiny.yaml"), "catalog-check/1"),
    "check stale": Call(("catalog", "check", "--stale", "0", "--no-shipped", "tests/data/tiny.yaml", "{world}"), "catalog-check/1"),
    "check bad": Call(("catalog", "check", "--no-shipped", "{bad}"), "catalog-check/1", "problems", 3),
    "check missing": Call(("catalog", "check", "--no-shipped", "nowhere.yaml"), "catalog-check/1", "problems", 3),
    "check no yaml": Call(("catalog", "check", "--no-shipped", "tests/conftest.py"), "catalog-check/1", "problems", 3),
    "search": Call(("search", "data", "clerk", *TINY), "search/1"),
    "search misspelt": Call(("search", "pyhton", "-k", "credential", *TINY), "search/1"),
    "search nothing": Call(("search", "zzzzzz", *TINY), "search/1", "nothing-found", 1),
    "search near": Call(("search", "dataclerq", *TINY), "search/1", "nothing-found", 1),
    "import onet": Call(("catalog", "import", "onet", "tests/data/imports/onet", "--no-shipped"), "catalog-import/1"),
    "import esco": Call(("catalog", "import", "esco", "tests/data/imports/esco", "--no-shipped"), "catalog-import/1"),
    "import ctdl": Call(("catalog", "import", "ctdl", "tests/data/imports/ctdl", "--no-shipped"), "catalog-import/1"),
    "stats": Call(("catalog", "stats", "--no-shipped", "-c", "tests/data/small/small.yaml"), "catalog-stats/1"),
    "stats empty": Call(("catalog", "stats", "--no-shipped"), "catalog-stats/1"),
    "error nothing to compare": _error(2, "compare", *DEGREE),
    "error unknown degree": _error(2, "compare", "-d", "tiny-bx", *DEGREE),
    "error unknown requirement": _error(2, "options", "electives", *DEGREE),
    "error two programmes": _error(2, "options", "algebra", "-d", "bachelor", *DEGREE),
    "error no command": _error(2),
    "error unknown command": _error(2, "plam"),
    "error unknown option": _error(2, "plan", "--no-such-option"),
    "error missing option": _error(2, "plan", *TINY),
    "error bad number": _error(2, "plan", "-t", "sql", "--pace", "much"),
    "error unknown target": _error(2, "plan", "-t", "data clrk", *TINY),
    "error unknown record": _error(2, "show", "nothing like it", *TINY),
    "error two kinds": _error(2, "plan", "-t", "sql", "--exclude", "zzz", *TINY),
    "error ambiguous": _error(2, "show", "twin", "--no-shipped", "-c", "{twins}"),
    "error several targets": _error(2, "plan", "-t", "sql", "-t", "data clerk", *TINY),
    "error contradiction": _error(2, "credits", "--format", "csv", *TINY),
    "error filter": _error(2, "list", "roles", "--free", *TINY),
    "error kind": _error(2, "list", "rolls", *TINY),
    "error not written": _error(2, "credits", "-o", "nowhere/answer.json", *TINY),
    "error nothing to look for": _error(2, "search", " ", *TINY),
    "error no import": _error(3, "catalog", "import", "onet", "tests/data/small"),
    "error no profile": _error(3, "credits", "--profile", "nowhere.yaml", *TINY),
    "error bad profile": _error(3, "profile", "show", "--profile", "{bad}", *TINY),
    "error no catalogue": _error(3, "list", "roles", "-c", "nowhere.yaml", *TINY),
    "error bad catalogue": _error(3, "graph", "-t", "sql", *TINY, "-c", "{bad}"),
    "error address": _error(3, "catalog", "stats", *TINY, "-c", "https://example.org/c.yaml"),
}  # fmt: skip

SHIPPED = {
    "plan": Call(("plan", "-t", "data analyst"), "plan/1", "optimal"),
    "credits": Call(("credits", "--have", "google-it-support"), "credits/1"),
    "show": Call(("show", "google-it-support"), "show/1"),
    **{f"list {kind}": Call(("list", kind), "list/1") for kind in ("credentials", "skills", "funding")},
    "graph": Call(("graph", "-t", "data analyst", "--all"), "graph/1"),
    "search": Call(("search", "data analyst"), "search/1"),
    "compare": Call(("compare", "-d", "tesu-as-*", "-r", "data analyst", "--time-limit", "30"), "compare/1"),
    "options course": Call(("options", "college-algebra", "-d", "tesu-ba-liberal-studies"), "options/1"),
    "options requirement": Call(("options", "humanities", "-d", "tesu-ba-liberal-studies"), "options/1"),
    "options skill": Call(("options", "sql:2"), "options/1"),
    "check": Call(("catalog", "check"), "catalog-check/1"),
    "stats": Call(("catalog", "stats"), "catalog-stats/1"),
}


@pytest.fixture
def answers(skillpath: Skillpath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Answers:
    """Runs a call by its name and gives its JSON answer, once its exit status, schema and status are as they should be."""
    monkeypatch.chdir(ROOT)
    files = {name: tmp_path / f"{name}.yaml" for name in FILES}
    for name, file in files.items():
        file.write_text(FILES[name].strip() + "\n", encoding="utf-8")

    def answer(name: str, calls: dict[str, Call] = CALLS) -> Any:
        call = calls[name]
        arguments = [str(files[text[1:-1]]) if text[1:-1] in files else text for text in call.arguments]
        done = skillpath(*arguments, "--json", stdin=b"in-no-catalogue\n")
        content = json.loads(done.out)
        assert (done.status, content["schema"], content["status"]) == (call.exit, call.schema, call.status), done.out
        return content

    return answer


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_text(name)))


def _differences(answer: Any) -> set[tuple[str, str]]:
    """Where an answer differs from its schema and from the common envelope, and how."""
    names = (answer["schema"], "envelope/1")
    return {(error.json_path, error.message) for name in names for error in _validator(name).iter_errors(answer)}


@pytest.mark.parametrize("name", CALLS)
def test_every_answer_is_as_its_schema_says(name: str, answers: Answers) -> None:
    answer = answers(name)
    assert _differences(answer) == set()
    if answer["schema"] == "plan/1":
        assert answer["data"]["status"] == answer["status"]


@pytest.mark.parametrize("name", SHIPPED)
def test_answers_from_the_shipped_catalogues_are_as_their_schemas_say(name: str, answers: Any) -> None:
    assert _differences(answers(name, SHIPPED)) == set()


def test_a_feasible_plan_is_as_its_schema_says(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    from skillpath.planner import plan as module

    true_plan = module.plan

    def stopped(*arguments: Any) -> Answer:
        answer = true_plan(*arguments)
        stages = (replace(answer.stages[0], bound=answer.stages[0].bound - 100),)
        return replace(answer, status="feasible", stages=stages)

    monkeypatch.setattr(module, "plan", stopped)
    monkeypatch.setitem(CALLS, "plan feasible", _plan("feasible", 5, "data clerk"))
    answer = answers("plan feasible")
    assert _differences(answer) == set()
    assert [stage["proven"] for stage in answer["data"]["proof"]] == [False]


def test_a_bug_is_as_its_schema_says(answers: Answers, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("broken")

    monkeypatch.setattr("skillpath.cli.main._run", broken)
    monkeypatch.setitem(CALLS, "bug", _error(70, "plan"))
    assert _differences(answers("bug")) == set()


def test_an_answer_in_a_file_is_as_its_schema_says(skillpath: Skillpath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    file = tmp_path / "credits.json"
    assert skillpath("credits", "--no-shipped", "-c", "tests/data/tiny.yaml", "-o", str(file)).status == 0
    assert _differences(json.loads(file.read_text())) == set()


# what a wrong answer looks like

GOING = "$.data.sources[].origin"  # see KNOWN
MAPS = (
    *(f"$.data.totals.{group}" for group in ("body", "level", "source", "subject")),
    "$.data.items[].credit.by_word",
    "$.data.credentials_by_kind",
    "$.data.credentials_by_provider",
)
Place = tuple[str | int, ...]


def _places(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    yield place, value
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _places(item, (*place, key))


def _path(place: Place) -> str:
    return "$" + "".join("[]" if isinstance(key, int) else f".{key}" for key in place)


def _at(answer: Any, place: Place) -> Any:
    for key in place:
        answer = answer[key]
    return answer


def _mutants(answer: Any) -> Iterator[tuple[str, Any]]:
    """One change each: a key removed, a key added, a value of another type; of list items with the same keys the first."""
    seen = set()
    for place, value in _places(answer):
        path = _path(place)
        shape = (path, type(value))
        if shape in seen or not place or path.startswith(GOING):
            continue
        seen.add(shape)
        changed = copy.deepcopy(answer)
        _at(changed, place[:-1])[place[-1]] = {"other": 1} if isinstance(value, list) else ["other", ["type"]]
        yield f"{path} of another type", changed
        if isinstance(place[-1], str) and _path(place[:-1]) not in MAPS:
            changed = copy.deepcopy(answer)
            del _at(changed, place[:-1])[place[-1]]
            yield f"{path} removed", changed
        if isinstance(value, dict):
            changed = copy.deepcopy(answer)
            _at(changed, place)["surplus"] = ["surplus", ["key"]]
            yield f"{path} with a surplus key", changed


def _is_refused(answer: Any, before: set[tuple[str, str]]) -> bool:
    """Whether an answer differs from its schema in more than it did before it was changed."""
    return any((error.json_path, error.message) not in before for error in _validator(answer["schema"]).iter_errors(answer))


RICH = (
    "plan role",
    "plan readiness",
    "plan clash",
    "plan skills",
    "plan credits",
    "plan own periods",
    "plan funded",
    "credits of every kind",
    "compare degrees",
    "compare roles",
    "options there",
    "options skill",
    "show rich",
    "show rich role",
    "show skill",
    "show provider",
    "show subscription",
    *(f"list {kind}" for kind in LISTED),
    "graph dominated",
    "graph needs",
    "profile full",
    "check clean",
    "check bad",
    "stats",
    "error unknown target",
    "error bad catalogue",
)


@pytest.mark.parametrize("name", RICH)
def test_a_changed_answer_is_refused(name: str, answers: Answers) -> None:
    answer = answers(name)
    before = _differences(answer)
    mutants = {what: changed for what, changed in _mutants(answer) if not what.startswith("$.schema ")}
    assert len(mutants) > 20
    assert [what for what, changed in mutants.items() if not _is_refused(changed, before)] == []


@pytest.mark.parametrize(
    ("name", "place", "value"),
    [
        ("plan role", ("status",), "best"),
        ("plan role", ("data", "as_of"), "23 November"),
        ("plan role", ("data", "as_of"), "2026-13-01"),
        ("plan role", ("data", "totals", "cost", "amount"), "5"),
        ("plan role", ("data", "totals", "cost", "amount"), "5.0"),
        ("plan role", ("data", "totals", "cost", "amount"), 5.0),
        ("plan role", ("data", "totals", "cost", "currency"), "usd"),
        ("plan role", ("data", "totals", "hours"), "1e3"),
        ("plan role", ("data", "totals"), None),
        ("plan clash", ("data", "steps"), [{}]),
        ("plan role", ("data", "target", "kind"), "degree"),
        ("plan role", ("data", "steps", 0, "kind"), "diploma"),
        ("plan role", ("data", "steps", 0, "confidence"), "sure"),
        ("plan role", ("data", "proof", 0, "value"), 105),
        ("plan role", ("data", "proof", 1, "value"), "105"),
        ("plan role", ("errors",), [{"code": "usage", "message": "wrong", "where": None, "hint": None}]),
        ("credits of every kind", ("data", "lines", 0, "hours"), 3.0),
        ("credits of every kind", ("data", "totals", "level", "low"), "3"),
        ("list roles", ("data", "kind"), "skills"),
        ("show role", ("data", "kind"), "skill"),
        ("graph role", ("data", "nodes", 0, "id"), "acme-data"),
        ("graph role", ("data", "nodes", 0, "held"), True),
        ("graph role", ("data", "edges", 0, "way"), "some"),
        ("profile full", ("data", "profile", "limits", "budget"), "500"),
        ("check clean", ("data", "records", "skills"), -1),
        ("stats", ("data", "kinds", "skills", "confidence", "high"), "1"),
        ("error unknown target", ("errors",), []),
        ("error unknown target", ("data",), {}),
        ("error unknown target", ("errors", 0, "code"), "Unknown"),
    ],
)
def test_a_wrong_value_is_refused(name: str, place: Place, value: Any, answers: Answers) -> None:
    answer = answers(name)
    changed = copy.deepcopy(answer)
    _at(changed, place[:-1])[place[-1]] = value
    assert _differences(changed) - _differences(answer)


# the files themselves


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.stem)
def test_every_file_is_a_schema_in_one_form(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    schema = json.loads(text)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == f"urn:skillpath:schema:{file.stem}"
    assert text == json.dumps(schema, indent=2, sort_keys=True) + "\n"


@pytest.mark.parametrize("name", schema_names())
def test_every_reference_stays_in_its_file_and_every_definition_is_used(name: str) -> None:
    schema = json.loads(schema_text(name))
    references = {value for place, value in _places(schema) if place and place[-1] == "$ref"}
    assert references == {f"#/$defs/{definition}" for definition in schema.get("$defs", {})}


def test_definitions_of_the_same_name_are_the_same() -> None:
    first: dict[str, Any] = {}
    for name in schema_names():
        for definition, content in json.loads(schema_text(name)).get("$defs", {}).items():
            assert first.setdefault(definition, content) == content, f"{definition} in {name}"


def test_every_command_that_answers_has_a_schema() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in sorted((ROOT / "skillpath" / "cli").glob("*.py")))
    commands = set(re.findall(r'\b(?:output_of|envelope)\("([a-z -]+)"', code))
    assert commands >= {"plan", "credits", "catalog check", "graph"}
    assert {f"{command.replace(' ', '-')}/1" for command in commands} <= set(schema_names())
    assert {call.schema for call in CALLS.values()} | {"envelope/1"} == set(schema_names())


def test_the_words_of_the_code_are_those_of_the_schemas() -> None:
    plan, show, profile = (json.loads(schema_text(name)) for name in ("plan/1", "show/1", "profile-show/1"))
    words = {"confidence": Confidence, "credentialKind": CredentialKind}
    listed = json.loads(schema_text("list/1"))["$defs"]
    for definition, literal in words.items():
        assert set(plan["$defs"][definition]["enum"]) == set(get_args(literal))
    assert set(listed["credentialLevel"]["enum"]) == set(get_args(CredentialLevel))
    assert set(plan["$defs"]["credit"]["properties"]["level"]["enum"]) == {*get_args(CreditLevel), None}
    assert set(plan["properties"]["status"]["enum"]) == set(get_args(Status))
    for record in (Credential, Role, Skill, Provider, Subscription, Recommendation):
        assert set(show["$defs"][record.__name__]["properties"]) == set(record.__struct_fields__)
    assert set(profile["$defs"]["Profile"]["properties"]) == set(Profile.__struct_fields__)


def test_a_schema_that_is_not_there() -> None:
    for name in ("plan/9", "plan", "", "../catalog/1", "plan-1"):
        with pytest.raises(SkillpathError) as caught:
            schema_text(name)
        assert (caught.value.code, "plan/1" in caught.value.hint) == ("unknown-schema", True)
