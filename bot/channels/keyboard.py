"""Lines from standard input, without keeping the event loop from its work or from Ctrl-C."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator

STDIN = 0
AT_ONCE = 65_536  # bytes


async def lines_of_stdin() -> AsyncIterator[str]:
    """Every line that comes in, without its end; stops at the end of the input.

    A thread of its own reads the file descriptor: `input()` in a worker thread would keep the
    process alive after Ctrl-C until somebody presses enter, and a daemon thread inside Python's own
    buffered reader can crash the interpreter while it ends.
    """
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        chunk = b"?"
        while chunk:
            try:
                chunk = os.read(STDIN, AT_ONCE)
            except OSError:
                chunk = b""
            try:
                loop.call_soon_threadsafe(queue.put_nowait, chunk)
            except RuntimeError:  # the loop has been closed: nobody listens any more
                return

    threading.Thread(target=read, daemon=True, name="stdin").start()
    rest = b""
    while chunk := await queue.get():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip("\r")
    if rest:
        yield rest.decode("utf-8", "replace")
