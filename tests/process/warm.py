"""A process that has read Maatje's code and forks into `maatje …` when asked.

Reading the code takes longer than everything else at a start. Tests that start Maatje a hundred
times fork it from here: what they talk to and kill is a whole process of its own all the same.

    python -m tests.process.warm <fd>     fd: a SOCK_SEQPACKET; each packet is an order, with 3 fds
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from typing import Any

from bot import cli
from bot.bootstrap import tripwire_of

LARGEST = 65_536  # bytes of an order


def main() -> None:
    """Serves orders until the other side is gone."""
    door = socket.socket(fileno=int(sys.argv[1]))
    tripwire_of()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the children here
    while True:
        order, fds, _, _ = socket.recv_fds(door, LARGEST, 3)
        if not order:
            return
        pid = os.fork()
        if pid == 0:
            door.close()
            become(json.loads(order), fds)
        for fd in fds:
            os.close(fd)
        door.send(str(pid).encode())


def become(order: dict[str, Any], fds: list[int]) -> None:
    """Is `maatje` from here on; does not return."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, fd in enumerate(fds):
        os.dup2(fd, number)
        os.close(fd)
    os.environ.clear()
    os.environ.update(order["env"])
    sys.argv = ["maatje", *order["args"]]
    cli.main()
    raise SystemExit(0)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
