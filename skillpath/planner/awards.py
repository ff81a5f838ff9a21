"""Plans that need an award which no credential grants and the learner lacks: the target and one programme, planned together.

A programme is brought in only where no stack of credentials alone reaches the target. Each programme that grants a missing award
is then part of a model of its own, with the target; what the best of them comes to bounds the search for the others.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import Programme
from skillpath.catalog.requirements import HasAward, atoms
from skillpath.learner.learner import Learner
from skillpath.planner.answer import Answer
from skillpath.planner.candidates import Candidates
from skillpath.planner.goal import Goal, make_goal
from skillpath.planner.question import answer_of, ends_of, is_over, least_of, values_of, with_unknown
from skillpath.planner.reasons import out_of_reach
from skillpath.planner.relevant import Relevant, Search
from skillpath.planner.request import Limits, ProgrammeTarget, Request, Watch
from skillpath.planner.simplify import serves


def with_programme(catalog: Catalog, learner: Learner, request: Request, watch: Watch) -> Answer | None:
    """The best plan that completes one programme for its award; None where there is none.

    The first objective alone bounds what each programme can come to; only those within reach of the best are planned in full.
    """
    programmes = opening(catalog, learner, request)
    ends = ends_of(request)
    without = Candidates(catalog, learner, request.limits, request.allow_unknown)
    sources = [without.with_award(each) for each in programmes]
    best: tuple[Answer, Search, Candidates] | None = None
    unfinished: Answer | None = None
    for bound, source in _bounded(sources, request, ends, watch):
        known = () if best is None else values_of(best[0])
        if known and bound > known[0]:
            break
        answer, search = answer_of(source, request, ends, known, explain=False)
        if answer.status in ("unknown", "feasible") or is_over(ends):
            unfinished = answer
        if answer.totals is not None and (best is None or values_of(answer) < known):
            best = answer, search, source
        if is_over(ends):
            break
    if best is None:
        return unfinished or _too_tight(catalog, learner, request, watch)
    answer = replace(best[0], weighed=len(programmes))
    if unfinished is not None:
        return replace(answer, status="feasible", stages=tuple(stage.unproven for stage in answer.stages))
    return with_unknown(answer, best[1], best[2], request)


def _too_tight(catalog: Catalog, learner: Learner, request: Request, watch: Watch) -> Answer | None:
    """Which limits leave no room for the plan that were the best without them; None where it is not for them."""
    kept = request.limits
    free = Limits(exclude=kept.exclude, include=kept.include, min_confidence=kept.min_confidence)
    best = None if free == kept else with_programme(catalog, learner, replace(request, limits=free), watch)
    if best is None or best.totals is None:
        return None
    completing = tuple(each.programme for each in best.programmes)
    return answer_of(Candidates(catalog, learner, kept, request.allow_unknown, completing), request, ends_of(request))[0]


def _bounded(sources: list[Candidates], request: Request, ends: float | None, watch: Watch) -> list[tuple[int, Candidates]]:
    """The programmes that could be completed, with the least that a plan with each can come to, least first.

    What is dearer than the least so far is only known to be so.
    """
    found: list[tuple[int, Candidates]] = []
    least: int | None = None
    alone = [replace(request, target=ProgrammeTarget(source.completing)) for source in sources]
    for source, _ in zip(sources, watch(alone), strict=True):
        bound = 0 if is_over(ends) else least_of(source, request, ends, least)
        if bound is not None:
            found.append((bound, source))
            least = bound if least is None else min(least, bound)
    return sorted(found, key=lambda pair: (pair[0], pair[1].completing[0].id))


def is_opened(catalog: Catalog, learner: Learner, request: Request) -> bool:
    """Whether one programme, completed for its award, makes a plan possible."""
    programmes = opening(catalog, learner, request)
    without = Candidates(catalog, learner, request.limits, request.allow_unknown)
    return any(least_of(without.with_award(each), request, None, None) is not None for each in programmes)


def opening(catalog: Catalog, learner: Learner, request: Request) -> list[Programme]:
    """The programmes with the award of any of which the target is in reach, by id."""
    found = [each for each in catalog.all(Programme) if each.status == "active" and may_be_taken(each, request)]
    goal, relevant = _with_awards(catalog, learner, request, tuple(found))
    if out_of_reach(goal, relevant):
        return []
    asked = frozenset(_awards(goal, relevant))
    by_awards: dict[frozenset[HasAward], list[Programme]] = {}
    for each in found:
        by_awards.setdefault(frozenset(award for award in asked if serves(each, award)), []).append(each)
    groups = [group for awards, group in by_awards.items() if awards]
    fitting = (group for group in groups if not out_of_reach(*_with_awards(catalog, learner, request, (group[0],))))
    return sorted((each for group in fitting for each in group), key=lambda each: each.id)


def may_be_taken(programme: Programme, request: Request) -> bool:
    """Whether neither a programme nor its institution is excluded."""
    return not {programme.id, programme.institution}.intersection(request.limits.exclude)


def _with_awards(
    catalog: Catalog, learner: Learner, request: Request, programmes: tuple[Programme, ...]
) -> tuple[Goal, Relevant]:
    """The question as if what these programmes grant came for free."""
    source = Candidates(catalog, learner, request.limits, request.allow_unknown, programmes)
    goal = replace(make_goal(request.target, catalog, learner, programmes), programmes=None)
    return goal, Search(goal, source, request).relevant()


def _awards(goal: Goal, relevant: Relevant) -> Iterator[HasAward]:
    """The awards that the goal, or something that leads to it, asks for."""
    needs = (*(want.need for want in goal.wanted), *(candidate.needs for candidate in relevant.candidates.values()))
    yield from (atom for need in needs for atom in atoms(need) if isinstance(atom, HasAward))
