from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillpath.catalog.yaml_reader import read_yaml
from skillpath.errors import InputError
from skillpath.learner.edit import TEMPLATE, add_entry, flow, remove_entries, scalar, set_value


def read(text: str) -> dict[str, object]:
    document = read_yaml(text.encode(), "profile")
    assert not document.problems, document.problems
    return dict(document.value)


def test_an_entry_goes_to_the_end_of_its_section_and_comments_stay() -> None:
    text = "# mine\nskillpath: 1\nholdings:  # earned\n  - {credential: a}  # first\n  # between\n  - credential: b\n    earned: '2025-01-01'\n\n# end\npace: 5\n"
    assert add_entry(text, "holdings", {"credential": "c"}) == (
        "# mine\nskillpath: 1\nholdings:  # earned\n  - {credential: a}  # first\n  # between\n  - credential: b\n"
        "    earned: '2025-01-01'\n  - {credential: c}\n\n# end\npace: 5\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "skillpath: 1\n",
        "skillpath: 1\nholdings:\n",
        "skillpath: 1\nholdings: []\n",
        "skillpath: 1\nholdings: null  # none yet\npace: 3\n",
        "holdings: [{credential: a}, {credential: b}]\npace: 3\n",
        "holdings: [{credential: a},\n  {credential: b}]\npace: 3\n",
        "pace: 3\nholdings:\n- credential: a\n- credential: b",
        TEMPLATE,
    ],
)
def test_adding_and_removing_changes_nothing_else(text: str) -> None:
    before = read(text) if text else {}
    added = add_entry(text, "holdings", {"credential": "new", "earned": "2025-05-31"})
    held = before.get("holdings") or []
    assert isinstance(held, list)
    assert read(added) == {**before, "holdings": [*held, {"credential": "new", "earned": "2025-05-31"}]}
    back = read(remove_entries(added, "holdings", [len(held)]))
    assert {**back, "holdings": back["holdings"] or None} == {**before, "holdings": held or None}


def test_removing_from_the_middle_takes_only_that_entry() -> None:
    text = "holdings:\n- {credential: a}\n- credential: b\n  earned: '2025-01-01'\n# about c\n- {credential: c}\n"
    assert remove_entries(text, "holdings", [1]) == "holdings:\n- {credential: a}\n# about c\n- {credential: c}\n"


def test_a_setting_keeps_its_place_and_comment() -> None:
    assert set_value("skillpath: 1\npace: 3  # slow\nname: me\n", "pace", 7.5) == "skillpath: 1\npace: 7.5  # slow\nname: me\n"
    assert set_value("skillpath: 1\nname: me\n", "pace", 4.0) == "skillpath: 1\npace: 4\nname: me\n"


def test_what_cannot_be_edited_safely_is_left_alone() -> None:
    with pytest.raises(InputError, match="cannot be edited"):
        add_entry("{skillpath: 1, holdings: [{credential: a}]}", "holdings", {"credential": "b"})


@given(st.text(max_size=30))
def test_every_text_survives_being_written(value: str) -> None:
    if value.isprintable():
        assert read(f"a: {scalar(value)}\nb: [{flow({'k': value})}]\n") == {"a": value, "b": [{"k": value}]}
