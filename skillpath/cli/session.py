"""What a command for a learner works with: the catalogue and the learner, read as the options say."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from skillpath.catalog.catalog import Catalog
from skillpath.catalog.records import Condition, Experience, Skill
from skillpath.catalog.requirements import AWARD_RANKS
from skillpath.cli.opening import open_catalog
from skillpath.errors import EXIT_USAGE, InputError, SkillpathError
from skillpath.learner.learner import Learner, find_credential, make_learner
from skillpath.learner.profile import (
    HeldAward,
    Holding,
    KnownSkill,
    Profile,
    ProfileFile,
    TranscriptCredit,
    parse_profile,
    read_profile,
)

MAX_INPUT = 16 * 1024 * 1024


class LearnerOptions(Struct):
    """What the command line says of the learner; None leaves the profile's word."""

    profile: str | None = None
    have: list[str] | None = None
    know: list[str] | None = None
    pace: float | None = None
    start: str | None = None
    residence: str | None = None
    currency: str | None = None
    as_of: str | None = None
    awards: list[str] | None = None
    experience: list[str] | None = None
    conditions: list[str] | None = None
    languages: list[str] | None = None
    transcript: str | None = None
    study_hours: float | None = None


class Session(Struct):
    """A catalogue, a learner, and what should be said on stderr."""

    catalog: Catalog
    profile: ProfileFile
    learner: Learner
    warnings: list[str]


def open_session(
    options: LearnerOptions, paths: Iterable[str] | None = None, no_shipped: bool = False, quiet: bool = False
) -> Session:
    """The catalogue and the learner of a call: the profile, with every option over it."""
    _one_reader_of_stdin(options)
    profile = _profile(options)
    warnings: list[str] = []
    catalog = open_catalog(paths, no_shipped, warnings, quiet)
    changed = _with_options(profile.profile, options, catalog, warnings)
    learner = make_learner(changed, catalog, read_date(options.as_of, "--as-of") or date.today())
    warnings.extend(f"`{name}` is in no catalogue and counts for nothing" for name in learner.unknown)
    return Session(catalog, profile._replace(profile=changed), learner, warnings)


def _one_reader_of_stdin(options: LearnerOptions) -> None:
    readers = [options.profile == "-", "-" in (options.have or ()), options.transcript == "-"]
    if sum(readers) > 1:
        words = "only one of `--profile -`, `--have -` and `--transcript -` can read standard input"
        raise SkillpathError("usage", words, exit_status=EXIT_USAGE)


def _profile(options: LearnerOptions) -> ProfileFile:
    if options.profile == "-":
        return ProfileFile(parse_profile(read_stdin(), "standard input"), "standard input")
    return read_profile(Path(options.profile) if options.profile else None)


def read_stdin() -> bytes:
    """Standard input, bounded.

    Raises:
        SkillpathError: it is a terminal, so that nothing would ever come.
        InputError: there is too much of it.
    """
    if sys.stdin is None or sys.stdin.isatty():
        raise SkillpathError(
            "usage", "nothing comes on standard input", hint="pipe it in: `cat mine.txt | skillpath ... --have -`"
        )
    data = sys.stdin.buffer.read(MAX_INPUT + 1)
    if len(data) > MAX_INPUT:
        raise InputError(f"standard input is longer than {MAX_INPUT // 1024 // 1024} MB", code="too-big")
    return data


def _with_options(profile: Profile, options: LearnerOptions, catalog: Catalog, warnings: list[str]) -> Profile:
    changes: dict[str, object] = {}
    for name in ("pace", "residence", "currency", "start", "study_hours"):
        value = getattr(options, name)
        if value is not None:
            changes[name] = value
    if options.start is not None:
        read_date(options.start, "--start")
    if options.have:
        changes["holdings"] = (*profile.holdings, *_holdings(options.have, catalog, warnings))
    if options.know:
        changes["skills"] = (*profile.skills, *(known_skill(text, catalog) for text in options.know))
    if options.awards:
        changes["awards"] = (*profile.awards, *(_award(text) for text in options.awards))
    if options.experience:
        changes["experience"] = (*profile.experience, *(_experience(text) for text in options.experience))
    if options.conditions:
        changes["conditions"] = (*profile.conditions, *(_condition(text, catalog) for text in options.conditions))
    if options.transcript:
        changes["credits"] = (*profile.credits, *_transcript(options.transcript))
    if options.languages:
        changes["languages"] = tuple(options.languages)
    changed = msgspec.structs.replace(profile, **changes)
    try:
        return msgspec.convert(msgspec.to_builtins(changed), Profile)
    except msgspec.ValidationError as error:
        raise SkillpathError("usage", f"an option has a value that cannot be: {error}") from None


