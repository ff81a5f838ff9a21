"""The values of a CTDL document in whatever shape they stand: texts, references, vocabulary terms, numbers, dates, durations.

Nothing here raises on what a document holds: a value of another shape is no value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from skillpath.catalog.imports.names import MAX_NAME, clean

Node = dict[str, Any]

MAX_DEPTH = 60

_NAMESPACES = (
    (re.compile(r"^https?://(?:purl\.org/ctdl|purl\.org/ceterms|credreg\.net/ctdl)/terms/"), "ceterms:"),
    (re.compile(r"^https?://(?:purl\.org/ctdlasn|credreg\.net/ctdlasn)/terms/"), "ceasn:"),
    (re.compile(r"^https?://schema\.org/"), "schema:"),
    (re.compile(r"^http://www\.w3\.org/2004/02/skos/core#"), "skos:"),
)
_CTID = re.compile(r"(?:\bce-|\burn:ctid:)([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ])")
_DURATION = re.compile(
    r"P(?:(?P<years>\d+(?:\.\d+)?)Y)?(?:(?P<months>\d+(?:\.\d+)?)M)?(?:(?P<weeks>\d+(?:\.\d+)?)W)?(?:(?P<days>\d+(?:\.\d+)?)D)?"
    r"(?:T(?:(?P<hours>\d+(?:\.\d+)?)H)?(?:(?P<minutes>\d+(?:\.\d+)?)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)
_NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,9})?$")


class TooDeepError(Exception):
    """A document is nested deeper than an import follows."""


def compact(value: Any, depth: int = 0) -> Any:
    """A value in expanded form, with short names for its keys and plain texts for its values.

    Raises:
        TooDeepError: it is nested too deeply.
    """
    if depth > MAX_DEPTH:
        raise TooDeepError
    if isinstance(value, list):
        return [compact(part, depth + 1) for part in value]
    if not isinstance(value, dict):
        return value
    if "@value" in value:
        plain = value["@value"]
        return {value["@language"]: plain} if isinstance(value.get("@language"), str) else plain
    short = {short_name(key): compact(part, depth + 1) for key, part in value.items()}
    kinds = short.get("@type")
    return short if kinds is None else short | {"@type": [short_name(kind) for kind in items(kinds) if isinstance(kind, str)]}


def short_name(name: str) -> str:
    """The name of a term, with its usual prefix in the place of a full address."""
    for pattern, prefix in _NAMESPACES:
        if found := pattern.match(name):
            return prefix + name[found.end() :]
    return name


def items(value: Any) -> list[Any]:
    """A value as a list: itself, or the one value that stands without one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def texts(value: Any, most: int = MAX_NAME) -> list[str]:
    """Every text of a value, the English ones where it has several languages."""
    if isinstance(value, str):
        return [line] if (line := clean(value, most)) else []
    if isinstance(value, list):
        parts = sorted((part for part in value if isinstance(part, str | dict)), key=_is_foreign)
        return [line for part in parts for line in texts(part, most)]
    if isinstance(value, dict) and value:
        if "@value" in value:
            return texts(value["@value"], most) if isinstance(value["@value"], str) else []
        languages = [key for key in value if not key.startswith("@")]
        english = next((key for key in languages if key.casefold().startswith("en")), next(iter(languages), None))
        return [line for part in items(value.get(english)) if isinstance(part, str) and (line := clean(part, most))]
    return []


def _is_foreign(value: str | Node) -> bool:
    """Whether a text says that it is in another language than English."""
    if isinstance(value, str):
        return False
    languages = [value["@language"]] if "@language" in value else [key for key in value if not key.startswith("@")]
    return bool(languages) and not any(str(tag).casefold().startswith("en") for tag in languages)


def text(value: Any, most: int = MAX_NAME) -> str:
    """The first text of a value; empty where there is none."""
    if isinstance(value, str):
        return clean(value, most)
    found = texts(value, most)
    return found[0] if found else ""


