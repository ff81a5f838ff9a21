"""Candidates: the credentials that this learner could earn, with what each costs, takes, teaches and needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.figures import taught_levels, typical_minutes
from skillpath.catalog.measures import traits_of
from skillpath.catalog.outline import Traits
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Credential, Effort
from skillpath.catalog.requirements import AWARD_RANKS, NOTHING, Atom, Expression, HasCredential, HasDegree, KnowsSkill, parse_all
from skillpath.learner.learner import Learner, after, grants
from skillpath.planner.offers import Prices, UsableOffer, sure_enough
from skillpath.planner.request import Limits
from skillpath.planner.simplify import awards_of, simplify

Question = KnowsSkill | HasDegree
"""What many credentials may answer."""


class Candidate(Struct, frozen=True):
    """A credential that can be earned.

    `minutes` is the typical study time, `least` its minimum duration and `time` the longer of the two, both as
    study minutes at the learner's pace.
    `teaches` gives the level of every skill that earning it satisfies, broader ones included. `needs` holds only what the
    learner does not meet yet. `unknown` says what nobody knows of it (``hours``, ``price``). It retires after the day `last`.
    """

    id: str
    record: Credential
    minutes: int
    time: int
    least: int
    offers: tuple[UsableOffer, ...]
    teaches: dict[str, int]
    needs: Expression
    unknown: tuple[str, ...] = ()
    last: date | None = None

    @property
    def award(self) -> str | None:
        """The award of a degree."""
        return self.record.award if self.record.kind == "degree" else None


class Candidates:
    """Makes candidates on demand, each once. `missed` says of those asked for that come too late why they do.

    The awards of the programmes in `completing` are held once these are completed.
    """

    def __init__(
        self,
        catalog: Catalog,
        learner: Learner,
        limits: Limits,
        allow_unknown: bool,
        completing: tuple[Programme, ...] = (),
    ) -> None:
        self.catalog = catalog
        self.completing = completing
        self.learner = learner
        self.limits = limits
        self.allow_unknown = allow_unknown
        self.prices = Prices(catalog, learner, limits.min_confidence, limits.free_only)
        self.missed: dict[str, str] = {}
        self._made: dict[str, Candidate | None] = {}
        self._without: Candidates | None = None
        self._teachers: dict[str, list[str]] | None = None
        self._settled: list[Candidate] = []
        self._degrees: dict[HasDegree, list[str]] = {}

    def get(self, id: str) -> Candidate | None:
        """The candidate, or None where the learner cannot, need not or will not earn it, or too little is known of it."""
        candidate = self._get(id)
        return None if candidate is not None and candidate.unknown and not self.allow_unknown else candidate

    def with_unknown(self) -> Candidates:
        """The same, with those of which the price or the hours are unknown; what has been read is shared."""
        wider = Candidates(self.catalog, self.learner, self.limits, True, self.completing)
        wider.prices, wider._made, wider.missed, wider._without = self.prices, self._made, self.missed, self._without
        return wider

    def with_award(self, programme: Programme) -> Candidates:
        """The same, with the award of a programme to come; what has been read is shared."""
        other = Candidates(self.catalog, self.learner, self.limits, self.allow_unknown, (programme,))
        other.prices, other.missed, other._without = self.prices, self.missed, self
        return other

    def unknown_of(self, id: str) -> tuple[str, ...]:
        """What nobody knows of a credential that is left out for that."""
        candidate = None if self.allow_unknown else self._get(id)
        return candidate.unknown if candidate is not None else ()

    def left_out(self) -> list[Candidate]:
        """Those asked for so far of which the price or the hours are unknown, by id."""
        return [] if self.allow_unknown else [found for _, found in sorted(self._made.items()) if found and found.unknown]

    def _get(self, id: str) -> Candidate | None:
        if id not in self._made:
            self._made[id] = self._read(id) if self._without is None else self._awarded(self._without._get(id))
        return self._made[id]

    def _read(self, id: str) -> Candidate | None:
        record = self.catalog.get(Credential, id)
        return self._make(record) if record is not None and self._is_open(record) else None

    def _awarded(self, found: Candidate | None) -> Candidate | None:
        """A candidate made without the award, with what it still needs once that is to come."""
        if found is None or found.needs == NOTHING:
            return found
        needs = simplify(parse_all(found.record.requires), self.learner, self.catalog, self.completing)
        return replace(found, needs=needs)

    def _is_open(self, record: Credential) -> bool:
        held = self.learner.holds(record.id)
        return not held and record.id not in self.limits.exclude and self.is_open_to(Traits(*traits_of(record)))

    def is_open_to(self, traits: Traits) -> bool:
        """Whether what has these traits is open to the learner, and known surely enough; a length may be an estimate."""
        excluded, least = self.limits.exclude, self.limits.min_confidence
        return (
            traits.status == "active"
            and (traits.retired_on is None or traits.retired_on > self.learner.start.isoformat())
            and not (traits.provider in excluded or (traits.platform or "") in excluded)
            and self.learner.open_to(traits.countries, traits.audience, traits.languages)
            and sure_enough(traits.confidence, least)
        )

    def _make(self, record: Credential) -> Candidate | None:
        study, time, least = self._times(record.effort)
        if words := self.too_late(record):
            self.missed[record.id] = words
            return None
        offers = tuple(self.prices.usable(record, study, self._done(time)))
        unknown = (
            *(("hours",) if typical_minutes(record.effort) is None else ()),
            *(() if record.offers else ("price",)),
        )
        if not offers and record.offers:
            return None
        offers = offers or (UsableOffer(-1, 0),)
        needs = simplify(parse_all(record.requires), self.learner, self.catalog, self.completing)
        last = date.fromisoformat(record.retired_on) if record.retired_on else None
        return Candidate(record.id, record, study, time, least, offers, self.teaches(record), needs, unknown, last)

    def _times(self, effort: Effort | None) -> tuple[int, int, int]:
        """Typical study, the time that it takes at least, and the minimum duration, in minutes of study."""
        study = typical_minutes(effort) or 0
        least = ceil(_weeks(effort) * self.learner.pace * 60)
        return study, max(study, least), least

    def _done(self, minutes: int) -> date:
        """The day on which so many minutes of study are done, if nothing comes before."""
        return after(self.learner.start, minutes, self.learner.pace)

    def too_late(self, record: Credential) -> str:
        """Why a credential cannot be finished before it retires, or while it can be paid for; empty where it can."""
        done = self._done(self._times(record.effort)[1]).isoformat()
        retires, start = record.retired_on, self.learner.start.isoformat()
        ends = max((offer.end or done for offer in record.offers), default=done)
        if retires is not None and retires <= start:
            return f"retired on {retires}"
        if retires is not None and retires < done:
            return f"retires on {retires}, before it could be finished on {done}"
        return f"is offered until {ends}, before it could be finished on {done}" if start <= ends < done else ""

    def teaches(self, record: Credential) -> dict[str, int]:
        """The level of every skill that earning a credential satisfies, broader ones included."""
        levels: dict[str, int] = {}
        for skill, level in taught_levels(record, record.teaches):
            for above in self.catalog.broader(skill):
                levels[above] = max(levels.get(above, 0), level)
        return levels

    def settle(self, candidates: Iterable[Candidate]) -> None:
        """Let no others be suppliers of skills from now on."""
        self._teachers = {}
        self._settled = sorted(candidates, key=lambda candidate: candidate.id)
        for candidate in self._settled:
            for skill in candidate.teaches:
                self._teachers.setdefault(skill, []).append(candidate.id)

    def suppliers(self, atom: Atom) -> list[str]:
        """Ids of the credentials that could meet an atom, sorted; availability is for `get` to say."""
        match atom:
            case HasCredential(id):
                return [id]
            case KnowsSkill(skill, _) if self._teachers is not None:
                return self._teachers.get(skill, [])
            case HasDegree() if self._teachers is not None:
                return [each.id for each in self._settled if supplies(each, atom)]
            case KnowsSkill() | HasDegree():
                return self.answering(atom)
            case _:
                return []

    def teachers(self, skill: str) -> list[str]:
        """Ids of the credentials that name a skill or a narrower one, sorted."""
        return sorted({id for kind in self.catalog.narrower(skill) for id in self.catalog.teaching(kind)})

    def answering(self, question: Question) -> list[str]:
        """Ids of all credentials that could, settled or not, sorted."""
        return self.teachers(question.skill) if isinstance(question, KnowsSkill) else self.degrees(question)

    def degrees(self, wanted: HasDegree) -> list[str]:
        """Ids of the credentials that grant an award or a higher one, sorted."""
        if wanted not in self._degrees:
            self._degrees[wanted] = sorted(id for each in awards_of(wanted) for id in self.catalog.awarding(*each))
        return self._degrees[wanted]

    def count_degrees(self, wanted: HasDegree) -> int:
        """How many these are at most."""
        return sum(self.catalog.count_awarding(*each) for each in awards_of(wanted))

    def supplies(self, candidate: Candidate, atom: Atom) -> bool:
        """Whether earning the candidate meets an atom."""
        return supplies(candidate, atom)


def _weeks(effort: Effort | None) -> Fraction:
    return Fraction(str(effort.min_weeks)) if effort is not None and effort.min_weeks is not None else Fraction(0)


def supplies(candidate: Candidate, atom: Atom) -> bool:
    """Whether earning the candidate meets an atom."""
    match atom:
        case HasCredential(id):
            return candidate.id == id
        case KnowsSkill(skill, level):
            return candidate.teaches.get(skill, 0) >= level
        case HasDegree():
            return candidate.award is not None and grants(candidate.award, candidate.record.award_field, atom)
    return False


def learn(levels: dict[str, int], candidate: Candidate) -> None:
    """Add what earning the candidate gives: the levels of its skills, the rank of its degree, of any and of its field."""
    gained = dict(candidate.teaches)
    if candidate.award is not None:
        fields = (None, candidate.record.award_field)
        gained.update((degree_key(field), AWARD_RANKS.get(candidate.award, -1) + 1) for field in fields)
    for what, level in gained.items():
        levels[what] = max(levels.get(what, 0), level)


def degree_key(field: str | None) -> str:
    """Under which name levels have the rank of a degree; no skill is called so."""
    return f"degree:{field or ''}"
