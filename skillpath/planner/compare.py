"""Targets side by side: what each still costs and takes from what the learner holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from skillpath.catalog.catalog import Catalog
from skillpath.credits.bodies import is_alternative
from skillpath.learner.learner import Learner
from skillpath.planner.answer import Answer
from skillpath.planner.audit import Audit, audit
from skillpath.planner.plan import plan
from skillpath.planner.request import Objective, ProgrammeTarget, Request, RoleTarget


@dataclass(frozen=True)
class Compared:
    """A role, or a programme with its audit, and the plan to it."""

    answer: Answer
    audit: Audit | None = None

    @property
    def id(self) -> str:
        """The id of the role or programme."""
        target = self.answer.request.target
        assert isinstance(target, RoleTarget | ProgrammeTarget)
        return target.role.id if isinstance(target, RoleTarget) else target.programmes[0].id

    @property
    def wasted(self) -> int:
        """Hundredths of hours of what is held that count for nothing; of alternatives by score only one could ever count."""
        if self.audit is None:
            return 0
        landed = {each.credit.id: each.credit for slot in self.audit.placed.slots for each in slot.landed}
        used = {credit.choice for credit in landed.values()} - {None}
        groups: dict[str, int] = {}
        for each in self.audit.placed.wasted:
            group = each.credit.choice or each.credit.id
            if not is_alternative(each.credit) and (each.credit.id in landed or each.credit.choice not in used):
                groups[group] = max(groups.get(group, 0), each.hours)
        return sum(groups.values())

    @property
    def taken(self) -> int:
        """Hundredths of hours that the plan takes at institutions."""
        return sum(each.taken for each in self.answer.programmes)

    def value(self, objective: Objective) -> tuple[bool, Fraction]:
        """What the plan comes to, for comparing: where some of it is unknown, after all that is known."""
        totals = self.answer.totals
        if totals is None:
            return True, Fraction(0)
        values = {"cost": Fraction(totals.cents), "time": totals.weeks, "steps": Fraction(totals.steps)}
        return totals.at_least and objective != "steps", values[objective]


def compare(catalog: Catalog, learner: Learner, request: Request) -> Compared:
    """One plan, and for a programme one audit, for the single target of a request."""
    target = request.target
    found = audit(catalog, learner, target.programmes[0], target.pins) if isinstance(target, ProgrammeTarget) else None
    return Compared(plan(catalog, learner, request), found)


def in_order(compared: Iterable[Compared], order: tuple[Objective, ...]) -> list[Compared]:
    """The best first, those without a plan last, equals by id."""
    return sorted(compared, key=lambda each: (each.answer.totals is None, *map(each.value, order), each.id))
