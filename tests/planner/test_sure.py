"""`--min-confidence` looks at records, prices and recommendations; a length that is an estimate excludes nothing, and is named."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle import catalog, learner, request, thing
from tests.planner.test_properties import answer_to

EXAM: dict[str, Any] = {"effort": {"hours": 10, "confidence": "low"}, "confidence": "high", "price": None}
OFFER = {"offers": [{"price": "10 USD"}]}
CREDIT = {"id": "a.ace", "credential": "a", "body": "ace", "hours": 3, "confidence": "high"}


@pytest.mark.parametrize(
    ("changes", "credit", "is_planned"),
    [
        ({}, {}, True),
        ({"confidence": "low"}, {}, False),
        ({"offers": [{"price": "10 USD", "confidence": "low"}]}, {}, False),
        ({}, {"confidence": "low"}, False),
    ],
    ids=["length", "record", "price", "recommendation"],
)
def test_what_excludes(changes: dict[str, Any], credit: dict[str, Any], is_planned: bool) -> None:
    exam = thing("a", hours=None, **{**EXAM, **OFFER, **changes})
    made = catalog(exam | {"provider": "p"}, providers=[{"id": "p", "name": "P"}], recommendations=[CREDIT | credit])
    asked = request({"kind": "credits", "hours": 3, "upper": 0}, min_confidence="medium")
    answer, data = answer_to((named(made), learner(), asked))
    assert answer is not None
    assert data is not None
    assert (answer.totals is not None) == is_planned
    if is_planned:
        assert (data["weakest_fact"]["text"], data["weakest_fact"]["confidence"]) == ("length of a", "low")


def named(world: dict[str, Any]) -> dict[str, Any]:
    """The world with a name for every skill and condition."""
    return world | {kind: [{"name": each["id"], **each} for each in world[kind]] for kind in ("skills", "conditions")}
