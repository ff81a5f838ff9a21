"""`skillpath search`."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from skillpath.catalog.kinds import KINDS, AnyRecord
from skillpath.catalog.stack import StackedCatalog
from skillpath.catalog.words import TOPICS
from skillpath.cli.app import command_app
from skillpath.cli.opening import open_catalog
from skillpath.cli.options import CatalogOption, FormatOption, JsonOption, NoShippedOption, OutputOption, QuietOption
from skillpath.cli.output import Written, output_of, write
from skillpath.errors import EXIT_NO, SkillpathError
from skillpath.reports.search import Findings, findings, search_data, search_document, search_rows

app = command_app()

EXAMPLES = """Find roles, credentials, skills, providers and subscriptions by words, however they are spelt.

Names and aliases are searched, and for credentials their providers and the skills that they teach. What has all the words
comes first.

\b
Examples:
  skillpath search data analyst
  skillpath search pyhton --kind credential --limit 5
  skillpath search "google certificate" --format ids | head -3 | xargs -n1 skillpath show
  skillpath search nurse --json

`--format ids` gives `kind:id`, as `skillpath show` takes it; with a single `--kind` the ids alone.
Exit status: 0 found, 1 nothing found, 2 wrong usage, 3 bad catalogue.
"""


class SearchedKind(StrEnum):
    """What can be searched for."""

    role = "role"
    skill = "skill"
    provider = "provider"
    subscription = "subscription"
    course = "course"
    programme = "programme"
    credential = "credential"


SECTIONS = dict(zip(SearchedKind, (*TOPICS, "credentials"), strict=True))


@app.command("search", help=EXAMPLES)
def search_command(
    words: Annotated[list[str], typer.Argument(metavar="WORDS...", help="What to look for.")],
    kind: Annotated[
        list[SearchedKind] | None, typer.Option("--kind", "-k", metavar="KIND", help=f"Only one of {', '.join(SearchedKind)}.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, max=1000, metavar="N", help="At most so many.")] = 20,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    out = output_of("search", format, json, output, quiet)
    text = " ".join(" ".join(words).split())
    if not text:
        raise SkillpathError("usage", "say what to look for", hint="such as `skillpath search data analyst`")
    warnings: list[str] = []
    records = open_catalog(catalog, no_shipped, warnings, quiet)
    found = _find(text, kind or list(SearchedKind), limit, records)
    alone = kind is not None and len(set(kind)) == 1
    answer = Written(
        document=lambda: search_document(found),
        data=lambda: search_data(found),
        rows=lambda: search_rows(found),
        ids=lambda: [item.id if alone else f"{item.kind}:{item.id}" for item in found.items],
        status="success" if found.items else "nothing-found",
    )
    write(answer, out, warnings)
    return 0 if found.items else EXIT_NO


def _find(text: str, kinds: list[SearchedKind], limit: int, records: StackedCatalog) -> Findings:
    types: list[type[AnyRecord]] = [KINDS[SECTIONS[kind]] for kind in dict.fromkeys(kinds)]
    result = records.find(text, types, limit)
    if result.hits:
        return findings(text, result, records)
    from skillpath.planner.target import close_names

    return findings(text, result, records, tuple(name for name, _ in close_names(text, records, types)))
