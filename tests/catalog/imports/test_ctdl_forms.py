"""Contexts of a document's own, and flattened graphs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.catalog.imports.helpers import ce, cost, credential, ctdl, first, requires

TERMS = "https://purl.org/ctdl/terms/"
PLAIN = {"ownedBy": "ceterms:ownedBy", "name": {"@id": "ceterms:name"}, "ctid": TERMS + "ctid", "id": "@id", "type": "@type"}


def called(value: Any, prefix: str) -> Any:
    return json.loads(json.dumps(value).replace('"ceterms:', f'"{prefix}'))


def plainly(node: dict[str, Any]) -> dict[str, Any]:
    return {key.removeprefix("ceterms:").removeprefix("@"): value for key, value in node.items()}


@pytest.mark.parametrize(
    "document",
    [
        {"@context": {"x": TERMS}, "@graph": [called(credential(1), "x:")]},
        {"@graph": [{"@context": {"x": TERMS.replace("https", "http")}} | called(credential(1), "x:")]},
        {"@context": ["https://credreg.net/ctdl/schema/context/json", {"x": TERMS}]} | called(credential(1), "x:"),
        [{"@context": {"@vocab": TERMS}} | called(credential(1), "")],
        {"@context": {"ceterms": TERMS, **PLAIN}} | plainly(credential(1)),
        {"@context": {"ceterms": TERMS, "en": "https://x.example/en", "odd": 5, "@version": 1.1}} | credential(1),
    ],
)
def test_a_context_of_its_own_is_followed(tmp_path: Path, document: Any) -> None:
    records, _ = ctdl(tmp_path, document)
    assert {id: record["name"] for id, record in records["credentials"].items()} == {ce(1): "Thing 1"}


def test_the_parts_of_a_flattened_graph_come_together(tmp_path: Path) -> None:
    graph = [
        {"@id": "_:unused", "@type": "ceterms:CostProfile"},
        {"@id": "_:price"} | cost(77),
        credential(1, estimatedCost=[{"@id": "_:price"}], requires="_:needs"),
        {"@id": "_:needs"} | requires() | {"ceterms:alternativeCondition": ["_:a", "_:b", "_:needs"]},
        {"@id": "_:a"} | requires(ce(2)),
        {"@id": "_:b"} | requires("_:course"),
        {"@id": "_:course", "@type": "ceterms:Course", "ceterms:name": "C", "ceterms:ownedBy": "https://o.example"},
        credential(2),
    ]
    records, report = ctdl(tmp_path, {"@graph": graph})
    found = records["credentials"][ce(1)]
    course = next(id for id in records["credentials"] if not id.startswith("ce-"))
    assert found["offers"] == [{"name": "Tuition", "price": "77 USD"}]
    assert found["requires"] == [{"any": [ce(2), course]}]
    assert first(report, "unknown-class") == "00.json#/@graph/0: CostProfile"


def test_parts_that_multiply_are_one_entry(tmp_path: Path) -> None:
    graph = [{"@id": f"_:{n}", "@type": "ceterms:X", "ceterms:y": [f"_:{n + 1}", f"_:{n + 1}"]} for n in range(50)]
    _, report = ctdl(tmp_path, credential(1), {"@graph": [credential(2, hasPart="_:0"), *graph]})
    assert first(report, "too-deep") == "01.json"


def test_english_is_taken_wherever_it_stands_in_a_list(tmp_path: Path) -> None:
    name = [{"@value": "Ding", "@language": "de"}, {"@value": "Thing", "@language": "en-US"}]
    records, _ = ctdl(tmp_path, credential(1, name=name), credential(2, name=[{"fr": "Chose"}, {"en": "Thing"}]))
    assert [record["name"] for record in records["credentials"].values()] == ["Thing", "Thing"]
