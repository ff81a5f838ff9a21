"""`skillpath search`: what answers comes first, however it is spelt."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.catalog import fold, names_of
from skillpath.catalog.records import Credential, Provider, Role, Skill
from skillpath.catalog.words import misspelt, words_of
from skillpath.cli.opening import open_catalog
from tests.cli.small import imported, small_runner

Skillpath = Callable[..., Any]
SEARCHED: tuple[type[Role | Credential | Skill | Provider], ...] = (Role, Skill, Provider, Credential)


@pytest.fixture
def small(skillpath: Skillpath, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Skillpath:
    return small_runner(skillpath, tmp_path, monkeypatch)


def ids(out: str) -> list[str]:
    return out.split()


def test_what_all_words_name_comes_first(skillpath: Skillpath) -> None:
    assert ids(skillpath("search", "data", "analyst", "-f", "ids").out)[0] == "role:data-analyst"
    assert ids(skillpath("search", "DATA-analyst", "-f", "ids").out)[0] == "role:data-analyst"
    assert ids(skillpath("search", "google it support", "-k", "credential", "-f", "ids").out)[0] == "google-it-support"


def test_spelling_is_forgiven_and_said(skillpath: Skillpath) -> None:
    done = skillpath("search", "pyhton")
    assert done.status == 0
    assert "No record has the word `pyhton`; looked for `python`" in done.out
    assert (
        ids(skillpath("search", "gogle", "data", "analitics", "-f", "ids", "-k", "credential").out)[0] == "google-data-analytics"
    )
    assert ids(skillpath("search", "kubernets", "-f", "ids", "-k", "skill").out)[0] == "kubernetes"


def test_credentials_are_found_by_the_skills_that_they_teach(small: Skillpath) -> None:
    listed = set(ids(small("list", "credentials", "--teaches", "routing", "--format", "ids").out))
    assert listed
    assert listed <= set(ids(small("search", "routing", "-k", "credential", "-f", "ids", "-n", "100").out))


def test_an_alias_is_shown(skillpath: Skillpath) -> None:
    assert "Database Administrator (DBA)" in skillpath("search", "dba", "-k", "role").out
    [item] = [each for each in json.loads(skillpath("search", "dba", "--json").out)["data"]["items"] if each["kind"] == "role"]
    assert (item["id"], item["also"]) == ("database-administrator", "DBA")


def test_rows_and_limits(skillpath: Skillpath) -> None:
    rows = list(csv.DictReader(io.StringIO(skillpath("search", "data", "-n", "7", "-f", "csv").out)))
    assert len(rows) == 7
    assert list(rows[0]) == ["kind", "id", "name", "also", "provider", "score"]
    scores = [float(row["score"]) for row in rows]
    assert scores == sorted(scores, reverse=True)


def test_plural_and_singular_are_the_same_word(skillpath: Skillpath) -> None:
    assert ids(skillpath("search", "data", "analysts", "-f", "ids").out)[0] == "role:data-analyst"
    done = skillpath("search", "certificates google", "-k", "credential", "-f", "ids", "-n", "5")
    assert all(id.startswith("google-") for id in ids(done.out))
    assert "looked for" not in skillpath("search", "welders").out


@pytest.mark.parametrize(
    "text", ["data NEAR analyst", "data OR analyst", "the data analyst", "name:data analyst", "an analyst of data"]
)
def test_words_that_say_nothing_do_not_lead_astray(skillpath: Skillpath, text: str) -> None:
    assert ids(skillpath("search", text, "-f", "ids").out)[0] == "role:data-analyst"


def test_a_name_goes_before_an_alias(skillpath: Skillpath) -> None:
    assert ids(skillpath("search", "nurse", "-f", "ids").out)[0] == "role:registered-nurse"


def test_the_best_of_very_many_is_found(skillpath: Skillpath, tmp_path: Path) -> None:
    lines = [{"providers": {"id": "p", "name": "P"}}]
    names = [f"Widget making in many words number {number}" for number in range(280)]
    names[260:260] = ["Widget lore", "The making of a widget"]
    lines += [
        {"credentials": {"id": f"c-{at}", "name": name, "kind": "course", "provider": "p"}} for at, name in enumerate(names)
    ]
    (tmp_path / "many.jsonl").write_text("\n".join(map(json.dumps, [{"skillpath": 1}, *lines])))
    arguments = ("-f", "ids", "-k", "credential", "-c", str(tmp_path / "many.jsonl"), "--no-shipped")
    assert ids(skillpath("search", "widget", *arguments).out)[0] == "c-260"
    assert ids(skillpath("search", "making widget", *arguments).out)[0] == "c-261"


def test_scripts_without_spaces_are_found_by_their_signs(skillpath: Skillpath, tmp_path: Path) -> None:
    names = {"a": "数据分析师证书", "b": "データ分析の基礎", "c": "Data 数据 basics", "d": "شهادة محلل البيانات"}
    lines = [{"credentials": {"id": id, "name": name, "kind": "course", "provider": "p"}} for id, name in names.items()]
    (tmp_path / "cjk.jsonl").write_text(
        "\n".join(map(json.dumps, [{"skillpath": 1}, {"providers": {"id": "p", "name": "P"}}, *lines]))
    )
    arguments = ("-f", "ids", "-k", "credential", "-c", str(tmp_path / "cjk.jsonl"), "--no-shipped")
    assert sorted(ids(skillpath("search", "分析", *arguments).out)) == ["a", "b"]
    assert ids(skillpath("search", "数据分析师", *arguments).out)[0] == "a"
    assert sorted(ids(skillpath("search", "数据", *arguments).out)) == ["a", "c"]
    assert ids(skillpath("search", "محلل", *arguments).out) == ["d"]


def test_nothing_is_an_honest_no(skillpath: Skillpath) -> None:
    done = skillpath("search", "xyzzyplugh")
    assert (done.status, done.out) == (1, "Nothing answers to `xyzzyplugh`\n")
    near = skillpath("search", "dataanalyst")
    assert near.status == 1
    assert "data analyst" in near.out


@pytest.mark.parametrize("text", ["", "  ", "\t"])
def test_nothing_to_look_for_is_wrong_usage(skillpath: Skillpath, text: str) -> None:
    assert skillpath("search", text).status == 2


@pytest.mark.parametrize(
    "text", ['"', "a OR", "NEAR(", "*", "^data", "data*", "{}", "-", "'; DROP TABLE", "\x00", "日本語", "ﬁle", "\ud800"]
)
def test_any_text_may_be_searched_for(skillpath: Skillpath, text: str) -> None:
    assert skillpath("search", "--", text).status in (0, 1)
    assert skillpath("search", "--", f"data {text} analyst").status in (0, 1)


def test_every_record_is_found_by_each_of_its_names() -> None:
    catalog = open_catalog(None, False, [])
    source = random.Random(7)
    for kind in SEARCHED:
        for record in source.sample(list(catalog.all(kind)), 25):
            for name in names_of(record):
                same = {other.id for each in SEARCHED for other in catalog.named(each, name)}
                found = [hit.id for hit in catalog.search(name, SEARCHED, len(same))]
                assert record.id in found, name


def test_most_records_are_found_by_a_misspelt_name() -> None:
    """Of names with one slip in their longest word, nine in ten are among the first five."""
    catalog = open_catalog(None, False, [])
    source = random.Random(11)
    tried = missed = 0
    for record in source.sample(list(catalog.all(Credential)), 60):
        word = max(words_of(record.name), key=len)
        if len(word) > 5 and fold(record.name).count(word) == 1:
            text = fold(record.name).replace(word, source.choice(misspelt(word)))
            tried += 1
            missed += record.id not in [hit.id for hit in catalog.search(text, [Credential], 5)]
    assert tried > 30
    assert missed <= tried / 10


def test_it_imports_nothing_heavy() -> None:
    assert imported("search", "routing") == ["0"]
