"""Random small cases in which days decide: they lie on, before and after the days on which steps may end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from tests.oracle import learner, request, these, thing
from tests.oracle import skills as wanting
from tests.oracle.degrees import catalog_of, finish, programme, slot
from tests.oracle.strategies import Dice
from tests.oracle.world import Raw

IDS = ("a", "b", "c", "d")
SKILLS = ("x", "y", "z")
START = date(2026, 12, 1)
HOURS = (10, 20, 10, 30)
"""At ten hours a week every step ends a whole number of weeks after the start."""


class Maker:
    """Makes the parts of one case."""

    def __init__(self, dice: Dice) -> None:
        self.dice = dice
        self.ids = list(IDS[: dice.pick((3, 2, 4))])

    def day(self) -> str:
        """A day on which some step may end, or one beside it."""
        return (START + timedelta(days=7 * self.dice.roll(1, 7) + self.dice.pick((0, 0, -1, 1)))).isoformat()

    def window(self) -> Raw:
        """No day, a first one, a last one or both."""
        form = self.dice.roll(0, 4)
        days = sorted([self.day(), self.day()])
        return ({"start": days[0]} if form in (1, 3) else {}) | ({"end": days[1]} if form in (2, 3) else {})

    def credential(self, id: str, *teaches: str) -> Raw:
        """Something that may retire, may be offered for some time only, and may require one of some others or all."""
        dice, others = self.dice, [other for other in self.ids if other != id]
        cheap: Raw = {"price": dice.pick(("10 USD", "20 USD", "35 USD"))} | ({"end": self.day()} if dice.roll(0, 3) == 1 else {})
        record = thing(id, *teaches, hours=dice.pick(HOURS), offers=[cheap, {"price": "50 USD"}])
        if dice.roll(0, 2) == 1:
            record["retired_on"] = self.day()
        if dice.roll(0, 2) == 1:
            record["requires"] = [{dice.pick(("any", "all")): dice.some(others, 1, 2)}]
        return record

    def recommendation(self, place: int, credential: str) -> Raw:
        """Credit of one of two bodies, within some days."""
        dice = self.dice
        record: Raw = {"id": f"rec{place}", "credential": credential, "body": dice.pick(("ace", "ace", "nccrs"))}
        course: Raw = {"course": dice.pick(("algebra", "law"))} if dice.roll(0, 3) == 1 else {}
        return record | {"hours": dice.pick((3, 2, 4))} | course | self.window()

    def articulation(self) -> Raw:
        """What the institution says of a credential, within some days."""
        return {"credential": self.dice.pick(self.ids), "hours": self.dice.pick((2, 3, 4))} | self.window()

    def programme(self) -> Raw:
        """A degree with one or two requirements, and now and then a rule about days."""
        dice = self.dice
        slots = [slot(id, dice.pick((3, 4, 6, 9))) for id in ("r", "s")[: dice.roll(1, 2)]]
        rules: list[Raw] = []
        if dice.roll(0, 3) == 1:
            scope = {"scope": ["r"]} if dice.chance(50) else {}
            rules.append({"id": "dated", "rule": "dated", dice.pick(("after", "before")): self.day(), **scope})
        more: dict[str, Any] = {"articulations": [self.articulation() for _ in range(dice.roll(0, 2))], "rules": rules}
        return programme(*slots, accepts=["ace", "nccrs"], tuition=[{"per_credit": "100 USD", "study_hours": 10}], **more)


def way_out(parts: list[Raw]) -> None:
    """Let none require one another in a circle that nobody can enter."""
    earned: set[str] = set()
    while left := [part for part in parts if part["id"] not in earned]:
        ready = [part for part in left if all(_is_met(need, earned) for need in part.get("requires") or ())]
        if not ready:
            del left[0]["requires"]
        earned |= {part["id"] for part in ready}


def _is_met(need: Raw, earned: set[str]) -> bool:
    return any(id in earned for id in need["any"]) if "any" in need else all(id in earned for id in need["all"])


@st.composite
def dated_degrees(draw: st.DrawFn) -> tuple[Raw, Raw, Raw]:
    """A degree, credit that counts within some days, and credentials that retire."""
    dice = Dice(draw)
    maker = Maker(dice)
    parts = [maker.credential(id) for id in maker.ids]
    way_out(parts)
    recommended = [*maker.ids, *(dice.pick(maker.ids) for _ in range(dice.roll(0, 2)))]
    found = [maker.recommendation(place, id) for place, id in enumerate(recommended)]
    by = dice.pick((["cost"], ["cost"], ["time", "cost"], ["steps", "time"]))
    return catalog_of(maker.programme(), *parts, *found), learner(pace=10), finish("d", by=by)


@st.composite
def dated_cases(draw: st.DrawFn) -> tuple[Raw, Raw, Raw]:
    """Some credentials or skills are wanted; what gives them retires, is offered for some time, and requires others."""
    dice = Dice(draw)
    maker = Maker(dice)
    maker.ids = [*IDS, "e"]
    parts = [maker.credential(id, *dice.some(SKILLS, 1, 2)) for id in maker.ids]
    way_out(parts)
    skills = [{"id": id, "name": id} for id in SKILLS]
    world: Raw = {"skillpath": 1, "skills": skills, "providers": [{"id": "p", "name": "p"}], "credentials": parts}
    by = dice.pick((["cost"], ["time", "cost"], ["steps", "time"]))
    wanted = (
        these(*dice.some(maker.ids, 1, 3)) if dice.roll(0, 1) else wanting(*((skill, 1) for skill in dice.some(SKILLS, 1, 3)))
    )
    return world, learner(pace=10), request(wanted, by=by)
