"""Dominance on outlines: of the credentials that teach some skills, those that no better one replaces, none of them read.

A credential is left out only if another one, open to the learner and without prerequisites, answers the same questions or more,
costs no more and takes no longer, and is cheaper or quicker, or stands first by id. Where an outline cannot tell, it stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import accumulate
from math import ceil

import numpy as np

from skillpath.catalog.columns import Asked, Award, ColumnReader, Columns, Numbers, bits, many_traits
from skillpath.catalog.measures import offers_of
from skillpath.catalog.outline import Traits
from skillpath.catalog.packing import NO_MINUTES, NO_WEEKS
from skillpath.catalog.records import Credential, Offer, Rate
from skillpath.catalog.requirements import HasDegree
from skillpath.catalog.stack import LAYER_BITS, StackedCatalog
from skillpath.planner.candidates import Candidates, Question
from skillpath.planner.pareto import NEVER, PLAIN, Rows, joined, survivors
from skillpath.planner.simplify import awards_of

READABLE = 500
"""Teachers of a skill that are read rather than compared by their outlines: that takes longer for so few."""


class Survivors:
    """Finds them in all layers of a catalogue, question by question; `find` may be called with more questions later."""

    def __init__(self, catalog: StackedCatalog, source: Candidates) -> None:
        self.catalog = catalog
        self.source = source
        self.per_provider = source.limits.max_per_provider is not None
        self.questions: dict[Question, int] = {}
        self._readers = [ColumnReader(store) for store in catalog.stores]
        self._funds = [each.record for each in source.prices.funds.usable]
        funded = (id for record in self._funds for id in record.credentials if catalog.get(Credential, id) is not None)
        self._read = list(dict.fromkeys([*(id for section, id in catalog.changed if section == "credentials"), *funded]))
        own = [*source.limits.exclude, *(held.credential.id for held in source.learner.held if held.valid)]
        self._closed = [sorted(store.keys("credentials", [*self._read, *own]).values()) for store in catalog.stores]
        self._traits: dict[int, tuple[bool, int, int, bool]] = {}
        self._providers: dict[str, int] = {}
        self._weeks: dict[float, int] = {NO_WEEKS: 0}
        self.beaten = 0
        self.saw_unknown = False
        self._is_first = True
        self._plain = self._plain_offers()
        self._unpriced = offers_of(())[0]

    def find(self, questions: Iterable[Question]) -> list[str]:
        """Ids of what may be worth earning for these questions, seen together with all that were asked before."""
        new = [question for question in dict.fromkeys(questions) if question not in self.questions]
        if not new:
            return []
        read, compared = self._split(new)
        ids = {id for question in read for id in self.source.answering(question)}
        if compared:
            ids.update(self._compare(compared))
        self._is_first = False
        return sorted(ids)

    def _split(self, questions: list[Question]) -> tuple[list[Question], list[Question]]:
        """Questions so few can answer that all of them are read, and the others."""
        ordered = sorted(questions, key=self.teachers)
        sums = accumulate(map(self.teachers, ordered))
        few = sum(total <= READABLE for total in sums)
        return ordered[:few], ordered[few:]

    def _compare(self, new: list[Question]) -> list[str]:
        old = list(self.questions.values())
        self.questions.update((question, len(old) + place) for place, question in enumerate(new))
        asked = self._asked()
        ids = self._read_ids(asked)
        parts = list(self._parts(asked, [self.questions[question] for question in new], old))
        if parts:
            left = survivors(joined(parts), self.catalog.ids_of, True)
            self.beaten -= _unseen(left.serves, old)
            ids += self.catalog.ids_of(int(key) for key in left.key).values()
        return ids

    def teachers(self, question: Question) -> int:
        """How many entries there are for a skill and its narrower ones, or degrees that grant an award."""
        if isinstance(question, HasDegree):
            return self.source.count_degrees(question)
        kinds = self.catalog.narrower(question.skill)
        return sum(store.count_taught(kind) for store in self.catalog.stores for kind in kinds)

    def _parts(self, asked: Asked, fresh: list[int], old: list[int]) -> Iterator[Rows]:
        for layer, reader in enumerate(self._readers):
            for columns in reader.columns(asked, fresh):
                rows = self._open(columns, layer)
                self.beaten += _unseen(rows.serves, old)
                if len(rows.key):
                    yield survivors(rows, self.catalog.ids_of, False)

    def _asked(self) -> Asked:
        """By each skill: itself and its broader ones are asked for at which levels; and by each award."""
        asked: Asked = {}
        for question, number in self.questions.items():
            if isinstance(question, HasDegree):
                for award in awards_of(question):
                    asked.setdefault(award, []).append((1, number))
                continue
            for kind in sorted(self.catalog.narrower(question.skill)):
                asked.setdefault(kind, []).append((question.level, number))
        return asked

    def _read_ids(self, asked: Asked) -> list[str]:
        """Credentials that overlays change, or that a funding names, are read rather than compared by their outlines."""
        self.catalog.prefetch(Credential, self._read)
        records = (self.catalog.get(Credential, id) for id in self._read)
        return [record.id for record in records if record and not asked.keys().isdisjoint(_answers(record))]

    def _open(self, columns: Columns, layer: int) -> Rows:
        """The rows of what the learner could earn, as far as outlines tell."""
        open_, retires, provider, funded = self._look_up(columns.traits)
        open_ &= ~np.isin(columns.key, self._closed[layer])
        if self.source.prices.free_only:
            open_ &= ~(np.isin(columns.offers, list(self._plain)) & (columns.cents > 0))
        if not self.source.allow_unknown:
            unknown = open_ & ((columns.minutes == NO_MINUTES) | (columns.offers == self._unpriced))
            self.saw_unknown |= self._is_first and bool(unknown.any())
            open_ &= ~unknown
        columns = Columns(*(column[open_] for column in columns))
        minutes = np.where(columns.minutes == NO_MINUTES, 0, columns.minutes)
        time = np.maximum(minutes, self._least(columns.weeks))
        cents, offers = self._prices(columns)
        key = columns.key | layer << LAYER_BITS
        offers = np.where(funded[open_], ~key, offers)
        bound = np.where(offers == PLAIN, time, minutes)
        return Rows(key, columns.serves, offers, cents, time, bound, columns.requires, retires[open_], provider[open_])

    def _look_up(self, traits: Numbers) -> tuple[Numbers, Numbers, Numbers, Numbers]:
        """Whether each is open to the learner, when it retires, its provider where that counts, whether it may be funded."""
        numbers, inverse = np.unique(traits, return_inverse=True)
        wanted = [int(number) for number in numbers]
        for number, found in many_traits(self.catalog.stores, [each for each in wanted if each not in self._traits]).items():
            last = date.fromisoformat(found.retired_on).toordinal() if found.retired_on else NEVER
            provider = self._providers.setdefault(found.provider, len(self._providers)) if self.per_provider else 0
            self._traits[number] = self.source.is_open_to(found), last, provider, self._may_be_funded(found)
        table = [self._traits[number] for number in wanted]
        columns = (np.array([row[at] for row in table], kind) for at, kind in enumerate((bool, np.int64, np.int64, bool)))
        first, second, third, fourth = (column[inverse] for column in columns)
        return first, second, third, fourth

    def _may_be_funded(self, traits: Traits) -> bool:
        """Whether a funding could cover what has these traits, so that no price in an outline is the last word."""
        return any(
            not (record.credentials or record.providers or record.subscriptions or record.programmes)
            or not {traits.provider, traits.platform}.isdisjoint(record.providers)
            for record in self._funds
        )

    def _least(self, weeks: Numbers) -> Numbers:
        """Minimum durations as study minutes at the learner's pace."""
        numbers, inverse = np.unique(weeks, return_inverse=True)
        for number in map(float, numbers):
            if number not in self._weeks:
                self._weeks[number] = ceil(Fraction(str(number)) * self.source.learner.pace * 60)
        return np.array([self._weeks[float(number)] for number in numbers], np.int64)[inverse]

    def _plain_offers(self) -> dict[int, str]:
        """The numbers of offers that are nothing but a price, with its currency, where the learner can pay it."""
        own = self.source.learner.currency
        currencies = [own, *(rate.currency for rate in self.catalog.all(Rate) if rate.into == own)]
        return {offers_of([Offer(price=f"1 {currency}")])[0]: currency for currency in currencies}

    def _prices(self, columns: Columns) -> tuple[Numbers, Numbers]:
        """(cents, offers): plain prices in the learner's currency under one number; others as they are."""
        cents, offers = columns.cents.copy(), columns.offers.copy()
        offers[columns.offers == self._unpriced] = PLAIN
        for number, currency in self._plain.items():
            rows = columns.offers == number
            offers[rows] = PLAIN
            if currency != self.source.learner.currency and rows.any():
                amounts, inverse = np.unique(cents[rows], return_inverse=True)
                cents[rows] = np.array([self._converted(int(each), currency) for each in amounts], np.int64)[inverse]
        return cents, offers

    def _converted(self, cents: int, currency: str) -> int:
        converted = self.source.prices.cents(f"{cents // 100}.{cents % 100:02} {currency}")
        assert converted is not None
        return converted


def _answers(record: Credential) -> Iterator[str | Award]:
    """The skills that a credential teaches, and the award that it grants."""
    yield from (entry if isinstance(entry, str) else entry.skill for entry in record.teaches)
    if record.kind == "degree" and record.award is not None:
        yield record.award, None
        yield record.award, record.award_field


def _unseen(serves: Numbers, old: list[int]) -> int:
    """How many answer none of the old questions."""
    return int((~(serves & bits(old, serves.shape[1])).any(axis=1)).sum())
