"""Small imports for tests: sources written in the test, and the records that came of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from skillpath.catalog.check import check
from skillpath.catalog.convert import convert
from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.known import Known, records_of
from skillpath.catalog.imports.report import ImportReport
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.load import Layer, load

TOP = Path(__file__).parents[3]
DATA = TOP / "tests" / "data" / "imports"
SHARED = TOP / ".." / "shared"

Records = dict[str, dict[str, dict[str, Any]]]


def known_of(text: str, folder: Path) -> Known:
    """What a catalogue of YAML text knows."""
    file = folder / "known.yaml"
    file.write_text("skillpath: 1\n" + text, encoding="utf-8")
    loaded = load([Layer(file, "known.yaml")])
    assert not loaded.problems, loaded.problems
    return Known(records_of(loaded.records))


def records_in(file: Path) -> Records:
    """The records of a catalogue of JSON lines by section and id."""
    head, *lines = file.read_bytes().splitlines()
    assert msgspec.json.decode(head) == {"skillpath": 1}
    found: Records = {section: {} for section in KINDS}
    for line in lines:
        ((section, value),) = msgspec.json.decode(line).items()
        assert value["id"] not in found[section], value
        found[section][value["id"]] = value
    return found


def problems_in(*files: Path, known: Path | None = None) -> list[str]:
    """What `catalog check` would say of catalogues of JSON lines, over a catalogue of YAML."""
    loaded = load([Layer(known, "known")] if known else []).records
    for file in files:
        for section, values in records_in(file).items():
            for value in values.values():
                record, mistakes = convert(value, KINDS[section])
                assert record is not None, (value, mistakes)
                assert value["id"] not in loaded[section], f"{section}:{value['id']} is there twice"
                loaded[section][value["id"]] = record
    return [f"{problem.record}: {problem.field}: {problem.message}" for problem in check(loaded)]


def ctdl(folder: Path, *documents: Any, known: Known | None = None) -> tuple[Records, ImportReport]:
    """Import documents, each in a file of its own; every record must pass the checks of catalogues."""
    source = folder / "source"
    source.mkdir(exist_ok=True)
    for number, document in enumerate(documents):
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        (source / f"{number:02}.json").write_bytes(content)
    target = folder / "out.jsonl"
    report = import_ctdl(source, target, known or Known())
    if known is None:
        assert problems_in(target) == []
    return records_in(target), report


def reasons(report: ImportReport) -> dict[str, int]:
    """How often each reason left something out."""
    return {entry.code: entry.count for entry in report.left_out}


def first(report: ImportReport, code: str) -> str:
    """The first example of a reason."""
    return next(str(entry.examples[0]) for entry in report.left_out if entry.code == code)


def ce(number: int) -> str:
    """A made-up CTID."""
    return f"ce-00000000-0000-4000-8000-{number:012x}"


def credential(number: int, kind: str = "Certificate", **more: Any) -> dict[str, Any]:
    """A made-up credential with an owner."""
    return {
        "@id": f"https://registry.example/resources/{ce(number)}",
        "@type": f"ceterms:{kind}",
        "ceterms:ctid": ce(number),
        "ceterms:name": {"en": f"Thing {number}"},
        "ceterms:ownedBy": ["https://owner.example/"],
        **{f"ceterms:{name}": value for name, value in more.items()},
    }


def requires(*targets: Any, **more: Any) -> dict[str, Any]:
    """A condition profile that names credentials."""
    found = {"@type": "ceterms:ConditionProfile"} | {f"ceterms:{name}": value for name, value in more.items()}
    return found | ({"ceterms:targetCredential": list(targets)} if targets else {})


def one(folder: Path, **more: Any) -> dict[str, Any]:
    """The record of one credential."""
    kind = more.pop("kind", "Certificate")
    return ctdl(folder, credential(1, kind, **more))[0]["credentials"][ce(1)]


def cost(price: Any = 10, kind: str = "Tuition", currency: Any = "USD", **more: Any) -> dict[str, Any]:
    """A cost profile."""
    found = {
        "ceterms:price": price,
        "ceterms:currency": currency,
        "ceterms:directCostType": f"costType:{kind}",
        "ceterms:name": kind,
    }
    return found | {f"ceterms:{name}": value for name, value in more.items()}
