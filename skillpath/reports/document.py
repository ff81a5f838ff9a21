"""A small document model: what a report says, apart from how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Style = Literal["", "good", "bad", "warn", "hint", "dim", "strong"]


@dataclass(frozen=True)
class Column:
    """A table column: its heading, whether it holds figures, and whether a narrow terminal shows it below the first text."""

    name: str
    figures: bool = False
    detail: bool = False


@dataclass(frozen=True)
class Heading:
    """A title."""

    text: str


@dataclass(frozen=True)
class Line:
    """A sentence on a line of its own."""

    text: str
    style: Style = ""


@dataclass(frozen=True)
class Bullets:
    """Short items under a title."""

    title: str
    items: tuple[str, ...]
    style: Style = ""


@dataclass(frozen=True)
class Table:
    """Rows of cells; a cell may hold several lines."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


@dataclass(frozen=True)
class Pairs:
    """Names with values."""

    items: tuple[tuple[str, str], ...]
    title: str = ""


Block = Heading | Line | Bullets | Table | Pairs
Document = tuple[Block, ...]
