"""Compiles the catalogues into the wheel, so that nobody's first run waits for it."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class IndexBuildHook(BuildHookInterface):
    """Adds ``skillpath/catalogs.sqlite``: the same bytes for the same catalogues, wherever and whenever it is built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before the files are gathered; an editable install reads `catalogs/` itself, through the cache."""
        if version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from skillpath.catalog.cache import compile_shipped
            from skillpath.catalog.load import Layer
            from skillpath.errors import InputError

            self._folder = tempfile.TemporaryDirectory()
            target = Path(self._folder.name) / "catalogs.sqlite"
            try:
                compile_shipped(Layer(root / "catalogs", "catalogs"), target)
            except InputError as error:
                for problem in error.problems:
                    self.app.display_error(f"{problem.where}: {problem.message}")
                raise
        finally:
            sys.path.remove(str(root))
        build_data["force_include"][str(target)] = "skillpath/catalogs.sqlite"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Leave nothing behind."""
        if version != "editable":
            self._folder.cleanup()
