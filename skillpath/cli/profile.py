"""`skillpath profile`: init, show, add, remove, set."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from skillpath.catalog.catalog import Catalog, fold
from skillpath.cli.app import command_app
from skillpath.cli.opening import open_catalog
from skillpath.cli.options import (
    CatalogOption,
    FormatOption,
    JsonOption,
    NoShippedOption,
    OutputOption,
    ProfileOption,
    QuietOption,
)
from skillpath.cli.output import Written, output_of, write, write_file
from skillpath.cli.session import LearnerOptions, credential_id, known_skill, open_session, read_date
from skillpath.errors import EXIT_NO, SkillpathError
from skillpath.learner.edit import TEMPLATE, add_entry, read_text, remove_entries, set_value
from skillpath.learner.learner import find_credential
from skillpath.learner.profile import parse_profile, profile_path
from skillpath.reports.document import Document
from skillpath.reports.envelope import every_field
from skillpath.reports.profile import profile_document

app = command_app(help="Your file: what you hold, know and prefer. It stands in your configuration folder.", no_args_is_help=True)

SETTINGS = ("pace", "start", "residence", "currency", "name")


def _file(profile: str | None) -> Path:
    if profile == "-":
        raise SkillpathError("usage", "standard input cannot be edited; name a file with `--profile`")
    return Path(profile) if profile else profile_path()


def _catalog(paths: list[str] | None, no_shipped: bool, quiet: bool) -> Catalog:
    """The catalogues of a command that changes the file; what is to be said of them is said."""
    warnings: list[str] = []
    catalog = open_catalog(paths, no_shipped, warnings, quiet)
    if not quiet:
        for warning in warnings:
            typer.echo(f"warning: {warning}", err=True)
    return catalog


def _save(file: Path, text: str, said: str, quiet: bool) -> None:
    parse_profile(text.encode(), str(file))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SkillpathError("cannot-write", f"{file.parent} cannot be made: {error.strerror}") from None
    write_file(file, text)
    if not quiet:
        typer.echo(said, err=True)


@app.command("init")
def init_command(profile: ProfileOption = None, quiet: QuietOption = False) -> int:
    """Write an empty profile with comments to fill in."""
    file = _file(profile)
    if file.exists():
        raise SkillpathError("profile-exists", f"there is a profile already: {file}", hint="`skillpath profile show` shows it")
    _save(file, TEMPLATE, f"wrote {file}", quiet)
    return 0


@app.command("show")
def show_command(
    profile: ProfileOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    format: FormatOption = None,
    json: JsonOption = False,
    output: OutputOption = None,
    quiet: QuietOption = False,
) -> int:
    """Show the profile as skillpath understands it."""
    out = output_of("profile show", format, json, output, quiet)
    session = open_session(LearnerOptions(profile), catalog, no_shipped, quiet)
    content = every_field(session.profile.profile)

    def document() -> Document:
        return profile_document(session.profile, session.learner)

    def rows() -> list[dict[str, str]]:
        return [
            {
                "credential": held.credential.id,
                "name": held.credential.name,
                "earned": str(held.earned or ""),
                "valid": str(held.valid),
            }
            for held in session.learner.held
        ]

    def data() -> dict[str, Any]:
        return {"file": session.profile.path or None, "profile": content, "not_in_catalog": list(session.learner.unknown)}

    write(Written(document, data, rows, lambda: [held.credential.id for held in session.learner.held]), out, session.warnings)
    return 0


@app.command("add")
def add_command(
    names: Annotated[list[str] | None, typer.Argument(metavar="[CREDENTIAL]...", help="What you hold, by id or name.")] = None,
    earned: Annotated[str | None, typer.Option(metavar="DATE", help="When you earned it.")] = None,
    skill: Annotated[list[str] | None, typer.Option(metavar="SKILL[:LEVEL]", help="A skill that you have.")] = None,
    profile: ProfileOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    quiet: QuietOption = False,
) -> int:
    """Add what you hold or know: `skillpath profile add google-it-support --earned 2025-05-31`."""
    if not names and not skill:
        raise SkillpathError("usage", "say what to add", hint="`skillpath profile add google-it-support`, or `--skill sql:2`")
    read_date(earned, "--earned")
    file, known = _file(profile), _catalog(catalog, no_shipped, quiet)
    text = read_text(file)
    added = []
    for name in names or ():
        id = credential_id(name, known)
        if any(_names(entry.credential, id, known) for entry in parse_profile(text.encode(), str(file)).holdings):
            raise SkillpathError(
                "held-already", f"`{id}` is in the profile already", hint=f"`skillpath profile remove {id}` takes it out"
            )
        text = add_entry(text, "holdings", {"credential": id} | ({"earned": earned} if earned else {}))
        added.append(id)
    for word in skill or ():
        found = known_skill(word, known)
        text = add_entry(text, "skills", {"skill": found.skill, "level": found.level})
        added.append(f"{found.skill}:{found.level}")
    _save(file, text, f"added {', '.join(added)} to {file}", quiet)
    return 0


def _names(entry: str, id: str, catalog: Any) -> bool:
    """Whether an entry of the profile means a credential."""
    found = find_credential(entry, catalog)
    return fold(entry) == fold(id) or (found is not None and found.id == id)


@app.command("remove")
def remove_command(
    names: Annotated[list[str], typer.Argument(metavar="NAME...", help="Credentials or skills, as the profile has them.")],
    profile: ProfileOption = None,
    catalog: CatalogOption = None,
    no_shipped: NoShippedOption = False,
    quiet: QuietOption = False,
) -> int:
    """Take credentials or skills out of the profile."""
    file, known = _file(profile), _catalog(catalog, no_shipped, quiet)
    text = read_text(file)
    for name in names:
        content = parse_profile(text.encode(), str(file))
        wanted = find_credential(name, known)
        id = wanted.id if wanted else name
        held = [place for place, entry in enumerate(content.holdings) if _names(entry.credential, id, known)]
        skills = [place for place, entry in enumerate(content.skills) if fold(entry.skill) == fold(name)]
        if not held and not skills:
            hint = "`skillpath profile show` shows what is there"
            raise SkillpathError("not-held", f"`{name}` is not in the profile {file}", hint=hint, exit_status=EXIT_NO)
        text = remove_entries(text, "holdings", held) if held else remove_entries(text, "skills", skills)
    _save(file, text, f"removed {', '.join(names)} from {file}", quiet)
    return 0


@app.command("set")
def set_command(
    key: Annotated[str, typer.Argument(help="pace, start, residence, currency or name.")],
    value: Annotated[str, typer.Argument(help="Its value.")],
    profile: ProfileOption = None,
    quiet: QuietOption = False,
) -> int:
    """Set a preference: `skillpath profile set pace 15`."""
    if key not in SETTINGS:
        raise SkillpathError("usage", f"there is no setting `{key}`", hint=f"the settings are {', '.join(SETTINGS)}")
    file = _file(profile)
    try:
        typed: Any = float(value) if key == "pace" else value
    except ValueError:
        raise SkillpathError("usage", f"pace: `{value}` is not a number of hours a week") from None
    _save(file, set_value(read_text(file), key, typed), f"set {key} to {value} in {file}", quiet)
    return 0
