"""Catalogues as JSON Lines, for millions of records: ``{"skillpath": 1}``, then one record a line, ``{"credentials": {...}}``.

Of a key that is given twice the last counts, as everywhere in JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from skillpath.catalog.kinds import FORMAT_VERSION, KINDS
from skillpath.catalog.load import RawRecord
from skillpath.catalog.yaml_reader import MAX_DEPTH, MAX_SCALAR, Document
from skillpath.errors import Problem

BEGIN = f'begin the file with `{{"skillpath": {FORMAT_VERSION}}}`'
MAX_LINE = 1024 * 1024
MOST_PROBLEMS = 1000

_READ_AT_ONCE = 128 * 1024
_NO_LINES = Document(None, {}, {}, ())


class LineError(Exception):
    """A line that cannot be read; holds its problem."""

    def __init__(self, code: str, message: str, hint: str = "", record: str = "", field: str = "") -> None:
        super().__init__(message)
        self.problem = Problem(code, message, record=record, field=field, hint=hint)


def blocks(stream: BinaryIO, update: Any = None) -> Iterator[list[bytes]]:
    """The lines of a file, many at a time; `update` is told every byte. A line that is too long ends the file."""
    rest = b""
    while data := stream.read(_READ_AT_ONCE):
        if update is not None:
            update(data)
        text = rest + data
        lines = (text.replace(b"\r\n", b"\n") if b"\r" in text else text).split(b"\n")
        rest = lines.pop()
        yield lines
        if len(rest) > MAX_LINE:
            break
    if rest:
        yield [rest]


def read_head(line: bytes, file: str) -> Problem | None:
    """What is wrong with the first line."""
    try:
        head = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        head = None
    if isinstance(head, dict) and head == {"skillpath": FORMAT_VERSION} and head["skillpath"] is not True:
        return None
    found = f"format version {head['skillpath']!r}" if isinstance(head, dict) and "skillpath" in head else "no format version"
    return Problem("format-version", f"has {found}", file, 1, hint=BEGIN)


def read_line(line: bytes, number: int, file: str) -> RawRecord:
    """The record of a line.

    Raises:
        LineError: it holds none.
    """
    if len(line) > MAX_LINE:
        raise LineError("too-long", f"a line of more than {MAX_LINE // 1024} kB", "one record a line")
    value = _parse(line)
    if not isinstance(value, dict) or len(value) != 1:
        raise LineError("bad-record", "a line should be one section with one record", 'write it as {"credentials": {"id": ...}}')
    [(kind, entry)] = value.items()
    if kind not in KINDS:
        raise LineError("unknown-section", f"there is no section `{kind}`", "the sections are " + ", ".join(KINDS))
    if not isinstance(entry, dict):
        raise LineError("bad-record", "a record should be a mapping", 'start it with {"id": ...', kind)
    _bound(entry, 2)
    extends = "extends" in entry and "id" not in entry
    id = entry.get("extends") if extends else entry.get("id")
    if not isinstance(id, str):
        raise LineError("no-id", "the record has no id", "give it a text `id`", kind, "id")
    return RawRecord(kind, id, entry, extends, file, number, (), _NO_LINES)


def raw_records(stream: BinaryIO, file: str, problems: list[Problem]) -> Iterator[RawRecord]:
    """The raw records of a file; its mistakes are added to `problems`."""
    number = 0
    for line in (line for block in blocks(stream) for line in block):
        number += 1
        if number == 1 and (head := read_head(line, file)) is not None:
            problems.append(head)
        if number == 1 or not line.strip():
            continue
        try:
            yield read_line(line, number, file)
        except LineError as error:
            problems.append(error.problem._replace(file=file, line=number))
            if len(problems) > MOST_PROBLEMS:
                problems.append(Problem("too-many", "has more mistakes; reading stopped here", file, number))
                return


def _parse(line: bytes) -> Any:
    try:
        return json.loads(line.decode("utf-8"), parse_constant=_constant)
    except UnicodeDecodeError:
        raise LineError("not-text", "is not UTF-8 text", "is this the right file?") from None
    except json.JSONDecodeError as error:
        raise LineError("bad-json", f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.colno}") from None
    except RecursionError:
        raise LineError("too-deep", f"nested deeper than {MAX_DEPTH} levels") from None
    except ValueError as error:
        raise LineError("bad-json", str(error)[:200]) from None


def _constant(text: str) -> Any:
    raise LineError("bad-json", f"{text} is no number of JSON")


def _bound(value: Any, depth: int) -> None:
    """Refuse what is nested too deep, texts that are too long, and texts that no file can hold."""
    if depth > MAX_DEPTH:
        raise LineError("too-deep", f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(value, str):
        if len(value) > MAX_SCALAR:
            raise LineError("too-long", f"a value of {len(value):,} characters", "shorten it")
        if "\x00" in value or (not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value)):
            raise LineError("not-text", "holds a character that no text has")
    elif isinstance(value, dict):
        for key, part in value.items():
            _bound(key, depth)
            _bound(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            _bound(part, depth + 1)
