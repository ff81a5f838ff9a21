"""Layers -> indexes: the same problems as the loader finds, JSON Lines too, and unchanged files taken over."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

import msgspec
import pytest

from skillpath.catalog import bulk, content, second
from skillpath.catalog import compile as compile_module
from skillpath.catalog.cache import open_catalog
from skillpath.catalog.check import check
from skillpath.catalog.compile import Compiled, compile_layer
from skillpath.catalog.familiar import Familiar
from skillpath.catalog.freshness import sources_of
from skillpath.catalog.index_file import connect
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.load import Layer, load
from skillpath.catalog.packing import folded
from skillpath.catalog.records import Credential, Skill
from skillpath.catalog.store import Store
from skillpath.errors import Problem
from tests.catalog.worlds import TINY, as_lines, indexed, layers, write_lines

CATALOGS = Path(__file__).parents[2] / "catalogs"
BAD = {
    "version": "skillpath: 2\nskills: []\n",
    "no version": "skills:\n- {id: a, name: A}\n",
    "not a catalogue": "- 1\n",
    "empty": "",
    "head only": "skillpath: 1\n",
    "section": "skillpath: 1\nskils: []\n",
    "not a list": "skillpath: 1\nskills: {a: b}\n",
    "not a mapping": "skillpath: 1\nskills: [a, 3]\n",
    "no id": "skillpath: 1\nskills:\n- {name: A}\n",
    "fields": "skillpath: 1\nskills:\n- id: a\n  name: 3\n  colour: red\n- {id: B, name: B}\n",
    "yaml": "skillpath: 1\nskills:\n- {id: a, name: NO}\n- {id: a\n",
    "duplicate": "skillpath: 1\nskills:\n- {id: a, name: A}\n- {id: b, name: B}\n- {id: a, name: C}\n",
    "extends nothing": "skillpath: 1\nskills:\n- {extends: a, name: A}\n- {id: b, name: B}\n",
    "extends too early": "skillpath: 1\nskills:\n- {extends: a, name: A}\n- {id: a, name: B}\n",
    "bad overlay": "skillpath: 1\nskills:\n- {id: a, name: A}\n- extends: a\n  name: B\n  aliases: 3\n  color: x\n",
    "dangling": "skillpath: 1\nskills:\n- {id: alpha, name: A}\n- {id: b, name: B, broader: alpa}\n",
    "dangling in an overlay": "skillpath: 1\nskills:\n- {id: alpha, name: A}\n- {extends: alpha, broader: beta}\n",
    "cycle": "skillpath: 1\nskills:\n- {id: a, name: A, broader: b}\n- {id: b, name: B, broader: a}\n",
    "name taken": "skillpath: 1\nskills:\n- {id: z, name: One}\n- {id: a, name: ONE}\n",
    "need": "skillpath: 1\nproviders: [{id: p, name: P}]\ncredentials:\n- {id: c, name: C, kind: exam, provider: p,"
    " requires: [{at_least: 3, of: [c]}, {}, {award: x, level: 2}], offers: [{}], effort: {hours: 1, min_hours: 2}}\n",
    "origin": "skillpath: 1\nskills:\n- {id: a, name: A, origin: 3, broader: z}\n",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_the_same_problems_as_the_loader_finds(text: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.yaml"
    file.write_text(text, encoding="utf-8")
    layer = Layer(file, "bad.yaml")
    loaded = load([layer])
    expected = loaded.problems or tuple(check(loaded.records))
    assert expected
    assert set(open_catalog([layer]).problems) == set(expected)
    assert set(open_catalog([layer]).problems) == set(expected)


def test_the_same_problems_between_layers(tmp_path: Path) -> None:
    chosen = [
        Layer(TINY, "tiny.yaml"),
        layer(tmp_path, "one.yaml", "skills:\n- {id: sql, name: Sql}\n- {extends: xy, name: X}"),
        layer(tmp_path, "two.yaml", "credentials:\n- {extends: acme-sql, kind: game}\n- {extends: acme-sql, offers: [3]}"),
    ]
    loaded = load(chosen)
    assert loaded.problems
    assert set(open_catalog(chosen).problems) == set(loaded.problems)


def test_the_same_checks_over_layers(tmp_path: Path) -> None:
    overlay = "credentials:\n- {extends: acme-sql, provider: acme-2}\n- {extends: beta-python, requires: [beta-python-2]}"
    chosen = [Layer(TINY, "tiny.yaml"), layer(tmp_path, "one.yaml", overlay)]
    found = check(load(chosen).records)
    assert len(found) == 2
    assert list(open_catalog(chosen).problems) == found


def test_missing_and_unreadable_layers(tmp_path: Path) -> None:
    gone = Layer(tmp_path / "gone.yaml", "gone.yaml")
    assert open_catalog([gone]).problems == load([gone]).problems
    empty = tmp_path / "empty"
    empty.mkdir()
    assert open_catalog([Layer(empty, "empty")]).problems == load([Layer(empty, "empty")]).problems


def layer(folder: Path, name: str, text: str) -> Layer:
    file = folder / name
    file.write_text("skillpath: 1\n" + text + "\n", encoding="utf-8")
    return Layer(file, name)


LINES: list[tuple[str, str]] = [
    ("", "1: has no format version"),
    ('{"skillpath": 2}', "1: has format version 2"),
    ("skillpath: 1", "1: has no format version"),
    ('{"skillpath": 1}', "0: holds no records"),
    ('{"skillpath": 1}\n\n{"skills": {"id": "a", "name": 3}}', "3: should be text, and is a whole number"),
    ('{"skillpath": 1}\n{"skills": {"id": "a"}}', "2: the field `name` is missing"),
    ('{"skillpath": 1}\n{"skils": {"id": "a"}}', "2: there is no section `skils`"),
    ('{"skillpath": 1}\n{"skills": {"name": "a"}}', "2: the record has no id"),
    ('{"skillpath": 1}\n{"skills": 3}', "2: a record should be a mapping"),
    ('{"skillpath": 1}\n[]', "2: a line should be one section with one record"),
    ('{"skillpath": 1}\n{"skills": {}, "roles": {}}', "2: a line should be one section with one record"),
    ('{"skillpath": 1}\n{"skills": {"id": "a"', "2: expecting ',' delimiter at column 22"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": NaN}}', "2: NaN is no number of JSON"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": "\\ud800"}}', "2: holds a character that no text has"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": ' + "[" * 5000, "2: nested deeper than 40 levels"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": ' + 50 * "[" + 50 * "]" + "}}", "2: nested deeper than 40 levels"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": "' + "x" * 30_000 + '"}}', "2: a value of 30,000 characters"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": "' + "x" * 2**21 + '"}}', "2: a line of more than 1024 kB"),
    (
        '{"skillpath": 1}\n{"skills": {"id": "a", "name": "A"}}\n{"skills": {"id": "a", "name": "A"}}',
        "3: the id is taken already",
    ),
    ('{"skillpath": 1}\n{"skills": {"extends": "b", "name": "A"}}', "2: extends `b`, which no catalogue before it has"),
    ('{"skillpath": 1}\n{"skills": {"id": "a", "name": "A", "broader": "b"}}', "2: names `b`, and no record of skills"),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_problems_of_lines_are_located(text: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(text, encoding="utf-8")
    problems = open_catalog([Layer(file, "bad.jsonl")]).problems
    assert [f"{each.line}: {each.message}"[: len(expected)] for each in problems] == [expected]
    assert problems[0].file == "bad.jsonl"


CREDENTIAL = {"id": "c", "name": "C", "kind": "exam", "provider": "p", "teaches": ["s"], "offers": [{"price": "5 USD"}]}
WORLD: list[tuple[str, dict[str, Any]]] = [
    ("providers", {"id": "p", "name": "P"}),
    ("skills", {"id": "s", "name": "S"}),
    ("credentials", CREDENTIAL),
]
BAD_FIELDS: list[tuple[dict[str, Any], str]] = [
    ({"id": "C 1"}, "is not an id"),
    ({"id": "c--1"}, "is not an id"),
    ({"id": "x" * 121}, "`str` of length"),
    ({"provider": "P p"}, "is not an id"),
    ({"provider": "q"}, "names `q`, and no record of providers"),
    ({"teaches": ["S s"]}, "is not an id"),
    ({"teaches": ["t"]}, "names `t`, and no record of skills"),
    ({"teaches": [{"skill": "t", "level": 2}]}, "names `t`, and no record of skills"),
    ({"teaches": [{"skill": "s", "level": 9}]}, "`int` <= 4"),
    ({"requires": ["d"]}, "names `d`, and no record of credentials"),
    ({"requires": [{"any": ["d", "c"]}]}, "names `d`, and no record of credentials"),
    ({"requires": [{"any": ["c", {"skill": "t"}]}]}, "names `t`, and no record of skills"),
    ({"requires": [{"any": ["c"], "all": ["c"]}]}, "give exactly one of"),
    ({"requires": [{"level": 2}]}, "give exactly one of"),
    ({"requires": [{}]}, "give exactly one of"),
    ({"requires": [{"at_least": 3, "of": ["c"]}]}, "asks for 3 of 1"),
    ({"requires": 3}, "should be a list"),
    ({"offers": [{}]}, "names no price"),
    ({"offers": [{"price": "5"}]}, "is not an amount with a currency"),
    ({"offers": [{"price": "5 USD"}], "countries": ["xx"]}, "is not a country or region"),
    ({"effort": {"hours": 3, "min_hours": 2}}, "gives both"),
    ({"effort": {"min_hours": 3}}, "gives one end"),
    ({"effort": {"min_hours": 3, "max_hours": 2}}, "is above"),
    ({"effort": {"hours": -3}}, "`float` >= 0"),
    ({"sources": ["none"]}, "names `none`, and no record of sources"),
    ({"level": "high"}, "invalid enum value 'high'"),
    ({"name": ""}, "`str` of length >= 1"),
    ({"color": 3}, "there is no field `color`"),
    ({"retired_on": "soon"}, "is not a date"),
    ({"leads_to": ["none"]}, "names `none`, and no record of roles"),
    ({"overlaps": ["none"]}, "names `none`, and no record of credentials"),
    ({"replaced_by": "none"}, "names `none`, and no record of credentials"),
    ({"renewal": {"renewed_by": ["none"]}}, "names `none`, and no record of credentials"),
    ({"renewal": {"often": True}}, "there is no field `often`"),
    ({"attests": ["none"]}, "names `none`, and no record of skills"),
    ({"attests": [{"skill": "none", "level": 1}]}, "names `none`, and no record of skills"),
    ({"recommends": ["none"]}, "names `none`, and no record of credentials"),
    ({"recommends": [{"all": [{"skill": "none"}]}]}, "names `none`, and no record of skills"),
    ({"recommends": [{"at_least": 1, "of": ["none"]}]}, "names `none`, and no record of credentials"),
    ({"recommends": [{}]}, "give exactly one of"),
    ({"requires": [{"condition": "none"}]}, "names `none`, and no record of conditions"),
    ({"requires": [{"award": "knight"}]}, "there is no award `knight`"),
    ({"requires": [{"at_least": 1, "of": ["none", "c"]}]}, "names `none`, and no record of credentials"),
    ({"award": "No Id"}, "is not an id"),
    ({"valid_months": 0}, "`int` >= 1"),
    ({"offers": [{"price": "5 USD", "price_max": "4 USD"}]}, "`price_max` is below `price`"),
    ({"offers": [{"per_credit": "5 USD"}]}, "`per_credit` needs `credits`"),
    ({"offers": [{"subscription": "none"}]}, "names `none`, and no record of subscriptions"),
    ({"offers": [{"price": "5 USD", "requires": ["none"]}]}, "names `none`, and no record of credentials"),
    ({"offers": [{"price": "5 USD", "requires": [{}]}]}, "give exactly one of"),
]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(("fields", "words"), BAD_FIELDS)
def test_a_familiar_line_is_checked_like_the_first(
    fields: dict[str, Any], words: str, large: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if large:
        monkeypatch.setattr(compile_module, "CHECKED_WHOLE", 0)
        monkeypatch.setattr("skillpath.catalog.judge.CHECKED_WHOLE", 0)
    good = [("credentials", {**CREDENTIAL, "id": f"c{number}"}) for number in range(3)]
    file = write_lines(
        tmp_path / "bad.jsonl", [*WORLD, *good, ("credentials", {**CREDENTIAL, "id": "last", **fields}), *good[:0]]
    )
    problems = open_catalog([Layer(file, "bad.jsonl")]).problems
    assert problems
    assert all(problem.line == 8 for problem in problems)
    assert any(words in problem.message for problem in problems), problems


def test_a_familiar_line_may_have_every_field_of_a_credential() -> None:
    names = {field.name for field in msgspec.structs.fields(Credential)} - {"origin"}
    assert {field.name for field in msgspec.structs.fields(Familiar)} == names


def without_numbers(index: Path) -> dict[str, Any]:
    """What an index has, with the numbers of its credentials' offers and requirements only told apart."""
    connection = connect(index)
    found: dict[str, Any] = {
        table: sorted(connection.execute(f"SELECT * FROM {table}"))
        for table in ("traits", "names", "taught", "needs", "grants", "imports", "words")
    }
    store = Store(connection, "shipped")
    found["records"] = [record for kind in KINDS for record in store.in_file_order(kind)]
    for (block,) in connection.execute("SELECT block FROM outline").fetchall():
        outlines = store.outlines(0, block)
        numbers = [[column.index(each) for each in column] for column in (outlines.offers, outlines.requires)]
        found[f"block {block}"] = (numbers, outlines.traits, outlines.cents, outlines.minutes, outlines.weeks)
    return found


