"""Counts over a catalogue: records by kind, how sure their figures are, how old."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.programmes import Programme, TextRule
from skillpath.catalog.progress import Progress, silent
from skillpath.catalog.records import Credential, Provider, Record, Source
from skillpath.catalog.shape import Shape
from skillpath.catalog.values import CONFIDENCE_ORDER, Confidence

TOLD_EVERY = 1000
"""Records after which progress is told."""


@dataclass
class KindStats:
    """Records of one kind by confidence, and the oldest and newest date on their sources."""

    count: int = 0
    confidence: dict[str, int] = field(default_factory=lambda: dict.fromkeys(reversed(CONFIDENCE_ORDER), 0))
    oldest: str = ""
    newest: str = ""
    undated: int = 0


@dataclass
class Stats:
    """The counts of a catalogue."""

    kinds: dict[str, KindStats]
    credentials_by_kind: dict[str, int]
    credentials_by_provider: dict[str, int]
    unpriced: int
    hours_unknown: int
    retired: int
    text_rules: int


class _Something(Struct, frozen=True):
    pass


class _Counted(Shape, frozen=True, kw_only=True):
    kind: str
    provider: str
    confidence: Confidence = "medium"
    sources: tuple[str, ...] = ()
    status: str = "active"
    offers: tuple[_Something, ...] = ()
    effort: _Something | None = None


class _Dated(Shape, frozen=True, kw_only=True):
    date: str | None = None


def stats_of(catalog: Catalog, progress: Progress = silent) -> Stats:
    """Count everything in a catalogue, one record after another."""
    tally = _Tally(catalog, progress)
    kinds = {kind: tally.count(kind) for kind in KINDS}
    issued = {_provider_name(id, catalog): 0 for id in tally.providers}
    for id, count in tally.providers.items():
        issued[_provider_name(id, catalog)] += count
    programmes = catalog.all(Programme)
    return Stats(
        kinds=kinds,
        credentials_by_kind=_sorted_counts(tally.kinds),
        credentials_by_provider=_sorted_counts(issued),
        unpriced=tally.unpriced,
        hours_unknown=tally.hours_unknown,
        retired=tally.retired,
        text_rules=sum(isinstance(rule, TextRule) for programme in programmes for rule in programme.rules),
    )


class _Tally:
    """Counts the records of a catalogue as they pass."""

    def __init__(self, catalog: Catalog, progress: Progress) -> None:
        self.catalog = catalog
        self.progress = progress
        self.total = sum(catalog.count(kind) for kind in KINDS.values())
        self.done = 0
        self.dates = {source.id: source.date for source in catalog.browse(Source, _Dated) if source.date}
        self.kinds: Counter[str] = Counter()
        self.providers: Counter[str] = Counter()
        self.unpriced = self.hours_unknown = self.retired = 0

    def count(self, kind: str) -> KindStats:
        """Count the records of a kind."""
        stats = KindStats()
        records = self.catalog.all(KINDS[kind]) if kind != "credentials" else self.catalog.browse(Credential, _Counted)
        for record in records:
            self.done += 1
            if self.done % TOLD_EVERY == 0:
                self.progress(self.done, self.total)
            if isinstance(record, _Counted):
                self._count_credential(record)
            _add(stats, record, self.dates)
        return stats

    def _count_credential(self, record: _Counted) -> None:
        self.kinds[record.kind] += 1
        self.providers[record.provider] += 1
        self.unpriced += not record.offers
        self.hours_unknown += record.effort is None
        self.retired += record.status == "retired"


def _provider_name(id: str, catalog: Catalog) -> str:
    record = catalog.get(Provider, id)
    return record.name if record else id


def _sorted_counts(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _add(stats: KindStats, record: AnyRecord | _Counted, source_dates: Mapping[str, str]) -> None:
    stats.count += 1
    if isinstance(record, Record | _Counted):
        stats.confidence[record.confidence] += 1
        dates = [source_dates[id] for id in record.sources if id in source_dates]
    else:
        dates = [record.date] if isinstance(record, Source) and record.date else []
    if not dates:
        stats.undated += 1
        return
    stats.oldest = min(filter(None, (stats.oldest, max(dates))))
    stats.newest = max(stats.newest, *dates)
