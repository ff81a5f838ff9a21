"""Plans over an index against plans that read all: dominance on outlines, and prerequisites followed on demand, change nothing."""

from __future__ import annotations

import json
import random
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.compile import compile_layer
from skillpath.catalog.freshness import sources_of
from skillpath.catalog.load import Layer
from skillpath.catalog.records import Credential
from skillpath.catalog.stack import StackedCatalog
from skillpath.catalog.store import Store
from skillpath.errors import SkillpathError
from skillpath.learner.learner import make_learner
from skillpath.learner.profile import Profile
from skillpath.planner import relevant, survivors
from skillpath.planner.answer import Answer
from skillpath.planner.plan import plan
from skillpath.planner.purchase import Purchase
from tests.helpers import START, many
from tests.oracle import brute
from tests.oracle.strategies import cases
from tests.planner.test_properties import Case, catalog_from, request_from

Raw = dict[str, Any]


def indexed(*layers: Raw) -> StackedCatalog:
    """The catalogue of some layers, each an index in memory."""
    stores = []
    with tempfile.TemporaryDirectory() as folder:
        for number, layer in enumerate(layers):
            file = Path(folder) / f"layer-{number}.yaml"
            file.write_text(json.dumps({"skillpath": 1, **layer}), encoding="utf-8")
            problems: list[Any] = []
            connection = sqlite3.connect(":memory:")
            compiled = compile_layer(file.name, sources_of(Layer(file, file.name), problems), connection)
            assert not problems and not compiled.problems, (problems, compiled.problems)  # noqa: PT018
            stores.append(Store(connection, file.name))
    return StackedCatalog(stores)


def answer_from(catalog: Catalog, case: Case, **changes: Any) -> Answer | None:
    """The plan; none where an included item cannot be earned."""
    _, learner, request = case
    try:
        return plan(
            catalog, make_learner(msgspec.convert(learner, Profile), catalog, START), request_from(request, catalog, **changes)
        )
    except SkillpathError as error:
        if error.code != "cannot-include":
            raise
        return None


