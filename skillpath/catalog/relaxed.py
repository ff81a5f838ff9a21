"""Record types without their patterns: regular expressions are three quarters of the time that typed reading takes.

Only for text whose patterned values are known to be good, because the same values stood in a record that was checked.
"""

from __future__ import annotations

from functools import reduce
from operator import or_
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Meta, Struct, defstruct
from msgspec.structs import FieldInfo, fields

from skillpath.catalog.records import Need

S = TypeVar("S", bound=Struct)


def without_patterns(struct: type[S]) -> type[S]:
    """A type with the fields of `struct`, which takes any text where `struct` wants a pattern.

    Requirement expressions are recursive and stay as strict as they are.
    """
    hints = get_type_hints(struct, include_extras=True)
    found = [_field(field, _relax(hints[field.name])) for field in fields(struct)]
    made = defstruct(
        f"Relaxed{struct.__name__}", found, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True
    )
    return cast("type[S]", made)


def _field(field: FieldInfo, hint: Any) -> tuple[str, Any] | tuple[str, Any, Any]:
    if field.default is not NODEFAULT:
        return field.name, hint, field.default
    return field.name, hint


def _relax(hint: Any) -> Any:
    arguments = get_args(hint)
    match get_origin(hint):
        case None:
            return without_patterns(hint) if _is_plain_struct(hint) else hint
        case origin if origin is Annotated:
            metas = [_without_pattern(meta) for meta in arguments[1:] if isinstance(meta, Meta)]
            return Annotated[(_relax(arguments[0]), *metas)]
        case origin if origin in (Union, UnionType):
            return reduce(or_, map(_relax, arguments))
        case origin if origin is tuple:
            return tuple[_relax(arguments[0]), ...]  # type: ignore[misc]
    return hint


def _is_plain_struct(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct) and hint is not Need


def _without_pattern(meta: Meta) -> Meta:
    return Meta(
        gt=meta.gt, ge=meta.ge, lt=meta.lt, le=meta.le, min_length=meta.min_length, max_length=meta.max_length, extra=meta.extra
    )
