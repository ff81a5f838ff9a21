"""Search by words, forgiving about spelling, through the full-text tables of the indexes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from heapq import nsmallest
from itertools import islice
from math import log
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from msgspec import Struct

from skillpath.catalog.catalog import fold, names_of
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.packing import LEVEL_BITS, SECTIONS, key_of
from skillpath.catalog.records import Credential
from skillpath.catalog.spelling import close_words, count_of
from skillpath.catalog.words import FIRST, STOP_WORDS, TOPICS, forms, searchable, words_of

if TYPE_CHECKING:
    from skillpath.catalog.stack import StackedCatalog
    from skillpath.catalog.store import Store

FEW = 20_000
"""Records of a kind up to which all names are compared with a text."""
CANDIDATES = 80
"""Records of an index that one query may bring up."""
MATCHES = 300
"""Records of an index whose names are glanced at where there are more."""
GLANCED = 40
"""Of those, how many are looked at closely."""
WORTHWHILE = 5
"""Records with all the words from which on nobody is shown those with only some."""
MOST_WORDS = 12

_SEARCHED = (*TOPICS, "credentials")
_BESIDE = 0.4
_UNFINISHED = 0.8
_OTHER_FORM = 0.95
_ALIAS = 0.7
_SAYS_NOTHING = 0.1


class _Named(Struct):
    """The part of a record that is read to find the best of many."""

    id: str
    name: str = ""
    aliases: tuple[str, ...] = ()


_read_named = msgspec.json.Decoder(_Named).decode


class Hit(NamedTuple):
    """A record that answers to a search, and the name by which it does; the higher the score, the better."""

    kind: str
    id: str
    score: float
    name: str


class Result(NamedTuple):
    """What answers, best first, and the words that were looked for in place of those that the catalogue does not have."""

    hits: list[Hit]
    instead: dict[str, tuple[str, ...]]


def search(catalog: StackedCatalog, text: str, kinds: Iterable[type[AnyRecord]] | None, limit: int) -> Result:
    """What answers to some words; of equals roles come first, credentials last."""
    chosen = None if kinds is None else tuple(kinds)
    sections = [section for section in _SEARCHED if chosen is None or KINDS[section] in chosen]
    query = _Query(catalog, text)
    found = dict.fromkeys((section, record.id) for section in sections for record in catalog.named(KINDS[section], text))
    found.update(dict.fromkeys(_candidates(catalog, query, sections, limit)))
    for section in sections:
        catalog.prefetch(KINDS[section], (id for kind, id in found if kind == section))
    scored = ((section, id, query.score(catalog.get(KINDS[section], id))) for section, id in found)
    hits = [Hit(section, id, *best) for section, id, best in scored if best[0] > 0]
    instead = {word: tuple(close) for word, close in query.close.items() if close}
    return Result(sorted(hits, key=lambda hit: (-hit.score, _SEARCHED.index(hit.kind), hit.id))[:limit], instead)


def similar(catalog: StackedCatalog, kind: type[AnyRecord], text: str) -> Iterable[tuple[str, str]]:
    """(name, id) for the names of a type that are worth comparing with a text."""
    section = SECTIONS[kind]
    if catalog.count(kind) < FEW or section not in _SEARCHED:
        return catalog.names(kind)
    ids = {id for _, id in _candidates(catalog, _Query(catalog, text), [section], CANDIDATES)}
    records = (catalog.get(kind, id) for id in sorted(ids))
    return sorted((fold(name), record.id) for record in records if record is not None for name in set(names_of(record)))


class _Query:
    """The words asked for: what each weighs, being rare, and how the catalogue spells those that it does not have."""

    def __init__(self, catalog: StackedCatalog, text: str) -> None:
        self.stores = catalog.stores
        self.whole = fold(text)
        self.beginnings = ((0.5, f"{self.whole} "), (0.1, self.whole)) if self.whole else ()
        self.words = list(dict.fromkeys(words_of(text)))[:MOST_WORDS]
        said = [word for word in self.words if word not in STOP_WORDS or (word == "a" and word == self.words[-1])]
        self.telling = said or self.words
        self.total = sum(catalog.count(KINDS[section]) for section in _SEARCHED)
        self.forms = {word: [other for other in forms(word) if self._count(other)] for word in self.words}
        self.counts = {word: sum(map(self._count, (word, *self.forms[word]))) for word in self.words}
        self.roots = [min((word, *self.forms[word]), key=len) for word in self.telling]
        self.close: dict[str, dict[str, float]] = {}
        self._weigh()

    def _count(self, word: str) -> int:
        return sum(count_of(store, word) for store in self.stores)

    def _weigh(self) -> None:
        """Weigh each word; one that the catalogue does not have as its close spellings, and no more than one that it has."""
        weights = {word: log(1 + (self.total + 1) / (count + 0.5)) for word, count in self.counts.items()}
        most = max((weights[word] for word, count in self.counts.items() if count), default=None)
        for word, close in self.close.items():
            guessed = log(1 + (self.total + 1) / (sum(map(self._count, close)) + 0.5))
            weights[word] = guessed if most is None else min(guessed, most)
        self.weights = {word: weight * (1 if word in self.telling else _SAYS_NOTHING) for word, weight in weights.items()}
        self.whole_weight = sum(self.weights.values()) or 1.0

    def spell(self) -> None:
        """Look for close spellings of the words that the catalogue does not have."""
        for word, count in self.counts.items():
            if count == 0 and word.isalpha():
                self.close[word] = close_words(self.stores, word)
        self.roots = [min((root, *list(self.close.get(root, ()))[:1]), key=lambda each: each == root) for root in self.roots]
        self._weigh()

    def expressions(self) -> Iterator[str]:
        """What to ask the full-text tables, narrowest first: names that begin so, then names with all words.

        The last word is taken as whole before it is taken as begun: all words that begin so are many in a large catalogue.
        """
        if self.words:
            for last in (False, True):
                terms = [self._term(word, last and word == self.words[-1]) for word in self.telling if word != self.words[0]]
                yield " AND ".join((self._term(FIRST + self.words[0], last and len(self.words) == 1), *terms))
            for last in (False, True):
                yield " AND ".join(self._term(word, last and word == self.words[-1]) for word in self.telling)

    def _term(self, word: str, last: bool) -> str:
        either = [f'"{each}"' for each in (word, *self.forms.get(word, ()), *self.close.get(word, ()))]
        if last and len(word) > 2:
            either.append(f'"{word}" *')
        return f"({' OR '.join(either)})"

    def any_expression(self) -> Iterator[str]:
        """What to ask when nothing has all words."""
        if len(self.telling) > 1:
            yield " OR ".join(self._term(word, last=False) for word in self.telling)

    def score(self, record: AnyRecord | None) -> tuple[float, str]:
        """How well a record answers, 0 if it does not, and by which name."""
        if record is None:
            return 0.0, ""
        near = [word for each in _beside(record) for word in words_of(each)]
        beside = {word: _BESIDE * self._match(word, near) for word in self.words}
        aliases = frozenset(getattr(record, "aliases", ()))
        scored = ((self._score_name(name, beside), name) for name in dict.fromkeys(names_of(record)))
        return max((self._of_alias(*pair) if pair[1] in aliases else pair for pair in scored), key=lambda pair: pair[0])

    def _of_alias(self, score: float, name: str) -> tuple[float, str]:
        """An alias counts less than a name, unless it is just what was asked for."""
        return (score if fold(name) == self.whole else round(score * _ALIAS, 6)), name

    def glance(self, name: str, aliases: Iterable[str]) -> tuple[int, int, int]:
        """How well some names answer at a first look, the less the better: what is missing, how it begins, how long it is."""
        return min(self._glance(each) for each in (name, *aliases))

    def _glance(self, name: str) -> tuple[int, int, int]:
        text = name.lower() if name.isascii() else searchable(name)
        return sum(root not in text for root in self.roots), not text.startswith(self.whole), text.count(" ")

    def _score_name(self, name: str, beside: dict[str, float]) -> float:
        """Each word by its weight, more in a short name (as in bm25); much more if the name is, or begins with, the text."""
        words = words_of(name)
        found = sum(weight * max(self._match(word, words), beside[word]) for word, weight in self.weights.items())
        whole = self.whole_weight
        folded = fold(name)
        bonus = whole * next((worth for worth, text in self.beginnings if f"{folded} ".startswith(text)), 0.0)
        if folded == self.whole:
            bonus = 3 * whole
        return round((found * 2.2 / (1 + 1.2 * (0.5 + 0.1 * len(words))) + bonus) / whole, 6)

    def _match(self, word: str, words: Sequence[str]) -> float:
        if word in words:
            return 1.0
        if any(other in words for other in self.forms.get(word, ())):
            return _OTHER_FORM
        if word == self.words[-1] and len(word) > 2 and any(other.startswith(word) for other in words):
            return _UNFINISHED
        return max((close for other, close in self.close.get(word, {}).items() if other in words), default=0.0)


def _beside(record: AnyRecord) -> Iterator[str]:
    """Words that a record can be found by besides its names."""
    provider = getattr(record, "provider", None)
    if provider is not None:
        yield provider
    if isinstance(record, Credential):
        for entry in record.teaches:
            yield entry if isinstance(entry, str) else entry.skill


def _candidates(catalog: StackedCatalog, query: _Query, sections: Sequence[str], enough: int) -> list[tuple[str, str]]:
    """(kind, id) of records that may answer: with all the words, else with words close to them, else with any."""
    found = dict.fromkeys((section, id) for section, id in catalog.changed if section in sections)
    try:
        for expression in query.expressions():
            if len(found) < 2 * enough:
                _ask(query, sections, [expression], found)
        if len(found) < enough:
            query.spell()
            if any(query.close.values()):
                for expression in query.expressions():
                    if len(found) < 2 * enough:
                        _ask(query, sections, [expression], found)
        if len(found) < min(enough, WORTHWHILE):
            _ask(query, sections, query.any_expression(), found)
        if "credentials" in sections and len(found) < 2 * enough:
            found.update(dict.fromkeys(_teachers(query)))
    except sqlite3.OperationalError as error:
        if "no such" not in str(error):
            raise
        found.update(_by_eye(catalog, query, sections))
    return list(found)


def _ask(query: _Query, sections: Sequence[str], expressions: Iterable[str], found: dict[tuple[str, str], None]) -> None:
    tables = [*(["topics"] if set(sections) & set(TOPICS) else []), *(["search"] if "credentials" in sections else [])]
    for expression in expressions:
        for store in query.stores:
            if not store.meta["full_text"]:
                raise sqlite3.OperationalError("no such tables")
            for table in tables:
                statement = f"SELECT rowid FROM {table} WHERE {table} MATCH ? LIMIT {MATCHES}"  # noqa: S608
                keys = [key for (key,) in store.rows(statement, expression)]
                found.update(dict.fromkeys(_best(query, store, keys, sections)))


def _best(query: _Query, store: Store, keys: list[int], sections: Sequence[str]) -> Iterator[tuple[str, str]]:
    """(kind, id) of records by their keys: of too many those whose names answer best."""
    if len(keys) <= CANDIDATES:
        return ((kind, id) for _, kind, id in sorted(store.identified(keys)) if kind in sections)
    bodies = ((kind, _read_named(body)) for kind, body in store.bodies(keys) if kind in sections)
    glanced = ((query.glance(each.name, each.aliases), kind, each.id) for kind, each in bodies)
    return ((kind, id) for _, kind, id in nsmallest(GLANCED, glanced))


def _teachers(query: _Query) -> Iterator[tuple[str, str]]:
    """Some credentials that teach the skills whose names have all the words."""
    found: dict[tuple[str, str], None] = {}
    _ask(query, ["skills"], query.expressions(), found)
    for _, skill in islice(found, 3):
        for store in query.stores:
            for file, codes in store.taught(skill):
                for id in store.ids("credentials", [key_of(file, code >> LEVEL_BITS) for code in codes[:CANDIDATES]]):
                    yield "credentials", id


def _by_eye(catalog: StackedCatalog, query: _Query, sections: Sequence[str]) -> Iterator[tuple[tuple[str, str], None]]:
    """Without full-text tables: every name is looked at."""
    for section in sections:
        for name, id in catalog.names(KINDS[section]):
            if not set(query.words).isdisjoint(words_of(name)):
                yield (section, id), None
