"""Bulk import: public tables and registries -> a catalogue of JSON lines.

Every importer streams its source, writes one record per line through `writer.CatalogWriter`, and answers with an
`report.ImportReport`: what it wrote, and what it left out and why. What a source holds is never trusted: a bad piece is
one located entry of the report.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from skillpath.catalog.layers import Layer
from skillpath.folders import home


def imports_folder() -> Path:
    """Where imported catalogues are kept: ``$XDG_DATA_HOME/skillpath/imports``."""
    if sys.platform == "win32" and (base := os.environ.get("LOCALAPPDATA")):
        return Path(base) / "skillpath" / "imports"
    base_folder = Path(os.environ.get("XDG_DATA_HOME", ""))
    base_folder = base_folder if base_folder.is_absolute() else home() / ".local/share"
    return base_folder / "skillpath" / "imports"


def imported_layers() -> list[Layer]:
    """The catalogues that were imported into that folder, by name: each a layer over the shipped ones."""
    try:
        names = sorted(entry.name for entry in os.scandir(imports_folder()) if entry.name.endswith(".jsonl") and entry.is_file())
    except OSError:
        return []
    return [Layer(file, str(file)) for name in names if not name.startswith(".") and (file := imports_folder() / name)]
