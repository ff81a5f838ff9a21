"""Other forms of JSON-LD made into the one that the readers take: short names of CTDL, and each resource whole.

A document's own context may call terms by other prefixes, by a vocabulary, or by plain names; contexts elsewhere are never
fetched. In a flattened graph the parts of a resource (its costs, its conditions) stand beside it as blank nodes.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from skillpath.catalog.imports.ctdl_terms import section_of
from skillpath.catalog.imports.ctdl_values import MAX_DEPTH, Node, TooDeepError, compact, short_name

MOST_PARTS = 5_000_000
"""Values that the blank nodes of one graph may be copied into."""
MOST_REPAIRED = 64 * 1024 * 1024

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class Names(NamedTuple):
    """What a context calls things: its prefixes, its plain names, and the prefix of every other name."""

    prefixes: dict[str, str]
    plain: dict[str, str]
    vocabulary: str


def own_names(value: Node) -> Names | None:
    """The names of a node's own context; None where it has none of its own."""
    names = Names({}, {}, "")
    for context in _contexts(value.get("@context")):
        for name, meaning in context.items():
            names = _with(names, name, meaning.get("@id") if isinstance(meaning, dict) else meaning)
    return names if any(names) else None


def _contexts(value: Any) -> Iterator[Node]:
    return (each for each in (value if isinstance(value, list) else [value]) if isinstance(each, dict))


def _with(names: Names, name: str, meaning: object) -> Names:
    if not isinstance(meaning, str):
        return names
    short = short_name(meaning)
    if name == "@vocab":
        return names._replace(vocabulary=short if short.endswith(":") else "")
    if short.endswith(":") and short != f"{name}:":
        names.prefixes[name] = short
    elif not name.startswith("@") and short != name and (meaning.startswith("@") or ":" in short.rstrip(":")):
        names.plain[name] = short
    return names


def renamed(value: Any, names: Names) -> Any:
    """A value with the names of CTDL, and without its context.

    Raises:
        TooDeepError: it is nested too deeply.
    """
    return compact(_renamed(value, names, 0))


def _renamed(value: Any, names: Names, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, list):
        return [_renamed(part, names, depth + 1) for part in value]
    if not isinstance(value, dict):
        return value
    found = {_name(key, names): _renamed(part, names, depth + 1) for key, part in value.items() if key != "@context"}
    if "@type" in found:
        kinds = found["@type"] if isinstance(found["@type"], list) else [found["@type"]]
        found["@type"] = [_name(kind, names) for kind in kinds if isinstance(kind, str)]
    return found


def _name(name: str, names: Names) -> str:
    if name in names.plain:
        plain = names.plain[name]
        return plain if plain.startswith("@") else _name(plain, names._replace(plain={}))
    prefix, colon, rest = name.partition(":")
    if colon:
        return names.prefixes[prefix] + rest if prefix in names.prefixes else name
    return name if not names.vocabulary or name.startswith("@") or _LANGUAGE.match(name) else names.vocabulary + name


def whole(nodes: list[Any]) -> list[tuple[int, Any]]:
    """The nodes of a graph by number, with the blank nodes that are no records of their own put where they are named.

    Raises:
        TooDeepError: they hold each other too deeply, or make the graph too big.
    """
    parts = {node["@id"]: node for node in nodes if isinstance(node, dict) and _is_part(node)}
    if not parts:
        return list(enumerate(nodes))
    gathering = _Gathering(parts)
    rest = [(number, node) for number, node in enumerate(nodes) if not (isinstance(node, dict) and _is_part(node))]
    found = [(number, gathering.copy(node, ())) for number, node in rest]
    unused = ((number, node) for number, node in enumerate(nodes) if isinstance(node, dict) and _is_part(node))
    return found + [(number, node) for number, node in unused if node["@id"] not in gathering.used]


def _is_part(node: Node) -> bool:
    id = node.get("@id")
    return isinstance(id, str) and id.startswith("_:") and len(node) > 1 and section_of(node) is None


class _Gathering:
    def __init__(self, parts: dict[str, Node]) -> None:
        self._parts = parts
        self._room = MOST_PARTS
        self.used: set[str] = set()

    def copy(self, value: Any, within: tuple[str, ...], depth: int = 0) -> Any:
        """A value with the parts that it names; `within` are those that hold it."""
        if isinstance(value, str):
            return self._part(value, value, within, depth) if value.startswith("_:") else value
        if not isinstance(value, dict | list):
            return value
        self._room -= len(value) + 1
        if depth > MAX_DEPTH or self._room < 0:
            raise TooDeepError
        if isinstance(value, list):
            return [self.copy(part, within, depth + 1) for part in value]
        if len(value) == 1 and isinstance(value.get("@id"), str):
            return self._part(value["@id"], value, within, depth)
        return {key: part if key == "@id" else self.copy(part, within, depth + 1) for key, part in value.items()}

    def _part(self, id: str, value: Any, within: tuple[str, ...], depth: int) -> Any:
        node = self._parts.get(id)
        if node is None:
            return value
        if id in within:
            return None
        self.used.add(id)
        return self.copy({key: part for key, part in node.items() if key != "@id"}, (*within, id), depth + 1)


def repaired(data: bytes) -> Any:
    """JSON in which numbers are too big, or letters are halves of one: such a number becomes null, such a letter ``?``.

    Raises:
        ValueError: it is not JSON for other reasons, or too long to be read in this way.
        RecursionError: it is nested too deeply.
    """
    if len(data) > MOST_REPAIRED:
        raise ValueError("too long")
    value = json.loads(data, parse_constant=_nothing, parse_float=_finite, parse_int=_small)
    return msgspec.json.decode(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))


def _nothing(text: str) -> None:
    del text


def _finite(text: str) -> float | None:
    return found if math.isfinite(found := float(text)) else None


def _small(text: str) -> int | None:
    return int(text) if len(text) <= len("-9223372036854775808") - 1 else None


def as_utf8(data: bytes) -> bytes:
    """A text of JSON in UTF-8, where its first bytes show that it is in UTF-16 or UTF-32."""
    encoding = json.detect_encoding(data)
    if encoding.startswith("utf-8"):
        return data
    try:
        return data.decode(encoding).encode("utf-8", "replace")
    except UnicodeDecodeError:
        return data
