"""Coverage of roles: said without a solver, and the same as the planner says with one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from skillpath.catalog.records import Role
from skillpath.planner.coverage import RoleCoverage, coverage
from skillpath.planner.plan import plan
from skillpath.planner.request import Request, RoleTarget
from tests.conftest import Run
from tests.helpers import catalog_of, learner_of

WORLD = """
skills: [{id: sql, name: SQL}, {id: charts, name: Charts}, {id: graphs, name: Graphs, broader: charts}]
providers: [{id: acme, name: Acme}]
conditions: [{id: sponsor, name: A sponsor}]
roles:
- {id: analyst, name: Analyst, skills: [{skill: sql, level: 2}, {skill: charts, level: 2}], recognises: [cert]}
- {id: builder, name: Builder, skills: [{skill: sql, level: 4}]}
- id: notary
  name: Notary
  skills: [{skill: sql, level: 1}]
  licence: {name: Commission, jurisdiction: US states, requires: [licence]}
credentials:
- {id: basics, name: Basics, kind: course, provider: acme, teaches: [graphs], effort: {hours: 5}, offers: [{price: 1 USD}]}
- id: cert
  name: Cert
  kind: certification
  provider: acme
  teaches: [sql]
  requires: [basics]
  effort: {hours: 5}
  offers: [{price: 1 USD}]
- id: licence
  name: Licence
  kind: licence
  provider: acme
  requires: [{condition: sponsor}]
  effort: {hours: 5}
  offers: [{price: 1 USD}]
- id: a-circle
  name: A circle
  kind: course
  provider: acme
  level: advanced
  teaches: [sql]
  requires: [b-circle]
  effort: {hours: 5}
  offers: [{price: 1 USD}]
- {id: b-circle, name: B circle, kind: course, provider: acme, requires: [{skill: sql, level: 3}], effort: {hours: 5}}
"""


def roles_of(folder: Path, profile: str = "") -> dict[str, RoleCoverage]:
    catalog = catalog_of(WORLD, folder)
    return {each.role.id: each for each in coverage(catalog, learner_of(catalog, profile))}


def test_a_role_is_covered_where_all_that_can_be_earned_gives_what_it_asks(tmp_path: Path) -> None:
    assert roles_of(tmp_path)["analyst"] == RoleCoverage(roles_of(tmp_path)["analyst"].role)
    assert [each.covered for each in roles_of(tmp_path).values()] == [True, False, False]


def test_what_nothing_gives_is_named_and_no_circle_gives_it(tmp_path: Path) -> None:
    assert roles_of(tmp_path)["builder"].missing == ("SQL at level 3, which Builder must have",)


def test_a_licence_out_of_reach_is_named_with_what_opens_the_way(tmp_path: Path) -> None:
    notary = roles_of(tmp_path)["notary"]
    assert notary.missing == ("the licence that Notary needs (Commission)",)
    assert any("--declare sponsor" in said for said in notary.openings)
    assert roles_of(tmp_path, "conditions: [sponsor]")["notary"].covered


def test_the_planner_says_the_same(tmp_path: Path) -> None:
    catalog = catalog_of(WORLD, tmp_path)
    learner = learner_of(catalog)
    planned = {role.id: plan(catalog, learner, Request(RoleTarget(role))).status != "none" for role in catalog.all(Role)}
    assert {each.role.id: each.covered for each in coverage(catalog, learner)} == planned


def test_check_says_how_many_roles_have_a_plan(skillpath: Callable[..., Run], tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("skillpath: 1\n" + WORLD, encoding="utf-8")
    done = skillpath("catalog", "check", "--coverage", "--no-shipped", str(file))
    assert done.status == 0
    assert "1 of 3 roles have a plan to the entry level" in done.out
    assert "Builder (builder): nothing gives" in done.out
    answer = json.loads(skillpath("catalog", "check", "--coverage", "--no-shipped", "--json", str(file)).out)
    assert [each["covered"] for each in answer["data"]["coverage"]] == [True, False, False]
    assert json.loads(skillpath("catalog", "check", "--no-shipped", "--json", str(file)).out)["data"]["coverage"] is None


def test_lists_and_rows_of_coverage_are_of_roles(skillpath: Callable[..., Run], tmp_path: Path) -> None:
    file = tmp_path / "world.yaml"
    file.write_text("skillpath: 1\n" + WORLD, encoding="utf-8")
    call = ("catalog", "check", "--coverage", "--no-shipped", str(file), "--format")
    assert skillpath(*call, "ids").out.split() == ["builder", "notary"]
    first, second, *_ = skillpath(*call, "csv").out.splitlines()
    assert first == "role,name,covered,missing,openings"
    assert second == "analyst,Analyst,yes,,"
