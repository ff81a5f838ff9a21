"""Layers for tests of the index, and the two ways to read them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from skillpath.catalog.cache import open_catalog
from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.check import check
from skillpath.catalog.load import Layer, load
from skillpath.catalog.stack import StackedCatalog

TINY = Path(__file__).parents[1] / "data" / "tiny.yaml"

OVERLAY = """\
skillpath: 1
skills:
- {id: statistics, name: Statistics, aliases: [Stats, Charts & Figures]}
- {extends: sql, broader: programming, aliases: [Structured Query Language]}
- {extends: python, name: Python 3}
roles:
- {extends: data-clerk, aliases: [Clerk of Data, Junior Data-Clerk]}
credentials:
- id: gamma-stats
  name: Gamma Statistics
  kind: degree
  provider: gamma
  teaches: [statistics, {skill: sql, level: 3}]
  attests: [charts]
  requires: [acme-sql, {any: [acme-data, beta-charts, {skill: python, level: 2}]}]
  award: associate
  offers: [{price: 10 USD, note: cheap}]
- extends: acme-sql
  teaches: [statistics]
  offers: [{price: 7 EUR}]
  name: Acme Structured Queries
- extends: beta-python
  kind: degree
  award: bachelor
  teaches: [{skill: python, level: 3}, charts]
  effort: {hours: 5, min_weeks: 2}
providers:
- {id: gamma, name: Gamma College}
recommendations:
- {id: gamma.ace, credential: gamma-stats, body: ace, hours: 3}
- {extends: beta-python.nccrs, credential: acme-sql}
"""
TOP = """\
skillpath: 1
credentials:
- {extends: gamma-stats, name: Gamma Statistics Certificate, award: bachelor}
- {extends: acme-sql, aliases: [SQL for Clerks]}
skills:
- {extends: statistics, broader: charts}
"""


def layers(folder: Path) -> list[Layer]:
    """Three layers, of which the upper two change records of those below."""
    middle = folder / "middle"
    middle.mkdir()
    (middle / "overlay.yaml").write_text(OVERLAY, encoding="utf-8")
    top = folder / "top.yaml"
    top.write_text(TOP, encoding="utf-8")
    return [Layer(TINY, "tiny.yaml"), Layer(middle, "middle"), Layer(top, "top.yaml")]


def as_lines(file: Path, target: Path) -> Path:
    """A YAML catalogue as JSON Lines."""
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    return write_lines(target, ((kind, record) for kind, records in content.items() if kind != "skillpath" for record in records))


def write_lines(target: Path, records: Iterable[tuple[str, dict[str, Any]]]) -> Path:
    """A catalogue of JSON Lines."""
    lines = ['{"skillpath": 1}', *(json.dumps({kind: record}) for kind, record in records)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return target


def in_memory(layers: list[Layer]) -> MemoryCatalog:
    """The catalogue as the loader reads it."""
    loaded = load(layers)
    assert not loaded.problems, loaded.problems
    assert not (problems := check(loaded.records)), problems
    return MemoryCatalog(loaded.records)


def indexed(layers: list[Layer]) -> StackedCatalog:
    """The catalogue as the indexes answer."""
    opened = open_catalog(layers)
    assert not opened.problems, opened.problems
    assert not opened.warnings, opened.warnings
    return opened.catalog
