"""The tally: how many hours bodies recommend for what a learner holds, each counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Credential, Provider, Recommendation
from skillpath.learner.learner import Held, Learner

SEMESTER_HOUR = "semester-hour"


class TallyLine(Struct, frozen=True):
    """One recommendation for one holding: whether its hours count, and why not."""

    recommendation: Recommendation
    credential: Credential
    provider: str
    completed: date | None
    why_not: str = ""

    @property
    def counts(self) -> bool:
        """Whether its hours are in the total."""
        return not self.why_not

    @property
    def hours(self) -> Decimal:
        """The hours recommended; 0 where nobody knows."""
        return hours_of(self.recommendation)


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
        return sum((line.hours for line in self.counted), Decimal(0))

    def totals(self, by: str) -> dict[str, Decimal]:
        """Counted hours by ``body``, ``level``, ``subject`` or ``source`` (who issued the credential), largest first."""
        sums: dict[str, Decimal] = {}
        for line in self.counted:
            key = line.provider if by == "source" else str(getattr(line.recommendation, by) or "not stated")
            sums[key] = sums.get(key, Decimal(0)) + line.hours
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
    lines = _once(lines, _same_choice, "another score of the same exam counts")
    lines = _once(lines, _same_course, "")
    return Tally(tuple(_overlapping(lines)), tuple(without), learner.unknown)


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


def _same_choice(line: TallyLine) -> tuple[str, str] | None:
    choice = line.recommendation.choice
    return None if choice is None else (line.credential.id, choice)


def _same_course(line: TallyLine) -> str | None:
    return line.recommendation.course


def _once(lines: list[TallyLine], key: Callable[[TallyLine], object], words: str) -> list[TallyLine]:
    """Of the lines with the same key, only the one with most hours counts."""
    best: dict[object, TallyLine] = {}
    for line in lines:
        same = key(line)
        if line.counts and same is not None and (same not in best or line.hours > best[same].hours):
            best[same] = line

    def judged(line: TallyLine) -> TallyLine:
        same = key(line)
        if not line.counts or same is None or best[same] is line:
            return line
        return replace(line, why_not=words or f"the same course as {best[same].credential.name}, which counts")

    return [judged(line) for line in lines]


def _overlapping(lines: list[TallyLine]) -> Iterator[TallyLine]:
    """Credentials that share courses: the choice of them with the most hours counts."""
    hours: dict[str, Decimal] = {}
    records: dict[str, Credential] = {}
    for line in lines:
        records[line.credential.id] = line.credential
        hours[line.credential.id] = hours.get(line.credential.id, Decimal(0)) + (line.hours if line.counts else 0)
    kept = best_without_overlap(hours, overlap_pairs(records.values()))
    for line in lines:
        if line.counts and line.credential.id not in kept:
            others = sorted(other for other in kept if frozenset((other, line.credential.id)) in overlap_pairs(records.values()))
            yield replace(line, why_not="shares courses with " + ", ".join(records[other].name for other in others))
        else:
            yield line


def overlap_pairs(records: Iterable[Credential]) -> frozenset[frozenset[str]]:
    """Pairs of credentials that share content."""
    return frozenset(frozenset((record.id, other)) for record in records for other in record.overlaps if other != record.id)


def best_without_overlap(hours: dict[str, Decimal], pairs: frozenset[frozenset[str]]) -> frozenset[str]:
    """The ids, no two of them a pair, with the most hours (exact: branches on the first id that has a pair)."""
    clash = next((id for id in sorted(hours) if any(id in pair and pair <= hours.keys() for pair in pairs)), None)
    if clash is None:
        return frozenset(hours)
    without = {id: value for id, value in hours.items() if id != clash}
    alone = {id: value for id, value in without.items() if frozenset((id, clash)) not in pairs}
    first, second = best_without_overlap(alone, pairs) | {clash}, best_without_overlap(without, pairs)
    return max(first, second, key=lambda ids: sum((hours[id] for id in ids), Decimal(0)))
