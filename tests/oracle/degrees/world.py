"""What a degree case says: a programme, and the credits that a learner has or could have there. Shares no code with skillpath.

Hours are whole hundredths of the programme's unit. Where a sentence of the rules can be read in two ways, the docstring
next to it says which reading stands here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from tests.oracle.degrees.credit import Credit, hundredths, matches, refusal
from tests.oracle.world import Case, Need, Raw, exact


@dataclass(frozen=True, eq=False)
class Degree:
    """A case whose target is a programme."""

    case: Case
    programme: Raw

    @cached_property
    def requirements(self) -> dict[str, Raw]:
        """The slots of the programme."""
        return {record["id"]: record for record in self.programme["requirements"]}

    @cached_property
    def rules(self) -> list[Raw]:
        """Its transfer rules; each has an id of its own."""
        return [{"id": f"rule {place}"} | rule for place, rule in enumerate(self.programme.get("rules") or ())]

    @cached_property
    def institution(self) -> str:
        """Who teaches it."""
        return str(self.programme["institution"])

    @cached_property
    def unit(self) -> str:
        """The unit in which it counts."""
        return str(self.programme.get("unit", "semester-hour"))

    def of_kind(self, kind: str) -> list[Raw]:
        """The rules of one form."""
        return [rule for rule in self.rules if rule["rule"] == kind]

    def hours_of(self, requirement: str) -> int:
        """Hundredths of an hour that a requirement asks for."""
        return hundredths(exact(self.requirements[requirement]["hours"]))

    @cached_property
    def total(self) -> Fraction:
        """Hundredths of an hour of the whole programme."""
        return exact(self.programme["total"]) * 100

    def scope(self, rule: Raw) -> list[str]:
        """The requirements that a rule speaks of."""
        return [id for id in self.requirements if not rule.get("scope") or id in rule["scope"]]

    def factor(self, unit: str) -> Fraction | None:
        """How many hours of the programme one hour of a unit is worth; None where nobody says."""
        if unit == self.unit:
            return Fraction(1)
        for rule in self.of_kind("convert"):
            if rule["unit"] == unit:
                return exact(rule["factor"])
        mine, other = self.semester_hours(self.unit), self.semester_hours(unit)
        return None if mine is None or other is None else other / mine

    def semester_hours(self, unit: str) -> Fraction | None:
        """The worth of one hour of a unit in semester hours."""
        for record in self.case.world.get("units") or ():
            if record["id"] == unit and record.get("semester_hours"):
                return Fraction(record["semester_hours"])
        return Fraction(1) if unit == "semester-hour" else None

    def worth(self, hours: float | None, unit: str, parts: int = 1) -> int:
        """Hundredths of the programme's hours, rounded down; 0 where they do not count."""
        factor = self.factor(unit)
        return 0 if hours is None or factor is None else hundredths(exact(hours) * factor / parts)

    def turning_days(self) -> set[date]:
        """Days on which something that is dated begins, or has ended the day before."""
        dated = [*(self.programme.get("articulations") or ()), *(self.case.world.get("recommendations") or ())]
        first = [record.get("start") for record in dated] + [
            rule.get(name) for rule in self.rules for name in ("after", "before")
        ]
        last = [date.fromisoformat(record["end"]) + timedelta(days=1) for record in dated if record.get("end")]
        return {date.fromisoformat(day) for day in first if day} | set(last)

    # --- credits ---------------------------------------------------------------------------------------------------------

    @cached_property
    def courses(self) -> dict[str, Raw]:
        """The common courses."""
        return {record["id"]: record for record in self.case.world.get("courses") or ()}

    def credits_of(self, id: str, earned: date | None, score: float | None, is_new: bool) -> list[Credit]:
        """What a credential gives here once it is completed: what is articulated and open, else what is recommended."""
        mine = [(place, each) for place, each in enumerate(self.programme.get("articulations") or ()) if each["credential"] == id]
        is_open = [(place, each) for place, each in mine if _is_open(each, earned, score)]
        if is_open:
            found = [self._articulated(id, place, each, earned) for place, each in is_open]
        else:
            found = [credit for each in self._reached(id, score) for credit in self._recommended(each, earned)]
        landed = [self._relevelled(credit)._replace(is_new=is_new) for credit in found if credit.hours > 0]
        return landed if is_open else self._of_one_body(landed)

    def _of_one_body(self, credits: list[Credit]) -> list[Credit]:
        """Of several bodies' credit for one credential only that of the body of which the programme takes most."""
        bodies = {record["id"]: record["body"] for record in self.case.world.get("recommendations") or ()}
        taken: dict[str, dict[object, dict[str, int]]] = {}
        for credit in credits:
            if refusal(self.programme, self.rules, credit, None, self.case.start) is None:
                choices = taken.setdefault(bodies[credit.source], {}).setdefault(credit.choice or credit.source, {})
                choices[credit.source] = choices.get(credit.source, 0) + credit.hours
        sums = {body: sum(max(same.values()) for same in choices.values()) for body, choices in taken.items()}
        best = min(sums, key=lambda body: (-sums[body], body), default=None)
        return [credit for credit in credits if bodies[credit.source] == best]

    def _of_source(self, id: str) -> tuple[frozenset[str], frozenset[str]]:
        """Provider and platform of a credential, and the origins that these give."""
        record = self.case.credentials[id]
        places = frozenset(place for place in (record["provider"], record.get("platform")) if place)
        sources = {
            each["credit_source"] for each in self.case.world["providers"] if each["id"] in places and "credit_source" in each
        }
        return places, frozenset(sources | {"non-collegiate"})

    def _articulated(self, id: str, place: int, each: Raw, earned: date | None) -> Credit:
        places, origins = self._of_source(id)
        bodies = {record["body"] for record in self._recommendations(id)}
        hours, unit, course, to = each.get("hours"), self.unit, each.get("course"), each.get("requirement")
        if hours is None and to is not None:
            hours = self.requirements[to]["hours"]
        if hours is None and course is not None:
            hours, unit = self.courses[course].get("hours"), "semester-hour"
        asked = None if to is None else self.requirements[to].get("level")
        facts = self._facts(each.get("level") or asked, course, (), None)
        return Credit(
            f"{id} articulated {place}", "articulated", self.worth(hours, unit), credential=id, earned=earned, places=places,
            origins=origins | bodies | {"articulated"}, to=to, **facts,
        )  # fmt: skip

    def _recommendations(self, id: str) -> list[Raw]:
        return [record for record in self.case.world.get("recommendations") or () if record["credential"] == id]

    def _reached(self, id: str, score: float | None) -> list[Raw]:
        """The recommendations that a score reaches; an untold one reaches the lowest of each choice."""
        records = self._recommendations(id)

        def is_reached(record: Raw) -> bool:
            needed, choice = record.get("min_score"), record.get("choice")
            if needed is None or score is not None:
                return needed is None or (score is not None and score >= needed)
            same = [each["min_score"] for each in records if choice and each.get("choice") == choice and "min_score" in each]
            return choice is None or needed == min(same)

        return [record for record in records if is_reached(record)]

    def _recommended(self, record: Raw, earned: date | None) -> Iterator[Credit]:
        first, last = record.get("start"), record.get("end")
        if (first or last) and not (earned and (first or "") <= earned.isoformat() <= (last or "9999")):
            return
        id, places_origins = record["credential"], self._of_source(record["credential"])
        covered = [record["course"]] if record.get("course") else record.get("covers") or [None]
        hours = self.worth(record.get("hours"), record.get("unit", "semester-hour"), len(covered))
        choice = (id, record["choice"]) if record.get("choice") else None
        for place, course in enumerate(covered):
            facts = self._facts(record.get("level"), course, (), record.get("subject"))
            yield Credit(
                f"{record['id']} {place}", "recommended", hours, credential=id, earned=earned, places=places_origins[0],
                origins=places_origins[1] | {record["body"]}, choice=choice, source=record["id"], **facts,
            )  # fmt: skip

    @cached_property
    def transcript(self) -> list[Credit]:
        """The credits of college transcripts."""
        found = (self._on_transcript(place, each) for place, each in enumerate(self.case.learner.get("credits") or ()))
        return [credit if credit.here else self._relevelled(credit) for credit in found if credit.hours > 0]

    def _on_transcript(self, place: int, each: Raw) -> Credit:
        college, course = each.get("institution"), each["course"] if each.get("course") in self.courses else None
        facts = self._facts(each.get("level"), course, each.get("areas") or (), each.get("subject"))
        return Credit(
            f"transcript {place}", "here" if college == self.institution else "transcript", self.worth(each["hours"], each.get("unit", "semester-hour")),
            origins=frozenset(["college", *(each.get("credit_from") or ["regional-college"])]), number=each.get("number"),
            grade=each.get("grade"), earned=date.fromisoformat(each["earned"]) if each.get("earned") else None,
            places=frozenset([college] if college else []), here=college == self.institution, **facts,
        )  # fmt: skip

    def _facts(self, level: str | None, course: str | None, areas: Sequence[str], subject: str | None) -> Raw:
        """Level, areas and subject, where not told those of the common course."""
        common = self.courses[course] if course else {}
        both = tuple(dict.fromkeys([*(common.get("areas") or ()), *areas]))
        told = subject.casefold() if subject else both[0] if both else None
        courses = (course,) if course else ()
        return {"level": level or common.get("level") or "lower", "areas": both, "subject": told, "courses": courses}

    def _relevelled(self, credit: Credit) -> Credit:
        """The credit as it lands; what it was before decides whether such rules match."""
        landed = credit
        for rule in self.of_kind("relevel"):
            if matches(rule["over"], credit):
                level, only = rule.get("level") or landed.level, landed.electives_only or bool(rule.get("electives_only"))
                landed = landed._replace(level=level, electives_only=only)
        return landed

    @cached_property
    def held(self) -> list[Credit]:
        """All credits that the learner has already."""
        scores = {each["credential"]: each.get("score") for each in self.case.learner["holdings"]}
        found = [self.credits_of(id, earned, scores[id], False) for id, earned in sorted(self.case.held.items())]
        return [*self.transcript, *(credit for credits in found for credit in credits)]

    def here(self, requirement: str) -> list[Credit]:
        """Courses of a requirement taken at the institution, one entry per level."""
        record = self.requirements[requirement]
        levels = [record["level"]] if record.get("level") else ["lower", "upper"] if self._has_levels(record) else ["lower"]
        courses = tuple(record.get("courses") or ())
        areas = (*(record.get("areas") or ()), *(area for course in courses for area in self.courses[course].get("areas") or ()))
        facts: Raw = {
            "courses": courses,
            "areas": areas,
            "subject": f"here:{requirement}",
            "places": frozenset([self.institution]),
        }
        return [Credit(f"here {requirement} {level}", "taken", level=level, here=True, **facts) for level in levels]

    def _has_levels(self, record: Raw) -> bool:
        """Whether courses there may be upper ones too: where rules ask for levels, unless only lower courses fill it."""
        levels = [self.courses[course].get("level") or "lower" for course in record.get("courses") or ()]
        is_asked = any((rule.get("over") or {}).get("levels") for rule in self.rules)
        return is_asked and (bool(record.get("areas")) or set(levels) != {"lower"})


def named(needs: Sequence[Need]) -> set[str]:
    """The credentials that expressions name."""
    found: set[str] = set()
    for need in needs:
        found |= {need} if isinstance(need, str) else named(need.get("all") or need.get("any") or need.get("of") or [])
    return found


def _is_open(articulation: Raw, earned: date | None, score: float | None) -> bool:
    day = earned.isoformat() if earned else None
    inside = day is None or (articulation.get("start") or "") <= day <= (articulation.get("end") or "9999")
    return inside and (score is None or score >= (articulation.get("min_score") or 0))
