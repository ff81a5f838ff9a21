"""Reads a file of JSON Lines: most lines at a glance, and the others as closely as they need."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO

from skillpath.catalog.content import Content
from skillpath.catalog.convert import convert
from skillpath.catalog.documents import raw_fields
from skillpath.catalog.familiar import CREDENTIAL, UNREADABLE, RowLists
from skillpath.catalog.freshness import hasher
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.layers import dotted
from skillpath.catalog.lines import BEGIN, MOST_PROBLEMS, LineError, blocks, read_head, read_line
from skillpath.catalog.store import decoder
from skillpath.catalog.yaml_reader import MAX_SCALAR
from skillpath.errors import Problem

Insert = Callable[[RowLists], None]

_START = re.compile(rb'\{"([a-z]+)":')


def read_lines(stream: BinaryIO, content: Content, insert: Insert, label: str, problems: list[Problem]) -> bytes:
    """Read the records of a file; its mistakes are added to `problems`. Gives the digest of its bytes."""

    def closer(line: bytes, number: int) -> None:
        found = _typed(line)
        if found is not None:
            content.add(*found, number)
        else:
            problems.extend(_take_line(line, number, content, label))

    whole = hasher()
    number = 1
    for lines in blocks(stream, whole.update):
        content.add_lines(lines, number, closer)
        insert(content.take())
        for at, body in content.odd:
            problems.extend(_take_line(CREDENTIAL + body + b"}", at, content, label))
        content.odd.clear()
        number += len(lines)
        if len(problems) > MOST_PROBLEMS:
            problems.append(Problem("too-many", "has more mistakes; reading stopped here", label, number))
            return b""
    if number == 1:
        problems.append(Problem("format-version", "has no format version", label, 1, hint=BEGIN))
    insert(content.end())
    return whole.digest()


def _typed(line: bytes) -> tuple[str, AnyRecord] | None:
    """The kind and the record of a line without mistakes; None leaves it to a closer look."""
    start = _START.match(line)
    if start is None or not line.endswith(b"}}") or len(line) > MAX_SCALAR:
        return None
    kind = start[1].decode()
    try:
        return kind, decoder(kind)(line[start.end() : -1])
    except (*UNREADABLE, KeyError):
        return None


def _take_line(line: bytes, number: int, content: Content, label: str) -> Iterator[Problem]:
    """A line of any kind, and whatever is wrong with it."""
    if number == 1:
        head = read_head(line, label)
        if head is not None:
            yield head
        return
    if not line.strip():
        return
    try:
        raw = read_line(line, number, label)
    except LineError as error:
        yield error.problem._replace(file=label, line=number)
        return
    if raw.extends:
        content.add_overlay(raw.kind, raw.id, raw_fields(raw), number, {})
        return
    record, mistakes = convert(raw_fields(raw), KINDS[raw.kind])
    for each in mistakes:
        yield Problem(each.code, each.message, label, number, f"{raw.kind}:{raw.id}", dotted(each.path), each.hint)
    if record is not None:
        content.add(raw.kind, record, number)
