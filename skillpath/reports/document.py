"""A small document model: what a report says, apart from how it is drawn."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Style = Literal["", "good", "bad", "warn", "hint", "dim", "strong"]


class Column(Struct, frozen=True):
    """A table column: its heading, whether it holds figures, and whether a narrow terminal shows it below the first text."""

    name: str
    figures: bool = False
    detail: bool = False


class Heading(Struct, frozen=True):
    """A title."""

    text: str


class Line(Struct, frozen=True):
    """A sentence on a line of its own."""

    text: str
    style: Style = ""


class Bullets(Struct, frozen=True):
    """Short items under a title."""

    title: str
    items: tuple[str, ...]
    style: Style = ""


class Table(Struct, frozen=True):
    """Rows of cells; a cell may hold several lines."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""


class Pairs(Struct, frozen=True):
    """Names with values."""

    items: tuple[tuple[str, str], ...]
    title: str = ""


Block = Heading | Line | Bullets | Table | Pairs
Document = tuple[Block, ...]
