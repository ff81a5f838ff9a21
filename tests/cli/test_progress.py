"""How far the making of an index is shows on a terminal, and nowhere else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from skillpath.catalog.cache import open_catalog
from skillpath.catalog.load import Layer
from skillpath.cli import progress
from tests.catalog.worlds import TINY, as_lines
from tests.cli.small import Runner


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is indexed yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(progress, "SHOW_AFTER", 0)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return as_lines(TINY, tmp_path / "tiny.jsonl")


def test_every_byte_is_told_while_an_index_is_made(tmp_path: Path, file: Path) -> None:
    folder = tmp_path / "both"
    folder.mkdir()
    file.rename(folder / "b.jsonl")
    (folder / "a.yaml").write_text("skillpath: 1\nskills: [{id: knots, name: Knots}]\n", encoding="utf-8")
    told: list[tuple[int, int]] = []
    layer = Layer(folder, "both")
    assert not open_catalog([layer], lambda done, total: told.append((done, total))).problems
    size = sum(each.stat().st_size for each in folder.iterdir())
    assert told == sorted(told)
    assert (told[-1], {total for _, total in told}) == ((size, size), {size})
    before = len(told)
    assert not open_catalog([layer], lambda done, total: told.append((done, total))).problems
    assert len(told) == before


@pytest.mark.parametrize(
    ("terminal", "options", "is_shown"),
    [(True, (), True), (True, ("--json",), True), (True, ("--quiet",), False), (False, (), False)],
)
def test_a_bar_is_drawn_on_a_terminal_alone(
    terminal: bool, options: tuple[str, ...], is_shown: bool, skillpath: Runner, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal)
    done = skillpath("list", "roles", "--no-shipped", "-c", str(file), *options)
    assert (done.status, "indexing" in done.err, bool(done.err)) == (0, is_shown, is_shown)
    assert "data-clerk" in done.out
    again = skillpath("list", "roles", "--no-shipped", "-c", str(file), *options)
    assert (again.status, again.err) == (0, "")


def test_a_bar_waits_and_is_not_drawn_too_often(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 0.0
    monkeypatch.setattr(progress, "SHOW_AFTER", 0.5)
    monkeypatch.setattr(progress.time, "monotonic", lambda: now)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress.Bar("x", quiet=False) as bar:
        bar(1, 9)
        assert bar._progress is None
        now = 0.6
        bar(2, 9)
        assert bar._progress.tasks[0].completed == 2
        now = 0.65
        bar(3, 9)
        assert bar._progress.tasks[0].completed == 2
        now = 0.8
        bar(4, 12)
        assert (bar._progress.tasks[0].completed, bar._progress.tasks[0].total) == (4, 12)


def test_counting_shows_a_bar_too(skillpath: Runner, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    skillpath("list", "roles", "--no-shipped", "-c", str(file))
    monkeypatch.setattr("skillpath.catalog.stats.TOLD_EVERY", 1)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert "counting" in skillpath("catalog", "stats", "--no-shipped", "-c", str(file)).err
    assert skillpath("catalog", "stats", "--no-shipped", "-c", str(file), "--quiet").err == ""
