"""Rows that say which of two like credentials a best plan takes first: they cut the search, and never the optimum.

Two credentials are alike when their credit has the same hours, may land in the same requirements and is met by the same rules.
If one is no dearer, no longer and smaller by id where all is equal, then a plan that earns only the other can be mended by
swapping them, unless credit for the first one's course is there already. So in every lexicographic optimum the better one, or one
with the same course, is earned whenever the other is (a dominance between items, as in Pisinger 2000 for knapsacks).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from skillpath.catalog.programmes import AtLeast, AtMost
from skillpath.catalog.records import Course, Credential
from skillpath.catalog.requirements import NOTHING, Atom, HasCredential, atoms, parse_all
from skillpath.credits.credit import Credit
from skillpath.credits.filters import matches
from skillpath.credits.rules.limits import values_of
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.degrees import Degree, Degrees
from skillpath.planner.dominance import is_better
from skillpath.planner.request import Limits

Row = tuple[str, tuple[str, ...]]
"""A credential, and those of which at least one is earned if it is; none: it is never earned."""


def swap_rows(
    degrees: Degrees, candidates: Mapping[str, Candidate], source: Candidates, asked: Iterable[Atom], limits: Limits
) -> Iterator[Row]:
    """The rows for the programmes of a model; nothing where a limit makes providers matter."""
    if limits.max_per_provider is not None:
        return
    classes = _Classes(degrees, candidates, source, set(asked), limits)
    for group in classes.groups.values():
        yield from classes.rows(group)


class _Classes:
    """Candidates by what their one credit is to every programme."""

    def __init__(
        self,
        degrees: Degrees,
        candidates: Mapping[str, Candidate],
        source: Candidates,
        asked: set[Atom],
        limits: Limits,
    ) -> None:
        self.degrees = degrees
        self.candidates = candidates
        self.source = source
        self.asked = asked
        self.limits = limits
        self.credits = _credits_by_credential(degrees)
        self.blocked = _named_in_blocks(degrees)
        self.overlapping = _overlapping(degrees, source)
        self.holders = _holders_by_course(degrees)
        self.groups: dict[object, list[Candidate]] = {}
        for id, candidate in candidates.items():
            key = self._key(id, candidate)
            if key is not None:
                self.groups.setdefault(key, []).append(candidate)

    def _key(self, id: str, candidate: Candidate) -> object | None:
        """What must be equal for a swap; None where a credential is not to be swapped."""
        found = self.credits.get(id, [])
        if candidate.needs != NOTHING or not found or id in self.blocked or id in self.overlapping:
            return None
        if any(len(credits) != 1 for credits in found) or any(_is_bound(credits[0]) for credits in found):
            return None
        return tuple(_signature(credits[0], degree) for credits, degree in zip(found, self.degrees.degrees, strict=True))

    def rows(self, group: list[Candidate]) -> Iterator[Row]:
        """For each of a group, the closest one that is better, and whose course may take its place."""
        ranked = sorted(group, key=lambda each: (each.time, min(offer.fixed for offer in each.offers), each.id))
        for place, worse in enumerate(ranked):
            if worse.id in self.limits.include or self._is_asked(worse):
                continue
            for better in reversed(ranked[:place]):
                if is_better(better, worse):
                    row = self._row(better, worse)
                    if row is not None:
                        yield row
                        break

    def _row(self, better: Candidate, worse: Candidate) -> Row | None:
        if self._course(better) is not None and self._course(better) == self._course(worse):
            return worse.id, ()
        holders = self._same_course(better)
        return None if None in holders else (worse.id, (better.id, *sorted(holder for holder in holders if holder)))

    def _course(self, candidate: Candidate) -> str | None:
        return self.credits[candidate.id][0][0].course

    def _same_course(self, candidate: Candidate) -> set[str | None]:
        """Others whose credit keeps this one's from counting; None among them stands for credit that is held."""
        found: set[str | None] = set()
        for course in self.credits[candidate.id][0][0].courses:
            for each in (course, *self._excluded(course)):
                found |= self.holders.get(each, set())
        return found - {candidate.id}

    def _excluded(self, course: str) -> Iterator[str]:
        for other in self.holders:
            record, mine = self.source.catalog.get(Course, other), self.source.catalog.get(Course, course)
            if (record and course in record.excludes) or (mine and other in mine.excludes):
                yield other

    def _is_asked(self, candidate: Candidate) -> bool:
        """Whether it serves something besides its credit."""
        return any(self.source.supplies(candidate, atom) for atom in self.asked if atom != HasCredential(candidate.id)) or (
            HasCredential(candidate.id) in self.asked
        )


def _credits_by_credential(degrees: Degrees) -> dict[str, list[list[Credit]]]:
    """For each credential, its credits that may land, programme by programme."""
    found: dict[str, list[list[Credit]]] = {}
    for number, degree in enumerate(degrees.degrees):
        for credit in degree.placement.credits.values():
            if credit.needs is not None and not credit.held:
                lists = found.setdefault(credit.needs, [[] for _ in degrees.degrees])
                lists[number].append(credit)
    return found


def _holders_by_course(degrees: Degrees) -> dict[str, set[str | None]]:
    """For each course, the credentials yet to be earned that give credit for it; None for credit that is held."""
    found: dict[str, set[str | None]] = {}
    for degree in degrees.degrees:
        for credit in degree.placement.credits.values():
            if credit.id not in degree.placement.here:
                for course in credit.courses:
                    found.setdefault(course, set()).add(None if credit.held else credit.needs)
    return found


def _overlapping(degrees: Degrees, source: Candidates) -> set[str]:
    """The credentials of which one that gives credit shares content with another, whichever record says so."""
    ids = {credit.needs for degree in degrees.degrees for credit in degree.placement.credits.values() if credit.needs}
    records = [record for id in sorted(ids) if (record := source.catalog.get(Credential, id)) is not None and record.overlaps]
    return {id for record in records for id in (record.id, *record.overlaps)}


def _named_in_blocks(degrees: Degrees) -> set[str]:
    named: set[str] = set()
    for degree in degrees.degrees:
        for rule in degree.programme.rules:
            requires = getattr(rule, "requires", ())
            named |= {atom.id for atom in atoms(parse_all(requires)) if isinstance(atom, HasCredential)}
    return named


def _is_bound(credit: Credit) -> bool:
    return credit.choice is not None or credit.first is not None or credit.last is not None


def _signature(credit: Credit, degree: Degree) -> tuple[object, ...]:
    """All of a credit that a programme's rows see, its course aside."""
    slots = tuple(slot for id, slot in degree.placement.placed if id == credit.id)
    rules = degree.programme.rules
    met = tuple(matches(rule.over, credit) for rule in rules if hasattr(rule, "over"))
    grouped = [rule.each for rule in rules if isinstance(rule, AtMost | AtLeast) and rule.each]
    grouped += [rule.distinct for rule in rules if isinstance(rule, AtLeast) and rule.distinct]
    return credit.hours, slots, met, tuple(tuple(values_of(each, credit)) for each in grouped)
