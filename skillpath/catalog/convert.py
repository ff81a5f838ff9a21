"""Plain values -> typed records. A good record converts in one call; a bad one is taken apart so that all its mistakes show."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeVar, get_args

import msgspec

from skillpath.catalog import values
from skillpath.catalog.yaml_reader import Path

S = TypeVar("S", bound=msgspec.Struct)

_AT = re.compile(r" - at `(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>.*)`$")
_STEP = re.compile(r"\.(?P<key>[^.\[\]]+)|\[(?P<index>\d+)\]|\[\.\.\.\]")

_WORDS = {
    "str": "text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "nothing",
}


class Mistake(NamedTuple):
    """What is wrong at a path inside one record."""

    path: Path
    code: str
    message: str
    hint: str = ""


def convert(value: Any, record_type: type[S]) -> tuple[S | None, list[Mistake]]:
    """The typed record and no mistakes, or None and every mistake in it."""
    try:
        return msgspec.convert(value, record_type), []
    except msgspec.ValidationError as error:
        mistakes = list(dict.fromkeys(_explain(value, record_type, ())))
        return None, mistakes or [_reword(str(error), (), record_type)]


def _explain(value: Any, wanted: Any, path: Path) -> Iterator[Mistake]:
    """Every mistake of `value` as a `wanted`, found by converting its parts one by one."""
    struct = _struct_in(wanted)
    if isinstance(value, list) and not _converts(value, wanted) and (parts := _element_type(wanted)) is not None:
        for index, part in enumerate(value):
            yield from _explain(part, parts, (*path, index))
    elif isinstance(value, dict) and struct is not None:
        yield from _explain_struct(value, struct, path)
    elif (error := _error(value, wanted)) is not None:
        yield _reword(error, path, struct)


def _explain_struct(value: dict[str, Any], struct: type[msgspec.Struct], path: Path) -> Iterator[Mistake]:
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for key, part in value.items():
        if key == "origin" or key not in fields:
            if key != "origin" or not isinstance(part, dict):
                yield _unknown(key, list(fields), path)
        else:
            yield from _explain(part, fields[key].type, (*path, key))
    for name, field in fields.items():
        if field.required and name not in value:
            yield Mistake(path, "missing-field", f"the field `{name}` is missing", f"add `{name}: ...`")


def _unknown(key: str, known: list[str], path: Path) -> Mistake:
    close = difflib.get_close_matches(key, known, 1)
    hint = f"did you mean `{close[0]}`?" if close else "the fields are " + ", ".join(name for name in known if name != "origin")
    return Mistake((*path, key), "unknown-field", f"there is no field `{key}`", hint)


def _error(value: Any, wanted: Any) -> str | None:
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        return str(error)
    return None


def _converts(value: Any, wanted: Any) -> bool:
    return _error(value, wanted) is None


def _struct_in(wanted: Any) -> type[msgspec.Struct] | None:
    """The one Struct that a type allows outside lists, if there is just one."""
    if isinstance(wanted, type) and issubclass(wanted, msgspec.Struct):
        return wanted
    if _is_list(wanted):
        return None
    found = [struct for part in get_args(wanted) if (struct := _struct_in(part)) is not None]
    return found[0] if len(found) == 1 else None


def _is_list(wanted: Any) -> bool:
    return getattr(wanted, "__origin__", None) is tuple


def _element_type(wanted: Any) -> Any:
    if _is_list(wanted):
        return get_args(wanted)[0]
    return next((found for part in get_args(wanted) if (found := _element_type(part)) is not None), None)


def _reword(error: str, path: Path, struct: type[msgspec.Struct] | None) -> Mistake:
    """msgspec's words in ours."""
    if at := _AT.search(error):
        error = error[: at.start()]
        path = (*path, *_steps(at["path"]))
    if (unknown := _UNKNOWN.search(error)) and struct is not None:
        return _unknown(unknown["name"], [field.encode_name for field in msgspec.structs.fields(struct)], path)
    message, hint = _plain_words(error)
    return Mistake(path, "bad-value", message, hint)


def _steps(text: str) -> Iterator[str | int]:
    for step in _STEP.finditer(text):
        if step["key"] is not None:
            yield step["key"]
        elif step["index"] is not None:
            yield int(step["index"])


def _plain_words(error: str) -> tuple[str, str]:
    if "matching regex" in error:
        return _pattern_words(error)
    if found := re.match(r"Expected `([^`]*)`, got `([^`]*)`", error):
        wanted = " or ".join(_WORDS.get(word.strip(), word.strip()) for word in found[1].split("|"))
        return f"should be {wanted}, and is {_WORDS.get(found[2], found[2])}", ""
    return error[:1].lower() + error[1:], ""


def _pattern_words(error: str) -> tuple[str, str]:
    """A value that has the right type and the wrong form."""
    forms = {
        values.Id: ("is not an id", "ids are lower-case letters, digits, `-`, `.` and `_`"),
        values.MoneyText: ("is not an amount with a currency", "write it as `49 USD`"),
        values.Day: ("is not a date", "write it as '2026-11-23', in quotes"),
        values.RoughDay: ("is not a date, a month or a year", "write it as '2026-11-23', '2026-11' or '2026', in quotes"),
        values.Country: ("is not a country or region", "write it as 'US' or 'US-LA', in quotes"),
        values.Language: ("is not a language tag", "write it as 'en'"),
        values.Currency: ("is not a currency", "write it as 'USD'"),
    }
    for form, words in forms.items():
        if any(getattr(meta, "pattern", None) and repr(meta.pattern)[1:-1] in error for meta in get_args(form)[1:]):
            return words
    return error[:1].lower() + error[1:], ""
