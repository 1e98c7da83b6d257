"""`maatje chat` as somebody meets it: typed lines, mistakes, the end of the input, Ctrl-C."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.process.processes import COMMAND, ROOT, environment, finished

pytestmark = pytest.mark.alone

WITHOUT = "--without-nlu"


def _typed(home: Path, *lines: str) -> str:
    done = finished(["chat", WITHOUT], environment(home), "\n".join(lines) + "\n")
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    return " ".join(done.stdout.split())


def test_typed_lines(tmp_path: Path) -> None:
    """You are the young person; the rest goes by a word in front. A button is its number too."""
    said = _typed(
        tmp_path / "home",
        "hoi",
        "1",
        "/maatje Ik neem dit gesprek",
        "/wacht morgen",
        "/wacht 1h",
        "[red]rood",
        "",
    )
    assert "[1. Pesten] [2. Faalangst]" in said
    assert "Hoe is dat nu voor jou?" in said
    assert "(scherm van de vrijwilliger):" in said
    assert "Een wachttijd schrijf je als 30s, 10m, 24h of 3d." in said
    assert "… 1h later …" in said
    assert "Ik zie geen tekst in je bericht" in said


def test_the_last_line_needs_no_end(tmp_path: Path) -> None:
    done = finished(
        ["chat", "--jsonl", WITHOUT],
        environment(tmp_path / "home"),
        '{"as": "young", "text": "hoi"}',
    )
    assert done.stdout.splitlines()[-1] == '{"done": 1}'
    assert done.returncode == 0


def test_lines_that_make_no_sense_and_lines_that_come_twice(tmp_path: Path) -> None:
    lines = (
        "geen json",
        '{"as": "niemand", "text": "hoi"}',
        '{"as": "young", "press": "Bestaat niet"}',
        '{"wait": "morgen"}',
        '{"as": "young"}',
        '{"as": "young", "text": "hoi", "id": 1}',
        '{"as": "young", "text": "hoi", "id": 1}',
    )
    done = finished(["chat", "--jsonl", WITHOUT], environment(tmp_path / "home"), "\n".join(lines))
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["done"] for line in said if "done" in line] == list(range(1, 8))
    assert len([line for line in said if "error" in line]) == 5
    assert len([line for line in said if "Geen mens dus" in line.get("text", "")]) == 1
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)


@pytest.mark.parametrize("option", ["--jsonl", None])
def test_ctrl_c_ends_it_at_once(option: str | None, tmp_path: Path) -> None:
    """Also while it waits for a line."""
    args = [str(COMMAND), "chat", WITHOUT, *([option] if option else [])]
    process = subprocess.Popen(
        args,
        env=environment(tmp_path / "home"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin
    assert process.stdout
    try:
        process.stdin.write(b'{"as": "young", "text": "hoi"}\n')
        process.stdin.flush()
        assert select.select([process.stdout], [], [], 30)[0], "it does not start"
        os.read(process.stdout.fileno(), 65_536)
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=10)
    finally:
        process.kill()
    assert process.returncode == 130
    assert b"Traceback" not in errors
