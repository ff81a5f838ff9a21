"""Control characters are shown, never sent: a catalogue cannot steer the terminal or the program that reads its names."""

from __future__ import annotations

from typing import Any, TypeVar

from msgspec import Struct

T = TypeVar("T")

_CONTROLS = (*range(0x20), *range(0x7F, 0xA0))
_SHOWN = {code: f"\\x{code:02x}" for code in _CONTROLS if chr(code) != "\n"}
_IN_JSON = {code: f"\\u{code:04x}" for code in _CONTROLS if code >= 0x7F}


def visible(text: str) -> str:
    """A text whose control characters, but for the ends of lines, are written as escapes."""
    return text if text.isprintable() else text.translate(_SHOWN)


def visible_json(text: str) -> str:
    """A JSON text in which the controls that JSON lets stand are escaped too: it means the same."""
    return text.translate(_IN_JSON)


def visible_parts(value: T) -> T:
    """A document, or a part of one, with every text in it made visible."""
    whole: T = _visible(value)
    return whole


def _visible(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, tuple):
        return tuple(map(_visible, value))
    if isinstance(value, Struct):
        return type(value)(*(_visible(getattr(value, name)) for name in value.__struct_fields__))
    return value
