"""Tables as text, with a header that shows what separates the cells, read row by row; a bad row is one located note."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import NamedTuple

from skillpath.catalog.imports.report import Notes
from skillpath.catalog.imports.source import Meter, SourceFile, lines_of

LONGEST_LINE = 1 << 20
SEPARATORS = "\t,;|"

Row = dict[str, str]


class Cells(NamedTuple):
    """A row: its place, and its cells by the name of their column."""

    place: str
    values: Row


def tidy(name: str) -> str:
    """A table's or column's name in a form that is compared: ``Education, Training, and Experience`` and variants alike."""
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).casefold()).split()
    return " ".join(word for word in words if word not in ("and", "en"))


def table_name(file: SourceFile) -> str:
    """The name of the table that a file holds."""
    return tidy(re.sub(r"\.[^.]+(\.gz)?$", "", file.path.name, flags=re.IGNORECASE))


class Tables:
    """The tables of a folder by name."""

    def __init__(self, files: list[SourceFile], separator: str, meter: Meter, notes: Notes) -> None:
        self._files: dict[str, SourceFile] = {}
        for file in files:
            self._files.setdefault(table_name(file), file)
        self._separator = separator
        self._meter = meter
        self._notes = notes

    def named(self, *patterns: str) -> list[str]:
        """The names of the tables that match one of the patterns, pattern by pattern."""
        return [name for pattern in patterns for name in sorted(self._files) if re.fullmatch(pattern, name)]

    def rows(self, name: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Iterator[Cells]:
        """The rows of a table by the wanted columns; nothing where it lacks a needed one."""
        file = self._files.get(name)
        if file is None:
            return
        before = self._notes.count
        records = self._records(file)
        first = next(records, None)
        if first is None:
            if self._notes.count == before:
                self._notes.leave_out("bad-row", f"{file.label}:1", "the table is empty")
            return
        header = [tidy(cell) for cell in first[1]]
        missing = [column for column in needed if tidy(column) not in header]
        if missing:
            self._notes.leave_out("bad-row", f"{file.label}:1", f"the table has no column {', '.join(missing)}")
            return
        places = {column: header.index(tidy(column)) for column in (*needed, *optional) if tidy(column) in header}
        for line, cells in records:
            place = f"{file.label}:{line}"
            if len(cells) != len(header):
                self._notes.leave_out("bad-row", place, f"{len(cells)} cells under {len(header)} headings")
            elif any("\x00" in cell or "\ufffd" in cell for cell in cells):
                self._notes.leave_out("not-text", place)
            else:
                yield Cells(place, {column: cells[index].strip() for column, index in places.items()})

    def _records(self, file: SourceFile) -> Iterator[tuple[int, list[str]]]:
        texts = _texts(lines_of(file, LONGEST_LINE, self._meter, self._notes))
        first = next(texts, "")
        separator = max(SEPARATORS, key=first.count) if any(each in first for each in SEPARATORS) else self._separator
        rest = chain((first,) if first else (), texts)
        if separator == self._separator == "\t" and not first.startswith('"'):
            return self._tabs(rest)
        return self._quoted(rest, separator, file)

    def _tabs(self, texts: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
        for number, text in enumerate(texts, 1):
            line = text.rstrip("\r\n")
            if line:
                yield number, line.split("\t")

    def _quoted(self, texts: Iterable[str], separator: str, file: SourceFile) -> Iterator[tuple[int, list[str]]]:
        reader = csv.reader((_one_line(text) for text in texts), delimiter=separator)
        while True:
            start = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                self._notes.leave_out("bad-row", f"{file.label}:{start}", f"{error}; the rest was not read")
                return
            if cells:
                yield start, cells


def _one_line(text: str) -> str:
    """A line without the carriage returns inside it, at which reading would stop."""
    return text if "\r" not in text else text.rstrip("\r\n").replace("\r", " ") + "\n"


def _texts(lines: Iterable[tuple[int, bytes]]) -> Iterator[str]:
    for number, line in lines:
        text = line.decode("utf-8", "replace")
        yield text.removeprefix("\ufeff") if number == 1 else text
