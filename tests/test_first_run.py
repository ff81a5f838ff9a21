"""First runs as users have them: whole commands, all at once, killed, on full and read-only disks, and out of the wheel."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from skillpath.catalog.index import SHIPPED
from tests.catalog.worlds import TINY, write_lines

TOP = Path(__file__).parents[1]
ASK = ("show", "acme-sql", "--no-shipped", "-c")
posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX limits and mounts")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def start(*arguments: str | Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "skillpath", *map(str, arguments)]
    return subprocess.Popen(command, cwd=TOP, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload]


def answer(*arguments: str | Path, **options: object) -> tuple[int, str, str]:
    process = start(*arguments, **options)
    out, err = process.communicate(timeout=300)
    return process.returncode, out, err


def all_at_once(count: int) -> set[tuple[int, str, str]]:
    processes = [start(*ASK, TINY) for _ in range(count)]
    return {(process.returncode, out, err) for process in processes for out, err in [process.communicate(timeout=300)]}


def test_first_runs_at_once() -> None:
    [(status, out, err)] = all_at_once(6)
    assert (status, err) == (0, "")
    assert "Acme SQL" in out


@pytest.mark.long
def test_fifty_first_runs_at_once() -> None:
    [(status, _, err)] = all_at_once(50)
    assert (status, err) == (0, "")


def killed(folder: Path, turns: int) -> None:
    """A catalogue that grows while builds are killed at any moment: the next call always answers."""
    source = folder / "world"
    source.mkdir()
    (source / "tiny.yaml").write_bytes(TINY.read_bytes())
    expected = answer(*ASK, source)
    assert expected[0] == 0
    moments = random.Random(3)
    for turn in range(turns):
        record = {"kind": "exam", "provider": "acme", "teaches": ["sql"]}
        more = [("credentials", {**record, "id": f"more-{number}", "name": f"Number {number} {turn}"}) for number in range(4000)]
        write_lines(source / "more.jsonl", more)
        process = start(*ASK, source)
        time.sleep(moments.random())
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert answer("search", "number", turn, "--no-shipped", "-c", source, "-n", "1")[0] == 0
        (source / "more.jsonl").unlink()
        assert answer(*ASK, source) == expected


@posix
def test_a_build_that_is_killed(tmp_path: Path) -> None:
    killed(tmp_path, 2)


@posix
@pytest.mark.long
def test_many_builds_that_are_killed(tmp_path: Path) -> None:
    killed(tmp_path, 40)


@pytest.mark.parametrize("how", ["truncated", "zeroed", "foreign", "half zeroed"])
def test_a_damaged_index_is_never_seen(how: str, cache: Path) -> None:
    expected = answer(*ASK, TINY)
    [index] = (cache / "skillpath").glob("*.sqlite")
    data = index.read_bytes()
    damaged = {
        "truncated": data[: len(data) // 3],
        "zeroed": bytes(len(data)),
        "foreign": b"SQLite format 3\0" + b"not ours" * 4096,
        "half zeroed": data[: len(data) // 2] + bytes(len(data) - len(data) // 2),
    }
    index.write_bytes(damaged[how])
    assert answer(*ASK, TINY) == expected
    assert answer(*ASK, TINY) == expected


@posix
def test_a_disk_that_fills_up_is_told_and_does_no_harm(cache: Path) -> None:
    import resource

    expected = answer(*ASK, TINY)
    for path in (cache / "skillpath").iterdir():
        path.unlink()

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    status, out, err = answer(*ASK, TINY, preexec_fn=limit)
    assert (status, out) == expected[:2]
    assert err.startswith("warning: no index can be kept in ")
    assert err.count("\n") == 1
    assert not list((cache / "skillpath").glob("*.tmp"))
    assert answer(*ASK, TINY) == expected


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder on a file system that nobody may write to."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=16k", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("only root can mount a read-only disk")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@posix
def test_a_read_only_disk_is_told(read_only: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(read_only))
    status, out, err = answer(*ASK, TINY)
    assert status == 0
    assert "Acme SQL" in out
    assert "Read-only file system" in err
    assert "the catalogues are read for this call only" in err
    assert answer(*ASK, TINY, "--quiet")[2] == ""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, unpacked as an installation would be."""
    pytest.importorskip("hatchling")
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=TOP, check=True, capture_output=True)
    [file] = folder.glob("*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "installed")
    return folder / "installed"


@posix
def test_the_wheel_plans_at_once_without_a_place_to_write(wheel: Path, tmp_path: Path) -> None:
    """With a home that is a file, and sources that are gone: only the index that travels in the wheel can answer."""
    (tmp_path / "file").write_text("no folder")
    where = str(tmp_path / "file" / "home")
    environment = {**os.environ, "HOME": where, "XDG_CACHE_HOME": f"{where}/cache", "PYTHONPATH": str(wheel)}
    assert (wheel / "skillpath" / SHIPPED.name).is_file()
    (wheel / "skillpath" / "catalogs").rename(wheel / "skillpath" / "moved")
    (wheel / "skillpath" / "catalogs").mkdir()
    try:
        for arguments, said in ((("plan", "-t", "data analyst"), "Proved:"), (("search", "nurse"), "Registered Nurse")):
            command = [sys.executable, "-m", "skillpath", *arguments]
            done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
            assert (done.returncode, done.stderr) == (0, "")
            assert said in done.stdout
    finally:
        (wheel / "skillpath" / "catalogs").rmdir()
        (wheel / "skillpath" / "moved").rename(wheel / "skillpath" / "catalogs")
