"""The entry point: runs a command, and turns every failure into words and an exit status. No traceback reaches a user."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any

from skillpath.errors import EXIT_BUG, EXIT_INTERRUPTED, EXIT_USAGE, SkillpathError

MOST_PROBLEMS = 20


gc.set_threshold(100_000, 20, 20)  # imports make much that lives, and looking through it all is a tenth of a quick command


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    status = run(arguments)
    gc.freeze()  # the interpreter need not look through everything once more before it goes
    sys.exit(status)


def run(arguments: list[str]) -> int:
    """Run the command line; its exit status."""
    _forgive_encodings()
    try:
        status = _run(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard_output()
        return 0
    except KeyboardInterrupt:
        return _interrupted()
    except SkillpathError as error:
        report_error(error, arguments)
        return error.exit_status
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EBADF):
            return _report_bug(error, arguments)
        _discard_output()
        report_error(SkillpathError("cannot-write", f"the answer cannot be written: {error.strerror}"), arguments)
        return EXIT_USAGE
    except Exception as error:
        return _report_bug(error, arguments)
    return status


def _forgive_encodings() -> None:
    """Let a terminal that cannot show a character show a question mark instead."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(arguments: list[str]) -> int:
    import typer
    from typer._click.exceptions import ClickException, NoArgsIsHelpError

    from skillpath.cli.app import make_app

    command = typer.main.get_command(make_app())
    try:
        result = command.main(args=arguments, prog_name="skillpath", standalone_mode=False)
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
        return EXIT_USAGE
    except ClickException as error:
        _report_usage(error, arguments)
        return int(error.exit_code)
    except typer.Abort:
        return _interrupted()
    return result if isinstance(result, int) else 0


def _interrupted() -> int:
    print("interrupted", file=sys.stderr)
    return EXIT_INTERRUPTED


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for JSON, however badly the rest of it reads."""
    if "--json" in arguments or "--format=json" in arguments or "-fjson" in arguments:
        return True
    return any(flag in ("--format", "-f") and value == "json" for flag, value in pairwise(arguments))


def _report_usage(error: Any, arguments: list[str]) -> None:
    if wants_json(arguments):
        report_error(SkillpathError("usage", error.format_message()), arguments)
        return
    error.show(file=sys.stderr)


def report_error(error: SkillpathError, arguments: Sequence[str]) -> None:
    """Say what went wrong, where and what next: as words on stderr, and as JSON on stdout where JSON was asked for."""
    if wants_json(arguments):
        from skillpath.reports.envelope import envelope, error_data

        command = command_of(arguments)
        try:
            sys.stdout.write(envelope(command, "error", None, errors=error_data(error), schema="error/1"))
            sys.stdout.flush()
        except BrokenPipeError:
            _discard_output()
    from skillpath.reports.visible import visible

    print(visible(error_text(error)), file=sys.stderr)


def command_of(arguments: Sequence[str]) -> str:
    """The command that was called: its name, and for a group that of the subcommand."""
    words = list(takewhile(lambda argument: not argument.startswith("-"), arguments))
    return " ".join(words[: 2 if words[:1] in (["profile"], ["catalog"]) else 1])


def error_text(error: SkillpathError) -> str:
    """An error in words."""
    lines = [f"error: {error.message}"]
    for problem in error.problems[:MOST_PROBLEMS]:
        place = ": ".join(part for part in (problem.where, problem.record, problem.field) if part)
        lines.append(f"  {place}: {problem.message}" if place else f"  {problem.message}")
        if problem.hint:
            lines.append(f"    hint: {problem.hint}")
    if len(error.problems) > MOST_PROBLEMS:
        lines.append(f"  and {len(error.problems) - MOST_PROBLEMS} more problems")
    if error.hint:
        lines.append(f"hint: {error.hint}")
    return "\n".join(lines)


def _discard_output() -> None:
    """Point stdout at nothing, so that the interpreter's last flush cannot fail."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report_bug(error: Exception, arguments: list[str]) -> int:
    from skillpath.cli.bug import write_log

    log = write_log(error, arguments)
    bug = SkillpathError("bug", f"a bug in skillpath: {type(error).__name__}: {error}", hint=f"please report it with {log}")
    report_error(bug, arguments)
    return EXIT_BUG
