"""Random small cases: a valid catalogue, a learner, a request. Everything is drawn as small integers; 0 is the plain choice."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TypeVar

from hypothesis import strategies as st

from tests.oracle.brute import OBJECTIVES
from tests.oracle.world import AWARDS, CONFIDENCES, LEVELS, Case, Raw, levels_named

T = TypeVar("T")
START = "2026-12-01"
DAYS = ("2026-11-30", START, "2026-12-02", "2020-05-31", "2031-01-01")
NEAR = ("2027-01-10", "2026-12-20", "2026-12-11", "2027-02-20", "2026-12-04", "2027-06-01", "2026-12-29")
EARNED = ("2025-11-30", "2026-05-01", "2025-12-01", "2026-11-30", "2020-02-29", "2025-08-31")
PACES = (10, 3, 12, 7.5, 40, 1)
HOURS = (13, 26, 6.5, 39, 20, 1.1, 0.125, 60, 0)  # 13 hours are exactly a month at 3 hours a week
PRICES = ("10 USD", "20 USD", "49.99 USD", "30 USD", "0 USD", "100 USD", "0.5 USD")
COURSES = ("algebra", "writing", "precalculus", "statistics")
EXCLUDES = {"algebra": ["precalculus"], "statistics": ["algebra"]}
LONG_AGO = ("2026-11-30", START, "2020-05-31")
FAR_OFF = ("2099-01-01", "2026-11-30", "2025-12-31")  # no end inside a plan: the days of steps are for the degree oracle
FIELDS = ("business", "nursing")


class Dice:
    """Draws small integers and makes choices of them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def roll(self, low: int, high: int) -> int:
        """A whole number; both ends are possible."""
        return self._draw(st.integers(low, high))

    def chance(self, percent: int) -> bool:
        """True so often; false is the plain case. Both ends are false, since Hypothesis tries them more often than the rest."""
        return 98 - percent < self.roll(0, 99) <= 98

    def pick(self, choices: Sequence[T]) -> T:
        """One of some; the first is the plain one."""
        return choices[self.roll(0, len(choices) - 1)]

    def some(self, choices: Sequence[T], low: int, high: int) -> list[T]:
        """A few different ones."""
        left = list(choices)
        return [left.pop(self.roll(0, len(left) - 1)) for _ in range(min(self.roll(low, high), len(left)))]

    def maybe(self, percent: int, /, **choices: Sequence[object]) -> Raw:
        """The fields, so often, each with one of its choices."""
        return {name: self.pick(values) for name, values in choices.items()} if self.chance(percent) else {}


