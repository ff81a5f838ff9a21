"""The benchmarks run: small catalogues, one repeat. How fast anything is, no test asks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "benchmarks", *arguments], capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize(
    ("name", "first"),
    [
        pytest.param("start", "skillpath --help", marks=pytest.mark.long),
        ("whole", "plan, core-role"),
        pytest.param("refusal", "no plan, data-analyst", marks=pytest.mark.long),
        ("covering", "look-alike"),
        pytest.param("degrees", "degree plan tesu-ba-liberal-studies", marks=pytest.mark.long),
        pytest.param("scale", "index of 10,000 credentials", marks=pytest.mark.long),
    ],
)
def test_every_benchmark_prints_its_lines(name: str, first: str) -> None:
    done = run("--quick", name)
    assert done.returncode in (0, 1), done.stderr
    assert done.stderr == ""
    table = [line for line in done.stdout.splitlines() if line.startswith("| ")]
    assert table[0] == "| what | figure | against | ratio | at most | |"
    assert table[1].startswith(f"| {first}")
    assert all(line.count("|") == 7 for line in table)


def test_an_unknown_benchmark_is_wrong_usage() -> None:
    assert run("nothing").returncode == 2
