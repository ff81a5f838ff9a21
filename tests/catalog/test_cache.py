"""Indexes in the cache folder: made when a source changed, and only then; in memory where the folder is of no use."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog import cache, freshness, index
from skillpath.catalog import compile as compile_module
from skillpath.catalog.cache import open_catalog
from skillpath.catalog.freshness import RACY_NS
from skillpath.catalog.index import Index, cache_folder
from skillpath.catalog.load import Layer
from skillpath.catalog.records import Skill
from tests.catalog.worlds import TINY, indexed, layers, write_lines

OLD = 1_700_000_000


class Builds:
    """Counts the compilations."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count = 0
        whole = compile_module.compile_layer

        def counted(*arguments: Any, **options: Any) -> Any:
            self.count += 1
            return whole(*arguments, **options)

        monkeypatch.setattr(compile_module, "compile_layer", counted)


@pytest.fixture
def builds(monkeypatch: pytest.MonkeyPatch) -> Builds:
    return Builds(monkeypatch)


@pytest.fixture
def layer(tmp_path: Path) -> Layer:
    """A catalogue of one skill in a file that nobody has touched for long."""
    file = tmp_path / "skills.yaml"
    write(file, "First")
    return Layer(file, "skills.yaml")


def write(file: Path, name: str, at: float | None = OLD) -> None:
    file.write_text(f"skillpath: 1\nskills: [{{id: s, name: {name}}}]\n", encoding="utf-8")
    if at is not None:
        os.utime(file, (at, at))


