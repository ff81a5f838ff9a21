"""Prerequisites that run in circles: which of them to let go so that everything can be earned in some order."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

Pair = tuple[str, str]

MOST_PRUNINGS = 20

_PRUNE = """
DELETE FROM links WHERE source = target
    OR target NOT IN (SELECT source FROM links) OR source NOT IN (SELECT target FROM links)
"""


def circular(connection: sqlite3.Connection) -> set[Pair]:
    """The pairs of the table `links` (source, target) that close a circle, walking it in the order of its names.

    What no circle can pass through is taken away first, inside the database, so that only the few others are held in memory.
    """
    for _ in range(MOST_PRUNINGS):
        if connection.execute(_PRUNE).rowcount <= 0:
            break
    targets: dict[str, list[str]] = defaultdict(list)
    for source, target in connection.execute("SELECT DISTINCT source, target FROM links ORDER BY source, target"):
        targets[source].append(target)
    return _closing(targets)


def _closing(targets: dict[str, list[str]]) -> set[Pair]:
    """The edges of a depth-first walk that lead back to where the walk stands."""
    found: set[Pair] = set()
    done: set[str] = set()
    for start in sorted(targets):
        if start not in done:
            _walk(start, targets, done, found)
    return found


def _walk(start: str, targets: dict[str, list[str]], done: set[str], found: set[Pair]) -> None:
    standing = {start}
    stack = [(start, iter(targets[start]))]
    while stack:
        node, rest = stack[-1]
        target = next(rest, None)
        if target is None:
            stack.pop()
            standing.discard(node)
            done.add(node)
        elif target in standing:
            found.add((node, target))
        elif target not in done:
            standing.add(target)
            stack.append((target, iter(targets.get(target, ()))))
