"""`skillpath catalog import`: ctdl, onet, esco."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from skillpath.catalog.cache import open_catalog
from skillpath.cli.app import command_app
from skillpath.cli.opening import layers_of
from skillpath.cli.options import CatalogOption, FormatOption, JsonOption, NoShippedOption, QuietOption
from skillpath.cli.output import Written, output_of, write
from skillpath.cli.progress import Bar
from skillpath.errors import InputError, SkillpathError
from skillpath.reports.imports import import_data, import_document, import_rows

if TYPE_CHECKING:
    from skillpath.catalog.imports.known import Known
    from skillpath.catalog.imports.report import ImportReport, Progress

app = command_app(help="Import public tables and registries as a catalogue.", no_args_is_help=True)

TargetOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE.jsonl", help="The catalogue to write, in place of skillpath's own folder."),
]
NameOption = Annotated[
    str | None,
    typer.Option("--name", metavar="NAME", help="What to call it in skillpath's own folder.", show_default="the format"),
]


@app.command("ctdl")
def ctdl_command(
    source: Annotated[
        Path, typer.Argument(metavar="FILE|FOLDER|-", help="CTDL as JSON-LD, envelopes or JSON lines; also `.gz`.")
    ],
    output: TargetOption = None,
    name: NameOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Credentials, courses, costs and credit out of documents of the Credential Registry.

    \b
    Examples:
      skillpath catalog import ctdl registry-dump.jsonl.gz
      skillpath catalog import ctdl documents/ --name my-state
      zstdcat registry-dump.jsonl.zst | skillpath catalog import ctdl -
    """
    from skillpath.catalog.imports.ctdl import import_ctdl

    target = _target("ctdl", output, name)
    known = _known(catalog, no_shipped, quiet, None if output else target)
    with _at_hand(source) as file:
        return _run(lambda progress: import_ctdl(file, target, known, progress), format, json, quiet)


@app.command("onet")
def onet_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The text files of the O*NET database; also `.gz`.")],
    output: TargetOption = None,
    name: NameOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Some thousand roles with their titles, skills and technology out of the O*NET database.

    \b
    Example:
      skillpath catalog import onet db_30_1_text/
    """
    from skillpath.catalog.imports.onet import import_onet

    target = _target("onet", output, name)
    known = _known(catalog, no_shipped, quiet, None if output else target)
    return _run(lambda progress: import_onet(folder, target, known, progress), format, json, quiet)


@app.command("esco")
def esco_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The CSV files of ESCO's download; also `.gz`.")],
    output: TargetOption = None,
    name: NameOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    quiet: QuietOption = False,
) -> int:
    """Occupations and skills out of the European classification ESCO.

    \b
    Example:
      skillpath catalog import esco "ESCO dataset - v1.2.1 - classification - en - csv/"
    """
    from skillpath.catalog.imports.esco import import_esco

    target = _target("esco", output, name)
    known = _known(catalog, no_shipped, quiet, None if output else target)
    return _run(lambda progress: import_esco(folder, target, known, progress), format, json, quiet)


@contextmanager
def _at_hand(source: Path) -> Iterator[Path]:
    """A source that can be read twice: what comes through a pipe is put in a file for the while."""
    piped = str(source) == "-"
    if not piped and not source.is_fifo():
        yield source
        return
    if piped and sys.stdin.isatty():
        raise SkillpathError(
            "usage", "nothing comes on standard input", hint="pipe it in: `... | skillpath catalog import ctdl -`"
        )
    import shutil
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "standard-input"
        with file.open("wb") as copy:
            if piped:
                shutil.copyfileobj(sys.stdin.buffer, copy)
            else:
                with source.open("rb") as stream:
                    shutil.copyfileobj(stream, copy)
        yield file


def _target(format: str, output: str | None, name: str | None) -> Path:
    """The file to write: the one that is named, or one in skillpath's own folder."""
    from skillpath.catalog.imports import imports_folder
    from skillpath.catalog.imports.writer import SUFFIX

    if output is not None and name is not None:
        raise SkillpathError("usage", "`--output` and `--name` contradict each other", hint="give one of them")
    if name is not None and not re.fullmatch(r"[a-z0-9]+([._-][a-z0-9]+)*", name):
        raise SkillpathError("usage", f"--name: `{name}` is not a name", hint="use lower-case letters, digits, `-`, `.` and `_`")
    return Path(output) if output is not None else imports_folder() / f"{name or format}{SUFFIX}"


def _known(catalog: list[str] | None, no_shipped: bool, quiet: bool, target: Path | None) -> Known:
    """What the catalogues of the call, and earlier imports beside the target, know already."""
    from skillpath.catalog.imports.known import Known, records_of_imports, records_of_index

    with Bar("indexing", quiet) as bar:
        opened = open_catalog(layers_of(catalog, no_shipped), bar)
    if opened.problems:
        raise InputError("the catalogues that the import should fit have problems", opened.problems, code="bad-catalog")
    imported = () if target is None else records_of_imports(target.parent, target)
    return Known(records_of_index(opened.catalog), imported)


def _run(work: Callable[[Progress], ImportReport], format: Any, json: bool, quiet: bool) -> int:
    out = output_of("catalog import", format, json, None, quiet)
    with Bar("importing", quiet) as bar:
        report = work(bar)
    write(
        Written(
            lambda: import_document(report), lambda: import_data(report), lambda: import_rows(report), lambda: [report.output]
        ),
        out,
        report.notes,
    )
    return 0
