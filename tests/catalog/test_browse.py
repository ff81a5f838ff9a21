"""Who looks through many records finds what a reading of all would find, and reads no more than that."""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from skillpath.catalog import browse
from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.load import Layer
from skillpath.catalog.packing import BLOCK
from skillpath.catalog.records import Credential, Offer, Provider, Role, Skill
from skillpath.catalog.shape import Hints, Shape, part_of
from skillpath.catalog.stack import StackedCatalog
from tests.catalog.worlds import in_memory, indexed, layers, write_lines

Both = tuple[MemoryCatalog, StackedCatalog]
Records = list[tuple[str, dict[str, Any]]]
PROVIDERS, SKILLS = [f"p{number}" for number in range(6)], [f"s{number}" for number in range(8)]
COUNT = BLOCK + 200


class Seen(Shape, frozen=True, kw_only=True):
    """A part of a credential."""

    name: str
    provider: str
    platform: str | None = None
    offers: tuple[Offer, ...] = ()


def drawn(seed: int) -> tuple[Records, Records]:
    """A catalogue of more than a block, and one that adds to it and changes some of it."""
    source = random.Random(seed)
    base: Records = [("providers", {"id": id, "name": id.upper()}) for id in PROVIDERS]
    base += [("subscriptions", {"id": "all", "name": "All", "provider": "p0", "price": "9 USD"})]
    base += [
        ("skills", {"id": id, "name": id, **({"broader": "s0"} if number in (1, 2) else {})}) for number, id in enumerate(SKILLS)
    ]
    base += [("credentials", credential(f"c{number:04}", source)) for number in range(COUNT)]
    source.shuffle(base)
    above: Records = [("credentials", credential(f"b{number:03}", source)) for number in range(30)]
    above += [("credentials", changed(f"c{number:04}", source)) for number in source.sample(range(COUNT), 40)]
    return base, above


def credential(id: str, source: random.Random) -> dict[str, Any]:
    found = {"id": id, "name": f"Name {id}", "kind": "course", "provider": source.choice(PROVIDERS[1:]), "offers": offers(source)}
    found["teaches"] = source.sample(SKILLS, source.randint(0, 3))
    if source.random() < 0.2:
        found["platform"] = source.choice(PROVIDERS)
    if source.random() < 0.1:
        found["attests"] = source.sample(SKILLS, 1)
    return found


def offers(source: random.Random) -> list[dict[str, Any]]:
    plain = {"price": f"{source.choice([0, 0, 5, 20])} USD"}
    return source.choice([[], [plain], [plain], [plain, {"subscription": "all"}], [{"subscription": "all"}]])


def changed(id: str, source: random.Random) -> dict[str, Any]:
    fields = credential(id, source)
    return {"extends": id, **{name: fields[name] for name in source.sample(["name", "provider", "offers", "teaches"], 2)}}


