"""What a catalogue must satisfy beyond its types: small passes of one signature, records -> problems."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from skillpath.catalog.catalog import fold, names_of
from skillpath.catalog.check_programmes import programme_problems
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import Credential, Need, Recommendation, Role, Skill
from skillpath.catalog.references import references
from skillpath.catalog.requirements import (
    AWARD_RANKS,
    AllOf,
    AtLeastOf,
    Expression,
    HasCredential,
    atoms,
    parse,
    parse_all,
)
from skillpath.catalog.values import Money
from skillpath.errors import Problem

Records = dict[str, dict[str, AnyRecord]]
Pass = Callable[[Records], Iterable[Problem]]


def check(records: Records) -> list[Problem]:
    """Every problem that the passes find, by file and line."""
    problems = [problem for each in PASSES for problem in each(records)]
    return sorted(problems, key=lambda problem: (problem.file, problem.line, problem.field))


def dangling_ids(records: Records) -> Iterator[Problem]:
    """Ids that no record has."""
    for kind, by_id in records.items():
        for record in by_id.values():
            for field, id, section in references(record):
                if id not in records[section]:
                    yield _dangling(records, kind, record, field, id, section)


def _dangling(records: Records, kind: str, record: AnyRecord, field: str, id: str, target: str) -> Problem:
    from rapidfuzz import process

    close = process.extractOne(id, list(records[target]), score_cutoff=75)
    hint = f"did you mean `{close[0]}`?" if close else f"add a record `{id}` to `{target}`, or take the id out"
    return _problem(kind, record, "dangling-id", f"names `{id}`, and no record of {target} has that id", field, hint)


def _problem(kind: str, record: AnyRecord, code: str, message: str, field: str = "", hint: str = "") -> Problem:
    return Problem(code, message, record.origin.file, record.origin.line, f"{kind}:{record.id}", field, hint)


def names_taken_twice(records: Records) -> Iterator[Problem]:
    """A name or alias that two records of a kind claim: a target would be ambiguous."""
    for kind in ("skills", "roles"):
        taken: dict[str, str] = {}
        for record in records[kind].values():
            for name in names_of(record):
                other = taken.setdefault(fold(name), record.id)
                if other != record.id:
                    yield _problem(
                        kind, record, "name-taken", f"`{name}` already names `{other}`", "aliases", "keep it in one of them"
                    )


def skill_cycles(records: Records) -> Iterator[Problem]:
    """A skill that is, through `broader`, a kind of itself."""
    skills = {id: record for id, record in records["skills"].items() if isinstance(record, Skill)}
    for skill in skills.values():
        seen: list[str] = [skill.id]
        step = skill.broader
        while step is not None and step in skills and step not in seen:
            seen.append(step)
            step = skills[step].broader
        if step == skill.id:
            chain = " -> ".join((*seen, skill.id))
            yield _problem("skills", skill, "cycle", f"is a kind of itself: {chain}", "broader", "leave one `broader` out")


def malformed_needs(records: Records) -> Iterator[Problem]:
    """Requirement expressions that give none, or several, of their forms, or can never be met."""
    for kind, by_id in records.items():
        for record in by_id.values():
            for field, item in _needs(record):
                try:
                    parse(item)
                except ValueError as error:
                    yield _problem(kind, record, "bad-requirement", str(error), field)
                    continue
                if item.at_least is not None and item.at_least > len(item.of or ()):
                    words = f"asks for {item.at_least} of {len(item.of or ())}"
                    yield _problem(kind, record, "bad-requirement", words, field, "lower `at_least`, or add to `of`")
                if item.award is not None and item.award not in AWARD_RANKS:
                    hint = "the awards are " + ", ".join(AWARD_RANKS)
                    yield _problem(kind, record, "bad-requirement", f"there is no award `{item.award}`", field, hint)


def _needs(record: AnyRecord) -> Iterator[tuple[str, Need]]:
    """Every need of a record, outermost first."""
    for field in ("requires", "recommends"):
        yield from _nested(field, getattr(record, field, ()))
    for index, offer in enumerate(getattr(record, "offers", ())):
        yield from _nested(f"offers[{index}].requires", offer.requires)
    eligibility = getattr(record, "eligibility", None)
    yield from _nested("eligibility.requires", eligibility.requires if eligibility else ())
    for index, rule in enumerate(getattr(record, "rules", ())):
        yield from _nested(f"rules[{index}].requires", getattr(rule, "requires", ()))
    licence = getattr(record, "licence", None)
    yield from _nested("licence.requires", licence.requires if licence else ())


def _nested(field: str, items: tuple[str | Need, ...]) -> Iterator[tuple[str, Need]]:
    for index, item in enumerate(items):
        if isinstance(item, Need):
            path = f"{field}[{index}]"
            yield path, item
            for name, parts in (("all", item.all), ("any", item.any), ("of", item.of)):
                yield from _nested(f"{path}.{name}", parts or ())


def requirement_cycles(records: Records) -> Iterator[Problem]:
    """Credentials that can never be earned, since each waits for another: a cycle of hard prerequisites."""
    needs = {id: need for id, record in records["credentials"].items() if (need := _credential_need(record)) is not None}
    earned: set[str] = set()
    waiting = set(needs)
    while ready := {id for id in waiting if _could_be_met(needs[id], earned, needs)}:
        earned |= ready
        waiting -= ready
    for id in sorted(waiting):
        chain = _cycle_through(id, needs, waiting)
        if chain is not None and min(chain) == id:
            words = "prerequisites in a circle: " + " needs ".join((*chain, id))
            yield _problem("credentials", records["credentials"][id], "cycle", words, "requires", "make one of them `recommends`")


def _credential_need(record: AnyRecord) -> Expression | None:
    if not isinstance(record, Credential):
        return None
    try:
        return parse_all(record.requires)
    except ValueError:
        return AllOf(())


def _could_be_met(need: Expression, earned: set[str], known: dict[str, Expression]) -> bool:
    match need:
        case HasCredential(id):
            return id in earned or id not in known
        case AllOf(parts):
            return all(_could_be_met(part, earned, known) for part in parts)
        case AtLeastOf(count, parts):
            return sum(_could_be_met(part, earned, known) for part in parts) >= min(count, len(parts))
        case _:
            return True


def _cycle_through(start: str, needs: dict[str, Expression], waiting: set[str]) -> list[str] | None:
    """A shortest circle of waiting credentials from `start` back to it."""
    paths: list[list[str]] = [[start]]
    seen = {start}
    for path in paths:
        for atom in atoms(needs[path[-1]]):
            if isinstance(atom, HasCredential) and atom.id in waiting:
                if atom.id == start:
                    return path
                if atom.id not in seen:
                    seen.add(atom.id)
                    paths.append([*path, atom.id])
    return None


def impossible_figures(records: Records) -> Iterator[Problem]:
    """Ranges that are upside down, and offers that say nothing."""
    for record in records["credentials"].values():
        if isinstance(record, Credential):
            yield from _effort_problems(record)
            yield from _offer_problems(record)
    for record in records["recommendations"].values():
        if isinstance(record, Recommendation) and record.start and record.end and record.start > record.end:
            yield _problem("recommendations", record, "bad-range", f"starts on {record.start}, after it ends", "start")
    for record in records["roles"].values():
        if isinstance(record, Role) and not record.skills:
            yield _problem("roles", record, "no-skills", "asks for no skill", "skills", "list what the job needs")


def _effort_problems(record: Credential) -> Iterator[Problem]:
    effort = record.effort
    if effort is None:
        return
    if effort.hours is not None and (effort.min_hours is not None or effort.max_hours is not None):
        yield _problem("credentials", record, "bad-range", "gives both `hours` and a range", "effort", "keep one")
    elif (effort.min_hours is None) != (effort.max_hours is None):
        yield _problem("credentials", record, "bad-range", "gives one end of a range", "effort", "give both, or `hours`")
    elif effort.min_hours is not None and effort.max_hours is not None and effort.min_hours > effort.max_hours:
        yield _problem("credentials", record, "bad-range", "`min_hours` is above `max_hours`", "effort.min_hours")


def _offer_problems(record: Credential) -> Iterator[Problem]:
    for index, offer in enumerate(record.offers):
        field = f"offers[{index}]"
        if not (offer.price or offer.subscription or offer.per_credit or offer.fees):
            yield _problem("credentials", record, "empty-offer", "names no price", field, "free things say `price: 0 USD`")
        if offer.price_max and (not offer.price or Money.parse(offer.price_max).cents < Money.parse(offer.price).cents):
            yield _problem("credentials", record, "bad-range", "`price_max` is below `price`", field)
        if offer.per_credit and offer.credits is None:
            yield _problem("credentials", record, "empty-offer", "`per_credit` needs `credits`", field)


PASSES: tuple[Pass, ...] = (
    dangling_ids,
    names_taken_twice,
    skill_cycles,
    malformed_needs,
    requirement_cycles,
    impossible_figures,
    programme_problems,
)
