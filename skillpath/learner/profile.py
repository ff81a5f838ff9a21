"""The profile: what a learner holds and prefers, as a YAML file in the platform's usual folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import Meta

from skillpath.catalog.kinds import FORMAT_VERSION
from skillpath.catalog.layers import dotted
from skillpath.catalog.records import Experience, Part
from skillpath.catalog.values import Confidence, Country, CreditLevel, Currency, Day, Id, Language, Level, MoneyText, Text
from skillpath.errors import InputError, Problem
from skillpath.folders import config_folder


class Holding(Part, frozen=True, kw_only=True):
    """Something the learner has earned: a credential's id or name, and the date."""

    credential: Text
    earned: Day | None = None
    expires: Day | None = None
    score: float | None = None


class KnownSkill(Part, frozen=True, kw_only=True):
    """A skill that the learner declares."""

    skill: Text
    level: Level = 1


class HeldAward(Part, frozen=True, kw_only=True):
    """A degree that the learner holds."""

    award: Id
    field: Id | None = None
    earned: Day | None = None


class TranscriptCredit(Part, frozen=True, kw_only=True):
    """A course on a college's transcript.

    `course` is a common course where it is one, else the college's own title. `credit_from` says what kind of college it
    was (``two-year``, ``four-year``, ``foreign-evaluated``, ``graduate-credit``, ``military``); `number` is the course's own.
    """

    course: Text
    hours: Annotated[float, Meta(gt=0, le=1000)]
    unit: Id = "semester-hour"
    level: CreditLevel | None = None
    institution: Text | None = None
    credit_from: tuple[Id, ...] = ()
    areas: tuple[Id, ...] = ()
    subject: Text | None = None
    number: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    grade: Annotated[str, Meta(max_length=4)] | None = None
    earned: Day | None = None


class Limits(Part, frozen=True, kw_only=True):
    """What every plan of this learner must keep to."""

    budget: MoneyText | None = None
    deadline: Day | None = None
    exclude: tuple[Text, ...] = ()
    free_only: bool = False
    max_per_provider: Annotated[int, Meta(ge=1)] | None = None
    min_confidence: Confidence | None = None


class Profile(Part, frozen=True, kw_only=True):
    """A learner's file. Nothing in it is required."""

    skillpath: int = FORMAT_VERSION
    name: str | None = None
    start: Day | None = None
    pace: Annotated[float, Meta(ge=0.1, le=168, description="hours a week; counted to hundredths")] | None = None
    residence: Country | None = None
    languages: tuple[Language, ...] = ()
    audience: tuple[Id, ...] = ()
    currency: Currency | None = None
    holdings: tuple[Holding, ...] = ()
    skills: tuple[KnownSkill, ...] = ()
    experience: tuple[Experience, ...] = ()
    awards: tuple[HeldAward, ...] = ()
    conditions: tuple[Id, ...] = ()
    credits: tuple[TranscriptCredit, ...] = ()
    study_hours: Annotated[float, Meta(gt=0, le=1000, description="work behind an hour of credit at a college")] | None = None
    limits: Limits = Limits()


class ProfileFile(NamedTuple):
    """A profile and where it was read (`path` is empty for a learner without a file)."""

    profile: Profile
    path: str = ""


def profile_path() -> Path:
    """Where the profile stands: `$SKILLPATH_PROFILE`, else the platform's configuration folder."""
    if named := os.environ.get("SKILLPATH_PROFILE"):
        return Path(named)
    return config_folder() / "profile.yaml"


def read_profile(path: Path | None) -> ProfileFile:
    """The learner's profile; an empty one where no path is named and the usual file is not there.

    Raises:
        InputError: the file is named and missing, cannot be read, or has mistakes.
    """
    file = path or profile_path()
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        if path is None:
            return ProfileFile(Profile())
        raise InputError(
            f"there is no profile at {file}", code="no-profile", hint="`skillpath profile init` writes one"
        ) from None
    except OSError as error:
        if path is None and not file.exists():
            return ProfileFile(Profile())
        raise InputError(f"the profile {file} cannot be read: {error.strerror}", code="unreadable") from None
    return ProfileFile(parse_profile(data, str(file)), str(file))


def parse_profile(data: bytes, file: str) -> Profile:
    """Read a profile's bytes.

    Raises:
        InputError: with every mistake located.
    """
    from skillpath.catalog.convert import convert
    from skillpath.catalog.yaml_reader import read_yaml

    document = read_yaml(data, file)
    problems = list(document.problems)
    content = {} if document.value is None and not problems else document.value
    if not isinstance(content, dict):
        problems = problems or [Problem("not-a-profile", "is not a profile", file, 1, hint="`skillpath profile init` writes one")]
        raise InputError(f"{file} is not a profile", tuple(problems))
    filled = {key: value for key, value in content.items() if value is not None}
    profile, mistakes = convert(filled, Profile)
    for mistake in mistakes:
        ends = range(len(mistake.path), 0, -1)
        line = next((found for end in ends if (found := document.lines.get(mistake.path[:end]))), 1)
        problems.append(Problem(mistake.code, mistake.message, file, line, "profile", dotted(mistake.path), mistake.hint))
    if problems or profile is None:
        raise InputError(f"the profile {file} has mistakes", tuple(problems))
    if profile.skillpath != FORMAT_VERSION:
        line = document.lines.get(("skillpath",), 1)
        problem = Problem(
            "format-version", f"has format version {profile.skillpath}", file, line, hint="this skillpath reads version 1"
        )
        raise InputError(f"the profile {file} has mistakes", (problem,))
    return profile