class Maker:
    """Makes the records of one world."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.skills = [f"s{place}" for place in range(dice.roll(4, 6))]
        self.providers = [f"p{place}" for place in range(dice.roll(2, 4))]
        self.subscriptions = [f"m{place}" for place in range(dice.roll(0, 3))]
        self.others = self.credentials = [f"c{place}" for place in range(dice.pick((6, 5, 7, 8, 9, 4, 7)))]

    def skill(self, place: int) -> Raw:
        """A skill, now and then a kind of an earlier one."""
        broader = self.dice.roll(0, place - 1) if place and self.dice.chance(35) else None
        return {"id": f"s{place}", "name": f"Skill {place}"} | ({} if broader is None else {"broader": f"s{broader}"})

    def subscription(self, id: str) -> Raw:
        """A price per period."""
        dice = self.dice
        record: Raw = {"id": id, "name": f"Plan {id}", "provider": self.providers[0], "confidence": "high"}
        record |= {"price": dice.pick(PRICES), "months": dice.pick((1, 1, 2, 12)), "opens": dice.pick(("many", "many", "one"))}
        record |= dice.maybe(30, joining_fee=PRICES) | dice.maybe(30, exams_per_period=(1, 2, 3))
        if dice.chance(10):
            record |= {"price": "9 GBP"} if dice.chance(50) else {"status": "retired"}
        return {name: value for name, value in record.items() if name != "price"} if dice.chance(4) else record

    def credential(self, id: str) -> Raw:
        """Anything to earn."""
        dice, self.others = self.dice, [other for other in self.credentials if other != id]
        kind = dice.pick(("certificate", "exam", "degree", "course"))
        record: Raw = {"id": id, "name": f"Credential {id}", "kind": kind, "provider": dice.pick(self.providers)}
        record |= dice.maybe(50, level=tuple(LEVELS)) | {"teaches": self.taught(2)} | dice.maybe(15, teaches_level=(1, 2, 3, 4))
        record |= {"attests": self.taught(1)} if dice.chance(15) else {}
        record |= {"award": dice.pick(AWARDS)} if kind == "degree" or dice.chance(3) else {}
        record |= dice.maybe(50, award_field=FIELDS) if "award" in record else {}
        record |= {"requires": [self.need(2) for _ in range(dice.pick((1, 1, 2)))]} if dice.chance(45) else {}
        record |= {"effort": self.effort()} if not dice.chance(4) else {}
        record |= {"offers": [self.offer() for _ in range(dice.pick((1, 2, 1, 3)))]} if not dice.chance(4) else {}
        record |= dice.maybe(30, valid_months=(12, 6, 60)) | dice.maybe(10, platform=self.providers)
        record |= dice.maybe(25, retired_on=NEAR)
        record |= dice.maybe(12, confidence=CONFIDENCES) | ({"overlaps": dice.some(self.others, 1, 2)} if dice.chance(15) else {})
        return record | (self.oddity() if dice.chance(12) else {})

    def oddity(self) -> Raw:
        """Something that may close a credential to the learner."""
        dice = self.dice
        past, tongue = {"status": dice.pick(("retired", "planned"))}, {"languages": dice.pick((["en", "es"], ["es"]))}
        return dice.pick((self.door(), {"retired_on": dice.pick(DAYS)}, past, tongue))

    def door(self) -> Raw:
        """For whom something is."""
        places, people = (["US"], ["US-LA"], ["GB", "US-CA"]), (["adult"], ["pupil", "adult"], ["pupil"])
        return {"countries": self.dice.pick(places)} if self.dice.chance(60) else {"audience": self.dice.pick(people)}

    def taught(self, most: int) -> list[str | Raw]:
        """Skills at the credential's level or at one of their own."""
        dice = self.dice
        names = dice.some(self.skills, 1, most)
        return [{"skill": name, "level": dice.roll(1, 4)} if dice.chance(25) else name for name in names]

    def effort(self) -> Raw:
        """Hours, a range, or (seldom) nothing but calendar time."""
        dice = self.dice
        if dice.chance(3):
            return {"min_weeks": 3.5}
        hours, longer = dice.pick(HOURS), dice.pick((None, 13, None, 0.1, 0))
        record: Raw = {"hours": hours} if longer is None else {"min_hours": hours, "max_hours": hours + longer}
        return record | dice.maybe(20, min_weeks=(2, 0.3, 6.5)) | dice.maybe(8, confidence=("low", "medium"))

    def offer(self) -> Raw:
        """One way to pay."""
        dice = self.dice
        form = dice.roll(0, 9)
        record: Raw = {"price": dice.pick(PRICES)}
        if form >= 5 and self.subscriptions:
            record = {"subscription": dice.pick(self.subscriptions)} | dice.maybe(25, price=PRICES)
        elif form == 4:
            record = {"per_credit": dice.pick(("33.35 USD", "10 USD")), "credits": dice.pick((3, 1.5, 0.1))}
            record |= dice.maybe(30, price=PRICES)
        elif form == 3:
            record = dice.pick(({"price": "7 USD", "price_max": "40 USD"}, {"price": "5 GBP"}, {}))
        if form == 3 or dice.chance(15):
            record["fees"] = [{"name": "fee", "price": dice.pick(PRICES)} for _ in range(dice.roll(1, 2))]
        return record | (self.term() if dice.chance(20) else {}) | dice.maybe(10, end=NEAR)

    def term(self) -> Raw:
        """For whom or when an offer stands."""
        dice = self.dice
        form = dice.roll(0, 4)
        if form <= 1:
            return {"requires": [self.need(1)]} if form else {"confidence": dice.pick(CONFIDENCES)}
        return {("start", "end")[form - 3]: dice.pick((*DAYS, *NEAR))} if form > 2 else self.door()

    def need(self, depth: int) -> str | Raw:
        """A requirement expression."""
        form = self.dice.roll(0, 13 if depth else 9)
        if form <= 4:
            return self.dice.pick(self.others)
        if form <= 9:
            return self.atom(form)
        parts = [self.need(depth - 1) for _ in range(self.dice.roll(1, 3))]
        if form <= 11:
            return {"any": parts}
        return {"all": parts} if form == 12 else {"at_least": self.dice.roll(1, len(parts)), "of": parts}

    def atom(self, form: int) -> Raw:
        """A leaf of an expression that is not a credential; skills are the most frequent."""
        if form <= 7:
            return {"skill": self.dice.pick(self.skills)} | self.dice.maybe(50, level=(1, 2, 3))
        if form == 8:
            award = self.dice.pick(AWARDS)
            return {"award": award} | (self.dice.maybe(40, field=FIELDS) if award != "high-school" else {})
        if self.dice.chance(50):
            return {"experience": {"field": self.dice.pick(FIELDS), "years": self.dice.pick((1, 2.5))}}
        return {"condition": self.dice.pick(("k0", "k1"))}

    def recommendation(self, place: int) -> Raw:
        """Credit for one of the credentials, now and then with dates, as a choice, or for a common course."""
        dice = self.dice
        record: Raw = {"id": f"r{place}", "credential": dice.pick(self.credentials), "body": dice.pick(("ace", "nccrs"))}
        record |= {"level": dice.pick(("lower", "upper", "graduate")), "confidence": "high"}
        record |= dice.maybe(15, confidence=("low", "medium"))
        record |= dice.maybe(94, hours=(3, 6, 1.5, 1, 0))
        record |= dice.maybe(40, course=COURSES) or ({"covers": dice.some(COURSES, 2, 2)} if dice.chance(20) else {})
        record |= dice.maybe(25, choice=("a", "b")) | dice.maybe(4, unit=("quarter-hour",))
        dates = dice.maybe(15, start=LONG_AGO) or dice.maybe(10, end=FAR_OFF) or dice.maybe(5, start=LONG_AGO, end=FAR_OFF)
        return record | dates

    def funding(self, place: int) -> Raw:
        """Something that lowers prices, mostly for this learner."""
        dice = self.dice
        record: Raw = {"id": f"f{place}", "name": f"Funding {place}", "sponsor": "Somebody", "confidence": "high"}
        lists = (
            {"providers": self.providers[:1]},
            {"credentials": dice.some(self.credentials, 1, 4)},
            {},
            {"providers": self.providers[-1:]},
        )
        record |= dice.pick(lists)
        record |= {"subscriptions": self.subscriptions[:1]} if self.subscriptions and dice.chance(15) else {}
        record |= dice.maybe(25, kinds=(["exam", "course", "subscription"], ["certificate", "degree"], ["subscription"]))
        record |= dice.maybe(60, percent=(50, 100, 33.3, 66.7)) | dice.maybe(30, amount=("15 USD", "0.5 USD", "40 USD"))
        record |= dice.maybe(35, cap=("25 USD", "60 USD", "7.77 USD")) | dice.maybe(15, cap_per_year=("30 USD", "12.5 USD"))
        record |= dice.maybe(15, uses=(1, 2)) | dice.maybe(15, covers_fees=(True,)) | dice.maybe(35, paid=("reimbursed", "loan"))
        record |= dice.maybe(35, last_dollar=(True,)) | ({"excludes": ["f0"]} if place and dice.chance(20) else {})
        record |= dice.maybe(10, status=("limited", "unverified", "ended")) | dice.maybe(8, confidence=("low", "medium"))
        return record | ({"eligibility": self.eligible()} if dice.chance(25) else {})

    def eligible(self) -> Raw:
        """For whom a funding is."""
        dice = self.dice
        degree, place = {"highest_degree_below": dice.pick(AWARDS[1:])}, {"residence": dice.pick((["US"], ["US-LA"], ["GB"]))}
        return dice.pick(
            (place, {"requires": [{"condition": "k1"}]}, degree, {"requires": [self.need(1)]}, {"audience": ["adult"]})
        )

    def role(self, id: str, pairs: Sequence[tuple[str, int]]) -> Raw:
        """A job that asks mostly for what is taught, at levels near to what is taught."""
        dice = self.dice
        skills = []
        for skill, level in dict(dice.some(pairs, 2, 4)).items():
            near = max(1, min(4, level + dice.pick((0, 1, -1))))
            skills.append({"skill": skill, "level": near, "importance": dice.pick((1.0, 1.0, 0.5, 1.0, 0.85, 0.3))})
        record: Raw = {"id": id, "name": f"Role {id}", "skills": skills}
        record |= {"recognises": dice.some(self.credentials, 1, 3)} if dice.chance(50) else {}
        if dice.chance(15):
            licence = {"name": "Licence", "jurisdiction": "States"} | dice.maybe(40, only_in=(["US-LA"], ["US"]))
            record["licence"] = licence | {"requires": [self.need(1) for _ in range(dice.pick((1, 2, 0, 1)))]}
        return record


