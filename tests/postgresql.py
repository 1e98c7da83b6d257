"""A PostgreSQL server of our own on loopback, for tests and benchmarks."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg

NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
# A test needs no row after a power cut.
CARELESS = ("fsync=off", "full_page_writes=off")


def why_not() -> str:
    """What is missing to run one here; empty when nothing is."""
    missing = [name for name in ("initdb", "pg_ctl") if shutil.which(name) is None]
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        missing.append("setpriv")
    return f"no PostgreSQL here: {', '.join(missing)} not found" if missing else ""


@contextmanager
def running_server(*settings: str) -> Iterator[int]:
    """The port of a fresh server with these settings; it does not run as root, and is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="maatje-pg-"))
    as_nobody = NOBODY if os.geteuid() == 0 else []
    if as_nobody:
        shutil.chown(folder, "nobody", "nogroup")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]

    def pg(*words: str) -> None:
        subprocess.run(
            [*as_nobody, *words],
            check=True,
            capture_output=True,
            cwd="/",
            timeout=60,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )

    data = str(folder / "data")
    pg("initdb", "-D", data, "-U", "maatje", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    options += "".join(f" -c {setting}" for setting in settings)
    pg("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield port
    finally:
        pg("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


def url_of(server: int, name: str) -> str:
    """How SQLAlchemy reaches a database of this server."""
    return f"postgresql+asyncpg://maatje@127.0.0.1:{server}/{name}"


async def connected(server: int, name: str) -> asyncpg.Connection:
    """A connection of one's own."""
    return await asyncpg.connect(host="127.0.0.1", port=server, user="maatje", database=name)


async def created(server: int, name: str, template: str) -> str:
    """A new database like this one; returns its url."""
    connection = await connected(server, "postgres")
    await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    await connection.close()
    return url_of(server, name)
