"""The one interface through which everything reads a catalogue: by id, by skill, by name.

Nothing above may count on holding all records: a catalogue of two million answers the same questions from an index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import Credential, Recommendation, Skill
from skillpath.catalog.shape import EVERY, Hints, Shape, part_of

R = TypeVar("R", bound=AnyRecord)
S = TypeVar("S", bound=Shape)

_SEPARATORS = re.compile(r"[\s_\-–—/]+")


def fold(text: str) -> str:
    """The form in which names are compared: case, hyphens and spaces do not matter."""
    return _SEPARATORS.sub(" ", text.casefold()).strip()


class Catalog(Protocol):
    """What a catalogue answers. Every list comes in a fixed order."""

    def get(self, kind: type[R], id: str) -> R | None:
        """The record of a type with this id."""

    def all(self, kind: type[R]) -> Iterator[R]:
        """Every record of a type, by id: for listings and checks, never for planning."""

    def ids(self, kind: type[AnyRecord]) -> Iterator[str]:
        """The ids of all records of a type, sorted."""

    def browse(self, kind: type[AnyRecord], shape: type[S], hints: Hints = EVERY) -> Iterator[S]:
        """Some fields of every record of a type that answers to the hints, by id; perhaps of more records."""

    def issued(self) -> Mapping[str, int]:
        """How many credentials each provider issues."""

    def count_teaching(self, skill: str) -> int:
        """How many credentials teach or attest the skill, or a kind of it."""

    def count(self, kind: type[AnyRecord]) -> int:
        """How many records of a type there are."""

    def named(self, kind: type[R], text: str) -> list[R]:
        """The records whose id, name or alias is the text, case and hyphens aside."""

    def names(self, kind: type[AnyRecord]) -> Iterable[tuple[str, str]]:
        """(name, id) for every name and alias of a type."""

    def similar(self, kind: type[AnyRecord], text: str) -> Iterable[tuple[str, str]]:
        """(name, id) for the names of a type that are worth comparing with a text: all of them, where they are not too many."""

    def broader(self, skill: str) -> frozenset[str]:
        """The skill and everything that it is a kind of."""

    def narrower(self, skill: str) -> frozenset[str]:
        """The skill and every kind of it."""

    def teaching(self, skill: str) -> list[str]:
        """Ids of the credentials whose `teaches` or `attests` names the skill itself, sorted."""

    def awarding(self, award: str, field: str | None = None) -> list[str]:
        """Ids of the credentials that grant the award, in a field if one is given, sorted."""

    def count_awarding(self, award: str, field: str | None = None) -> int:
        """How many these are at most."""

    def recommendations(self, credential: str) -> list[Recommendation]:
        """The credit recommendations for a credential, by id."""

    def recommended(self) -> list[str]:
        """Ids of the credentials with credit recommendations, sorted."""


class MemoryCatalog:
    """A catalogue held in memory."""

    def __init__(self, records: dict[str, dict[str, AnyRecord]]) -> None:
        self._records: dict[type, dict[str, AnyRecord]] = {}
        for by_id in records.values():
            for record in by_id.values():
                self._records.setdefault(type(record), {})[record.id] = record
        self._names: dict[type, dict[str, list[str]]] = {}
        self._index_skills()
        self._index_credentials()

    def _index_skills(self) -> None:
        self._narrower: dict[str, set[str]] = {}
        for skill in self.all(Skill):
            for above in self.broader(skill.id):
                self._narrower.setdefault(above, set()).add(skill.id)

    def _index_credentials(self) -> None:
        self._teaching: dict[str, set[str]] = {}
        self._awarding: dict[str, list[Credential]] = {}
        self._recommendations: dict[str, list[Recommendation]] = {}
        for credential in self.all(Credential):
            for entry in (*credential.teaches, *credential.attests):
                skill = entry if isinstance(entry, str) else entry.skill
                self._teaching.setdefault(skill, set()).add(credential.id)
            if credential.kind == "degree" and credential.award is not None:
                self._awarding.setdefault(credential.award, []).append(credential)
        for recommendation in self.all(Recommendation):
            self._recommendations.setdefault(recommendation.credential, []).append(recommendation)

    def get(self, kind: type[R], id: str) -> R | None:
        record = self._records.get(kind, {}).get(id)
        return record if isinstance(record, kind) else None

    def all(self, kind: type[R]) -> Iterator[R]:
        by_id = self._records.get(kind, {})
        return (record for id in sorted(by_id) if isinstance(record := by_id[id], kind))

    def ids(self, kind: type[AnyRecord]) -> Iterator[str]:
        return iter(sorted(self._records.get(kind, {})))

    def browse(self, kind: type[AnyRecord], shape: type[S], hints: Hints = EVERY) -> Iterator[S]:  # noqa: ARG002
        return (part_of(record, shape) for record in self.all(kind))

    def issued(self) -> Mapping[str, int]:
        return Counter(record.provider for record in self.all(Credential))

    def count_teaching(self, skill: str) -> int:
        return len({id for below in self.narrower(skill) for id in self.teaching(below)})

    def count(self, kind: type[AnyRecord]) -> int:
        return len(self._records.get(kind, {}))

    def named(self, kind: type[R], text: str) -> list[R]:
        ids = self._names_of(kind).get(fold(text), [])
        return [record for id in sorted(set(ids)) if (record := self.get(kind, id)) is not None]

    def names(self, kind: type[AnyRecord]) -> Iterable[tuple[str, str]]:
        return ((name, id) for name, ids in sorted(self._names_of(kind).items()) for id in ids)

    def similar(self, kind: type[AnyRecord], text: str) -> Iterable[tuple[str, str]]:  # noqa: ARG002
        return self.names(kind)

    def _names_of(self, kind: type) -> dict[str, list[str]]:
        if kind not in self._names:
            names: dict[str, list[str]] = {}
            for record in self._records.get(kind, {}).values():
                for name in names_of(record):
                    ids = names.setdefault(fold(name), [])
                    if record.id not in ids:
                        ids.append(record.id)
            self._names[kind] = names
        return self._names[kind]

    def broader(self, skill: str) -> frozenset[str]:
        found: dict[str, None] = {}
        step: str | None = skill
        while step is not None and step not in found:
            found[step] = None
            record = self.get(Skill, step)
            step = record.broader if record else None
        return frozenset(found)

    def narrower(self, skill: str) -> frozenset[str]:
        return frozenset(self._narrower.get(skill, ()))

    def teaching(self, skill: str) -> list[str]:
        return sorted(self._teaching.get(skill, ()))

    def awarding(self, award: str, field: str | None = None) -> list[str]:
        return [degree.id for degree in self._awarding.get(award, []) if field in (None, degree.award_field)]

    def count_awarding(self, award: str, field: str | None = None) -> int:
        return len(self.awarding(award, field))

    def recommendations(self, credential: str) -> list[Recommendation]:
        return self._recommendations.get(credential, [])

    def recommended(self) -> list[str]:
        return sorted(self._recommendations)


def names_of(record: AnyRecord | Shape) -> Iterator[str]:
    """The id, the name and the aliases of a record."""
    yield record.id
    name: str | None = getattr(record, "name", None)
    if name is not None:
        yield name
    yield from getattr(record, "aliases", ())
