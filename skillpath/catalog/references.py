"""Which ids a record names: read off the record types, where `SkillId`, `CredentialId`, ... say what an id belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, get_args, get_type_hints

from msgspec import Meta, Struct


def references(record: Struct) -> Iterator[tuple[str, str, str]]:
    """(field, id, section) for every id of another record, however deep it stands."""
    return _walk("", record)


def _walk(path: str, part: Struct) -> Iterator[tuple[str, str, str]]:
    for name, section in _fields(type(part)):
        value = getattr(part, name)
        field = f"{path}{name}"
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                yield from _item(f"{field}[{index}]", item, section)
        else:
            yield from _item(field, value, section)


def _item(field: str, value: Any, section: str | None) -> Iterator[tuple[str, str, str]]:
    if isinstance(value, Struct):
        yield from _walk(f"{field}.", value)
    elif isinstance(value, str) and section is not None:
        yield field, value, section


@cache
def _fields(struct: type[Struct]) -> tuple[tuple[str, str | None], ...]:
    """The fields that can hold an id or a part, with the section that their ids belong to."""
    hints = get_type_hints(struct, include_extras=True)
    found = ((name, _section(hint), _has_part(hint)) for name, hint in hints.items() if name != "origin")
    return tuple((name, section) for name, section, has_part in found if section is not None or has_part)


def _section(hint: Any) -> str | None:
    for part in get_args(hint):
        if isinstance(part, Meta):
            if part.extra is not None and "section" in part.extra:
                return str(part.extra["section"])
        elif (section := _section(part)) is not None:
            return section
    return None


def _has_part(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Struct):
        return True
    return any(_has_part(part) for part in get_args(hint))
