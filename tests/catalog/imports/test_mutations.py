"""A thousand damaged documents and tables: no traceback, and nothing that catalogues would refuse."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.esco import import_esco
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.onet import import_onet
from skillpath.errors import SkillpathError
from tests.catalog.imports.helpers import DATA, problems_in

ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1e300,
        10**30,
        0.1,
        "",
        " ",
        "\x00",
        "ce-",
        "_:x",
        "P",
        "PT",
        "2024-99-99",
        "http://[",
        "x" * 5000,
        "é\u202e",
    ),
    *(
        [],
        {},
        [[]],
        [None],
        {"@id": 7},
        {"@value": {}},
        {"@type": 7},
        {"@id": "_:course"},
        {"en": None},
        {"en": [7]},
        [{"a": []}],
    ),
    {"@type": "ceterms:Certificate"},
    {"@type": ["ceterms:Course", 7], "ceterms:name": "C", "ceterms:ownedBy": [{}]},
    {
        "@type": "ceterms:ConditionProfile",
        "ceterms:targetCredential": "https://registry.example/resources/ce-00000000-0000-4000-8000-000000000001",
    },
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value inside a document."""
    if path:
        yield path
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from places(part, (*path, key))


def mutate(document: Any, chance: random.Random) -> Any:
    """A document with a few values replaced, taken out, doubled or renamed."""
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 6)):
        path = chance.choice(list(places(document)))
        holder = document
        for step in path[:-1]:
            holder = holder[step]
        match chance.randrange(5):
            case 0 | 1:
                holder[path[-1]] = copy.deepcopy(chance.choice(ODD))
            case 2:
                del holder[path[-1]]
            case 3:
                holder[path[-1]] = [copy.deepcopy(holder[path[-1]]), holder[path[-1]]]
            case _:
                other = chance.choice(list(places(document)))
                found: Any = document
                for step in other:
                    found = found[step]
                holder[path[-1]] = copy.deepcopy(found)
    return document


def damage(data: bytes, chance: random.Random) -> bytes:
    """Bytes with some changed, taken out or put in."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(found))
        match chance.randrange(4):
            case 0:
                found[at] = chance.randrange(256)
            case 1:
                del found[at : at + chance.randint(1, 40)]
            case 2:
                found[at:at] = chance.choice(
                    (b"\x00", b"\xff", b'"', b"{", b"]", b"\n", b"\t", b",", b"\\u0000", b"\\ud800", b"1e999")
                )
            case _:
                del found[at:]
        found = found or bytearray(b" ")
    return bytes(found)


@pytest.mark.parametrize("seed", range(8))
def test_mutated_documents(tmp_path: Path, seed: int) -> None:
    """125 documents each: half damaged in their structure, half in their bytes."""
    chance = random.Random(seed)
    whole = (DATA / "ctdl" / "brass.json").read_bytes()
    document = json.loads(whole)
    source, target = tmp_path / "source.json", tmp_path / "out.jsonl"
    for number in range(125):
        source.write_bytes(damage(whole, chance) if number % 2 else json.dumps(mutate(document, chance)).encode())
        refused = run(lambda: import_ctdl(source, target, Known()))
        assert refused or problems_in(target) == [], source.read_bytes()
        if refused:
            assert refused.problems
            assert all(problem.file for problem in refused.problems)


def run(work: Callable[[], object]) -> SkillpathError | None:
    try:
        work()
    except SkillpathError as error:
        return error
    return None


@pytest.mark.parametrize(("folder", "work"), [("onet", import_onet), ("esco", import_esco)])
def test_damaged_tables(tmp_path: Path, folder: str, work: Callable[..., object]) -> None:
    chance = random.Random(folder)
    tables = {file.name: file.read_bytes() for file in sorted((DATA / folder).iterdir())}
    source, target = tmp_path / folder, tmp_path / "out.jsonl"
    source.mkdir()
    for _ in range(80):
        for name, content in tables.items():
            (source / name).write_bytes(damage(content, chance) if chance.random() < 0.4 else content)
        refused = run(lambda: work(source, target, Known()))
        assert refused or problems_in(target) == []
