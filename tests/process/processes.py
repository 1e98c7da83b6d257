"""Starts Maatje as a process, for tests and benchmarks: the real command, or forked from a warm one."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

ROOT = Path(__file__).resolve().parents[2]
COMMAND = Path(sys.executable).with_name("maatje")
BYTECODE = "PYTHONPYCACHEPREFIX"


def environment(home: Path, **more: str) -> dict[str, str]:
    """A small environment of our own: nothing of the machine's Maatje gets in."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"MAATJE_HOME": str(home), BYTECODE: f"/tmp/maatje-pyc-{os.getuid()}"} | more


@dataclass
class Running:
    """A process that was started here."""

    pid: int
    wait: Callable[[float], int | None]  # seconds → exit code; None when that is not known

    def kill(self) -> None:
        """kill -9, and waits until it is gone with all its locks."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        self.wait(10)

    def told_to_stop(self, within: float = 15) -> int | None:
        """SIGTERM; the exit code."""
        os.kill(self.pid, signal.SIGTERM)
        return self.wait(within)


class Starter(Protocol):
    """Starts `maatje <args>` with these file descriptors as stdin, stdout and stderr."""

    def __call__(
        self, args: Sequence[str], env: dict[str, str], fds: tuple[int, int, int]
    ) -> Running: ...


def real(args: Sequence[str], env: dict[str, str], fds: tuple[int, int, int]) -> Running:
    """The command as an operator would start it."""
    process = subprocess.Popen(
        [str(COMMAND), *args], env=env, cwd=ROOT, stdin=fds[0], stdout=fds[1], stderr=fds[2]
    )
    return Running(process.pid, lambda seconds: process.wait(seconds))


class Warm:
    """Forks Maatje from a process that has read the code (see warm.py)."""

    def __init__(self) -> None:
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.process.warm", str(theirs.fileno())],
            cwd=ROOT,
            env=environment(Path("/nonexistent")),
            pass_fds=[theirs.fileno()],
        )
        theirs.close()

    def __call__(
        self, args: Sequence[str], env: dict[str, str], fds: tuple[int, int, int]
    ) -> Running:
        order = json.dumps({"args": list(args), "env": env}).encode()
        socket.send_fds(self._door, [order], list(fds))
        pid = int(self._door.recv(32))
        return Running(pid, lambda seconds: _gone(pid, seconds))

    def close(self) -> None:
        """Ends the warm process."""
        self._door.close()
        self._process.wait(10)


def _gone(pid: int, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.002)
    raise AssertionError(f"process {pid} is still there after {seconds:g} s")


def finished(
    args: Sequence[str], env: dict[str, str], stdin: str = "", within: float = 60
) -> subprocess.CompletedProcess[str]:
    """Runs the real command to its end."""
    return subprocess.run(
        [str(COMMAND), *args],
        env=env,
        cwd=ROOT,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=within,
    )
