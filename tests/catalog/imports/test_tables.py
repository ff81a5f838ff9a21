"""Tables of text: every damage is one located note."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from skillpath.catalog.imports.report import Notes, silent
from skillpath.catalog.imports.source import Meter, files_of
from skillpath.catalog.imports.tables import Tables, tidy
from skillpath.errors import InputError


def read(folder: Path, name: str, content: bytes, separator: str = ",") -> tuple[list[dict[str, str]], list[str]]:
    (folder / name).write_bytes(content)
    notes = Notes()
    files = files_of(folder, (".csv", ".txt"), notes)
    tables = Tables(files, separator, Meter(files, silent), notes)
    rows = [row.values for row in tables.rows("things", ("id", "name"), ("more",))]
    return rows, [f"{entry.code} {example}" for entry in notes.left_out for example in entry.examples]


def test_names_of_tables_and_columns_are_compared_loosely() -> None:
    assert tidy("Education, Training, and Experience") == tidy("education_training_experience")
    assert tidy("occupationSkillRelations_en") == "occupation skill relations"
    assert tidy("O*NET-SOC Code") == "o net soc code"


def test_quoted_cells_may_hold_lines(tmp_path: Path) -> None:
    rows, left_out = read(tmp_path, "things_en.csv", b'\xef\xbb\xbfid,name,more\r\n1,"a\nb","c, d"\r\n')
    assert rows == [{"id": "1", "name": "a\nb", "more": "c, d"}]
    assert left_out == []


@pytest.mark.parametrize(
    ("content", "usual"),
    [
        (b'id;name;more\n1;"a\nb; c";x,y\n', ","),
        (b'id\tname\tmore\n1\t"a\nb; c"\tx,y\n', ","),
        (b'id,name,more\n1,"a\nb; c","x,y"\n', "\t"),
        (b'"id"\t"name"\t"more"\n"1"\t"a\nb; c"\t"x,y"\n', "\t"),
        ('id|name|more\r\n1|"a\nb; c"|x,y\r\n'.encode("utf-16"), ","),
    ],
)
def test_the_heading_shows_what_separates_the_cells(tmp_path: Path, content: bytes, usual: str) -> None:
    assert read(tmp_path, "things.csv", content, usual) == ([{"id": "1", "name": "a\nb; c", "more": "x,y"}], [])


def test_quotes_between_tabs_are_part_of_the_text(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "things.txt", b'id\tname\n1\t"a" or b\n2\t"c\n', "\t")
    assert [row["name"] for row in rows] == ['"a" or b', '"c']


def test_a_carriage_return_inside_a_row_does_not_end_the_table(tmp_path: Path) -> None:
    rows, left_out = read(tmp_path, "things.csv", b"id,name\n1,a\rb\n2,c\n")
    assert ([row["name"] for row in rows], left_out) == (["a b", "c"], [])


def test_compressed_tables_are_read(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "Things.txt.gz", gzip.compress(b"id\tname\n1\tx\n"), "\t")
    assert rows == [{"id": "1", "name": "x"}]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id,name\n1\n2,b\n", "bad-row things.csv:2: 1 cells under 2 headings"),
        (b"id,name\n1,a\x00\n2,b\n", "not-text things.csv:2"),
        (b"id,name\n1,\xff\xfe\n2,b\n", "not-text things.csv:2"),
        (b"number,name\n1,a\n", "bad-row things.csv:1: the table has no column id"),
        (
            b'id,name\n2,b\n3,"' + b"x" * 200_000,
            "bad-row things.csv:3: field larger than field limit (131072); the rest was not read",
        ),
        (b"", "bad-row things.csv:1: the table is empty"),
        (b"id,name\n2,b\n" + b"x" * 2_000_000, "too-big things.csv:3: a line of more than 1048576 bytes; the rest was not read"),
    ],
)
def test_damage_is_located_and_the_rest_is_read(tmp_path: Path, content: bytes, said: str) -> None:
    rows, left_out = read(tmp_path, "things.csv", content)
    assert left_out == [said]
    assert rows in ([{"id": "2", "name": "b"}], [])


def test_damaged_compression_keeps_what_came_before(tmp_path: Path) -> None:
    whole = gzip.compress(b"id,name\n" + b"".join(b"%d,name %d\n" % (number, number * 7919) for number in range(20_000)))
    rows, left_out = read(tmp_path, "things.csv.gz", whole[: len(whole) // 2])
    assert 0 < len(rows) < 20_000
    assert left_out[0].startswith("unreadable things.csv.gz:")


def test_not_compressed_at_all(tmp_path: Path) -> None:
    rows, left_out = read(tmp_path, "things.csv.gz", b"id,name\n1,a\n")
    assert rows == []
    assert left_out[0].startswith("unreadable things.csv.gz:1: the rest cannot be read: Not a gzipped file")


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file or folder"):
        files_of(tmp_path / "nowhere", (".csv",), Notes())
    with pytest.raises(InputError, match=r"holds no file that ends in \.csv"):
        files_of(tmp_path, (".csv",), Notes())
