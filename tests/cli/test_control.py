"""What a catalogue says cannot steer a terminal, nor the program at the other end of a pipe."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Skillpath = Callable[..., Any]
EVIL = r"Red \x1b[31m \x9b2J \x07 \x08 \x7f \x85 End"
LONG = "-".join(["a-very-long-id"] * 8)
RAW = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
WORLD = f"""skillpath: 1
sources: [{{id: s, url: "https://x.example/{EVIL}", says: "{EVIL}"}}]
skills: [{{id: skill, name: "Skill {EVIL}", aliases: ["{EVIL}"], note: "{EVIL}", sources: [s]}}]
providers: [{{id: p, name: "{EVIL}"}}]
roles: [{{id: role, name: "Role {EVIL}", skills: [{{skill: skill, level: 1}}]}}]
credentials:
- {{id: {LONG}, name: "Credential {EVIL}", kind: exam, provider: p, level: intermediate, teaches: [skill], offers: [{{name: "{EVIL}", price: 5 USD}}], effort: {{hours: 5}}, sources: [s]}}
recommendations: [{{id: r, credential: {LONG}, body: "ace", number: "{EVIL}", hours: 3}}]
"""
COMMANDS = [
    ("plan", "-t", "skill"),
    ("plan", "-t", "role", "--budget", "1"),
    ("credits", "--have", LONG),
    ("credits", "--have", "-"),
    ("show", LONG),
    ("show", "skill"),
    ("show", "rolle"),
    ("search", "credential"),
    ("list", "credentials"),
    ("list", "providers"),
    ("graph", "-t", "skill"),
    ("graph", "-t", "skill", "--format", "mermaid"),
    ("graph", "-t", "skill", "--format", "graphml"),
    ("profile", "show", "--have", LONG),
]


@pytest.fixture
def evil(tmp_path: Path) -> tuple[str, ...]:
    file = tmp_path / "evil.yaml"
    file.write_text(WORLD, encoding="utf-8")
    return "--no-shipped", "-c", str(file)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("format", [None, "json", "csv", "markdown", "ids"])
def test_no_raw_control_character_leaves(
    command: tuple[str, ...], format: str | None, skillpath: Skillpath, evil: tuple[str, ...]
) -> None:
    if format is not None and command[0] in ("graph",):
        pytest.skip("has formats of its own")
    done = skillpath(*command, *evil, *(("--format", format) if format else ()), stdin=b"no \x1b[31m such \xc2\x9b thing\n")
    assert done.status in (0, 1, 2)
    assert not RAW.search(done.out), RAW.search(done.out)
    assert not RAW.search(done.err), RAW.search(done.err)


def test_what_is_shown_is_what_stands_there(skillpath: Skillpath, evil: tuple[str, ...]) -> None:
    assert "Red \\x1b[31m \\x9b2J" in skillpath("list", "credentials", *evil).out
    [item] = json.loads(skillpath("list", "credentials", *evil, "--json").out)["data"]["items"]
    assert item["name"] == "Credential Red \x1b[31m \x9b2J \x07 \x08 \x7f \x85 End"


def test_ids_are_whole_in_pipes(skillpath: Skillpath, evil: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    for command in (("plan", "-t", "skill"), ("list", "credentials"), ("show", LONG), ("search", "credential")):
        for format in ("table", "json", "csv", "markdown"):
            assert LONG in skillpath(*command, *evil, "--format", format).out.replace("\\", ""), (command, format)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_terminal_gets_nothing_but_our_own_colours(evil: tuple[str, ...]) -> None:
    """And no id is cut, however narrow it is."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "skillpath", "list", "credentials", *evil]
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "50"}
    with subprocess.Popen(command, env=environment, stdout=follower, stderr=follower, stdin=subprocess.DEVNULL):
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
    os.close(leader)
    text = re.sub(r"\x1b\[[0-9;]*m", "", said.decode().replace("\r\n", "\n"))
    assert not RAW.search(text), text
    assert "\N{HORIZONTAL ELLIPSIS}" not in text
