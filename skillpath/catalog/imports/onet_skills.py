"""What O*NET occupations ask for: ratings of skills and knowledge, and technology, as the skills of a role.

*Importance.* Elements are rated from 1 to 5 (scale IM). Those rated 3 ("important") or more are taken, and at least the five
highest; importance is (rating - 1) / 4, at most 0.95. *Must-haves* (1.0) are at most three of them: rated 3 or more and at
least half a point above the mean of all occupations, the most distinctive first; where none is, the most distinctive of those
taken. So a dentist must know dentistry, and not only listen, as everyone must. *Level*: the level scale (LV, 0 to 7) in four
equal parts.

*Technology.* Each commodity title is a skill: importance 0.2, 0.3 where one of its products is hot, 0.6 (and level 3 in place
of 2) where one is in demand. A product in demand that a loaded catalogue knows as a skill is asked for by itself, with 0.6.

*No ratings* (all-other and military occupations, new codes): the means over the narrowest group of codes that has ratings
(broad occupation, minor group, major group, all), with confidence low.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from skillpath.catalog.imports.known import Known
from skillpath.catalog.imports.names import MAX_NOTE, clean, slug
from skillpath.catalog.imports.report import Notes
from skillpath.catalog.imports.tables import Cells, Tables

IMPORTANT = 3.0
AT_LEAST = 5
MUST_HAVES = 3
DISTINCT = 0.5
MOST_IMPORTANCE = 0.95
MEAN_GROUPS = (6, 4, 2, 0)
TECHNOLOGY_LEVEL = 2

RENAMED = {"2.A.2.d": "Performance monitoring"}  # published as "Monitoring", which elsewhere is said of computers
VENDORS = frozenset(
    ["adobe", "amazon", "apache", "apple", "atlassian", "autodesk", "esri", "google", "ibm", "microsoft", "oracle", "sap"]
)

Ratings = dict[str, tuple[float, float | None]]


class SkillBook:
    """The skills of O*NET: reused where the loaded catalogues have them, else records of their own."""

    def __init__(self, known: Known, descriptions: dict[str, str]) -> None:
        self._known = known
        self._descriptions = descriptions
        self._ids: dict[str, str] = {}
        self.records: dict[str, dict[str, Any]] = {}

    def element(self, code: str, name: str) -> str:
        """The skill for an element of the content model."""
        return self._id(code, RENAMED.get(code, name), {"onet": code})

    def commodity(self, code: str, title: str) -> str:
        """The skill for a class of technology."""
        return self._id(f"commodity {code} {title}", title, {})

    def product(self, name: str) -> str | None:
        """The skill of a loaded catalogue that a product is, if one is."""
        return next((id for each in product_names(name) if (id := self._known.loaded("skills", each)) is not None), None)

    def _id(self, key: str, name: str, extra: dict[str, Any]) -> str:
        if key not in self._ids:
            found = self._known.skill(key, name, slug(name))
            self._ids[key] = found or slug(name)
            if found is None:
                note = {"note": text} if (text := self._descriptions.get(key, "")) else {}
                self.records.setdefault(slug(name), {"id": slug(name), "name": name, **extra, **note})
        return self._ids[key]


def product_names(name: str) -> Iterator[str]:
    """What a product may be called: ``Structured query language SQL`` is SQL, ``Oracle Java`` is Java."""
    plain = name.removesuffix(" software")
    yield name
    yield plain
    words = plain.split(" ")
    if len(words) > 1 and len(words[-1]) > 2 and words[-1].isupper():
        yield words[-1]
    if len(words) > 1 and words[0].casefold() in VENDORS:
        yield " ".join(words[1:])


def descriptions_of(tables: Tables) -> dict[str, str]:
    """What the elements of the content model mean."""
    rows = tables.rows("content model reference", ("Element ID", "Description"))
    return {row.values["Element ID"]: clean(row.values["Description"], MAX_NOTE) for row in rows}


class Ratings30:
    """The ratings of all occupations by element."""

    def __init__(self, tables: Tables, codes: set[str], book: SkillBook, notes: Notes) -> None:
        self._codes = codes
        self._notes = notes
        self.by_code: dict[str, dict[str, tuple[float, float | None]]] = defaultdict(dict)
        for name in ("skills", "knowledge"):
            self._read(tables, name, book)
        self.means = self._means("")

    def _read(self, tables: Tables, name: str, book: SkillBook) -> None:
        needed = ("O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value")
        levels: dict[tuple[str, str], float] = {}
        for row in tables.rows(name, needed, ("Recommend Suppress",)):
            rating = self._rating(row)
            if rating is None:
                continue
            code, scale, value = rating
            skill = book.element(row.values["Element ID"], clean(row.values["Element Name"]))
            if scale == "LV":
                levels[code, skill] = max(value, levels.get((code, skill), 0.0))
            else:
                self.by_code[code][skill] = (max(value, self.by_code[code].get(skill, (0.0, None))[0]), None)
        for (code, skill), level in levels.items():
            if skill in self.by_code[code]:
                importance, other = self.by_code[code][skill]
                self.by_code[code][skill] = (importance, max(level, other or 0.0))

    def _rating(self, row: Cells) -> tuple[str, str, float] | None:
        code, scale = row.values["O*NET-SOC Code"], row.values["Scale ID"]
        value = number_in(row.values["Data Value"], *((1, 5) if scale == "IM" else (0, 7)))
        if not row.values["Element Name"] or scale not in ("IM", "LV") or value is None:
            self._notes.leave_out("bad-row", row.place, f"{scale} {row.values['Data Value']!r}")
        elif code not in self._codes:
            self._notes.leave_out("unknown-occupation-row", row.place, code)
        elif scale == "IM" and row.values.get("Recommend Suppress") == "Y":
            self._notes.leave_out("suppressed", row.place, f"{row.values['Element Name']} of {code}")
        else:
            return code, scale, value
        return None

    def _means(self, prefix: str) -> Ratings:
        sums: dict[str, list[float]] = {}
        for code, ratings in self.by_code.items():
            if code.startswith(prefix):
                for skill, (importance, level) in ratings.items():
                    entry = sums.setdefault(skill, [0.0, 0.0, 0.0])
                    entry[0] += importance
                    entry[1] += level or 0.0
                    entry[2] += 1
        return {skill: (total / count, levels / count) for skill, (total, levels, count) in sums.items()}

    def of(self, code: str) -> tuple[Ratings, str]:
        """The ratings of an occupation, and whose they are: empty for its own, else the group whose means they are."""
        if self.by_code.get(code):
            return self.by_code[code], ""
        for length in MEAN_GROUPS:
            if means := self._means(code[:length]):
                return means, f"the occupations of group {code[:length]}" if length else "all occupations"
        return {}, "no occupation"


def number_in(text: str, low: float, high: float) -> float | None:
    """A plain number within bounds."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if low <= value <= high else None


