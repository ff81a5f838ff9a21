"""Rules that look at one credit by itself: what is taken, from when, with which grade, at which level."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from skillpath.catalog.programmes import Accept, Dated, Grade, Programme, Refuse, Relevel, Requirement, TransferRule
from skillpath.credits.credit import Credit
from skillpath.credits.filters import matches
from skillpath.credits.rules.sentences import sentence

GRADES = ("F", "D-", "D", "D+", "C-", "C", "C+", "B-", "B", "B+", "A-", "A", "A+")
DAYS_PER_YEAR = 365.25


def settle(credit: Credit, programme: Programme, start: date) -> Credit:
    """A credit as the rules of a whole programme leave it: at another level perhaps, or refused with the reason."""
    for rule in programme.rules:
        if isinstance(rule, Relevel) and not rule.scope and matches(rule.over, credit) and not credit.here:
            level = rule.level or credit.level
            credit = replace(credit, level=level, electives_only=credit.electives_only or rule.electives_only)
    if credit.why_not:
        return credit
    return replace(credit, why_not=refusal(credit, (rule for rule in programme.rules if not rule.scope), programme, start))


def bars(credit: Credit, requirement: Requirement, programme: Programme, start: date) -> bool:
    """Whether a rule about some requirements keeps a credit out of this one."""
    scoped = (rule for rule in programme.rules if requirement.id in rule.scope)
    return bool(refusal(credit, scoped, programme, start)) or _grade_below(requirement.min_grade, credit)


def refusal(credit: Credit, rules: Iterable[TransferRule], programme: Programme, start: date) -> str:
    """Why some rules refuse a credit; empty where they take it."""
    found = next((rule for rule in rules if _refuses(rule, credit, start)), None)
    if found is None:
        return ""
    untold = isinstance(found, Dated) and credit.held and credit.completed is None
    return f"{sentence(found, programme)}: say when you earned it" if untold else sentence(found, programme)


def _refuses(rule: TransferRule, credit: Credit, start: date) -> bool:
    if credit.here and not (isinstance(rule, Refuse | Grade) and rule.over.here):
        return False
    match rule:
        case Accept():
            return not matches(rule.over, credit)
        case Refuse():
            return matches(rule.over, credit)
        case Grade():
            return matches(rule.over, credit) and _grade_below(rule.least, credit)
        case Dated():
            return matches(rule.over, credit) and _outside(rule, credit, start)
    return False


def _grade_below(least: str | None, credit: Credit) -> bool:
    """Whether a known letter grade is worse than the least one; grades of other scales cannot be compared."""
    if least not in GRADES or credit.grade not in GRADES:
        return False
    return GRADES.index(credit.grade) < GRADES.index(least)


def _outside(rule: Dated, credit: Credit, start: date) -> bool:
    """Whether a credit is completed outside a rule's dates, or was on a day that nobody tells."""
    if rule.within_years is None and rule.after is None and rule.before is None:
        return False
    if credit.completed is None:
        return credit.held or (rule.before is not None and start.isoformat() >= rule.before)
    done = credit.completed.isoformat()
    oldest = (
        start - timedelta(days=rule.within_years * DAYS_PER_YEAR) if rule.within_years is not None else date.min
    ).isoformat()
    return done < oldest or done < (rule.after or "") or done >= (rule.before or "9999")
