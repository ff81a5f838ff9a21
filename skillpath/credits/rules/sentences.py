"""What a transfer rule says, in a sentence: for answers, and for the reasons why a credit does not count."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.programmes import (
    Accept,
    AtLeast,
    AtMost,
    Block,
    Charge,
    Convert,
    Dated,
    Entry,
    Filter,
    Grade,
    Once,
    Programme,
    Refuse,
    Relevel,
    TextRule,
    TransferRule,
)

_LISTS = (
    ("credit_from", "from"),
    ("providers", "by"),
    ("credentials", "for"),
    ("courses", "in"),
    ("areas", "in"),
    ("subjects", "in"),
)


def sentence(rule: TransferRule, programme: Programme) -> str:
    """A rule in words, with its note where that tells more."""
    if isinstance(rule, TextRule):
        return rule.says
    words = f"{_body(rule, programme)}{_scope(rule, programme)}"
    return f"{words} ({rule.note})" if rule.note else words


def short(rule: TransferRule, programme: Programme) -> str:
    """A rule as the catalogue words it, or in our own words where it does not."""
    return rule.note or sentence(rule, programme)


def _body(rule: TransferRule, programme: Programme) -> str:
    match rule:
        case AtMost():
            return f"at most {_amount(rule, programme)} of {filter_words(rule.over)}{_each(rule)}"
        case AtLeast():
            return f"at least {_amount(rule, programme)} of {filter_words(rule.over)}{_each(rule)}"
        case Accept():
            return f"only {filter_words(rule.over)} is taken"
        case Refuse():
            return f"{filter_words(rule.over)} is not taken"
        case Once():
            return f"credit for at most {rule.count} of {filter_words(rule.over)}"
        case Dated():
            return f"{filter_words(rule.over)} {_dates(rule)}"
        case Grade():
            return f"{filter_words(rule.over)} needs " + _grades(rule)
        case Relevel():
            return f"{filter_words(rule.over)} lands " + _level(rule)
    return _other(rule)


def _other(rule: TransferRule) -> str:
    match rule:
        case Convert():
            return f"one {rule.unit} counts as {rule.factor:g}"
        case Block():
            hours = f"{rule.hours:g} hours" if rule.hours is not None else "whole requirements"
            return f"a finished award or credential counts as {hours} at once"
        case Charge():
            free = f", the first {rule.free_first} free" if rule.free_first else ""
            return f"{rule.price} {'once' if rule.per == 'once' else f'per {rule.per}'} for {filter_words(rule.over)}{free}"
        case Entry():
            return "there is a condition for entry"
    return ""


def _amount(rule: AtMost | AtLeast, programme: Programme) -> str:
    if isinstance(rule, AtLeast) and rule.distinct is not None:
        return f"{rule.count or 1} different {rule.distinct}s"
    hours = limit_hours(rule, programme)
    shown = f"{hours:g} hours"
    return f"{rule.percent:g} % ({shown})" if rule.percent is not None else shown


def limit_hours(rule: AtMost | AtLeast, programme: Programme) -> float:
    """The hours of a limit, of the programme's total where it is a share."""
    if rule.hours is not None:
        return rule.hours
    return (rule.percent or 0) * programme.total / 100


def _each(rule: AtMost | AtLeast) -> str:
    return f" in each {rule.each}" if rule.each else ""


def _dates(rule: Dated) -> str:
    parts = []
    if rule.within_years is not None:
        parts.append(f"must be at most {rule.within_years:g} years old")
    if rule.after is not None:
        parts.append(f"must be completed from {rule.after} on")
    if rule.before is not None:
        parts.append(f"must be completed before {rule.before}")
    if rule.before_enrolment:
        parts.append("must be completed before the first course at the institution")
    return " and ".join(parts) or "is taken at any age"


def _grades(rule: Grade) -> str:
    parts = [f"a grade of {rule.least}"] if rule.least else []
    return " and ".join([*parts, *([f"an average of {rule.average:g}"] if rule.average is not None else [])]) or "a grade"


def _level(rule: Relevel) -> str:
    parts = [f"at {rule.level} level"] if rule.level else []
    return " and ".join([*parts, *(["in electives only"] if rule.electives_only else [])])


def _scope(rule: TransferRule, programme: Programme) -> str:
    if not rule.scope:
        return ""
    names = [requirement.name for requirement in programme.requirements if requirement.id in rule.scope]
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    return f" within {shown}"


def filter_words(over: Filter) -> str:
    """The credit that a filter is about, in words."""
    parts = list(_filter_parts(over))
    if over.here:
        return " ".join(("credit taken at the institution", *parts))
    if over.here is False and not parts:
        return "credit from outside"
    return " ".join(("credit", *parts))


def _filter_parts(over: Filter) -> Iterator[str]:
    if over.levels:
        yield f"at {' or '.join(over.levels)} level"
    for name, word in _LISTS:
        values: tuple[str, ...] = getattr(over, name)
        if values:
            shown = ", ".join(values[:6]) + (f" and {len(values) - 6} more" if len(values) > 6 else "")
            yield f"{word} {shown}"
    if over.number_below is not None:
        yield f"of courses numbered below {over.number_below}"
    if over.number_from is not None:
        yield f"of courses numbered from {over.number_from}"
    if over.excluding:
        yield f"other than {', '.join(over.excluding)}"
