from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers import problems_of

HEAD = "skillpath: 1\nproviders: [{id: p, name: P}]\nskills: [{id: s, name: S}]\n"


def course(id: str, rest: str = "") -> str:
    return f"- {{id: {id}, name: {id.upper()}, kind: course, provider: p{', ' if rest else ''}{rest}}}\n"


@pytest.mark.parametrize(
    ("records", "wanted"),
    [
        (course("a", "teaches: [t]"), "5: credentials:a: teaches[0]: names `t`, and no record of skills has that id"),
        (course("a", "platform: q"), "5: credentials:a: platform: names `q`, and no record of providers has that id"),
        (course("a", "requires: [{all: [b]}]"), "5: credentials:a: requires[0].all[0]: names `b`, and no record of credentials has that id"),
        (course("a", "offers: [{subscription: x}]"), "5: credentials:a: offers[0].subscription: names `x`, and no record of subscriptions has that id"),
        (course("a", "offers: [{name: gift}]"), "5: credentials:a: offers[0]: names no price"),
        (course("a", "offers: [{price: 9 USD, price_max: 8 USD}]"), "5: credentials:a: offers[0]: `price_max` is below `price`"),
        (course("a", "offers: [{per_credit: 9 USD}]"), "5: credentials:a: offers[0]: `per_credit` needs `credits`"),
        (course("a", "effort: {min_hours: 3, max_hours: 2}"), "5: credentials:a: effort.min_hours: `min_hours` is above `max_hours`"),
        (course("a", "effort: {min_hours: 3}"), "5: credentials:a: effort: gives one end of a range"),
        (course("a", "effort: {hours: 2, max_hours: 3}"), "5: credentials:a: effort: gives both `hours` and a range"),
        (course("a", "requires: [{skill: s, award: bachelor}]"), "5: credentials:a: requires[0]: give exactly one of skill, experience, award, condition, all, any, at_least"),
        (course("a", "requires: [{}]"), "5: credentials:a: requires[0]: give exactly one of skill, experience, award, condition, all, any, at_least"),
        (course("a", "requires: [{at_least: 2}]"), "5: credentials:a: requires[0]: `at_least` and `of` belong together"),
        (course("a", "requires: [{award: knight}]"), "5: credentials:a: requires[0]: there is no award `knight`"),
        (course("a") + course("b", "requires: [{at_least: 2, of: [a]}]"), "6: credentials:b: requires[0]: asks for 2 of 1"),
        (course("a", "requires: [b]") + course("b", "requires: [a]"), "5: credentials:a: requires: prerequisites in a circle: a needs b needs a"),
        (course("a", "requires: [a]"), "5: credentials:a: requires: prerequisites in a circle: a needs a"),
    ],
)  # fmt: skip
def test_each_mistake_is_located_and_named(records: str, wanted: str, tmp_path: Path) -> None:
    assert problems_of(HEAD + "credentials:\n" + records, tmp_path) == [wanted]


def test_cycles_with_another_way_out_are_fine(tmp_path: Path) -> None:
    records = course("a", "requires: [{any: [b, c]}]") + course("b", "requires: [a]") + course("c")
    assert problems_of(HEAD + "credentials:\n" + records, tmp_path) == []


def test_a_skill_cannot_be_a_kind_of_itself(tmp_path: Path) -> None:
    text = "skillpath: 1\nskills:\n- {id: a, name: A, broader: b}\n- {id: b, name: B, broader: a}\n"
    assert problems_of(text, tmp_path) == [
        "3: skills:a: broader: is a kind of itself: a -> b -> a",
        "4: skills:b: broader: is a kind of itself: b -> a -> b",
    ]


def test_names_belong_to_one_skill_or_role(tmp_path: Path) -> None:
    text = "skillpath: 1\nskills:\n- {id: excel, name: Excel}\n- {id: sheets, name: Sheets, aliases: [EXCEL]}\n"
    assert problems_of(text, tmp_path) == ["4: skills:sheets: aliases: `EXCEL` already names `excel`"]


def test_a_programme_must_add_up(tmp_path: Path) -> None:
    text = (
        HEAD
        + "programmes:\n- {id: d, name: D, institution: p, award: bachelor, total: 9, requirements: [{id: r, name: R, hours: 6}]}\n"
    )
    assert problems_of(text, tmp_path) == ["5: programmes:d: total: the requirements add up to 6, and the total is 9"]


def test_a_role_needs_skills(tmp_path: Path) -> None:
    assert problems_of("skillpath: 1\nroles:\n- {id: r, name: R, skills: []}\n", tmp_path) == [
        "3: roles:r: skills: asks for no skill"
    ]
