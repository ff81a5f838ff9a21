"""`skillpath credits`."""

from __future__ import annotations

from typing import Annotated

import typer

from skillpath.cli.app import command_app
from skillpath.cli.options import (
    AsOfOption,
    CatalogOption,
    FormatOption,
    HaveOption,
    JsonOption,
    NoShippedOption,
    OutputOption,
    PinOption,
    ProfileOption,
    QuietOption,
    StartOption,
    TranscriptOption,
)
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.session import LearnerOptions, Session, open_session
from skillpath.credits.tally import tally
from skillpath.reports.credits import credits_data, credits_document, credits_rows

app = command_app()

EXAMPLES = """How many hours of credit bodies such as ACE recommend for what you hold.

By body, level, subject and source, with the dates of each recommendation. Duplicates count once; hours that nobody could
find are said to be unknown. With --degree: where each hour lands in a programme so that the most hours count, on whose word, and
what is wasted by which rule.

\b
Examples:
  skillpath credits
  skillpath credits --have google-it-support --have google-data-analytics
  cat mine.txt | skillpath credits --have - --format csv
  skillpath credits --degree tesu-ba-liberal-studies --transcript college.csv
  skillpath credits --degree wgu-bs-information-technology --have comptia-a-plus --pin comptia-a-plus=a-plus-core-1
"""


@app.command("credits", help=EXAMPLES)
def credits_command(
    degree: Annotated[
        list[str] | None, typer.Option("--degree", "-d", metavar="ID", help="A programme in which the credit is to land.")
    ] = None,
    pin: PinOption = None,
    have: HaveOption = None,
    transcript: TranscriptOption = None,
    start: StartOption = None,
    as_of: AsOfOption = None,
    profile: ProfileOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    out = output_of("credits", format, json, output, quiet)
    session = open_session(
        LearnerOptions(profile, have, start=start, as_of=as_of, transcript=transcript), catalog, no_shipped, quiet
    )
    if degree:
        write(audited(degree, pin, session), out, session.warnings)
        return 0
    found = tally(session.learner, session.catalog)
    answer = Written(
        document=lambda: credits_document(found, session.catalog),
        data=lambda: credits_data(found, session.catalog),
        rows=lambda: credits_rows(found),
        ids=lambda: sorted({line.credential.id for line in found.counted}),
    )
    write(answer, out, session.warnings)
    return 0


def audited(degrees: list[str], pins: list[str] | None, session: Session) -> Written:
    """An audit for each programme that is named; imports the solver."""
    from skillpath.planner.audit import audit
    from skillpath.planner.target import programmes_named, read_pins
    from skillpath.reports.audit import audit_data, audit_document, audit_rows

    programmes = programmes_named(degrees, session.catalog)
    fixed = read_pins(pins or (), programmes, session.catalog)
    audits = [audit(session.catalog, session.learner, programme, fixed) for programme in programmes]
    return Written(
        document=lambda: audit_document(audits, session.catalog),
        data=lambda: audit_data(audits, session.learner.currency),
        rows=lambda: audit_rows(audits, session.catalog),
        ids=lambda: [each.credit.id for found in audits for slot in found.placed.slots for each in slot.landed],
        schema="audit/1",
    )
