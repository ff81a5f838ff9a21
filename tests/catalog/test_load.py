from __future__ import annotations

from pathlib import Path

import pytest

from skillpath.catalog.load import Layer, load
from skillpath.catalog.records import Credential
from tests.helpers import problems_of

GOOD = """skillpath: 1
providers: [{id: p, name: P}]
credentials:
- {id: a, name: A, kind: course, provider: p, offers: [{price: 5 USD}], effort: {hours: 3}}
"""


def write(folder: Path, name: str, text: str) -> Layer:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return Layer(file, name)


def test_all_mistakes_of_a_file_are_reported_each_with_its_line(tmp_path: Path) -> None:
    text = """skillpath: 1
providers: [{id: p, name: P}]
credentials:
- id: a
  name: 3
  kind: coarse
  provider: p
  offers: [{prise: 4 USD}, {price: 49}, {price: '49'}, {price: -3 USD}]
  effort: {hours: many}
- id: B C
  name: Bad id
  kind: course
  provider: p
- name: No id
- just text
- id: good
  name: Good
  kind: course
  provider: nobody
  levle: beginner
roles: {}
skils: []
"""
    assert problems_of(text, tmp_path) == [
        "5: credentials:a: name: should be text, and is a whole number",
        "6: credentials:a: kind: invalid enum value 'coarse'",
        "8: credentials:a: offers[0].prise: there is no field `prise`",
        "8: credentials:a: offers[1].price: should be text or nothing, and is a whole number",
        "8: credentials:a: offers[2].price: is not an amount with a currency",
        "8: credentials:a: offers[3].price: is not an amount with a currency",
        "9: credentials:a: effort.hours: should be a number or nothing, and is text",
        "10: credentials:B C: id: is not an id",
        "14: credentials: id: the record has no id",
        "15: credentials: a record should be a mapping",
        "20: credentials:good: levle: there is no field `levle`",
        "21: `roles` should be a list of records",
        "22: there is no section `skils`",
    ]


def test_records_know_their_file_and_line(tmp_path: Path) -> None:
    loaded = load([write(tmp_path, "good.yaml", GOOD)])
    assert str(loaded.records["credentials"]["a"].origin) == "good.yaml:4"
    assert loaded.problems == ()


def test_an_overlay_changes_a_record_field_by_field(tmp_path: Path) -> None:
    over = "skillpath: 1\ncredentials:\n- extends: a\n  offers: [{price: 2 USD}]\n"
    loaded = load([write(tmp_path, "good.yaml", GOOD), write(tmp_path, "mine.yaml", over)])
    record = loaded.records["credentials"]["a"]
    assert isinstance(record, Credential)
    assert (record.name, record.offers[0].price, str(record.origin)) == ("A", "2 USD", "mine.yaml:3")


def test_a_mistake_in_an_overlay_is_located_in_the_overlay(tmp_path: Path) -> None:
    over = "skillpath: 1\ncredentials:\n- extends: a\n  offers: [{price: two}]\n"
    loaded = load([write(tmp_path, "good.yaml", GOOD), write(tmp_path, "mine.yaml", over)])
    assert [(problem.where, problem.field) for problem in loaded.problems] == [("mine.yaml:4", "offers[0].price")]


def test_ids_are_unique_over_all_catalogues(tmp_path: Path) -> None:
    loaded = load([write(tmp_path, "good.yaml", GOOD), write(tmp_path, "again.yaml", GOOD)])
    assert {(problem.code, problem.file) for problem in loaded.problems} == {("duplicate-id", "again.yaml")}
    assert "good.yaml:4" in next(problem.message for problem in loaded.problems if problem.record == "credentials:a")


def test_extending_nothing_is_a_dangling_id(tmp_path: Path) -> None:
    loaded = load([write(tmp_path, "mine.yaml", "skillpath: 1\ncredentials:\n- extends: zz\n  name: Z\n")])
    assert [(problem.code, problem.line) for problem in loaded.problems] == [("dangling-id", 3)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not-a-catalog"),
        ("- 1\n", "not-a-catalog"),
        ("just words\n", "not-a-catalog"),
        ("credentials: []\n", "format-version"),
        ("skillpath: 2\nproviders: [{id: p, name: P}]\n", "format-version"),
        ("skillpath: 1\n", "empty"),
        ("skillpath: 1\ncredentials: []\n", "empty"),
    ],
)
def test_what_is_not_a_catalogue_says_so(text: str, code: str, tmp_path: Path) -> None:
    loaded = load([write(tmp_path, "f.yaml", text)])
    assert code in [problem.code for problem in loaded.problems]
    assert all(problem.file == "f.yaml" for problem in loaded.problems)


def test_missing_and_unreadable_files_are_problems(tmp_path: Path) -> None:
    assert [problem.code for problem in load([Layer(tmp_path / "none.yaml", "none.yaml")]).problems] == ["missing"]
    dangling = tmp_path / "folder"
    dangling.mkdir()
    (dangling / "link.yaml").symlink_to(tmp_path / "nowhere")
    assert [problem.code for problem in load([Layer(dangling, "folder")]).problems] == ["unreadable"]


def test_a_folder_is_read_in_the_order_of_its_names(tmp_path: Path) -> None:
    folder = tmp_path / "c"
    (folder / "b").mkdir(parents=True)
    (folder / "b" / "1.yaml").write_text(GOOD)
    (folder / "a.yml").write_text("skillpath: 1\nproviders: [{id: q, name: Q}]\n")
    (folder / "notes.txt").write_text("not read")
    loaded = load([Layer(folder, "c")])
    assert list(loaded.records["providers"]) == ["q", "p"]
    assert loaded.problems == ()


def test_json_lines_are_read_like_other_files(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", GOOD)
    extra = '{"credentials": {"id": "b", "name": "B", "kind": "course", "provider": "p"}}'
    lines = [
        '{"skillpath": 1}',
        extra,
        "",
        '{"credentials": {"extends": "a", "name": "AA"}}',
        '{"credentials": {"id": "c"',
        '{"x": {}}',
    ]
    write(tmp_path, "b.jsonl", "\n".join(lines[:4]))
    loaded = load([Layer(tmp_path / "a.yaml", "a"), Layer(tmp_path / "b.jsonl", "b")])
    assert loaded.problems == ()
    assert {id: record.name for id, record in loaded.records["credentials"].items() if isinstance(record, Credential)} == {
        "a": "AA",
        "b": "B",
    }
    write(tmp_path, "c.jsonl", "\n".join([lines[1], *lines[4:]]))
    said = [(problem.file, problem.line, problem.code) for problem in load([Layer(tmp_path / "c.jsonl", "c")]).problems]
    assert said == [("c", 1, "format-version"), ("c", 2, "bad-json"), ("c", 3, "unknown-section")]
    assert not any(problem.code == "empty" for problem in load([Layer(tmp_path, "all")]).problems)