def test_a_line_is_read_at_a_glance_as_it_is_closely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = [(kind, record) for kind in KINDS for record in indexed([Layer(CATALOGS, "catalogs")]).all(KINDS[kind])]
    lines = [(kind, json.loads(msgspec.json.encode(record))) for kind, record in shipped if kind != "programmes"]
    for _, fields in lines:
        fields.pop("origin", None)
    write_lines(tmp_path / "all.jsonl", lines)
    closely = {"count": 0}
    whole = bulk._typed

    def typed(line: bytes) -> Any:
        closely["count"] += line.startswith(b'{"credentials"')
        return whole(line)

    monkeypatch.setattr(bulk, "_typed", typed)
    assert not compiled(tmp_path / "all.jsonl", tmp_path / "one.sqlite").problems
    assert closely["count"] == 0
    monkeypatch.setattr(content, "read_familiar", lambda body: KINDS["credentials"](1, 2, 3))
    monkeypatch.setattr(content, "UNREADABLE", TypeError)
    assert not compiled(tmp_path / "all.jsonl", tmp_path / "two.sqlite").problems
    assert closely["count"] > 1000
    assert without_numbers(tmp_path / "one.sqlite") == without_numbers(tmp_path / "two.sqlite")


def test_lines_may_be_written_in_many_ways(tmp_path: Path) -> None:
    lines = [
        "\ufeff" + '{"skillpath": 1}',
        '{"providers":{"id":"p","name":"P"}}',
        ' { "skills" : {"name":"S \\u00e4", "id":"s"} } ',
        "",
    ]
    lines += [
        json.dumps({"credentials": CREDENTIAL}),
        json.dumps({"credentials": {**CREDENTIAL, "id": "d", "origin": {"line": 9}}}),
    ]
    lines += ['{"credentials":  ' + json.dumps({**CREDENTIAL, "id": "e", "name": "Ü"}, ensure_ascii=False) + " }"]
    file = tmp_path / "odd.jsonl"
    file.write_bytes("\r\n".join(lines).encode())
    catalog = indexed([Layer(file, "odd.jsonl")])
    assert [str(record.origin) for record in catalog.all(Credential)] == [f"odd.jsonl:{line}" for line in (5, 6, 7)]
    assert catalog.teaching("s") == ["c", "d", "e"]
    assert [record.id for record in catalog.named(Credential, "ü")] == ["e"]
    assert [record.id for record in catalog.named(Skill, "S ä")] == ["s"]


