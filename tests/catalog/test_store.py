"""One index file: what is one, and how names and codes are packed."""

from __future__ import annotations

import sqlite3
from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skillpath.catalog.catalog import fold
from skillpath.catalog.ids import are_ids, is_id
from skillpath.catalog.index import Index
from skillpath.catalog.index_file import connect, is_index
from skillpath.catalog.load import Layer
from skillpath.catalog.measures import signature
from skillpath.catalog.packing import folded, pack, unpack, unpack_floats
from tests.catalog.worlds import TINY, indexed


@pytest.fixture
def index() -> Path:
    layer = Layer(TINY, "tiny.yaml")
    indexed([layer])
    return Index(layer).path


@given(st.text() | st.text("aA -_/\t\n\x1c\x1f–—éß "))
def test_folding_as_bytes_is_folding(text: str) -> None:
    assert folded(text) == fold(text).encode("utf-8", "surrogatepass")


@given(st.lists(st.integers(0, 2**64 - 1)), st.lists(st.integers(-(2**31), 2**31 - 1)), st.lists(st.floats(allow_nan=False)))
def test_packing(wide: list[int], narrow: list[int], floats: list[float]) -> None:
    assert list(unpack(pack(array("Q", wide)), "Q")) == wide
    assert list(unpack(pack(array("i", narrow)), "i")) == narrow
    assert list(unpack_floats(pack(array("d", floats)))) == floats


def test_packing_on_other_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack(array("I", [1, 2]))
    monkeypatch.setattr("skillpath.catalog.packing.sys.byteorder", "big")
    assert pack(array("I", [1, 2])) == packed[3::-1] + packed[:3:-1]
    assert list(unpack(pack(array("I", [1, 2])), "I")) == [1, 2]
    assert list(unpack_floats(pack(array("d", [1.5])))) == [1.5]


@pytest.mark.parametrize(
    ("text", "good"), [("a", True), ("a-1.b_c", True), ("", False), ("a--b", False), ("-a", False), ("A", False)]
)
def test_ids(text: str, good: bool) -> None:
    assert is_id(text) == good


@given(st.lists(st.text("aZ1-_.\n ä", max_size=4) | st.sampled_from(("a", "a" * 120, "a" * 121, "a\nb")), max_size=4))
def test_many_ids_are_looked_at_as_one_is(texts: list[str]) -> None:
    assert are_ids(texts) == all(map(is_id, texts))


def test_signatures_fit_into_a_column() -> None:
    assert 0 < signature(b"") < 2**63


def test_what_is_an_index(index: Path, tmp_path: Path) -> None:
    assert is_index(index)
    assert not is_index(tmp_path)
    assert not is_index(tmp_path / "nothing")
    other = tmp_path / "other?#%20.sqlite"
    other.write_bytes(index.read_bytes())
    assert is_index(other)
    assert connect(other).execute("SELECT count(*) FROM records").fetchone() == (21,)
    for size in (0, 50, 99, 100, 4096, len(index.read_bytes()) - 1):
        other.write_bytes(index.read_bytes()[:size])
        assert not is_index(other)


def test_nobody_writes_to_an_index(index: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        connect(index).execute("DELETE FROM records")


def test_nothing_in_an_index_tells_where_it_was_made(index: Path, tmp_path: Path) -> None:
    assert str(TINY.parent).encode() not in index.read_bytes()
    assert str(tmp_path).encode() not in index.read_bytes()
