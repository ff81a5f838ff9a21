"""Bad input of every kind: a located error, exit 3, no traceback."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

TINY = Path(__file__).parents[1] / "data" / "tiny.yaml"
HEAD = "skillpath: 1\nproviders: [{id: p, name: P}]\ncredentials:\n"
GOOD = "- {id: a, name: A, kind: course, provider: p, offers: [{price: 1 USD}], effort: {hours: 1}}\n"
Skillpath = Callable[..., Any]

BAD: dict[str, bytes] = {
    "binary": bytes(range(256)) * 40,
    "elf": b"\x7fELF\x02\x01\x01" + b"\x00" * 64,
    "utf-16": "skillpath: 1\n".encode("utf-16"),
    "bomb": b"a: &a [x,x,x,x,x,x,x,x,x]\n" + b"".join(b"%c: &%c [*%c,*%c,*%c,*%c,*%c,*%c]\n" % ((c, c) + (c - 1,) * 6) for c in range(98, 118)),
    "duplicate-key": (HEAD + GOOD).encode() + b"credentials: []\n",
    "unknown-key": (HEAD + GOOD.replace("effort", "efort")).encode(),
    "wrong-type": (HEAD + GOOD.replace("hours: 1", "hours: [1]")).encode(),
    "dangling": (HEAD + GOOD.replace("provider: p", "provider: q")).encode(),
    "negative-price": (HEAD + GOOD.replace("1 USD", "-1 USD")).encode(),
    "no-currency": (HEAD + GOOD.replace("1 USD", "'1'")).encode(),
    "cycle": (HEAD + "- {id: a, name: A, kind: course, provider: p, requires: [b]}\n- {id: b, name: B, kind: course, provider: p, requires: [a]}\n").encode(),
    "empty": b"",
    "only-a-comment": b"# nothing\n",
    "no-records": b"skillpath: 1\n",
    "long-line": b"skillpath: 1\nproviders: [{id: p, name: " + b"x" * 10_000_000 + b"}]\n",
    "long-flow": b"skillpath: 1\nproviders: [" + b"{id: p, name: P}, " * 600_000 + b"]\n",
    "deep": b"skillpath: 1\nproviders: " + b"[" * 100_000,
    "unquoted-country": (HEAD + GOOD.replace("provider: p", "provider: p, countries: [NO]")).encode(),
    "tag": b"skillpath: 1\nproviders: !!python/object/apply:os.system [id]\n",
    "two-documents": b"skillpath: 1\n---\nskillpath: 1\n",
    "format-2": b"skillpath: 2\nproviders: [{id: p, name: P}]\n",
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("command", ["plan", "check"])
def test_bad_catalogues_are_located_errors(name: str, command: str, tmp_path: Path, skillpath: Skillpath) -> None:
    file = tmp_path / f"{name}.yaml"
    file.write_bytes(BAD[name])
    if command == "plan":
        done = skillpath("plan", "-t", "data clerk", "--no-shipped", "-c", str(TINY), "-c", str(file))
        said = done.err
    else:
        done = skillpath("catalog", "check", "--no-shipped", str(file))
        said = done.out
    assert done.status == 3
    assert str(file) in said
    assert "Traceback" not in done.out + done.err
    assert len(said) < 20_000 or name == "long-flow"


@pytest.mark.parametrize("name", ["binary", "bomb", "duplicate-key", "long-line", "deep", "tag", "two-documents"])
def test_bad_profiles_are_located_errors(name: str, tmp_path: Path, skillpath: Skillpath) -> None:
    file = tmp_path / "profile.yaml"
    file.write_bytes(BAD[name])
    done = skillpath("credits", "--no-shipped", "-c", str(TINY), "--profile", str(file))
    assert (done.status, done.out) == (3, "")
    assert str(file) in done.err


def test_a_folder_that_cannot_be_read(tmp_path: Path, skillpath: Skillpath) -> None:
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0)
    if os.access(folder, os.R_OK):
        folder.chmod(0o700)
        pytest.skip("this user may read every folder")
    done = skillpath("catalog", "check", "--no-shipped", str(folder))
    folder.chmod(0o700)
    assert done.status == 3
    assert "cannot be read" in done.out


def test_a_folder_in_place_of_a_file_and_a_missing_one(tmp_path: Path, skillpath: Skillpath) -> None:
    assert skillpath("credits", "--no-shipped", "-c", str(TINY), "--profile", str(tmp_path)).status == 3
    done = skillpath("catalog", "check", "--no-shipped", str(tmp_path / "none"))
    assert (done.status, "there is no such file or folder" in done.out) == (3, True)


@pytest.mark.parametrize("seed", range(150))
def test_mutated_catalogues_never_end_in_a_traceback(seed: int, tmp_path: Path, skillpath: Skillpath) -> None:
    source = random.Random(seed)
    data = bytearray(TINY.read_bytes())
    for _ in range(source.randint(1, 6)):
        place = source.randrange(len(data))
        match source.randrange(4):
            case 0:
                data[place] = source.randrange(256)
            case 1:
                del data[place : place + source.randint(1, 40)]
            case 2:
                data[place:place] = source.choice(
                    [b"[", b"}", b": ", b"\n- ", b"&x ", b"*x", b"!!int ", b"'", b"NO", b"\t", b"- id: a\n"]
                )
            case 3:
                other = source.randrange(len(data))
                data[place:place] = data[other : other + source.randint(1, 80)]
    file = tmp_path / "mutant.yaml"
    file.write_bytes(bytes(data))
    done = skillpath("plan", "-t", "data clerk", "--no-shipped", "-c", str(file))
    assert done.status in (0, 1, 2, 3), done.err
    assert "Traceback" not in done.err
    if done.status == 3:
        assert f"{file}" in done.err


def test_a_pipe_closed_early_is_no_failure() -> None:
    command = f"{sys.executable} -m skillpath plan -t 'data clerk' --no-shipped -c {TINY} --json | head -c 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, cwd=TINY.parents[2])
    assert (done.returncode, done.stdout, done.stderr) == (0, "{", "")


def test_a_closed_standard_output_is_no_traceback() -> None:
    command = f"{sys.executable} -m skillpath plan -t 'data clerk' --no-shipped -c {TINY} >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=TINY.parents[2])
    assert "Traceback" not in done.stderr


def test_a_full_disk_is_said() -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    command = f"{sys.executable} -m skillpath plan -t 'data clerk' --no-shipped -c {TINY} > /dev/full"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=TINY.parents[2])
    assert done.returncode == 2
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_interrupt_is_130() -> None:
    script = "import os, signal, sys\nsignal.signal(signal.SIGINT, signal.default_int_handler)\nfrom skillpath.cli import main\n"
    script += "def stop(arguments): os.kill(os.getpid(), signal.SIGINT)\nmain._run = stop\nmain.main([])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=TINY.parents[2])
    assert (done.returncode, done.stderr) == (130, "interrupted\n")


def test_a_bug_is_logged_and_said_in_a_line(skillpath: Skillpath, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("broken")

    monkeypatch.setattr("skillpath.cli.main._run", broken)
    done = skillpath("plan")
    assert done.status == 70
    assert done.err.startswith("error: a bug in skillpath: ZeroDivisionError: broken\nhint: please report it with ")
    assert "ZeroDivisionError" in Path(done.err.split("with ")[1].strip()).read_text()
