"""What decides a plan, in a short phrase: the dearest part of what is still to pay, or why there is no plan."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.programmes import AtLeast, Entry, Programme
from skillpath.catalog.requirements import parse_all
from skillpath.credits.rules.sentences import sentence, short
from skillpath.model import Tag
from skillpath.planner.answer import Answer
from skillpath.planner.placed import shown_hours
from skillpath.planner.purchase import Purchase
from skillpath.planner.request import ProgrammeTarget
from skillpath.reports.needs import needs_text


def deciding(answer: Answer, catalog: Catalog) -> str:
    """What decides: the dearest part of what is still to pay, or why there is no plan."""
    if answer.totals is None:
        return _why_none(answer, catalog)
    if answer.totals.at_least and any(each.unpriced and each.taken for each in answer.programmes):
        return f"nobody says what teaching costs there: {_taken(answer)} hours are not priced"
    groups: dict[str, list[Purchase]] = {}
    for purchase in answer.purchases:
        groups.setdefault(_part(purchase), []).append(purchase)
    if not any(each.net for each in answer.purchases):
        return "nothing to pay" if answer.totals.steps else "nothing left to do"
    dearest = max(groups, key=lambda name: sum(each.net for each in groups[name]))
    return _words(dearest, groups[dearest], answer)


def _why_none(answer: Answer, catalog: Catalog) -> str:
    if answer.status == "unknown":
        return "stopped at the time limit before any plan was found"
    target = answer.request.target
    if isinstance(target, ProgrammeTarget) and _is_unpriced(answer, target):
        return "nobody says what teaching there costs"
    entry = list(_entry(answer, catalog))
    first = [*entry, *(_reason(tag, answer) for tag in answer.reasons if not (entry and tag.kind == "entry")), *answer.openings]
    first = first or ["nothing in the catalogue leads to it"]
    return first[0] + (f", and {len(first) - 1} more" if len(first) > 1 else "")


def _is_unpriced(answer: Answer, target: ProgrammeTarget) -> bool:
    """Whether there is no plan because teaching has no price that is known."""
    kinds = {tag.kind for tag in answer.reasons}
    return "entry" not in kinds and ("unpriced" in kinds or not any(map(_is_priced, target.programmes)))


def _is_priced(programme: Programme) -> bool:
    return any(entry.per_credit or entry.per_term or entry.per_course or entry.whole for entry in programme.tuition)


def _entry(answer: Answer, catalog: Catalog) -> Iterator[str]:
    """What a programme asks for entry, where that is what cannot be met."""
    target = answer.request.target
    if isinstance(target, ProgrammeTarget) and any(tag.kind == "entry" for tag in answer.reasons):
        for programme in target.programmes:
            rules = [need for rule in programme.rules if isinstance(rule, Entry) for need in rule.requires]
            asked = parse_all((*programme.requires, *rules))
            yield f"for entry: {needs_text(asked, catalog)}"


def _reason(tag: Tag, answer: Answer) -> str:
    target = answer.request.target
    names = [each.name for each in target.programmes] if isinstance(target, ProgrammeTarget) else []
    return next((tag.text.removeprefix(f"{name}: ") for name in names if tag.text.startswith(f"{name}: ")), tag.text)


def _part(purchase: Purchase) -> str:
    return purchase.kind if purchase.kind in ("tuition", "fee", "charge") else f"{purchase.kind}:{purchase.id}"


def _words(part: str, bought: list[Purchase], answer: Answer) -> str:
    if part == "tuition":
        return f"tuition for {_taken(answer)} hours there{_because(answer)}"
    if part in ("fee", "charge"):
        names = list(dict.fromkeys(each.name for each in bought))
        return f"{part}s: {', '.join(names)}" if len(names) > 1 else f"{part}: {names[0]}"
    first = bought[0]
    if first.kind == "subscription":
        months = sum(each.months for each in bought)
        return f"{first.name}, {months} month{'s' if months != 1 else ''}"
    if first.kind == "offer":
        return next((step.credential.name for step in answer.steps if step.credential.id == first.id), first.name)
    return f"{first.kind}: {first.name}"


def _taken(answer: Answer) -> str:
    return shown_hours(sum(placed.taken for placed in answer.programmes))


def _because(answer: Answer) -> str:
    """The minimum of hours taken there that leaves no room, if there is one."""
    for placed in answer.programmes:
        for rule in placed.programme.rules:
            binds = isinstance(rule, AtLeast) and rule.over.here and short(rule, placed.programme) in placed.binding
            if binds:
                return f": {sentence(replace(rule, note=''), placed.programme)}"
    return ""
