"""The catalogue of some layers, out of the indexes in the user's cache folder and in the wheel."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from skillpath.catalog.freshness import sources_of
from skillpath.catalog.index import Index
from skillpath.catalog.layers import Layer
from skillpath.catalog.stack import StackedCatalog
from skillpath.catalog.store import Store
from skillpath.errors import InputError, Problem

if TYPE_CHECKING:
    from skillpath.catalog.progress import Progress


class Opened(NamedTuple):
    """The catalogue of some layers, or what is wrong with them; `warnings` are for stderr."""

    catalog: StackedCatalog
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]


def open_catalog(layers: Sequence[Layer], progress: Progress | None = None) -> Opened:
    """The catalogue of some layers, lowest first, checked as a whole; `progress` is told of what is read for an index."""
    problems: list[Problem] = []
    warnings: list[str] = []
    indexes = [Index(layer, progress) for layer in layers]
    stores = [store for index in indexes if (store := index.open(problems, warnings)) is not None]
    catalog = StackedCatalog(stores)
    if not problems and stores and not indexes[-1].is_judged(stores):
        from skillpath.catalog.judge import judge

        problems = judge(catalog)
        if not problems:
            indexes[-1].note_verdict(stores)
    return Opened(catalog, tuple(problems), tuple(dict.fromkeys(warnings)))


def compile_shipped(layer: Layer, target: Path) -> None:
    """Write the index that travels in the wheel, judged good: the same bytes for the same files.

    Raises:
        InputError: the catalogues have problems.
        FileExistsError: there is such a file.
    """
    from skillpath.catalog.compile import compile_layer
    from skillpath.catalog.judge import judge

    target.touch(exist_ok=False)
    problems: list[Problem] = []
    connection = sqlite3.connect(target)
    try:
        problems.extend(compile_layer(layer.label, sources_of(layer, problems), connection).problems)
        problems = problems or judge(StackedCatalog([Store(connection, layer.label)]))
        if not problems:
            connection.execute("INSERT INTO meta VALUES ('judged', 1)")
    finally:
        connection.close()
    if problems:
        raise InputError("the catalogues have problems", tuple(problems), code="bad-catalog")
