"""What is asked of the planner: a target, objectives, limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from skillpath.catalog.records import Role
from skillpath.catalog.values import Confidence, Money

Objective = Literal["cost", "time", "steps"]
OBJECTIVES: tuple[Objective, ...] = ("cost", "time", "steps")


@dataclass(frozen=True)
class RoleTarget:
    """A job. The level asked is the entry-level hire's, one below the role's, unless `established`."""

    role: Role
    established: bool = False
    skills_only: bool = False
    kind: Literal["role"] = "role"


@dataclass(frozen=True)
class CredentialTarget:
    """Credentials to hold."""

    ids: tuple[str, ...]
    kind: Literal["credential"] = "credential"


@dataclass(frozen=True)
class SkillTarget:
    """Skills to know, each at a level."""

    skills: tuple[tuple[str, int], ...]
    kind: Literal["skills"] = "skills"


@dataclass(frozen=True)
class CreditTarget:
    """So many recommended semester hours, of which so many upper-division."""

    hours: int
    upper: int = 0
    kind: Literal["credits"] = "credits"


Target = RoleTarget | CredentialTarget | SkillTarget | CreditTarget


@dataclass(frozen=True)
class Limits:
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


@dataclass(frozen=True)
class Request:
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
