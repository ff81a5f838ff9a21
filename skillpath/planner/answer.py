"""What the planner answers: immutable values, ready for any report. Money is in cents of one currency, effort in minutes."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from skillpath.catalog.records import Credential, Recommendation
from skillpath.model import Stage, Tag
from skillpath.planner.fundable import Told
from skillpath.planner.goal import Goal
from skillpath.planner.offers import UsableOffer
from skillpath.planner.placed import PlacedProgramme
from skillpath.planner.purchase import Funded, Purchase
from skillpath.planner.request import Request

Status = Literal["optimal", "feasible", "met", "none", "unknown"]


class Step(Struct, frozen=True):
    """One line of a plan: what to earn, why, when, and which offer pays for it."""

    credential: Credential
    serves: tuple[str, ...]
    enables: tuple[str, ...]
    minutes: tuple[int, int, int]
    start: date
    finish: date
    offer: UsableOffer
    unknown: tuple[str, ...]
    credit: tuple[Recommendation, ...]
    overlaps: tuple[str, ...] = ()
    funding: tuple[Funded, ...] = ()


class Totals(Struct, frozen=True):
    """What the whole plan comes to. `finish` is early, typical and late; of prices that are ranges `cents` has the upper ends.

    `cents` is what the learner pays in the end: `funded` has been taken off the prices, and `paid_back` has come back.
    """

    cents: int
    least_cents: int
    currency: str
    minutes: int
    weeks: Fraction
    steps: int
    finish: tuple[date, date, date]
    credit_hours: Fraction
    at_least: bool = False
    funded: int = 0
    paid_back: int = 0


class UnknownItem(Struct, frozen=True):
    """A credential that could have mattered: with unknown figures counted as zero, the best stack has it."""

    credential: Credential
    missing: tuple[str, ...]


class Answer(Struct, frozen=True):
    """A plan, or the honest answer that there is none with the reasons.

    Where a programme is completed for its award, `completed_after` so many steps, it is the best of those `weighed`.
    """

    request: Request
    goal: Goal
    status: Status
    currency: str
    as_of: date
    start: date
    steps: tuple[Step, ...] = ()
    purchases: tuple[Purchase, ...] = ()
    totals: Totals | None = None
    stages: tuple[Stage, ...] = ()
    readiness: tuple[Fraction, Fraction] | None = None
    unmet: tuple[str, ...] = ()
    reasons: tuple[Tag, ...] = ()
    openings: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    unknown: tuple[UnknownItem, ...] = ()
    left_out: tuple[str, ...] = ()
    considered: int = 0
    dominated: int = 0
    programmes: tuple[PlacedProgramme, ...] = ()
    there: tuple[date, date] | None = None
    completed_after: int | None = None
    weighed: int = 0
    told: tuple[Told, ...] = ()
    others: tuple[Answer, ...] = ()
