"""`skillpath plan`."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from math import isfinite
from typing import Annotated

import typer

from skillpath.catalog.values import Money
from skillpath.cli.app import command_app
from skillpath.cli.options import (
    AsOfOption,
    AwardOption,
    CatalogOption,
    CurrencyOption,
    DeclareOption,
    ExperienceOption,
    FormatOption,
    HaveOption,
    JsonOption,
    KnowOption,
    LanguageOption,
    NoShippedOption,
    OutputOption,
    PaceOption,
    ProfileOption,
    QuietOption,
    ResidenceOption,
    StartOption,
)
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.session import LearnerOptions, Session, open_session, read_date
from skillpath.errors import EXIT_ANSWER, EXIT_LIMIT, EXIT_NO, SkillpathError
from skillpath.planner.request import OBJECTIVES, Limits, Objective, Request

app = command_app()

EXAMPLES = """The cheapest, shortest or smallest stack of credentials from what you hold to a target, proved best.

\b
Examples:
  skillpath plan --target "data analyst"
  skillpath plan --target "data analyst" --by time --readiness 80
  skillpath plan --target "it support specialist" --have google-it-support --pace 15
  skillpath plan --target "sql:2, python:2" --free-only
  skillpath plan --target 12cr --budget 500
  cat mine.txt | skillpath plan --target "project manager" --have - --format ids

A target is a role, a credential, skills separated by commas (with a level 1 to 4), or hours of credit (`60cr`).
Exit status: 0 a proven plan, 1 there is none, 2 wrong usage, 3 bad input, 5 stopped at the time limit.
"""


class Sureness(StrEnum):
    """The least confidence that a fact may have."""

    low = "low"
    medium = "medium"
    high = "high"


@app.command("plan", help=EXAMPLES)
def plan_command(
    target: Annotated[list[str], typer.Option("--target", "-t", metavar="TARGET", help="What you want to reach.")],
    by: Annotated[
        str, typer.Option("--by", metavar="ORDER", help="What to minimise first: cost, time, steps, or `time,cost`.")
    ] = "cost",
    readiness: Annotated[
        float | None, typer.Option(min=0, max=100, metavar="PERCENT", help="Cover at least this share of the role's skills.")
    ] = None,
    established: Annotated[
        bool, typer.Option("--established", help="The level of an established worker, not of an entry-level hire.")
    ] = False,
    skills_only: Annotated[
        bool, typer.Option("--skills-only", help="Do not ask for a credential that employers recognise.")
    ] = False,
    upper: Annotated[int, typer.Option(min=0, metavar="HOURS", help="Upper-division hours of a credit target.")] = 0,
    budget: Annotated[str | None, typer.Option(metavar="AMOUNT", help="Spend at most this: `500` or `500 EUR`.")] = None,
    deadline: Annotated[str | None, typer.Option(metavar="DATE", help="Finish by this day.")] = None,
    max_weeks: Annotated[float | None, typer.Option(min=0, metavar="WEEKS", help="Take at most so many weeks.")] = None,
    include: Annotated[list[str] | None, typer.Option(metavar="ID", help="A credential that the plan must earn.")] = None,
    exclude: Annotated[list[str] | None, typer.Option(metavar="ID", help="A credential or provider to leave out.")] = None,
    free_only: Annotated[bool, typer.Option("--free-only", help="Only what costs nothing.")] = False,
    max_per_provider: Annotated[int | None, typer.Option(min=1, metavar="N", help="At most so many from one provider.")] = None,
    min_confidence: Annotated[
        Sureness | None, typer.Option(help="Use only facts at least this sure.", show_default="low")
    ] = None,
    allow_unknown: Annotated[
        bool, typer.Option("--allow-unknown", help="Count unknown prices and hours as zero, and mark them.")
    ] = False,
    time_limit: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="Stop after this long with the best so far.")
    ] = None,
    have: HaveOption = None,
    know: KnowOption = None,
    award: AwardOption = None,
    experience: ExperienceOption = None,
    declare: DeclareOption = None,
    language: LanguageOption = None,
    pace: PaceOption = None,
    start: StartOption = None,
    residence: ResidenceOption = None,
    currency: CurrencyOption = None,
    as_of: AsOfOption = None,
    profile: ProfileOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    from skillpath.planner.plan import plan
    from skillpath.planner.target import TargetOptions, read_target

    for flag, value in (("--readiness", readiness), ("--max-weeks", max_weeks), ("--time-limit", time_limit)):
        if value is not None and not isfinite(value):
            raise SkillpathError("usage", f"{flag}: `{value}` is not a number to plan with")
    out = output_of("plan", format, json, output, quiet)
    options = LearnerOptions(profile, have, know, pace, start, residence, currency, as_of, award, experience, declare, language)
    session = open_session(options, catalog, no_shipped)
    kept = session.profile.profile.limits
    limits = Limits(
        budget=_budget(budget or kept.budget, session),
        deadline=_deadline(deadline, kept.deadline),
        max_weeks=max_weeks,
        exclude=tuple(_excluded(text, session) for text in (*kept.exclude, *(exclude or ()))),
        include=tuple(_included(text, session) for text in include or ()),
        free_only=free_only or kept.free_only,
        max_per_provider=max_per_provider or kept.max_per_provider,
        min_confidence=min_confidence.value if min_confidence else kept.min_confidence or "low",
        readiness=readiness,
    )
    wanted = read_target(target, session.catalog, TargetOptions(established, skills_only, upper))
    request = Request(wanted, _objectives(by), limits, allow_unknown, time_limit)
    answer = plan(session.catalog, session.learner, request)
    write(_written(answer, session), out, session.warnings)
    return _exit_status(answer.status)


def _written(answer: object, session: Session) -> Written:
    from skillpath.planner.answer import Answer
    from skillpath.reports.plan import plan_document
    from skillpath.reports.plan_data import plan_data, plan_rows

    assert isinstance(answer, Answer)
    return Written(
        document=lambda: plan_document(answer, session.catalog),
        data=lambda: plan_data(answer, session.catalog),
        rows=lambda: plan_rows(answer, session.catalog),
        ids=lambda: [step.credential.id for step in answer.steps],
        status=answer.status,
    )


def _exit_status(status: str) -> int:
    return {"optimal": EXIT_ANSWER, "met": EXIT_ANSWER, "none": EXIT_NO}.get(status, EXIT_LIMIT)


def _objectives(text: str) -> tuple[Objective, ...]:

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
    from skillpath.catalog.records import Credential, Provider
    from skillpath.learner.learner import find_credential
    from skillpath.planner.target import unknown_name

    found = find_credential(text, session.catalog)
    if found is not None:
        return found.id
    providers = session.catalog.named(Provider, text)
    if len(providers) != 1:
        raise unknown_name("credential or provider", text, session.catalog, [Credential, Provider])
    return providers[0].id
