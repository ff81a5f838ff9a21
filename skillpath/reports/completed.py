"""The line of a plan in which a programme is completed because something needs its award."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.requirements import Expression, HasAward, atoms, parse_all
from skillpath.catalog.values import Money
from skillpath.planner.answer import Answer
from skillpath.planner.simplify import serves
from skillpath.reports.envelope import hours
from skillpath.reports.words import money_text, provider_name

Row = tuple[str, str, str, str, str, str]


def completed_row(answer: Answer, catalog: Catalog) -> Row:
    """The programme between the steps: what needs its award, the study there, what its institution is paid."""
    placed = answer.programmes[0]
    programme = placed.programme
    what = f"{programme.name}\n{programme.id}, completed at {provider_name(programme.institution, catalog)}"
    when = "" if answer.there is None else f"{answer.there[0]} to\n{answer.there[1]}"
    paid = money_text(Money.of_cents(placed.cents, answer.currency))
    return "", what, f"{programme.award}: " + ", ".join(_needing(answer)), hours(placed.minutes), when, paid


def _needing(answer: Answer) -> Iterator[str]:
    """What needs the award: steps, and the goal itself."""
    for step in answer.steps[answer.completed_after :]:
        if _asks(answer, parse_all(step.credential.requires)):
            yield f"needed for {step.credential.id}"
    for want in answer.goal.wanted:
        if _asks(answer, want.need):
            yield want.tag.text


def _asks(answer: Answer, need: Expression) -> bool:
    programme = answer.programmes[0].programme
    return any(isinstance(atom, HasAward) and serves(programme, atom) for atom in atoms(need))
