"""How fast an index is built and asked, against `json.loads` on the same lines and plain `sqlite3` on the same rows.

    python -m benchmarks.index_rates [RECORDS]

A generated catalogue of JSON Lines: skills and providers are taught and named as in life, a few very often (Zipf), three in ten
credentials have prerequisites of AND over OR. Every rate is taken in one run on one machine; look at the ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from statistics import median
from typing import Any

SKILLS, PROVIDERS, WORDS = 5_000, 2_000, 30_000
SYLLABLES = tuple(
    "ba co di fu ga he in jo ka lu me no pi qua ro sa te un vo we xi ya ze mon tar ler ing ness ist".split()  # noqa: SIM905
)
SUBJECTS = (
    "Introduction Advanced Applied Foundations Certificate Professional Data Cloud Security Python Business Health".split()  # noqa: SIM905
)


def zipf(source: random.Random, count: int) -> Callable[[], int]:
    """Draws numbers below `count`, the smallest by far the most often."""
    sums = list(accumulate(1 / (rank + 2) ** 1.05 for rank in range(count)))
    return lambda: bisect(sums, source.random() * sums[-1])


def words(source: random.Random) -> list[str]:
    """A vocabulary: subjects first, since the first words are drawn the most often."""
    made = {"".join(source.choices(SYLLABLES, k=source.randint(2, 4))).capitalize() for _ in range(WORDS)}
    return [*SUBJECTS, *sorted(made)]


def records(count: int, seed: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """A catalogue of so many credentials, and the skills and providers that they name."""
    source = random.Random(seed)
    vocabulary = words(source)
    skill, provider, word = zipf(source, SKILLS), zipf(source, PROVIDERS), zipf(source, len(vocabulary))
    yield "sources", {"id": "registry", "url": "https://registry.example", "date": "2026-05-01"}
    for number in range(SKILLS):
        yield "skills", {"id": f"skill-{number}", "name": f"{vocabulary[number % len(vocabulary)]} {number}"}
    for number in range(PROVIDERS):
        yield "providers", {"id": f"provider-{number}", "name": f"{source.choice(vocabulary)} College {number}"}
    for number in range(count):
        yield "credentials", credential(number, source, lambda: vocabulary[word()], skill, provider)


def credential(
    number: int, source: random.Random, word: Callable[[], str], skill: Callable[[], int], provider: Callable[[], int]
) -> dict[str, Any]:
    """A credential of about 500 bytes."""
    taught = sorted({skill() for _ in range(source.randint(2, 7))})
    record: dict[str, Any] = {
        "id": f"credential-{number:07}",
        "name": " ".join(word() for _ in range(source.randint(3, 7))),
        "kind": source.choice(["course", "certificate", "certification"]),
        "provider": f"provider-{provider()}",
        "level": source.choice(["beginner", "intermediate", "advanced"]),
        "teaches": [each_skill(found, source) for found in taught],
        "effort": {"min_hours": source.randint(5, 40), "max_hours": source.randint(40, 200)},
        "offers": [{"price": f"{source.randint(0, 900)} USD"}],
        "url": f"https://credentials.example.org/catalog/item/{number:07}",
        "sources": ["registry"],
        "confidence": "medium",
        "languages": ["en"],
    }
    if source.random() < 0.2:
        record["aliases"] = [f"{word()} {word()}"]
    if number and source.random() < 0.3:
        record["requires"] = requirement(number, source, skill)
    return record


def each_skill(number: int, source: random.Random) -> Any:
    return f"skill-{number}" if source.random() < 0.8 else {"skill": f"skill-{number}", "level": source.randint(1, 4)}


def requirement(number: int, source: random.Random, skill: Callable[[], int]) -> list[Any]:
    """One, one of two, or one and one of two."""

    def earlier() -> str:
        return f"credential-{source.randrange(number):07}"

    either = {"any": [earlier(), earlier()]}
    return source.choice([[earlier()], [either], [earlier(), {"any": [earlier(), {"skill": f"skill-{skill()}", "level": 2}]}]])


def write(file: Path, count: int) -> None:
    """Write the generated catalogue."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write('{"skillpath": 1}\n')
        for kind, record in records(count):
            stream.write(json.dumps({kind: record}) + "\n")


