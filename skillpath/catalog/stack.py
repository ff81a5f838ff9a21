"""A catalogue of several layers, each an index: answers like one in memory, and reads only what is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from heapq import merge as merge_sorted
from typing import TYPE_CHECKING, TypeVar

from skillpath.catalog.catalog import fold, names_of
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.outline import Outline, Traits
from skillpath.catalog.packing import SECTIONS, folded
from skillpath.catalog.records import Credential, Recommendation, Skill
from skillpath.catalog.shape import EVERY, Hints, Shape
from skillpath.catalog.store import Overlay, Store

if TYPE_CHECKING:
    from skillpath.catalog.search import Hit, Result

R = TypeVar("R", bound=AnyRecord)
S = TypeVar("S", bound=Shape)

LAYER_BITS = 56


class StackedCatalog:
    """Implements `Catalog` over indexes, lowest layer first. Ids are unique over all layers; overlays count everywhere."""

    def __init__(self, stores: Sequence[Store]) -> None:
        self.stores = tuple(stores)
        self._read: dict[tuple[type, str], AnyRecord | None] = {}
        self._names: dict[str, list[tuple[str, str]]] = {}
        self._traits: dict[int, Traits | None] = {}
        self._awarding: dict[tuple[str, str | None], int] = {}

    @cached_property
    def changed(self) -> dict[tuple[str, str], list[Overlay]]:
        """The overlays of each record that has any, lowest layer first."""
        found: dict[tuple[str, str], list[Overlay]] = {}
        for overlay in (overlay for store in self.stores for overlay in store.overlays()):
            found.setdefault((overlay.kind, overlay.id), []).append(overlay)
        return found

    def changed_records(self, kind: type[R]) -> list[R]:
        """The records of a type that have overlays, with these."""
        section = SECTIONS[kind]
        found = (self.get(kind, id) for changed, id in self.changed if changed == section)
        return [record for record in found if record is not None]

    def get(self, kind: type[R], id: str) -> R | None:
        key = (kind, id)
        if key not in self._read:
            self._read[key] = self._find(SECTIONS[kind], id)
        record = self._read[key]
        return record if isinstance(record, kind) else None

    def _find(self, section: str, id: str) -> AnyRecord | None:
        for store in self.stores:
            record = store.get(section, id)
            if record is not None:
                return self._with_overlays(section, record)
        return None

    def _with_overlays(self, section: str, record: AnyRecord) -> AnyRecord | None:
        overlays = self.changed.get((section, record.id))
        if not overlays:
            return record
        from skillpath.catalog.overlays import merge

        return merge(record, overlays)[0]

    def prefetch(self, kind: type[AnyRecord], ids: Iterable[str]) -> None:
        """Read many records at once, for `get` to find them at hand."""
        wanted = [id for id in dict.fromkeys(ids) if (kind, id) not in self._read]
        section = SECTIONS[kind]
        self._read.update(dict.fromkeys(((kind, id) for id in wanted), None))
        for store in self.stores:
            for record in store.many(section, wanted):
                self._read[kind, record.id] = self._with_overlays(section, record)

    def all(self, kind: type[R]) -> Iterator[R]:
        section = SECTIONS[kind]
        records = merge_sorted(*(store.all(section) for store in self.stores), key=lambda record: record.id)
        return (whole for record in records if isinstance(whole := self._with_overlays(section, record), kind))

    def ids(self, kind: type[AnyRecord]) -> Iterator[str]:
        return merge_sorted(*(store.ids_of_kind(SECTIONS[kind]) for store in self.stores))

    def browse(self, kind: type[AnyRecord], shape: type[S], hints: Hints = EVERY) -> Iterator[S]:
        from skillpath.catalog.browse import browse

        return browse(self, kind, shape, hints)

    def issued(self) -> Mapping[str, int]:
        from skillpath.catalog.browse import issued

        return issued(self)

    def count_teaching(self, skill: str) -> int:
        from skillpath.catalog.browse import count_teaching

        return count_teaching(self, skill)

    def in_file_order(self, kind: type[R]) -> Iterator[R]:
        """Every record of a type, lowest layer first, as the files have them."""
        section = SECTIONS[kind]
        records = (record for store in self.stores for record in store.in_file_order(section))
        return (whole for record in records if isinstance(whole := self._with_overlays(section, record), kind))

    def count(self, kind: type[AnyRecord]) -> int:
        return sum(store.count(SECTIONS[kind]) for store in self.stores)

    def named(self, kind: type[R], text: str) -> list[R]:
        name, data, section = fold(text), folded(text), SECTIONS[kind]
        ids = {id for store in self.stores for id in store.named(section, data)}
        ids.update(record.id for record in self.changed_records(kind))
        found = [self.get(kind, id) for id in sorted(ids)]
        return [record for record in found if record is not None and name in map(fold, names_of(record))]

    def names(self, kind: type[AnyRecord]) -> Iterable[tuple[str, str]]:
        section = SECTIONS[kind]
        if section not in self._names:
            pairs = {(fold(name), record.id): None for record in self.in_file_order(kind) for name in names_of(record)}
            self._names[section] = sorted(pairs, key=lambda pair: pair[0])
        return self._names[section]

    def broader(self, skill: str) -> frozenset[str]:
        found: dict[str, None] = {}
        step: str | None = skill
        while step is not None and step not in found:
            found[step] = None
            record = self.get(Skill, step)
            step = record.broader if record else None
        return frozenset(found)

    @cached_property
    def _kinds_of(self) -> dict[str, list[str]]:
        """The skills right below each skill."""
        below: dict[str, list[str]] = {}
        pairs = [pair for store in self.stores for pair in store.narrower() if ("skills", pair[1]) not in self.changed]
        pairs += [(skill.broader, skill.id) for skill in self.changed_records(Skill) if skill.broader is not None]
        for above, skill in pairs:
            below.setdefault(above, []).append(skill)
        return below

    def narrower(self, skill: str) -> frozenset[str]:
        found = dict.fromkeys([skill] if self.get(Skill, skill) is not None else [])
        queue = [skill]
        for each in queue:
            for kind in self._kinds_of.get(each, ()):
                if kind not in found:
                    found[kind] = None
                    queue.append(kind)
        return frozenset(found)

    def teaching(self, skill: str) -> list[str]:
        def teaches(record: Credential) -> bool:
            entries = (*record.teaches, *record.attests)
            return any(skill == (entry if isinstance(entry, str) else entry.skill) for entry in entries)

        return self._ids(Credential, lambda store: store.teaching(skill), teaches)

    def awarding(self, award: str, field: str | None = None) -> list[str]:
        def grants(record: Credential) -> bool:
            return record.kind == "degree" and record.award == award and field in (None, record.award_field)

        return self._ids(Credential, lambda store: store.granting(award, field), grants)

    def count_awarding(self, award: str, field: str | None = None) -> int:
        if (award, field) not in self._awarding:
            changed = sum(section == "credentials" for section, _ in self.changed)
            self._awarding[award, field] = changed + sum(store.count_granting(award, field) for store in self.stores)
        return self._awarding[award, field]

    def recommendations(self, credential: str) -> list[Recommendation]:
        ids = self._ids(
            Recommendation, lambda store: store.recommended(credential), lambda record: record.credential == credential
        )
        return [record for id in ids if (record := self.get(Recommendation, id)) is not None]

    def recommended(self) -> list[str]:
        changed = {id for section, id in self.changed if section == "recommendations"}
        found = {id for store in self.stores for id in store.all_recommended(changed)}
        return sorted(found | {record.credential for record in self.changed_records(Recommendation)})

    def _ids(self, kind: type[R], indexed: Callable[[Store], list[str]], holds: Callable[[R], bool]) -> list[str]:
        """Ids, sorted, by an index for the records as they are, and by a look for those that overlays change."""
        section = SECTIONS[kind]
        found = {id for store in self.stores for id in indexed(store) if (section, id) not in self.changed}
        return sorted(found | {record.id for record in self.changed_records(kind) if holds(record)})

    def outlines(self, skills: Iterable[str]) -> Iterator[Outline]:
        """The outline of every credential that teaches one of the skills itself: what can be compared without reading it."""
        from skillpath.catalog.outlines import outlines

        wanted = frozenset(skills)
        changed = [id for section, id in self.changed if section == "credentials"]
        for layer, store in enumerate(self.stores):
            keys = store.keys("credentials", changed)
            for outline in outlines(store, sorted(wanted), keys.values()):
                yield outline._replace(key=outline.key | layer << LAYER_BITS) if layer else outline
            yield from self._changed_outlines(keys, layer, wanted)

    def _changed_outlines(self, keys: dict[str, int], layer: int, wanted: frozenset[str]) -> Iterator[Outline]:
        from skillpath.catalog.figures import taught_levels
        from skillpath.catalog.measures import outline_of

        for id, key in keys.items():
            record = self.get(Credential, id)
            if record is not None:
                taught: dict[str, int] = {}
                for skill, level in taught_levels(record, record.teaches):
                    if skill in wanted:
                        taught[skill] = max(taught.get(skill, 0), level)
                if taught:
                    yield outline_of(key | layer << LAYER_BITS, taught, record)

    def ids_of(self, keys: Iterable[int]) -> dict[int, str]:
        """The ids of credentials by the keys of their outlines."""
        layers: dict[int, list[int]] = {}
        for key in keys:
            layers.setdefault(key >> LAYER_BITS, []).append(key & (1 << LAYER_BITS) - 1)
        return {
            key | layer << LAYER_BITS: id
            for layer, wanted in layers.items()
            for key, _, id in self.stores[layer].identified(wanted)
        }

    def traits(self, number: int) -> Traits | None:
        """What the `traits` of an outline stand for."""
        if number not in self._traits:
            self._traits[number] = next((found for store in self.stores if (found := store.traits(number))), None)
        if self._traits[number] is None:
            from skillpath.catalog.measures import pack_traits, traits_of

            own = (traits_of(record) for record in self.changed_records(Credential))
            self._traits[number] = next((Traits(*each) for each in own if pack_traits(each)[0] == number), None)
        return self._traits[number]

    def similar(self, kind: type[AnyRecord], text: str) -> Iterable[tuple[str, str]]:
        """(name, id) for the names of a type that are worth comparing with a text: all of them, where they are not too many."""
        from skillpath.catalog.search import similar

        return similar(self, kind, text)

    def search(self, text: str, kinds: Iterable[type[AnyRecord]] | None = None, limit: int = 20) -> list[Hit]:
        """What answers to some words, best first: by names and aliases, and by the skills and providers of credentials."""
        return self.find(text, kinds, limit).hits

    def find(self, text: str, kinds: Iterable[type[AnyRecord]] | None = None, limit: int = 20) -> Result:
        """The same, with the words that were looked for in place of misspelt ones."""
        from skillpath.catalog.search import search

        return search(self, text, kinds, limit)
