"""The facts that a plan rests on: each figure with its confidence and its sources, so that the weakest can be named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Record, Source, Subscription
from skillpath.catalog.values import CONFIDENCE_ORDER, Confidence
from skillpath.planner.answer import Answer, Step
from skillpath.planner.placed import PlacedProgramme
from skillpath.planner.request import RoleTarget


class Fact(NamedTuple):
    """One figure: what it is, how sure it is, the records it rests on, and where it stands."""

    text: str
    confidence: Confidence
    sources: tuple[Source, ...]
    where: str

    @property
    def date(self) -> str:
        """The newest date on its sources; empty where none has one."""
        return max((source.date for source in self.sources if source.date), default="")


def facts_of(answer: Answer, catalog: Catalog) -> list[Fact]:
    """Every figure that the totals of a plan rest on."""
    facts = [fact for step in answer.steps for fact in _step_facts(step, catalog)]
    target = answer.request.target
    if isinstance(target, RoleTarget):
        facts.append(_fact(f"skills of {target.role.name}", target.role, None, catalog))
    for placed in answer.programmes:
        facts.extend(_programme_facts(placed, catalog))
    used = (each for purchase in answer.purchases for each in purchase.funding)
    facts.extend(_fact(f"funding by {each.record.name}", each.record, None, catalog) for each in used)
    return list(dict.fromkeys(facts))


def weakest(facts: list[Fact]) -> Fact | None:
    """The fact that is least sure; of equals the one with the oldest date, then by name."""
    return min(facts, key=lambda fact: (CONFIDENCE_ORDER.index(fact.confidence), fact.date, fact.text), default=None)


def oldest(facts: list[Fact]) -> Fact | None:
    """The fact whose newest source is oldest, among those with a date."""
    return min((fact for fact in facts if fact.date), key=lambda fact: (fact.date, fact.text), default=None)


def _step_facts(step: Step, catalog: Catalog) -> Iterator[Fact]:
    record = step.credential
    offer = record.offers[step.offer.place] if step.offer.place >= 0 else None
    yield _fact(f"length of {record.name}", record, record.effort.confidence if record.effort else None, catalog)
    yield _fact(f"price of {record.name}", record, offer.confidence if offer else None, catalog)
    subscription = catalog.get(Subscription, step.offer.subscription) if step.offer.subscription else None
    if subscription is not None:
        yield _fact(f"price of {subscription.name}", subscription, None, catalog)
    for recommendation in step.credit:
        yield _fact(f"credit for {record.name}", recommendation, None, catalog)


def _programme_facts(placed: PlacedProgramme, catalog: Catalog) -> Iterator[Fact]:
    programme = placed.programme
    yield _fact(f"requirements and rules of {programme.name}", programme, None, catalog)
    if placed.tuition is not None:
        yield _fact(f"tuition of {programme.name}", programme, placed.tuition.confidence, catalog)
    for slot in placed.slots:
        for each in slot.landed:
            if each.credit.word == "articulated":
                found = tuple(source for id in each.credit.sources if (source := catalog.get(Source, id)) is not None)
                text = f"articulation of {each.credit.name}"
                yield Fact(text, each.credit.confidence, found, str(programme.origin))


def _fact(text: str, record: Record, own: Confidence | None, catalog: Catalog) -> Fact:
    found = (catalog.get(Source, id) for id in record.sources)
    confidence = min(own or record.confidence, record.confidence, key=CONFIDENCE_ORDER.index)
    return Fact(text, confidence, tuple(source for source in found if source is not None), str(record.origin))
