"""The planner's one entry: a catalogue, a learner and a request in, an answer out."""

from __future__ import annotations

from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.learner.learner import Learner
from skillpath.planner.answer import Answer
from skillpath.planner.awards import may_be_taken, with_programme
from skillpath.planner.candidates import Candidates
from skillpath.planner.question import answer_of, ends_of, values_of, with_unknown
from skillpath.planner.request import ProgrammeTarget, Request, Watch


def plan(catalog: Catalog, learner: Learner, request: Request, watch: Watch = iter) -> Answer:
    """The optimal stack for a request (design, section 4), or the honest answer that there is none.

    A choice among programmes, and several programmes together, need a plan for each alone: `watch` passes these on. So it does
    where the target needs an award that no credential grants: the best plan with one programme that grants it is the answer.

    Raises:
        SkillpathError: the request names an item that can neither be earned nor is held.
    """
    target = request.target
    if isinstance(target, ProgrammeTarget) and target.any_of:
        some = tuple(each for each in target.programmes if may_be_taken(each, request))
        target = replace(target, programmes=some or target.programmes)
        return best_of([plan(catalog, learner, one) for one in watch(_each_alone(request, target))])
    if isinstance(target, ProgrammeTarget) and len(target.programmes) > 1:
        alone = tuple(plan(catalog, learner, one) for one in watch(_each_alone(request, target)))
        return replace(_one_plan(catalog, learner, request), others=alone)
    answer = _one_plan(catalog, learner, request)
    limited = any(tag.kind == "limit" for tag in answer.reasons)
    if answer.status != "none" or answer.goal.programmes is not None or limited:
        return answer
    return with_programme(catalog, learner, request, watch) or answer


def _one_plan(catalog: Catalog, learner: Learner, request: Request) -> Answer:
    """The plan of one question, with what unknown figures could change."""
    source = Candidates(catalog, learner, request.limits, request.allow_unknown)
    answer, search = answer_of(source, request, ends_of(request))
    return with_unknown(answer, search, source, request)


def _each_alone(request: Request, target: ProgrammeTarget) -> list[Request]:
    """One request for each programme of a choice: exactly one is completed, so that the best of all is the best choice."""
    return [replace(request, target=ProgrammeTarget((each,), pins=target.pins)) for each in target.programmes]


def best_of(answers: list[Answer]) -> Answer:
    """The best of some answers by the objectives, then by id, with what the others come to; proven if all of them are."""
    solved = [answer for answer in answers if answer.totals is not None]
    if not solved:
        return answers[0]
    best = min(solved, key=lambda answer: (*values_of(answer), answer.programmes[0].programme.id))
    others = sorted((answer for answer in answers if answer is not best), key=values_of)
    return replace(best, others=tuple(others))
