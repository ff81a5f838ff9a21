"""CTDL documents in every form: objects, graphs, lists, expanded, envelopes, JSON lines, compressed."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.known import Known
from skillpath.errors import InputError
from tests.catalog.imports.helpers import ce, cost, credential, ctdl, first, reasons, records_in, requires

EXPANDED = {
    "@id": f"https://registry.example/resources/{ce(1)}",
    "@type": ["https://purl.org/ctdl/terms/Certificate"],
    "https://purl.org/ctdl/terms/name": [{"@language": "en", "@value": "Thing 1"}],
    "https://purl.org/ctdl/terms/ownedBy": [{"@id": "https://owner.example/"}],
    "https://purl.org/ctdl/terms/estimatedDuration": [
        {
            "@type": ["https://purl.org/ctdl/terms/DurationProfile"],
            "https://purl.org/ctdl/terms/exactDuration": [{"@value": "PT10H"}],
        }
    ],
}


def signed(value: Any) -> str:
    parts = ({"alg": "RS256"}, value)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts) + ".c2lnbmF0dXJl"


@pytest.mark.parametrize(
    "document",
    [
        credential(1),
        [credential(1)],
        {"@context": "https://credreg.net/ctdl/schema/context/json", "@graph": [credential(1)]},
        {"envelope_ceterms_ctid": ce(1), "decoded_resource": credential(1), "resource": "x.y.z"},
        {"envelope_ceterms_ctid": ce(1), "decoded_resource": {"@graph": [credential(1)]}},
        {"envelope_ceterms_ctid": ce(1), "resource": signed({"@graph": [credential(1)]})},
        {"data": [credential(1)], "valid": True},
        EXPANDED,
        [EXPANDED],
        credential(1) | {"ceterms:name": "Thing 1", "ceterms:ownedBy": {"@id": "https://owner.example/"}},
        credential(1) | {"ceterms:name": {"de": "Ding", "en-GB": ["Thing 1"]}, "ceterms:ownedBy": "https://owner.example/"},
        credential(1) | {"@type": ["ceterms:Certificate", "schema:Thing"]},
    ],
)
def test_every_form_says_the_same(tmp_path: Path, document: Any) -> None:
    records, _ = ctdl(tmp_path, document)
    assert {id: record["name"] for id, record in records["credentials"].items()} == {ce(1): "Thing 1"}


def test_expanded_values_are_read_like_others(tmp_path: Path) -> None:
    records, _ = ctdl(tmp_path, EXPANDED)
    assert records["credentials"][ce(1)]["effort"] == {"hours": 10.0}


def test_unsigned_reading_is_said(tmp_path: Path) -> None:
    _, report = ctdl(tmp_path, {"resource": signed(credential(1))})
    assert report.notes == ["resources came as signed texts (JWT); they were read without checking the signature"]
    _, report = ctdl(tmp_path, credential(1), {"resource": "nonsense"}, {"resource": "a.b.c"})
    assert reasons(report)["bad-json"] == 2


@pytest.mark.parametrize("name", ["all.jsonl", "all.ndjson", "all.json", "all.jsonl.gz", "all.json.gz"])
def test_json_lines(tmp_path: Path, name: str) -> None:
    lines = [json.dumps(credential(1)), "", '{"broken": ', json.dumps({"decoded_resource": credential(2)})]
    content = "\n".join(lines).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    if ".json" + ("." if name.endswith(".gz") else "") in name and "jsonl" not in name:
        content = "\n".join(line for line in lines if line).encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    report = import_ctdl(tmp_path / name, tmp_path / "out.jsonl", Known())
    assert sorted(records_in(tmp_path / "out.jsonl")["credentials"]) == [ce(1), ce(2)]
    assert first(report, "bad-json").startswith(f"{name}:")


def test_a_mistake_in_a_line_has_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text(json.dumps(credential(1)) + '\n{"a": x}\n')
    report = import_ctdl(tmp_path / "all.jsonl", tmp_path / "out.jsonl", Known())
    assert first(report, "bad-json") == "all.jsonl:2:7: JSON is malformed: invalid character"


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b'{\n  "a": tru\n}', "bad-json", "01.json:3:1: JSON is malformed: invalid character"),
        (b'{"a": 1}\n{"b": 2}\n{', "bad-json", "01.json:3:2: Expecting property name enclosed in double quotes"),
        (b'{"a": "\x00"}', "not-text", "01.json:1:8: JSON is malformed: invalid character"),
        (b'{"a":\n "\xff"}', "not-text", "01.json:2:3: the byte 0xff is not UTF-8"),
        (b"", "bad-json", "01.json:1:1: Expecting value"),
        (b"[" * 100_000, "too-deep", "01.json:1"),
        (b'["text"]', "not-a-record", "01.json#/0: str in the place of an object"),
        (b'{"ceterms:name": "x"}', "not-a-record", "01.json: an object without a type"),
        (b'{"@type": "ceterms:Pathway"}', "unknown-class", "01.json: Pathway"),
        (b'{"@type": "ceterms:Certificate"}', "no-name", "01.json: Certificate"),
        (b'{"@type": "ceterms:Certificate", "ceterms:name": "X"}', "no-provider", "01.json: X"),
    ],
)
def test_what_cannot_be_read_is_located(tmp_path: Path, content: bytes, code: str, said: str) -> None:
    records, report = ctdl(tmp_path, credential(1), content)
    assert list(records["credentials"]) == [ce(1)]
    assert first(report, code) == said


@pytest.mark.parametrize("number", [b"1" * 5000, b"1e999", b"NaN", b"-Infinity", b'"\\ud83d"'])
def test_what_no_number_or_text_holds_is_one_missing_value(tmp_path: Path, number: bytes) -> None:
    written = json.dumps([credential(1, estimatedCost=[cost(77)]), credential(2)]).encode()
    records, report = ctdl(tmp_path, written.replace(b"77", number))
    assert sorted(records["credentials"]) == [ce(1), ce(2)]
    assert "offers" not in records["credentials"][ce(1)]
    assert first(report, "bad-value").startswith("00.json:1:")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_other_encodings_of_json_are_read(tmp_path: Path, encoding: str) -> None:
    records, _ = ctdl(tmp_path, json.dumps(credential(1)).encode(encoding))
    assert list(records["credentials"]) == [ce(1)]


def test_nul_characters_in_texts_are_taken_out(tmp_path: Path) -> None:
    records, _ = ctdl(tmp_path, credential(1) | {"ceterms:name": "Thing\x00 1\x07", "ceterms:description": "a\x00b"})
    assert records["credentials"][ce(1)]["name"] == "Thing 1"
    assert records["credentials"][ce(1)]["note"] == "a b"


def test_deep_nesting_is_one_entry(tmp_path: Path) -> None:
    deep: Any = credential(2)
    for _ in range(100):
        deep = {"@type": "ceterms:Place", "ceterms:x": [deep]}
    records, report = ctdl(tmp_path, credential(1), credential(3, hasPart=deep))
    assert list(records["credentials"]) == [ce(1)]
    assert first(report, "too-deep") == "01.json"


def test_a_source_of_nothing_is_an_error_with_its_places(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text("{")
    with pytest.raises(InputError) as caught:
        import_ctdl(tmp_path, tmp_path / "out" / "out.jsonl", Known())
    assert [problem.where for problem in caught.value.problems] == ["bad.json:1:2"]
    assert not (tmp_path / "out" / "out.jsonl").exists()


def test_the_fullest_description_is_taken_wherever_it_stands(tmp_path: Path) -> None:
    stub = credential(1)
    full = credential(1, description={"en": "All about it"}, subjectWebpage="https://thing.example")
    inside = credential(2, requires=[requires({"@type": "ceterms:Certificate", "ceterms:ctid": ce(1), "ceterms:name": "Thing"})])
    records, report = ctdl(tmp_path, stub, inside, full)
    assert records["credentials"][ce(1)]["note"] == "All about it"
    assert reasons(report)["duplicate"] == 1


def test_a_thing_may_be_named_by_address_or_ctid(tmp_path: Path) -> None:
    page = credential(1) | {"@id": "https://pages.example/one.json"}
    by_page = credential(2, requires=[requires("https://pages.example/one.json")])
    by_ctid = credential(3, requires=[requires({"@id": f"res:{ce(1).upper()}"})])
    records, _ = ctdl(tmp_path, page, by_page, by_ctid)
    assert [records["credentials"][ce(number)]["requires"] for number in (2, 3)] == [[ce(1)], [ce(1)]]


def test_ids_without_ctid_are_stable_and_do_not_clash(tmp_path: Path) -> None:
    documents = [
        {
            "@id": f"https://{host}.example/courses/basics?x=1",
            "@type": "ceterms:Course",
            "ceterms:name": "B",
            "ceterms:ownedBy": "https://o.example",
        }
        for host in ("one", "two")
    ]
    first_ids = sorted(ctdl(tmp_path, *documents)[0]["credentials"])
    assert all(id.startswith("basics-") for id in first_ids)
    assert len(first_ids) == 2
    assert sorted(ctdl(tmp_path, *reversed(documents), credential(9))[0]["credentials"])[:2] == first_ids
