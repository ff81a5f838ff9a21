"""The one exception that users meet, and the located problem that catalogue and profile readers report."""

from __future__ import annotations

from typing import NamedTuple

EXIT_ANSWER = 0
EXIT_NO = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_NETWORK = 4
EXIT_LIMIT = 5
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


class Problem(NamedTuple):
    """One mistake: what is wrong, where, and what would be right.

    `file` is a path as the user knows it, `line` counts from 1 (0 = the whole file), `record` is ``kind:id`` where known,
    `field` a dotted path inside the record.
    """

    code: str
    message: str
    file: str = ""
    line: int = 0
    record: str = ""
    field: str = ""
    hint: str = ""

    @property
    def where(self) -> str:
        """``file:line``, or what of it is known."""
        return f"{self.file}:{self.line}" if self.file and self.line else self.file


class SkillpathError(Exception):
    """An expected failure: says what, where and what next, and carries the exit status."""

    def __init__(
        self, code: str, message: str, *, hint: str = "", exit_status: int = EXIT_USAGE, problems: tuple[Problem, ...] = ()
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.exit_status = exit_status
        self.problems = problems


class InputError(SkillpathError):
    """A bad catalogue, profile or input file, with every problem located."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = (), *, code: str = "bad-input", hint: str = "") -> None:
        super().__init__(code, message, hint=hint, exit_status=EXIT_INPUT, problems=problems)
