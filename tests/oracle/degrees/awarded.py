"""Random small cases in which a role asks for an award that one or two programmes grant. 0 is the plain choice."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.oracle import learner, request
from tests.oracle.degrees import catalog_of
from tests.oracle.degrees.strategies import Maker
from tests.oracle.strategies import Dice
from tests.oracle.world import Need, Raw

FIELDS = ("business", "nursing")
LATER = ("x", "y")
AWARDS = ("bachelor", "bachelor", "bachelor", "associate", "bachelor", "master")


class Awarded(Maker):
    """Makes the parts of a case with a role and programmes for their awards."""

    def award(self) -> Need:
        """An award, or now and then something else instead."""
        wanted: Raw = {"award": self.dice.pick(AWARDS)} | self.dice.maybe(20, field=FIELDS)
        if self.dice.chance(25):
            other: Need = self.dice.pick((self.ids[0], {"skill": "s2", "level": 2}, {"experience": {"field": "it", "years": 1}}))
            return {"any": [wanted, other]}
        return {"all": [wanted, self.ids[-1]]} if self.dice.chance(10) else wanted

    def early(self, id: str) -> Raw:
        """A credential that may bear credit, teach something, and now and then ask for an award."""
        record = self.credential(id)
        record |= {"teaches": [self.dice.pick(("s2", "s1", "s3"))], "level": self.dice.pick(("beginner", "intermediate"))}
        if self.dice.chance(20):
            record["requires"] = [*record.get("requires", []), self.award()]
        return record

    def late(self, id: str) -> Raw:
        """A credential of the role: it asks for an award, or for the one before it."""
        record = self.credential(self.ids[-1]) | {"id": id, "name": id, "level": "advanced"}
        record |= {"teaches": [self.dice.pick(("s1", "s2"))]}
        record |= self.dice.maybe(25, retired_on=("2027-02-01", "2027-06-30", "2026-12-20", "2028-12-01"))
        first = id == LATER[0] or self.dice.chance(40)
        return record | {"requires": [self.award() if first else self.dice.pick((LATER[0], {"skill": "s1", "level": 3}))]}

    def degree(self, id: str) -> Raw:
        """A programme with an award and perhaps a field; now and then it asks for something at its door."""
        record = self.programme(id) | {"award": self.dice.pick(AWARDS)}
        record |= self.dice.maybe(40, field=FIELDS)
        doors: tuple[Need, ...] = ({"award": "associate"}, {"skill": "s2", "level": 1}, {"any": ["x", self.ids[0]]})
        return record | ({"requires": [self.dice.pick(doors)]} if self.dice.chance(10) else {})

    def role(self) -> Raw:
        """A job that asks for skills, something recognised, a licence."""
        dice = self.dice
        skills = [
            {"skill": "s1", "level": dice.pick((2, 3, 4))},
            {"skill": "s2", "level": 2, "importance": dice.pick((0.5, 1.0))},
        ]
        role: Raw = {"id": "job", "name": "job", "skills": skills[: dice.pick((1, 2))]}
        role |= {"recognises": [dice.pick((*LATER, self.ids[0]))]} if dice.chance(50) else {}
        asked = dice.pick(("y", "x", {"award": "bachelor"}))
        return role | ({"licence": {"name": "licence", "jurisdiction": "US", "requires": [asked]}} if dice.chance(60) else {})


@st.composite
def awarded(draw: st.DrawFn) -> tuple[Raw, Raw, Raw]:
    """A valid world, a learner, and a request for a role."""
    dice = Dice(draw)
    maker = Awarded(dice)
    maker.ids = maker.ids[:2]
    parts = [*map(maker.early, maker.ids), *map(maker.late, LATER)]
    bearing = [*maker.ids, *dice.some(LATER, 0, dice.pick((0, 1)))]
    parts += [maker.recommendation(place, id) for place, id in enumerate(bearing)]
    months = [{"id": "m", "name": "m", "provider": "p", "price": "20 USD", "opens": dice.pick(("many", "one"))}]
    names = ["d", "f"][: dice.pick((1, 1, 2))]
    skills = [{"id": id, "name": id} for id in ("s1", "s2", "s3")]
    made = catalog_of([maker.degree(id) for id in names], *parts, subscriptions=months, skills=skills, roles=[maker.role()])
    held = [{"credential": id, "earned": "2026-01-01"} for id in dice.some(maker.ids, 0, dice.pick((0, 0, 1)))]
    who = learner(holdings=held, pace=dice.pick((10, 3, 40)), awards=[{"award": "associate"}] if dice.chance(10) else [])
    by = dice.pick((["cost"], ["cost"], ["time"], ["steps"], ["cost", "steps"], ["time", "steps", "cost"]))
    limits: Raw = dice.maybe(8, budget=("900 USD", "100 USD", "30 USD")) | dice.maybe(6, max_weeks=(40, 10))
    limits |= {"exclude": dice.some([*maker.ids, "f"], 1, 1)} if dice.chance(8) else {}
    target = {"kind": "role", "id": "job", "established": dice.chance(30), "skills_only": dice.chance(10)}
    return made, who, request(target, by=by, **limits)
