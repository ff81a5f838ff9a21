"""The shipped catalogues: clean, and plans on them that pass the independent checker and make sense."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from skillpath.catalog.cache import open_catalog
from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.check import check
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.load import load, shipped_layer
from skillpath.catalog.records import Credential, Role
from skillpath.planner.answer import Answer
from skillpath.planner.coverage import coverage
from skillpath.planner.plan import plan
from skillpath.planner.request import Limits, Request, RoleTarget
from skillpath.planner.target import TargetOptions, read_target
from skillpath.reports.plan_data import plan_data
from tests.helpers import learner_of
from tests.oracle import checker
from tests.oracle.brute import gaps
from tests.oracle.world import Case
from tests.planner.degree_checks import faults

TOP = Path(__file__).parents[1]
ROLES = (
    "data analyst",
    "ux designer",
    "it support specialist",
    "cybersecurity analyst",
    "project manager",
    "data engineer",
    "front-end developer",
)
LEARNER = {"start": "2026-11-23", "pace": 10, "residence": "US", "languages": ["en"], "audience": ["adult"], "currency": "USD"}
NOTHING: dict[str, Any] = {key: [] for key in ("holdings", "skills", "experience", "awards", "conditions")}


@cache
def catalog() -> MemoryCatalog:
    loaded = load([shipped_layer()])
    assert loaded.problems == ()
    assert check(loaded.records) == []
    return MemoryCatalog(loaded.records)


@cache
def world() -> dict[str, list[dict[str, Any]]]:
    """The same files read by another reader: plain PyYAML, no record types."""
    merged: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((TOP / "catalogs").rglob("*.yaml")):
        content = yaml.load(file.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for section, records in content.items():
            if section != "skillpath":
                merged.setdefault(section, []).extend(records)
    return merged


def to_role(name: str, profile: str = "", *, established: bool = False, **limits: Any) -> Answer:
    target = read_target([name], catalog(), TargetOptions(established))
    by = limits.pop("by", ("cost",))
    return plan(catalog(), learner_of(catalog(), profile), Request(target, by, Limits(**limits)))


def request_for(answer: Answer, **changes: Any) -> dict[str, Any]:
    target = answer.request.target
    assert isinstance(target, RoleTarget)
    wanted = {"kind": "role", "id": target.role.id, "established": target.established, "skills_only": False}
    empty = dict.fromkeys(("readiness", "budget", "max_weeks", "max_per_provider"))
    more = {"exclude": [], "include": [], "free_only": False, "min_confidence": "low", "allow_unknown": False}
    return {"target": wanted, "by": list(answer.request.by), **empty, **more, **changes}


@pytest.mark.parametrize("name", ROLES)
@pytest.mark.parametrize("by", ["cost", "time", "steps"])
def test_the_roles_that_learners_ask_for_have_proven_plans(name: str, by: str) -> None:
    answer = to_role(name, by=(by,))
    assert answer.status == "optimal"
    target = answer.request.target
    assert isinstance(target, RoleTarget)
    assert {step.credential.id for step in answer.steps} & set(target.role.recognises)
    assert checker.check(world(), {**LEARNER, **NOTHING}, request_for(answer), plan_data(answer, catalog())) == []


@pytest.mark.parametrize("name", ROLES)
def test_more_readiness_never_costs_less(name: str) -> None:
    costs = []
    for percent in (None, 60.0, 80.0, 95.0):
        answer = to_role(name, readiness=percent)
        assert answer.totals is not None
        assert answer.readiness is not None
        assert percent is None or answer.readiness[1] >= percent
        assert (
            checker.check(world(), {**LEARNER, **NOTHING}, request_for(answer, readiness=percent), plan_data(answer, catalog()))
            == []
        )
        costs.append(answer.totals.cents)
    assert costs == sorted(costs)


def test_cheapest_and_shortest_differ_where_they_should() -> None:
    cheapest, shortest = to_role("data analyst"), to_role("data analyst", by=("time",))
    assert cheapest.totals is not None
    assert shortest.totals is not None
    assert cheapest.totals.cents < shortest.totals.cents
    assert cheapest.totals.weeks > shortest.totals.weeks


def problems_of(answer: Answer) -> list[str]:
    """What is wrong with a plan, that of a programme inside it too."""
    data, request = plan_data(answer, catalog()), request_for(answer)
    if answer.completed_after is None:
        return checker.check(world(), {**LEARNER, **NOTHING}, request, data)
    programme = answer.programmes[0].programme
    ids = [step["id"] for step in data["steps"]]
    before = Case(world(), {**LEARNER, **NOTHING}, request)
    award = {"award": programme.award, "field": programme.field}
    after = Case(world(), {**LEARNER, **NOTHING, "awards": [award]}, request)
    early = [
        f"{id} comes before what it requires"
        for place, id in enumerate(ids)
        for case in (before if place < answer.completed_after else after,)
        if not case.all_met(case.credentials[id].get("requires") or (), case.known(ids[:place]))
    ]
    return [*early, *gaps(after, ids), *faults(data, programme, catalog())]


def test_every_role_has_a_sound_plan_or_an_honest_no() -> None:
    missing = []
    for role in catalog().all(Role):
        answer = to_role(f"role:{role.id}")
        if answer.status == "none":
            assert answer.reasons, role.id
            missing.append(role.id)
            continue
        assert answer.status in ("optimal", "met"), role.id
        assert problems_of(answer) == [], role.id
    found = coverage(catalog(), learner_of(catalog()))
    assert missing == [each.role.id for each in found if not each.covered]
    assert len(missing) < 45, missing


@pytest.mark.parametrize("name", ["lawyer", "registered nurse", "physician", "high school teacher", "elementary teacher"])
def test_regulated_work_is_never_planned_out_of_badges(name: str) -> None:
    answer = to_role(name)
    assert answer.status in ("optimal", "none")
    if answer.status == "none":
        assert any(tag.kind == "licence" for tag in answer.reasons)
    else:
        kinds = {step.credential.kind for step in answer.steps} | ({"degree"} if answer.completed_after is not None else set())
        assert {"licence", "degree"} <= kinds


def test_a_degree_that_is_held_opens_the_way_to_law() -> None:
    answer = to_role("lawyer", "awards: [{award: bachelor, field: history}]")
    ids = [step.credential.id for step in answer.steps]
    assert answer.status == "optimal"
    assert ids.index("jd-degree") < ids.index("bar-exam") < ids.index("bar-admission")


def test_no_clinical_certification_without_its_programme() -> None:
    for role in ("phlebotomist", "medical assistant", "pharmacy technician", "emt", "paramedic"):
        answer = to_role(role)
        assert answer.status == "optimal"
        assert any(
            step.credential.kind in ("course", "certificate", "degree") and step.minutes[1] >= 100 * 60 for step in answer.steps
        )


def test_no_language_exam_stands_for_communication() -> None:
    languages = {id for kind in catalog().narrower("foreign-language") for id in catalog().teaching(kind)}
    for id in languages:
        record = catalog().get(Credential, id)
        assert record is not None
        taught = {entry if isinstance(entry, str) else entry.skill for entry in record.teaches}
        assert not any("communication" in catalog().broader(skill) for skill in taught)


@pytest.mark.parametrize(
    "command",
    [("plan", "-t", "data analyst", "--readiness", "80", "--json"), ("credits", "--have", "google-it-support", "--json")],
)
def test_same_input_same_bytes_whatever_the_hash_seed(command: tuple[str, ...]) -> None:
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = [sys.executable, "-m", "skillpath", *command, "--as-of", "2026-11-23"]
        outputs.add(subprocess.run(run, cwd=TOP, env=environment, capture_output=True, check=True).stdout)
    assert len(outputs) == 1


def test_the_wheel_carries_the_catalogues_and_works_alone(tmp_path: Path) -> None:
    build = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
        "--wheel-dir",
        str(tmp_path),
        str(TOP),
    ]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("skillpath-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    run = [sys.executable, "-P", "-c", "from skillpath.cli.main import main; main()", "plan", "-t", "data analyst", "-f", "ids"]
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    done = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, len(done.stdout.splitlines()) >= 1) == (0, True), done.stderr
    assert (tmp_path / "site" / "skillpath" / "catalogs" / "roles").is_dir()


def test_loading_twice_gives_the_same_records_and_so_does_the_index() -> None:
    first, second = load([shipped_layer()]), load([shipped_layer()])
    assert first.records == second.records
    opened = open_catalog([shipped_layer()])
    assert opened.problems == ()
    for kind, records in first.records.items():
        found = {record.id: record for record in opened.catalog.all(KINDS[kind])}
        assert found == records


def test_no_source_is_a_copied_sentence() -> None:
    """What a source says is told in a few words of our own: short, without quotation marks around it."""
    long = [source.id for source in load([shipped_layer()]).records["sources"].values() if len(getattr(source, "says", "")) > 260]
    quoted = [s.id for s in load([shipped_layer()]).records["sources"].values() if getattr(s, "says", "")[:1] in ('"', "\u201c")]
    assert (long, quoted) == ([], [])
