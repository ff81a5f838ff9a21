"""Blocks that count as a whole, and charges for taking credit."""

from __future__ import annotations

from math import ceil
from typing import NamedTuple

import msgspec

from skillpath.catalog.programmes import Block, Charge, Requirement
from skillpath.catalog.requirements import HasCredential, atoms, parse_all
from skillpath.credits.credit import Credit
from skillpath.credits.filters import is_high_enough
from skillpath.credits.placement import Placement, Require, hundredths
from skillpath.credits.rules.limits import Cents
from skillpath.credits.rules.sentences import sentence
from skillpath.model import Tag


class Charged(NamedTuple):
    """What a charge comes to: a variable that counts units, and the cents of one."""

    words: str
    variable: int
    cents: int


def block(rule: Block, number: int, placement: Placement, require: Require) -> None:
    """What is finished as a whole fills requirements with up to its hours, and its parts give no other credit."""
    slots = [each for each in placement.programme.requirements if each.id in rule.fulfils or (not rule.fulfils and each.elective)]
    credit = _block_credit(rule, number, placement, slots)
    slots = [each for each in slots if not each.here and is_high_enough(credit, each)]
    if not slots:
        return
    id = credit.id
    used = placement.model.variable(f"b:{placement.programme.id}:{number}")
    placement.blocks[id] = used
    placement.credits[id] = credit
    require(parse_all(rule.requires), used, Tag("rule", credit.name, placement.programme.origin))
    variables = []
    for slot in slots:
        variable = placement.model.variable(f"p:{id}:{slot.id}", hundredths(slot.hours) // placement.scale)
        placement.counted[id, slot.id] = variable
        variables.append(variable)
    placement.model.row([*((variable, placement.scale) for variable in variables), (used, -credit.hours)], upper=0)
    named = named_in(rule)
    for (other, _), variable in placement.placed.items():
        if placement.credits[other].needs in named:
            placement.model.row([(variable, 1), (used, 1)], upper=1)


def named_in(rule: Block) -> set[str]:
    """The credentials that a block is made of."""
    return {atom.id for atom in atoms(parse_all(rule.requires)) if isinstance(atom, HasCredential)}


def blocks_once(placement: Placement) -> None:
    """A credential is part of one used block at most."""
    users: dict[str, list[int]] = {}
    for number, rule in enumerate(placement.programme.rules):
        used = placement.blocks.get(f"block:{number}")
        if isinstance(rule, Block) and used is not None:
            for id in named_in(rule):
                users.setdefault(id, []).append(used)
    for variables in users.values():
        if len(variables) > 1:
            placement.model.row([(variable, 1) for variable in variables], upper=1)


def _block_credit(rule: Block, number: int, placement: Placement, slots: list[Requirement]) -> Credit:
    hours = hundredths(rule.hours) if rule.hours is not None else sum(hundredths(each.hours) for each in slots)
    name = rule.note or sentence(rule, placement.programme)
    level = rule.level or ("upper" if any(each.level == "upper" for each in slots) else "lower")
    return Credit(f"block:{number}", name, hours, "block", level=level, origin=placement.programme.origin, held=True)


def charge(rule: Charge, number: int, placement: Placement, cents: Cents) -> Charged | None:
    """What taking some credit costs; None where it never does, or cannot be paid in this currency."""
    price = cents(rule.price)
    over = msgspec.structs.replace(rule.over, here=False)
    users = placement.uses(over, rule.scope)
    if price is None or not users or rule.over.here:
        return None
    hours = placement.terms(over, rule.scope)
    upper = sum(len(variables) for variables in users.values()) + ceil(placement.hours_of(()) / 100) + 1
    units = placement.model.variable(f"c:{placement.programme.id}:{number}", upper)
    placement.costs.append((units, price))
    _count_units(rule, placement, units, users, hours)
    return Charged(sentence(rule, placement.programme), units, price)


def _count_units(
    rule: Charge, placement: Placement, units: int, users: dict[str, list[int]], hours: list[tuple[int, int]]
) -> None:
    free = rule.free_first
    every = [variable for variables in users.values() for variable in variables]
    match rule.per:
        case "once":
            for variable in every:
                placement.model.row([(units, 1), (variable, -1)], lower=0)
        case "hour":
            terms = [(variable, -coefficient) for variable, coefficient in hours]
            placement.model.row([(units, 100), *terms], lower=-100 * free)
        case "course":
            placement.model.row([(units, 1), *((variable, -1) for variable in every)], lower=-free)
        case "credential":
            placement.model.row([(units, 1), *((used, -1) for used in _credentials(placement, users))], lower=-free)


def _credentials(placement: Placement, users: dict[str, list[int]]) -> list[int]:
    found = []
    for name, variables in users.items():
        used = placement.model.variable(f"k:{name}")
        found.append(used)
        for variable in variables:
            placement.model.row([(used, 1), (variable, -1)], lower=0)
    return found