def many(count: int) -> list[tuple[str, dict[str, Any]]]:
    """Credentials enough to fill several blocks, of every form."""
    records: list[tuple[str, dict[str, Any]]] = [("providers", {"id": "p", "name": "P"})]
    records += [("skills", {"id": f"s-{number}", "name": f"Skill {number}"}) for number in range(20)]
    for number in range(count):
        record = {**CREDENTIAL, "id": f"c-{number}", "name": f"Course {number % 7} of {number}", "teaches": [f"s-{number % 20}"]}
        if number % 3 == 0:
            record["effort"] = {"min_hours": number % 40, "max_hours": 40 + number % 7}
        if number % 5 == 1:
            record["requires"] = [f"c-{number - 1}", {"any": [f"c-{number // 2}", {"skill": "s-3", "level": 2}]}]
        if number % 11 == 2:
            record["aliases"] = [f"Änderung {number}"]
        if number % 13 == 0:
            record |= {"attests": ["s-1"], "overlaps": ["c-0"], "kind": "degree", "award": "bachelor"}
        records.append(("credentials", record))
        if number % 500 == 0:
            records.append(("sources", {"id": f"source-{number}"}))
    return records


def compiled(sources: Path, target: Path, side: Path | None = None, old: Store | None = None) -> Compiled:
    problems: list[Problem] = []
    found = sources_of(Layer(sources, "world"), problems)
    connection = sqlite3.connect(target)
    try:
        return compile_layer("world", found, connection, side, old)
    finally:
        connection.close()