def escape_cycles(world: Raw, dice: Dice) -> None:
    """Give a way out to every credential that only a circle of credentials leads to; the circle itself stays."""
    credentials: list[Raw] = world["credentials"]
    earned: set[str] = set()
    while len(earned) < len(credentials):
        ready = {record["id"] for record in credentials if all(_could_be(need, earned) for need in record.get("requires", ()))}
        if ready <= earned:
            stuck = next(record for record in credentials if record["id"] not in earned)
            way_out = dice.pick(({"skill": "s0"}, {"condition": "k1"}, {"skill": "s1", "level": 2}))
            stuck["requires"] = [{"any": [way_out, {"all": stuck["requires"]}]}]
        earned |= ready


def _could_be(need: str | Raw, earned: set[str]) -> bool:
    """Whether a requirement could be met by somebody, in the eyes of `skillpath catalog check`."""
    if isinstance(need, str):
        return need in earned
    parts: list[str | Raw] | None = need.get("all") or need.get("any") or need.get("of")
    if parts is None:
        return True
    asked: int = len(parts) if "all" in need else need.get("at_least", 1)
    return sum(_could_be(part, earned) for part in parts) >= asked


def _world(dice: Dice) -> Raw:
    maker = Maker(dice)
    credentials: list[Raw] = []
    for id in maker.credentials:  # twins make ties, and ways round each other
        twin = deepcopy(dice.pick(credentials)) if credentials and dice.chance(20) else None
        credentials.append((twin | {"id": id, "name": f"Twin {id}"}) if twin else maker.credential(id))
    pairs = [(skill, level) for record in credentials for skill, level in levels_named(record, "teaches").items()]
    world: Raw = {
        "skillpath": 1,
        "skills": [maker.skill(place) for place in range(len(maker.skills))],
        "providers": [{"id": id, "name": f"Provider {id}"} for id in maker.providers],
        "conditions": [{"id": "k0", "name": "Assumed", "assumed": True}, {"id": "k1", "name": "Declared"}],
        "subscriptions": [maker.subscription(id) for id in maker.subscriptions],
        "courses": [{"id": id, "name": f"Course {id}", "excludes": EXCLUDES.get(id, [])} for id in COURSES],
        "credentials": credentials,
        "recommendations": [maker.recommendation(place) for place in range(dice.roll(2, 8))],
        "roles": [maker.role(f"j{place}", pairs) for place in range(dice.roll(1, 2))],
    }
    if dice.chance(45):
        world["funding"] = [maker.funding(place) for place in range(dice.pick((1, 2, 2, 3)))]
    escape_cycles(world, dice)
    return world


