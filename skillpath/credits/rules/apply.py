"""Applies the rules of a programme to a placement: each form by its own module."""

from __future__ import annotations

from skillpath.catalog.programmes import AtLeast, AtMost, Block, Charge, Once
from skillpath.credits.placement import Placement, Require
from skillpath.credits.rules.extras import Charged, block, blocks_once, charge
from skillpath.credits.rules.limits import Cents, at_least, at_most, once


def apply_blocks(placement: Placement, require: Require) -> None:
    """The blocks: before the requirements are summed up, since they fill them."""
    for number, rule in enumerate(placement.programme.rules):
        if isinstance(rule, Block):
            block(rule, number, placement, require)
    blocks_once(placement)


def apply_rules(placement: Placement, cents: Cents) -> list[Charged]:
    """The rules over many credits, and what is charged for taking credit."""
    charged: list[Charged] = []
    for number, rule in enumerate(placement.programme.rules):
        match rule:
            case AtMost():
                at_most(rule, placement, cents)
            case AtLeast():
                at_least(rule, placement, cents)
            case Once():
                once(rule, placement)
            case Charge() if placement.complete:
                found = charge(rule, number, placement, cents)
                charged.extend(() if found is None else (found,))
    return charged
