"""Runs the benchmarks and prints a table: `python -m benchmarks [--quick] [start whole refusal covering degrees scale]`."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import covering, degrees, measure, refusal, scale, start, whole
from benchmarks.measure import Line

OR_LIBRARY = Path(__file__).parents[2] / "shared" / "data" / "or-library"


def machine() -> str:
    """The date and the machine, as the table says them."""
    cpus = Path("/proc/cpuinfo")
    models = [line.partition(":")[2].strip() for line in cpus.read_text().splitlines() if line.startswith("model name")]
    model = models[0] if models else platform.processor()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    python = platform.python_version()
    today = datetime.now(UTC).date()
    return f"{today}, {os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()}, Python {python}"


def print_lines(lines: Iterator[Line]) -> bool:
    """Print each line once it is measured; whether all bars hold."""
    holds = True
    for line in lines:
        ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
        bar = "" if line.bar is None else f"{line.bar:g}"
        print(f"| {line.what} | {line.figure} | {line.against} | {ratio} | {bar} | {line.verdict} |", flush=True)
        holds &= line.verdict != "MISSED"
    return holds


def main() -> int:
    """Run what is asked for; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "names", nargs="*", help="which benchmarks: start, whole, refusal, covering, degrees, scale; all of them if none"
    )
    parser.add_argument("--quick", action="store_true", help="small catalogues, one repeat: to see that it runs")
    parser.add_argument("--records", type=int, default=2_000_000, help="credentials of the large generated catalogue")
    parser.add_argument("--or-library", type=Path, default=OR_LIBRARY, help="folder with scp41.txt and its like")
    arguments = parser.parse_args()
    if arguments.quick:
        measure.REPEATS = 1
    count = 10_000 if arguments.quick else arguments.records
    known: dict[str, Callable[[], Iterator[Line]]] = {
        "start": start.lines,
        "whole": lambda: whole.lines(300 if arguments.quick else 2_000),
        "refusal": refusal.lines,
        "covering": lambda: covering.lines(arguments.or_library, arguments.quick),
        "degrees": lambda: degrees.lines(arguments.quick),
        "scale": lambda: scale.lines(count),
    }
    unknown = set(arguments.names) - known.keys()
    if unknown:
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    print(f"{machine()}\n\n| what | figure | against | ratio | at most | |\n|---|---|---|---|---|---|")
    holds = [print_lines(lines()) for name, lines in known.items() if name in (arguments.names or known)]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
