"""The catalogues that a command works with, read as the options say; no learner is needed for that."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from skillpath.catalog.cache import Opened
from skillpath.catalog.cache import open_catalog as open_layers
from skillpath.catalog.imports import imported_layers
from skillpath.catalog.layers import Layer, shipped_layer
from skillpath.catalog.stack import StackedCatalog
from skillpath.cli.output import bar_of
from skillpath.errors import InputError


def layers_of(paths: Iterable[str] | None, no_shipped: bool) -> list[Layer]:
    """The catalogues that a call names, over the shipped ones; lowest first."""
    layers = [] if no_shipped else [shipped_layer()]
    for path in paths or ():
        if re.match(r"[a-z][a-z0-9+.-]*://", path):
            raise InputError(
                f"{path} is an address; catalogues are read from files", code="remote-catalog", hint="download it first"
            )
        layers.append(Layer(Path(path), path.rstrip("/") or path))
    return layers


def open_catalog(paths: Iterable[str] | None, no_shipped: bool, warnings: list[str], quiet: bool = False) -> StackedCatalog:
    """The catalogues of a call, checked: the shipped ones, what was imported, and those that the call names.

    An import that no longer fits is left out, and that is added to `warnings`. A bar shows how far a long reading is.

    Raises:
        InputError: with every problem located.
    """
    layers = layers_of(paths, no_shipped)
    imported = [] if no_shipped else imported_layers()
    with bar_of("indexing", quiet) as bar:
        opened = open_layers([*layers[:1], *imported, *layers[1:]], bar)
    if opened.problems and imported:
        opened = _without_imports(opened, layers, imported, warnings)
    if opened.problems:
        raise InputError(f"{_count(len(opened.problems), 'problem')} in the catalogues", opened.problems, code="bad-catalog")
    warnings.extend(opened.warnings)
    return opened.catalog


def _without_imports(opened: Opened, layers: list[Layer], imported: list[Layer], warnings: list[str]) -> Opened:
    """The catalogues without those imports that have problems; without any, if that is not enough."""
    files = {problem.file for problem in opened.problems}
    bad = [layer for layer in imported if layer.label in files] or imported
    again = open_layers([*layers[:1], *(layer for layer in imported if layer not in bad), *layers[1:]])
    if again.problems:
        again = open_layers(layers)
        bad = imported
    if not again.problems:
        first = next((f": {each.where}: {each.message}" for each in opened.problems), "")
        names = ", ".join(layer.label for layer in bad)
        warnings.append(f"left out what no longer fits the catalogues; import it again, or delete it: {names}{first}")
    return again


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number} {noun}s"
