"""What the catalogues at hand know already: an import reuses their skills, and never takes one of their names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from skillpath.catalog.catalog import fold, names_of
from skillpath.catalog.convert import convert
from skillpath.catalog.imports.writer import HEAD, SUFFIX
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.records import Role
from skillpath.catalog.stack import StackedCatalog
from skillpath.errors import InputError

NAMED = ("skills", "roles", "conditions", "sources")
_PREFIXES = tuple(b'{"%s":' % section.encode() for section in NAMED)


class Known:
    """Records of the loaded catalogues by name, and by the codes that O*NET and ESCO give them.

    `imported` are those of earlier imports: their names are taken too, but nothing more is made of them, so that an import stays
    the same whichever other one comes after it.
    """

    def __init__(self, records: Iterable[tuple[str, AnyRecord]] = (), imported: Iterable[tuple[str, AnyRecord]] = ()) -> None:
        self._names: dict[str, dict[str, str]] = {section: {} for section in KINDS}
        self._codes: dict[tuple[str, str], str] = {}
        self._roles: dict[str, list[Role]] = {}
        for section, record in records:
            self._add(section, record)
        self._loaded = {section: frozenset(names.values()) for section, names in self._names.items()}
        for section, record in imported:
            self._add(section, record)

    def _add(self, section: str, record: AnyRecord) -> None:
        for name in names_of(record):
            self._names[section].setdefault(fold(name), record.id)
        for code in (getattr(record, "esco", None), getattr(record, "onet", None)):
            if code is not None and section == "skills":
                self._codes.setdefault((section, code), record.id)
        if isinstance(record, Role):
            for code in {code for code in (record.soc, record.esco) if code is not None}:
                self._roles.setdefault(code, []).append(record)

    def named(self, section: str, text: str) -> str | None:
        """The id of the record of a section with this id, name or alias."""
        return self._names[section].get(fold(text))

    def loaded(self, section: str, text: str) -> str | None:
        """The same, but of the loaded catalogues only."""
        id = self.named(section, text)
        return id if id in self._loaded[section] else None

    def coded(self, section: str, code: str) -> str | None:
        """The id of the skill with this O*NET element or ESCO address."""
        return self._codes.get((section, code))

    def skill(self, code: str, *names: str) -> str | None:
        """The skill with a code, else with one of the names."""
        found = self.coded("skills", code)
        return found or next((id for name in names if (id := self.named("skills", name)) is not None), None)

    def roles_coded(self, code: str) -> list[Role]:
        """The roles with this O*NET-SOC code or ESCO address."""
        return self._roles.get(code, [])


def records_of(records: dict[str, dict[str, AnyRecord]]) -> Iterator[tuple[str, AnyRecord]]:
    """The loaded records that have names worth knowing."""
    return ((section, record) for section in NAMED for record in records.get(section, {}).values())


def records_of_index(catalog: StackedCatalog) -> Iterator[tuple[str, AnyRecord]]:
    """The same out of an index, as the files have them."""
    return ((section, record) for section in NAMED for record in catalog.in_file_order(KINDS[section]))


def records_of_imports(folder: Path, target: Path) -> Iterator[tuple[str, AnyRecord]]:
    """The same out of the catalogues that were imported before, all but the one that is about to be replaced.

    Raises:
        InputError: one of them cannot be read.
    """
    if not folder.is_dir():
        return
    for file in sorted(folder.glob(f"*{SUFFIX}")):
        if file.name != target.name and not file.name.startswith("."):
            yield from _records_in(file)


def _records_in(file: Path) -> Iterator[tuple[str, AnyRecord]]:
    decoder = msgspec.json.Decoder(dict[str, Any])
    try:
        with file.open("rb") as stream:
            if stream.readline(len(HEAD)) != HEAD:
                return
            for line in stream:
                if line.startswith(_PREFIXES):
                    ((section, value),) = decoder.decode(line).items()
                    record, _ = convert(value, KINDS[section])
                    if record is not None:
                        yield section, record
    except (OSError, msgspec.MsgspecError, ValueError) as error:
        hint = "import it again, or remove it"
        raise InputError(f"the earlier import {file} cannot be read: {error}", code="unreadable", hint=hint) from None
