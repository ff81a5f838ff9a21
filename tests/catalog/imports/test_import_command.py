"""`skillpath catalog import`: where the catalogue goes, what is said, what is refused."""

from __future__ import annotations

import gzip
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer

from skillpath.cli import import_
from skillpath.errors import SkillpathError
from tests.catalog.imports.helpers import DATA, TOP, ce, credential, records_in
from tests.conftest import Run

SCRIPT = "import sys, typer; from skillpath.cli import import_; typer.main.get_command(import_.app)(sys.argv[1:])"


@pytest.fixture
def run_import(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))

    def run_command(*arguments: str | Path) -> Run:
        command = typer.main.get_command(import_.app)
        try:
            status = command.main([str(each) for each in arguments], standalone_mode=False)
        except SkillpathError as error:
            status = error.exit_status
            print(f"error: {error.message}", file=sys.stderr)
        captured = capsys.readouterr()
        return Run(status or 0, captured.out, captured.err)

    return run_command


def test_the_catalogue_goes_into_skillpaths_own_folder(run_import: Callable[..., Run], tmp_path: Path) -> None:
    done = run_import("esco", DATA / "esco", "--no-shipped")
    assert done.status == 0
    target = tmp_path / "data" / "skillpath" / "imports" / "esco.jsonl"
    assert f"Written to {target}" in done.out
    assert len(records_in(target)["roles"]) == 4
    assert "no-skills" not in done.out
    assert "occupations_en.csv:7: idler" in done.out


def test_a_name_and_an_output(run_import: Callable[..., Run], tmp_path: Path) -> None:
    assert run_import("onet", DATA / "onet", "--no-shipped", "--name", "mine").status == 0
    assert (tmp_path / "data" / "skillpath" / "imports" / "mine.jsonl").exists()
    assert run_import("onet", DATA / "onet", "--no-shipped", "-o", tmp_path / "x.jsonl").status == 0
    assert (tmp_path / "x.jsonl").read_bytes() == (tmp_path / "data" / "skillpath" / "imports" / "mine.jsonl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--name", "../x"), "`../x` is not a name"),
        (("--name", "x", "-o", "y.jsonl"), "contradict each other"),
        (("-o", "y.yaml"), "does not end in .jsonl"),
    ],
)
def test_wrong_usage(run_import: Callable[..., Run], arguments: tuple[str, ...], said: str) -> None:
    done = run_import("onet", DATA / "onet", "--no-shipped", *arguments)
    assert done.status == 2
    assert said in done.err


def test_a_second_import_says_what_changed(run_import: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "source.json").write_bytes((DATA / "ctdl" / "brass.json").read_bytes())
    run_import("ctdl", tmp_path / "source.json", "--no-shipped")
    (tmp_path / "source.json").write_bytes((DATA / "ctdl" / "brass.json").read_bytes().replace(b"Brass Online", b"Brass Off"))
    data = json.loads(run_import("ctdl", tmp_path / "source.json", "--no-shipped", "--json").out)
    assert data["schema"] == "catalog-import/1"
    assert data["data"]["replaced"]
    assert data["data"]["changes"] == {
        "added": 0,
        "changed": 1,
        "removed": 0,
        "unchanged": sum(data["data"]["records"].values()) - 1,
    }
    assert {"where", "what"} == set(data["data"]["left_out"][0]["examples"][0])


def test_csv_has_a_row_for_each_count(run_import: Callable[..., Run]) -> None:
    lines = run_import("ctdl", DATA / "ctdl", "--no-shipped", "--format", "csv").out.splitlines()
    assert lines[0] == "what,name,count,example"
    assert "written,credentials,4," in lines
    assert "left out,unknown-class,1,brass.json#/@graph/9: Pathway" in lines


