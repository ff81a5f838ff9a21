"""The outline of a credential: the few numbers by which credentials that teach the same can be compared without reading them."""

from __future__ import annotations

from typing import NamedTuple

from skillpath.catalog.values import Confidence, Country, Day, Id, Language


class Traits(NamedTuple):
    """What decides whether a credential is open to a learner; many credentials share one combination."""

    status: str
    retired_on: Day | None
    countries: tuple[Country, ...]
    languages: tuple[Language, ...]
    audience: tuple[Id, ...]
    provider: str
    platform: str | None
    confidence: Confidence
    effort_confidence: Confidence | None


class Outline(NamedTuple):
    """A credential seen from afar: equal numbers in `traits`, `offers` and `requires` mean equal content.

    `taught` gives the level of each skill asked for. `cents` is the amount of a lone plain price, and `offers` then stands
    for everything else about it; with other offers `cents` is 0. `requires` is 0 for none. `minutes` is None where unknown.
    """

    key: int
    taught: dict[str, int]
    traits: int
    offers: int
    requires: int
    cents: int
    minutes: int | None
    min_weeks: float | None
