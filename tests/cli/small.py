"""Runs commands on the small catalogue, as if from its folder, so that messages name the file alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "data" / "small"
Runner = Callable[..., Any]


def small_runner(skillpath: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """`skillpath` with the small catalogue alone and no profile."""
    monkeypatch.chdir(FOLDER)
    monkeypatch.setenv("SKILLPATH_PROFILE", str(tmp_path / "profile.yaml"))
    return lambda *arguments: skillpath(*arguments, "--no-shipped", "-c", "small.yaml")


def imported(*arguments: str) -> list[str]:
    """Which of the heavy modules a command imports, in a process of its own."""
    import subprocess
    import sys

    code = (
        "import sys; from skillpath.cli.main import run; status = run(sys.argv[1:]); "
        "heavy = sorted(set(sys.modules) & {'networkx', 'highspy', 'httpx', 'numpy', 'rich'}); "
        "print(status, *heavy, file=sys.stderr)"
    )
    command = [sys.executable, "-c", code, *arguments, "--no-shipped", "-c", str(FOLDER / "small.yaml")]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stderr.splitlines()[-1].split()