def parse_lines(file: Path) -> float:
    """Seconds that `json.loads` takes for the lines."""
    start = time.perf_counter()
    with file.open("rb") as stream:
        for line in stream:
            json.loads(line)
    return time.perf_counter() - start


def build(file: Path) -> dict[str, float]:
    """Seconds and memory of a build on an empty cache, with `json.loads` before and after it in the same process."""
    from skillpath.catalog.cache import open_catalog
    from skillpath.catalog.load import Layer

    before = parse_lines(file)
    start = time.perf_counter()
    opened = open_catalog([Layer(file, "benchmark")])
    seconds = time.perf_counter() - start
    assert not opened.problems and not opened.warnings, (opened.problems[:3], opened.warnings)
    parse = (before + parse_lines(file)) / 2
    used = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {"parse": parse, "build": seconds, "memory": used[0], "memory of the second process": used[1]}


def queries(file: Path) -> dict[str, float]:
    """Milliseconds of what commands ask, in a fresh process, and of the same rows through plain `sqlite3`."""
    from skillpath.catalog.cache import open_catalog
    from skillpath.catalog.index import Index
    from skillpath.catalog.load import Layer
    from skillpath.catalog.records import Credential

    layer = Layer(file, "benchmark")
    found: dict[str, float] = {}

    def timed(name: str, work: Callable[[], Any]) -> Any:
        start = time.perf_counter()
        result = work()
        found[name] = (time.perf_counter() - start) * 1e3
        return result

    catalog = timed("open", lambda: open_catalog([layer])).catalog
    timed("one record", lambda: catalog.get(Credential, "credential-0000500"))
    plain = sqlite3.connect(Index(layer).path)
    query = "SELECT body FROM records WHERE kind = 8 AND id = 'credential-0000501'"
    timed("one row, plain sqlite3", lambda: plain.execute(query).fetchone())
    name = catalog.get(Credential, "credential-0000502").name
    timed("by name", lambda: catalog.named(Credential, name))
    timed("search, two words", lambda: catalog.search("python security"))
    timed("search, one common word", lambda: catalog.search("certificate"))
    timed("search, misspelt", lambda: catalog.search("pyhton foundatons"))
    timed("close spellings", lambda: list(catalog.similar(Credential, "Profesional Pithon")))
    outlines = timed("outlines of three skills", lambda: list(catalog.outlines(["skill-20", "skill-40", "skill-60"])))
    keys = ", ".join(str(outline.key) for outline in outlines)
    rows = timed("their rows, plain sqlite3", lambda: plain.execute(f"SELECT * FROM records WHERE key IN ({keys})").fetchall())
    assert len(rows) == len(outlines)
    found["outlines"] = len(outlines)
    found["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return found


def run(what: str, file: Path, cache: Path) -> dict[str, float]:
    """One of the two measurements, in a process of its own."""
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    command = [sys.executable, "-m", "benchmarks.index_rates", "--only", what, str(file)]
    return dict(json.loads(subprocess.run(command, env=environment, check=True, capture_output=True).stdout))


def main() -> None:
    """Generate, build, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("records", nargs="?", default="100000")
    parser.add_argument("--only", choices=["build", "queries"], help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.only:
        print(json.dumps({"build": build, "queries": queries}[arguments.only](Path(arguments.records))))
        return
    count = int(arguments.records)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "generated.jsonl"
        write(file, count)
        made = run("build", file, Path(folder))
        size = sum(path.stat().st_size for path in Path(folder).glob("skillpath/*.sqlite"))
        print(f"{count:,} credentials, {file.stat().st_size / 1e6:,.0f} MB of lines, index {size / 1e6:,.0f} MB")
        rate, bar = count / made["build"], count / made["parse"]
        print(f"build            {rate:12,.0f} records/s")
        print(f"json.loads       {bar:12,.0f} records/s   build at {rate / bar:.2f} of it")
        print(f"peak memory      {made['memory']:12,.0f} MB, second process {made['memory of the second process']:,.0f} MB")
        asked = [run("queries", file, Path(folder)) for _ in range(3)]
        for name in asked[0]:
            value = median(each[name] for each in asked)
            unit = {"outlines": "", "memory": "MB"}.get(name, "ms")
            print(f"{name:28} {value:10,.2f} {unit}")


if __name__ == "__main__":
    main()
