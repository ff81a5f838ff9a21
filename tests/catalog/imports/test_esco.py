"""ESCO tables -> roles and skills: relations, broader skills, labels, licences."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from skillpath.catalog.imports.esco import import_esco
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.report import Changes, ImportReport
from skillpath.errors import InputError
from tests.catalog.imports.helpers import DATA, Records, first, known_of, problems_in, reasons, records_in

KNOWN = """
skills:
- {id: sql, name: SQL, aliases: [query languages]}
- {id: literacy, name: Literacy, esco: 'http://example.org/esco/skill/s7'}
roles:
- id: taster
  name: Taster
  aliases: [tea taster]
  skills: [{skill: sql, level: 2}]
"""


@pytest.fixture
def imported(tmp_path: Path) -> tuple[Records, ImportReport]:
    target = tmp_path / "esco.jsonl"
    report = import_esco(DATA / "esco", target, known_of(KNOWN, tmp_path))
    assert problems_in(target, known=tmp_path / "known.yaml") == []
    return records_in(target), report


def test_skills_are_reused_by_address_and_by_label(imported: tuple[Records, ImportReport]) -> None:
    records, report = imported
    assert sorted(records["skills"]) == ["brass-working", "polish-brass", "tea-lore"]
    known = {str(example) for entry in report.left_out if entry.code == "known" for example in entry.examples}
    assert {"skills_en.csv:5: query languages is sql", "skills_en.csv:9: reading is literacy"} <= known


def test_a_skill_has_its_address_labels_and_kind(imported: tuple[Records, ImportReport]) -> None:
    assert imported[0]["skills"]["brass-working"] == {
        "id": "brass-working",
        "name": "brass working",
        "aliases": ["brassing", "work with brass"],
        "esco": "http://example.org/esco/skill/s1",
        "sources": ["import-esco"],
        "note": "ESCO: knowledge, cross-sector. Working brass.",
    }


def test_broader_comes_from_relations_between_skills_only(imported: tuple[Records, ImportReport]) -> None:
    records, report = imported
    broader = {id: skill.get("broader") for id, skill in records["skills"].items()}
    assert broader == {"brass-working": None, "polish-brass": "literacy", "tea-lore": "literacy"}
    assert first(report, "second-broader").endswith("polish-brass is also a kind of brass-working")


def test_broader_never_runs_in_a_circle(tmp_path: Path) -> None:
    report = import_esco(DATA / "esco", tmp_path / "esco.jsonl", Known())
    assert problems_in(tmp_path / "esco.jsonl") == []
    assert reasons(report)["cycle"] == 1


def test_occupations_are_roles(imported: tuple[Records, ImportReport]) -> None:
    records, report = imported
    assert sorted(records["roles"]) == ["brass-polisher", "brass-worker", "tooth-brasser"]
    role = records["roles"]["brass-worker"]
    assert role["aliases"] == ["brassworker"]
    assert records["roles"]["brass-polisher"]["aliases"] == ["brass hand"]
    assert role["esco"] == "http://example.org/esco/occupation/o1"
    assert first(report, "no-skills") == "occupations_en.csv:7: idler"
    assert reasons(report)["name-taken"] == 2  # one label of two occupations, one of two skills


def test_essential_and_optional_skills(imported: tuple[Records, ImportReport]) -> None:
    skills = {each["skill"]: (each["level"], each["importance"]) for each in imported[0]["roles"]["brass-worker"]["skills"]}
    assert skills == {"brass-working": (3, 1.0), "literacy": (3, 1.0), "sql": (2, 0.3)}


def test_must_haves_are_few_and_typical(tmp_path: Path) -> None:
    source = tmp_path / "tables"
    shutil.copytree(DATA / "esco", source)
    with (source / "skills_en.csv").open("a") as stream:
        stream.writelines(
            f"KnowledgeSkillCompetence,x{number},knowledge,,rare skill {number},,,released,,,,,\n" for number in range(9)
        )
    with (source / "occupationSkillRelations_en.csv").open("a") as stream:
        stream.writelines(f"http://example.org/esco/occupation/o1,essential,knowledge,x{number}\n" for number in range(9))
    import_esco(source, tmp_path / "esco.jsonl", Known())
    role = records_in(tmp_path / "esco.jsonl")["roles"]["brass-worker"]
    musts = [each["skill"] for each in role["skills"] if each["importance"] == 1.0]
    assert len(musts) == 5
    assert "reading" not in musts
    assert sum(each["importance"] == 0.8 for each in role["skills"]) == 6


def test_regulated_occupations_have_a_licence(tmp_path: Path) -> None:
    import_esco(DATA / "esco", tmp_path / "esco.jsonl", Known())
    roles = records_in(tmp_path / "esco.jsonl")["roles"]
    assert roles["tooth-brasser"]["licence"]["name"] == "Recognised qualification as a dentist"
    assert roles["tea-taster"]["licence"]["jurisdiction"] == "European Union"
    assert "licence" not in roles["brass-worker"]


def test_what_is_left_out_is_located(imported: tuple[Records, ImportReport]) -> None:
    report = imported[1]
    assert first(report, "obsolete") == "skills_en.csv:7: old lore"
    assert first(report, "no-name") == "skills_en.csv:8: http://example.org/esco/skill/s6"
    assert first(report, "unknown-skill") == "occupationSkillRelations_en.csv:10: http://example.org/esco/skill/s9"
    assert first(report, "unknown-occupation-row") == "occupationSkillRelations_en.csv:11: http://example.org/esco/occupation/o9"


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        report = import_esco(DATA / "esco", tmp_path / "esco.jsonl", Known())
    assert report.changes == Changes(unchanged=sum(report.written.values()))


def test_compiled_tables_stand_in_for_the_official_ones(tmp_path: Path) -> None:
    source = tmp_path / "tables"
    source.mkdir()
    shutil.copy(DATA / "esco" / "occupations_en.csv", source)
    uri = "http://example.org/esco/"
    (source / "skill_labels_en.csv").write_text(
        f"conceptUri,preferredLabel,altLabels\n{uri}skill/s1,brass,working brass | brassing\n"
    )
    (source / "some_occupation_skills_en.csv").write_text(f"occupationUri,skillUri\n{uri}occupation/o1,{uri}skill/s1\n")
    report = import_esco(source, tmp_path / "esco.jsonl", Known())
    records = records_in(tmp_path / "esco.jsonl")
    assert records["skills"]["brass"]["aliases"] == ["working brass", "brassing"]
    assert records["roles"]["brass-worker"]["skills"] == [{"skill": "brass", "level": 2, "importance": 1.0}]
    assert any("does not say which skills are essential" in note for note in report.notes)
    assert any("no table `occupation skill relations`" in note for note in report.notes)


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letters.csv").write_text("to,from\n")
    with pytest.raises(InputError, match="holds no ESCO table"):
        import_esco(tmp_path, tmp_path / "esco.jsonl", Known())
