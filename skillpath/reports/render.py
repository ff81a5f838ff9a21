"""Draws a document: with Rich on a terminal, as plain text in a pipe, as Markdown."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import TextIO

from skillpath.reports.document import Block, Bullets, Document, Heading, Line, Pairs, Style, Table
from skillpath.reports.visible import visible_parts

WIDE = 116
"""Columns of a terminal from which on details have columns of their own."""

RICH_STYLES: dict[Style, str] = {
    "": "",
    "good": "green",
    "bad": "red",
    "warn": "yellow",
    "hint": "cyan",
    "dim": "dim",
    "strong": "bold",
}


def plain(document: Document) -> str:
    """Plain text: no colour, no boxes, nothing cut to a width."""
    return _joined(_plain_block(block) for block in visible_parts(document))


def markdown(document: Document) -> str:
    """Markdown."""
    return _joined(_markdown_block(block) for block in visible_parts(document))


def terminal(document: Document, stream: TextIO, *, colour: bool) -> None:
    """Draw on a terminal, as wide as it is."""
    from rich.console import Console

    document = visible_parts(document)
    console = Console(file=stream, no_color=not colour, highlight=False, soft_wrap=False, force_terminal=True)
    for number, block in enumerate(document):
        if number and not (isinstance(block, Line) and isinstance(document[number - 1], Line)):
            console.print()
        _draw(block, console)


def _joined(blocks: Iterable[tuple[str, bool]]) -> str:
    text = ""
    before_tight = False
    for block, tight in blocks:
        if text and not (tight and before_tight):
            text += "\n"
        text += block + "\n"
        before_tight = tight
    return text


def _plain_block(block: Block) -> tuple[str, bool]:
    match block:
        case Heading(text):
            return f"{text}\n{'=' * len(text)}", False
        case Line(text):
            return text, True
        case Bullets(title, items):
            return "\n".join([title, *(f"  - {item}" for item in items)]), False
        case Pairs(items, title):
            width = max((len(name) for name, _ in items), default=0)
            lines = [f"{name.ljust(width)}  {value}".rstrip() for name, value in items]
            return "\n".join([*([title] if title else []), *lines]), False
        case Table():
            return _plain_table(block), False


def _plain_table(table: Table) -> str:
    """A row a line; what else its first text says, and its details, stand below it, indented."""
    widths = plain_widths(table)
    return "\n".join([*plain_head(table, widths), *plain_rows(table, widths)])


def plain_widths(table: Table) -> list[int]:
    """How wide the columns of a table are in plain text."""
    heads = tuple(table.columns[index].name for index in _shown(table))
    return [max(map(len, column)) for column in zip(heads, *_shown_cells(table), strict=True)]


def plain_head(table: Table, widths: list[int]) -> list[str]:
    """The title and the heading of a table, in lines."""
    heads = tuple(table.columns[index].name for index in _shown(table))
    return [*([table.title] if table.title else []), _drawn(table, heads, widths), "  ".join("-" * width for width in widths)]


def plain_rows(table: Table, widths: list[int]) -> list[str]:
    """The rows of a table, in lines."""
    main = main_column(table)
    indent = " " * sum(width + 2 for index, width in zip(_shown(table), widths, strict=True) if index < main)
    lines = []
    for row, full in zip(_shown_cells(table), table.rows, strict=True):
        notes = (*full[main].splitlines()[1:], *detail_notes(table, full))
        lines += [_drawn(table, row, widths), *(f"{indent}{note}" for note in notes)]
    return lines


def _shown(table: Table) -> list[int]:
    return [index for index, column in enumerate(table.columns) if not column.detail]


def _shown_cells(table: Table) -> Iterator[tuple[str, ...]]:
    main, shown = main_column(table), _shown(table)
    for row in table.rows:
        yield tuple(_first(row[index]) if index == main else " ".join(row[index].splitlines()) for index in shown)


def _drawn(table: Table, row: tuple[str, ...], widths: list[int]) -> str:
    cells = zip(row, widths, _shown(table), strict=True)
    parts = (cell.rjust(width) if table.columns[index].figures else cell.ljust(width) for cell, width, index in cells)
    return "  ".join(parts).rstrip()


def _first(text: str) -> str:
    return text.splitlines()[0] if text else ""


def main_column(table: Table) -> int:
    """The first column of words: what a row is about."""
    return next((index for index, column in enumerate(table.columns) if not column.figures), 0)


def detail_notes(table: Table, row: tuple[str, ...]) -> list[str]:
    """The details of a row as lines: ``why: ...``."""
    pairs = zip(table.columns, row, strict=True)
    return [f"{column.name.lower()}: {', '.join(cell.splitlines())}" for column, cell in pairs if column.detail and cell]


def _markdown_block(block: Block) -> tuple[str, bool]:
    match block:
        case Heading(text):
            return f"# {_escape(text)}", False
        case Line(text):
            return _escape(text), False
        case Bullets(title, items):
            return "\n".join([f"**{_escape(title)}**", "", *(f"- {_escape(item)}" for item in items)]), False
        case Pairs(items, title):
            lines = [f"- **{_escape(name)}**: {_escape(value)}" for name, value in items]
            return "\n".join([*([f"**{_escape(title)}**", ""] if title else []), *lines]), False
        case Table(columns, rows, title):
            head = "| " + " | ".join(_escape(column.name) for column in columns) + " |"
            rule = "| " + " | ".join("--:" if column.figures else "---" for column in columns) + " |"
            body = _markdown_rows(rows)
            return "\n".join([*([f"**{_escape(title)}**", ""] if title else []), head, rule, *body]), False


def markdown_rows(table: Table) -> str:
    """The rows of a table alone, to stand below others, as Markdown."""
    return "".join(f"{line}\n" for line in _markdown_rows(visible_parts(table).rows))


def _markdown_rows(rows: Iterable[tuple[str, ...]]) -> list[str]:
    return ["| " + " | ".join("<br>".join(map(_escape, cell.splitlines())) for cell in row) + " |" for row in rows]


def _escape(text: str) -> str:
    for character in "\\|*_<>":
        text = text.replace(character, f"\\{character}")
    return text


def _draw(block: Block, console: object) -> None:
    from rich.console import Console
    from rich.text import Text

    assert isinstance(console, Console)
    match block:
        case Heading(text):
            console.print(Text(text, style="bold"))
        case Line(text, style):
            console.print(Text(text, style=RICH_STYLES[style]))
        case Bullets(title, items, style):
            console.print(Text(title, style=RICH_STYLES[style] or "bold"))
            for item in items:
                for line in textwrap.wrap(item, max(20, console.width - 4), break_on_hyphens=False) or [""]:
                    console.print(Text(("- " if line == item or item.startswith(line) else "  ") + line))
        case Pairs(items, title):
            _draw_pairs(items, title, console)
        case Table():
            _draw_table(block, console)


def _draw_pairs(items: tuple[tuple[str, str], ...], title: str, console: object) -> None:
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    assert isinstance(console, Console)
    grid = RichTable.grid(padding=(0, 2))
    grid.add_column(style="cyan", no_wrap=True)
    grid.add_column()
    for name, value in items:
        grid.add_row(Text(name), Text(value))
    if title:
        console.print(Text(title, style="bold"))
    console.print(grid)


def folded(table: Table) -> Table:
    """A narrower table: what is a detail stands below the first text of its row."""
    main = main_column(table)

    def fold(row: tuple[str, ...]) -> tuple[str, ...]:
        full = "\n".join([row[main], *detail_notes(table, row)])
        return tuple(full if index == main else cell for index, cell in enumerate(row) if not table.columns[index].detail)

    return Table(tuple(column for column in table.columns if not column.detail), tuple(map(fold, table.rows)), table.title)


def _draw_table(table: Table, console: object) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    assert isinstance(console, Console)
    if console.width < WIDE:
        table = folded(table)
    shape = box.SIMPLE_HEAD if console.encoding.lower().startswith("utf") else box.ASCII2
    drawn = RichTable(
        box=shape,
        title=Text(table.title, style="bold") if table.title else None,
        title_justify="left",
        pad_edge=False,
        show_edge=False,
    )
    for column in table.columns:
        drawn.add_column(
            Text(column.name), justify="right" if column.figures else "left", no_wrap=column.figures, overflow="fold"
        )
    for row in table.rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console.print(drawn)
