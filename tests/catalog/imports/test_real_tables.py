"""The real tables and documents beside the checkout: everything in them is imported or accounted for."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest

from skillpath.catalog.catalog import fold
from skillpath.catalog.imports.ctdl import import_ctdl
from skillpath.catalog.imports.esco import import_esco
from skillpath.catalog.imports.known import Known, records_of
from skillpath.catalog.imports.onet import import_onet
from skillpath.catalog.imports.report import Changes
from skillpath.catalog.imports.titles import variants
from skillpath.catalog.load import load, shipped_layer
from skillpath.errors import SkillpathError
from tests.catalog.imports.helpers import SHARED, first, problems_in, records_in
from tests.catalog.imports.test_mutations import damage, run

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason=f"{SHARED} is not there: the real tables and documents stand in it")


@pytest.fixture(scope="module")
def shipped() -> Known:
    loaded = load([shipped_layer()])
    return Known(records_of(loaded.records))


def test_every_onet_occupation_is_reached_through_its_titles(tmp_path: Path, shipped: Known) -> None:
    source, target = SHARED / "data" / "onet", tmp_path / "onet.jsonl"
    import_onet(source, target, shipped)
    roles = records_in(target)["roles"]
    names = {fold(name): role["soc"] for role in roles.values() for name in (role["name"], *role.get("aliases", ()))}
    titles: dict[str, list[str]] = {}
    for table in ("occupation_data", "alternate_titles", "sample_of_reported_titles"):
        with gzip.open(source / f"{table}.txt.gz", "rt", encoding="utf-8") as stream:
            for line in list(stream)[1:]:
                code, title, *more = line.rstrip("\n").split("\t")
                titles.setdefault(code, []).extend(variants(title))
                titles[code] += more[:1] if table == "alternate_titles" else []
    assert len(titles) == 1016
    for code, own in titles.items():
        reached = [title for title in own if names.get(fold(title)) == code]
        assert titles[code][0] in reached, code
    claimed = {fold(title) for own in titles.values() for title in own if title != "n/a"}
    assert all(name in names or shipped.named("roles", name) for name in claimed)


def test_onet_fits_the_shipped_catalogues(tmp_path: Path, shipped: Known) -> None:
    target = tmp_path / "onet.jsonl"
    report = import_onet(SHARED / "data" / "onet", target, shipped)
    assert report.written["roles"] == 1016
    roles = records_in(target)["roles"].values()
    assert all(role["skills"] for role in roles)
    rated = [role["skills"] for role in roles if role["sources"] == ["import-onet"]]
    assert all(1 <= sum(entry["importance"] == 1.0 for entry in skills) <= 3 for skills in rated)
    assert [
        problem for problem in problems_in(target, known=shipped_layer().path) if "import" in problem or "name-taken" in problem
    ] == []
    assert import_onet(SHARED / "data" / "onet", target, shipped).changes == Changes(unchanged=sum(report.written.values()))


def test_dentists_pilots_and_lawyers_need_their_licence(tmp_path: Path) -> None:
    import_onet(SHARED / "data" / "onet", tmp_path / "onet.jsonl", Known())
    licensed = {role["soc"] for role in records_in(tmp_path / "onet.jsonl")["roles"].values() if "licence" in role}
    assert {"29-1021.00", "53-2011.00", "23-1011.00", "29-1141.00", "25-2021.00", "29-1215.00"} <= licensed
    assert not {"15-1252.00", "35-3023.00", "25-1021.00", "29-1299.00"} & licensed


def test_esco_is_imported_with_what_is_there(tmp_path: Path, shipped: Known) -> None:
    target = tmp_path / "esco.jsonl"
    report = import_esco(SHARED / "data" / "esco", target, shipped)
    assert report.written["skills"] > 13_000
    assert report.written["roles"] > 50
    assert any("no table `occupation skill relations`" in note for note in report.notes)
    assert import_esco(SHARED / "data" / "esco", target, shipped).changes == Changes(unchanged=sum(report.written.values()))


def test_onet_and_esco_fit_together(tmp_path: Path) -> None:
    from skillpath.catalog.imports.known import records_of_imports

    onet, esco = tmp_path / "onet.jsonl", tmp_path / "esco.jsonl"
    import_onet(SHARED / "data" / "onet", onet, Known())
    import_esco(SHARED / "data" / "esco", esco, Known((), records_of_imports(tmp_path, esco)))
    assert problems_in(onet, esco) == []


def test_real_documents(tmp_path: Path) -> None:
    target = tmp_path / "ctdl.jsonl"
    report = import_ctdl(SHARED / "samples" / "ctdl", target, Known())
    assert problems_in(target) == []
    assert report.written["credentials"] > 35
    assert report.written["recommendations"] > 4
    assert import_ctdl(SHARED / "samples" / "ctdl", target, Known()).changes == Changes(unchanged=sum(report.written.values()))


def test_the_published_ace_recommendation(tmp_path: Path) -> None:
    import_ctdl(SHARED / "samples" / "ctdl" / "transfer-value", tmp_path / "ctdl.jsonl", Known())
    found = records_in(tmp_path / "ctdl.jsonl")["recommendations"]["ce-fde8e91f-608b-4488-ba8d-b3d81b036b50"]
    facts = [found[name] for name in ("body", "number", "hours", "level", "subject", "start", "end", "min_score")]
    assert facts == ["ace", "CLEP-0026", 3.0, "lower", "Introductory Sociology", "2018-12-01", "2023-11-30", 50.0]


def test_every_malformed_document_survives_with_a_place(tmp_path: Path) -> None:
    for file in sorted((SHARED / "samples" / "ctdl" / "malformed").iterdir()):
        source = tmp_path / "source"
        source.mkdir(exist_ok=True)
        (source / file.name).write_bytes(file.read_bytes())
        good = {
            "@type": "ceterms:Course",
            "@id": "https://x.example/c",
            "ceterms:name": "C",
            "ceterms:ownedBy": "https://o.example",
        }
        (source / "good.json").write_text(json.dumps(good))
        report = import_ctdl(source, tmp_path / "out.jsonl", Known())
        assert report.written["credentials"] == 1
        place = first(report, "bad-json")
        assert place.startswith(f"{file.name}:"), place
        assert all(part.isdigit() for part in place.split(": ")[0].split(":")[1:]), place
        (source / file.name).unlink()


def test_invalid_documents_are_imported_as_far_as_they_go(tmp_path: Path) -> None:
    import_ctdl(SHARED / "samples" / "ctdl" / "invalid", tmp_path / "out.jsonl", Known())
    assert problems_in(tmp_path / "out.jsonl") == []


def test_damaged_real_documents(tmp_path: Path) -> None:
    chance = random.Random(1)
    files = sorted(file for file in (SHARED / "samples" / "ctdl").rglob("*.json*") if file.stat().st_size < 30_000)
    source, target = tmp_path / "source", tmp_path / "out.jsonl"
    source.mkdir()
    for _ in range(60):
        for number, file in enumerate(chance.sample(files, 5)):
            (source / f"{number}.json").write_bytes(damage(file.read_bytes(), chance))
        refused: SkillpathError | None = run(lambda: import_ctdl(source, target, Known()))
        assert refused or problems_in(target) == []
