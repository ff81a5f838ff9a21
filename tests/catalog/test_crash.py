"""Processes that are killed, and processes that all come at once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from skillpath.catalog.index import Index, cache_folder
from skillpath.catalog.load import Layer
from skillpath.catalog.records import Credential
from tests.catalog.worlds import TINY, indexed, write_lines

TOP = Path(__file__).parents[2]
READ = """
import sys
from pathlib import Path
from skillpath.catalog.cache import open_catalog
from skillpath.catalog.load import Layer
from skillpath.catalog.records import Credential
opened = open_catalog([Layer(Path(sys.argv[1]), "world")])
print("ready", flush=True)
print(opened.problems, opened.warnings, opened.catalog.count(Credential), opened.catalog.get(Credential, "acme-sql").name)
"""


def start(source: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", READ, str(source)], cwd=TOP, stdout=subprocess.PIPE, text=True)


def test_builds_that_are_killed_leave_the_index_before(tmp_path: Path) -> None:
    """Fifteen builds killed at moments all over their course, with and without a second process."""
    source = tmp_path / "world"
    source.mkdir()
    (source / "tiny.yaml").write_bytes(TINY.read_bytes())
    layer = Layer(source, "world")
    indexed([layer])
    moments = random.Random(5)
    for turn in range(15):
        before = Index(layer).path.read_bytes()
        write_lines(source / "more.jsonl", more(turn, 20_000))
        begun = time.monotonic()
        process = start(source)
        wait_for_build(layer, process)
        time.sleep(moments.random() * 0.4)
        kill(process)
        index = Index(layer).path.read_bytes()
        assert index == before or b"of turn" in index, time.monotonic() - begun
        (source / "more.jsonl").unlink()
    assert indexed([layer]).count(Credential) == 6
    (source / "last.yaml").write_text("skillpath: 1\nskills: [{id: last, name: Last}]\n")
    assert indexed([layer]).count(Credential) == 6
    assert sorted(path.suffix for path in cache_folder().iterdir()) == [".lock", ".sqlite", ".stamps"]


def more(turn: int, count: int) -> list[tuple[str, dict[str, object]]]:
    """A large file, so that a build takes a while, and a second process."""
    record = {"kind": "exam", "provider": "acme", "teaches": ["sql"], "note": "x" * 300}
    return [
        ("credentials", {**record, "id": f"more-{number}", "name": f"Number {number} of turn {turn}"}) for number in range(count)
    ]


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


def wait_for_build(layer: Layer, process: subprocess.Popen[str]) -> None:
    """Until there is an unfinished index, or a finished one."""
    while process.poll() is None:
        if list(cache_folder().glob(f"{Index(layer).stem}.*.index.tmp")):
            return
        time.sleep(0.005)


def test_fifty_processes_at_once_on_an_empty_cache() -> None:
    processes = [start(TINY) for _ in range(50)]
    answers = {process.communicate(timeout=120)[0] for process in processes}
    assert answers == {"ready\n() () 6 Acme SQL\n"}
    assert sorted(path.suffix for path in cache_folder().iterdir()) == [".lock", ".sqlite", ".stamps"]


def test_a_killed_builder_gives_its_lock_away(tmp_path: Path) -> None:
    """Though its second process may outlive it for a moment."""
    source = tmp_path / "more.jsonl"
    world = [("providers", {"id": "acme", "name": "A"}), ("skills", {"id": "sql", "name": "S"}), *more(0, 60_000)]
    write_lines(source, world)
    layer = Layer(source, "more.jsonl")
    process = start(source)
    wait_for_build(layer, process)
    kill(process)
    assert indexed([layer]).count(Credential) == 60_000
