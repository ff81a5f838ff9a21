"""Files -> the resources in them: JSON documents of every form that the Credential Registry and others hand out.

Taken are one object, a list, ``{"@graph": [...]}``, expanded form with full addresses as keys, registry envelopes
(`decoded_resource`, or the payload of the JWT in `resource`, whose signature is not checked), and JSON lines of any of these;
each also compressed.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from skillpath.catalog.imports.ctdl_forms import as_utf8, own_names, renamed, repaired, whole
from skillpath.catalog.imports.ctdl_values import MAX_DEPTH, Node, TooDeepError, compact
from skillpath.catalog.imports.report import Notes
from skillpath.catalog.imports.source import READ_ERRORS, Meter, SourceFile, is_bomb, lines_of, open_bytes

ENDINGS = (".json", ".jsonld", ".jsonl", ".ndjson")
LINE_ENDINGS = (".jsonl", ".ndjson")
MAX_DOCUMENT = 256 * 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024
WRAPPERS = ("decoded_resource", "@graph", "data", "resources")
UNSIGNED = "resources came as signed texts (JWT); they were read without checking the signature"

_BYTE = re.compile(r" \(byte (\d+)\)$")


class Resource(NamedTuple):
    """One described thing: where it stands, the document whose blank nodes it shares, and its content."""

    place: str
    scope: str
    node: Node


def read_resources(file: SourceFile, meter: Meter, notes: Notes) -> Iterator[Resource]:
    """Every resource of a file; what cannot be read is noted with its place."""
    for scope, value in _documents(file, meter, notes):
        try:
            yield from _unwrap(value, scope, scope, notes, 0)
        except TooDeepError:
            notes.leave_out("too-deep", scope)


def _documents(file: SourceFile, meter: Meter, notes: Notes) -> Iterator[tuple[str, Any]]:
    if file.ending in LINE_ENDINGS or _is_lines(file):
        for number, line in lines_of(file, LONGEST_LINE, meter, notes):
            if line.strip():
                yield from _decoded(line, file.label, number, notes)
        return
    data = _whole(file, notes)
    meter.done(file)
    if data is not None:
        yield from _decoded(data, file.label, 0, notes)


def _is_lines(file: SourceFile) -> bool:
    """Whether a file that is not called so holds JSON lines: its first line is a document, and another line follows."""
    try:
        stream, raw = open_bytes(file)
    except OSError:
        return False
    try:
        first = stream.readline(LONGEST_LINE)
        if not first.endswith(b"\n") or not stream.readline(2).strip():
            return False
        return isinstance(msgspec.json.decode(first.removeprefix(b"\xef\xbb\xbf")), dict | list)
    except (*READ_ERRORS, msgspec.MsgspecError, RecursionError, ValueError):
        return False
    finally:
        stream.close()
        raw.close()


def _whole(file: SourceFile, notes: Notes) -> bytes | None:
    try:
        stream, raw = open_bytes(file)
    except OSError as error:
        notes.leave_out("unreadable", file.label, error.strerror or "")
        return None
    try:
        data = stream.read(MAX_DOCUMENT + 1)
        if len(data) > MAX_DOCUMENT or is_bomb(len(data), raw.tell()):
            notes.leave_out("too-big", file.label, f"more than {MAX_DOCUMENT >> 20} MB in one document: make it JSON lines")
            return None
        return data
    except READ_ERRORS as error:
        notes.leave_out("unreadable", file.label, str(error))
        return None
    finally:
        stream.close()
        raw.close()


def _decoded(data: bytes, label: str, line: int, notes: Notes) -> Iterator[tuple[str, Any]]:
    """The document in some bytes; a mistake is noted with its line and column."""
    data = as_utf8(data).removeprefix(b"\xef\xbb\xbf")
    try:
        yield (f"{label}:{line}" if line else label), msgspec.json.decode(data)
    except RecursionError:
        notes.leave_out("too-deep", f"{label}:{line or 1}")
    except UnicodeDecodeError:
        at = _first_bad_byte(data)
        notes.leave_out("not-text", _position(data, at, label, line), f"the byte 0x{data[at]:02x} is not UTF-8")
    except (msgspec.MsgspecError, ValueError) as error:
        yield from _repaired(data, label, line, str(error), notes)


def _repaired(data: bytes, label: str, line: int, words: str, notes: Notes) -> Iterator[tuple[str, Any]]:
    """The document without the numbers and letters that cannot be read; a mistake of another kind is noted."""
    at, words = _explain(data, words)
    place = _position(data, at, label, line)
    try:
        value = repaired(data)
    except RecursionError:
        notes.leave_out("too-deep", f"{label}:{line or 1}")
    except ValueError:
        notes.leave_out("not-text" if data[at : at + 1] == b"\x00" else "bad-json", place, words)
    else:
        notes.leave_out("bad-value", place, f"numbers or letters that cannot be read count as missing: {words}")
        yield (f"{label}:{line}" if line else label), value


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _explain(data: bytes, words: str) -> tuple[int, str]:
    """Where a mistake is, and what; the standard library says where msgspec does not."""
    if found := _BYTE.search(words):
        return int(found[1]), words[: found.start()]
    try:
        json.loads(data)
    except json.JSONDecodeError as error:
        return len(error.doc[: error.pos].encode("utf-8", "surrogatepass")), error.msg
    except (ValueError, RecursionError):
        pass
    return 0, words


def _position(data: bytes, at: int, label: str, line: int) -> str:
    before = data.count(b"\n", 0, at)
    column = at - (data.rfind(b"\n", 0, at) + 1)
    return f"{label}:{(line or 1) + before}:{column + 1}"


def _unwrap(value: Any, place: str, scope: str, notes: Notes, depth: int) -> Iterator[Resource]:
    """The resources in a document: out of lists, graphs and envelopes."""
    if depth > MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, list):
        for index, part in whole(value):
            yield from _unwrap(part, _below(place, index), scope, notes, depth + 1)
    elif not isinstance(value, dict):
        notes.leave_out("not-a-record", place, f"{type(value).__name__} in the place of an object")
    elif (names := own_names(value)) is not None:
        yield from _unwrap(renamed(value, names), place, scope, notes, depth)
    elif (wrapper := next((name for name in WRAPPERS if isinstance(value.get(name), list | dict)), None)) is not None:
        yield from _unwrap(value[wrapper], _below(place, wrapper), scope, notes, depth + 1)
    elif isinstance(value.get("resource"), str) and "@type" not in value:
        yield from _signed(value["resource"], _below(place, "resource"), scope, notes, depth)
    else:
        expanded = any(key.startswith("http") for key in value) or any(key.startswith("http") for key in _types_in(value))
        yield Resource(place, scope, compact(value) if expanded else value)


def _types_in(value: Node) -> list[str]:
    kinds = value.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _below(place: str, step: str | int) -> str:
    return f"{place}/{step}" if "#" in place else f"{place}#/{step}"


def _signed(token: str, place: str, scope: str, notes: Notes, depth: int) -> Iterator[Resource]:
    """The payload of a JWT. The signature is not checked, and the report says so."""
    parts = token.split(".")
    try:
        payload = base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4))
        value = msgspec.json.decode(payload)
    except (IndexError, binascii.Error, msgspec.MsgspecError, RecursionError, ValueError) as error:
        notes.leave_out("bad-json", place, f"a signed text whose payload cannot be read: {error}")
        return
    notes.say(UNSIGNED)
    yield from _unwrap(value, place, scope, notes, depth + 1)
