"""An independent oracle for degree plans and audits: plain dicts, exact numbers, nothing of skillpath.

Here stand the builders of tiny worlds, so that a test shows only what it is about.
"""

from __future__ import annotations

from typing import Any

from tests.oracle import catalog, request, thing
from tests.oracle.world import Raw

COURSES: list[Raw] = [
    {"id": "algebra", "areas": ["mathematics"], "hours": 3, "level": "lower", "precedes": ["calculus"]},
    {"id": "calculus", "areas": ["mathematics"], "hours": 3, "level": "lower", "precedes": ["analysis"]},
    {"id": "analysis", "areas": ["mathematics"], "hours": 3, "level": "upper"},
    {"id": "writing", "areas": ["english"], "hours": 3, "level": "lower", "excludes": ["rhetoric"]},
    {"id": "rhetoric", "areas": ["english"], "hours": 3, "level": "lower"},
    {"id": "law", "areas": ["business"], "hours": 3, "level": "upper"},
]


def slot(id: str, hours: float, **more: Any) -> Raw:
    """A requirement; without `courses`, `areas` or `elective` it takes any credit."""
    record: Raw = {"id": id, "name": id, "hours": hours, **more}
    return record if {"courses", "areas", "elective"} & more.keys() else record | {"elective": True}


def programme(*slots: Raw, **more: Any) -> Raw:
    """A programme of the university `u` that takes credit of ace and colleges, for 100 USD an hour taken there."""
    base: Raw = {"id": "d", "name": "d", "institution": "u", "award": "bachelor", "requirements": list(slots), "fees": []}
    base |= {"accepts": ["ace", "college"], "tuition": [{"per_credit": "100 USD"}], "rules": [], "articulations": []}
    return base | {"total": sum(each["hours"] for each in slots)} | more


def rec(credential: str, hours: float = 3, **more: Any) -> Raw:
    """Credit that ace recommends for a credential."""
    course = more.get("course", "")
    return {"id": f"{credential}-{course or 'credit'}", "credential": credential, "body": "ace", "hours": hours, **more}


def catalog_of(degree: Raw | list[Raw], *parts: Raw, **more: Any) -> Raw:
    """A catalogue of programmes; a part is a credential, or credit for a credential that costs 10 USD and takes 10 hours."""
    degrees = degree if isinstance(degree, list) else [degree]
    own = {part["id"]: part for part in parts if "provider" in part}
    ids = dict.fromkeys(part["credential"] for part in parts if "credential" in part)
    others = [thing(id) for id in ids if id not in own]
    sections: Raw = {
        "programmes": degrees,
        "courses": [{"name": each["id"], **each} for each in COURSES],
        "recommendations": [part for part in parts if "credential" in part],
        "providers": [{"id": "p", "name": "p", "credit_source": "pp"}, {"id": "q", "name": "q"}, {"id": "u", "name": "u"}],
        "units": [{"id": "quarter-hour", "name": "q", "semester_hours": "2/3", "study_hours": 30}],
    }
    return catalog(*own.values(), *others) | {"skills": [], "conditions": []} | sections | more


def finish(*ids: str, **changes: Any) -> Raw:
    """The cheapest way to one of these programmes."""
    return request({"kind": "programme", "ids": list(ids) or ["d"]}, **changes)
