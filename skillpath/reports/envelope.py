"""The one JSON envelope that every command speaks, from the first release."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from msgspec import Struct

from skillpath import __version__
from skillpath.catalog.records import Source
from skillpath.errors import Problem, SkillpathError
from skillpath.reports.visible import visible_json


def envelope(
    command: str,
    status: str,
    data: Any,
    *,
    warnings: Sequence[str] = (),
    errors: Sequence[dict[str, Any]] = (),
    schema: str = "",
) -> str:
    """The JSON text of an answer: keys sorted, UTF-8, one trailing newline."""
    content = {
        "skillpath": __version__,
        "schema": schema or f"{command.replace(' ', '-')}/1",
        "command": command,
        "status": status,
        "data": data,
        "warnings": list(warnings),
        "errors": list(errors),
    }
    import json

    return visible_json(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False)) + "\n"


def error_data(error: SkillpathError) -> list[dict[str, Any]]:
    """An error as data: itself, then its problems one by one."""
    itself = {"code": error.code, "message": error.message, "where": None, "hint": error.hint or None}
    return [itself, *(problem_data(problem) for problem in error.problems)]


def source_data(source: Source) -> dict[str, Any]:
    """A source as data, the same in every answer."""
    return {"id": source.id, "url": source.url or None, "date": source.date, "says": source.says or None}


def every_field(value: Any) -> Any:
    """A record as plain data with every key, whether it holds its default or not, so that keys are stable."""
    if isinstance(value, Struct):
        tag = {value.__struct_config__.tag_field: value.__struct_config__.tag} if value.__struct_config__.tag_field else {}
        return {**tag, **{name: every_field(getattr(value, name)) for name in value.__struct_fields__}}
    if isinstance(value, tuple | list):
        return [every_field(item) for item in value]
    return value


def problem_data(problem: Problem) -> dict[str, Any]:
    """A located problem as data."""
    where = {
        "file": problem.file or None,
        "line": problem.line or None,
        "record": problem.record or None,
        "field": problem.field or None,
    }
    return {"code": problem.code, "message": problem.message, "where": where, "hint": problem.hint or None}


def money(cents: int, currency: str) -> dict[str, str]:
    """An exact amount: ``{"amount": "49.00", "currency": "USD"}``."""
    return {"amount": str(Decimal(cents).scaleb(-2)), "currency": currency}


def decimal(value: Fraction | int, places: int = 2) -> str:
    """A number in decimals, half up."""
    scaled = Fraction(value) * 10**places
    whole = (abs(scaled) + Fraction(1, 2)).__floor__()
    return str(Decimal(whole if scaled >= 0 else -whole).scaleb(-places))


@lru_cache(maxsize=10_000)
def hours(minutes: int) -> str:
    """Study minutes as hours, without needless zeros."""
    text = decimal(Fraction(minutes, 60))
    return text.rstrip("0").rstrip(".") if "." in text else text