def _learner(dice: Dice, world: Raw) -> Raw:
    ids, skills = [record["id"] for record in world["credentials"]], [record["id"] for record in world["skills"]]
    holdings = [{"credential": id} | dice.maybe(70, earned=EARNED) for id in dice.some(ids, 0, dice.pick((1, 2, 0)))]
    return {
        "start": START,
        "pace": dice.pick(PACES),
        "residence": dice.pick(("US", "US", "US-LA")),
        "languages": ["en"],
        "audience": ["adult"],
        "currency": "USD",
        "holdings": holdings,
        "skills": [{"skill": skill, "level": dice.roll(1, 3)} for skill in dice.some(skills, 0, dice.pick((1, 2)))],
        "experience": [{"field": field, "years": dice.pick((1, 2.5, 0.5))} for field in dice.some(FIELDS, 0, 1)],
        "awards": [{"award": dice.pick(AWARDS)} | dice.maybe(50, field=FIELDS) for _ in range(dice.roll(0, 1))],
        "conditions": ["k1"] if dice.chance(60) else [],
    }


def _target(dice: Dice, world: Raw) -> Raw:
    form = dice.roll(0, 9)
    if form <= 2:
        flags = {"established": dice.chance(50), "skills_only": dice.chance(20)}
        return {"kind": "role", "id": dice.pick(world["roles"])["id"]} | flags
    if form <= 4:
        return {"kind": "credentials", "ids": dice.some([record["id"] for record in world["credentials"]], 1, 2)}
    if form <= 6:
        pairs = dict(pair for record in world["credentials"] for pair in levels_named(record, "teaches").items())
        wanted = dice.some(sorted(pairs.items()), 2, 3)
        return {"kind": "skills", "skills": [{"skill": skill, "level": level} for skill, level in wanted]}
    figures = [(record["hours"], record["level"] == "upper") for record in world["recommendations"] if "hours" in record]
    total, upper = sum(hours for hours, _ in figures), sum(hours for hours, is_upper in figures if is_upper)
    return {"kind": "credits", "hours": dice.roll(0, int(total) // 2), "upper": dice.roll(0, int(upper) // 2)}


def _request(dice: Dice, world: Raw) -> Raw:
    ids = [record["id"] for record in world["credentials"]]
    target, is_free = _target(dice, world), dice.chance(4)
    return {
        "target": target,
        "by": dice.some(OBJECTIVES, 1, 3),
        "readiness": dice.pick((50, 33.3, 75, 12.5, 100)) if target["kind"] == "role" and dice.chance(40) else None,
        "budget": dice.pick(("100 USD", "30 USD", "250.5 USD", "60 USD", "0 USD")) if dice.chance(10) else None,
        "max_weeks": dice.pick((10, 4, 26, 2.6, 0)) if dice.chance(10) else None,
        "exclude": dice.some([*ids, "p0", "p1"], 1, 2) if dice.chance(15) else [],
        "include": dice.some(ids, 1, 2) if dice.chance(12) else [],
        "free_only": is_free,
        "max_per_provider": dice.roll(1, 2) if dice.chance(10) else None,
        "min_confidence": dice.pick(("medium", "high")) if dice.chance(12) else "low",
        "allow_unknown": not is_free and dice.chance(30),
    }


@st.composite
def cases(draw: st.DrawFn) -> tuple[Raw, Raw, Raw]:
    """A valid catalogue, a learner (mostly a beginner) and a request (now and then with limits)."""
    dice = Dice(draw)
    world = _world(dice)
    learner, request = _learner(dice, world), _request(dice, world)
    if request["target"]["kind"] == "credits":  # nobody has said whether credit outlives the credential
        valid = Case(world, learner, request).held
        learner["holdings"] = [entry for entry in learner["holdings"] if entry["credential"] in valid]
    return world, learner, request
