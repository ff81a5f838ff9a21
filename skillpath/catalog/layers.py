"""Where catalogues stand: the layers of a call, named before any file is read."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

SUFFIXES = (".yaml", ".yml")
LINES_SUFFIX = ".jsonl"


class Layer(NamedTuple):
    """One catalogue: a file or a folder, and how its files are called in messages."""

    path: Path
    label: str


def shipped_layer() -> Layer:
    """The catalogues that travel with skillpath: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "catalogs"
    return Layer(inside if inside.is_dir() else package.parent / "catalogs", "catalogs")


def dotted(path: tuple[str | int, ...]) -> str:
    """``offers[0].price`` for ``("offers", 0, "price")``."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")
