"""Talks with `maatje chat --jsonl` as a process, and can kill it at any moment."""

from __future__ import annotations

import json
import os
import select
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.process.processes import Running, Starter, environment

Json = dict[str, Any]
ANSWER_SECONDS = 60.0  # of a loaded machine


class ScriptedDoor:
    """`seen` is all that anybody saw, over all lives of the process."""

    def __init__(self, home: Path, starter: Starter, *options: str) -> None:
        self._home, self._starter = home, starter
        self._args = ("chat", "--jsonl", *options)
        self.errors = home.with_suffix(".stderr")
        self.seen: list[Json] = []
        self._running: Running | None = None

    def start(self) -> None:
        """A new process on the same home."""
        theirs_in, self._in = os.pipe()
        self._out, theirs_out = os.pipe()
        with self.errors.open("ab") as errors:
            self._running = self._starter(
                self._args, environment(self._home), (theirs_in, theirs_out, errors.fileno())
            )
        os.close(theirs_in)
        os.close(theirs_out)
        self._rest = b""

    def write(self, line: Json) -> None:
        """Gives it a line, without waiting."""
        os.write(self._in, json.dumps(line).encode() + b"\n")

    def until_done(self) -> None:
        """Reads until the line has been dealt with."""
        while not any("done" in line for line in self._read()):
            pass

    def play(self, line: Json) -> None:
        self.write(line)
        self.until_done()

    def kill(self) -> bool:
        """kill -9. True when the last line had been dealt with before."""
        assert self._running is not None
        self._running.kill()
        done = False
        while lines := self._read(to_the_end=True):
            done = done or any("done" in line for line in lines)
        self._close()
        return done

    def end(self) -> None:
        """Closes its stdin, as at the end of a script; it finishes by itself."""
        assert self._running is not None
        os.close(self._in)
        while self._read(to_the_end=True):
            pass
        self._running.wait(20)
        os.close(self._out)
        self._running = None

    def stop(self) -> None:
        """For the end of a test, however it ended."""
        if self._running is not None:
            self.kill()

    def _close(self) -> None:
        os.close(self._in)
        os.close(self._out)
        self._running = None

    def _read(self, *, to_the_end: bool = False) -> list[Json]:
        """The next lines, at least one; an empty list at the end of the output."""
        end = time.monotonic() + ANSWER_SECONDS
        while b"\n" not in self._rest:
            left = max(0.0, end - time.monotonic())
            assert select.select([self._out], [], [], left)[0], "no answer in time"
            chunk = os.read(self._out, 65_536)
            if not chunk:
                assert to_the_end, f"it stopped: {self.errors.read_text()[-2000:]}"
                return []
            self._rest += chunk
        *whole, self._rest = self._rest.split(b"\n")
        lines = [json.loads(line) for line in whole]
        self.seen += [line for line in lines if "done" not in line]
        return lines


def played(door: ScriptedDoor, talk: Sequence[Json]) -> list[Json]:
    """What is seen when the talk is played without any trouble."""
    door.start()
    for line in talk:
        door.play(line)
    door.end()
    return door.seen
