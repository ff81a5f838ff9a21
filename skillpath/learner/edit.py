"""Edits a profile's text line by line, so that the learner's own comments and order stay."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from skillpath.catalog.yaml_reader import Document, read_yaml
from skillpath.errors import InputError

TEMPLATE = """# Your skillpath profile. Nothing here is required; every value can be overridden by an option.
skillpath: 1
# start: '2026-12-01'      # first day of study; today when left out
# pace: 10                 # hours of study a week
# residence: US            # country or region, such as 'US-LA'
# languages: [en]
holdings:                  # what you have earned, with the date
# - {credential: google-it-support, earned: '2025-05-31'}
skills:                    # what you know without a certificate: 1 knows it ... 4 leads others
# - {skill: spreadsheets, level: 2}
# experience: [{field: it-support, years: 2}]
# awards: [{award: bachelor, field: history}]
# limits: {budget: 500 USD, exclude: []}
"""

_SAFE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+-]*$")


def flow(entry: dict[str, Any]) -> str:
    """An entry on one line: ``{credential: x, earned: '2025-05-31'}``."""
    return "{" + ", ".join(f"{key}: {scalar(value)}" for key, value in entry.items()) + "}"


def scalar(value: Any) -> str:
    """A value as YAML that every reader takes for the same."""
    if isinstance(value, str):
        probe = read_yaml(f"a: {value}".encode(), "") if _SAFE.match(value) else None
        safe = probe is not None and not probe.problems and probe.value == {"a": value}
        return value if safe else "'" + value.replace("'", "''") + "'"
    return f"{value:g}" if isinstance(value, float) else str(value)


def add_entry(text: str, section: str, entry: dict[str, Any]) -> str:
    """The text with an entry at the end of a list section."""
    document = _read(text)
    lines = text.splitlines()
    items = document.value.get(section)
    if section not in document.value:
        lines += [f"{section}:", f"- {flow(entry)}"]
    elif not items:
        at = document.lines[(section,)]
        lines[at - 1] = re.sub(r":\s+(\[\s*\]|null|~)(?=\s|$)", ":", lines[at - 1], count=1)
        lines.insert(at, f"- {flow(entry)}")
    elif _is_block(document, section, lines):
        first = lines[document.lines[(section, 0)] - 1]
        indent = first[: len(first) - len(first.lstrip())]
        lines.insert(_last_line(document, section, lines), f"{indent}- {flow(entry)}")
    else:
        lines = _as_block(document, section, lines, [*items, entry])
    return _checked(lines, document, {section: [*(items or []), entry]})


def remove_entries(text: str, section: str, places: list[int]) -> str:
    """The text without some entries of a list section."""
    document = _read(text)
    lines = text.splitlines()
    items = document.value.get(section) or []
    left = [item for place, item in enumerate(items) if place not in places]
    if _is_block(document, section, lines):
        ends = [document.lines[(section, place)] - 1 for place in range(len(items))] + [_last_line(document, section, lines)]
        for place in sorted(places, reverse=True):
            first, end = ends[place], ends[place + 1]
            while end - 1 > first and _is_blank(lines[end - 1]):
                end -= 1
            del lines[first:end]
    else:
        lines = _as_block(document, section, lines, left)
    return _checked(lines, document, {section: left or None})


def set_value(text: str, key: str, value: Any) -> str:
    """The text with a top-level value set."""
    document = _read(text)
    lines = text.splitlines()
    line = f"{key}: {scalar(value)}"
    if (key,) in document.lines:
        at = document.lines[(key,)] - 1
        comment = re.search(r"\s+#.*$", lines[at])
        lines[at] = line + (comment[0] if comment else "")
    else:
        version = document.lines.get(("skillpath",), 0)
        lines.insert(version, line)
    return _checked(lines, document, {key: value})


def _read(text: str) -> Document:
    document = read_yaml(text.encode(), "profile")
    if document.problems or not isinstance(document.value, dict | None):
        raise InputError("the profile has mistakes; mend it first", document.problems)
    return document if document.value is not None else document._replace(value={})


def _is_block(document: Document, section: str, lines: list[str]) -> bool:
    return (section, 0) in document.lines and bool(re.match(r"\s*-(\s|$)", lines[document.lines[(section, 0)] - 1]))


def _last_line(document: Document, section: str, lines: list[str]) -> int:
    """How many lines there are up to the end of a block section's last entry."""
    end = min(document.spans[(section,)][1] - 1, len(lines))
    if end <= document.lines[(section, 0)] - 1:
        end = len(lines)
    while end > 1 and _is_blank(lines[end - 1]):
        end -= 1
    return end


def _is_blank(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _as_block(document: Document, section: str, lines: list[str], items: list[Any]) -> list[str]:
    """A section written in flow style, written anew with a line for each entry."""
    first, last = document.lines[(section,)] - 1, document.spans[(section,)][1]
    entries = [f"- {flow(item) if isinstance(item, dict) else scalar(item)}" for item in items]
    return [*lines[:first], f"{section}:", *entries, *lines[last:]]


def _checked(lines: list[str], before: Document, changed: dict[str, Any]) -> str:
    """The new text, provided that it reads as the old content with just this change."""
    text = "\n".join(lines) + "\n"
    after = read_yaml(text.encode(), "profile")
    wanted = {**before.value, **changed}
    same = isinstance(after.value, dict) and all(
        (after.value.get(key) or None) == (value or None) for key, value in wanted.items()
    )
    if after.problems or not same:
        raise InputError("the profile is written in a way that cannot be edited safely", hint="edit the file by hand")
    return text


def read_text(path: Path) -> str:
    """The profile's text; the template where there is none yet."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return TEMPLATE
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the profile {path} cannot be read: {getattr(error, 'strerror', None) or 'it is not UTF-8 text'}"
        ) from None
