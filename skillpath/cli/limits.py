"""What commands that plan share besides the learner: the limits of a plan, each option declared and read once."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Annotated

import typer
from msgspec import Struct

from skillpath.catalog.values import Money
from skillpath.cli.session import Session, read_date
from skillpath.errors import SkillpathError
from skillpath.planner.request import OBJECTIVES, Limits, Objective


class Sureness(StrEnum):
    """The least confidence that a fact may have."""

    low = "low"
    medium = "medium"
    high = "high"


ReadinessOption = Annotated[
    float | None, typer.Option(min=0, max=100, metavar="PERCENT", help="Cover at least this share of the role's skills.")
]
EstablishedOption = Annotated[
    bool, typer.Option("--established", help="The level of an established worker, not of an entry-level hire.")
]
SkillsOnlyOption = Annotated[bool, typer.Option("--skills-only", help="Do not ask for a credential that employers recognise.")]
BudgetOption = Annotated[str | None, typer.Option(metavar="AMOUNT", help="Spend at most this: `500` or `500 EUR`.")]
DeadlineOption = Annotated[str | None, typer.Option(metavar="DATE", help="Finish by this day.")]
MaxWeeksOption = Annotated[float | None, typer.Option(min=0, metavar="WEEKS", help="Take at most so many weeks.")]
ExcludeOption = Annotated[list[str] | None, typer.Option(metavar="ID", help="A credential, provider or programme to leave out.")]
FreeOnlyOption = Annotated[bool, typer.Option("--free-only", help="Only what costs nothing.")]
MaxPerProviderOption = Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many from one provider.")]
MinConfidenceOption = Annotated[
    Sureness | None,
    typer.Option(help="Use only facts at least this sure; how long something takes may be an estimate.", show_default="low"),
]
AllowUnknownOption = Annotated[
    bool, typer.Option("--allow-unknown", help="Count unknown prices and hours as zero, and mark them.")
]
TimeLimitOption = Annotated[
    float | None, typer.Option(min=0, metavar="SECONDS", help="Stop after this long with the best so far.")
]


class LimitOptions(Struct):
    """What the command line says of limits; None leaves the profile's word."""

    budget: str | None = None
    deadline: str | None = None
    max_weeks: float | None = None
    include: list[str] | None = None
    exclude: list[str] | None = None
    free_only: bool = False
    max_per_provider: int | None = None
    min_confidence: Sureness | None = None
    readiness: float | None = None


def read_limits(options: LimitOptions, session: Session) -> Limits:
    """The limits of a call: the profile's, with every option over them."""
    kept = session.profile.profile.limits
    return Limits(
        budget=_budget(options.budget or kept.budget, session),
        deadline=_deadline(options.deadline, kept.deadline),
        max_weeks=options.max_weeks,
        exclude=tuple(_excluded(text, session) for text in (*kept.exclude, *(options.exclude or ()))),
        include=tuple(_included(text, session) for text in options.include or ()),
        free_only=options.free_only or kept.free_only,
        max_per_provider=options.max_per_provider or kept.max_per_provider,
        min_confidence=options.min_confidence.value if options.min_confidence else kept.min_confidence or "low",
        readiness=options.readiness,
    )


def check_numbers(**values: float | None) -> None:
    """Refuse numbers that are none; the names are those of the flags.

    Raises:
        SkillpathError: one is infinite or not a number.
    """
    for name, value in values.items():
        if value is not None and not isfinite(value):
            raise SkillpathError("usage", f"--{name.replace('_', '-')}: `{value}` is not a number to plan with")


def read_objectives(text: str) -> tuple[Objective, ...]:
    """An order of objectives: ``time,cost``.

    Raises:
        SkillpathError: it is none.
    """
    words = tuple(word.strip() for word in text.split(","))
    if not words or any(word not in OBJECTIVES for word in words) or len(set(words)) != len(words):
        hint = "use cost, time and steps, each at most once, such as `--by time,cost`"
        raise SkillpathError("usage", f"--by: `{text}` is not an order of objectives", hint=hint)
    return tuple(objective for word in words for objective in OBJECTIVES if objective == word)


def _budget(text: str | None, session: Session) -> Money | None:
    if text is None:
        return None
    found = re.fullmatch(r"\s*([A-Z]{3}|[$€£])?\s*(\d[\d,]*(?:\.\d{1,2})?)\s*([A-Z]{3})?\s*", text)
    if found is None or (found[1] and found[3]):
        raise SkillpathError("usage", f"--budget: `{text}` is not an amount", hint="write `500` or `500 EUR`")
    signs = {"$": "USD", "€": "EUR", "£": "GBP"}
    currency = found[3] or signs.get(found[1] or "", found[1]) or session.learner.currency
    return Money.parse(f"{found[2].replace(',', '')} {currency}")


def _deadline(given: str | None, kept: str | None) -> date | None:
    return read_date(given, "--deadline") or read_date(kept, "the profile's deadline")


def _included(text: str, session: Session) -> str:
    from skillpath.catalog.records import Credential
    from skillpath.learner.learner import find_credential
    from skillpath.planner.target import unknown_name

    found = find_credential(text, session.catalog)
    if found is None:
        raise unknown_name("credential", text, session.catalog, [Credential])
    return found.id


def _excluded(text: str, session: Session) -> str:
    from skillpath.catalog.programmes import Programme
    from skillpath.catalog.records import Credential, Provider
    from skillpath.learner.learner import find_credential
    from skillpath.planner.target import unknown_name

    found = find_credential(text, session.catalog)
    if found is not None:
        return found.id
    for kind in (Provider, Programme):
        named = session.catalog.named(kind, text)
        if len(named) == 1:
            return named[0].id
    raise unknown_name("credential, provider or programme", text, session.catalog, [Credential, Provider, Programme])
