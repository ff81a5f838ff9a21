"""O*NET tables -> roles: titles, skills, must-haves, licences."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.onet import import_onet
from skillpath.catalog.imports.report import Changes, ImportReport
from skillpath.catalog.imports.titles import singular
from skillpath.errors import InputError
from tests.catalog.imports.helpers import DATA, Records, first, known_of, problems_in, reasons, records_in

KNOWN = """
skills:
- {id: sums, name: Arithmetic, onet: 2.C.3.a}
- {id: sql, name: SQL}
roles:
- {id: figure-analyst, name: Figure Analyst, soc: 15-9999.00, skills: [{skill: sql, level: 2}]}
- {id: tea-boss, name: Tea Boss, skills: [{skill: sql, level: 2}]}
"""


@pytest.fixture
def imported(tmp_path: Path) -> tuple[Records, ImportReport]:
    target = tmp_path / "onet.jsonl"
    report = import_onet(DATA / "onet", target, known_of(KNOWN, tmp_path))
    assert problems_in(target, known=tmp_path / "known.yaml") == []
    return records_in(target), report


def skills_of(role: dict[str, Any]) -> dict[str, tuple[int, float]]:
    return {entry["skill"]: (entry["level"], entry["importance"]) for entry in role["skills"]}


def test_every_other_occupation_is_a_role(imported: tuple[Records, ImportReport]) -> None:
    records, _ = imported
    ids = ["drummers", "number-crunchers", "smile-polishers", "tea-tasters", "widget-inspectors", "widget-makers"]
    assert sorted(records["roles"]) == [*ids, "widget-workers-all-other"]


def test_an_occupation_whose_title_is_a_loaded_name_is_known(tmp_path: Path) -> None:
    known = known_of("skills: [{id: s, name: S}]\nroles: [{id: d, name: Drummers, skills: [{skill: s, level: 1}]}]", tmp_path)
    report = import_onet(DATA / "onet", tmp_path / "onet.jsonl", known)
    assert first(report, "known") == "Occupation Data.txt:6: Drummers (55-9011.00) is known already as d"


def test_a_loaded_role_of_the_same_title_and_code_is_what_an_occupation_asks_for(tmp_path: Path) -> None:
    known = known_of(
        """
