"""The rules of levels in catalogs/README.md, held against every shipped course, badge and certificate."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.catalog.figures import taught_levels, typical_minutes
from skillpath.catalog.records import Credential, Role
from tests.catalogs.shipped import catalog

TESTED = ("lab", "project", "proctored-exam")
HOUR = 60


def taught() -> Iterator[tuple[Credential, int | None, dict[str, int]]]:
    """Active courses, badges and certificates open to everybody: the record, its minutes, its skills with levels."""
    for record in catalog().all(Credential):
        if record.kind in ("course", "badge", "certificate") and record.status == "active" and not record.requires:
            yield record, typical_minutes(record.effort), dict(taught_levels(record, record.teaches))


def test_under_an_hour_nothing_teaches_what_a_role_must_have() -> None:
    must = {entry.skill for role in catalog().all(Role) for entry in role.skills if entry.importance >= 1}
    short = {
        record.id: sorted(must & set(levels)) for record, minutes, levels in taught() if minutes is not None and minutes < HOUR
    }
    assert len(short) > 20
    assert {id: skills for id, skills in short.items() if skills} == {}


def test_level_two_takes_about_ten_hours_a_skill_where_nothing_is_tested() -> None:
    seen = 0
    for record, minutes, levels in taught():
        skilled = sum(level >= 2 for level in levels.values())
        if minutes and skilled and record.assessment not in TESTED:
            assert minutes / skilled >= 7 * HOUR, record.id
            seen += 1
    assert seen > 200


def test_level_three_takes_about_a_hundred_hours() -> None:
    found = {record.id: minutes for record, minutes, levels in taught() if minutes and 3 in levels.values()}
    assert len(found) > 10
    assert {id: minutes for id, minutes in found.items() if minutes < 90 * HOUR} == {}
