"""The README is run: every `console` block is executed and its output compared, every `sh` line must work."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
README = (TOP / "README.md").read_text(encoding="utf-8")
INSTALLS = "python3 -m venv"


def blocks(kind: str) -> list[str]:
    """The fenced blocks of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def shell_lines() -> list[str]:
    """Every command of the `sh` blocks, but those that install (the tests run inside what they install)."""
    lines = "".join(blocks("sh")).replace("\\\n", "").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#") and INSTALLS not in line]


def transcripts() -> list[tuple[str, str]]:
    """(command, output) of the `console` blocks."""
    found = []
    for block in blocks("console"):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            found.append((command, output))
    return found


def shell(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command line as a reader would, in a folder of its own with the example files."""
    (folder / "mine.txt").write_text("google-it-support\nGoogle Data Analytics Professional Certificate\n", encoding="utf-8")
    (folder / "catalogs").symlink_to(TOP / "catalogs")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)


@pytest.mark.parametrize(("command", "output"), transcripts(), ids=lambda value: value[:40])
def test_transcripts_are_real(command: str, output: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = output.split("...\n")
    assert done.stdout == output if len(shown) == 1 else all(part in done.stdout for part in shown)


@pytest.mark.parametrize("command", shell_lines(), ids=lambda value: value[:60])
def test_every_command_of_the_readme_works(command: str, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert done.returncode in (0, 1), done.stderr
    assert "Traceback" not in done.stderr


def test_the_install_commands_are_single_lines_and_name_nothing_but_python() -> None:
    lines = [line for line in "".join(blocks("sh")).splitlines() if INSTALLS in line]
    assert len(lines) == 2
    assert all(shlex.split(line)[0] == "python3" for line in lines)
    assert "pytest" in lines[1]
