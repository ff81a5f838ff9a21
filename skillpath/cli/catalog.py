"""`skillpath catalog`: check, schema, stats."""

from __future__ import annotations

import json as json_module
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from skillpath.catalog.check import check
from skillpath.catalog.load import load
from skillpath.catalog.stale import Freshness, freshness
from skillpath.cli import import_
from skillpath.cli.app import command_app
from skillpath.cli.opening import layers_of, open_catalog
from skillpath.cli.options import AsOfOption, CatalogOption, FormatOption, JsonOption, NoShippedOption, OutputOption, QuietOption
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.progress import Bar
from skillpath.cli.session import read_date
from skillpath.errors import EXIT_INPUT, Problem
from skillpath.reports.catalog import (
    check_document,
    coverage_data,
    coverage_document,
    coverage_rows,
    problem_rows,
    stale_data,
    stale_document,
    stale_rows,
    stats_data,
    stats_document,
    stats_rows,
)
from skillpath.reports.envelope import problem_data

if TYPE_CHECKING:
    from skillpath.catalog.kinds import AnyRecord
    from skillpath.planner.coverage import RoleCoverage

app = command_app(help="Check, describe, count and import catalogues.", no_args_is_help=True)
app.add_typer(import_.app, name="import")


@app.command("check")
def check_command(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH]...", help="Catalogues to check over the shipped ones.")
    ] = None,
    coverage: Annotated[bool, typer.Option("--coverage", help="Say which roles have a plan, and what the others lack.")] = False,
    stale: Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="List facts with no page newer than that.")] = None,
    as_of: AsOfOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    """Name every mistake in catalogues, with file, line, record, field, and what would be right.

    \b
    Examples:
      skillpath catalog check
      skillpath catalog check mine.yaml
      skillpath catalog check --no-shipped catalogs/
      skillpath catalog check --coverage
      skillpath catalog check --stale 365

    Exit status: 0 no mistake, 3 mistakes. A role without a plan is no mistake, nor is an old fact.
    """
    out = output_of("catalog check", format, json, output, quiet)
    loaded = load(layers_of(paths, no_shipped))
    problems = sorted(
        {*loaded.problems, *check(loaded.records)}, key=lambda each: (each.file, each.line, each.field, each.message)
    )
    counts = {kind: len(records) for kind, records in loaded.records.items()}
    roles = _coverage(loaded.records) if coverage and not problems else None
    old = freshness(loaded.records, stale, read_date(as_of, "--as-of") or date.today()) if stale is not None else None
    answer = Written(
        document=lambda: (
            *check_document(problems, counts),
            *(coverage_document(roles) if roles is not None else ()),
            *(stale_document(old) if old is not None else ()),
        ),
        data=lambda: {
            "records": counts,
            "problems": [problem_data(problem) for problem in problems],
            "coverage": None if roles is None else coverage_data(roles),
            "stale": None if old is None else stale_data(old),
        },
        rows=lambda: _rows(problems, roles, old),
        ids=lambda: _ids(problems, roles, old),
        status="problems" if problems else "success",
    )
    write(answer, out)
    return EXIT_INPUT if problems else 0


def _rows(problems: list[Problem], roles: list[RoleCoverage] | None, old: Freshness | None) -> list[dict[str, str]]:
    if old is not None and not problems:
        return stale_rows(old)
    return problem_rows(problems) if roles is None else coverage_rows(roles)


def _ids(problems: list[Problem], roles: list[RoleCoverage] | None, old: Freshness | None) -> list[str]:
    if old is not None and not problems:
        return [fact.id for fact in old.facts]
    if roles is not None:
        return [each.role.id for each in roles if not each.covered]
    return sorted({problem.record.partition(":")[2] for problem in problems if problem.record})


def _coverage(records: dict[str, dict[str, AnyRecord]]) -> list[RoleCoverage]:
    from skillpath.catalog.catalog import MemoryCatalog
    from skillpath.learner.learner import make_learner
    from skillpath.learner.profile import Profile
    from skillpath.planner.coverage import coverage

    catalog = MemoryCatalog(records)
    return coverage(catalog, make_learner(Profile(), catalog, date.today()))


@app.command("schema")
def schema_command(output: OutputOption = None) -> int:
    """Print the JSON Schema of catalogue files, for editors: `skillpath catalog schema > catalog.schema.json`."""
    from pathlib import Path

    from skillpath.catalog.schema import catalog_schema
    from skillpath.cli.output import write_file

    text = json_module.dumps(catalog_schema(), indent=2, sort_keys=True) + "\n"
    if output is None or output == "-":
        typer.echo(text, nl=False)
    else:
        write_file(Path(output), text)
    return 0


@app.command("stats")
def stats_command(
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    """Count records by kind, provider and confidence, with the age of their sources."""
    from skillpath.catalog.stats import stats_of

    out = output_of("catalog stats", format, json, output, quiet)
    warnings: list[str] = []
    records = open_catalog(catalog, no_shipped, warnings, quiet)
    with Bar("counting", out.quiet) as bar:
        stats = stats_of(records, bar)
    answer = Written(lambda: stats_document(stats), lambda: stats_data(stats), lambda: stats_rows(stats), lambda: stats.kinds)
    write(answer, out, warnings)
    return 0
