"""The profile as a document."""

from __future__ import annotations

from collections.abc import Iterator

from skillpath.learner.learner import Learner
from skillpath.learner.profile import ProfileFile
from skillpath.reports.document import Block, Bullets, Column, Document, Heading, Line, Pairs, Table


def profile_document(profile: ProfileFile, learner: Learner) -> Document:
    """What skillpath understands of a learner."""
    return (Heading(profile.profile.name or "Your profile"), *_blocks(profile, learner))


def _blocks(profile: ProfileFile, learner: Learner) -> Iterator[Block]:
    yield Line(profile.path or "no file yet: `skillpath profile init` writes one", "dim")
    yield Pairs(
        (
            ("Start", learner.start.isoformat()),
            ("Pace", f"{float(learner.pace):g} hours a week"),
            ("Residence", learner.residence),
            ("Languages", ", ".join(learner.languages)),
            ("Pays in", learner.currency),
        )
    )
    if learner.held:
        rows = tuple(
            (held.credential.name, held.credential.id, str(held.earned or "no date"), _validity(held.valid))
            for held in learner.held
        )
        yield Table((Column("Holds"), Column("Id"), Column("Earned"), Column("Valid")), rows)
    if learner.transcript:
        credit = tuple(
            (each.course, f"{each.hours:g}", each.level or "not told", each.institution or "not told", each.earned or "no date")
            for each in learner.transcript
        )
        columns = (Column("Course"), Column("Hours", True), Column("Level"), Column("Institution"), Column("Earned"))
        yield Table(columns, credit, "College credit")
    if profile.profile.skills:
        yield Bullets("Knows", tuple(f"{known.skill} (level {known.level})" for known in profile.profile.skills))
    if learner.experience:
        yield Bullets("Has worked in", tuple(f"{field}: {years:g} years" for field, years in learner.experience.items()))
    if learner.unknown:
        yield Bullets("In no catalogue", learner.unknown, "warn")


def _validity(valid: bool) -> str:
    return "yes" if valid else "expired"
