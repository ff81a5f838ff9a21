"""The first pass over CTDL documents: what they describe, under which ids, and which prerequisites run in circles.

Everything is kept in a temporary database, so that the memory needed does not grow with the documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, Self

import msgspec

from skillpath.catalog.imports.circles import Pair, circular
from skillpath.catalog.imports.ctdl_read import Resource
from skillpath.catalog.imports.ctdl_sql import LINKS, REFERABLE, TABLES
from skillpath.catalog.imports.ctdl_terms import section_of
from skillpath.catalog.imports.ctdl_values import Node, TooDeepError, address, ctid, first_text, items, pointed, typed_within
from skillpath.catalog.imports.names import digest, slug
from skillpath.catalog.imports.writer import scratch

NAMES = ("ceterms:name", "ceasn:name", "schema:name", "skos:prefLabel")
COMPETENCY_NAMES = ("ceasn:competencyLabel", "ceasn:competencyText", *NAMES)
OWNERS = ("ceterms:ownedBy", "ceterms:offeredBy", "ceterms:owner")
OFFERED = ("ceterms:offers", "ceterms:owns")
TARGETS = ("ceterms:targetCredential", "ceterms:targetLearningOpportunity", "ceterms:targetAssessment", "ceterms:targetNode")
HARD = ("ceterms:requires", "ceterms:entryCondition")
INVERSE = {"ceterms:isRequiredFor": 1, "ceterms:isRecommendedFor": 0, "ceterms:isPreparationFor": 0}
RECORDED = frozenset(("credentials", "providers", "skills"))
MANIFEST = "manifest "
OWNED_SCORE = 1_000
MOST_CALLED = 150
MOST_NESTED = 6

_HOST = re.compile(r"https?://(?:www\.)?([^/?#\s]+)")


class Thing(NamedTuple):
    """A described thing: the place of the resource it stands in, a place of its own, and where its record goes."""

    section: str
    key: str
    id: str
    name: str
    node: Node
    resource: Resource
    own_place: str

    @property
    def embedded(self) -> bool:
        """Whether it stands inside another resource."""
        return self.own_place != self.resource.place


def name_of(node: Node) -> str:
    """What a thing is called."""
    return first_text(node, *(COMPETENCY_NAMES if section_of(node) == "skills" else NAMES))


def owners_of(node: Node) -> Iterator[object]:
    """Who owns or offers a thing, as its document says."""
    given = (owner for name in OWNERS for owner in items(node.get(name)))
    return (owner for owner in given if address(owner) or (isinstance(owner, dict) and name_of(owner)))


def key_of(value: object, scope: str) -> str:
    """What a thing or a reference is told apart by: its CTID, its address, its blank node in its document, or its name."""
    value = pointed(value)
    found = address(value)
    named = ctid(found) or (ctid(address(value.get("ceterms:ctid"))) if isinstance(value, dict) else "")
    if named:
        return named
    if found:
        return f"{scope} {found}" if found.startswith("_:") else found
    return _anonymous(value) if isinstance(value, dict) else ""


def other_key(node: Node) -> str:
    """The address of a thing that has a CTID beside it; others may refer to it by either."""
    found = node.get("@id")
    return found.strip() if isinstance(found, str) and not found.startswith("_:") and not ctid(found) else ""


def _anonymous(node: Node) -> str:
    name = name_of(node)
    return f"{section_of(node)} {name} {_owner_name(node)}" if name else ""


def _owner_name(node: Node) -> str:
    owner = next(owners_of(node), None)
    return (name_of(owner) or address(owner)) if isinstance(owner, dict) else address(owner)


def id_of(key: str, node: Node, section: str) -> str:
    """A stable id: the CTID, else what the address ends in, or the name, with a digest that keeps others apart."""
    if key.startswith("ce-") and ctid(key) == key:
        return key
    found = address(node)
    if found and not found.startswith("_:"):
        return address_id(found, section)
    return f"{slug(name_of(node))[:80].rstrip('-')}-{digest(_anonymous(node))}"


def address_id(found: str, section: str) -> str:
    """An id made of an address: of its last part, or for an organisation of its host."""
    host = _HOST.match(found) if section == "providers" else None
    last = host[1] if host else found.rstrip("/").rpartition("/")[2] or found
    return f"{slug(last.partition('?')[0])[:80].rstrip('-')}-{digest(found)}"


def things_in(resource: Resource, skill_id: Callable[[str], str]) -> Iterator[Thing]:
    """What a resource describes: itself, and the named things inside it.

    Raises:
        TooDeepError: it is nested too deeply.
    """
    own = _thing(resource.node, resource, resource.place, skill_id)
    if own is not None:
        yield own
    for number, node in enumerate(typed_within(resource.node)):
        if section_of(node) in RECORDED:
            found = _thing(node, resource, f"{resource.place}~{number}", skill_id)
            if found is not None:
                yield found


def _thing(node: Node, resource: Resource, own_place: str, skill_id: Callable[[str], str]) -> Thing | None:
    section = section_of(node)
    key = key_of(node, resource.scope) if section is not None else ""
    if section is None or not key:
        return None
    name = name_of(node)
    if section in RECORDED and not name:
        return None
    id = skill_id(name) if section == "skills" else id_of(key, node, section)
    return Thing(section, key, id, name, node, resource, own_place)


def profile_targets(profile: object, depth: int = 0) -> Iterator[object]:
    """Every credential, course or assessment that a condition names, in its alternatives too."""
    if isinstance(profile, str) or depth > MOST_NESTED:
        yield from (profile,) if isinstance(profile, str) else ()
    elif isinstance(profile, dict):
        for name in TARGETS:
            yield from items(profile.get(name))
        if section_of(profile) == "credentials":
            yield profile
        for other in items(profile.get("ceterms:alternativeCondition")):
            yield from profile_targets(other, depth + 1)


class Index:
    """What all documents describe."""

    def __init__(self, skill_id: Callable[[str], str]) -> None:
        self._skill_id = skill_id
        self._db = scratch(*TABLES)
        self.circular: set[Pair] = set()
        self.find = lru_cache(maxsize=100_000)(self._find)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def add(self, resource: Resource) -> None:
        """Take in one resource; one that is nested too deeply is left to the second pass, which says so."""
        try:
            things = list(things_in(resource, self._skill_id))
        except TooDeepError:
            return
        for thing in things:
            if thing.section in RECORDED:
                self._add_thing(thing)
            elif thing.section == "manifests":
                self._add_manifest(thing)

    def _add_thing(self, thing: Thing) -> None:
        scope = thing.resource.scope
        owners = list(owners_of(thing.node))
        owned = int(any(not address(owner).startswith("_:") for owner in owners))
        if thing.section == "credentials" and not owned:
            self._db.executemany("INSERT INTO hopes VALUES (?, ?)", [(thing.key, key_of(owner, scope)) for owner in owners])
        name = thing.name[:MOST_CALLED]
        self._db.executemany(
            "INSERT INTO names VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET section = excluded.section, id = excluded.id,"
            " owned = excluded.owned, name = excluded.name WHERE excluded.owned > owned",
            [(key, thing.section, thing.id, owned, name) for key in {thing.key, other_key(thing.node) or thing.key}],
        )
        score = len(thing.node) + OWNED_SCORE * bool(owners)
        self._db.execute(
            "INSERT INTO best VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET score = excluded.score, place = excluded.place"
            " WHERE excluded.score > score",
            (thing.section, thing.id, score, thing.own_place),
        )
        if thing.section == "credentials":
            self._add_edges(thing.id, thing)
        for name in OFFERED if thing.section == "providers" else ():
            for offered in items(thing.node.get(name)):
                self._db.execute("INSERT INTO owners VALUES (?, ?)", (key_of(offered, thing.resource.scope), thing.id))

    def _add_edges(self, source: str, thing: Thing) -> None:
        scope = thing.resource.scope
        edges = [(source, MANIFEST + key_of(each, scope)) for each in items(thing.node.get("ceterms:commonConditions"))]
        for name in HARD:
            for profile in items(thing.node.get(name)):
                edges.extend((source, key_of(target, scope)) for target in profile_targets(profile))
        self._db.executemany("INSERT INTO edges VALUES (?, ?)", edges)
        for name, hard in INVERSE.items():
            for profile in items(thing.node.get(name)):
                for target in profile_targets(profile):
                    self._db.execute("INSERT INTO inverse VALUES (?, ?, ?)", (key_of(target, scope), source, hard))

    def _add_manifest(self, thing: Thing) -> None:
        node = msgspec.json.encode(thing.node)
        self._db.execute("INSERT OR IGNORE INTO manifests VALUES (?, ?, ?)", (thing.key, node, thing.resource.scope))
        self._add_edges(MANIFEST + thing.key, thing)

    def close_first_pass(self) -> None:
        """Settle what can be referred to, and which prerequisites to let go."""
        for statement in (*REFERABLE, *LINKS):
            self._db.execute(statement)
        self.circular = circular(self._db)

    def _find(self, key: str) -> tuple[str, str] | None:
        """The section and id of what a key names."""
        row = self._db.execute("SELECT section, id FROM names WHERE key = ?", (key,)).fetchone()
        return None if row is None else (row[0], row[1])

    def is_best(self, thing: Thing) -> bool:
        """Whether no other description of the thing says more."""
        row = self._db.execute("SELECT place FROM best WHERE section = ? AND id = ?", (thing.section, thing.id)).fetchone()
        return row is not None and bool(row[0] == thing.own_place)

    def called(self, key: str) -> str:
        """The name of what a key names; empty where no document describes it."""
        row = self._db.execute("SELECT name FROM names WHERE key = ?", (key,)).fetchone()
        return "" if row is None else str(row[0])

    def owner_of(self, id: str) -> str | None:
        """The provider that says of itself that it owns or offers the credential."""
        row = self._db.execute("SELECT min(owner) FROM owned WHERE target = ?", (id,)).fetchone()
        return None if row is None or row[0] is None else str(row[0])

    def needed_by(self, id: str, hard: bool) -> list[str]:
        """The credentials that say of themselves that the credential needs them, or (not hard) builds on them."""
        rows = self._db.execute("SELECT DISTINCT source FROM needed WHERE target = ? AND hard = ? ORDER BY 1", (id, int(hard)))
        return [row[0] for row in rows]

    def manifest(self, key: str) -> Resource | None:
        """A manifest of conditions or costs."""
        row = self._db.execute("SELECT node, scope FROM manifests WHERE key = ?", (key,)).fetchone()
        return None if row is None else Resource(key, row[1], msgspec.json.decode(row[0]))
