"""Writes an answer: to the terminal, a pipe or a file, in the format asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from skillpath.cli.options import Format
from skillpath.errors import SkillpathError
from skillpath.reports.document import Document
from skillpath.reports.visible import visible

if TYPE_CHECKING:
    from skillpath.catalog.progress import Progress

ENDINGS = {".json": Format.json, ".csv": Format.csv, ".md": Format.markdown, ".txt": Format.table, ".ids": Format.ids}


class Output(Struct):
    """How the answer of one command is to be written."""

    command: str
    format: Format = Format.table
    file: str | None = None
    quiet: bool = False


def output_of(command: str, format: Format | None, json: bool, file: str | None, quiet: bool) -> Output:
    """Read the output options: `--json`, then `--format`, then the ending of the file."""
    if json and format not in (None, Format.json):
        raise SkillpathError("usage", f"`--json` and `--format {format.value if format else ''}` contradict each other")
    chosen = Format.json if json else format
    if chosen is None and file is not None:
        chosen = ENDINGS.get(Path(file).suffix.lower())
    return Output(command, chosen or Format.table, None if file == "-" else file, quiet)


class Written(Struct):
    """The same answer in every form; each is made only when asked for."""

    document: Callable[[], Document]
    data: Callable[[], Any]
    rows: Callable[[], list[dict[str, str]]]
    ids: Callable[[], Iterable[str]]
    status: str = "success"
    schema: str = ""


def write(answer: Written, output: Output, warnings: Sequence[str] = ()) -> None:
    """Write an answer, after its warnings on stderr."""
    warn(output, warnings)
    if output.file is None and output.format is Format.table and sys.stdout is not None and sys.stdout.isatty():
        from skillpath.reports.render import terminal

        terminal(answer.document(), sys.stdout, colour=wants_colour())
        return
    write_parts([_text(answer, output, warnings)], output)


def warn(output: Output, warnings: Iterable[str]) -> None:
    """Say warnings on stderr."""
    if not output.quiet:
        for warning in warnings:
            print(f"warning: {visible(warning)}", file=sys.stderr)


def bar_of(what: str, quiet: bool) -> AbstractContextManager[Progress | None]:
    """What shows how far long work is, where there is somebody to see it."""
    if quiet or sys.stderr is None or not sys.stderr.isatty():
        return nullcontext()
    from skillpath.cli.progress import Bar

    return Bar(what, quiet)


def write_parts(parts: Iterable[str], output: Output) -> None:
    """Write a text part by part, as it comes."""
    if output.file is None:
        sys.stdout.writelines(parts)
        sys.stdout.flush()
    else:
        write_file(Path(output.file), parts)


def wants_colour() -> bool:
    """Whether a terminal may be coloured."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _text(answer: Written, output: Output, warnings: Sequence[str]) -> str:
    match output.format:
        case Format.json:
            from skillpath.reports.envelope import envelope

            return envelope(output.command, answer.status, answer.data(), warnings=warnings, schema=answer.schema)
        case Format.csv:
            return visible(csv_text(answer.rows()))
        case Format.ids:
            return "".join(f"{id}\n" for id in answer.ids())
        case Format.markdown:
            from skillpath.reports.render import markdown

            return markdown(answer.document())
        case Format.table:
            from skillpath.reports.render import plain

            return plain(answer.document())


def csv_text(rows: list[dict[str, str]], header: bool = True) -> str:
    """Rows as CSV with a header, or without."""
    import csv
    import io

    text = io.StringIO()
    if rows:
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        if header:
            writer.writeheader()
        writer.writerows(rows)
    return text.getvalue()


def write_file(file: Path, text: str | Iterable[str]) -> None:
    """Write a file, of one text or of parts, whole or not at all.

    Raises:
        SkillpathError: it cannot be written.
    """
    import tempfile

    file = file.resolve()
    parts = [text] if isinstance(text, str) else text
    try:
        if file.exists() and not file.is_file():
            with file.open("w", encoding="utf-8", newline="") as stream:
                stream.writelines(parts)
            return
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
                stream.writelines(parts)
                stream.flush()
                os.fsync(stream.fileno())
            temporary.chmod(file.stat().st_mode & 0o777 if file.exists() else 0o666 & ~_umask())
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise SkillpathError(
            "cannot-write", f"{file} cannot be written: {error.strerror}", hint="is the folder there and yours?"
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