def _transcript(path: str) -> tuple[TranscriptCredit, ...]:
    from skillpath.learner.transcript import EXAMPLE, parse_transcript

    if path == "-":
        return parse_transcript(read_stdin(), "standard input")
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(MAX_INPUT)
    except OSError as error:
        hint = f"it is a CSV file with a heading such as `{EXAMPLE}`"
        raise InputError(f"the transcript {path} cannot be read: {error.strerror}", code="unreadable", hint=hint) from None
    return parse_transcript(data, path)


def _award(text: str) -> HeldAward:
    award, _, field = text.partition(":")
    if award not in AWARD_RANKS:
        raise SkillpathError("usage", f"--award: there is no award `{award}`", hint=f"the awards are {', '.join(AWARD_RANKS)}")
    return HeldAward(award=award, field=field or None)


def _experience(text: str) -> Experience:
    field, _, years = text.rpartition(":")
    try:
        return Experience(field=field, years=float(years))
    except ValueError:
        raise SkillpathError("usage", f"--experience: `{text}` has no years", hint="write it as `it-support:2`") from None


def _condition(text: str, catalog: Catalog) -> str:
    found = catalog.named(Condition, text)
    if len(found) != 1:
        from skillpath.planner.target import unknown_name

        raise unknown_name("condition", text, catalog, [Condition])
    return found[0].id


def _holdings(texts: list[str], catalog: Catalog, warnings: list[str]) -> Iterable[Holding]:
    for text in texts:
        if text != "-":
            name, earned = _dated(text)
            yield Holding(credential=credential_id(name, catalog), earned=earned)
            continue
        for line in _lines(read_stdin()):
            name, earned = _dated(line)
            found = find_credential(name, catalog)
            if found is not None:
                yield Holding(credential=found.id, earned=earned)
            else:
                warnings.append(f"`{line}` is in no catalogue and counts for nothing")


def _dated(text: str) -> tuple[str, str | None]:
    """A name, and the date that stands behind it: ``comptia-a-plus@2025-03-01``."""
    name, at, earned = text.rpartition("@")
    if not at or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", earned):
        return text, None
    read_date(earned, "--have")
    return name.strip(), earned


def _lines(data: bytes) -> Iterable[str]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError("standard input is not UTF-8 text", code="not-text", hint="one id or name per line") from None
    return (stripped for line in text.splitlines() if (stripped := line.strip()) and not stripped.startswith("#"))


def credential_id(text: str, catalog: Catalog) -> str:
    found = find_credential(text, catalog)
    if found is None:
        from skillpath.catalog.records import Credential
        from skillpath.planner.target import unknown_name

        raise unknown_name("credential", text, catalog, [Credential])
    return found.id


def known_skill(text: str, catalog: Catalog) -> KnownSkill:
    name, colon, level = text.rpartition(":")
    if not (colon and level in ("1", "2", "3", "4")):
        name, level = text, "2"
    found = catalog.named(Skill, name)
    if not found:
        from skillpath.planner.target import unknown_name

        raise unknown_name("skill", name, catalog, [Skill])
    return KnownSkill(skill=found[0].id, level=int(level))


def read_date(text: str | None, flag: str) -> date | None:
    """A date given with a flag.

    Raises:
        SkillpathError: it is not one.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise SkillpathError("usage", f"{flag}: `{text}` is not a date", hint="write it as 2026-11-23") from None
