"""What is asked of the planner: a target, objectives, limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct

from skillpath.catalog.programmes import Programme
from skillpath.catalog.records import Role
from skillpath.catalog.values import Confidence, Money

Objective = Literal["cost", "time", "steps"]
OBJECTIVES: tuple[Objective, ...] = ("cost", "time", "steps")


class RoleTarget(Struct, frozen=True):
    """A job. The level asked is the entry-level hire's, one below the role's, unless `established`."""

    role: Role
    established: bool = False
    skills_only: bool = False
    kind: Literal["role"] = "role"


def asked_level(target: RoleTarget, level: int) -> int:
    """The level asked of a hire: the role's own for an established one, else one below it and at least 1."""
    return level if target.established else max(1, level - 1)


class CredentialTarget(Struct, frozen=True):
    """Credentials to hold."""

    ids: tuple[str, ...]
    kind: Literal["credential"] = "credential"


class SkillTarget(Struct, frozen=True):
    """Skills to know, each at a level."""

    skills: tuple[tuple[str, int], ...]
    kind: Literal["skills"] = "skills"


class CreditTarget(Struct, frozen=True):
    """So many recommended semester hours, of which so many upper-division."""

    hours: int
    upper: int = 0
    kind: Literal["credits"] = "credits"


class ProgrammeTarget(Struct, frozen=True):
    """Programmes to complete: all of them, or (with `any_of`) the one that comes out best.

    `pins` says in which requirement a credit (or a credential, or a course) has to land.
    """

    programmes: tuple[Programme, ...]
    any_of: bool = False
    pins: tuple[tuple[str, str], ...] = ()
    kind: Literal["programme"] = "programme"


Target = RoleTarget | CredentialTarget | SkillTarget | CreditTarget | ProgrammeTarget


class Limits(Struct, frozen=True):
    """What the plan must keep to. `said` tells, by the name of a limit, where it was said (a flag or a profile line)."""

    budget: Money | None = None
    deadline: date | None = None
    max_weeks: float | None = None
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    free_only: bool = False
    max_per_provider: int | None = None
    min_confidence: Confidence = "low"
    readiness: float | None = None


class Request(Struct, frozen=True):
    """One question to the planner. `by` is completed with the objectives it leaves out, in their usual order."""

    target: Target
    by: tuple[Objective, ...] = ("cost",)
    limits: Limits = Limits()
    allow_unknown: bool = False
    time_limit: float | None = None
    dominance: bool = True

    @property
    def order(self) -> tuple[Objective, ...]:
        """All three objectives: those asked for first."""
        return (*self.by, *(objective for objective in OBJECTIVES if objective not in self.by))


Watch = Callable[[Sequence[Request]], Iterable[Request]]
"""Passes on the requests that a question falls into, and may tell how far it is."""