def first_text(node: Node, *names: str, most: int = MAX_NAME) -> str:
    """The text of the first of some properties that has one."""
    return next((found for name in names if (found := text(node.get(name), most))), "")


def types(node: Node) -> list[str]:
    """The names of a node's classes without their prefix."""
    return [kind.rpartition(":")[2].rpartition("/")[2] for kind in items(node.get("@type")) if isinstance(kind, str)]


def pointed(value: Any) -> Any:
    """What an alignment object points at; anything else is itself."""
    target = value.get("ceterms:targetNode") if isinstance(value, dict) else None
    return target if isinstance(target, str | dict) and target else value


def address(value: Any) -> str:
    """What a reference points at: its address or identifier; empty where it is none."""
    if isinstance(value, dict):
        value = value.get("@id") or value.get("ceterms:ctid")
    return value.strip()[:2000] if isinstance(value, str) else ""


def ctid(value: str) -> str:
    """The CTID in an address, in lower case."""
    found = _CTID.search(value)
    return f"ce-{found[1].lower()}" if found else ""


def term(value: Any) -> str:
    """A vocabulary term without its prefix: of an alignment object, a concept or a bare text; the first of several."""
    for part in items(value):
        if isinstance(part, dict):
            target = part.get("ceterms:targetNode")
            name = address(target) if isinstance(target, str | dict) else ""
            found = name or first_text(part, "ceterms:targetNodeName", "skos:prefLabel") or address(part)
        else:
            found = part if isinstance(part, str) else ""
        if found:
            return re.split(r"[:/#]", found.strip())[-1].replace(" ", "")
    return ""


def terms(value: Any) -> list[str]:
    """Every vocabulary term of a value."""
    return [found for part in items(value) if (found := term(part))]


def number(value: Any) -> float | None:
    """A finite number, also where it stands as text."""
    if isinstance(value, str):
        plain = value.strip().lstrip("$£€").replace(",", "")
        return float(plain) if _NUMBER.match(plain) else None
    if isinstance(value, dict):
        return number(value.get("@value"))
    if isinstance(value, list):
        return number(value[0]) if len(value) == 1 and not isinstance(value[0], list) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e12 and math.isfinite(value) else None


def day(value: Any) -> str | None:
    """A date, also where its month or day lacks a zero or a time follows."""
    found = _DATE.match(text(value))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def web_address(value: Any) -> str | None:
    """An address of a page; any other scheme is none."""
    found = address(value) or text(value, 1000)
    return found if found.startswith(("http://", "https://")) and len(found) <= 1000 and found.isprintable() else None


class Duration(NamedTuple):
    """An ISO 8601 duration: hours of work where only its time part is given, else calendar weeks."""

    hours: float | None
    weeks: float | None


def duration(value: Any) -> Duration | None:
    """Read ``PT4H`` as hours and ``P9M`` as weeks (a month is 52/12 of them); None where it is neither, or nothing at all."""
    written = text(value, 60).upper().replace(",", ".")
    found = _DURATION.match(written)
    if found is None or not any(found.groups()):
        return None
    part = {name: float(figure or 0) for name, figure in found.groupdict().items()}
    weeks = part["years"] * 52 + part["months"] * 52 / 12 + part["weeks"] + part["days"] / 7
    hours = part["hours"] + part["minutes"] / 60 + part["seconds"] / 3600
    if not weeks and not hours:
        return None
    return Duration(None, weeks) if weeks else Duration(hours, None)


def typed_within(node: Node) -> Iterator[Node]:
    """Every object with a class inside a node, at any depth.

    Raises:
        TooDeepError: it is nested too deeply.
    """
    level: list[Any] = [value for value in node.values() if isinstance(value, dict | list)]
    for _ in range(MAX_DEPTH):
        below: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                if "@type" in value:
                    yield value
                value = value.values()
            below.extend(part for part in value if isinstance(part, dict | list))
        if not below:
            return
        level = below
    raise TooDeepError
