"""ESCO: a folder of its CSV files -> roles and skills.

Occupations become roles under their preferred labels, with their alternative and hidden labels as aliases (`titles` settles
who owns which); skills are described in `esco_skills`. ESCO says of a skill only that it is essential or optional for an
occupation, so: essential 0.8 at level 3, optional 0.3 at level 2, and 0.5 at level 2 where the table does not say which.
*Must-haves* (1.0) are up to five essential skills, the most typical first: those that the largest share of the occupations in
the same ISCO group (three digits) name, less the share of all occupations that name them. An occupation that no table gives a
skill is left out.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from skillpath.catalog.imports.esco_skills import RELATIONS, TABLES, EscoSkills, broader_pairs, labels_in, read_skills
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.licensed import eu_licence
from skillpath.catalog.imports.names import MAX_NOTE, clean
from skillpath.catalog.imports.report import ImportReport, Notes, Progress, silent
from skillpath.catalog.imports.source import Meter, files_of, shown
from skillpath.catalog.imports.tables import Cells, Tables, table_name
from skillpath.catalog.imports.titles import Occupation, Title, Titles, assign, titles_of
from skillpath.catalog.imports.writer import CatalogWriter
from skillpath.errors import InputError

OCCUPATIONS = "occupations"
OFFICIAL = "occupation skill relations"
COMPILED = ".* occupation skills"
EXPECTED = {
    "skills": "labels, descriptions and alternative labels of most skills",
    OFFICIAL: "the skills of occupations",
    "broader relations skill pillar": "which skill is a kind of which",
}
SOURCE = {
    "id": "import-esco",
    "url": "https://esco.ec.europa.eu/en/use-esco/download",
    "says": "This service uses the ESCO classification of the European Commission. skillpath has modified some of its content.",
}
MUST_HAVES = 5
MOST_SKILLS = 500
WEIGHTS = {"essential": (0.8, 3), "unsaid": (0.5, 2), "optional": (0.3, 2)}
RANK = ("optional", "unsaid", "essential")

Asked = dict[str, dict[str, str]]


class EscoOccupation(NamedTuple):
    """What the table of occupations says beside the titles."""

    isco: str
    regulated: bool


def import_esco(folder: Path, target: Path, known: Known, progress: Progress = silent) -> ImportReport:
    """Import a folder of ESCO tables into a catalogue file.

    Raises:
        InputError: the folder is not there, or holds no table of occupations or of skills.
        SkillpathError: the catalogue cannot be written.
    """
    notes = Notes()
    files = files_of(folder, (".csv",), notes)
    every = Tables(files, ",", Meter([], progress), notes)
    wanted = set(every.named(OCCUPATIONS, OFFICIAL, COMPILED, RELATIONS, *TABLES))
    files = [file for file in files if table_name(file) in wanted]
    tables = Tables(files, ",", Meter(files, progress), notes)
    if not tables.named(OCCUPATIONS, *TABLES):
        hint = "the folder should hold `occupations_en.csv` and `skills_en.csv` of ESCO's download, and the tables beside them"
        raise InputError(f"{shown(folder)} holds no ESCO table", code="not-esco", hint=hint)
    for name, what in EXPECTED.items():
        if not tables.named(name, f"{name} .*"):
            notes.say(f"there is no table `{name}` ({what}): what stands elsewhere was used")
    with CatalogWriter(target, notes) as writer:
        _write(tables, known, writer, notes)
        changes = writer.finish()
    return ImportReport(
        "esco", shown(folder), shown(target), writer.written, changes, writer.replaced, notes.left_out, notes.notes
    )


def _write(tables: Tables, known: Known, writer: CatalogWriter, notes: Notes) -> None:
    described = read_skills(tables, notes)
    skills = EscoSkills(described, known, SOURCE["id"], notes)
    skills.set_broader(broader_pairs(tables, described))
    occupations, details, titles = _occupations(tables, notes)
    assigned = assign(occupations, titles, known, notes)
    asked = _asked(tables, occupations, skills, notes)
    musts = _must_haves(asked, details)
    writer.put("sources", SOURCE, "import")
    for id in sorted(skills.records):
        writer.put("skills", skills.records[id], skills.records[id]["esco"])
    for uri in assigned.ids:
        if uri not in asked:
            notes.leave_out("no-skills", occupations[uri].place, occupations[uri].title)
            continue
        role = _role(occupations[uri], assigned, asked[uri], musts[uri])
        licence = eu_licence(details[uri].isco, details[uri].regulated)
        writer.put("roles", role | ({"licence": licence} if licence else {}), occupations[uri].place)


def _occupations(tables: Tables, notes: Notes) -> tuple[dict[str, Occupation], dict[str, EscoOccupation], list[Title]]:
    occupations: dict[str, Occupation] = {}
    details: dict[str, EscoOccupation] = {}
    titles: list[Title] = []
    optional = ("altLabels", "hiddenLabels", "status", "regulatedProfessionNote", "iscoGroup", "description")
    for row in tables.rows(OCCUPATIONS, ("conceptUri", "preferredLabel"), optional):
        uri, label = row.values["conceptUri"], clean(row.values["preferredLabel"])
        if not uri or not label:
            notes.leave_out("no-name", row.place, uri)
        elif row.values.get("status") == "obsolete":
            notes.leave_out("obsolete", row.place, label)
        elif uri in occupations:
            notes.leave_out("duplicate", row.place, label)
        else:
            occupations[uri] = Occupation(uri, label, clean(row.values.get("description", ""), MAX_NOTE), row.place)
            regulated = row.values.get("regulatedProfessionNote", "").endswith("/regulated")
            details[uri] = EscoOccupation(row.values.get("iscoGroup", ""), regulated)
            for column in ("altLabels", "hiddenLabels"):
                for text in labels_in(row.values.get(column, "")):
                    titles.extend(titles_of(text, uri, False, row.place))
    return occupations, details, titles


def _asked(tables: Tables, occupations: dict[str, Occupation], skills: EscoSkills, notes: Notes) -> Asked:
    """The skills of every occupation, and how each is related."""
    asked: Asked = defaultdict(dict)
    for table in tables.named(OFFICIAL, f"{OFFICIAL} .*") or tables.named(COMPILED):
        for row in tables.rows(table, ("occupationUri", "skillUri"), ("relationType",)):
            uri = row.values["occupationUri"]
            skill = skills.ids.get(row.values["skillUri"])
            if uri not in occupations:
                notes.leave_out("unknown-occupation-row", row.place, uri)
            elif skill is None:
                notes.leave_out("unknown-skill", row.place, row.values["skillUri"])
            else:
                relation = _relation(row, notes)
                asked[uri][skill] = max(relation, asked[uri].get(skill, "optional"), key=RANK.index)
    return dict(asked)


def _relation(row: Cells, notes: Notes) -> str:
    said = row.values.get("relationType")
    if said is None:
        notes.say("the table of occupations and skills does not say which skills are essential: each counts as 0.5")
    return said if said in ("essential", "optional") else "unsaid"


def _must_haves(asked: Asked, details: dict[str, EscoOccupation]) -> dict[str, list[str]]:
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    sizes: Counter[str] = Counter()
    for uri, skills in asked.items():
        for group in {"", details[uri].isco[:3]}:
            groups[group].update(skills.keys())
            sizes[group] += 1
    found = {}
    for uri, skills in asked.items():
        group = details[uri].isco[:3]
        best = max(skills.values(), key=RANK.index)
        typical = {skill: groups[group][skill] / sizes[group] - groups[""][skill] / sizes[""] for skill in skills}
        essential = [skill for skill, relation in skills.items() if relation == best and relation != "optional"]
        found[uri] = sorted(essential, key=lambda skill: (-typical[skill], skill))[:MUST_HAVES]
    return found


def _role(occupation: Occupation, titles: Titles, asked: dict[str, str], musts: list[str]) -> dict[str, Any]:
    skills: list[dict[str, Any]] = []
    for skill, relation in asked.items():
        importance, level = WEIGHTS[relation]
        skills.append({"skill": skill, "level": level, "importance": 1.0 if skill in musts else importance})
    return {
        "id": titles.ids[occupation.code],
        "name": occupation.title,
        "aliases": titles.aliases[occupation.code],
        **titles.shared_by(occupation.code),
        "skills": sorted(skills, key=lambda entry: (-entry["importance"], entry["skill"]))[:MOST_SKILLS],
        "esco": occupation.code,
        "sources": [SOURCE["id"]],
        "note": occupation.description,
    }