def settle(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the files seem old: their change times cannot be set."""
    later = time.time() + 10
    monkeypatch.setattr(freshness.time, "time", lambda: later)


def name_of(layer: Layer) -> str:
    record = indexed([layer]).get(Skill, "s")
    assert record is not None
    return record.name


def files() -> list[str]:
    return sorted(path.suffix for path in cache_folder().iterdir())


def test_an_index_is_made_once(layer: Layer, builds: Builds) -> None:
    assert [name_of(layer), name_of(layer), name_of(layer)] == ["First"] * 3
    assert builds.count == 1
    assert files() == [".lock", ".sqlite", ".stamps"]


def test_another_version_has_another_index(layer: Layer, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    name_of(layer)
    monkeypatch.setattr(index, "_fingerprint", lambda: "other")
    name_of(layer)
    assert builds.count == 2


def test_indexes_that_nobody_uses_are_deleted(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    name_of(layer)
    for path in cache_folder().iterdir():
        os.utime(path, (OLD, OLD))
    monkeypatch.setattr(index, "_fingerprint", lambda: "other")
    name_of(layer)
    assert len(files()) == 3


def test_a_changed_source_is_read_again(layer: Layer, builds: Builds) -> None:
    assert name_of(layer) == "First"
    write(layer.path, "Second")
    assert name_of(layer) == "Second"
    assert builds.count == 2


@pytest.mark.parametrize("name", ["Other", "Third"])
def test_an_edit_in_the_same_second_of_the_same_size_is_seen(layer: Layer, name: str) -> None:
    write(layer.path, "First", None)
    status = layer.path.stat()
    assert name_of(layer) == "First"
    write(layer.path, name, None)
    os.utime(layer.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert name_of(layer) == name


def test_an_edit_in_the_same_tick_is_seen(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Even where no stamp tells it: a file read shortly after it changed is looked at again."""
    monkeypatch.setattr(freshness, "seen", lambda status: (status.st_size, 0, 0, 0))
    write(layer.path, "First", None)
    assert name_of(layer) == "First"
    write(layer.path, "Other", None)
    assert name_of(layer) == "Other"


def test_old_files_are_not_read_to_be_sure(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    name_of(layer)
    monkeypatch.setattr(freshness, "digest_file", lambda path: pytest.fail("read"))
    assert name_of(layer) == "First"


def test_a_touched_file_is_read_once_and_not_compiled(layer: Layer, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch)
    name_of(layer)
    os.utime(layer.path, (OLD + 5, OLD + 5))
    read: list[Path] = []
    whole = freshness.digest_file
    monkeypatch.setattr(freshness, "digest_file", lambda path: (read.append(path), whole(path))[1])
    name_of(layer)
    name_of(layer)
    assert len(read) == 1
    assert builds.count == 1


def test_a_clock_that_runs_backwards(layer: Layer, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(freshness.time, "time", lambda: OLD - 1000.0)
    assert name_of(layer) == "First"
    assert name_of(layer) == "First"
    assert builds.count == 1
    status = layer.path.stat()
    write(layer.path, "Other", status.st_mtime)
    assert name_of(layer) == "Other"


def test_a_file_from_the_future_is_read_each_time(layer: Layer, builds: Builds, monkeypatch: pytest.MonkeyPatch) -> None:
    future = time.time() + 1000
    write(layer.path, "First", future)
    settle(monkeypatch)
    assert [name_of(layer), name_of(layer)] == ["First"] * 2
    assert builds.count == 1
    write(layer.path, "Other", future)
    assert name_of(layer) == "Other"


def test_racy_files_become_sure(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(freshness.time, "time", lambda: now)
    name_of(layer)
    now += RACY_NS / 1e9 + 1
    name_of(layer)
    monkeypatch.setattr(freshness, "digest_file", lambda path: pytest.fail("read"))
    assert name_of(layer) == "First"


def test_files_come_and_go(tmp_path: Path, builds: Builds) -> None:
    folder = tmp_path / "folder"
    (folder / "sub").mkdir(parents=True)
    write(folder / "a.yaml", "One")
    (folder / "notes.txt").write_text("no catalogue")
    layer = Layer(folder, "folder")
    assert indexed([layer]).count(Skill) == 1
    (folder / "sub" / "b.yaml").write_text("skillpath: 1\nskills: [{id: t, name: T}]\n")
    write_lines(folder / "c.jsonl", [("skills", {"id": "u", "name": "U"})])
    assert [str(skill.origin) for skill in indexed([layer]).all(Skill)] == [
        "folder/a.yaml:2",
        "folder/sub/b.yaml:2",
        "folder/c.jsonl:2",
    ]
    (folder / "a.yaml").unlink()
    (folder / "sub" / "b.yaml").rename(folder / "b.yaml")
    assert [str(skill.origin) for skill in indexed([layer]).all(Skill)] == ["folder/b.yaml:2", "folder/c.jsonl:2"]
    assert builds.count == 3


def test_problems_are_found_each_time_and_leave_no_index(layer: Layer, builds: Builds) -> None:
    write(layer.path, "3")
    assert [len(open_catalog([layer]).problems), len(open_catalog([layer]).problems)] == [1, 1]
    assert builds.count == 2
    assert files() == [".lock"]
    write(layer.path, "First")
    assert name_of(layer) == "First"


def test_a_problem_leaves_the_index_before(layer: Layer) -> None:
    name_of(layer)
    write(layer.path, "3")
    assert open_catalog([layer]).problems
    write(layer.path, "First")
    assert name_of(layer) == "First"


def test_a_stack_is_judged_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from skillpath.catalog import judge

    judged: list[int] = []
    whole = judge.judge
    monkeypatch.setattr(judge, "judge", lambda catalog: (judged.append(len(catalog.stores)), whole(catalog))[1])
    chosen = layers(tmp_path)
    for count in (3, 3, 2, 3, 2, 1, 1):
        indexed(chosen[:count])
    assert judged == [3, 2, 1]
    with chosen[2].path.open("a") as stream:
        stream.write("- {extends: charts, name: Figures}\n")
    indexed(chosen)
    assert judged == [3, 2, 1, 3]


def test_labels_follow_the_call(layer: Layer) -> None:
    name_of(layer)
    record = indexed([Layer(layer.path, "./other/name.yaml")]).get(Skill, "s")
    assert record is not None
    assert str(record.origin) == "./other/name.yaml:2"


@pytest.mark.parametrize("how", ["truncated", "zeroed", "empty", "foreign", "text", "folder-name", "header only"])
def test_a_damaged_index_is_made_anew(how: str, layer: Layer, builds: Builds) -> None:
    name_of(layer)
    path = Index(layer).path
    damage(path, how)
    assert name_of(layer) == "First"
    assert builds.count == 2
    assert name_of(layer) == "First"
    assert builds.count == 2


def damage(path: Path, how: str) -> None:
    data = path.read_bytes()
    match how:
        case "truncated":
            path.write_bytes(data[: len(data) // 2])
        case "zeroed":
            path.write_bytes(bytes(len(data)))
        case "empty":
            path.write_bytes(b"")
        case "foreign":
            path.unlink()
            connection = sqlite3.connect(path)
            connection.execute("CREATE TABLE meta (a, b, c)")
            connection.close()
        case "text":
            path.write_text("hello")
        case "folder-name":
            path.unlink()
        case _:
            path.write_bytes(data[:100] + bytes(len(data) - 100))


@pytest.mark.parametrize("seed", range(40))
def test_pages_that_were_zeroed_are_noticed_when_they_are_read(seed: int, tmp_path: Path) -> None:
    import random

    chosen = layers(tmp_path)
    expected = everything(chosen)
    path = Index(chosen[0]).path
    data = bytearray(path.read_bytes())
    page = random.Random(seed).randrange(1, len(data) // 4096)
    data[page * 4096 : (page + 1) * 4096] = bytes(4096)
    path.write_bytes(data)
    assert everything(chosen) == expected


def everything(chosen: list[Layer]) -> list[Any]:
    catalog = indexed(chosen)
    skills = [skill.id for skill in catalog.all(Skill)]
    return [
        skills,
        [catalog.get(Skill, id) for id in skills],
        [catalog.teaching(id) for id in skills],
        [catalog.narrower(id) for id in skills],
        [[record.id for record in catalog.named(Skill, id)] for id in skills],
        list(catalog.outlines(skills)),
        catalog.search("acme sql course"),
        catalog.search("pyhton"),
    ]


def test_stamps_that_cannot_be_read_prove_nothing(layer: Layer, builds: Builds) -> None:
    name_of(layer)
    Index(layer).stamps_path.write_bytes(b"nonsense")
    assert name_of(layer) == "First"
    Index(layer).stamps_path.unlink()
    write(layer.path, "Other")
    assert name_of(layer) == "Other"
    assert builds.count == 2


def test_stamps_that_cannot_be_written_leave_nothing(layer: Layer) -> None:
    Index(layer).stamps_path.mkdir(parents=True)
    assert open_catalog([layer]).catalog.get(Skill, "s") is not None
    assert list(cache_folder().glob("*.tmp")) == []


def test_deleting_the_cache_is_safe_while_it_is_in_use(layer: Layer) -> None:
    catalog = indexed([layer])
    for path in cache_folder().iterdir():
        path.unlink()
    cache_folder().rmdir()
    assert [skill.name for skill in catalog.all(Skill)] == ["First"]
    assert name_of(layer) == "First"


def in_memory(layer: Layer) -> str:
    """The warning with which a layer was read without the cache."""
    opened = open_catalog([layer])
    assert not opened.problems
    assert [skill.name for skill in opened.catalog.all(Skill)] == ["First"]
    [warning] = opened.warnings
    return warning


def test_a_cache_folder_that_cannot_be_made(layer: Layer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert "Not a directory" in in_memory(layer)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_cache_folder_as_a_user(layer: Layer) -> None:
    cache_folder().mkdir(parents=True)
    cache_folder().chmod(0o500)
    assert "Permission denied" in in_memory(layer)


@pytest.mark.parametrize("failing", ["open", "mkdir", "connect", "compile", "fsync", "replace"])
@pytest.mark.parametrize("error", [28, 30, 13])
def test_a_full_or_read_only_disk(failing: str, error: int, layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any, **options: Any) -> Any:
        raise OSError(error, os.strerror(error))

    whole = compile_module.compile_layer

    def fill(label: str, sources: Any, connection: Any, side: Any = None, *more: Any, **options: Any) -> Any:
        if side is not None:
            raise sqlite3.OperationalError("database or disk is full")
        return whole(label, sources, connection)

    match failing:
        case "open":
            monkeypatch.setattr("skillpath.catalog.lock.os.open", fail)
        case "mkdir":
            monkeypatch.setattr(Path, "mkdir", fail)
        case "connect":
            real = sqlite3.connect
            monkeypatch.setattr(index.sqlite3, "connect", lambda path: fail() if path != ":memory:" else real(path))
        case "compile":
            monkeypatch.setattr(compile_module, "compile_layer", fill)
        case "fsync":
            monkeypatch.setattr(index.os, "fsync", fail)
        case _:
            monkeypatch.setattr(Path, "replace", fail)
    words = "disk is full" if failing == "compile" else os.strerror(error)
    assert words in in_memory(layer)
    monkeypatch.undo()


def test_a_disk_that_is_really_full(layer: Layer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import subprocess

    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(small)], capture_output=True).returncode == 0
    if not mounted:
        pytest.skip("only root can mount a small disk")
    try:
        monkeypatch.setenv("XDG_CACHE_HOME", str(small))
        warning = in_memory(layer)
        assert "full" in warning or "No space left" in warning
        assert [path.suffix for path in (small / "skillpath").iterdir()] == [".lock"]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_builder_that_is_stuck(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr(index, "PATIENCE", 0.05)
    cache_folder().mkdir(parents=True)
    with (cache_folder() / f"{Index(layer).stem}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        assert "another process holds its lock" in in_memory(layer)


def test_no_home_folder(layer: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index, "cache_folder", lambda: Path("relative"))
    assert "no home folder" in in_memory(layer)


def test_a_catalogue_from_a_pipe_is_read_once(tmp_path: Path) -> None:
    import threading

    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_bytes(TINY.read_bytes()))
    writer.start()
    opened = open_catalog([Layer(pipe, "pipe.yaml")])
    writer.join()
    assert (opened.problems, opened.warnings) == ((), ())
    assert opened.catalog.count(Skill) == 4


def test_the_shipped_index_is_used_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, builds: Builds) -> None:
    layer = Layer(tmp_path / "catalogs", "catalogs")
    layer.path.mkdir()
    write(layer.path / "a.yaml", "First")
    monkeypatch.setattr(index, "shipped_layer", lambda: layer)
    monkeypatch.setattr(index, "SHIPPED", tmp_path / "catalogs.sqlite")
    cache.compile_shipped(layer, tmp_path / "catalogs.sqlite")
    built = (tmp_path / "catalogs.sqlite").read_bytes()
    write(layer.path / "a.yaml", "Ignored")
    assert name_of(layer) == "First"
    assert builds.count == 1
    assert not cache_folder().exists()
    (tmp_path / "catalogs.sqlite").write_bytes(built[:5000])
    assert name_of(layer) == "Ignored"
    (tmp_path / "catalogs.sqlite").write_bytes(built[:4096] + bytes(len(built) - 4096))
    assert name_of(layer) == "Ignored"
