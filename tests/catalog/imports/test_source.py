"""What a source may hold besides good files: pipes, odd names, loops."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.onet import import_onet
from skillpath.errors import InputError
from tests.catalog.imports.helpers import credential, first, records_in

posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such files")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps(credential(1)))
    return folder


@posix
def test_a_pipe_in_a_folder_is_left_out_and_not_waited_for(source: Path, tmp_path: Path) -> None:
    os.mkfifo(source / "b.json")
    (source / "c.json").mkdir()
    (source / "loop").symlink_to(source)
    (source / "d.json").symlink_to("nowhere")
    report = import_ctdl(source, tmp_path / "out.jsonl", Known())
    assert report.written["credentials"] == 1
    said = {str(example) for entry in report.left_out if entry.code == "unreadable" for example in entry.examples}
    assert said == {"b.json: not a file", "d.json: No such file or directory"}


@posix
def test_a_pipe_is_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError, match="neither a file nor a folder"):
        import_ctdl(tmp_path / "pipe", tmp_path / "out.jsonl", Known())


@posix
def test_a_file_name_need_not_be_text(source: Path, tmp_path: Path) -> None:
    try:
        (source / os.fsdecode(b"b\xff.json")).write_bytes(b"{")
    except OSError:
        pytest.skip("the file system takes no such names")
    report = import_ctdl(source, tmp_path / "out.jsonl", Known())
    assert first(report, "bad-json").startswith("b\ufffd.json:1:")


def test_a_compressed_file_is_known_by_its_content(source: Path, tmp_path: Path) -> None:
    (source / "b.json").write_bytes(gzip.compress(json.dumps(credential(2)).encode()))
    import_ctdl(source, tmp_path / "out.jsonl", Known())
    assert len(records_in(tmp_path / "out.jsonl")["credentials"]) == 2


def test_an_archive_is_to_be_unpacked(tmp_path: Path) -> None:
    (tmp_path / "db_30_1_text.zip").write_bytes(b"PK")
    with pytest.raises(InputError, match="is packed"):
        import_onet(tmp_path / "db_30_1_text.zip", tmp_path / "out.jsonl", Known())
