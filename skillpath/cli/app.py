"""The command group. A command's module is imported only when that command runs; `--help` shows the table below."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from skillpath import __version__


class CommandEntry(NamedTuple):
    """A command as `--help` lists it, and the module that holds it."""

    module: str
    summary: str
    panel: str


COMMANDS: dict[str, CommandEntry] = {
    "plan": CommandEntry("plan", "The cheapest, shortest or smallest stack to a job, a credential, skills or credits.", "Plan"),
    "credits": CommandEntry("credits", "Tally the credit hours recommended for what you hold.", "Plan"),
    "compare": CommandEntry("compare", "Degrees or jobs side by side: remaining cost, time, credit used and wasted.", "Plan"),
    "options": CommandEntry("options_", "Every way to fill a requirement, a common course or a skill, priced.", "Plan"),
    "show": CommandEntry("show", "Everything the catalogue knows of one role, credential, skill or subscription.", "Look around"),
    "search": CommandEntry("search", "Find roles, credentials, skills and providers by words.", "Look around"),
    "list": CommandEntry("list", "List roles, credentials, skills, providers or subscriptions.", "Look around"),
    "graph": CommandEntry("graph", "Export the part of the catalogue that leads to a target as a graph.", "Look around"),
    "profile": CommandEntry("profile", "Your file: what you hold, know and prefer.", "Data"),
    "catalog": CommandEntry("catalog", "Check, describe, count and import catalogues.", "Data"),
}

EPILOG = (
    "Every command has examples: `skillpath plan --help`. "
    "Exit status: 0 an answer, 1 the answer is no, 2 wrong usage, 3 bad input, 5 not proved."
)


def rich_help() -> Any:
    """Rich panels on a terminal, plain text (which starts faster) elsewhere."""
    return "rich" if sys.stdout is not None and sys.stdout.isatty() else None


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and summary, and imports the one that is called."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        entry = COMMANDS.get(cmd_name)
        if entry is None:
            return None
        stub = TyperCommand(cmd_name, help=entry.summary, rich_markup_mode=self.rich_markup_mode)
        stub.rich_help_panel = entry.panel
        return stub

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name, stub, rest = super().resolve_command(ctx, args)
        return name, load_command(stub.name) if stub is not None and stub.name else stub, rest


def load_command(name: str) -> Any:
    """Import a command's module and make the command."""
    module = import_module(f"skillpath.cli.{COMMANDS[name].module}")
    command = typer.main.get_command(module.app)
    command.name = name
    return command


def command_app(**settings: Any) -> typer.Typer:
    """The Typer application of one command module."""
    return typer.Typer(
        add_completion=False,
        rich_markup_mode=rich_help(),
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
        **settings,
    )


def version(value: bool) -> None:
    """Print the version and stop."""
    if value:
        typer.echo(f"skillpath {__version__}")
        raise typer.Exit


def make_app() -> typer.Typer:
    """The whole application."""
    app = typer.Typer(
        cls=LazyGroup,
        name="skillpath",
        help=(
            "Plan stackable credentials: the provably cheapest or shortest way from what you hold to a job or a credit total.\n\n"
            '\b\n  skillpath plan --target "data analyst"\n  skillpath credits --have google-it-support'
        ),
        epilog=EPILOG,
        no_args_is_help=True,
        rich_markup_mode=rich_help(),
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_root)
    return app


def _root(
    version_wanted: bool = typer.Option(False, "--version", callback=version, is_eager=True, help="Show the version and stop."),
) -> None:
    del version_wanted
