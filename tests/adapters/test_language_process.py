"""The language service as a child: with a token, without our secrets, started again, and stopped."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.adapters import language_process
from bot.adapters.language_process import LanguageProcess

FAKE = """
import json, os, signal, sys, time
with open("started.jsonl", "a") as file:
    file.write(json.dumps({"argv": sys.argv, "pid": os.getpid(), "env": dict(os.environ)}) + "\\n")
if os.path.exists("stubborn"):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("hallo log", flush=True)
while not os.path.exists("die"):
    time.sleep(0.01)
os.remove("die")
"""


@pytest.fixture
def room(tmp_path: Path) -> Path:
    """A language room with a serve.py of ours."""
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    python.chmod(python.stat().st_mode | stat.S_IXUSR)
    (tmp_path / "serve.py").write_text(FAKE)
    return tmp_path


def starts(room: Path) -> list[dict[str, object]]:
    file = room / "started.jsonl"
    return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.02)


def alive(pid: object) -> bool:
    try:
        os.kill(int(str(pid)), 0)
    except ProcessLookupError:
        return False
    return True


async def test_starting_waits_for_nothing_and_the_token_is_in_the_environment_only(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAATJE_TELEGRAM_TOKEN", "1234:geheim")
    monkeypatch.setenv("MAATJE_KEY", "sleutel")
    monkeypatch.setenv("MAATJE_DATABASE_URL", "postgresql://u:w@h/d")
    child = LanguageProcess(room, room / "nlu.log")
    assert child.url() is None
    began = time.monotonic()
    await child.start()
    assert time.monotonic() - began < 0.1
    await until(lambda: bool(starts(room)))
    (started,) = starts(room)
    environment = started["env"]
    assert isinstance(environment, dict)
    ours = {key for key in environment if key.startswith("MAATJE_")}
    assert ours == {"MAATJE_NLU_TOKEN"}
    assert environment["MAATJE_NLU_TOKEN"] == child.token
    assert "geheim" not in json.dumps(environment)
    argv = started["argv"]
    assert isinstance(argv, list)
    assert child.token not in argv
    assert child.url() == f"http://127.0.0.1:{argv[argv.index('--port') + 1]}"
    await child.stop()
    assert "hallo log" in (room / "nlu.log").read_text()


async def test_each_start_of_the_bot_has_a_token_of_its_own(room: Path) -> None:
    first, second = LanguageProcess(room, room / "a"), LanguageProcess(room, room / "b")
    assert first.token != second.token
    assert len(first.token) >= 32


async def test_a_child_that_ends_is_started_again(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_process, "FIRST_PAUSE", 0.05)
    child = LanguageProcess(room, room / "nlu.log")
    await child.start()
    await until(lambda: len(starts(room)) == 1)
    (room / "die").touch()
    await until(lambda: len(starts(room)) == 2)
    assert starts(room)[0]["pid"] != starts(room)[1]["pid"]
    await child.stop()


async def test_stopping_leaves_no_child_behind(room: Path) -> None:
    child = LanguageProcess(room, room / "nlu.log")
    await child.start()
    await until(lambda: bool(starts(room)))
    await child.stop()
    assert not alive(starts(room)[0]["pid"])
    await asyncio.sleep(0.2)
    assert len(starts(room)) == 1


async def test_a_stubborn_child_is_stopped_all_the_same(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(language_process, "STOP_SECONDS", 0.2)
    (room / "stubborn").touch()
    child = LanguageProcess(room, room / "nlu.log")
    await child.start()
    await until(
        lambda: "hallo" in (room / "nlu.log").read_text() if (room / "nlu.log").exists() else False
    )
    await child.stop()
    assert not alive(starts(room)[0]["pid"])


async def test_stopping_while_it_pauses_before_a_restart_works(room: Path) -> None:
    child = LanguageProcess(room, room / "nlu.log")
    await child.start()
    await until(lambda: bool(starts(room)))
    (room / "die").touch()
    await until(lambda: not alive(starts(room)[0]["pid"]))
    await asyncio.wait_for(child.stop(), 2)


async def test_a_room_that_cannot_be_started_is_tried_again_and_can_be_stopped(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Given a broken environment, when it is mended, then the service starts after all."""
    monkeypatch.setattr(language_process, "FIRST_PAUSE", 0.05)
    python = room / ".venv" / "bin" / "python"
    whole = python.read_text()
    python.unlink()
    child = LanguageProcess(room, room / "nlu.log")
    await child.start()
    await asyncio.sleep(0.1)
    assert child.url() is None
    python.write_text(whole)
    python.chmod(0o755)
    await until(lambda: bool(starts(room)))
    await child.stop()


def test_a_room_is_installed_when_it_has_its_python_and_a_model(room: Path) -> None:
    child = LanguageProcess(room, room / "nlu.log")
    assert not child.installed
    (room / "models").mkdir()
    (room / "models" / "manifest.json").write_text("{}")
    assert child.installed
