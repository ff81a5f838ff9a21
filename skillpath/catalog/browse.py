"""Reads through many records for a few of their fields, and leaves unread what their outlines rule out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cache, partial
from heapq import merge as merge_sorted
from itertools import islice
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

import msgspec

from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.packing import BLOCK, KIND_NUMBERS, LEVEL_BITS, PLACE_BITS, SECTIONS, key_of
from skillpath.catalog.records import Credential, Offer
from skillpath.catalog.shape import Hints, Shape, part_of
from skillpath.catalog.store import OutlineBlock, Store, read_traits

if TYPE_CHECKING:
    from skillpath.catalog.stack import StackedCatalog

S = TypeVar("S", bound=Shape)

FEW = 8
"""One record in so many is few: their ids are gathered and sorted, where of more all ids are gone through."""
_AT_ONCE = 500
_IDS_AT_ONCE = 5000


class _Offers(Shape, frozen=True, kw_only=True):
    offers: tuple[Offer, ...] = ()


def browse(catalog: StackedCatalog, kind: type[AnyRecord], shape: type[S], hints: Hints) -> Iterator[S]:
    """The records of a type that may answer to the hints, by id."""
    section = SECTIONS[kind]
    changed = {id for each, id in catalog.changed if each == section}
    streams = (_browse(store, section, shape, hints, changed) for store in catalog.stores)
    for part in merge_sorted(*streams, key=attrgetter("id")):
        if part.id not in changed:
            yield part
        elif (record := catalog.get(kind, part.id)) is not None:
            yield part_of(record, shape)


def _browse(store: Store, section: str, shape: type[S], hints: Hints, changed: Collection[str]) -> Iterator[S]:
    keys = _answering(store, hints)
    if keys is None:
        return _all(store, section, shape)
    keys.update(store.keys(section, changed).values())
    return _parts(store, shape, _in_order(store, section, keys))


def _answering(store: Store, hints: Hints) -> set[int] | None:
    """The keys of what answers to the hints; None for all."""
    found = []
    if hints.skills is not None:
        found.append(_teaching(store, hints.skills))
    if hints.provider is not None:
        found.append(_provided(store, hints.provider))
    if hints.offers is not None:
        found.append(_offered(store, hints.offers))
    return set.intersection(*found) if found else None


def _teaching(store: Store, skills: Iterable[str]) -> set[int]:
    return {key_of(file, code >> LEVEL_BITS) for skill in skills for file, codes in store.taught(skill) for code in codes}


def _provided(store: Store, provider: str) -> set[int]:
    rows = store.rows("SELECT number, body FROM traits")
    wanted = {number for number, body in rows if provider in ((traits := read_traits(body)).provider, traits.platform)}
    return {
        start + at
        for start, block in blocks(store)
        if not wanted.isdisjoint(block.traits)
        for at, number in enumerate(block.traits)
        if number in wanted
    }


def _offered(store: Store, judge: Callable[[tuple[Offer, ...]], bool]) -> set[int]:
    """Offers are judged once for all credentials that have the same."""
    some: dict[int, int] = {}
    for start, block in blocks(store):
        for at, cents in enumerate(block.cents):
            if not cents and block.traits[at]:
                some.setdefault(block.offers[at], start + at)
    judged = zip(some, _parts(store, _Offers, some.values()), strict=True)
    wanted = {number for number, part in judged if judge(part.offers)}
    return {
        start + at
        for start, block in blocks(store)
        if not wanted.isdisjoint(block.offers)
        for at, number in enumerate(block.offers)
        if number in wanted and not block.cents[at] and block.traits[at]
    }


def blocks(store: Store) -> Iterator[tuple[int, OutlineBlock]]:
    """(key of its first record, outlines) for every block; the traits of what is no credential are 0."""
    for file, block in store.rows("SELECT file, block FROM outline ORDER BY file, block"):
        yield key_of(file, block * BLOCK), store.outlines(file, block)


@cache
def _reader(shape: type[S]) -> Callable[[bytes], S]:
    return msgspec.json.Decoder(shape).decode


def _all(store: Store, section: str, shape: type[S]) -> Iterator[S]:
    read = _reader(shape)
    statement = "SELECT body FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"

    def page(after: str) -> list[S]:
        return [read(body) for (body,) in store.connection.execute(statement, (KIND_NUMBERS[section], after, _AT_ONCE))]

    last = ""
    while parts := store.read(partial(page, last)):
        yield from parts
        last = parts[-1].id


def _in_order(store: Store, section: str, keys: Collection[int]) -> Iterator[int]:
    """Keys in the order of the ids of their records."""
    if len(keys) * FEW < store.count(section):
        yield from (key for _, key in sorted((id, key) for key, kind, id in store.identified(list(keys)) if kind == section))
        return
    last = ""
    statement = "SELECT id, key FROM records WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"
    while page := store.rows(statement, KIND_NUMBERS[section], last, _IDS_AT_ONCE):
        yield from (key for _, key in page if key in keys)
        last = page[-1][0]


def _parts(store: Store, shape: type[S], keys: Iterable[int]) -> Iterator[S]:
    """The records with these keys, in their order."""
    read = _reader(shape)

    def page(chunk: list[int]) -> list[S]:
        marks = ", ".join(map(str, chunk))
        found = dict(store.connection.execute(f"SELECT key, body FROM records WHERE key IN ({marks})"))  # noqa: S608
        if len(found) != len(chunk):
            raise IndexError("the index lacks records")
        return [read(found[key]) for key in chunk]

    rest = iter(keys)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield from store.read(partial(page, chunk))


def issued(catalog: StackedCatalog) -> Counter[str]:
    """How many credentials each provider issues."""
    found: Counter[str] = Counter()
    changed = [id for section, id in catalog.changed if section == "credentials"]
    for store in catalog.stores:
        numbers: Counter[int] = Counter()
        for _, block in blocks(store):
            numbers.update(block.traits)
        for number, body in store.rows("SELECT number, body FROM traits"):
            found[read_traits(body).provider] += numbers[number]
        for record in store.many("credentials", changed):
            assert isinstance(record, Credential)
            found[record.provider] -= 1
    found.update(record.provider for record in catalog.changed_records(Credential))
    return +found


def count_teaching(catalog: StackedCatalog, skill: str) -> int:
    """How many credentials teach or attest a skill, or a narrower one."""
    below = catalog.narrower(skill)
    changed = [id for section, id in catalog.changed if section == "credentials"]
    count = sum(not below.isdisjoint(_skills(record)) for record in catalog.changed_records(Credential))
    for store in catalog.stores:
        places: dict[int, set[int]] = {}
        for each in below:
            for file, codes in store.taught(each):
                places.setdefault(file, set()).update(code >> LEVEL_BITS for code in codes)
        for key in store.keys("credentials", changed).values():
            places.get(key >> PLACE_BITS, set()).discard(key & (1 << PLACE_BITS) - 1)
        count += sum(map(len, places.values()))
    return count


def _skills(record: Credential) -> Iterator[str]:
    return (entry if isinstance(entry, str) else entry.skill for entry in (*record.teaches, *record.attests))
