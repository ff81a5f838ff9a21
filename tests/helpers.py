"""Small worlds for tests: catalogues written in the test itself."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import hypothesis
import yaml

from skillpath.catalog.catalog import MemoryCatalog
from skillpath.catalog.check import check
from skillpath.catalog.load import Layer, load
from skillpath.learner.learner import Learner, make_learner
from skillpath.learner.profile import parse_profile
from skillpath.planner.answer import Answer
from skillpath.planner.plan import plan
from skillpath.planner.request import Request
from skillpath.planner.target import TargetOptions, read_target

START = date(2026, 11, 23)


def catalog_of(text: str, folder: Path) -> MemoryCatalog:
    """A catalogue from YAML text; fails the test on any problem."""
    file = folder / "world.yaml"
    file.write_text("skillpath: 1\n" + text, encoding="utf-8")
    loaded = load([Layer(file, "world.yaml")])
    problems = [*loaded.problems, *check(loaded.records)]
    assert not problems, problems
    return MemoryCatalog(loaded.records)


def problems_of(text: str, folder: Path, name: str = "bad.yaml") -> list[str]:
    """What is said of a bad catalogue: ``line: record: field: message``."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    loaded = load([Layer(file, name)])
    found = sorted({*loaded.problems, *check(loaded.records)}, key=lambda each: (each.line, each.field, each.message))
    return [": ".join(part for part in (str(each.line), each.record, each.field, each.message) if part) for each in found]


def learner_of(catalog: MemoryCatalog, profile: str = "") -> Learner:
    """A learner from profile text, starting on a fixed day."""
    return make_learner(parse_profile(profile.encode(), "profile.yaml"), catalog, START)


def plan_for(catalog: MemoryCatalog, target: str, profile: str = "", **request: Any) -> Answer:
    """The plan to a target written as a learner writes it."""
    options = TargetOptions(request.pop("established", False), request.pop("skills_only", False), request.pop("upper", 0))
    wanted = read_target([target], catalog, options)
    return plan(catalog, learner_of(catalog, profile), Request(wanted, **request))


def ids(answer: Answer) -> list[str]:
    """The steps of a plan, sorted."""
    return sorted(step.credential.id for step in answer.steps)


def dump(world: dict[str, Any]) -> str:
    """A world as YAML that our reader takes: JSON is YAML."""
    return json.dumps(world)


def parse(text: str) -> Any:
    """Plain YAML, for tests that look at files."""
    return yaml.safe_load(text)


def many(examples: int) -> int:
    """So many examples of a long property test; in CI (`--hypothesis-profile=ci`) a good part of them."""
    limit = hypothesis.settings.get_profile("ci").max_examples
    return min(examples, limit) if hypothesis.settings().max_examples == limit else examples
