"""What the tests of shipped catalogues share: the catalogue, and short ways to look at a plan."""

from __future__ import annotations

from functools import cache

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.load import load, shipped_layer
from skillpath.catalog.records import Credential
from skillpath.planner.answer import Answer
from skillpath.planner.request import Limits


@cache
def catalog() -> MemoryCatalog:
    """The shipped catalogues."""
    return MemoryCatalog(load([shipped_layer()]).records)


def credential(id: str) -> Credential:
    """A shipped credential."""
    record = catalog().get(Credential, id)
    assert record is not None, id
    return record


def steps(answer: Answer) -> list[str]:
    """The steps of a plan, in order."""
    return [step.credential.id for step in answer.steps]


def cents(answer: Answer) -> int:
    """What a plan costs."""
    assert answer.totals is not None, answer.reasons
    return answer.totals.cents


def include(*ids: str) -> Limits:
    """Limits that ask for these credentials."""
    return Limits(include=ids)
