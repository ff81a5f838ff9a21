"""A catalogue of indexes answers every question like one in memory, overlays and all."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog.catalog import MemoryCatalog, fold
from skillpath.catalog.figures import taught_levels
from skillpath.catalog.kinds import KINDS
from skillpath.catalog.load import Layer
from skillpath.catalog.measures import offers_of, outline_of, traits_of
from skillpath.catalog.outline import Outline
from skillpath.catalog.records import Credential, Recommendation, Role, Skill
from skillpath.catalog.stack import StackedCatalog
from tests.catalog.worlds import TINY, as_lines, in_memory, indexed, layers

Both = tuple[MemoryCatalog, StackedCatalog]


@pytest.fixture(params=["one", "overlays", "lines", "shipped-like"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Both:
    match request.param:
        case "one":
            chosen = [Layer(TINY, "tiny.yaml")]
        case "shipped-like":
            chosen = [Layer(Path(__file__).parents[2] / "catalogs" / "skills", "skills")]
        case "lines":
            chosen = layers(tmp_path)
            return in_memory(chosen), indexed([Layer(as_lines(TINY, tmp_path / "tiny.jsonl"), "tiny.yaml"), *chosen[1:]])
        case _:
            chosen = layers(tmp_path)
    return in_memory(chosen), indexed(chosen)


def without_origin(record: Any) -> Any:
    import msgspec

    return None if record is None else {**msgspec.to_builtins(record), "origin": None}


def ids(catalog: MemoryCatalog, kind: type) -> list[str]:
    return [*(record.id for record in catalog.all(kind)), "nothing", ""]


def texts(catalog: MemoryCatalog, kind: type) -> list[str]:
    names = [name for name, _ in catalog.names(kind)]
    return [*names, *(name.upper().replace(" ", "-") for name in names), *(f" {name}_" for name in names), "", "nothing", "\t"]


def test_records_and_counts(both: Both) -> None:
    memory, stacked = both
    for kind in KINDS.values():
        assert stacked.count(kind) == memory.count(kind)
        assert list(map(without_origin, stacked.all(kind))) == list(map(without_origin, memory.all(kind)))
        for id in ids(memory, kind):
            assert without_origin(stacked.get(kind, id)) == without_origin(memory.get(kind, id))


def test_origins(tmp_path: Path) -> None:
    chosen = layers(tmp_path)
    memory, stacked = in_memory(chosen), indexed(chosen)
    for kind in KINDS.values():
        assert list(stacked.all(kind)) == list(memory.all(kind))
    changed = stacked.get(Credential, "acme-sql")
    assert changed is not None
    assert str(changed.origin) == "top.yaml:4"


def test_names(both: Both) -> None:
    memory, stacked = both
    for kind in KINDS.values():
        assert list(stacked.names(kind)) == list(memory.names(kind))
        for text in texts(memory, kind):
            assert [each.id for each in stacked.named(kind, text)] == [each.id for each in memory.named(kind, text)], text


def test_skills(both: Both) -> None:
    memory, stacked = both
    for skill in ids(memory, Skill):
        assert stacked.broader(skill) == memory.broader(skill)
        assert stacked.narrower(skill) == memory.narrower(skill)
        assert stacked.teaching(skill) == memory.teaching(skill)


def test_awards_and_recommendations(both: Both) -> None:
    memory, stacked = both
    for award in ("associate", "bachelor", "master", ""):
        assert stacked.awarding(award) == memory.awarding(award)
    for credential in ids(memory, Credential):
        found = [without_origin(each) for each in stacked.recommendations(credential)]
        assert found == [without_origin(each) for each in memory.recommendations(credential)]


def test_prefetched_records_are_the_same(both: Both) -> None:
    memory, stacked = both
    stacked.prefetch(Credential, ids(memory, Credential))
    for id in ids(memory, Credential):
        assert without_origin(stacked.get(Credential, id)) == without_origin(memory.get(Credential, id))


def test_outlines_say_what_the_records_say(both: Both) -> None:
    memory, stacked = both
    skills = [skill.id for skill in memory.all(Skill)]
    for wanted in ([], skills[:1], skills[1:3], skills):
        found = list(stacked.outlines(wanted))
        names = stacked.ids_of(outline.key for outline in found)
        assert len(names) == len(found)
        assert {names[each.key]: each._replace(key=0) for each in found} == expected_outlines(memory, wanted)
        for outline in found:
            record = memory.get(Credential, names[outline.key])
            assert record is not None
            assert stacked.traits(outline.traits) == traits_of(record)


def expected_outlines(memory: MemoryCatalog, wanted: list[str]) -> dict[str, Outline]:
    expected = {}
    for record in memory.all(Credential):
        taught: dict[str, int] = {}
        for skill, level in taught_levels(record, record.teaches):
            if skill in wanted:
                taught[skill] = max(level, taught.get(skill, 0))
        if taught:
            expected[record.id] = outline_of(0, taught, record)
    return expected


def test_a_lone_plain_price_is_not_in_the_number_of_the_offers(tmp_path: Path) -> None:
    stacked = indexed(layers(tmp_path))
    outlines = list(stacked.outlines(["python", "sql", "charts"]))
    names = stacked.ids_of(outline.key for outline in outlines)
    by_id = {names[outline.key]: outline for outline in outlines}
    assert by_id["beta-charts"].offers == by_id["beta-python-2"].offers
    assert (by_id["beta-charts"].cents, by_id["beta-python-2"].cents) == (500, 2500)
    assert by_id["acme-data"].cents == 0
    assert by_id["acme-data"].offers != by_id["beta-charts"].offers
    assert by_id["beta-python-2"].requires != 0 == by_id["beta-charts"].requires
    gamma = memory_record(stacked, "gamma-stats")
    assert offers_of(gamma.offers) == (by_id["beta-charts"].offers, 1000)


def memory_record(catalog: StackedCatalog, id: str) -> Credential:
    record = catalog.get(Credential, id)
    assert record is not None
    return record


def test_who_needs_a_credential(tmp_path: Path) -> None:
    store = indexed(layers(tmp_path)).stores[1]
    assert sorted(store.needing("acme-data")) == ["gamma-stats"]
    assert list(store.needing("gamma-stats")) == []


@pytest.fixture
def stacked(tmp_path: Path) -> StackedCatalog:
    return indexed(layers(tmp_path))


SEARCHES: list[tuple[str, str]] = [
    ("python", "skills:python"),
    ("Data Clerk", "roles:data-clerk"),
    ("data-clerk", "roles:data-clerk"),
    ("clerk", "roles:data-clerk"),
    ("junior clrk", "roles:data-clerk"),
    ("pyhton", "skills:python"),
    ("gamma statistics", "credentials:gamma-stats"),
    ("gama statistic", "credentials:gamma-stats"),
    ("acme all", "subscriptions:acme-all"),
    ("introduction databases", "courses:intro-databases"),
    ("sql for clerks", "credentials:acme-sql"),
    ("colledge", "providers:gamma"),
]


@pytest.mark.parametrize(("text", "first"), SEARCHES)
def test_search(stacked: StackedCatalog, text: str, first: str) -> None:
    hits = stacked.search(text)
    assert [f"{hit.kind}:{hit.id}" for hit in hits][:1] == [first]
    assert sorted(hits, key=lambda hit: -hit.score) == hits


def test_search_by_kind_and_limit(stacked: StackedCatalog) -> None:
    assert {hit.kind for hit in stacked.search("acme", [Credential])} == {"credentials"}
    assert len(stacked.search("acme", limit=2)) == 2
    assert stacked.search("acme", [Role]) == []


@pytest.mark.parametrize("text", ["", " ", '"', "a AND", "NEAR(", "*", "(", "c++", "ä" * 300, "\x00", "0q", "🦊", "x" * 5000])
def test_search_takes_any_text(stacked: StackedCatalog, text: str) -> None:
    assert isinstance(stacked.search(text), list)


def test_search_finds_what_teaches_a_skill(stacked: StackedCatalog) -> None:
    assert "beta-python" in [hit.id for hit in stacked.search("python", [Credential])]
    assert "acme-sql" in [hit.id for hit in stacked.search("statistics", [Credential])]


def test_search_without_full_text(stacked: StackedCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from skillpath.catalog.store import Store

    whole = Store.rows

    def rows(store: Store, statement: str, *values: Any) -> list[Any]:
        if "MATCH" in statement:
            raise sqlite3.OperationalError("no such module: fts5")
        return whole(store, statement, *values)

    monkeypatch.setattr(Store, "rows", rows)
    assert stacked.search("clerk")[0].id == "data-clerk"


def test_few_names_are_all_similar(stacked: StackedCatalog) -> None:
    assert list(stacked.similar(Role, "dta clerk")) == list(stacked.names(Role))
    assert list(stacked.similar(Recommendation, "x")) == list(stacked.names(Recommendation))


def test_of_many_names_those_with_close_words_are_similar(stacked: StackedCatalog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("skillpath.catalog.search.FEW", 0)
    found = list(stacked.similar(Credential, "Bta Pyhton"))
    assert ("beta python", "beta-python") in found
    assert ("acme python", "acme-python") in found
    assert all(name == fold(name) for name, _ in found)
    assert list(stacked.similar(Credential, "")) == [] or stacked.changed
