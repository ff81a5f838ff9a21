"""What every benchmark is made of: two things measured in turn in one run, and their ratio."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

REPEATS = 7


class Line(NamedTuple):
    """One line of the table: what was measured against what, their figures, the ratio, and what the ratio should be at most."""

    what: str
    figure: str
    against: str
    ratio: float | None = None
    bar: float | None = None
    unit: str = "times"

    @property
    def verdict(self) -> str:
        """How the ratio stands to its bar."""
        if self.ratio is None or self.bar is None:
            return ""
        return "holds" if self.ratio <= self.bar else "MISSED"


def compare(what: str, one: Callable[[], float], against: str, other: Callable[[], float], bar: float | None = None) -> Line:
    """Two figures in seconds, each the median of several, taken in turn; the first run of each only warms up."""
    pairs = [(one(), other()) for _ in range(REPEATS + 1)][1:]
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    return Line(what, f"{mine * 1e3:,.0f} ms", f"{against}: {theirs * 1e3:,.0f} ms", mine / theirs, bar)


def cpu_seconds(command: Sequence[str], cache: Path) -> float:
    """Processor time, user and system, of a whole process: other work on the machine disturbs it less than a clock."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment(cache))
    _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime


def python(code: str) -> list[str]:
    """A command that runs some code."""
    return [sys.executable, "-c", code]


def skillpath(*arguments: str) -> list[str]:
    """A command of the program."""
    return [sys.executable, "-m", "skillpath", *arguments]


def environment(cache: Path) -> Mapping[str, str]:
    """An empty home; the cache is in it. Compiled modules are kept, as they are where people install a program."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**inherited, "HOME": str(cache), "XDG_CACHE_HOME": str(cache), "XDG_CONFIG_HOME": str(cache), "NO_COLOR": "1"}


def child(what: str, cache: Path, *arguments: str) -> Any:
    """What a measurement of `benchmarks.child` found, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.child", what, *arguments]
    done = subprocess.run(command, env=environment(cache), check=True, stdout=subprocess.PIPE)
    return json.loads(done.stdout)


def folder() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder for generated catalogues and their indexes."""
    return tempfile.TemporaryDirectory(prefix="skillpath-benchmark-")
