"""Rows by which a requirement expression is met, for whatever variables stand for the credentials that meet its atoms."""

from __future__ import annotations

from collections.abc import Callable

from skillpath.catalog.requirements import AllOf, AtLeastOf, Atom, Expression
from skillpath.model import Model, Tag

Supporters = Callable[[Atom], list[int]]
"""The variables any of which meets an atom."""


def require(model: Model, need: Expression, when: int | None, tag: Tag, supporters: Supporters) -> None:
    """Rows: if the variable `when` is 1 (or always), the expression is met."""
    match need:
        case AllOf(parts):
            for part in parts:
                require(model, part, when, tag, supporters)
        case AtLeastOf():
            _require_some(model, need, when, tag, supporters)
        case _:
            _at_least(model, 1, [(variable, 1) for variable in supporters(need)], when, tag)


def _require_some(model: Model, need: AtLeastOf, when: int | None, tag: Tag, supporters: Supporters) -> None:
    terms: list[tuple[int, int]] = []
    for part in need.parts:
        if need.count == 1 and not isinstance(part, AllOf | AtLeastOf):
            terms.extend((variable, 1) for variable in supporters(part))
        else:
            met = model.variable(f"w:{len(model.variables)}")
            require(model, part, met, tag, supporters)
            terms.append((met, 1))
    _at_least(model, need.count, terms, when, tag)


def _at_least(model: Model, count: int, terms: list[tuple[int, int]], when: int | None, tag: Tag) -> None:
    if when is None:
        model.row(terms, lower=count, tag=tag)
    else:
        model.row([*terms, (when, -count)], lower=0, tag=tag)
