"""Start-up is part of the design: a command imports only what it uses. And data flows one way."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
HEAVY = ("networkx", "highspy", "numpy", "httpx", "pydantic", "asyncio")
ORDER = ("catalog", "learner", "credits", "planner", "reports", "cli")

SCRIPT = """
import sys
from skillpath.cli.main import run
status = run(sys.argv[1:])
sys.stdout.flush()
print("MODULES", status, *sorted(sys.modules), file=sys.stderr)
"""


def modules_of(*arguments: str) -> tuple[int, set[str]]:
    """The exit status and the modules that a command leaves imported in a fresh process."""
    done = subprocess.run([sys.executable, "-c", SCRIPT, *arguments], cwd=TOP, env=os.environ, capture_output=True, text=True)
    line = next(line for line in done.stderr.splitlines() if line.startswith("MODULES"))
    return int(line.split()[1]), {name.partition(".")[0] for name in line.split()[2:]}


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("plan", "--help"),
        ("credits", "--help"),
        ("credits", "--no-shipped", "-c", "tests/data/tiny.yaml", "--have", "acme-data"),
        ("show", "acme-data", "--no-shipped", "-c", "tests/data/tiny.yaml"),
        ("list", "roles", "--no-shipped", "-c", "tests/data/tiny.yaml"),
        ("profile", "show", "--no-shipped", "-c", "tests/data/tiny.yaml"),
        ("catalog", "check", "--no-shipped", "tests/data/tiny.yaml"),
        ("compare", "--help"),
        ("options", "algebra", "-d", "tiny-ba", "--no-shipped", "-c", "tests/data/degree.yaml"),
    ],
)
def test_commands_that_plan_nothing_import_no_solver(arguments: tuple[str, ...]) -> None:
    status, modules = modules_of(*arguments)
    assert status == 0
    assert not modules & set(HEAVY)


def test_plan_imports_them() -> None:
    _, modules = modules_of("plan", "-t", "sql", "--no-shipped", "-c", "tests/data/tiny.yaml")
    assert {"networkx", "highspy"} <= modules


def test_imports_never_run_back() -> None:
    wrong = []
    for file in sorted((TOP / "skillpath").rglob("*.py")):
        folder = file.relative_to(TOP / "skillpath").parts[0]
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("skillpath."):
                target = (node.module or "").split(".")[1]
                if folder in ORDER and target in ORDER and ORDER.index(target) > ORDER.index(folder):
                    wrong.append(f"{file.relative_to(TOP)}:{node.lineno} imports {node.module}")
    assert wrong == []


def test_only_reports_and_the_command_line_know_a_terminal() -> None:
    wrong = []
    for file in sorted((TOP / "skillpath").rglob("*.py")):
        if file.relative_to(TOP / "skillpath").parts[0] not in ("reports", "cli", "__main__.py"):
            wrong += [
                f"{file.relative_to(TOP)}:{node.lineno}" for node in ast.walk(ast.parse(file.read_text())) if _is_talk(node)
            ]
    assert wrong == []


def _is_talk(node: ast.AST) -> bool:
    """Whether a piece of code prints, or imports what draws on terminals."""
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "print"
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [getattr(node, "module", None) or ""]
    return isinstance(node, ast.Import | ast.ImportFrom) and any(name.partition(".")[0] in ("rich", "typer") for name in names)
