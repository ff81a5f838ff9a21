"""The tally: how many hours bodies recommend for what a learner holds, each counted once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Credential, Provider, Recommendation
from skillpath.credits.distinct import Distinct, Part, another_counts, best_body, best_sum, parts_of
from skillpath.learner.learner import Held, Learner

SEMESTER_HOUR = "semester-hour"


class TallyLine(Struct, frozen=True):
    """One recommendation for one holding: whether its hours count, and why not; how many of them are `lost`, and why."""

    recommendation: Recommendation
    credential: Credential
    provider: str
    completed: date | None
    why_not: str = ""
    lost: Decimal = Decimal(0)
    why_less: str = ""

    @property
    def counts(self) -> bool:
        """Whether its hours are in the total."""
        return not self.why_not

    @property
    def hours(self) -> Decimal:
        """The hours recommended; 0 where nobody knows."""
        return hours_of(self.recommendation)

    @property
    def counted(self) -> Decimal:
        """The hours in the total."""
        return self.hours - self.lost if self.counts else Decimal(0)


class Tally(Struct, frozen=True):
    """All lines, holdings without any recommendation, and holdings that no catalogue has."""

    lines: tuple[TallyLine, ...]
    without: tuple[Credential, ...]
    unknown: tuple[str, ...]

    @property
    def counted(self) -> list[TallyLine]:
        """The lines in the total."""
        return [line for line in self.lines if line.counts]

    @property
    def total(self) -> Decimal:
        """Semester hours that count."""
        return sum((line.counted for line in self.counted), Decimal(0))

    def totals(self, by: str) -> dict[str, Decimal]:
        """Counted hours by ``body``, ``level``, ``subject`` or ``source`` (who issued the credential), largest first."""
        sums: dict[str, Decimal] = {}
        for line in self.counted:
            key = line.provider if by == "source" else str(getattr(line.recommendation, by) or "not stated")
            sums[key] = sums.get(key, Decimal(0)) + line.counted
        return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def hours_of(recommendation: Recommendation) -> Decimal:
    """Recommended hours, exactly; 0 where nobody knows."""
    return Decimal(str(recommendation.hours)) if recommendation.hours is not None else Decimal(0)


def counts_on(recommendation: Recommendation, completed: date | None) -> bool:
    """Whether hours completed on a day count: known semester hours, inside the recommendation's dates."""
    return recommendation.unit == SEMESTER_HOUR and recommendation.hours is not None and not outside(recommendation, completed)


def outside(recommendation: Recommendation, completed: date | None) -> str:
    """Why a completion date is not inside a recommendation's dates; empty where it is."""
    start, end = recommendation.start, recommendation.end
    if start is None and end is None:
        return ""
    if completed is None:
        return f"valid {start or '...'} to {end or '...'}: say when you earned it"
    if start is not None and completed.isoformat() < start:
        return f"completed before {start}, when the recommendation begins"
    if end is not None and completed.isoformat() > end:
        return f"completed after {end}, when the recommendation ends"
    return ""


def tally(learner: Learner, catalog: Catalog) -> Tally:
    """Count what is recommended for everything the learner holds."""
    lines: list[TallyLine] = []
    without: list[Credential] = []
    for held in sorted(learner.held, key=lambda each: each.credential.id):
        found = catalog.recommendations(held.credential.id)
        lines.extend(_line(recommendation, held, missed, catalog) for recommendation, missed in by_score(found, held.score))
        if not found:
            without.append(held.credential)
    return Tally(tuple(_each_once(_one_body(lines), catalog)), tuple(without), learner.unknown)


def _one_body(lines: list[TallyLine]) -> Iterator[TallyLine]:
    """Of the bodies that recommend semester hours for a credential only the one that recommends most counts."""
    found: dict[str, dict[str, list[tuple[int, str | None]]]] = {}
    for line in lines:
        if line.counts:
            bodies = found.setdefault(line.credential.id, {})
            bodies.setdefault(line.recommendation.body, []).append((hundredths_of(line), line.recommendation.choice))
    kept = {id: best_body({body: best_sum(each) for body, each in bodies.items()}) for id, bodies in found.items()}
    for line in lines:
        body = kept.get(line.credential.id)
        other = line.counts and body is not None and line.recommendation.body != body
        yield replace(line, why_not=another_counts(body)) if other and body is not None else line


def hundredths_of(line: TallyLine) -> int:
    """Recommended hours as whole hundredths, rounded down."""
    return int(line.hours * 100)


def _each_once(lines: Iterable[TallyLine], catalog: Catalog) -> Iterator[TallyLine]:
    """Each course, exam and shared content counts once, so that the most hours count."""
    lines = list(lines)
    owners: list[int] = []
    parts: list[Part] = []
    for number, line in enumerate(lines):
        if line.counts:
            found = parts_of(line.recommendation, line.credential, hundredths_of(line))
            parts += found
            owners += [number] * len(found)
    distinct = Distinct(parts, catalog)
    lost: dict[int, list[int]] = {}
    for place, owner in enumerate(owners):
        if place not in distinct.counted:
            lost.setdefault(owner, []).append(place)
    for number, line in enumerate(lines):
        yield _less(line, lost[number], distinct, owners.count(number)) if number in lost else line


def _less(line: TallyLine, lost: list[int], distinct: Distinct, parts: int) -> TallyLine:
    """A line of which some parts do not count, or none."""
    why = distinct.why_not(lost[0])
    if len(lost) == parts:
        return replace(line, why_not=why)
    return replace(line, lost=Decimal(sum(distinct.parts[place].hours for place in lost)) / 100, why_less=why)


def by_score(found: list[Recommendation], score: float | None) -> Iterator[tuple[Recommendation, str]]:
    """Each recommendation, and why the score does not reach it; an untold score counts as the least of each choice."""
    least: dict[str, float] = {}
    for recommendation in found:
        if recommendation.choice is not None and recommendation.min_score is not None:
            least[recommendation.choice] = min(
                recommendation.min_score, least.get(recommendation.choice, recommendation.min_score)
            )
    for recommendation in found:
        needed = recommendation.min_score
        if needed is None or (score is not None and score >= needed):
            yield recommendation, ""
        elif score is not None:
            yield recommendation, f"needs a score of {needed:g}"
        else:
            untold = recommendation.choice is not None and needed > least[recommendation.choice]
            yield recommendation, f"needs a score of {needed:g}: say what you scored" if untold else ""


def _line(recommendation: Recommendation, held: Held, missed: str, catalog: Catalog) -> TallyLine:
    provider = catalog.get(Provider, held.credential.provider)
    name = provider.name if provider else held.credential.provider
    return TallyLine(recommendation, held.credential, name, held.earned, missed or _refusal(recommendation, held))


def _refusal(recommendation: Recommendation, held: Held) -> str:
    if recommendation.hours is None:
        return "hours unknown"
    if recommendation.unit != SEMESTER_HOUR:
        return f"{recommendation.hours:g} {recommendation.unit}, not semester hours"
    return outside(recommendation, held.earned)
