"""The options that commands share, each declared once."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer


class Format(StrEnum):
    """How an answer is written."""

    table = "table"
    json = "json"
    csv = "csv"
    markdown = "markdown"
    ids = "ids"


FormatOption = Annotated[Format | None, typer.Option("--format", "-f", help="How to write the answer.", show_default="table")]
JsonOption = Annotated[bool, typer.Option("--json", help="Short for `--format json`.")]
OutputOption = Annotated[
    str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file; its ending picks the format.")
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="No notes on stderr.")]
CatalogOption = Annotated[
    list[str] | None, typer.Option("--catalog", "-c", metavar="PATH", help="Add a catalogue (file or folder) for this call.")
]
NoShippedOption = Annotated[bool, typer.Option("--no-shipped", help="Leave out the catalogues that ship with skillpath.")]
ProfileOption = Annotated[
    str | None, typer.Option("--profile", "-p", metavar="FILE", help="Your profile; `-` reads it from standard input.")
]
HaveOption = Annotated[
    list[str] | None,
    typer.Option(
        "--have",
        metavar="ID[@DATE]",
        help="Something you hold, and when you earned it; `-` reads one per line from standard input.",
    ),
]
KnowOption = Annotated[
    list[str] | None, typer.Option("--know", metavar="SKILL[:LEVEL]", help="A skill you have, such as `sql:2`.")
]
AwardOption = Annotated[
    list[str] | None, typer.Option("--award", metavar="AWARD[:FIELD]", help="A degree you hold: `bachelor:history`.")
]
ExperienceOption = Annotated[
    list[str] | None, typer.Option("--experience", metavar="FIELD:YEARS", help="Work you have done: `it-support:2`.")
]
DeclareOption = Annotated[
    list[str] | None, typer.Option("--declare", metavar="CONDITION", help="A condition you meet, such as `apprenticeship-place`.")
]
LanguageOption = Annotated[
    list[str] | None, typer.Option("--language", metavar="TAG", help="A language you study in.", show_default="en")
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="The day to count from instead of today.")]
PaceOption = Annotated[float | None, typer.Option("--pace", metavar="HOURS", help="Hours of study a week.", show_default="10")]
StartOption = Annotated[str | None, typer.Option("--start", metavar="DATE", help="First day of study.", show_default="today")]
ResidenceOption = Annotated[
    str | None, typer.Option("--residence", metavar="PLACE", help="Where you live: `US`, `US-LA`, `GB`.", show_default="US")
]
CurrencyOption = Annotated[str | None, typer.Option("--currency", metavar="CODE", help="What you pay in.", show_default="USD")]
TranscriptOption = Annotated[
    str | None,
    typer.Option("--transcript", metavar="FILE", help="College credit as CSV: course,hours,level,institution,grade,earned."),
]
PinOption = Annotated[
    list[str] | None, typer.Option("--pin", metavar="CREDIT=REQUIREMENT", help="Let a credit land in this requirement only.")
]
StudyHoursOption = Annotated[
    float | None,
    typer.Option("--study-hours", metavar="HOURS", help="Study that a semester hour at a college takes you.", show_default="45"),
]
