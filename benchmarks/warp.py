"""A clock that counts work and skips waiting.

While somebody works, it goes as fast as the clock on the wall: what takes time takes time. While
everybody waits (for a timer, a limit, an answer), it goes on at once to the first moment at which
something happens. On a machine that others use too it can count the time of the processor instead, and
for each commit what a commit was measured to take: then what others do is not counted as work.
"""

from __future__ import annotations

import asyncio
import selectors
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path


class _Skipping(selectors.DefaultSelector):
    """Waits only while others work for us in threads (`busy`); else the waiting is counted and left
    out."""

    busy: Callable[[], bool] = staticmethod(lambda: True)
    skipped = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0 or self.busy():
            return super().select(timeout)
        self.skipped += timeout
        return super().select(0)


class WarpLoop(asyncio.SelectorEventLoop):
    """An event loop whose time skips what nobody works in."""

    def __init__(self, *, processor: bool = False) -> None:
        self._skipping = _Skipping()
        self._work = time.process_time if processor else time.monotonic
        self._commit = commit_seconds() if processor else 0.0
        super().__init__(self._skipping)

    def time(self) -> float:
        return self._work() + self._skipping.skipped

    def committed(self) -> None:
        """A commit waited for the disk; counted here where the clock did not."""
        self._skipping.skipped += self._commit

    def busy_when(self, busy: Callable[[], bool]) -> None:
        """Somebody works in a thread while this is true: then time is not skipped."""
        self._skipping.busy = busy  # type: ignore[method-assign]


def commit_seconds() -> float:
    """What a small commit takes that is synced to the disk: the median of a hundred."""
    took = []
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "test.sqlite3")
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE x (y)")
        for number in range(100):
            database.execute("INSERT INTO x VALUES (?)", (number,))
            begun = time.perf_counter()
            database.commit()
            took.append(time.perf_counter() - begun)
        database.close()
    return statistics.median(took)


class WarpClock:
    """A `Clock` that goes with the loop, and can be put forward when nothing is going on."""

    def __init__(self, loop: WarpLoop, moment: datetime) -> None:
        self._loop, self._begun, self._moment = loop, loop.time(), moment
        self.committed = loop.committed

    def now(self) -> datetime:
        return self._moment + timedelta(seconds=self._loop.time() - self._begun)

    def jump_to(self, moment: datetime) -> None:
        """Never back."""
        self._moment += max(moment - self.now(), timedelta())
