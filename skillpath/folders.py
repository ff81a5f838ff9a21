"""Where skillpath keeps its files: XDG folders everywhere but on Windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def _xdg(variable: str, below_home: str) -> Path:
    base = Path(os.environ.get(variable, ""))
    return base if base.is_absolute() else home() / below_home


def home() -> Path:
    """The user's home folder, or the current one where there is none."""
    try:
        return Path.home()
    except RuntimeError:
        return Path()


def _folder(variable: str, below_home: str, windows: str) -> Path:
    if sys.platform == "win32" and (base := os.environ.get(windows)):
        return Path(base) / "skillpath"
    return _xdg(variable, below_home) / "skillpath"


def config_folder() -> Path:
    """Configuration: the profile."""
    return _folder("XDG_CONFIG_HOME", ".config", "APPDATA")


def state_folder() -> Path:
    """State: logs."""
    return _folder("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA")