def by_index(case: Case, layers: tuple[Raw, ...], at_once: int) -> Answer | None:
    """The plan over indexes, as over a catalogue too large to read."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(relevant, "FEW", 0)
        patch.setattr(relevant, "MOST_AT_ONCE", at_once)
        patch.setattr(survivors, "READABLE", at_once % 3)
        return answer_from(indexed(*layers), case)


def bill(purchase: Purchase) -> tuple[object, ...]:
    """What is bought and by whom it is paid, wherever the funding is written."""
    funded = tuple((each.record.id, each.cents) for each in purchase.funding)
    return (purchase.kind, purchase.id, purchase.credentials, purchase.periods, purchase.cents, funded)


def assert_same(found: Answer | None, expected: Answer | None) -> None:
    if found is None or expected is None:
        assert found is expected
        return
    assert found.status == expected.status
    assert [step.credential.id for step in found.steps] == [step.credential.id for step in expected.steps]
    assert list(map(bill, found.purchases)) == list(map(bill, expected.purchases))
    assert found.totals == expected.totals
    assert [(stage.value, stage.proven) for stage in found.stages] == [(stage.value, stage.proven) for stage in expected.stages]
    if expected.left_out:
        assert [each.credential.id for each in found.unknown] == [each.credential.id for each in expected.unknown]


def in_layers(world: Raw, cut: int) -> tuple[Raw, ...]:
    """The world as two layers: the upper one writes the last credentials, changed, over what the lower one says of them."""
    below, above = world["credentials"][:cut], world["credentials"][cut:]
    other = {"kind": "course", "provider": "p0", "teaches": ["s0"], "offers": [{"price": "0 USD"}], "effort": {"hours": 0}}
    blank = {"aliases": [], "platform": None, "level": "beginner", "teaches_level": None, "attests": [], "requires": []}
    blank |= {"effort": None, "offers": [], "countries": [], "languages": [], "audience": [], "status": "active", "award": None}
    blank |= {"valid_months": None, "confidence": "medium", "retired_on": None, "award_field": None}
    lower = [*below, *({"id": record["id"], "name": "Before", **other} for record in above)]
    upper = [
        {**blank, **{name: value for name, value in record.items() if name != "id"}, "extends": record["id"]} for record in above
    ]
    return {**world, "credentials": lower}, {"credentials": upper, "providers": [{"extends": "p0", "name": "Provider p0"}]}


def compare(case: Case, at_once: int) -> None:
    world = case[0]
    found = by_index(case, (world,), at_once)
    assert_same(found, answer_from(catalog_from(world), case, dominance=False))
    best = brute.best(*case)
    ids = tuple(sorted(step.credential.id for step in found.steps)) if found is not None and found.totals is not None else None
    assert ids == (best.ids if best is not None else None)


@given(cases(), st.integers(0, 4))
def test_the_index_gives_the_optimum_of_the_enumerator(case: Case, at_once: int) -> None:
    compare(case, at_once)


@pytest.mark.long
@settings(max_examples=many(2000))
@given(cases(), st.integers(0, 4))
def test_the_index_gives_the_optimum_over_many_worlds(case: Case, at_once: int) -> None:
    compare(case, at_once)


@given(cases(), st.integers(0, 4), st.integers(0, 5))
def test_overlays_are_compared_as_they_are_in_the_end(case: Case, at_once: int, cut: int) -> None:
    world = case[0]
    assert_same(by_index(case, in_layers(world, cut), at_once), answer_from(catalog_from(world), case, dominance=False))


SKILLS = [f"s{number}" for number in range(7)]


def crowd(seed: int) -> Case:
    """Many credentials that teach the same few skills, so that most are beaten, and a request with limits now and then."""
    source = random.Random(seed)
    count = source.choice([30, 60])
    world: Raw = {
        "skills": [{"id": id, "name": id} | ({"broader": "s0"} if id in ("s5", "s6") else {}) for id in SKILLS],
        "providers": [{"id": f"p{number}", "name": f"P{number}"} for number in range(3)],
        "subscriptions": [
            {"id": "many", "name": "Many", "provider": "p0", "price": "30 USD"},
            {"id": "one", "name": "One", "provider": "p0", "price": "20 USD", "opens": "one"},
        ],
        "rates": [{"id": "eur", "currency": "EUR", "into": "USD", "rate": source.choice([0.4, 1.25]), "date": "2026-11-01"}],
        "credentials": [person(number, count, source) for number in range(count)],
    }
    if source.random() < 0.4:
        covers = source.choice([{"providers": ["p1"]}, {"credentials": ["c02", "c03"]}, {"kinds": ["course"]}, {}])
        takes = source.choice([{"percent": 50}, {"amount": "4 USD"}, {"percent": 100, "cap": "12 USD"}, {"percent": 100}])
        world["funding"] = [{"id": "grant", "name": "Grant", "sponsor": "Someone", **covers, **takes}]
    skills = source.sample(SKILLS, source.randint(1, 4))
    request = {
        "target": {"kind": "skills", "skills": [{"skill": skill, "level": source.randint(1, 3)} for skill in skills]},
        "by": source.sample(["cost", "time", "steps"], source.randint(1, 3)),
        "max_per_provider": source.choice([None, None, 1, 2]),
        "free_only": source.random() < 0.1,
        "exclude": source.sample([f"c{number:02}" for number in range(count)], source.choice([0, 0, 3])),
        "include": source.sample([f"c{number:02}" for number in range(count)], source.choice([0, 0, 0, 1])),
        "min_confidence": source.choice(["low", "low", "medium"]),
        "allow_unknown": source.random() < 0.2,
        "max_weeks": source.choice([None, None, None, 8]),
        "budget": source.choice([None, None, None, "60 USD"]),
    }
    learner = {"pace": 10, "start": START.isoformat(), "holdings": [{"credential": "c01"}] if source.random() < 0.3 else []}
    return world, learner, request


def person(number: int, count: int, source: random.Random) -> Raw:
    levels = [{"skill": skill, "level": source.randint(1, 3)} for skill in source.sample(SKILLS, source.randint(1, 3))]
    record: Raw = {
        "id": f"c{(number * 7) % count if count % 7 else number:02}",
        "name": f"C {number}",
        "kind": "course",
        "provider": f"p{source.randrange(3)}",
        "teaches": levels,
        "confidence": source.choice(["high", "high", "low"]),
        "offers": [offer(source) for _ in range(source.choice([1, 1, 1, 2]))],
        "effort": {"hours": source.choice([5, 10, 20])} | ({"min_weeks": source.choice([1, 4])} if source.random() < 0.2 else {}),
    }
    if source.random() < 0.3:
        record["requires"] = source.choice(
            [
                [{"skill": source.choice(SKILLS), "level": 1}],
                [{"any": [f"c{source.randrange(count):02}", {"skill": "s1", "level": 2}]}],
            ]
        )
        record["requires"] = [each for each in record["requires"] if record["id"] not in json.dumps(each)]
    if source.random() < 0.1:
        record["retired_on"] = source.choice(["2026-11-24", "2027-02-01", "2026-01-01"])
    if source.random() < 0.1:
        del record[source.choice(["offers", "effort"])]
    if source.random() < 0.1:
        record["languages"] = ["de"]
    return record


def offer(source: random.Random) -> Raw:
    form = source.randrange(10)
    if form == 0:
        return {"subscription": source.choice(["many", "one"])}
    if form == 1:
        return {"price": f"{source.choice([5, 6, 10])} USD", "fees": [{"name": "fee", "price": "1 USD"}]}
    if form <= 3:
        return {"price": f"{source.choice(['5.01', '5.02', '8', '0'])} EUR"}
    if form == 4:
        return {"price": f"{source.choice([5, 20])} GBP"}
    return {"price": f"{source.choice([0, 5, 5, 8, 10, 20])} USD"}


@pytest.mark.parametrize("start", range(0, 60, 20))
def test_in_a_crowd_the_index_finds_what_reading_all_finds(start: int) -> None:
    for seed in range(start, start + 20):
        case = crowd(seed)
        assert_same(by_index(case, (case[0],), seed % 9 * 5), answer_from(catalog_from(case[0]), case, dominance=False))


@pytest.mark.long
def test_in_hundreds_of_crowds_the_index_finds_what_reading_all_finds() -> None:
    for seed in range(1000, 1300):
        case = crowd(seed)
        assert_same(by_index(case, (case[0],), seed % 9 * 5), answer_from(catalog_from(case[0]), case, dominance=False))


def test_what_is_beaten_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((relevant, "FEW"), (survivors, "READABLE")):
        monkeypatch.setattr(module, name, 0)
    world = crowd(3)[0]
    catalog = indexed(world)
    request = {"target": {"kind": "skills", "skills": [{"skill": "s1", "level": 1}]}, "allow_unknown": True}
    answer = answer_from(catalog, (world, {"start": START.isoformat()}, request))
    assert answer is not None
    assert answer.status == "optimal"
    read = [id for kind, id in catalog._read if kind is Credential]
    assert 0 < len(read) < len(catalog.teaching("s1")) / 2
