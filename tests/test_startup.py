"""Start-up is budgeted by what `python -X importtime` lists, not by a clock: which modules, and how many."""

from __future__ import annotations

import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
TINY = ("--no-shipped", "-c", "tests/data/tiny.yaml")
SLOW = {
    "_hashlib", "asyncio", "concurrent", "csv", "email", "highspy", "http", "importlib.metadata", "json", "multiprocessing",
    "networkx", "numpy", "pydantic", "rapidfuzz", "rich.console", "tempfile", "yaml",
}  # fmt: skip
"""What takes milliseconds to import, and what no quick command needs in a pipe."""
LINE = re.compile(r"^import time: +\d+ \| +\d+ \| +(\S+)$", re.MULTILINE)


@cache
def imported(*arguments: str) -> frozenset[str]:
    """The modules that a Python process imports."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=True)
    return frozenset(LINE.findall(done.stderr))


def beyond(*arguments: str) -> frozenset[str]:
    """What a command imports, once it is warm, beyond `import typer, rich`."""
    command = ("-m", "skillpath", *arguments)
    subprocess.run([sys.executable, *command], cwd=TOP, capture_output=True, check=True)
    return imported(*command) - imported("-c", "import typer, rich")


@pytest.mark.parametrize(
    ("arguments", "own", "other"),
    [
        (("--help",), 8, 8),
        (("--version",), 8, 8),
        (("credits", "--have", "acme-data", *TINY), 46, 32),
        (("show", "acme-data", *TINY), 58, 32),
        (("show", "data clerk", *TINY), 58, 32),
        (("search", "data", "clerk", *TINY), 46, 32),
        (("list", "roles", *TINY), 62, 32),
    ],
)
def test_quick_commands_keep_to_their_budget(arguments: tuple[str, ...], own: int, other: int) -> None:
    found = beyond(*arguments)
    assert not {name for name in found if name in SLOW or name.partition(".")[0] in SLOW}
    ours = {name for name in found if name.startswith("skillpath")}
    assert len(ours) <= own, sorted(ours)
    assert len(found - ours) <= other, sorted(found - ours)


def test_a_plan_reads_no_yaml_and_draws_nothing_in_a_pipe() -> None:
    found = beyond("plan", "-t", "data clerk", *TINY)
    assert {"networkx", "highspy"} <= found
    assert not found & {"yaml", "rich.console", "skillpath.catalog.compile", "skillpath.catalog.check"}


def test_no_quick_module_makes_dataclasses() -> None:
    """A frozen dataclass takes most of a millisecond to make, a Struct a hundredth of one."""
    slow = []
    for name in sorted(beyond("show", "acme-data", *TINY) | beyond("credits", "--have", "acme-data", *TINY)):
        if name.startswith("skillpath"):
            path = TOP / (name.replace(".", "/") + ".py")
            if path.is_file() and "dataclass" in path.read_text(encoding="utf-8"):
                slow.append(name)
    assert slow == []
