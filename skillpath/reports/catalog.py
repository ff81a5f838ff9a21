"""What catalogue commands say: problems, and counts."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from skillpath.catalog.stale import Freshness
from skillpath.catalog.stats import Stats
from skillpath.errors import Problem
from skillpath.reports.document import Block, Bullets, Column, Document, Heading, Line, Pairs, Table

if TYPE_CHECKING:
    from skillpath.planner.coverage import RoleCoverage

SHOWN_PROVIDERS = 15


def check_document(problems: list[Problem], counts: dict[str, int]) -> Document:
    """Every problem with its place, or that there is none."""
    if not problems:
        held = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
        return (Line(f"No problems: {held}", "good"),)
    number = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    return (Line(number, "bad"), *(_problem(problem) for problem in problems))


def _problem(problem: Problem) -> Block:
    place = ": ".join(part for part in (problem.where, problem.record, problem.field) if part)
    hint = (f"hint: {problem.hint}",) if problem.hint else ()
    return Bullets(place or "catalogue", (problem.message, *hint))


def coverage_document(roles: list[RoleCoverage]) -> Document:
    """How many roles have a plan, and what nothing in the catalogue gives for the others."""
    open_roles = [each for each in roles if not each.covered]
    said = f"{len(roles) - len(open_roles)} of {len(roles)} roles have a plan to the entry level"
    blocks = tuple(Bullets(f"{each.role.name} ({each.role.id}): nothing gives", each.missing) for each in open_roles)
    return (Line(said, "bad" if open_roles else "good"), *blocks)


def coverage_data(roles: list[RoleCoverage]) -> list[dict[str, Any]]:
    """The `coverage` of schema ``catalog-check/1``."""
    return [
        {
            "role": each.role.id,
            "name": each.role.name,
            "covered": each.covered,
            "missing": list(each.missing),
            "openings": list(each.openings),
        }
        for each in roles
    ]


def coverage_rows(roles: list[RoleCoverage]) -> list[dict[str, str]]:
    """One row per role, for CSV."""
    return [
        {
            "role": each.role.id,
            "name": each.role.name,
            "covered": "yes" if each.covered else "no",
            "missing": "; ".join(each.missing),
            "openings": "; ".join(each.openings),
        }
        for each in roles
    ]


def stale_document(old: Freshness) -> Document:
    """The facts with no newer page than asked for."""
    undated = Line(f"{old.undated} records name only pages without a date", "dim")
    if not old.facts:
        return (Line(f"No dated fact is older than {old.days} days", "good"), undated)
    columns = (
        Column("Rests on", True),
        Column("Days", True),
        Column("Kind"),
        Column("Id"),
        Column("Confidence"),
        Column("Where"),
    )
    rows = tuple((each.date, str(each.age), each.kind, each.id, each.confidence, each.where) for each in old.facts)
    return (Table(columns, rows, f"{len(rows)} facts with no page newer than {old.days} days"), undated)


def stale_data(old: Freshness) -> dict[str, Any]:
    """The `stale` of schema ``catalog-check/1``."""
    return {"days": old.days, "undated": old.undated, "facts": [each._asdict() for each in old.facts]}


def stale_rows(old: Freshness) -> list[dict[str, str]]:
    """One row per old fact, for CSV."""
    return [{name: str(value) for name, value in each._asdict().items()} for each in old.facts]


def problem_rows(problems: list[Problem]) -> list[dict[str, str]]:
    """One row per problem, for CSV."""
    return [{key: str(value) for key, value in problem._asdict().items()} for problem in problems]


def stats_document(stats: Stats) -> Document:
    """Counts for people."""
    rows = []
    for kind, each in stats.kinds.items():
        if each.count:
            sure = each.confidence if kind != "sources" else dict.fromkeys(each.confidence, 0)
            rows.append(
                (kind, str(each.count), *(str(number) for number in sure.values()), each.oldest, each.newest, str(each.undated))
            )
    names = ("Kind", "Records", "High", "Medium", "Low", "Oldest", "Newest", "Undated")
    providers = tuple((name, str(count)) for name, count in list(stats.credentials_by_provider.items())[:SHOWN_PROVIDERS])
    return (
        Heading("Catalogue"),
        Table(tuple(Column(name, name not in ("Kind", "Oldest", "Newest")) for name in names), tuple(rows)),
        Table(
            (Column("Credentials"), Column("Records", True)),
            tuple((kind, str(n)) for kind, n in stats.credentials_by_kind.items()),
        ),
        Table((Column("Largest providers"), Column("Credentials", True)), providers),
        Pairs(
            (
                ("Credentials without a known price", str(stats.unpriced)),
                ("Credentials without known hours", str(stats.hours_unknown)),
                ("Retired credentials, kept for holders", str(stats.retired)),
                ("Programme rules carried as text", str(stats.text_rules)),
            )
        ),
    )


def stats_data(stats: Stats) -> dict[str, Any]:
    """The `data` of schema ``catalog-stats/1``."""
    data = asdict(stats)
    for each in data["kinds"].values():
        each |= {"oldest": each["oldest"] or None, "newest": each["newest"] or None}
    return data


def stats_rows(stats: Stats) -> list[dict[str, str]]:
    """One row per kind, for CSV."""
    return [
        {"kind": kind, "records": str(each.count), **{name: str(n) for name, n in each.confidence.items()}, "oldest": each.oldest}
        for kind, each in stats.kinds.items()
    ]
