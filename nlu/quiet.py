"""Nothing but our own lines leaves this process: Rasa and Sanic log message texts.

Deny by default instead of chasing each logger: file descriptors 1 and 2 go to nowhere, every
logger is off at every level, and only `Operator` keeps a copy of the real output.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import traceback
from dataclasses import dataclass
from typing import Any, MutableMapping


@dataclass(frozen=True)
class Operator:
    """The one way to say something to whoever runs the service. Never give it a message text."""

    out: int
    err: int

    def ready(self) -> None:
        """The line that the bot waits for."""
        os.write(self.out, b"klaar\n")

    def say(self, line: str) -> None:
        """A line in Dutch on standard error."""
        with contextlib.suppress(OSError):  # nobody listens any more; serving goes on
            os.write(self.err, (line + "\n").encode())

    def failure(self, doing: str, error: BaseException) -> None:
        """Names kind and place of an error; its text may quote a message, so it is left out."""
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else "?"
        self.say(f"Fout bij {doing}: {type(error).__name__} in {place}")


def take_output() -> Operator:
    """Keeps the real output for the operator and sends what anyone else prints to nowhere."""
    sys.stdout.flush()
    sys.stderr.flush()
    operator = Operator(os.dup(1), os.dup(2))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    return operator


def silence_loggers() -> None:
    """Turns off logging and structlog in the whole process, also for handlers that write files."""
    import structlog

    logging.disable(sys.maxsize)
    logging.raiseExceptions = False
    structlog.configure(processors=[_drop], cache_logger_on_first_use=False)


def _drop(logger: Any, method: str, event: MutableMapping[str, Any]) -> Any:
    import structlog

    raise structlog.DropEvent
