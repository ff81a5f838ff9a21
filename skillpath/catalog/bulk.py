"""The two readings of a file of JSON Lines: one for what records hold, one for what they are found by.

They share nothing, so that two processes can do them at the same time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from skillpath.catalog.content import Content
from skillpath.catalog.convert import convert
from skillpath.catalog.documents import raw_fields
from skillpath.catalog.familiar import CREDENTIAL, UNREADABLE, RowLists
from skillpath.catalog.freshness import hasher
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.lines import BEGIN, MOST_PROBLEMS, LineError, blocks, read_head, read_line
from skillpath.catalog.load import dotted
from skillpath.catalog.lookup import Lookup
from skillpath.catalog.store import decoder
from skillpath.catalog.yaml_reader import MAX_SCALAR
from skillpath.errors import Problem

Insert = Callable[[RowLists], None]

RECORDS_AT_ONCE = 100_000

_START = re.compile(rb'\{"([a-z]+)":')


class Reading(NamedTuple):
    """What a reading of a file came to: the digest of its bytes, and how many records it holds."""

    digest: bytes
    records: int


def read_contents(stream: BinaryIO, content: Content, insert: Insert, label: str, problems: list[Problem]) -> None:
    """Read what the records of a file hold; its mistakes are added to `problems`."""

    def closer(line: bytes, number: int) -> None:
        found = _typed(line)
        if found is not None:
            content.add(*found, number)
        else:
            problems.extend(_take_line(line, number, content, label))

    number = 1
    for lines in blocks(stream):
        content.add_lines(lines, number, closer)
        insert(content.take())
        for at, body in content.odd:
            problems.extend(_take_line(CREDENTIAL + body + b"}", at, content, label))
        content.odd.clear()
        number += len(lines)
        if len(problems) > MOST_PROBLEMS:
            problems.append(Problem("too-many", "has more mistakes; reading stopped here", label, number))
            return
    if number == 1:
        problems.append(Problem("format-version", "has no format version", label, 1, hint=BEGIN))
    insert(content.end())


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


def read_lookups(stream: BinaryIO, lookup: Lookup, insert: Insert) -> Reading:
    """Read what the records of a file are found by; lines that cannot be read are passed over."""

    def closer(line: bytes, number: int) -> None:
        found = _typed(line) or _look_closer(line, number)
        if found is not None:
            lookup.add(*found)

    whole = hasher()
    packed, number = 0, 1
    for lines in blocks(stream, whole.update):
        lookup.add_lines(lines, number, closer)
        insert(lookup.take())
        number += len(lines)
        if lookup.place - packed >= RECORDS_AT_ONCE:
            insert(lookup.take_packed())
            packed = lookup.place
    insert(lookup.take_packed())
    return Reading(whole.digest(), lookup.place)


def _look_closer(line: bytes, number: int) -> tuple[str, AnyRecord] | None:
    if number == 1 or not line.strip():
        return None
    try:
        raw = read_line(line, number, "")
    except LineError:
        return None
    record = None if raw.extends else convert(raw_fields(raw), KINDS[raw.kind])[0]
    return None if record is None else (raw.kind, record)
