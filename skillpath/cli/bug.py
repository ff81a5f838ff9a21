"""The log of an unexpected failure, for a report."""

from __future__ import annotations

import platform
import sys
import tempfile
import traceback
from pathlib import Path

from skillpath import __version__
from skillpath.folders import state_folder


def write_log(error: Exception, arguments: list[str]) -> str:
    """Write what happened to a file; its path, or why there is none."""
    text = "\n".join(
        [
            f"skillpath {__version__}, Python {platform.python_version()}, {platform.platform()}",
            f"arguments: {arguments}",
            "".join(traceback.format_exception(error)),
        ]
    )
    for folder in (state_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file = folder / "skillpath-error.log"
            file.write_text(text, encoding="utf-8")
        except OSError:
            continue
        return str(file)
    print(text, file=sys.stderr)
    return "the text above"
