"""`skillpath show`."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.funding import Funding
from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import (
    Condition,
    Course,
    Credential,
    Framework,
    Provider,
    Role,
    Skill,
    Subscription,
    Unit,
)
from skillpath.cli.app import command_app
from skillpath.cli.opening import open_catalog
from skillpath.cli.options import CatalogOption, Format, FormatOption, JsonOption, NoShippedOption, OutputOption, QuietOption
from skillpath.cli.output import Written, output_of, write
from skillpath.errors import Problem, SkillpathError
from skillpath.reports.known import Subject
from skillpath.reports.lookup import facts_about
from skillpath.reports.show import SHOWN_TEACHERS, show_document
from skillpath.reports.show_data import kind_of, show_data, show_rows

app = command_app()

KINDS: dict[str, type[Subject]] = {
    "role": Role,
    "credential": Credential,
    "skill": Skill,
    "provider": Provider,
    "subscription": Subscription,
    "course": Course,
    "programme": Programme,
    "funding": Funding,
    "condition": Condition,
    "unit": Unit,
    "framework": Framework,
}

EXAMPLES = """Everything the catalogue knows of one role, credential, skill, programme, funding or unit, with its sources.

\b
Examples:
  skillpath show "data analyst"
  skillpath show google-it-support
  skillpath show skill:sql --json
  skillpath show credential:comptia-a-plus --format markdown --output a-plus.md
  skillpath show unit:ects
  skillpath list credentials --teaches sql --format ids | xargs -n1 skillpath show

A name is an id, a title or an alias. The kind of record in front says which is meant: `role:`, `credential:`, `skill:`,
`provider:`, `subscription:`, `course:`, `programme:`, `funding:`, `condition:`, `unit:`, `framework:`.
Exit status: 0 shown, 2 nothing or more than one thing has that name, 3 bad catalogue.
"""


@app.command("show", help=EXAMPLES)
def show_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to show.")],
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    out = output_of("show", format, json, output, quiet)
    warnings: list[str] = []
    records = open_catalog(catalog, no_shipped, warnings, quiet)
    record, others = find_record(name, records)
    is_read = out.format in (Format.table, Format.markdown)
    facts = facts_about(record, records, date.today().isoformat(), SHOWN_TEACHERS + 1 if is_read else None)
    answer = Written(
        document=lambda: show_document(record, facts, records),
        data=lambda: show_data(record, facts, records),
        rows=lambda: show_rows(record, facts, records),
        ids=lambda: [record.id],
    )
    write(answer, out, [*warnings, *([_also(name, others)] if others else [])])
    return 0


def find_record(text: str, catalog: Catalog) -> tuple[Subject, list[Subject]]:
    """The record with this id, name or alias, and others of that name: an id goes before a name.

    Raises:
        SkillpathError: nothing, or more than one thing, has that name.
    """
    kind, colon, name = (part.strip() for part in text.partition(":"))
    kinds = [KINDS[kind]] if colon and kind in KINDS else list(KINDS.values())
    name = name if colon and kind in KINDS else text.strip()
    found = [record for each in kinds for record in catalog.named(each, name)]
    exact = [record for record in found if record.id == name] or found
    if not exact:
        from skillpath.planner.target import unknown_name

        raise unknown_name(kind if len(kinds) == 1 else "record", name, catalog, kinds)
    if len(exact) > 1:
        raise _ambiguous(text, exact)
    return exact[0], [record for record in found if record is not exact[0]]


def _ambiguous(text: str, found: list[Subject]) -> SkillpathError:
    records = tuple(Problem("candidate", record.name, record=_full_id(record)) for record in found)
    hint = f"say which, such as `skillpath show {_full_id(found[0])}`"
    return SkillpathError("ambiguous-name", f"`{text}` names {len(found)} records", hint=hint, problems=records)


def _also(text: str, others: list[Subject]) -> str:
    return f"`{text}` is also a name of {', '.join(f'`{_full_id(record)}`' for record in others)}"


def _full_id(record: Subject) -> str:
    return f"{kind_of(record)}:{record.id}"