@pytest.fixture(params=["worlds", "drawn", "few", "many"])
def both(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Both:
    if request.param == "worlds":
        chosen = layers(tmp_path)
        return in_memory(chosen), indexed(chosen)
    monkeypatch.setattr(browse, "FEW", {"few": 0, "many": 10**9}.get(request.param, browse.FEW))
    lines, documents = [], []
    for name, records in zip(("base", "above"), drawn(5), strict=True):
        lines.append(Layer(write_lines(tmp_path / f"{name}.jsonl", records), name))
        sections: dict[str, Any] = {"skillpath": 1}
        for kind, record in records:
            sections.setdefault(kind, []).append(record)
        (tmp_path / f"{name}.yaml").write_text(json.dumps(sections), encoding="utf-8")
        documents.append(Layer(tmp_path / f"{name}.yaml", name))
    return in_memory(documents), indexed(lines)


def test_a_part_of_every_record(both: Both) -> None:
    memory, stacked = both
    assert list(stacked.browse(Credential, Seen)) == [part_of(record, Seen) for record in memory.all(Credential)]
    assert list(stacked.browse(Role, Shape)) == [Shape(id=record.id) for record in memory.all(Role)]


def test_ids(both: Both) -> None:
    memory, stacked = both
    for kind in (Credential, Skill, Role):
        assert list(stacked.ids(kind)) == [record.id for record in memory.all(kind)] == list(memory.ids(kind))


def test_what_answers_to_a_provider(both: Both) -> None:
    memory, stacked = both
    for provider in (*memory.ids(Provider), "nobody"):
        found = [
            each
            for each in stacked.browse(Credential, Seen, Hints(provider=provider))
            if provider in (each.provider, each.platform)
        ]
        assert found == [part_of(each, Seen) for each in memory.all(Credential) if provider in (each.provider, each.platform)]


def free(offers: tuple[Offer, ...]) -> bool:
    return any(offer.price == "0 USD" for offer in offers)


def by_subscription(offers: tuple[Offer, ...]) -> bool:
    return any(offer.subscription for offer in offers)


@pytest.mark.parametrize("wanted", [free, by_subscription])
def test_what_answers_to_a_look_at_offers(wanted: Any, both: Both) -> None:
    memory, stacked = both
    found = [each for each in stacked.browse(Credential, Seen, Hints(offers=wanted)) if wanted(each.offers)]
    assert found == [part_of(each, Seen) for each in memory.all(Credential) if wanted(each.offers)]


def test_what_teaches_and_answers_to_other_hints(both: Both) -> None:
    memory, stacked = both
    for skill in memory.ids(Skill):
        taught = set(memory.teaching(skill))
        found = [each for each in stacked.browse(Credential, Seen, Hints("p1", frozenset([skill]), free)) if each.id in taught]
        wanted = [memory.get(Credential, id) for id in sorted(taught)]
        expected = [each for each in wanted if each and "p1" in (each.provider, each.platform) and free(each.offers)]
        assert [each for each in found if "p1" in (each.provider, each.platform) and free(each.offers)] == [
            part_of(each, Seen) for each in expected
        ]


def test_counts(both: Both) -> None:
    memory, stacked = both
    assert stacked.issued() == memory.issued() == Counter(each.provider for each in memory.all(Credential))
    for skill in (*memory.ids(Skill), "nothing"):
        expected = {id for below in memory.narrower(skill) for id in memory.teaching(below)}
        assert stacked.count_teaching(skill) == memory.count_teaching(skill) == len(expected), skill


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Counts the records that are read, by id."""
    counts: Counter[str] = Counter()
    whole = browse._reader

    def reader(shape: Any) -> Any:
        def counted(body: bytes) -> Any:
            part = whole(shape)(body)
            counts[part.id] += 1
            return part

        return counted

    monkeypatch.setattr(browse, "_reader", reader)
    return counts


@pytest.fixture
def large(tmp_path: Path) -> StackedCatalog:
    return indexed([Layer(write_lines(tmp_path / "base.jsonl", drawn(3)[0]), "base")])


def test_only_what_answers_to_a_provider_is_read(large: StackedCatalog, read: Counter[str]) -> None:
    found = list(large.browse(Credential, Seen, Hints(provider="p3")))
    assert all("p3" in (each.provider, each.platform) for each in found)
    assert 100 < len(found) < COUNT / 3
    assert read == dict.fromkeys((each.id for each in found), 1)


def test_only_what_answers_to_all_hints_is_read(large: StackedCatalog, read: Counter[str]) -> None:
    taught = set(large.teaching("s3"))
    found = list(large.browse(Credential, Seen, Hints("p3", frozenset(["s3"]))))
    assert 0 < len(found) < len(taught) / 3
    assert all(each.id in taught and "p3" in (each.provider, each.platform) for each in found)
    assert read == dict.fromkeys((each.id for each in found), 1)


def test_equal_offers_are_looked_at_once(large: StackedCatalog, read: Counter[str]) -> None:
    found = list(large.browse(Credential, Seen, Hints(offers=free)))
    assert all(free(each.offers) for each in found)
    assert read.total() - len(found) < 20


def test_nothing_is_read_before_it_is_asked_for(large: StackedCatalog, read: Counter[str]) -> None:
    assert next(large.browse(Credential, Seen)).id == "c0000"
    assert read.total() < COUNT / 2


def test_nothing_is_read_to_count(large: StackedCatalog, read: Counter[str]) -> None:
    assert sum(large.issued().values()) == COUNT
    assert large.count_teaching("s0") > 0
    assert not read
