"""What an import says of itself: the records written, what was left out and why, what changed against the last time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from skillpath.catalog.imports.names import clean
from skillpath.errors import Problem

MOST_EXAMPLES = 5
MOST_WORDS = 300

Progress = Callable[[int, int], None]


def silent(done: int, total: int) -> None:
    """A progress that shows nothing."""
    del done, total


class Example(NamedTuple):
    """One thing that was left out: where it stands (``file:line``, ``file:line:column`` or ``file#path``), and what it is."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.what else self.where


@dataclass
class LeftOut:
    """One reason for which things were left out: how many, and the first few, located."""

    code: str
    reason: str
    count: int = 0
    examples: list[Example] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    """The new file against the one that it replaces."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0


@dataclass
class ImportReport:
    """The answer of an import."""

    format: str
    source: str
    output: str
    written: dict[str, int] = field(default_factory=dict)
    changes: Changes = Changes()
    replaced: bool = False
    left_out: list[LeftOut] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


REASONS: dict[str, str] = {
    "bad-json": "the text is not JSON",
    "not-text": "the text is not UTF-8, or holds NUL bytes",
    "unreadable": "the file cannot be read",
    "too-big": "larger than an import takes",
    "too-deep": "nested too deeply",
    "bad-row": "a table row with too few or too many cells, or a cell of the wrong form",
    "bad-record": "the record breaks the rules of catalogues",
    "not-a-record": "not an object that describes something",
    "unknown-class": "a class that catalogues have no records for",
    "duplicate": "described more than once",
    "no-name": "has no name",
    "no-provider": "names nobody who owns or offers it",
    "unknown-target": "names a prerequisite that is not among the documents; the record asks for a declaration instead",
    "cycle": "prerequisites in a circle; kept as a recommendation",
    "cost-without-price": "a cost without a price or a currency",
    "cost-optional": "a cost that is optional, or not part of earning it",
    "cost-per-credit": "a price per credit where the number of credits is not known",
    "bad-duration": "a duration that cannot be read, or whose ends are the wrong way round",
    "bad-value": "a value of the wrong form",
    "credit-without-target": "credit for something that is not among the documents",
    "credit-unit": "credit in a unit that is no degree credit",
    "unknown-occupation": "names an occupation that no loaded role stands for",
    "unknown-competency": "names a competency without a text that is not among the documents",
    "stub-provider": "an organisation that is named but not described; it stands in with its address as its name",
    "known": "known already",
    "name-taken": "another title or label claims the name, and is the closer one",
    "name-known": "a name that already belongs to a record of the loaded catalogues",
    "no-skills": "no table says which skills it asks for",
    "unknown-skill": "names a skill that no table describes",
    "unknown-occupation-row": "a row about an occupation that the occupation table does not have",
    "obsolete": "marked as no longer in use",
    "second-broader": "a further broader skill; a skill has one",
    "suppressed": "an estimate that its publisher marks as unreliable",
}


class Notes:
    """Collects what was left out while an import runs; holds a few examples of each reason, so its size is bounded."""

    def __init__(self) -> None:
        self._left_out: dict[str, LeftOut] = {}
        self.notes: list[str] = []

    def leave_out(self, code: str, place: str, words: str = "") -> None:
        """Count one thing that was left out, at ``file:line`` or ``file#path``."""
        entry = self._left_out.get(code)
        if entry is None:
            entry = self._left_out[code] = LeftOut(code, REASONS[code])
        entry.count += 1
        if len(entry.examples) < MOST_EXAMPLES:
            entry.examples.append(Example(clean(place, MOST_WORDS), clean(words, MOST_WORDS)))

    def say(self, note: str) -> None:
        """Note something once."""
        if note not in self.notes:
            self.notes.append(note)

    @property
    def count(self) -> int:
        """How many things were left out so far."""
        return sum(entry.count for entry in self._left_out.values())

    @property
    def left_out(self) -> list[LeftOut]:
        """Every reason, the most frequent first."""
        return sorted(self._left_out.values(), key=lambda entry: (-entry.count, entry.code))

    def problems(self) -> tuple[Problem, ...]:
        """What was left out as problems: for the error of an import that found nothing."""
        found = ((entry, example) for entry in self.left_out for example in entry.examples)
        return tuple(Problem(entry.code, example.what or entry.reason, example.where) for entry, example in found)