sources: [{id: paper, says: Something., url: https://x.example}]
skills: [{id: sql, name: SQL}]
roles: [{id: cruncher, name: Number cruncher, soc: 15-9999.00, sources: [paper], skills: [{skill: sql, level: 2}]}]
""",
        tmp_path,
    )
    import_onet(DATA / "onet", tmp_path / "onet.jsonl", known)
    role = records_in(tmp_path / "onet.jsonl")["roles"]["number-crunchers"]
    assert (role["name"], role["soc"], role["aliases"]) == ("Number Crunchers", "15-9999.00", ["Figure Analyst"])
    assert role["skills"] == [{"skill": "sql", "level": 2}]
    assert role["sources"] == ["paper", "import-onet"]
    assert role["note"] == "Asks for what the role `cruncher` asks for. Crunch numbers."


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("Software Developers", "software developer"),
        ("Secretaries", "secretary"),
        ("Boss", "boss"),
        ("Gas Fitters", "gas fitter"),
    ],
)
def test_titles_are_compared_in_the_singular(title: str, plain: str) -> None:
    assert singular(title) == singular(plain) == plain


def test_a_role_has_code_zone_education_and_source(imported: tuple[Records, ImportReport]) -> None:
    role = imported[0]["roles"]["widget-makers"]
    assert (role["soc"], role["job_zone"], role["education"]) == ("90-1011.00", 2, "High School Diploma")
    assert role["sources"] == ["import-onet"]
    assert role["note"] == "Make widgets out of brass."
    assert "USDOL/ETA" in imported[0]["sources"]["import-onet"]["says"]


def test_a_title_belongs_to_the_closest_occupation(imported: tuple[Records, ImportReport]) -> None:
    records, report = imported
    aliases = {id: role.get("aliases", []) for id, role in records["roles"].items()}
    assert aliases["widget-makers"] == ["CBO", "Chief Brass Officer", "Chief Brass Officer (CBO)", "Widget Maker", "Widgeteer"]
    assert aliases["widget-inspectors"] == ["Quality Eye", "Widget Inspector"]
    assert aliases["tea-tasters"] == ["Tea Taster"]
    assert reasons(report)["name-taken"] == 2
    assert first(report, "name-known").endswith("Tea Boss is tea-boss")


def test_who_shares_a_title_is_said(imported: tuple[Records, ImportReport]) -> None:
    shared = {id: role["shared"] for id, role in imported[0]["roles"].items() if "shared" in role}
    assert shared == {"widget-makers": [{"title": "Widget Maker", "roles": ["widget-inspectors"]}]}


def test_must_haves_are_what_sets_an_occupation_apart(imported: tuple[Records, ImportReport]) -> None:
    skills = skills_of(imported[0]["roles"]["widget-makers"])
    assert skills["brass-lore"] == (4, 1.0)
    assert skills["reading"] == (2, 0.62)
    assert skills["brass-design-software"] == (2, 0.2)
    assert skills_of(imported[0]["roles"]["widget-inspectors"])["brass-design-software"] == (2, 0.3)
    assert skills_of(imported[0]["roles"]["tea-tasters"])["tea-lore"] == (4, 1.0)


def test_at_least_five_elements_are_taken(imported: tuple[Records, ImportReport]) -> None:
    assert len(skills_of(imported[0]["roles"]["smile-polishers"])) >= 2
    assert "tea-lore" not in skills_of(imported[0]["roles"]["widget-makers"])


def test_loaded_skills_are_reused_by_element(imported: tuple[Records, ImportReport]) -> None:
    records, _ = imported
    assert "sums" in skills_of(records["roles"]["widget-makers"])
    assert sorted(records["skills"]) == [
        "brass-design-software",
        "brass-lore",
        "coding",
        "counting-software",
        "query-software",
        "reading",
        "tea-lore",
        "tooth-lore",
    ]
    assert records["skills"]["brass-lore"] == {
        "id": "brass-lore",
        "name": "Brass Lore",
        "onet": "2.C.1.a",
        "note": "Knowing brass.",
        "sources": ["import-onet"],
    }


def test_a_product_in_demand_is_the_loaded_skill_of_its_name(tmp_path: Path) -> None:
    known = known_of("skills: [{id: sql, name: SQL}]", tmp_path)
    import_onet(DATA / "onet", tmp_path / "onet.jsonl", known)
    assert skills_of(records_in(tmp_path / "onet.jsonl")["roles"]["number-crunchers"])["sql"] == (3, 0.6)


def test_unrated_occupations_take_the_means_of_their_group(imported: tuple[Records, ImportReport]) -> None:
    others = imported[0]["roles"]["widget-workers-all-other"]
    assert others["confidence"] == "low"
    assert others["note"].startswith(
        "O*NET does not rate this occupation: the skills are the means of the occupations of group 90-101."
    )
    assert skills_of(others)["brass-lore"][1] == 1.0
    assert "the means of all occupations" in imported[0]["roles"]["drummers"]["note"]


def test_licensed_occupations_name_their_licence(imported: tuple[Records, ImportReport]) -> None:
    assert imported[0]["roles"]["smile-polishers"]["licence"] == {
        "name": "Dental hygienist licence",
        "jurisdiction": "US states",
        "confidence": "low",
    }
    assert "licence" not in imported[0]["roles"]["tea-tasters"]


def test_the_licence_of_a_loaded_role_of_the_code_is_taken(tmp_path: Path) -> None:
    known = known_of(
        """
skills: [{id: teeth, name: Teeth}]
credentials: [{id: rdh, name: RDH, kind: licence, provider: board}]
providers: [{id: board, name: Board}]
roles:
- id: hygienist
  name: Hygienist
  soc: 29-1292.00
  skills: [{skill: teeth, level: 3}]
  licence: {name: State licence, jurisdiction: US states, requires: [rdh]}
""",
        tmp_path,
    )
    import_onet(DATA / "onet", tmp_path / "onet.jsonl", known)
    role = records_in(tmp_path / "onet.jsonl")["roles"]["smile-polishers"]
    assert role["licence"]["requires"] == ["rdh"]


def test_bad_rows_are_located(imported: tuple[Records, ImportReport]) -> None:
    report = imported[1]
    assert first(report, "suppressed") == "Knowledge.txt:32: Brass Lore of 91-2011.00"
    said = {str(example) for entry in report.left_out if entry.code == "bad-row" for example in entry.examples}
    assert said == {"Knowledge.txt:33: XX 'lots'", "Job Zones.txt:3: 'many' is not a job zone"}
    assert first(report, "unknown-occupation-row") == "Alternate Titles.txt:11: 99-0000.00"


def test_the_same_again_changes_nothing(tmp_path: Path) -> None:
    for _ in range(2):
        report = import_onet(DATA / "onet", tmp_path / "onet.jsonl", Known())
    assert report.changes == Changes(unchanged=sum(report.written.values()))
    assert report.replaced


def test_missing_tables_are_said_and_the_rest_is_imported(tmp_path: Path) -> None:
    source = tmp_path / "tables"
    source.mkdir()
    for name in ("Occupation Data.txt", "Skills.txt"):
        shutil.copy(DATA / "onet" / name, source)
    report = import_onet(source, tmp_path / "onet.jsonl", Known())
    assert "there is no table `job zones`: what it says is missing from every role" in report.notes
    assert report.written["roles"] == 7


def test_a_folder_of_other_things_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear all,\n")
    with pytest.raises(InputError, match="holds no O\\*NET occupation table"):
        import_onet(tmp_path, tmp_path / "onet.jsonl", Known())
