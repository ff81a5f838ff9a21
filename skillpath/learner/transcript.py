"""A transcript as a CSV file: one course a line, with a heading; what is wrong is located."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from skillpath.catalog.convert import convert
from skillpath.errors import InputError, Problem
from skillpath.learner.profile import TranscriptCredit

COLUMNS = tuple(TranscriptCredit.__struct_fields__)
_LISTS = ("credit_from", "areas")
_NUMBERS = {"hours": float, "number": int}
MOST_LINES = 10_000
EXAMPLE = "course,hours,level,institution,grade,earned"


def parse_transcript(data: bytes, file: str) -> tuple[TranscriptCredit, ...]:
    """Read the lines of a transcript.

    Raises:
        InputError: with every mistake located.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{file} is not UTF-8 text", code="not-text", hint="save it as CSV in UTF-8") from None
    problems: list[Problem] = []
    found = list(_read(text, file, problems))
    if problems:
        raise InputError(f"the transcript {file} has mistakes", tuple(problems), code="bad-transcript")
    return tuple(found)


def _read(text: str, file: str, problems: list[Problem]) -> Iterator[TranscriptCredit]:
    reader = csv.DictReader(io.StringIO(text.replace("\x00", "\ufffd"), newline=""), strict=True)
    try:
        names = [(name or "").strip().lower().replace(" ", "_") for name in reader.fieldnames or ()]
        yield from _rows(reader, names, file, problems)
    except csv.Error as error:
        problems.append(Problem("bad-csv", str(error), file, reader.line_num))


def _rows(reader: csv.DictReader[str], names: list[str], file: str, problems: list[Problem]) -> Iterator[TranscriptCredit]:
    unknown = [name for name in names if name not in COLUMNS]
    if unknown or "course" not in names or "hours" not in names:
        words = f"there is no column `{unknown[0]}`" if unknown else "the heading needs at least `course` and `hours`"
        problems.append(Problem("bad-columns", words, file, 1, hint=f"the columns are {', '.join(COLUMNS)}"))
        return
    reader.fieldnames = names
    for row in reader:
        if reader.line_num > MOST_LINES:
            problems.append(Problem("too-big", f"has more than {MOST_LINES} lines", file, reader.line_num))
            return
        record = _record(row, file, reader.line_num, problems)
        if record is not None:
            yield record


def _record(row: dict[str, str], file: str, line: int, problems: list[Problem]) -> TranscriptCredit | None:
    if None in row:
        problems.append(Problem("bad-row", "has more values than the heading has columns", file, line))
        return None
    fields = {name: _value(name, text.strip()) for name, text in row.items() if text and text.strip()}
    record, mistakes = convert(fields, TranscriptCredit)
    for mistake in mistakes:
        field = str(mistake.path[0]) if mistake.path else ""
        problems.append(Problem(mistake.code, mistake.message, file, line, "transcript", field, mistake.hint))
    return record


def _value(name: str, text: str) -> object:
    """A cell as the record type wants it; what is no number is left for the type to refuse."""
    if name in _LISTS:
        return [part.strip() for part in text.replace(";", " ").split() if part.strip()]
    if name in _NUMBERS:
        try:
            return _NUMBERS[name](text)
        except ValueError:
            return text
    return text
