"""The oracle on tiny worlds whose answers are known by hand, and against a slower one that prunes nothing."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from tests.oracle import catalog, learner, request, skills, these, thing, two_steps
from tests.oracle.brute import Optimum, best, obstacle, slowest
from tests.oracle.checker import check, honest
from tests.oracle.strategies import cases
from tests.oracle.world import Case, Raw, half_up, is_inside, minutes, money, months_after, study_minutes

SLOW = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


SQL = skills(("sql", 1))


def ids(made: Raw, wanted: Raw, who: Raw | None = None, **changes: Any) -> str | None:
    found = best(made, who or learner(), request(wanted, **changes))
    return None if found is None else " ".join(found.ids)


def test_figures_are_exact() -> None:
    assert (minutes(0.125), minutes(0.1), half_up(Fraction(5, 2))) == (8, 6, 3)
    assert money("49.5 USD") == (4950, "USD")
    assert study_minutes({"effort": {"min_hours": 0.1, "max_hours": 0.15}}) == 8  # 6 and 9 minutes
    assert study_minutes({"effort": {"hours": 0}}) == 0
    assert study_minutes({"effort": {"min_weeks": 2}}) is None
    assert months_after(date(2026, 1, 31), 13) == date(2027, 2, 28)
    assert [is_inside("US-LA", codes) for codes in ([], ["GB", "US"], ["US-LA"], ["GB", "US-L"])] == [True, True, True, False]
    assert not is_inside("US", ["US-LA"])


MET: list[str | Raw] = [
    "old", {"skill": "mysql-8", "level": 2}, {"skill": "sql", "level": 3}, {"skill": "data"}, {"award": "high-school"},
    {"award": "bachelor"}, {"award": "bachelor", "field": "law"}, {"award": "associate", "field": "it"}, {"condition": "adult"},
    {"experience": {"field": "it", "years": 2.5}}, {"any": ["gone", {"all": ["old", {"condition": "adult"}]}]},
    {"at_least": 2, "of": ["old", "gone", {"award": "master"}]},
]  # fmt: skip
UNMET: list[str | Raw] = [
    "gone", {"skill": "sql", "level": 4}, {"skill": "mysql-8", "level": 3}, {"skill": "data", "level": 4}, {"award": "doctor"},
    {"experience": {"field": "it", "years": 2.6}}, {"experience": {"field": "law", "years": 1}}, {"condition": "sponsor"},
    {"award": "bachelor", "field": "it"}, {"award": "associate", "field": "art"}, {"all": ["old", "gone"]},
    {"at_least": 2, "of": ["old", "gone", {"award": "doctor"}]},
]  # fmt: skip


@pytest.mark.parametrize(("need", "met"), [(need, True) for need in MET] + [(need, False) for need in UNMET])
def test_requirements(need: str | Raw, met: bool) -> None:
    old = thing("old", {"skill": "mysql-8", "level": 2}, award="doctor", award_field="art")
    degree = thing("degree", kind="degree", award="associate", award_field="it")
    gone = thing("gone", attests=["data"], level="advanced", valid_months=12, status="retired")
    held = [{"credential": "old"}, {"credential": "degree"}, {"credential": "gone", "earned": "2025-11-30"}]
    who = learner(holdings=held, experience=[{"field": "it", "years": 2.5}], skills=[{"skill": "mysql", "level": 3}])
    who["awards"] = [{"award": "master", "field": "law"}]
    made = catalog(old, degree, gone, thing("goal", requires=[need]))
    assert ids(made, these("goal"), who) == ("goal" if met else None)


def test_expiry_is_the_day_after() -> None:
    made = catalog(thing("a", valid_months=12))
    assert ids(made, these("a"), learner(holdings=[{"credential": "a", "earned": "2025-12-01"}])) == ""
    assert ids(made, these("a"), learner(holdings=[{"credential": "a", "earned": "2025-11-30"}])) == "a"


def test_nothing_justifies_itself() -> None:
    circle = [thing("a", "sql", requires=["b"]), thing("b", requires=[{"any": ["a", {"condition": "sponsor"}]}])]
    assert ids(catalog(*circle), SQL) is None
    assert ids(catalog(*circle), SQL, learner(conditions=["sponsor"])) == "a b"
    assert ids(catalog(thing("a", "sql", requires=[{"skill": "sql"}])), SQL) is None


def test_a_shared_prerequisite_beats_two_cheap_ones() -> None:
    made = catalog(
        thing("base", price="12 USD"), thing("one", price="8 USD"), thing("two", price="8 USD"),
        thing("sql", "sql", requires=[{"any": ["base", "one"]}]), thing("data", "data", requires=[{"any": ["base", "two"]}]),
    )  # fmt: skip
    assert best(made, learner(), request(skills(("sql", 1), ("data", 1)))) == Optimum(("base", "data", "sql"), 3200, 1800, 3)


@pytest.mark.parametrize(
    ("teaches", "more", "reached"),
    [
        ("sql", {}, 1), ("sql", {"level": "expert"}, 4), ("sql", {"level": "expert", "teaches_level": 2}, 2),
        ({"skill": "sql", "level": 3}, {"teaches_level": 2}, 3), ("mysql-8", {"level": "intermediate"}, 2), ("data", {}, 0),
    ],
)  # fmt: skip
def test_levels_taught(teaches: str | Raw, more: Raw, reached: int) -> None:
    made = catalog(thing("a", teaches, **more), thing("b", attests=["sql"], level="expert"))
    assert [level for level in (1, 2, 3, 4) if ids(made, skills(("sql", level))) is not None] == [1, 2, 3, 4][:reached]


@pytest.mark.parametrize(
    ("by", "chosen"), [(["cost"], "b"), (["time"], "c d"), (["steps"], "b"), (["steps", "time"], "a"), ([], "b")]
)
def test_objectives_in_order(by: list[str], chosen: str) -> None:
    cheap = [thing("a", "sql", price="30 USD", hours=9), thing("b", "sql", price="20 USD")]
    quick = [thing("c", "sql", price="25 USD", hours=4, requires=["d"]), thing("d", price="7 USD", hours=4)]
    assert ids(catalog(*cheap, *quick), SQL, by=by) == chosen


def test_last_the_ids_decide() -> None:
    made = catalog(*(thing(id, skill) for id, skill in (("b", "sql"), ("c", "data"), ("d", "data"), ("a", "sql"))))
    assert ids(made, skills(("sql", 1), ("data", 1))) == "a c"


@pytest.mark.parametrize(
    ("subscription", "hours", "cost"),
    [
        ({}, (13, 13), 2000),  # 13 hours are a month at 3 hours a week, exactly
        ({}, (13, 13.02), 3000), ({}, (1, 1), 1000), ({"opens": "one"}, (1, 1), 2000),
        ({"opens": "one", "joining_fee": "3 USD"}, (13.02, 1), 3300), ({"joining_fee": "3.5 USD"}, (1, 0), 1350),
        ({"exams_per_period": 1}, (1, 1), 2000), ({"exams_per_period": 2}, (1, 1, 1), 2000), ({"months": 12}, (78, 78), 1000),
        ({"price": "10 USD", "joining_fee": "90 USD"}, (1, 1), 8000),  # dearer than the two prices
    ],
)  # fmt: skip
def test_subscriptions(subscription: Raw, hours: tuple[float, ...], cost: int) -> None:
    plan, offers = {"id": "m", "price": "10 USD"} | subscription, [{"price": "40 USD"}, {"subscription": "m"}]
    made = catalog(*(thing(id, hours=each, offers=offers) for id, each in zip("abc", hours, strict=False)), subscriptions=[plan])
    found = best(made, learner(), request(these(*"abc"[: len(hours)])))
    assert (found and found.cost) == cost


@pytest.mark.parametrize(
    ("offer", "cents"),
    [
        ({"price": "7 USD", "price_max": "9 USD", "fees": [{"price": "1 USD"}, {"price": "0.5 USD"}]}, 1050),
        ({"per_credit": "33.35 USD", "credits": 0.1, "price": "1 USD"}, 434), ({"fees": [{"price": "2 USD"}]}, 200),
        ({"subscription": "m", "price": "1 USD"}, 600), ({}, None), ({"per_credit": "1 USD"}, None),
        ({"subscription": "unpriced"}, None), ({"subscription": "retired"}, None),
        ({"price": "1 USD", "fees": [{"price": "1 GBP"}]}, None),
        ({"price": "1 USD", "countries": ["US"], "audience": ["adult", "pupil"]}, 100),
        ({"price": "1 USD", "countries": ["US-CA"]}, None), ({"price": "1 USD", "audience": ["pupil"]}, None),
        ({"price": "1 USD", "start": "2026-12-01", "end": "2026-12-25"}, 100), ({"price": "1 USD", "end": "2026-12-24"}, None),
        ({"price": "1 USD", "start": "2026-12-02"}, None),
        ({"price": "1 USD", "end": "2026-11-30"}, None), ({"price": "1 USD", "confidence": "low"}, None),
        ({"price": "1 USD", "requires": ["held"]}, 100),
        ({"price": "1 USD", "requires": ["b"]}, None),  # what comes later does not count
    ],
)  # fmt: skip
def test_offers(offer: Raw, cents: int | None) -> None:
    plans = [{"id": "m", "price": "5 USD"}, {"id": "unpriced"}, {"id": "retired", "price": "1 USD", "status": "retired"}]
    made = catalog(thing("a", offers=[offer]), thing("b"), thing("held"), subscriptions=plans)
    found = best(made, learner(holdings=[{"credential": "held"}]), request(these("a", "b"), min_confidence="medium"))
    assert (found and found.cost) == (None if cents is None else cents + 1000)


@pytest.mark.parametrize(
    ("more", "changes", "fine"),
    [
        ({"retired_on": "2026-12-25", "languages": ["es", "en"], "countries": ["US"], "audience": ["adult"]}, {}, True),
        ({"status": "planned"}, {}, False), ({"retired_on": "2026-12-01"}, {}, False), ({"retired_on": "2026-12-24"}, {}, False), ({"languages": ["es"]}, {}, False),
        ({"countries": ["GB"]}, {}, False), ({"audience": ["pupil"]}, {}, False), ({}, {"exclude": ["a"]}, False),
        ({}, {"exclude": ["p"]}, False), ({"platform": "q"}, {"exclude": ["q"]}, False),
        ({}, {"exclude": ["q"], "min_confidence": "medium"}, True), ({}, {"min_confidence": "high"}, False),
        ({"confidence": "high", "effort": {"hours": 1, "confidence": "medium"}}, {"min_confidence": "high"}, True),
        ({"effort": {"min_weeks": 1}}, {}, False), ({"effort": {"min_weeks": 1}, "offers": []}, {"allow_unknown": True}, True),
        ({"offers": []}, {}, False), ({"offers": [{"price": "1 GBP"}]}, {"allow_unknown": True}, False),
        ({}, {"free_only": True}, False), ({"offers": [{"price": "0 USD"}]}, {"free_only": True, "budget": "0 USD"}, True),
        ({"offers": [{"subscription": "free"}]}, {"free_only": True}, True),
        ({"offers": [{"subscription": "joined"}]}, {"free_only": True}, False),
        ({}, {"budget": "10 USD", "max_weeks": 3.34, "max_per_provider": 1}, True), ({}, {"budget": "9.99 USD"}, False),
        ({"effort": {"hours": 1, "min_weeks": 4}}, {"max_weeks": 4}, True), ({}, {"max_weeks": 3.33}, False),
        ({"effort": {"hours": 1, "min_weeks": 4}}, {"max_weeks": 3.9}, False),
        ({"effort": {"hours": 0, "min_weeks": 0.33}}, {"max_weeks": 0.33}, False),  # 59.4 minutes are 60
        ({}, {"include": ["other"], "max_per_provider": 2}, True), ({}, {"include": ["other"], "max_per_provider": 1}, False),
    ],
)  # fmt: skip
def test_what_can_be_chosen(more: Raw, changes: Raw, fine: bool) -> None:
    plans = [{"id": "free", "price": "0 USD"}, {"id": "joined", "price": "0 USD", "joining_fee": "1 USD"}]
    made = catalog(thing("a", "sql", **more), thing("other"), subscriptions=plans)
    assert ids(made, SQL, **changes) == (" ".join(["a", *changes.get("include", [])]) if fine else None)


ROLE = {"id": "job", "skills": [{"skill": "sql", "level": 3}, {"skill": "data", "level": 2, "importance": 0.5}]}


@pytest.mark.parametrize(
    ("role", "target", "changes", "chosen"),
    [
        ({}, {}, {}, "two"), ({}, {"established": True}, {}, "three"),
        ({"recognises": ["data"]}, {}, {}, "data two"),  # recognised, but for another skill
        ({"recognises": ["data"]}, {"skills_only": True}, {}, "two"),
        ({"recognises": ["one"]}, {"established": True}, {}, "one"),  # recognition stands for the level asked
        ({}, {}, {"readiness": 66.6}, "two"),  # two thirds
        ({}, {}, {"readiness": 66.7}, "data two"), ({}, {}, {"readiness": 100}, "data two"),
        ({"licence": {"requires": []}}, {}, {}, None), ({"licence": {"requires": [], "only_in": ["US-CA"]}}, {}, {}, "two"),
        ({"licence": {"requires": ["data"], "only_in": ["US"]}}, {"skills_only": True}, {}, "data two"),
        ({"licence": {"requires": [{"skill": "sql", "level": 3}]}}, {}, {}, "three"),
        ({"licence": {"requires": ["data", {"condition": "sponsor"}]}}, {}, {}, None),
    ],
)  # fmt: skip
def test_roles(role: Raw, target: Raw, changes: Raw, chosen: str | None) -> None:
    steps = [thing(id, {"skill": "mysql", "level": at}, price=f"{at}0 USD") for at, id in enumerate(("one", "two", "three"), 1)]
    made = catalog(*steps, thing("data", "data"), roles=[ROLE | role])
    assert ids(made, {"kind": "role", "id": "job", "established": False, "skills_only": False} | target, **changes) == chosen


@pytest.mark.parametrize(
    ("records", "hours", "upper", "chosen"),
    [
        ([{"hours": 3}, {"credential": "b", "hours": 3}], 6, 0, "a b"),
        ([{"hours": 3}, {"hours": 2.5, "level": "upper"}], 5, 2, "a"),
        ([{"hours": 3}, {"hours": 2.5, "level": "upper"}], 5, 3, None), ([{"hours": 3, "level": "graduate"}], 3, 3, "a"),
        ([{"hours": 3, "course": "x"}, {"credential": "b", "hours": 4, "course": "x"}], 4, 0, "b"),
        ([{"hours": 3, "course": "x"}, {"credential": "b", "hours": 4, "course": "x"}], 5, 0, None),
        ([{"hours": 3, "choice": "s"}, {"hours": 2, "choice": "s"}, {"hours": 1}], 4, 0, "a"),
        ([{"hours": 3, "choice": "s"}, {"hours": 2, "choice": "s"}, {"hours": 1}], 5, 0, None),
        ([{"hours": 3, "choice": "s"}, {"credential": "b", "hours": 2, "choice": "s"}], 5, 0, "a b"),
        ([{"hours": 4, "course": "x"}, {"credential": "b", "hours": 3, "course": "x", "level": "upper"}], 3, 3, "b"),
        ([{"hours": 4, "course": "x"}, {"credential": "b", "hours": 3, "course": "x", "level": "upper"}], 4, 3, None),
        ([{"hours": 3, "unit": "quarter-hour"}, {}], 1, 0, None),
        ([{"hours": 3, "start": "2026-12-01", "end": "2031-01-01"}], 3, 0, "a"), ([{"hours": 3, "end": "2026-11-30"}], 3, 0, None),
        ([{"hours": 6, "covers": ["x", "y"]}, {"credential": "b", "hours": 4, "course": "x"}], 7, 0, "a b"),
        ([{"hours": 6, "covers": ["x", "y"]}, {"credential": "b", "hours": 4, "course": "x"}], 8, 0, None),
        ([{"hours": 3, "course": "x"}, {"credential": "b", "hours": 3, "course": "y"}], 6, 0, "a b"),
        ([{"hours": 3, "course": "x"}, {"credential": "b", "hours": 3, "course": "z"}], 6, 0, None),
        ([{"hours": 3}, {"credential": "c", "hours": 3}], 6, 0, None), ([{"hours": 3}, {"credential": "c", "hours": 4}], 4, 0, "c"),
        ([{"hours": 2}, {"hours": 2}, {"hours": 3, "body": "nccrs"}], 4, 0, "a"),
        ([{"hours": 2}, {"hours": 2}, {"hours": 3, "body": "nccrs"}], 5, 0, None),
        ([{"hours": 2}, {"hours": 3, "body": "nccrs", "level": "upper"}], 3, 3, "a"),
        ([{"hours": 3}, {"hours": 3, "body": "nccrs", "level": "upper"}], 3, 3, None),  # of equal bodies the first by name
        ([{"credential": "old", "hours": 3, "end": "2026-05-01"}], 3, 0, ""),
        ([{"credential": "old", "hours": 3, "start": "2026-05-02"}], 3, 0, None),
        ([{"credential": "undated", "hours": 3}], 3, 0, ""),
        ([{"credential": "undated", "hours": 3, "end": "2031-01-01"}], 3, 0, None),
    ],
)  # fmt: skip
def test_credits(records: list[Raw], hours: int, upper: int, chosen: str | None) -> None:
    things = (*map(thing, ("a", "b", "old", "undated")), thing("c", overlaps=["a"]))
    courses = [{"id": "x", "excludes": ["z"]}, {"id": "y"}, {"id": "z"}]
    numbered = [{"id": f"r{place}", "credential": "a", "body": "ace"} | each for place, each in enumerate(records)]
    made = catalog(*things, courses=courses, recommendations=numbered)
    who = learner(holdings=[{"credential": "old", "earned": "2026-05-01"}, {"credential": "undated"}])
    assert ids(made, {"kind": "credits", "hours": hours, "upper": upper}, who) == chosen


@SLOW
@given(cases())
def test_nothing_better_is_left_out(case: tuple[Raw, Raw, Raw]) -> None:
    made = Case(*case)
    assume(sum(obstacle(made, id) is None for id in made.credentials) <= 6)
    assert best(*case) == slowest(made)


@SLOW
@given(cases())
def test_the_checker_agrees_with_the_optimum(case: tuple[Raw, Raw, Raw]) -> None:
    found = best(*case)
    assume(found is not None and found.ids)
    chosen = found.ids if found else ()
    data = honest(Case(*case), chosen)
    assert check(*case, data) == []
    if data["readiness"]:
        assert "% ready after" in " ".join(check(*case, data | {"readiness": data["readiness"] | {"after": "100.1"}}))
    assert check(*case, honest(Case(*case), chosen[1:])), "the best plan without its first credential is still a plan"


@pytest.mark.parametrize(
    ("path", "value", "complaint"),
    [
        ("status", "proven", "unknown status"), ("status", "infeasible", "does not exist"),
        ("status", "met", "says that the target is met"), ("steps", [], "should be in the plan"),
        ("steps.0.id", "c", "comes before what it requires"), ("steps.0.id", "z", "not in the catalogue"),
        ("steps.0.id", "b", "there twice"), ("steps.0.id", "held", "is held"), ("steps.1.id", "c", "is not reached"),
        ("steps.0.order", 2, "has order 2"), ("steps.0.hours.typical", "13.1", "13.1 hours"),
        ("steps.1.hours.typical", None, "None hours"), ("steps.1.hours.typical", "13.0", "13.0 hours"),
        ("steps.0.offer.index", None, "paid by nothing"),
        ("steps.0.offer.index", 1, "not usable"), ("steps.0.start", "2026-11-30", "goes from"),
        ("steps.0.finish", "2026-12-20", "finishes on"), ("steps.1.start", "2026-12-20", "goes from"),
        ("steps.1.finish", "2028-01-01", "finishes on"), ("purchases.0.total.amount", "14.01", "cents for a"),
        ("purchases.0.total.currency", "EUR", "priced in EUR"),
        ("purchases.0.credentials", ["b"], "buys the offer of a for"), ("purchases.0.id", "c", "which no step uses"),
        ("purchases.1.periods", 1, "1 periods"), ("purchases.1.total.amount", "20.00", "cents for m"),
        ("purchases.1.credentials", ["a", "b"], "use it"), ("purchases.1.id", "n", "does not buy m"),
        ("totals.cost.amount", "36.99", "should cost 3700"), ("totals.hours", "26.00", "adds the hours"),
        ("totals.weeks", "8.66", "takes 8.66 weeks"), ("totals.steps", 3, "counts 3 steps"),
        ("readiness", {"before": "0", "after": "0"}, "without a role"),
    ],
)  # fmt: skip
def test_the_checker_finds(path: str, value: Any, complaint: str) -> None:
    data: Any = honest(Case(*two_steps()), ("a", "b"))
    *way, last = (int(part) if part.isdigit() else part for part in path.split("."))
    part = data
    for step in way:
        part = part[step]
    part[last] = value
    assert complaint in " / ".join(check(*two_steps(), data))


@pytest.mark.parametrize(
    "limit", [{"budget": "36.99 USD"}, {"max_weeks": 8.67}, {"max_per_provider": 1}, {"exclude": ["a"]}, {"free_only": True}]
)
def test_the_checker_holds_to_limits(limit: Raw) -> None:
    data = honest(Case(*two_steps()), ("a", "b"))
    assert check(*two_steps(budget="37 USD", max_weeks=8.68, max_per_provider=2), data) == []
    assert check(*two_steps(**limit), data)


def test_a_met_target_needs_no_steps() -> None:
    case = catalog(thing("a"), thing("b")), learner(holdings=[{"credential": "a"}]), request(these("a"))
    none, one = honest(Case(*case), ()), honest(Case(*case), ("b",))
    assert (none["status"], check(*case, none)) == ("met", [])
    assert check(*case, none | {"status": "optimal"}) == ["has no steps, and does not say that the target is met"]
    assert check(*case, one | {"status": "met"}) == ["has steps, though the target is met"]
