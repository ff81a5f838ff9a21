"""Patterns of certifications, licences and skills that hold in the shipped catalogues."""

from __future__ import annotations

import pytest

from skillpath.catalog.records import Role, Skill
from skillpath.planner.coverage import coverage
from tests.catalogs.shipped import catalog, cents, credential, include, steps
from tests.helpers import learner_of, plan_for


def test_passing_is_not_being_awarded() -> None:
    passed = "holdings: [{credential: isc2-cissp-exam, earned: '2026-10-01'}]"
    assert plan_for(catalog(), "isc2-cissp", passed).status == "none"
    assert cents(plan_for(catalog(), "isc2-associate", passed)) == 0
    assert cents(plan_for(catalog(), "isc2-cissp", passed + "\nexperience: [{field: information-security, years: 5}]")) == 0


def test_experience_is_traded_against_a_degree() -> None:
    lead = "experience: [{{field: project-leadership, years: {years}}}]\nawards: [{{award: {award}}}]"
    assert plan_for(catalog(), "pmi-pmp", lead.format(years=3, award="bachelor")).status == "optimal"
    without = plan_for(catalog(), "pmi-pmp", lead.format(years=3, award="high-school"))
    assert without.programmes[0].programme.award == "bachelor"
    assert without.completed_after is not None
    assert "pmi-pmp" in steps(without)[without.completed_after :]
    assert plan_for(catalog(), "pmi-pmp", lead.format(years=5, award="high-school")).status == "optimal"


def test_a_stack_is_awarded_without_an_exam_and_shares_its_parts() -> None:
    parts = {"comptia-a-plus", "comptia-network-plus", "comptia-security-plus"}
    answer = plan_for(catalog(), "comptia-csis")
    assert set(steps(answer)) == parts | {"comptia-csis"}
    held = "holdings: [" + ", ".join(f"{{credential: {id}, earned: '2026-10-01'}}" for id in sorted(parts)) + "]"
    assert cents(plan_for(catalog(), "comptia-csis", held)) == 0
    both = plan_for(catalog(), "comptia-csis", limits=include("comptia-cios"))
    assert cents(both) == cents(answer)
    renewal = credential("comptia-csis").renewal
    assert renewal is not None
    assert "earliest" in renewal.rule


def test_a_higher_certification_renews_a_lower_one() -> None:
    renewal = credential("comptia-security-plus").renewal
    assert renewal is not None
    assert "comptia-cysa-plus" in renewal.renewed_by


@pytest.mark.parametrize(
    ("licence", "programme"),
    [("lpn-license", "practical-nursing-programme"), ("cna", "cna-training-programme"), ("bar-exam", "jd-degree")],
)
def test_a_licence_asks_for_its_approved_programme(licence: str, programme: str) -> None:
    answer = plan_for(catalog(), licence, "awards: [{award: bachelor}]")
    order = steps(answer)
    assert order.index(programme) < order.index(licence)


@pytest.mark.parametrize(
    ("role", "licence"),
    [
        ("registered nurse", "rn-license"),
        ("licensed practical nurse", "lpn-license"),
        ("lawyer", "bar-admission"),
        ("physician", "medical-license"),
        ("high school teacher", "teacher-license"),
        ("electrician", "journeyman-electrician-license"),
        ("radiologic technologist", "state-radiologic-technologist-license"),
        ("paramedic", "state-paramedic-license"),
        ("cdl driver", "cdl-class-a"),
        ("certified public accountant", "cpa-license"),
    ],
)
def test_whoever_holds_the_licence_is_sent_to_no_training(role: str, licence: str) -> None:
    answer = plan_for(catalog(), role, f"holdings: [{{credential: {licence}, earned: '2026-01-01'}}]")
    assert (answer.status, steps(answer)) == ("met", [])


def test_a_held_skill_satisfies_its_broader_one_at_the_same_level_only() -> None:
    learner = learner_of(catalog(), "skills: [{skill: sql, level: 2}]")
    assert (learner.level("sql"), learner.level("databases")) == (2, 2)
    broad = learner_of(catalog(), "skills: [{skill: databases, level: 3}]")
    assert (broad.level("databases"), broad.level("sql")) == (3, 0)


NAMED = (
    "data analyst",
    "it support specialist",
    "project manager",
    "ux designer",
    "cybersecurity analyst",
    "cloud engineer",
    "digital marketing specialist",
    "seo specialist",
    "social media analyst",
    "data scientist",
    "machine learning engineer",
    "robotics technician",
    "rpa developer",
    "predictive maintenance technician",
    "telehealth coordinator",
    "patient safety specialist",
    "medical coder",
    "bookkeeper",
    "sap consultant",
    "salesforce administrator",
    "sales development representative",
    "paralegal",
    "teaching assistant",
)


def test_the_roles_that_learners_name_have_a_plan_and_the_gaps_are_few() -> None:
    covered = {each.role.id: each.covered for each in coverage(catalog(), learner_of(catalog()))}
    for name in NAMED:
        (role,) = catalog().named(Role, name)
        assert covered[role.id], name
    assert sum(not each for each in covered.values()) <= 15


def test_every_word_for_a_skill_means_one_skill() -> None:
    meanings: dict[str, set[str]] = {}
    for name, id in catalog().names(Skill):
        meanings.setdefault(name, set()).add(id)
    assert {name: ids for name, ids in meanings.items() if len(ids) > 1} == {}
