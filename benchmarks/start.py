"""Commands on the shipped catalogues against the bare imports that they cannot do without."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measure import Line, compare, cpu_seconds, folder, python, skillpath

BARE = "import typer, rich"
SOLVING = "import typer, rich, networkx, highspy"
PLAIN = (("--help",), ("credits", "--have", "google-it-support"), ("show", "google-it-support"))
ROLES = ("data analyst", "it support specialist", "registered nurse")


def lines() -> Iterator[Line]:
    """Each command, warm, whole process."""
    with folder() as name:
        cache = Path(name)

        def used(command: list[str]) -> Callable[[], float]:
            return lambda: cpu_seconds(command, cache)

        for arguments in PLAIN:
            yield compare(f"skillpath {arguments[0]}", used(skillpath(*arguments)), BARE, used(python(BARE)), 1.5)
        for role in ROLES:
            plan = skillpath("plan", "--target", role)
            yield compare(f"skillpath plan, {role}", used(plan), SOLVING, used(python(SOLVING)), 1.5)
