"""A second process that does a part of a compilation, where there is a processor for it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable


def can_start() -> bool:
    """Whether a second process is possible, safe and of use."""
    return hasattr(os, "fork") and threading.active_count() == 1 and (os.cpu_count() or 1) > 1


class SecondProcess:
    """Runs a function in a copy of this process; what it does must be seen in files."""

    def __init__(self, work: Callable[[], None]) -> None:
        self._pid = os.fork()
        if self._pid == 0:
            status = 1
            try:
                work()
                status = 0
            finally:
                os._exit(status)

    def wait(self) -> bool:
        """Whether the work was done."""
        pid, self._pid = self._pid, 0
        return pid != 0 and os.waitpid(pid, 0)[1] == 0

    def stop(self) -> None:
        """End it if it still runs."""
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)
            self.wait()


def orphaned(parent: int) -> bool:
    """Whether the process that started this one is gone."""
    return os.getppid() != parent