def test_notes_are_warnings(run_import: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "Occupation Data.txt.gz").write_bytes(gzip.compress((DATA / "onet" / "Occupation Data.txt").read_bytes()))
    (tmp_path / "t" / "Skills.txt").write_bytes((DATA / "onet" / "Skills.txt").read_bytes())
    assert "warning: there is no table `knowledge`" in run_import("onet", tmp_path / "t", "--no-shipped").err
    assert run_import("onet", tmp_path / "t", "--no-shipped", "--quiet").err == ""


def test_later_imports_fit_earlier_ones(run_import: Callable[..., Run], tmp_path: Path) -> None:
    run_import("onet", DATA / "onet", "--no-shipped")
    run_import("esco", DATA / "esco", "--no-shipped")
    folder = tmp_path / "data" / "skillpath" / "imports"
    onet, esco = records_in(folder / "onet.jsonl"), records_in(folder / "esco.jsonl")
    assert not set(onet["skills"]) & set(esco["skills"])
    assert "tea-taster" not in esco["roles"]  # an alias of an O*NET role already
    assert run_import("onet", DATA / "onet", "--no-shipped").status == 0
    assert records_in(folder / "onet.jsonl") == onet


def test_an_unreadable_earlier_import_is_named(run_import: Callable[..., Run], tmp_path: Path) -> None:
    folder = tmp_path / "data" / "skillpath" / "imports"
    folder.mkdir(parents=True)
    (folder / "broken.jsonl").write_text('{"skillpath":1}\n{"skills":{"id"\n')
    done = run_import("onet", DATA / "onet", "--no-shipped")
    assert done.status == 3
    assert f"{folder / 'broken.jsonl'} cannot be read" in done.err


def test_the_shipped_catalogues_are_fitted(run_import: Callable[..., Run], tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("skillpath: 1\nskills: [{id: brass-lore, name: About Brass, onet: 2.C.1.a}]\n")
    run_import("onet", DATA / "onet", "--no-shipped", "--catalog", own)
    assert "brass-lore" not in records_in(tmp_path / "data" / "skillpath" / "imports" / "onet.jsonl")["skills"]


def test_documents_come_through_a_pipe(tmp_path: Path) -> None:
    documents = gzip.compress(b"\n".join(json.dumps(credential(number)).encode() for number in (1, 2)))
    command = [
        sys.executable,
        "-m",
        "skillpath",
        "catalog",
        "import",
        "ctdl",
        "-",
        "--no-shipped",
        "-o",
        str(tmp_path / "o.jsonl"),
    ]
    done = subprocess.run(command, input=documents, capture_output=True, cwd=TOP, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert sorted(records_in(tmp_path / "o.jsonl")["credentials"]) == [ce(1), ce(2)]


def test_nothing_to_import_is_an_error(run_import: Callable[..., Run], tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[]")
    done = run_import("ctdl", tmp_path / "x.json", "--no-shipped")
    assert done.status == 3
    assert "nothing could be imported" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_bar_is_drawn_on_a_terminal_only_when_it_takes_a_while(tmp_path: Path) -> None:
    lines = b"\n".join(
        gzip.decompress(gzip.compress((DATA / "ctdl" / "brass.json").read_bytes().replace(b"\n", b""))) for _ in range(3000)
    )
    (tmp_path / "many.jsonl").write_bytes(lines)
    leader, follower = pty.openpty()
    command = [
        sys.executable,
        "-c",
        SCRIPT,
        "ctdl",
        str(tmp_path / "many.jsonl"),
        "--no-shipped",
        "-o",
        str(tmp_path / "o.jsonl"),
    ]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    with subprocess.Popen(command, cwd=TOP, env=environment, stdout=subprocess.PIPE, stderr=follower) as process:
        os.close(follower)
        said = b""
        while True:
            try:
                data = os.read(leader, 4096)
            except OSError:
                break
            if not data:
                break
            said += data
        out = process.stdout.read() if process.stdout else b""
    os.close(leader)
    assert b"importing" in said
    assert b"importing" not in out
