"""The JSON Schemas of answers. Each ships as a file beside the code; `schema` in an answer's envelope names it."""

from __future__ import annotations

from importlib.resources import files

from skillpath.errors import SkillpathError

_FOLDER = files("skillpath") / "schemas"


def schema_names() -> list[str]:
    """Every schema, named as in the envelope: ``plan/1``."""
    return sorted(_name(file.name) for file in _FOLDER.iterdir() if file.name.endswith(".json"))


def schema_text(name: str) -> str:
    """The JSON Schema (2020-12) that an answer names in its envelope: ``plan/1``; ``envelope/1`` is what all have in common.

    Raises:
        SkillpathError: there is no schema of that name.
    """
    names = schema_names()
    if name not in names:
        raise SkillpathError("unknown-schema", f"there is no schema `{name}`", hint=f"the schemas are {', '.join(names)}")
    return (_FOLDER / f"{name.replace('/', '-')}.json").read_text(encoding="utf-8")


def _name(file: str) -> str:
    name, _, major = file.removesuffix(".json").rpartition("-")
    return f"{name}/{major}"
