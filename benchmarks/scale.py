"""Large generated catalogues: how fast an index is built and asked, what a plan takes, and how that grows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks import measure
from benchmarks.generate import ROLES, write
from benchmarks.measure import Line, child, compare, cpu_seconds, folder, python, skillpath
from benchmarks.start import BARE

MEMORY_BAR = 300.0
SMALL = 2_000


def lines(count: int) -> Iterator[Line]:
    """All measurements on a catalogue of so many credentials, and their growth from a small one."""
    with folder() as name:
        cache = Path(name)
        large, small = cache / "large.jsonl", cache / "small.jsonl"
        write(large, count)
        write(small, SMALL)
        yield from building(large, count, cache)
        child("build", cache, str(small))
        for role in ROLES:
            yield from planning(large, role, cache)
        yield from growing(small, large, count, cache)
        yield from asking(large, cache)
        yield from searching(large, count, cache)


def building(file: Path, count: int, cache: Path) -> Iterator[Line]:
    """The index against `json.loads` on the same lines."""
    made = child("build", cache, str(file))
    rate, bar = count / made["build"], count / made["parse"]
    what = f"index of {count:,} credentials"
    yield Line(what, f"{rate:,.0f} a second", f"json.loads on the same lines: {bar:,.0f} a second", bar / rate, 2.0)
    yield Line(f"{what}, memory", f"{made['memory']:,.0f} MB", f"{MEMORY_BAR:.0f} MB", made["memory"] / MEMORY_BAR, 1.0)


def planning(file: Path, role: str, cache: Path) -> Iterator[Line]:
    """A warm plan against SQLite on the rows of all that teach what is asked, and on the rows that the plan read."""
    read = cache / f"{role}.json"
    child("plan", cache, str(file), role, str(read))
    plans = [child("plan", cache, str(file), role) for _ in range(measure.REPEATS)]
    seconds = median(each["seconds"] for each in plans)
    memory = max(each["memory"] for each in plans)
    rows = child("relevant_rows", cache, str(file), role)
    again = median(child("replay", cache, str(file), str(read)) for _ in range(measure.REPEATS))
    what = f"warm plan, {role}, {plans[0]['considered']:,} considered"
    figure = f"{seconds * 1e3:,.0f} ms"
    all_rows = f"SQLite, the {int(rows['rows']):,} rows that teach what is asked: {rows['seconds'] * 1e3:,.0f} ms"
    is_large = rows["seconds"] > 0.25
    yield Line(what, figure, all_rows, seconds / rows["seconds"], 3.0 if is_large else None)
    yield Line(f"{what}", figure, f"SQLite, only what the plan read: {again * 1e3:,.0f} ms", seconds / again)
    yield Line(f"{what}, memory", f"{memory:,.0f} MB", f"{MEMORY_BAR:.0f} MB", memory / MEMORY_BAR, 1.0)


def growing(small: Path, large: Path, count: int, cache: Path) -> Iterator[Line]:
    """The same relevant part in a small and in a large catalogue: whole commands, and the planning alone."""
    commands = [skillpath("plan", "-t", "core-role", "--no-shipped", "--catalog", str(file)) for file in (large, small)]
    one, other = ((lambda command=command: cpu_seconds(command, cache)) for command in commands)
    what = f"plan, same relevant part, {count:,} credentials"
    yield compare(f"{what}, whole command", one, f"{SMALL:,} credentials", other, 1.3)
    mine, theirs = ((lambda file=file: float(child("plan", cache, str(file), "core-role")["seconds"])) for file in (large, small))
    yield compare(f"{what}, without imports", mine, f"{SMALL:,} credentials", theirs, 1.3)


def asking(file: Path, cache: Path) -> Iterator[Line]:
    """What commands ask of an index."""
    found = [child("queries", cache, str(file)) for _ in range(3)]
    middle = {name: median(each[name] for each in found) for name in found[0]}
    plain = middle.pop("334 rows, plain sqlite3")
    typed = middle.pop("334 records by id")
    yield Line("334 records by id", f"{typed:,.1f} ms", f"their rows, plain sqlite3: {plain:,.1f} ms", typed / plain)
    for name, value in middle.items():
        yield Line(name, f"{value:,.1f} ms", "")


def searching(file: Path, count: int, cache: Path) -> Iterator[Line]:
    """The search command, from words and from a slip of the pen, against the imports that every command needs."""
    for text in ("python security", "pyhton securty"):
        command = skillpath("search", text, "--no-shipped", "--catalog", str(file))
        one, other = ((lambda each=each: cpu_seconds(each, cache)) for each in (command, python(BARE)))
        yield compare(f"skillpath search `{text}`, {count:,} credentials", one, BARE, other, 1.5)
