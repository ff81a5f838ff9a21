"""An independent oracle for plans: it works on plain catalogue dicts and never imports skillpath.

Here stand the builders of tiny worlds, so that a test shows only what it is about.
"""

from __future__ import annotations

from typing import Any

Raw = dict[str, Any]


def thing(id: str, *teaches: Any, price: str | None = "10 USD", hours: float | None = 10, **more: Any) -> Raw:
    """A course of the provider `p`; `teaches` and the rest are its fields."""
    record: Raw = {"id": id, "name": id, "kind": "course", "provider": "p", "teaches": list(teaches), **more}
    record.setdefault("offers", [{"price": price}] if price else [])
    return record if hours is None else {"effort": {"hours": hours}} | record


def catalog(*credentials: Raw, **sections: list[Raw]) -> Raw:
    """A catalogue of these credentials with a few skills and conditions."""
    skills = [{"id": "sql"}, {"id": "data"}, {"id": "mysql", "broader": "sql"}, {"id": "mysql-8", "broader": "mysql"}]
    conditions = [{"id": "adult", "assumed": True}, {"id": "sponsor"}]
    return {"skills": skills, "conditions": conditions, "credentials": list(credentials), **sections}


def learner(**changes: Any) -> Raw:
    """An adult in Louisiana who starts with nothing, three hours a week: 13 hours are exactly a month."""
    base: Raw = {
        "start": "2026-12-01",
        "pace": 3,
        "residence": "US-LA",
        "currency": "USD",
        "languages": ["en"],
        "audience": ["adult"],
    }
    empty: Raw = {"holdings": [], "skills": [], "experience": [], "awards": [], "conditions": []}
    return base | empty | changes


def request(target: Raw, **changes: Any) -> Raw:
    """The cheapest way to a target, without limits."""
    base: Raw = {"by": ["cost"], "readiness": None, "budget": None, "max_weeks": None, "exclude": [], "include": []}
    rest: Raw = {"free_only": False, "max_per_provider": None, "min_confidence": "low", "allow_unknown": False}
    return {"target": target} | base | rest | changes


def skills(*wanted: tuple[str, int]) -> Raw:
    """A target: these skills at these levels."""
    return {"kind": "skills", "skills": [{"skill": skill, "level": level} for skill, level in wanted]}


def these(*ids: str) -> Raw:
    """A target: these credentials."""
    return {"kind": "credentials", "ids": list(ids)}


def two_steps(**limits: Any) -> tuple[Raw, Raw, Raw]:
    """A case of two steps, 37 USD and 26.02 hours: `a` for a price, then `b` under a subscription."""
    offers = [{"price": "12 USD", "fees": [{"price": "2 USD"}]}, {"price": "1 USD", "audience": ["pupil"]}]
    plan = {"id": "m", "price": "10 USD", "joining_fee": "3 USD"}
    second = thing("b", requires=["a"], hours=13.02, offers=[{"subscription": "m"}])
    made = catalog(thing("a", hours=13, offers=offers), second, thing("c"), thing("held"), subscriptions=[plan])
    return made, learner(holdings=[{"credential": "held"}]), request(these("b"), include=["b"], **limits)