def contents(index: Path) -> dict[str, Any]:
    """All that an index answers."""
    store = Store(connect(index), "world")
    names = {name for kind in KINDS for record in store.all(kind) for name in (record.id, getattr(record, "name", record.id))}
    skills = [record.id for record in store.all("skills")]
    return {
        "records": [record for kind in KINDS for record in store.in_file_order(kind)],
        "overlays": store.overlays(),
        "named": {(kind, name): sorted(store.named(kind, folded(name))) for kind in ("credentials", "skills") for name in names},
        "teaching": {skill: sorted(store.teaching(skill)) for skill in skills},
        "outlines": [store.outlines(0, block) for block in range(3)] if store.count("credentials") > 3000 else [],
        "words": store.rows("SELECT * FROM words"),
        "search": [
            store.rows("SELECT rowid FROM search WHERE search MATCH ?", f'"{word}"') for word in ("course", "0qcourse", "5")
        ],
        "imports": store.imports(),
        "granting": sorted(store.granting("bachelor")),
        "needing": sorted(store.needing("c-10")),
    }


def test_a_second_process_makes_the_same_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(tmp_path / "world" / "a.jsonl", many(3500)) if (tmp_path / "world").mkdir() is None else None
    (tmp_path / "world" / "b.yaml").write_text("skillpath: 1\nskills: [{id: of-yaml, name: Yaml Course}]\n")
    assert not compiled(tmp_path / "world", tmp_path / "one.sqlite").problems
    monkeypatch.setattr(compile_module, "BIG", 0)
    monkeypatch.setattr(compile_module, "can_start", lambda: True)
    assert not compiled(tmp_path / "world", tmp_path / "two.sqlite", tmp_path / "side").problems
    assert (tmp_path / "side").exists()
    assert contents(tmp_path / "two.sqlite") == contents(tmp_path / "one.sqlite")
    whole = second.SecondProcess.finish
    monkeypatch.setattr(second.SecondProcess, "finish", lambda self: whole(self) and False)
    assert not compiled(tmp_path / "world", tmp_path / "three.sqlite", tmp_path / "other").problems
    assert contents(tmp_path / "three.sqlite") == contents(tmp_path / "one.sqlite")


