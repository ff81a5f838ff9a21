"""Counts over a catalogue: records by kind, how sure their figures are, how old."""

from __future__ import annotations

from dataclasses import dataclass, field

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.programmes import Programme, TextRule
from skillpath.catalog.records import Credential, Provider, Record, Source
from skillpath.catalog.values import CONFIDENCE_ORDER


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


def stats_of(catalog: Catalog) -> Stats:
    """Count everything in a catalogue."""
    credentials = list(catalog.all(Credential))
    programmes = catalog.all(Programme)
    return Stats(
        kinds={kind: _kind_stats(kind, catalog) for kind in KINDS},
        credentials_by_kind=_sorted_counts([credential.kind for credential in credentials]),
        credentials_by_provider=_sorted_counts([_provider_name(credential.provider, catalog) for credential in credentials]),
        unpriced=sum(not credential.offers for credential in credentials),
        hours_unknown=sum(credential.effort is None for credential in credentials),
        retired=sum(credential.status == "retired" for credential in credentials),
        text_rules=sum(isinstance(rule, TextRule) for programme in programmes for rule in programme.rules),
    )


def _provider_name(id: str, catalog: Catalog) -> str:
    record = catalog.get(Provider, id)
    return record.name if record else id


def _sorted_counts(values: list[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _kind_stats(kind: str, catalog: Catalog) -> KindStats:
    stats = KindStats()
    for record in catalog.all(KINDS[kind]):
        stats.count += 1
        if isinstance(record, Record):
            stats.confidence[record.confidence] += 1
            dates = [source.date for id in record.sources if (source := catalog.get(Source, id)) and source.date]
        else:
            dates = [record.date] if isinstance(record, Source) and record.date else []
        if not dates:
            stats.undated += 1
            continue
        stats.oldest = min(filter(None, (stats.oldest, max(dates))))
        stats.newest = max(stats.newest, *dates)
    return stats
