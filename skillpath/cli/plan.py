"""`skillpath plan`."""

from __future__ import annotations

from typing import Annotated

import typer
from msgspec.structs import replace

from skillpath.cli.app import command_app
from skillpath.cli.limits import (
    AllowUnknownOption,
    BudgetOption,
    DeadlineOption,
    EstablishedOption,
    ExcludeOption,
    FreeOnlyOption,
    LimitOptions,
    MaxPerProviderOption,
    MaxWeeksOption,
    MinConfidenceOption,
    ReadinessOption,
    SkillsOnlyOption,
    TimeLimitOption,
    check_numbers,
    read_limits,
    read_objectives,
)
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
    PinOption,
    ProfileOption,
    QuietOption,
    ResidenceOption,
    StartOption,
    StudyHoursOption,
    TranscriptOption,
)
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.progress import with_progress
from skillpath.cli.session import LearnerOptions, Session, open_session
from skillpath.errors import EXIT_ANSWER, EXIT_LIMIT, EXIT_NO, SkillpathError
from skillpath.planner.request import Request, Target

app = command_app()

EXAMPLES = """The cheapest, shortest or smallest stack of credentials from what you hold to a target, proved best.

\b
Examples:
  skillpath plan --target "data analyst"
  skillpath plan --target "data analyst" --by time --readiness 80
  skillpath plan --target "it support specialist" --have google-it-support --pace 15
  skillpath plan --target "sql:2, python:2" --free-only
  skillpath plan --target 12cr --budget 500
  skillpath plan --target tesu-ba-liberal-studies --transcript college.csv
  skillpath plan --target "bachelor in business" --pace 20
  skillpath plan --target umpi-baba --target wgu-bs-business-management
  cat mine.txt | skillpath plan --target "project manager" --have - --format ids

A target is a role, a programme (or an award in a field: any such programme), a credential, skills separated by commas (with a
level 1 to 4), or hours of credit (`60cr`).
Exit status: 0 a proven plan, 1 there is none, 2 wrong usage, 3 bad input, 5 stopped at the time limit.
"""


@app.command("plan", help=EXAMPLES)
def plan_command(
    target: Annotated[list[str], typer.Option("--target", "-t", metavar="TARGET", help="What you want to reach.")],
    by: Annotated[
        str, typer.Option("--by", metavar="ORDER", help="What to minimise first: cost, time, steps, or `time,cost`.")
    ] = "cost",
    readiness: ReadinessOption = None,
    established: EstablishedOption = False,
    skills_only: SkillsOnlyOption = False,
    upper: Annotated[int, typer.Option(min=0, metavar="HOURS", help="Upper-division hours of a credit target.")] = 0,
    budget: BudgetOption = None,
    deadline: DeadlineOption = None,
    max_weeks: MaxWeeksOption = None,
    include: Annotated[list[str] | None, typer.Option(metavar="ID", help="A credential that the plan must earn.")] = None,
    exclude: ExcludeOption = None,
    free_only: FreeOnlyOption = False,
    max_per_provider: MaxPerProviderOption = None,
    min_confidence: MinConfidenceOption = None,
    allow_unknown: AllowUnknownOption = False,
    time_limit: TimeLimitOption = None,
    pin: PinOption = None,
    have: HaveOption = None,
    transcript: TranscriptOption = None,
    study_hours: StudyHoursOption = None,
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
    from skillpath.planner.target import TargetOptions, read_target, shared_title

    check_numbers(readiness=readiness, max_weeks=max_weeks, time_limit=time_limit)
    out = output_of("plan", format, json, output, quiet)
    options = LearnerOptions(
        profile,
        have,
        know,
        pace,
        start,
        residence,
        currency,
        as_of,
        award,
        experience,
        declare,
        language,
        transcript,
        study_hours,
    )
    session = open_session(options, catalog, no_shipped, quiet)
    given = LimitOptions(budget, deadline, max_weeks, include, exclude, free_only, max_per_provider, min_confidence, readiness)
    limits = read_limits(given, session)
    wanted = with_pins(read_target(target, session.catalog, TargetOptions(established, skills_only, upper)), pin, session)
    session.warnings.extend(filter(None, (shared_title(text, wanted) for text in target)))
    request = Request(wanted, read_objectives(by), limits, allow_unknown, time_limit)
    answer = plan(session.catalog, session.learner, request, lambda each: with_progress(each, quiet))
    write(_written(answer, session), out, session.warnings)
    return _exit_status(answer.status)


def with_pins(target: Target, pins: list[str] | None, session: Session) -> Target:
    """A target with the pins of the command line, which only programmes know."""
    from skillpath.planner.request import ProgrammeTarget
    from skillpath.planner.target import read_pins

    if not pins:
        return target
    if not isinstance(target, ProgrammeTarget):
        raise SkillpathError("usage", "--pin goes with a programme as target")
    return replace(target, pins=read_pins(pins, target.programmes, session.catalog))


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
