"""Measurements that need a process of their own: `python -m benchmarks.child WHAT FILE ...` prints JSON."""

from __future__ import annotations

import json
import resource
import sqlite3
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

from skillpath.catalog.cache import open_catalog
from skillpath.catalog.index import Index
from skillpath.catalog.load import Layer
from skillpath.catalog.records import Credential, Role
from skillpath.catalog.stack import StackedCatalog
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile

START = date(2026, 11, 25)


def opened(file: str) -> StackedCatalog:
    """The catalogue of a generated file."""
    found = open_catalog([Layer(Path(file), "benchmark")])
    if found.problems or found.warnings:
        raise SystemExit(f"{found.problems[:3]} {found.warnings}")
    return found.catalog


def memory() -> float:
    """The most memory that this process has had, in MB: `ru_maxrss` would begin with that of the process which started it."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def parse(file: str) -> float:
    """Seconds that `json.loads` takes for the lines."""
    start = time.perf_counter()
    with Path(file).open("rb") as stream:
        for line in stream:
            json.loads(line)
    return time.perf_counter() - start


def build(file: str) -> dict[str, float]:
    """Seconds and memory of a build, with `json.loads` on the same lines before and after it."""
    before = parse(file)
    start = time.perf_counter()
    opened(file)
    seconds = time.perf_counter() - start
    used = memory()
    return {"parse": (before + parse(file)) / 2, "build": seconds, "memory": used}


def plan(file: str, role: str, read: str = "") -> dict[str, Any]:
    """Processor seconds of a warm plan without imports; with `read`, the statements that it asks are written there."""
    import highspy  # noqa: F401
    import networkx as nx  # noqa: F401

    from skillpath.planner import survivors  # noqa: F401
    from skillpath.planner.plan import plan
    from skillpath.planner.request import Request, RoleTarget

    if read:
        Path(read).write_text(json.dumps(_statements(file, role)), encoding="utf-8")
        return {}
    start = time.process_time()
    catalog = opened(file)
    wanted = catalog.get(Role, role)
    if wanted is None:
        raise SystemExit(f"no role {role}")
    answer = plan(catalog, make_learner(Profile(), catalog, START), Request(RoleTarget(wanted)))
    seconds = time.process_time() - start
    cents = None if answer.totals is None else answer.totals.cents
    return {"seconds": seconds, "memory": memory(), "status": answer.status, "cents": cents, "considered": answer.considered}


def _statements(file: str, role: str) -> list[str]:
    """Every statement that a plan asks of the index, with its values."""
    from skillpath.planner.plan import plan
    from skillpath.planner.request import Request, RoleTarget

    catalog = opened(file)
    found: list[str] = []
    for store in catalog.stores:
        store.connection.set_trace_callback(found.append)
    wanted = catalog.get(Role, role)
    assert wanted is not None
    plan(catalog, make_learner(Profile(), catalog, START), Request(RoleTarget(wanted)))
    return found


def replay(file: str, read: str) -> float:
    """Processor seconds that SQLite takes to read the rows that a plan read."""
    statements = json.loads(Path(read).read_text(encoding="utf-8"))
    connection = sqlite3.connect(Index(Layer(Path(file), "benchmark")).path)
    start = time.process_time()
    for statement in statements:
        connection.execute(statement).fetchall()
    return time.process_time() - start


def relevant_rows(file: str, role: str) -> dict[str, float]:
    """Processor seconds that SQLite takes to read the rows of all credentials that teach what a role asks for."""
    catalog = opened(file)
    wanted = catalog.get(Role, role)
    assert wanted is not None
    [store] = catalog.stores
    keys = sorted({outline.key for outline in catalog.outlines([entry.skill for entry in wanted.skills])})
    start = time.process_time()
    rows = 0
    for at in range(0, len(keys), 500):
        marks = ", ".join(map(str, keys[at : at + 500]))
        rows += len(store.connection.execute(f"SELECT * FROM records WHERE key IN ({marks})").fetchall())
    return {"seconds": time.process_time() - start, "rows": rows}


def queries(file: str) -> dict[str, float]:
    """Processor milliseconds of what commands ask, and of one row through plain `sqlite3`."""
    found: dict[str, float] = {}

    def timed(name: str, work: Any) -> Any:
        start = time.process_time()
        result = work()
        found[name] = (time.process_time() - start) * 1e3
        return result

    catalog = timed("open", lambda: opened(file))
    ids = [f"credential-{number:07}" for number in range(0, 1000, 3)]
    timed("334 records by id", lambda: [catalog.get(Credential, id) for id in ids])
    [store] = catalog.stores
    query = "SELECT body FROM records WHERE kind = 8 AND id = ?"
    timed("334 rows, plain sqlite3", lambda: [store.connection.execute(query, (id,)).fetchone() for id in ids])
    name = catalog.get(Credential, "credential-0000502").name
    timed("by name", lambda: catalog.named(Credential, name))
    timed("search, two words", lambda: catalog.search("python security"))
    timed("search, one common word", lambda: catalog.search("certificate"))
    timed("search, misspelt", lambda: catalog.search("pyhton foundatons"))
    return found


if __name__ == "__main__":
    print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
