"""The figures in the catalogue guide are those of the shipped catalogues.

After a change of data: ``python -m pytest tests/catalogs/test_figures.py --update-golden``
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

GUIDE = Path(__file__).parents[2] / "catalogs" / "README.md"
BEGIN = "<!-- begin: skillpath catalog stats --format markdown -->\n"
END = "<!-- end -->\n"


def figures(skillpath: Callable[..., Any]) -> str:
    """The tables below the heading."""
    text: str = skillpath("catalog", "stats", "--format", "markdown").out
    return text.partition("\n")[2].strip() + "\n"


def test_the_guide_has_the_figures_of_today(skillpath: Callable[..., Any], request: pytest.FixtureRequest) -> None:
    before, begin, rest = GUIDE.read_text(encoding="utf-8").partition(BEGIN)
    shown, end, after = rest.partition(END)
    assert begin
    assert end
    now = figures(skillpath)
    if request.config.getoption("--update-golden"):
        GUIDE.write_text(before + begin + now + end + after, encoding="utf-8")
        shown = now
    assert shown == now, "python -m pytest tests/catalogs/test_figures.py --update-golden"
    assert {f"| {kind} |" in now for kind in ("credentials", "recommendations", "programmes", "funding", "units")} == {True}
