"""Random small degree cases: a programme with a few rules, a few credentials, a learner, a request. 0 is the plain choice."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from tests.oracle import learner
from tests.oracle.degrees import COURSES, catalog_of, finish, programme, slot
from tests.oracle.strategies import NEAR, Dice
from tests.oracle.world import Raw

IDS = ("a", "b", "c", "d", "e")
SLOTS = ("r", "s", "t")
LEVELS = ("lower", "upper", "graduate")
AREAS = ("mathematics", "english", "business")
CENTS = ("10 USD", "25 USD", "0 USD", "100 USD", "49.5 USD", "15 USD")
TUITION = ("100 USD", "300 USD", "45 USD", "20 USD", "0 USD")
EARNED = ("2026-01-01", "2020-06-30", "2024-02-29", "2026-11-30")
LONG_PAST, FAR_OFF = ("2019-01-01", "2022-01-01", "2026-06-01"), ("2023-01-01", "2040-01-01", "2026-06-01")
SUBJECTS = ("x", "y", "Z")
BODIES = ("ace", "ace", "ace", "nccrs", "dsst")
GRADES = ("B", "C", "D", "A-")


class Maker:
    """Makes the parts of one case."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.slots = list(SLOTS[: dice.pick((2, 1, 3, 2))])
        self.ids = list(IDS[: dice.pick((3, 2, 4, 3, 1))])
        self.courses = [each["id"] for each in COURSES]
        self.is_dated = dice.pick((False, True, True))

    def slot(self, id: str) -> Raw:
        """A requirement: of courses, of areas, or elective."""
        dice, more = self.dice, dict[str, Any]()
        form = dice.roll(0, 6)
        if form == 1:
            more["courses"] = dice.some(self.courses, 1, 3)
        elif form == 2:
            more["areas"] = dice.some(AREAS, 1, 2)
        elif form == 3:
            more |= {"courses": dice.some(self.courses, 1, 2), "areas": dice.some(AREAS, 1, 1)}
        more |= (
            dice.maybe(20, level=("upper", "lower", "upper", "graduate"))
            | dice.maybe(8, here=(True,))
            | dice.maybe(15, price=CENTS)
        )
        more |= dice.maybe(10, min_grade=GRADES) | (dice.maybe(20, whole=(True,)) if "courses" in more else {})
        return slot(id, dice.pick((3, 4, 6, 2, 1, 5)), **more)

    def filter(self, chance: int = 25) -> Raw:
        """Which credit a rule is about: often what most credit is, else little of everything."""
        dice, over = self.dice, dict[str, Any]()
        if dice.chance(40):
            broad: tuple[Raw, ...] = (
                {"credit_from": ["ace", "college"]},
                {"credit_from": ["non-collegiate"]},
                {"providers": ["p"]},
                {"levels": ["lower"]},
            )
            return {**dice.pick(broad)}
        lists = {
            "credentials": self.ids, "levels": LEVELS, "courses": self.courses, "areas": AREAS, "subjects": ("x", "y", "z", "here:r"),
            "credit_from": ("ace", "nccrs", "pp", "non-collegiate", "college", "articulated", "two-year"), "providers": ("p", "q", "u", "other"),
        }  # fmt: skip
        for field in dice.some(tuple(lists), 0, dice.pick((1, 1, 1, 2))):
            over[field] = dice.some(lists[field], 1, 3)
        over |= (
            dice.maybe(chance, here=(False, False, True)) | dice.maybe(7, number_below=(300,)) | dice.maybe(5, number_from=(200,))
        )
        return over | (
            {"excluding": dice.some((*self.ids, "pp", "p", "law", "nccrs", "two-year"), 1, 2)} if dice.chance(10) else {}
        )

    def amount(self, total: float) -> Raw:
        """A bound in hours or percent."""
        if self.dice.chance(20):
            return {"percent": self.dice.pick((50, 25, 100, 75, 0))}
        return {"hours": min(total, self.dice.pick((3, 2, 1, 4, 6, 1.5, 0)))}

    def rule(self, total: float) -> Raw:
        """A transfer rule of any form."""
        dice = self.dice
        kinds = (
            "at-most",
            "at-least",
            "charge",
            "block",
            "refuse",
            "accept",
            "once",
            "dated",
            "grade",
            "relevel",
            "convert",
            "entry",
            "text",
        )
        kind = dice.pick((*kinds, "at-most", "at-least", "at-most", "at-least", "charge", "block"))
        rule: Raw = {"rule": kind}
        if kind in ("at-most", "at-least", "refuse", "accept", "once", "dated", "grade", "charge") and dice.chance(30):
            rule["scope"] = dice.some(self.slots, 1, 2)
        if kind in ("at-most", "at-least", "refuse", "accept", "once", "charge", "relevel") or dice.chance(40):
            rule["over"] = self.filter(0 if kind in ("accept", "refuse", "relevel") else 25)
        if kind in ("block", "convert", "entry", "text"):
            rule.pop("over", None)
        own: Raw = getattr(self, "_" + kind.replace("-", "_"))(total)
        return rule | own

    def _at_most(self, total: float) -> Raw:
        over = {"over": {"here": False} | self.filter(0)} if self.dice.chance(70) else {}
        return self.amount(total) | over | self._waiver() | self.dice.maybe(25, each=("subject", "course", "provider", "area"))

    def _at_least(self, total: float) -> Raw:
        dice, form = self.dice, self.dice.roll(0, 9)
        if form == 1:
            return {"distinct": dice.pick(("subject", "course", "area")), "count": dice.roll(1, 3)} | self._waiver()
        if form == 2:
            kind, listed = dice.pick((("area", AREAS), ("course", self.courses), ("subject", ("x", "y"))))
            return {"hours": dice.pick((1, 2)), "each": kind, "over": {f"{kind}s": dice.some(listed, 1, 2)}} | self._waiver()
        return self.amount(total) | self._waiver() | dice.maybe(10, of_last=(6,))

    def _waiver(self) -> Raw:
        return {"waiver": {"name": "waiver", "price": self.dice.pick(CENTS)}} if self.dice.chance(20) else {}

    def _accept(self, _: float) -> Raw:
        return {}

    _refuse = _accept

    def _once(self, _: float) -> Raw:
        return self.dice.maybe(50, count=(2, 1))

    def _dated(self, _: float) -> Raw:
        dice = self.dice
        forms: tuple[Raw, ...] = (
            {"within_years": 5},
            {"before_enrolment": True},
            {"after": "2023-01-01"},
            {"before": "2026-06-01"},
            {"before": dice.pick(NEAR)},
            {"after": dice.pick(NEAR)},
        )
        return dice.pick(forms)

    def _grade(self, _: float) -> Raw:
        return self.dice.pick(({"least": "C"}, {"average": 3.0}, {"least": "B"}))

    def _relevel(self, _: float) -> Raw:
        return self.dice.pick(({"level": "lower"}, {"electives_only": True}, {"level": "upper"}))

    def _convert(self, _: float) -> Raw:
        return {"unit": "quarter-hour", "factor": self.dice.pick((0.5, 1.0))}

    def _block(self, total: float) -> Raw:
        dice = self.dice
        needs: list[Any] = [dice.pick(self.ids)]
        if dice.chance(25):
            needs = [{"any": [dice.pick(self.ids), {"award": "associate"}]}]
        more = {"fulfils": dice.some(self.slots, 1, 2)} if dice.chance(60) else {}
        return {"requires": needs} | more | dice.maybe(50, hours=(2, 3, 1.5)) | dice.maybe(30, level=("upper", "lower"))

    def _charge(self, _: float) -> Raw:
        dice = self.dice
        record: Raw = {"price": dice.pick(CENTS), "per": dice.pick(("once", "course", "hour", "credential"))}
        return record | (dice.maybe(25, free_first=(1, 2)) if record["per"] != "once" else {})

    def _entry(self, _: float) -> Raw:
        return {
            "requires": [self.dice.pick((self.ids[0], {"any": [self.ids[-1], {"award": "associate"}]}, {"award": "high-school"}))]
        }

    def _text(self, _: float) -> Raw:
        return {"says": "Ask the dean."}

    def recommendation(self, place: int, credential: str) -> Raw:
        """Credit that a body recommends."""
        dice = self.dice
        record: Raw = {
            "id": f"rec{place}",
            "credential": credential,
            "body": dice.pick(BODIES),
            "hours": dice.pick((3, 2, 4, 1, 1.5, 6)),
        }
        form = dice.roll(0, 5)
        if form <= 2:
            record["course"] = dice.pick(self.courses)
        elif form == 3 and record["hours"] in (2, 4, 6):
            record["covers"] = dice.some(self.courses, 2, 2)
        record |= (
            dice.maybe(40, level=LEVELS) | dice.maybe(30, subject=SUBJECTS) | dice.maybe(12, choice=("k",), min_score=(50, 60))
        )
        if dice.chance(8):
            record |= {"unit": "quarter-hour", "hours": dice.pick((3, 4.5, 4))}
        return record | dice.maybe(10, start=LONG_PAST) | dice.maybe(10, end=FAR_OFF) | self.near()

    def near(self) -> Raw:
        """Days during which steps may end: mostly none, or (in a world of dates) as often some."""
        first, last = self.day(), self.day()
        if first and last and first > last:
            first = None
        return ({"start": first} if first else {}) | ({"end": last} if last else {})

    def day(self) -> str | None:
        """A day on which a step may end; in a world without dates none."""
        return self.dice.pick((*(None for _ in NEAR), *NEAR)) if self.is_dated else None

    def articulation(self) -> Raw:
        """The institution's own word."""
        dice = self.dice
        record: Raw = {"credential": dice.pick(self.ids)} | dice.maybe(70, hours=(3, 2, 1.5))
        record |= dice.maybe(50, course=self.courses) | dice.maybe(40, requirement=self.slots) | dice.maybe(30, level=LEVELS)
        dates = dice.maybe(15, start=LONG_PAST) | dice.maybe(15, end=FAR_OFF) | self.near()
        return record | dates | dice.maybe(15, min_score=(50,))

    def transcript(self) -> Raw:
        """A college course."""
        dice = self.dice
        record: Raw = {"hours": dice.pick((3, 2, 4, 1)), "institution": dice.pick(("other", "other", "other", "u"))}
        record |= (
            {"course": dice.pick((*self.courses, "Pottery"))}
            | dice.maybe(30, level=LEVELS[:2])
            | dice.maybe(30, subject=SUBJECTS)
        )
        record |= dice.maybe(40, number=(101, 300, 250)) | dice.maybe(40, grade=GRADES) | dice.maybe(70, earned=EARNED)
        record |= {"credit_from": ["two-year"]} if dice.chance(30) else {}
        return record | ({"areas": dice.some(AREAS, 1, 2)} if dice.chance(15) else {}) | dice.maybe(5, unit=("quarter-hour",))

    def tuition(self) -> Raw:
        """One way to pay for teaching."""
        dice, form = self.dice, self.dice.roll(0, 5)
        record: Raw = {"per_credit": dice.pick(TUITION)}
        if form in (2, 3):
            record = {"per_term": dice.pick(TUITION), "months": dice.pick((6, 4, 12))} | dice.maybe(25, min_hours_per_term=(4, 6))
            record |= dice.maybe(30, max_hours_per_term=(3, 6))
        elif form == 4:
            record = {"per_course": dice.pick(TUITION)} | dice.maybe(40, course_hours=(4, 1.5))
        record |= dice.maybe(12, whole=CENTS) | dice.maybe(12, max_total=TUITION) | dice.maybe(20, study_hours=(10, 1, 45))
        return record | dice.maybe(15, residence=(["US"], ["US-NJ"]))

    def programme(self, id: str) -> Raw:
        """A degree with a few rules."""
        dice = self.dice
        slots = [self.slot(each) for each in self.slots]
        total = sum(each["hours"] for each in slots)
        tuition = [self.tuition() for _ in range(dice.pick((1, 2, 1, 1, 0)))]
        pers = ("once", "hour", "year", "term") if all("months" in each for each in tuition) else ("once", "hour", "year")
        fees = [
            {"name": f"fee {place}", "price": dice.pick(CENTS), "per": dice.pick(pers)} for place in range(dice.pick((0, 1, 2)))
        ]
        rules: list[Raw] = []
        for _ in range(dice.pick((1, 2, 3, 0, 4))):
            rule = self.rule(total)
            if rule["rule"] not in [other["rule"] for other in rules if other["rule"] in ("relevel", "convert")]:
                rules.append({"id": f"rule{len(rules)}"} | rule)
        more: Raw = {
            "rules": rules,
            "tuition": tuition,
            "fees": fees,
            "accepts": dice.pick((["ace", "college"], ["ace", "pp", "college"], ["non-collegiate"], ["nccrs", "two-year"])),
        }
        more["articulations"] = [self.articulation() for _ in range(dice.pick((0, 0, 1, 2)))]
        more |= {"requires": [self.ids[0]]} if dice.chance(5) else {}
        more |= dice.maybe(8, min_months=(2, 12)) | dice.maybe(6, unit=("quarter-hour",))
        return programme(*slots, id=id, name=id, **more)

    def credential(self, id: str) -> Raw:
        """Something to earn for a price or in a subscription."""
        dice = self.dice
        record: Raw = {
            "id": id,
            "name": id,
            "kind": "course",
            "provider": dice.pick(("p", "q")),
            "effort": {"hours": dice.pick((10, 1, 26, 60))},
        }
        if dice.chance(20):
            record["requires"] = [dice.pick(self.ids[: self.ids.index(id)] or [{"award": "high-school"}])]
        earlier = self.ids[: self.ids.index(id)]
        record |= {"overlaps": [dice.pick(earlier)]} if earlier and dice.chance(10) else {}
        record |= dice.maybe(10, platform=("p",))
        day = self.day() if self.is_dated and dice.pick((True, False)) else None
        record |= {"retired_on": day} if day else {}
        offer: Raw = {"subscription": "m"} if dice.chance(25) else {"price": dice.pick(CENTS)}
        day = self.day() if self.is_dated and dice.pick((True, False, False)) else None
        return record | {"offers": [offer | {"end": day}, {"price": "300 USD"}] if day else [offer]}


