"""`skillpath options`."""

from __future__ import annotations

from typing import Annotated

import typer

from skillpath.cli.app import command_app
from skillpath.cli.limits import ExcludeOption, FreeOnlyOption, LimitOptions, MinConfidenceOption, read_limits
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
    LanguageOption,
    NoShippedOption,
    OutputOption,
    PaceOption,
    ProfileOption,
    QuietOption,
    ResidenceOption,
    StartOption,
    StudyHoursOption,
    TranscriptOption,
)
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.session import LearnerOptions, open_session
from skillpath.errors import EXIT_ANSWER, EXIT_NO
from skillpath.planner.asked import one_programme, read_asked
from skillpath.planner.candidates import Candidates
from skillpath.planner.ways import ways
from skillpath.reports.options import options_data, options_document, options_rows

app = command_app()

EXAMPLES = """Every way to fill a common course, a requirement of a degree, or a skill: priced, the cheapest first.

For a course: all credentials whose credit is equivalent to it. What you hold is marked, and what would duplicate it or what
it excludes. With --degree also whether that programme takes each, and the price of the course there.

\b
Examples:
  skillpath options "college algebra"
  skillpath options college-algebra --degree tesu-ba-liberal-studies --have clep-college-algebra
  skillpath options written-communication --degree tesu-ba-liberal-studies
  skillpath options sql:2 --free-only
  skillpath options course:statistics --format csv --output statistics.csv

`requirement:`, `course:` or `skill:` in front says which is meant. Prices are those of each alone.
Exit status: 0 there is a way, 1 there is none, 2 wrong usage, 3 bad input.
"""


@app.command("options", help=EXAMPLES)
def options_command(
    what: Annotated[str, typer.Argument(metavar="REQUIREMENT|COURSE|SKILL", help="What is to be filled.")],
    degree: Annotated[str | None, typer.Option("--degree", "-d", metavar="ID", help="The programme that is to take it.")] = None,
    exclude: ExcludeOption = None,
    free_only: FreeOnlyOption = False,
    min_confidence: MinConfidenceOption = None,
    have: HaveOption = None,
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
    out = output_of("options", format, json, output, quiet)
    options = LearnerOptions(
        profile,
        have,
        None,
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
    limits = read_limits(LimitOptions(exclude=exclude, free_only=free_only, min_confidence=min_confidence), session)
    programme = one_programme(degree, session.catalog) if degree else None
    asked, others = read_asked(what, programme, session.catalog)
    found = ways(asked, programme, Candidates(session.catalog, session.learner, limits, allow_unknown=True))
    currency = session.learner.currency
    answer = Written(
        document=lambda: options_document(found, currency, session.catalog),
        data=lambda: options_data(found, currency),
        rows=lambda: options_rows(found, currency),
        ids=lambda: list(dict.fromkeys(way.credential.id for way in found.found)),
        status="success" if found.found else "none",
    )
    also = [f"`{what}` is also {', '.join(f'`{other}`' for other in others)}"] if others else []
    write(answer, out, [*session.warnings, *also])
    return EXIT_ANSWER if found.found else EXIT_NO
