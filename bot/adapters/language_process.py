"""The language service as a child process: started, watched, started again, and stopped."""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
from pathlib import Path

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before it is started again
STOP_SECONDS = 5.0


class LanguageProcess:
    """Runs `nlu/serve.py` in its own environment, on loopback, with a token of this start.

    Nothing waits for it: until it answers, `url` is an address at which nobody answers yet.
    """

    def __init__(self, folder: Path, log_file: Path) -> None:
        self._folder = folder
        self._log_file = log_file
        self.token = secrets.token_urlsafe(32)
        self._port = _free_port()
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def python(self) -> Path:
        """The interpreter of the language room."""
        return self._folder / ".venv" / "bin" / "python"

    @property
    def installed(self) -> bool:
        """Is the room set up and trained (`make setup`)?"""
        return self.python.exists() and (self._folder / "models" / "manifest.json").exists()

    def url(self) -> str | None:
        """Where it answers, as soon as it does."""
        return f"http://127.0.0.1:{self._port}" if self._process is not None else None

    async def start(self) -> None:
        """Starts it and keeps it running, in the background."""
        self._keeper = asyncio.create_task(self._keep())

    async def stop(self) -> None:
        """Stops it, kindly first."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _keep(self) -> None:
        pause = FIRST_PAUSE
        while True:
            started = asyncio.get_running_loop().time()
            log.warning("the language service ended (%s); it is started again", await self._live())
            if asyncio.get_running_loop().time() - started > LONGEST_PAUSE:
                pause = FIRST_PAUSE
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            self._port = _free_port()  # somebody else may have taken the old one

    async def _live(self) -> str:
        """One life, from start to end; says how it ended."""
        try:
            self._process = await self._spawn()
        except OSError as error:  # the room is gone or the machine is full: later, perhaps
            return type(error).__name__
        return str(await self._process.wait())

    async def _spawn(self) -> asyncio.subprocess.Process:
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("MAATJE_")
        }
        with self._log_file.open("ab") as output:
            return await asyncio.create_subprocess_exec(
                str(self.python),
                "serve.py",
                "--port",
                str(self._port),
                cwd=self._folder,
                env=environment | {"MAATJE_NLU_TOKEN": self.token},
                stdin=asyncio.subprocess.PIPE,
                stdout=output,
                stderr=output,
            )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
