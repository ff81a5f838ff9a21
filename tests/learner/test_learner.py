from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from skillpath.catalog.requirements import HasAward, HasCredential, HasExperience, KnowsSkill, MeetsCondition
from skillpath.errors import InputError
from skillpath.learner.learner import add_months, inside, meets
from skillpath.learner.profile import parse_profile, read_profile
from tests.helpers import catalog_of, learner_of

WORLD = """
providers: [{id: p, name: P}]
skills: [{id: code, name: Code}, {id: python, name: Python, broader: code}, {id: sql, name: SQL}]
conditions: [{id: age-18, name: Adult, assumed: true}, {id: sponsor, name: Sponsor}]
credentials:
- {id: a, name: Alpha One, kind: course, provider: p, level: advanced, teaches: [python, {skill: sql, level: 1}]}
- {id: b, name: Beta, kind: certification, provider: p, attests: [sql], teaches_level: 2, valid_months: 12}
- {id: d, name: Degree, kind: degree, provider: p, award: master, award_field: business}
"""


def test_holdings_are_matched_by_id_and_name(tmp_path: Path) -> None:
    catalog = catalog_of(WORLD, tmp_path)
    learner = learner_of(catalog, "holdings: [{credential: alpha  ONE}, {credential: b}, {credential: zzz}]")
    assert [held.credential.id for held in learner.held] == ["a", "b"]
    assert learner.unknown == ("zzz",)


def test_a_narrower_skill_counts_for_its_broader_one_at_its_level(tmp_path: Path) -> None:
    learner = learner_of(catalog_of(WORLD, tmp_path), "holdings: [{credential: a}]")
    assert (learner.level("python"), learner.level("code"), learner.level("sql"), learner.level("none")) == (3, 3, 1, 0)


def test_what_is_attested_counts_for_holders(tmp_path: Path) -> None:
    assert learner_of(catalog_of(WORLD, tmp_path), "holdings: [{credential: b}]").level("sql") == 2


@pytest.mark.parametrize(
    ("earned", "held"),
    [("'2025-11-23'", True), ("'2025-11-22'", False), ("'2026-11-01'", True)],
)
def test_an_expired_credential_is_not_held_and_its_skills_stay(earned: str, held: bool, tmp_path: Path) -> None:
    learner = learner_of(catalog_of(WORLD, tmp_path), f"holdings: [{{credential: b, earned: {earned}}}]")
    assert learner.holds("b") is held
    assert learner.level("sql") == 2
    assert any("Beta has expired" in text for text in learner.assumed) is not held


def test_a_renewed_credential_is_held(tmp_path: Path) -> None:
    profile = "holdings: [{credential: b, earned: '2020-01-01', expires: '2027-01-01'}]"
    assert learner_of(catalog_of(WORLD, tmp_path), profile).holds("b")


def test_atoms(tmp_path: Path) -> None:
    catalog = catalog_of(WORLD, tmp_path)
    learner = learner_of(catalog, "holdings: [{credential: d}]\nexperience: [{field: it, years: 2}]\nconditions: []")
    met = [
        HasCredential("d"),
        HasExperience("it", 2),
        HasAward("bachelor"),
        HasAward("master", "business"),
        HasAward("high-school"),
    ]
    unmet = [HasCredential("a"), HasExperience("it", 2.5), HasAward("doctor"), HasAward("bachelor", "art"), KnowsSkill("sql", 1)]
    assert all(meets(learner, atom, catalog) for atom in [*met, MeetsCondition("age-18")])
    assert not any(meets(learner, atom, catalog) for atom in [*unmet, MeetsCondition("sponsor")])


def test_defaults_are_said(tmp_path: Path) -> None:
    catalog = catalog_of(WORLD, tmp_path)
    assert learner_of(catalog).assumed == ("you study 10 hours a week (`--pace`)", "you live in US (`--residence`)")
    assert learner_of(catalog, "pace: 5\nresidence: 'GB'").assumed == ()


def test_places_lie_in_others() -> None:
    assert inside("US-LA", "US")
    assert inside("US", "US")
    assert not inside("US", "US-LA")
    assert not inside("USX", "US")


def test_months_end_where_the_month_ends() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2025, 11, 30), 3) == date(2026, 2, 28)


def test_a_bad_profile_says_every_mistake_with_its_line() -> None:
    text = b"skillpath: 1\npace: fast\nholdings:\n- {credential: 3}\n- {credentials: x}\nresidence: Louisiana\nstart: 2026-01-01\nwhat: 1\n"
    with pytest.raises(InputError) as caught:
        parse_profile(text, "me.yaml")
    assert [(problem.line, problem.field or problem.code) for problem in caught.value.problems] == [
        (7, "ambiguous"),
        (2, "pace"),
        (4, "holdings[0].credential"),
        (5, "holdings[1].credentials"),
        (5, "holdings[1]"),
        (6, "residence"),
        (8, "what"),
    ]


def test_no_profile_is_an_empty_one_and_a_named_one_must_be_there(tmp_path: Path) -> None:
    assert read_profile(None).path == ""
    with pytest.raises(InputError, match="there is no profile"):
        read_profile(tmp_path / "none.yaml")
