"""`skillpath credits`."""

from __future__ import annotations

from skillpath.cli.app import command_app
from skillpath.cli.options import (
    AsOfOption,
    CatalogOption,
    FormatOption,
    HaveOption,
    JsonOption,
    NoShippedOption,
    OutputOption,
    ProfileOption,
    QuietOption,
)
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.session import LearnerOptions, open_session
from skillpath.credits.tally import tally
from skillpath.reports.credits import credits_data, credits_document, credits_rows

app = command_app()

EXAMPLES = """How many hours of credit bodies such as ACE recommend for what you hold.

By body, level, subject and source, with the dates of each recommendation. Duplicates count once; hours that nobody could
find are said to be unknown.

\b
Examples:
  skillpath credits
  skillpath credits --have google-it-support --have google-data-analytics
  cat mine.txt | skillpath credits --have - --format csv
"""


@app.command("credits", help=EXAMPLES)
def credits_command(
    have: HaveOption = None,
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
    session = open_session(LearnerOptions(profile, have, as_of=as_of), catalog, no_shipped)
    found = tally(session.learner, session.catalog)
    answer = Written(
        document=lambda: credits_document(found, session.catalog),
        data=lambda: credits_data(found, session.catalog),
        rows=lambda: credits_rows(found),
        ids=lambda: sorted({line.credential.id for line in found.counted}),
    )
    write(answer, out, session.warnings)
    return 0
