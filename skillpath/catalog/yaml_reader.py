"""Reads YAML as hostile input: one pass over parser events, everything bounded, every mistake located.

Only what YAML 1.1 and 1.2 read alike is accepted. Scalars on which they differ (``NO``, ``on``, ``012``, ``1e3``, ``12:30``,
unquoted dates) are refused with the way to quote them, and so are tags, merge keys and duplicate keys.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import yaml

from skillpath.errors import Problem

MAX_BYTES = 64 * 1024 * 1024
MAX_SCALAR = 20_000
MAX_DEPTH = 40
MAX_ALIASED_NODES = 10_000

Path = tuple[str | int, ...]

_INTEGER = re.compile(r"-?(0|[1-9][0-9]*)$")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+$")
_TRAP = re.compile(
    r"(y|n|yes|no|on|off|[+-]?\.(inf|nan)|[-+]?0[0-9_]+|[-+]?0[xob][0-9a-f_]+|[-+]?[0-9][0-9_]*(\.[0-9_]*)?e[-+]?[0-9]+"
    r"|[-+]?[0-9]+_[0-9_]*|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9]*)?|\.[0-9]+|[0-9]+\.|\+[0-9.]+|=)$",
    re.IGNORECASE,
)
_UNQUOTED_DATE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt ].*)?$")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


class Document(NamedTuple):
    """A parsed file: plain values, the line of every path in it, and what was wrong.

    `spans` gives, for every mapping and list, the first line and the line after the last.
    """

    value: Any
    lines: dict[Path, int]
    spans: dict[Path, tuple[int, int]]
    problems: tuple[Problem, ...]


class _StopReadingError(Exception):
    """The rest of the file cannot be read."""


class _Node(NamedTuple):
    value: Any
    size: int


class _Frame:
    """A mapping or list under construction."""

    def __init__(self, value: dict[str, Any] | list[Any], path: Path, anchor: str | None, line: int) -> None:
        self.value = value
        self.path = path
        self.anchor = anchor
        self.line = line
        self.key: str | None = None
        self.size = 1


def read_yaml(data: bytes, file: str) -> Document:
    """Parse one YAML document; never raises on what the bytes hold."""
    reader = _Reader(file)
    try:
        reader.read(_decode(data, file))
    except _StopReadingError as stop:
        reader.problems.append(stop.args[0])
    return Document(reader.root, reader.lines, reader.spans, tuple(reader.problems))


def _decode(data: bytes, file: str) -> str:
    if len(data) > MAX_BYTES:
        raise _StopReadingError(Problem("too-big", f"larger than {MAX_BYTES // 1024 // 1024} MB", file, hint="split the file"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _StopReadingError(Problem("not-text", "is not UTF-8 text", file, line, hint="is this the right file?")) from None
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise _StopReadingError(Problem("not-text", "holds a NUL byte, so it is not a text file", file, line))
    return text


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Any = None
        self.lines: dict[Path, int] = {}
        self.spans: dict[Path, tuple[int, int]] = {}
        self.problems: list[Problem] = []
        self.stack: list[_Frame] = []
        self.anchors: dict[str, _Node] = {}
        self.aliased = 0
        self.documents = 0

    def read(self, text: str) -> None:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            for event in yaml.parse(text, Loader=loader):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            words = " ".join(part for part in (error.context, error.problem) if part)
            line = mark.line + 1 if mark else 0
            if "nesting depth" in words:  # libyaml gives up before the depth that is allowed here is counted
                raise _StopReadingError(self._problem("too-deep", f"nested deeper than {MAX_DEPTH} levels", line)) from None
            raise _StopReadingError(self._problem("bad-yaml", words, line)) from None
        except yaml.YAMLError as error:
            raise _StopReadingError(self._problem("bad-yaml", " ".join(str(error).split())[:200], 0)) from None

    def _problem(self, code: str, message: str, line: int, hint: str = "") -> Problem:
        return Problem(code, message, self.file, line, hint=hint)

    def _say(self, code: str, message: str, line: int, hint: str = "") -> None:
        self.problems.append(self._problem(code, message, line, hint))

    def _take(self, event: Any) -> None:
        line = event.start_mark.line + 1
        match event:
            case yaml.ScalarEvent():
                self._put(_Node(self._scalar(event, line), 1), event.anchor, line)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._open(event, line)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close(line)
            case yaml.AliasEvent():
                self._alias(event, line)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise _StopReadingError(
                        self._problem("bad-yaml", "a second document starts here", line, "one document per file")
                    )

    def _open(self, event: Any, line: int) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise _StopReadingError(self._problem("too-deep", f"nested deeper than {MAX_DEPTH} levels", line))
        self._refuse_tag(event, line)
        path = self._next_path(line) if self.stack else ()
        value: dict[str, Any] | list[Any] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.stack.append(_Frame(value, path, event.anchor, line))
        self.lines[path] = line

    def _close(self, line: int) -> None:
        frame = self.stack.pop()
        self.spans[frame.path] = (frame.line, line)
        self._put(_Node(frame.value, frame.size), frame.anchor, frame.line)

    def _next_path(self, line: int) -> Path:
        frame = self.stack[-1]
        if isinstance(frame.value, list):
            return (*frame.path, len(frame.value))
        if frame.key is None:
            raise _StopReadingError(self._problem("bad-key", "a mapping or list cannot be a key", line))
        return (*frame.path, frame.key)

    def _put(self, node: _Node, anchor: str | None, line: int) -> None:
        if anchor is not None:
            self.anchors[anchor] = node
        if not self.stack:
            self.root = node.value
            return
        frame = self.stack[-1]
        frame.size += node.size
        if isinstance(frame.value, dict) and frame.key is None:
            self._take_key(frame, node.value, line)
            return
        path = self._next_path(line)
        self.lines.setdefault(path, line)
        if isinstance(frame.value, list):
            frame.value.append(node.value)
            return
        assert frame.key is not None
        frame.value.setdefault(frame.key, node.value)
        frame.key = None

    def _take_key(self, frame: _Frame, key: Any, line: int) -> None:
        if not isinstance(key, str):
            self._say("bad-key", f"the key {key!r} is not text", line, "quote it")
            key = str(key)
        if key == "<<":
            self._say("merge-key", "merge keys are not used in catalogues", line, "write the fields out")
        if key in frame.value:
            first = self.lines.get((*frame.path, key), 0)
            self._say("duplicate-key", f"the key `{key}` is given twice (first on line {first})", line, "keep one of them")
        else:
            self.lines[(*frame.path, key)] = line
        frame.key = key

    def _alias(self, event: Any, line: int) -> None:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise _StopReadingError(self._problem("bad-alias", f"the alias *{event.anchor} names nothing above it", line))
        self.aliased += node.size
        if self.aliased > MAX_ALIASED_NODES:
            raise _StopReadingError(
                self._problem("alias-bomb", "aliases expand to too many values", line, "write the values out")
            )
        self._put(node, None, line)

    def _refuse_tag(self, event: Any, line: int) -> None:
        if event.tag is not None and event.tag != "!":
            self._say("tag", f"the tag {event.tag} is not used in catalogues", line, "leave it out")

    def _scalar(self, event: Any, line: int) -> Any:
        text: str = event.value
        if len(text) > MAX_SCALAR:
            raise _StopReadingError(self._problem("too-long", f"a value of {len(text):,} characters", line, "shorten it"))
        self._refuse_tag(event, line)
        if event.style:
            return text
        if _TRAP.match(text) or _UNQUOTED_DATE.match(text):
            self._say("ambiguous", f"`{text}` means different things to different YAML readers", line, f"quote it: '{text}'")
            return text
        return plain_scalar(text)


def plain_scalar(text: str) -> Any:
    """The value of an unquoted scalar: null, a boolean, a number, else text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < 19 else text
    return float(text) if _DECIMAL.match(text) else text