def asked(ratings: Ratings, means: Ratings) -> Iterator[dict[str, Any]]:
    """The rated elements as skills of a role."""
    ranked = sorted(ratings, key=lambda skill: (-ratings[skill][0], skill))
    taken = [skill for index, skill in enumerate(ranked) if ratings[skill][0] >= IMPORTANT or index < AT_LEAST]
    above = {skill: ratings[skill][0] - means.get(skill, (0.0, None))[0] for skill in taken}
    distinct = sorted(taken, key=lambda skill: (-above[skill], skill))
    musts = [skill for skill in distinct if ratings[skill][0] >= IMPORTANT and above[skill] >= DISTINCT][:MUST_HAVES]
    for skill in taken:
        importance, level = ratings[skill]
        share = 1.0 if skill in (musts or distinct[:1]) else min(round((importance - 1) / 4, 2), MOST_IMPORTANCE)
        if share > 0:
            yield {"skill": skill, "level": level_of(level), "importance": share}


def level_of(value: float | None) -> int:
    """A level of 1 to 4 for one of 0 to 7."""
    return TECHNOLOGY_LEVEL if value is None else min(1 + int(value / 1.75), 4)


def technology(tables: Tables, codes: set[str], book: SkillBook, notes: Notes) -> dict[str, dict[str, tuple[float, int]]]:
    """The technology skills of every occupation: importance and level by skill."""
    found: dict[str, dict[str, tuple[float, int]]] = defaultdict(dict)
    needed = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title")
    for row in tables.rows("technology skills", needed, ("Hot Technology", "In Demand")):
        code, title = row.values["O*NET-SOC Code"], clean(row.values["Commodity Title"])
        if code not in codes:
            notes.leave_out("unknown-occupation-row", row.place, code)
        elif not title:
            notes.leave_out("bad-row", row.place, "no commodity title")
        else:
            demanded = row.values.get("In Demand") == "Y"
            share = 0.6 if demanded else 0.3 if row.values.get("Hot Technology") == "Y" else 0.2
            skills = [book.commodity(row.values["Commodity Code"], title)]
            if demanded and (product := book.product(row.values["Example"])) is not None:
                skills.append(product)
            for skill in skills:
                found[code][skill] = max(found[code].get(skill, (0.0, 0)), (share, 3 if demanded else TECHNOLOGY_LEVEL))
    return found