@st.composite
def degrees(draw: st.DrawFn, *, is_audit: bool = False) -> tuple[Raw, Raw, Raw]:
    """A valid world with a programme or two, a learner with holdings and transcripts (many for an audit), and a request."""
    dice = Dice(draw)
    maker = Maker(dice)
    recommended = maker.ids + [dice.pick(maker.ids) for _ in range(dice.pick((0, 1)))]
    parts = [maker.credential(id) for id in maker.ids]
    parts += [maker.recommendation(place, id) for place, id in enumerate(recommended)]
    months = [{"id": "m", "name": "m", "provider": "p", "price": "20 USD", "opens": dice.pick(("many", "one"))}]
    names = ["d", "f"][: dice.pick((1, 1, 1, 2))]
    made = catalog_of([maker.programme(id) for id in names], *parts, subscriptions=months)
    held = dice.some(maker.ids, 1, 3) if is_audit else dice.some(maker.ids, 0, dice.pick((0, 1, 2)))
    holdings = [{"credential": id} | dice.maybe(80, earned=EARNED) | dice.maybe(20, score=(55, 60, 40)) for id in held]
    who = learner(
        holdings=holdings, credits=[maker.transcript() for _ in range(dice.pick((1, 2, 0) if is_audit else (0, 1, 0, 2)))],
        pace=dice.pick((10, 3, 40)), awards=[{"award": "associate"}] if dice.chance(15) else [],
    )  # fmt: skip
    by = dice.pick((["cost"], ["cost"], ["time"], ["steps"], ["cost", "steps"], ["time", "steps", "cost"]))
    limits: Raw = dice.maybe(10, budget=("100 USD", "30 USD", "700 USD")) | dice.maybe(8, max_weeks=(10, 40))
    limits |= {"exclude": dice.some(maker.ids, 1, 1)} if dice.chance(8) else {}
    return made, who, finish(*names, by=by, **limits)
