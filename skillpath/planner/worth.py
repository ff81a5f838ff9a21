"""What the credit of a credential is worth: as bodies recommend it, or as one programme takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Literal

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme, Requirement
from skillpath.catalog.records import Recommendation
from skillpath.catalog.values import Confidence, CreditLevel, weakest
from skillpath.credits.bodies import is_alternative
from skillpath.credits.credit import Credit
from skillpath.credits.distinct import best_sum
from skillpath.credits.filters import fits
from skillpath.credits.rules.acceptance import bars, refusal
from skillpath.learner.learner import Learner

Taken = Literal["articulated", "recommended", "unknown", "refused"]
"""Whether a programme takes a credit: by its own word, by a body's that it takes; nobody knows; or a rule refuses it."""


@dataclass(frozen=True)
class Worth:
    """Credit of one credential: hundredths of `unit`, on the word of a body or (where it is articulated) an institution.

    `courses` are those it is equivalent to. With a programme, `taken` says whether it takes the credit, `fills` in which
    requirements it could land, and `why` what stands against it.
    """

    hours: int
    unit: str
    body: str
    level: CreditLevel | None
    confidence: Confidence
    courses: frozenset[str] = frozenset()
    taken: Taken | None = None
    fills: tuple[str, ...] = ()
    why: str = ""


def recommended(found: Iterable[Recommendation], course: str) -> list[Worth]:
    """What each body recommends for a course, of some recommendations that stand; of alternatives the best."""
    groups: dict[tuple[str, str], list[Recommendation]] = {}
    for each in found:
        if each.course == course or course in each.covers:
            groups.setdefault((each.body, each.unit), []).append(each)
    return [_of_body(group, course) for _, group in sorted(groups.items())]


def _of_body(group: list[Recommendation], course: str) -> Worth:
    best = max(group, key=lambda each: (_hours(each), each.id))
    return Worth(_hours(best), best.unit, best.body, best.level, best.confidence, frozenset((course,)))


def _hours(each: Recommendation) -> int:
    """Hundredths of its unit; of several courses that it covers the share of one."""
    parts = 1 if each.course is not None else max(1, len(each.covers))
    return floor(Fraction(str(each.hours)) * 100 / parts) if each.hours is not None else 0


class ProgrammeWorth:
    """Judges credits as one programme sees them."""

    def __init__(self, programme: Programme, learner: Learner, catalog: Catalog) -> None:
        self.programme = programme
        self.learner = learner
        self.catalog = catalog

    def of(self, credits: list[Credit], wanted: Callable[[Credit], bool]) -> Worth | None:
        """What the wanted ones of a credential's credits are worth together; None where none is wanted."""
        every = [credit for credit in credits if wanted(credit)]
        found = [credit for credit in every if not is_alternative(credit)] or every
        if not found:
            return None
        usable = [credit for credit in found if not credit.why_not and credit.hours and any(self.slots(credit))]
        body, shown = self._of_one_body(usable or found)
        first = shown[0]
        return Worth(
            hours=_together(shown),
            unit=self.programme.unit,
            body=body,
            level=first.level,
            confidence=weakest([credit.confidence for credit in shown]),
            courses=frozenset(course for credit in shown for course in credit.courses),
            taken=_taken(first) if usable else "unknown" if first.word == "unknown" else "refused",
            fills=tuple(dict.fromkeys(slot.id for credit in shown if usable for slot in self.slots(credit))),
            why="" if usable else self._why(first),
        )

    def _of_one_body(self, credits: list[Credit]) -> tuple[str, list[Credit]]:
        """The credits of the body whose word comes to the most: those of two bodies do not add up."""
        bodies: dict[str, list[Credit]] = {}
        for credit in credits:
            bodies.setdefault(self._body(credit), []).append(credit)
        return min(bodies.items(), key=lambda item: (-_together(item[1]), item[0]))

    def slots(self, credit: Credit) -> Iterator[Requirement]:
        """The requirements in which a credit could land."""
        start = self.learner.start
        for each in self.programme.requirements:
            if fits(credit, each) and not bars(credit, each, self.programme, start):
                yield each

    def _why(self, credit: Credit) -> str:
        if credit.why_not:
            return credit.why_not
        if not any(fits(credit, each) for each in self.programme.requirements):
            return "no requirement takes it"
        scoped = [rule for rule in self.programme.rules if rule.scope]
        return refusal(credit, scoped, self.programme, self.learner.start) or "nobody says how many hours it is worth"

    def _body(self, credit: Credit) -> str:
        return credit.body or self.programme.institution


def _taken(credit: Credit) -> Taken:
    return "articulated" if credit.word == "articulated" else "recommended"


def _together(credits: Iterable[Credit]) -> int:
    """Hundredths of all, where of the awards of one `choice` only the best counts."""
    awards: dict[str, tuple[int, str | None]] = {}
    for credit in credits:
        award = credit.award or credit.id
        awards[award] = awards.get(award, (0, None))[0] + credit.hours, credit.choice
    return best_sum(awards.values())
