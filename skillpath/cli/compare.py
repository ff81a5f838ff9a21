"""`skillpath compare`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

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
from skillpath.errors import EXIT_ANSWER, EXIT_NO, SkillpathError
from skillpath.planner.request import Request

if TYPE_CHECKING:
    from skillpath.catalog.programmes import Programme
    from skillpath.planner.compare import Compared
    from skillpath.planner.request import ProgrammeTarget, RoleTarget
    from skillpath.planner.target import TargetOptions

app = command_app()

EXAMPLES = """Degrees or jobs side by side: what each still costs and takes from what you hold, and what decides that.

For a degree also the hours of what you hold that it uses and wastes, on whose word, and the hours to take there.

\b
Examples:
  skillpath compare --degree tesu-bs-cybersecurity --degree wgu-bs-cybersecurity --have comptia-security-plus
  skillpath compare --degree 'tesu-*' --by time --transcript college.csv
  skillpath compare --degree "bachelor in business" --time-limit 10 --format csv --output degrees.csv
  skillpath compare --degree '*' --time-limit 5 --residence GB
  skillpath compare --role "data analyst" --role "business analyst" --have google-data-analytics

A degree is an id or a name, a pattern of ids such as 'umpi-*', or an award such as "bachelor in business"; a role an id, a name
or a pattern. `--time-limit` is for each of them: a plan that is not proved best by then says so.
Exit status: 0 at least one has a plan, 1 none has, 2 wrong usage, 3 bad input.
"""


@app.command("compare", help=EXAMPLES)
def compare_command(
    degree: Annotated[
        list[str] | None, typer.Option("--degree", "-d", metavar="ID", help="A programme, a pattern, or an award in a field.")
    ] = None,
    role: Annotated[list[str] | None, typer.Option("--role", "-r", metavar="ROLE", help="A job, or a pattern of ids.")] = None,
    by: Annotated[
        str, typer.Option("--by", metavar="ORDER", help="What to minimise, and to sort by: cost, time, steps.")
    ] = "cost",
    readiness: ReadinessOption = None,
    established: EstablishedOption = False,
    skills_only: SkillsOnlyOption = False,
    budget: BudgetOption = None,
    deadline: DeadlineOption = None,
    max_weeks: MaxWeeksOption = None,
    exclude: ExcludeOption = None,
    free_only: FreeOnlyOption = False,
    max_per_provider: MaxPerProviderOption = None,
    min_confidence: MinConfidenceOption = None,
    allow_unknown: AllowUnknownOption = False,
    time_limit: Annotated[
        float | None, typer.Option(min=0, metavar="SECONDS", help="For each target, stop after this long with the best so far.")
    ] = None,
    pin: PinOption = None,
    have: HaveOption = None,
    know: KnowOption = None,
    transcript: TranscriptOption = None,
    study_hours: StudyHoursOption = None,
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
    from skillpath.planner.compare import in_order
    from skillpath.planner.target import TargetOptions

    check_numbers(readiness=readiness, max_weeks=max_weeks, time_limit=time_limit, study_hours=study_hours)
    out = output_of("compare", format, json, output, quiet)
    order = read_objectives(by)
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
    given = LimitOptions(budget, deadline, max_weeks, None, exclude, free_only, max_per_provider, min_confidence, readiness)
    limits = read_limits(given, session)
    targets = _targets(degree or [], role or [], pin or [], TargetOptions(established, skills_only), session)
    requests = [Request(target, order, limits, allow_unknown, time_limit) for target in targets]
    compared = in_order(_all(requests, session, quiet), requests[0].order)
    write(_written(compared, requests[0], session), out, session.warnings)
    return EXIT_ANSWER if any(each.answer.totals is not None for each in compared) else EXIT_NO


def _targets(
    degrees: list[str], roles: list[str], pins: list[str], options: TargetOptions, session: Session
) -> list[ProgrammeTarget | RoleTarget]:
    from skillpath.planner.request import ProgrammeTarget, RoleTarget
    from skillpath.planner.target import programmes_named, read_pins, roles_named

    if not degrees and not roles:
        hint = "such as `skillpath compare --degree 'tesu-*'` or `--role \"data analyst\"`"
        raise SkillpathError("usage", "say what to compare: `--degree` or `--role`", hint=hint)
    programmes = programmes_named(degrees, session.catalog)
    named = roles_named(roles, session.catalog)
    fixed = read_pins(pins, programmes, session.catalog)
    return [
        *(ProgrammeTarget((each,), pins=tuple(pin for pin in fixed if _has(each, pin[1]))) for each in programmes),
        *(RoleTarget(each, options.established, options.skills_only) for each in named),
    ]


def _has(programme: Programme, requirement: str) -> bool:
    return any(each.id == requirement for each in programme.requirements)


def _all(requests: list[Request], session: Session, quiet: bool) -> Iterator[Compared]:
    from skillpath.planner.compare import compare

    for request in with_progress(requests, quiet):
        yield compare(session.catalog, session.learner, request)


def _written(compared: list[Compared], request: Request, session: Session) -> Written:
    from skillpath.reports.compare import compare_data, compare_document, compare_rows

    return Written(
        document=lambda: compare_document(compared, request.order, session.catalog),
        data=lambda: compare_data(compared, request.order, session.catalog),
        rows=lambda: compare_rows(compared, session.catalog),
        ids=lambda: [each.id for each in compared if each.answer.totals is not None],
        status="success" if any(each.answer.totals is not None for each in compared) else "none",
    )
