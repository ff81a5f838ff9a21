"""What is held can be told with its date."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("text", "earned"),
    [("acme-data", None), ("acme-data@2025-03-01", "2025-03-01"), ("Acme Data Certificate@2025-03-01", "2025-03-01")],
)
def test_a_date_behind_a_name(skillpath: Callable[..., Any], text: str, earned: str | None) -> None:
    found = skillpath("credits", "--have", text, "--json", "--no-shipped", "-c", "tests/data/tiny.yaml")
    assert found.status == 0
    assert [line["completed"] for line in json.loads(found.out)["data"]["lines"]][:1] == [earned]


def test_a_day_that_does_not_exist(skillpath: Callable[..., Any]) -> None:
    found = skillpath("credits", "--have", "acme-data@2025-02-30", "--no-shipped", "-c", "tests/data/tiny.yaml")
    assert (found.status, "is not a date" in found.err) == (2, True)


def test_names_from_standard_input_may_have_dates_too(skillpath: Callable[..., Any]) -> None:
    found = skillpath("credits", "--have", "-", "--no-shipped", "-c", "tests/data/tiny.yaml", stdin=b"acme-data@2025-03-01\n")
    assert (found.status, found.err) == (0, "")
