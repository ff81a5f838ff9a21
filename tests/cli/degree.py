"""Runs commands on the small world of degrees, on fixed days."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

FILE = Path(__file__).parents[1] / "data" / "degree.yaml"
FIXED = ("--no-shipped", "-c", str(FILE), "--start", "2026-12-01", "--as-of", "2026-11-23")
Runner = Callable[..., Any]


def degree_runner(skillpath: Runner) -> Runner:
    """`skillpath` with the world of degrees alone and no profile."""
    return lambda *arguments: skillpath(*arguments, *FIXED)


def data_of(run: Runner, *arguments: str) -> Any:
    """The `data` of a JSON answer."""
    return json.loads(run(*arguments, "--json").out)["data"]
