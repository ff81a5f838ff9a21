"""`skillpath list`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum
from itertools import chain, islice
from typing import Annotated

import typer

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.kinds import AnyRecord
from skillpath.catalog.records import Provider, Skill
from skillpath.cli.app import command_app
from skillpath.cli.opening import open_catalog
from skillpath.cli.options import CatalogOption, Format, FormatOption, JsonOption, NoShippedOption, OutputOption, QuietOption
from skillpath.cli.output import Output, Written, csv_text, output_of, warn, write, write_parts
from skillpath.errors import SkillpathError
from skillpath.reports import listing
from skillpath.reports.list_text import list_data, list_document, list_items, list_rows
from skillpath.reports.listing import Fields, Filters, Listing

app = command_app()

EXAMPLES = """List the records of one kind, by id.

\b
Examples:
  skillpath list roles
  skillpath list credentials --provider google
  skillpath list credentials --teaches sql:2 --free
  skillpath list skills --contains data --format ids
  skillpath list subscriptions --format csv --output subscriptions.csv
  skillpath list credentials --kind exam --format ids | wc -l

`--provider` also finds what a provider carries for others. Retired credentials are listed and marked.
Exit status: 0 listed (even if nothing answers to the filters), 2 wrong usage, 3 bad catalogue.
"""


class Kind(StrEnum):
    """The kinds that can be listed."""

    roles = "roles"
    credentials = "credentials"
    skills = "skills"
    providers = "providers"
    subscriptions = "subscriptions"
    conditions = "conditions"
    courses = "courses"
    programmes = "programmes"
    funding = "funding"
    units = "units"
    frameworks = "frameworks"


class CredentialKind(StrEnum):
    """The kinds of credential."""

    certificate = "certificate"
    certification = "certification"
    course = "course"
    exam = "exam"
    badge = "badge"
    licence = "licence"
    degree = "degree"
    apprenticeship = "apprenticeship"


FILTERED = {
    "--provider": (Kind.credentials, Kind.subscriptions, Kind.programmes, Kind.funding),
    "--kind": (Kind.credentials,),
    "--free": (Kind.credentials, Kind.subscriptions),
    "--teaches": (Kind.credentials,),
}


@app.command("list", help=EXAMPLES)
def list_command(
    what: Annotated[Kind, typer.Argument(metavar="KIND", help=f"One of {', '.join(Kind)}.")],
    provider: Annotated[str | None, typer.Option(metavar="NAME", help="Only what a provider issues, sells or carries.")] = None,
    kind: Annotated[
        CredentialKind | None, typer.Option(metavar="KIND", help=f"Only credentials of a kind: {', '.join(CredentialKind)}.")
    ] = None,
    free: Annotated[bool, typer.Option("--free", help="Only what anyone can have for nothing.")] = False,
    teaches: Annotated[
        str | None, typer.Option(metavar="SKILL[:LEVEL]", help="Only credentials that teach a skill, or a narrower one.")
    ] = None,
    contains: Annotated[str | None, typer.Option(metavar="TEXT", help="Only what has this in its id, name or aliases.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first so many.", show_default="all")] = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    out = output_of("list", format, json, output, quiet)
    _check_filters(what, {"--provider": provider, "--kind": kind, "--free": free, "--teaches": teaches})
    warnings: list[str] = []
    records = open_catalog(catalog, no_shipped, warnings, quiet)
    filters = Filters(
        provider=_id_of(Provider, provider, records) if provider is not None else None,
        kind=kind.value if kind else None,
        free=free,
        teaches=_taught(teaches, records) if teaches is not None else None,
        contains=contains,
        today=date.today().isoformat(),
    )
    found = Listing(what.value, filters, records, limit)
    if found.goes_on():
        warnings.append(f"only the first {limit} are listed; `--limit` says how many")
    _write(found, out, warnings)
    return 0


def _write(found: Listing, out: Output, warnings: list[str]) -> None:
    rows = found.rows() if out.format is not Format.ids else iter(())
    first = list(islice(rows, listing.LONG + 1))
    if len(first) > listing.LONG or out.format is Format.ids:
        warn(out, warnings)
        write_parts(_long_text(found, chain(first, rows), out.format, warnings), out)
        return
    answer = Written(
        document=lambda: list_document(found.kind, first),
        data=lambda: list_data(found.kind, list(list_items(first)), len(first)),
        rows=lambda: list_rows(first),
        ids=found.ids,
    )
    write(answer, out, warnings)


def _long_text(found: Listing, rows: Iterable[Fields], format: Format, warnings: list[str]) -> Iterator[str]:
    from skillpath.reports import long_list

    match format:
        case Format.ids:
            return long_list.long_ids(found.ids())
        case Format.json:
            return long_list.long_json(found.kind, rows, found.count(), warnings)
        case Format.csv:
            return long_list.long_csv(rows, csv_text)
        case Format.markdown:
            return long_list.long_markdown(found.kind, rows)
        case Format.table:
            return long_list.long_table(found.kind, rows)


def _check_filters(what: Kind, given: dict[str, object]) -> None:
    for flag, value in given.items():
        if value and what not in FILTERED[flag]:
            kinds = " and ".join(FILTERED[flag])
            raise SkillpathError("usage", f"`{flag}` says nothing of {what}", hint=f"it filters {kinds}")


def _taught(text: str, catalog: Catalog) -> tuple[str, int]:
    name, colon, level = text.rpartition(":")
    if colon and level in ("1", "2", "3", "4"):
        return _id_of(Skill, name, catalog), int(level)
    return _id_of(Skill, text, catalog), 1


def _id_of(kind: type[AnyRecord], text: str, catalog: Catalog) -> str:
    exact = catalog.get(kind, text)
    found = [exact] if exact is not None else catalog.named(kind, text)
    what = kind.__name__.lower()
    if not found:
        from skillpath.planner.target import unknown_name

        raise unknown_name(what, text, catalog, [kind])
    if len(found) > 1:
        listed = ", ".join(f"`{record.id}`" for record in found)
        raise SkillpathError("ambiguous-name", f"`{text}` names {len(found)} {what}s", hint=f"say which by its id: {listed}")
    return found[0].id