def test_a_second_process_that_dies_leaves_its_work_to_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_lines(tmp_path / "many.jsonl", many(12_000))
    assert not compiled(tmp_path / "many.jsonl", tmp_path / "one.sqlite").problems
    monkeypatch.setattr(compile_module, "BIG", 0)
    monkeypatch.setattr(compile_module, "can_start", lambda: True)
    monkeypatch.setattr(compile_module, "_write_lookups", lambda parts, side: (next(parts), os.kill(os.getpid(), signal.SIGKILL)))
    assert not compiled(tmp_path / "many.jsonl", tmp_path / "two.sqlite", tmp_path / "side").problems
    assert contents(tmp_path / "two.sqlite") == contents(tmp_path / "one.sqlite")


def test_lines_and_yaml_make_the_same_index(tmp_path: Path) -> None:
    assert not compiled(TINY, tmp_path / "yaml.sqlite").problems
    assert not compiled(as_lines(TINY, tmp_path / "tiny.jsonl"), tmp_path / "lines.sqlite").problems
    yaml, lines = contents(tmp_path / "yaml.sqlite"), contents(tmp_path / "lines.sqlite")
    for each in (yaml, lines):
        del each["records"]
    assert yaml == lines


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tiny.yaml").write_bytes(TINY.read_bytes())
        write_lines(tmp_path / name / "many.jsonl", many(1500))
        assert not compiled(tmp_path / name, tmp_path / f"{name}.sqlite").problems
    assert (tmp_path / "one.sqlite").read_bytes() == (tmp_path / "two.sqlite").read_bytes()


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = layers(tmp_path)
    world = tmp_path / "world"
    world.mkdir()
    for number, each in enumerate(chosen):
        file = each.path / "overlay.yaml" if each.path.is_dir() else each.path
        (world / f"{number}.yaml").write_bytes(file.read_bytes())
    indexed([Layer(world, "world")])
    read: list[str] = []
    whole = compile_module.documents.parse
    monkeypatch.setattr(
        compile_module.documents, "parse", lambda data, label, *rest: (read.append(label), whole(data, label, *rest))
    )
    (world / "2.yaml").write_text("skillpath: 1\nskills: [{id: fresh, name: Fresh}]\n", encoding="utf-8")
    (world / "00.yaml").write_text("skillpath: 1\nskills: [{id: early, name: Early}]\n", encoding="utf-8")
    again = indexed([Layer(world, "world")])
    assert sorted(read) == ["world/00.yaml", "world/2.yaml"]
    assert not compiled(world, tmp_path / "anew.sqlite").problems
    assert contents(tmp_path / "anew.sqlite") == contents(Path(again.stores[0].rows("PRAGMA database_list")[0][2]))


def test_large_layers_are_checked_for_what_their_lower_layers_must_have(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillpath.catalog.judge.CHECKED_WHOLE", 0)
    upper = write_lines(tmp_path / "upper.jsonl", [("credentials", {**CREDENTIAL, "provider": "acme", "teaches": ["sql"]})])
    chosen = [Layer(TINY, "tiny.yaml"), Layer(upper, "upper.jsonl")]
    assert open_catalog(chosen).problems == ()
    [problem] = open_catalog([layer(tmp_path, "low.yaml", "providers: [{id: acme, name: A}]"), chosen[1]]).problems
    assert (problem.record, problem.field, problem.line) == ("credentials:c", "teaches", 2)
