"""A credit: hours of a level in a subject, from one origin, as one programme sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from skillpath.catalog.records import Origin
from skillpath.catalog.values import Confidence, CreditLevel
from skillpath.model import NOWHERE

Word = Literal["articulated", "recommended", "transcript", "here", "block", "unknown"]
"""On whose word a credit counts: the institution's published one, a body's that it takes, a college's; or nobody knows."""


@dataclass(frozen=True)
class Credit:
    """What a learner has, or would have, towards a programme. `hours` are hundredths of the programme's unit.

    `needs` is the credential behind it, and `held` says that it is held already. `why_not` says why the programme takes
    none of it; empty where it does. `courses` are the common courses that it may stand for. `choice` names a group
    of alternatives, of which those of one `award` (a recommendation, given by `body`) count together. `only` names the one
    requirement that it is articulated to. `first` and `last` bound the day on which it must be finished if it is not `held`; it
    is then judged as if it were completed on the first of these days.
    """

    id: str
    name: str
    hours: int
    word: Word
    level: CreditLevel = "lower"
    courses: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    subject: str | None = None
    origins: frozenset[str] = frozenset()
    providers: frozenset[str] = frozenset()
    needs: str | None = None
    held: bool = False
    completed: date | None = None
    first: date | None = None
    last: date | None = None
    number: int | None = None
    grade: str | None = None
    choice: str | None = None
    award: str | None = None
    body: str | None = None
    only: str | None = None
    here: bool = False
    electives_only: bool = False
    why_not: str = ""
    confidence: Confidence = "medium"
    sources: tuple[str, ...] = ()
    origin: Origin = NOWHERE

    @property
    def course(self) -> str | None:
        """The common course that it is equivalent to; None where it is none, or one of several."""
        return next(iter(self.courses)) if len(self.courses) == 1 else None

    def is_within(self, day: date) -> bool:
        """Whether a day is one on which it counts if it is finished then."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    @property
    def is_upper(self) -> bool:
        """Whether it counts as upper-division."""
        return self.level in ("upper", "graduate")
