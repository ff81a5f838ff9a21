"""The catalogue of JSON lines: whole or not at all, compared with the one before."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from skillpath.catalog.imports.report import Changes, Notes
from skillpath.catalog.imports.writer import CatalogWriter
from skillpath.errors import InputError, SkillpathError
from tests.catalog.imports.helpers import records_in


def write(target: Path, *skills: dict[str, object]) -> tuple[Changes, Notes]:
    notes = Notes()
    with CatalogWriter(target, notes) as writer:
        for skill in skills:
            writer.put("skills", skill, "here:1")
        return writer.finish(), notes


def test_a_first_import_adds(tmp_path: Path) -> None:
    changes, _ = write(tmp_path / "deep" / "x.jsonl", {"id": "a", "name": "A"}, {"id": "b", "name": "B"})
    assert changes == Changes(added=2)
    assert list(records_in(tmp_path / "deep" / "x.jsonl")["skills"]) == ["a", "b"]


def test_a_second_import_is_compared(tmp_path: Path) -> None:
    target = tmp_path / "x.jsonl"
    write(target, {"id": "a", "name": "A"}, {"id": "b", "name": "B"}, {"id": "c", "name": "C"})
    changes, _ = write(target, {"id": "a", "name": "A"}, {"id": "b", "name": "Bee"}, {"id": "d", "name": "D"})
    assert changes == Changes(added=1, changed=1, removed=1, unchanged=1)
    assert write(target, *records_in(target)["skills"].values())[0] == Changes(unchanged=3)


def test_bad_and_doubled_records_are_left_out_with_their_place(tmp_path: Path) -> None:
    _, notes = write(tmp_path / "x.jsonl", {"id": "a", "name": "A"}, {"id": "a", "name": "B"}, {"id": "No!", "name": ""})
    assert {entry.code: str(entry.examples[0]) for entry in notes.left_out} == {
        "bad-record": "here:1: skills:No!: id: is not an id",
        "duplicate": "here:1: skills:a",
    }


def test_what_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    target = tmp_path / "here" / "x.jsonl"
    write(target, {"id": "a", "name": "A"})
    before = target.read_bytes()
    with pytest.raises(InputError, match="nothing could be imported"):
        write(target)
    with pytest.raises(KeyError), CatalogWriter(target, Notes()) as writer:
        writer.put("no such section", {"id": "b", "name": "B"}, "here:1")
    assert target.read_bytes() == before
    assert [file.name for file in target.parent.iterdir()] == ["x.jsonl"]


def _write_to_a_full_disk(target: Path) -> None:
    with CatalogWriter(target, Notes()) as writer, Path("/dev/full").open("wb") as full:
        os.dup2(full.fileno(), writer._stream.fileno())
        writer.put("skills", {"id": "a", "name": "A"}, "here:1")
        writer.finish()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_is_told_as_one_and_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "here" / "x.jsonl"
    with pytest.raises(SkillpathError, match="cannot be written: No space left"):
        _write_to_a_full_disk(target)
    assert list(target.parent.iterdir()) == []


def test_a_full_temporary_folder_is_told_as_one(tmp_path: Path) -> None:
    words = "the temporary folder cannot be written: database or disk is full"
    with pytest.raises(SkillpathError, match=words), CatalogWriter(tmp_path / "x.jsonl", Notes()):
        raise sqlite3.OperationalError("database or disk is full")


def test_what_a_killed_import_left_is_swept_away_and_what_runs_is_not(tmp_path: Path) -> None:
    target = tmp_path / "here" / "x.jsonl"
    target.parent.mkdir()
    (target.parent / ".x.jsonl.abc.tmp").write_text("half")
    (target.parent / ".other.jsonl.abc.tmp").write_text("another's")
    with CatalogWriter(target, Notes()) as first:
        first.put("skills", {"id": "a", "name": "A"}, "here:1")
        write(target, {"id": "b", "name": "B"})
        first.finish()
    assert list(records_in(target)["skills"]) == ["a"]
    assert sorted(file.name for file in target.parent.iterdir()) == [".other.jsonl.abc.tmp", "x.jsonl"]


@pytest.mark.parametrize(("name", "content"), [("notes.jsonl", "dear diary\n"), ("plan.yaml", "skillpath: 1\n")])
def test_a_file_that_is_no_import_is_never_replaced(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(SkillpathError):
        write(tmp_path / name, {"id": "a", "name": "A"})
    assert (tmp_path / name).read_text() == content


def test_a_damaged_old_file_counts_what_can_be_read(tmp_path: Path) -> None:
    target = tmp_path / "x.jsonl"
    write(target, {"id": "a", "name": "A"})
    target.write_bytes(target.read_bytes() + b'{"skills": {"id": "b"\n\xff\n')
    assert write(target, {"id": "a", "name": "A"})[0] == Changes(unchanged=1)


def test_a_record_that_no_reader_takes_is_left_out(tmp_path: Path) -> None:
    aliases = [f"{number} {'x' * 390}" for number in range(3000)]
    _, notes = write(tmp_path / "x.jsonl", {"id": "a", "name": "A"}, {"id": "b", "name": "B", "aliases": aliases})
    assert [entry.code for entry in notes.left_out] == ["too-big"]


def test_examples_are_few_and_short() -> None:
    notes = Notes()
    for number in range(1000):
        notes.leave_out("bad-row", f"file:{number}", "x" * 5000)
    (entry,) = notes.left_out
    assert entry.count == 1000
    assert len(entry.examples) == 5
    assert len(entry.examples[0].what) == 300
    assert len(notes.problems()) == 5
