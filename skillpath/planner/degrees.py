"""Programmes in the integer programme: the credits that could count, where they land, and what the institution is paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from skillpath.catalog.programmes import Block, Entry, Programme
from skillpath.catalog.requirements import Atom, Expression, HasCredential, atoms, parse_all
from skillpath.catalog.values import Confidence
from skillpath.credits.bodies import one_body
from skillpath.credits.credit import Credit
from skillpath.credits.filters import fits
from skillpath.credits.here import HereHours, here_hours
from skillpath.credits.placement import Placement, common_scale, meet, place
from skillpath.credits.rules.acceptance import bars, settle
from skillpath.credits.rules.apply import apply_blocks, apply_rules
from skillpath.credits.rules.extras import Charged
from skillpath.credits.sequence import refuse_lower
from skillpath.credits.sources import CreditSource, usable
from skillpath.credits.spans import over_time
from skillpath.credits.total import NO_INSTITUTION
from skillpath.learner.learner import after
from skillpath.model import Model, Tag
from skillpath.planner.campus import Campus, CampusBuilder
from skillpath.planner.candidates import Candidate, Candidates
from skillpath.planner.offers import sure_enough
from skillpath.planner.request import ProgrammeTarget
from skillpath.planner.simplify import simplify
from skillpath.planner.timetable import Dated

Require = Callable[[Expression, int | None, Tag], None]


@dataclass
class Degree:
    """One programme in a model: all credits that were looked at, those that may land, and its charges."""

    programme: Programme
    placement: Placement
    credits: list[Credit]
    charged: list[Charged] = field(default_factory=list)

    def places(self, chosen: set[str]) -> Iterator[tuple[int, int]]:
        """The variables that place the credits which are there, with the place of the requirement in the programme."""
        order = {each.id: place for place, each in enumerate(self.programme.requirements, 1)}
        for (id, slot), variable in self.placement.placed.items():
            credit = self.placement.credits[id]
            if credit.held or credit.needs in chosen:
                yield variable, order[slot]

    def pairs(self) -> Iterator[tuple[tuple[int, int], ...]]:
        """For each credit that may land: the variables that place and count it, requirement by requirement."""
        found: dict[str, list[tuple[int, int]]] = {}
        for key, variable in self.placement.placed.items():
            found.setdefault(key[0], []).append((variable, self.placement.counted[key]))
        return map(tuple, found.values())


@dataclass
class Degrees:
    """The programmes of a model, and the institutions that teach them."""

    degrees: list[Degree] = field(default_factory=list)
    campuses: list[Campus] = field(default_factory=list)

    def uses(self) -> Iterator[tuple[str, int]]:
        """(credential, variable that places its credit) for each credit yet to be earned."""
        for degree in self.degrees:
            for (id, _), variable in degree.placement.placed.items():
                credit = degree.placement.credits[id]
                if credit.needs is not None and not credit.held:
                    yield credit.needs, variable

    def dated(self) -> Iterator[Dated]:
        """Credit yet to be earned that counts only if it is finished by a day, or from a day on."""
        for degree in self.degrees:
            placed: dict[str, list[int]] = {}
            for (id, _), variable in degree.placement.placed.items():
                placed.setdefault(id, []).append(variable)
            for id, variables in placed.items():
                credit = degree.placement.credits[id]
                if credit.held or credit.needs is None:
                    continue
                if credit.last is not None:
                    tag = Tag("dates", f"credit that must be finished by {credit.last}")
                    yield Dated(credit.needs, credit.last, tuple(variables), tag)
                if credit.first is not None:
                    tag = Tag("dates", f"credit that counts if finished from {credit.first} on")
                    yield Dated(credit.needs, credit.first - timedelta(days=1), tuple(variables), tag, by=False)

    @property
    def costs(self) -> Iterator[tuple[int, int]]:
        """What institutions are paid: variables with cents."""
        for campus in self.campuses:
            yield from campus.costs
        for degree in self.degrees:
            yield from degree.placement.costs


def credits_of(
    programme: Programme, source: Candidates, candidates: Mapping[str, Candidate], *, at_once: bool = False
) -> list[Credit]:
    """Every credit that the learner has, or could have by the candidates, as a programme sees it: refused ones too.

    With `at_once` each of the candidates is completed as if it were the first.
    """
    maker = CreditSource(programme, source.learner, source.catalog)
    found = _judged(maker.of_held(), maker, source)
    for candidate in candidates.values():
        found.extend(_of_earned(candidate, maker, source, at_once=at_once))
    return refuse_lower(found, source.catalog)


def _judged(credits: Iterable[Credit], maker: CreditSource, source: Candidates) -> list[Credit]:
    """Credits as the rules of the programme leave them, and the confidence that is asked for."""
    settled = (settle(credit, maker.programme, source.learner.start) for credit in credits)
    return one_body(_sure(credit, source.limits.min_confidence) for credit in settled)


def _of_earned(candidate: Candidate, maker: CreditSource, source: Candidates, *, at_once: bool = False) -> list[Credit]:
    """The credits of a candidate, on each day on which it could be finished."""
    done = after(source.learner.start, candidate.time, source.learner.pace)
    last = done if at_once else candidate.last
    return over_time(maker, candidate.record, done, last, lambda found: _judged(found, maker, source))


def _sure(credit: Credit, least: Confidence) -> Credit:
    """A credit that rests on a fact less sure than asked is refused."""
    if credit.why_not or sure_enough(credit.confidence, least):
        return credit
    return replace(credit, why_not=f"its confidence is {credit.confidence}, less than asked (`--min-confidence`)")


def degree_roots(target: ProgrammeTarget, source: Candidates) -> list[Atom]:
    """What programmes ask of credentials: those that give credit, and what entry and blocks require."""
    found: list[Atom] = [HasCredential(id) for id in credit_roots(target, source)]
    for programme in target.programmes:
        rules = [rule.requires for rule in programme.rules if isinstance(rule, Entry | Block)]
        for requires in (programme.requires, *rules):
            found.extend(atoms(simplify(parse_all(requires), source.learner, source.catalog)))
    return found


def credit_roots(target: ProgrammeTarget, source: Candidates) -> list[str]:
    """Ids of the credentials that give credit which some requirement of some programme could use, sorted."""
    bearing = set(source.catalog.recommended())
    useful: set[str] = set()
    for programme in target.programmes:
        maker = CreditSource(programme, source.learner, source.catalog)
        held = _judged(maker.of_held(), maker, source)
        for id in sorted(bearing | maker.articulated.keys()):
            candidate = source.get(id)
            if candidate is not None and id not in useful and _is_useful(candidate, held, maker, source):
                useful.add(id)
    return sorted(useful)


def _is_useful(candidate: Candidate, held: list[Credit], maker: CreditSource, source: Candidates) -> bool:
    """Whether some requirement takes credit of it, on some day."""
    found = refuse_lower([*held, *_of_earned(candidate, maker, source)], source.catalog)[len(held) :]
    programme, start = maker.programme, source.learner.start
    slots = programme.requirements
    return any(fits(credit, each) and not bars(credit, each, programme, start) for credit in usable(found) for each in slots)


class DegreeBuilder:
    """Adds the programmes of a target to a model of stacks."""

    def __init__(self, model: Model, source: Candidates, candidates: Mapping[str, Candidate], require: Require) -> None:
        self.model = model
        self.source = source
        self.candidates = candidates
        self.require = require

    def build(self, target: ProgrammeTarget, earn: Mapping[str, int], *, complete: bool) -> Degrees:
        """Placements of all programmes; with `complete`, each is met, and hours can be taken at its institution."""
        found = Degrees()
        campuses: dict[str, list[HereHours]] = {}
        teaching = _by_institution(target.programmes) if complete else {}
        for institution, programmes in teaching.items():
            campuses[institution] = here_hours(self.model, programmes, self.source.catalog)
        for programme in target.programmes:
            here = campuses.get(programme.institution, [])
            found.degrees.append(self._degree(programme, target, here, earn, complete=complete))
        for institution, programmes in teaching.items():
            builder = CampusBuilder(self.model, self.source, self._cents)
            found.campuses.append(builder.build(programmes, campuses[institution]))
        return found

    def _cents(self, price: str) -> int | None:
        return self.source.prices.cents(price)

    def _degree(
        self, programme: Programme, target: ProgrammeTarget, here: list[HereHours], earn: Mapping[str, int], *, complete: bool
    ) -> Degree:
        credits = credits_of(programme, self.source, self.candidates)
        scale = common_scale(programme, usable(credits))
        placement = Placement(self.model, programme, self.source.learner, self.source.catalog, complete, scale)
        place(placement, credits, here, earn, dict(target.pins))
        apply_blocks(placement, self._require_simply)
        meet(placement)
        degree = Degree(programme, placement, credits, apply_rules(placement, self._cents))
        if complete:
            self._entry(programme)
        return degree

    def _require_simply(self, need: Expression, when: int | None, tag: Tag) -> None:
        self.require(simplify(need, self.source.learner, self.source.catalog), when, tag)

    def _entry(self, programme: Programme) -> None:
        """What must be held before the programme can be started."""
        for requires in (programme.requires, *(rule.requires for rule in programme.rules if isinstance(rule, Entry))):
            tag = Tag("entry", f"what {programme.name} asks for entry", programme.origin)
            self._require_simply(parse_all(requires), None, tag)


def _by_institution(programmes: tuple[Programme, ...]) -> dict[str, tuple[Programme, ...]]:
    """The programmes of each institution; a number of credit hours has none."""
    groups: dict[str, tuple[Programme, ...]] = {}
    for programme in programmes:
        if programme.institution == NO_INSTITUTION:
            continue
        groups[programme.institution] = (*groups.get(programme.institution, ()), programme)
    return groups
