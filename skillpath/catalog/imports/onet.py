"""O*NET: a folder of the database's text files -> roles and skills.

Read are the tables of occupations, alternate and reported titles, skills, knowledge, technology skills, job zones and required
education; which title belongs to whom is settled by `titles`, what a role asks for by `onet_skills`. An occupation whose title is
the plural of a name of a loaded role of its code asks for what that role asks for. Files may be called as published
(`Alternate Titles.txt`) or in lower case with underscores, may have other separators than tabs, and may be compressed
(`.txt.gz`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec

from skillpath.catalog.catalog import names_of
from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.licensed import us_licence
from skillpath.catalog.imports.names import MAX_NOTE, clean
from skillpath.catalog.imports.onet_skills import Ratings30, SkillBook, asked, descriptions_of, number_in, technology
from skillpath.catalog.imports.report import ImportReport, Notes, Progress, silent
from skillpath.catalog.imports.source import Meter, files_of, shown
from skillpath.catalog.imports.tables import Tables, table_name
from skillpath.catalog.imports.titles import Occupation, Title, Titles, assign, singular, titles_of
from skillpath.catalog.imports.writer import CatalogWriter
from skillpath.catalog.records import Role
from skillpath.errors import InputError

OCCUPATIONS = "occupation data"
TITLES: dict[str, tuple[str, ...]] = {
    "alternate titles": ("Alternate Title", "Short Title"),
    "sample of reported titles": ("Reported Job Title",),
}
OTHERS = (
    "skills",
    "knowledge",
    "technology skills",
    "job zones",
    "education training experience",
    "education training experience categories",
    "content model reference",
)
SOURCE = {
    "id": "import-onet",
    "url": "https://www.onetcenter.org/database.html",
    "says": (
        "This product includes information from the O*NET Database by the U.S. Department of Labor, Employment and Training"
        " Administration (USDOL/ETA). Used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA. skillpath has modified"
        " some of this information. USDOL/ETA has not approved, endorsed, or tested these modifications."
    ),
}
MOST_SKILLS = 500

_CODE = re.compile(r"\d\d-\d{4}\.\d\d")


def import_onet(folder: Path, target: Path, known: Known, progress: Progress = silent) -> ImportReport:
    """Import a folder of O*NET tables into a catalogue file.

    Raises:
        InputError: the folder is not there, or holds no occupation table.
        SkillpathError: the catalogue cannot be written.
    """
    notes = Notes()
    wanted = (OCCUPATIONS, *TITLES, *OTHERS)
    files = [file for file in files_of(folder, (".txt", ".csv", ".tsv"), notes) if table_name(file) in wanted]
    tables = Tables(files, "\t", Meter(files, progress), notes)
    if not tables.named(OCCUPATIONS):
        hint = "the folder should hold `Occupation Data.txt` of the O*NET database, and the tables beside it"
        raise InputError(f"{shown(folder)} holds no O*NET occupation table", code="not-onet", hint=hint)
    for name in wanted:
        if not tables.named(name):
            notes.say(f"there is no table `{name}`: what it says is missing from every role")
    with CatalogWriter(target, notes) as writer:
        _write(tables, known, writer, notes)
        changes = writer.finish()
    return ImportReport(
        "onet", shown(folder), shown(target), writer.written, changes, writer.replaced, notes.left_out, notes.notes
    )


def _write(tables: Tables, known: Known, writer: CatalogWriter, notes: Notes) -> None:
    occupations = _occupations(tables, notes)
    titles = assign(occupations, _titles(tables, occupations, notes), known, notes)
    book = SkillBook(known, descriptions_of(tables))
    ratings = Ratings30(tables, set(occupations), book, notes)
    tools = technology(tables, set(occupations), book, notes)
    zones = _job_zones(tables, notes)
    education = _education(tables, notes)
    writer.put("sources", SOURCE, "import")
    for id in sorted(book.records):
        writer.put("skills", {**book.records[id], "sources": [SOURCE["id"]]}, id)
    for code in titles.ids:
        if (twin := _twin(occupations[code], known)) is not None:
            writer.put("roles", _like(twin, occupations[code], titles), occupations[code].place)
            continue
        extra = {
            "job_zone": zones.get(code),
            "education": education.get(code),
            "licence": us_licence(code, known.roles_coded(code)),
        }
        role = _role(occupations[code], titles, ratings, tools.get(code, {}), extra)
        if role["skills"]:
            writer.put("roles", role, occupations[code].place)
        else:
            notes.leave_out("no-skills", occupations[code].place, f"{occupations[code].title} ({code})")


def _twin(occupation: Occupation, known: Known) -> Role | None:
    """The loaded role that an occupation is, told by its code and its title."""
    title = singular(occupation.title)
    same = (role for role in known.roles_coded(occupation.code) if title in map(singular, names_of(role)))
    return next(same, None)


def _like(twin: Role, occupation: Occupation, titles: Titles) -> dict[str, Any]:
    """A role that asks for what another asks for."""
    said: dict[str, Any] = msgspec.to_builtins(twin)
    return {key: value for key, value in said.items() if value not in (None, [], "") and key != "origin"} | {
        "id": titles.ids[occupation.code],
        "name": occupation.title,
        "aliases": titles.aliases[occupation.code],
        **titles.shared_by(occupation.code),
        "sources": [*twin.sources, SOURCE["id"]],
        "note": clean(f"Asks for what the role `{twin.id}` asks for. {occupation.description}", MAX_NOTE),
    }


def _role(
    occupation: Occupation, titles: Titles, ratings: Ratings30, tools: dict[str, tuple[float, int]], extra: dict[str, Any]
) -> dict[str, Any]:
    rated, whose = ratings.of(occupation.code)
    skills: dict[str, dict[str, Any]] = {entry["skill"]: entry for entry in asked(rated, ratings.means)}
    for skill, (importance, level) in tools.items():
        if skill not in skills:
            skills[skill] = {"skill": skill, "level": level, "importance": importance}
    note = occupation.description
    if whose:
        note = f"O*NET does not rate this occupation: the skills are the means of {whose}. {note}"
    role: dict[str, Any] = {
        "id": titles.ids[occupation.code],
        "name": occupation.title,
        "aliases": titles.aliases[occupation.code],
        **titles.shared_by(occupation.code),
        "skills": sorted(skills.values(), key=lambda entry: (-entry["importance"], entry["skill"]))[:MOST_SKILLS],
        "soc": occupation.code,
        "sources": [SOURCE["id"]],
        "note": clean(note, MAX_NOTE),
        **({"confidence": "low"} if whose else {}),
    }
    return role | {key: value for key, value in extra.items() if value is not None}


def _occupations(tables: Tables, notes: Notes) -> dict[str, Occupation]:
    found: dict[str, Occupation] = {}
    for row in tables.rows(OCCUPATIONS, ("O*NET-SOC Code", "Title"), ("Description",)):
        code, title = row.values["O*NET-SOC Code"], clean(row.values["Title"])
        if not _CODE.fullmatch(code) or not title:
            notes.leave_out("bad-row", row.place, f"{code!r} is not an O*NET-SOC code with a title")
        elif code in found:
            notes.leave_out("duplicate", row.place, code)
        else:
            found[code] = Occupation(code, title, clean(row.values.get("Description", ""), MAX_NOTE), row.place)
    return found


def _titles(tables: Tables, occupations: dict[str, Occupation], notes: Notes) -> list[Title]:
    found: list[Title] = []
    for table, columns in TITLES.items():
        for row in tables.rows(table, ("O*NET-SOC Code", columns[0]), columns[1:]):
            code = row.values["O*NET-SOC Code"]
            if code not in occupations:
                notes.leave_out("unknown-occupation-row", row.place, code)
                continue
            for column in columns:
                found.extend(titles_of(row.values.get(column, ""), code, "Reported" in column, row.place))
    return found


def _job_zones(tables: Tables, notes: Notes) -> dict[str, int]:
    zones: dict[str, int] = {}
    for row in tables.rows("job zones", ("O*NET-SOC Code", "Job Zone")):
        zone = number_in(row.values["Job Zone"], 1, 5)
        if zone is None or zone != int(zone):
            notes.leave_out("bad-row", row.place, f"{row.values['Job Zone']!r} is not a job zone")
        else:
            zones[row.values["O*NET-SOC Code"]] = int(zone)
    return zones


def _education(tables: Tables, notes: Notes) -> dict[str, str]:
    """The required education that most workers name."""
    rows = tables.rows("education training experience categories", ("Scale ID", "Category", "Category Description"))
    names = {
        row.values["Category"]: clean(re.split(r" - |\s*\(", row.values["Category Description"])[0])
        for row in rows
        if row.values["Scale ID"] == "RL"
    }
    best: dict[str, tuple[float, str]] = {}
    for row in tables.rows("education training experience", ("O*NET-SOC Code", "Scale ID", "Category", "Data Value")):
        if row.values["Scale ID"] == "RL":
            share = number_in(row.values["Data Value"], 0, 100)
            if share is None or row.values["Category"] not in names:
                notes.leave_out(
                    "bad-row", row.place, f"category {row.values['Category']!r}, {row.values['Data Value']!r} percent"
                )
            elif share > best.get(row.values["O*NET-SOC Code"], (0.0, ""))[0]:
                best[row.values["O*NET-SOC Code"]] = (share, names[row.values["Category"]])
    return {code: name for code, (_, name) in best.items() if name}
