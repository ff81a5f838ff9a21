"""Generated catalogues of any size: skills and providers as in life, a few named very often (Zipf); prerequisites of AND over OR.

Beside them every catalogue holds the same 200 credentials about eight skills that nobody else teaches, spread over the file, for
one role: what can matter for that role is the same in a catalogue of two thousand and of two million.
"""

from __future__ import annotations

import json
import random
from bisect import bisect
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

SKILLS, PROVIDERS, WORDS = 5_000, 2_000, 30_000
CORE_SKILLS, CORE_CREDENTIALS = 8, 200
SYLLABLES = tuple(
    "ba co di fu ga he in jo ka lu me no pi qua ro sa te un vo we xi ya ze mon tar ler ing ness ist".split()  # noqa: SIM905
)
SUBJECTS = (
    "Introduction Advanced Applied Foundations Certificate Professional Data Cloud Security Python Business Health".split()  # noqa: SIM905
)
ROLES: dict[str, list[tuple[str, int]]] = {
    "core-role": [(f"core-{number}", 3) for number in range(CORE_SKILLS)],
    "common-role": [("skill-0", 3), ("skill-1", 3), ("skill-3", 4), ("skill-10", 3), ("skill-40", 3), ("skill-200", 2)],
    "usual-role": [("skill-20", 3), ("skill-40", 3), ("skill-60", 3), ("skill-90", 4), ("skill-150", 3), ("skill-400", 2)],
    "rare-role": [("skill-900", 3), ("skill-1500", 3), ("skill-2500", 3), ("skill-4000", 2)],
}
"""The roles of a generated catalogue: from skills that hundreds of thousands teach to skills that few teach."""


def zipf(source: random.Random, count: int) -> Callable[[], int]:
    """Draws numbers below `count`, the smallest by far the most often."""
    sums = list(accumulate(1 / (rank + 2) ** 1.05 for rank in range(count)))
    return lambda: bisect(sums, source.random() * sums[-1])


def words(source: random.Random) -> list[str]:
    """A vocabulary: subjects first, since the first words are drawn the most often."""
    made = {"".join(source.choices(SYLLABLES, k=source.randint(2, 4))).capitalize() for _ in range(WORDS)}
    return [*SUBJECTS, *sorted(made)]


def records(count: int, seed: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """A catalogue of so many credentials, and the skills, providers and roles that they name."""
    source = random.Random(seed)
    vocabulary = words(source)
    skill, provider, word = zipf(source, SKILLS), zipf(source, PROVIDERS), zipf(source, len(vocabulary))
    yield "sources", {"id": "registry", "url": "https://registry.example", "date": "2026-05-01"}
    for number in range(SKILLS):
        yield "skills", {"id": f"skill-{number}", "name": f"{vocabulary[number % len(vocabulary)]} {number}"}
    for number in range(CORE_SKILLS):
        yield "skills", {"id": f"core-{number}", "name": f"Core skill {number}"}
    for number in range(PROVIDERS):
        yield "providers", {"id": f"provider-{number}", "name": f"{source.choice(vocabulary)} College {number}"}
    for id, asked in ROLES.items():
        yield "roles", {"id": id, "name": id.replace("-", " "), "skills": [{"skill": s, "level": n} for s, n in asked]}
    core = core_credentials()
    for number in range(count):
        if number * CORE_CREDENTIALS // count > (number - 1) * CORE_CREDENTIALS // count:
            yield "credentials", next(core)
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
    """A skill at the credential's level or, one time in five, at a level of its own."""
    return f"skill-{number}" if source.random() < 0.8 else {"skill": f"skill-{number}", "level": source.randint(1, 4)}


def requirement(number: int, source: random.Random, skill: Callable[[], int]) -> list[Any]:
    """One, one of two, or one and one of two."""

    def earlier() -> str:
        return f"credential-{source.randrange(number):07}"

    either = {"any": [earlier(), earlier()]}
    return source.choice([[earlier()], [either], [earlier(), {"any": [earlier(), {"skill": f"skill-{skill()}", "level": 2}]}]])


def core_credentials(seed: int = 7) -> Iterator[dict[str, Any]]:
    """The credentials that are the same in every generated catalogue."""
    source = random.Random(seed)
    for number in range(CORE_CREDENTIALS):
        record: dict[str, Any] = {
            "id": f"core-{number:03}",
            "name": f"Core course {number}",
            "kind": "course",
            "provider": f"provider-{source.randrange(20)}",
            "level": source.choice(["beginner", "intermediate", "advanced"]),
            "teaches": [f"core-{skill}" for skill in sorted(source.sample(range(CORE_SKILLS), source.randint(1, 3)))],
            "effort": {"hours": source.randint(5, 100)},
            "offers": [{"price": f"{source.randint(0, 900)} USD"}],
            "sources": ["registry"],
        }
        if number >= 2 and source.random() < 0.4:
            first, second, third = (f"core-{source.randrange(number):03}" for _ in range(3))
            record["requires"] = source.choice(
                [
                    [first],
                    [first, {"any": [second, third]}],
                    [{"any": [second, {"skill": f"core-{source.randrange(8)}", "level": 1}]}],
                ]
            )
        yield record


def write(file: Path, count: int) -> None:
    """Write a generated catalogue as JSON Lines."""
    with file.open("w", encoding="utf-8") as stream:
        stream.write('{"skillpath": 1}\n')
        for kind, record in records(count):
            stream.write(json.dumps({kind: record}) + "\n")
