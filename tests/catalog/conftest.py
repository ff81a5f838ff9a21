"""What is tested here looks into the cache: every test has one of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _empty_cache(_empty_home: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_CACHE_HOME")
