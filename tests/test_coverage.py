"""`maatje flows coverage`: counts what talks come by, and tells what they do not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from bot.settings import ROOT

FLOW = """\
flow: sleep
title: Slecht slapen
steps:
  - id: ask
    ask: Wat wil je?
    choices:
      - {say: Vertellen, next: heard}
      - {say: Niks, next: bye}
    unclear: Kies een knop.
  - {id: heard, say: Dank je., next: bye}
  - {id: bye, end: true, say: Dag.}
"""
TALK = "- title: een\n  talk:\n    - young: Slecht slapen\n    - press: {press}\n"


def covered(folder: Path, press: str) -> subprocess.CompletedProcess[str]:
    """What the command prints about a flow with one talk that presses this button."""
    shutil.copytree(ROOT / "flows", folder / "flows", dirs_exist_ok=True)
    (folder / "flows" / "sleep.yml").write_text(FLOW)
    talks = folder / "tests" / "conversations"
    talks.mkdir(parents=True)
    (talks / "sleep.yml").write_text(TALK.replace("{press}", press))
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import app; app(['flows', 'coverage', 'sleep'])"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ
        | {"MAATJE_FLOWS": str(folder / "flows"), "MAATJE_HOME": str(folder / "home")},
        check=False,
        timeout=300,
    )


def test_a_step_without_a_talk_is_told_with_its_line(tmp_path: Path) -> None:
    done = covered(tmp_path, "Niks")
    assert done.returncode == 0, done.stderr
    assert "sleep: 1 gesprekken, 2 van 3 stappen" in done.stdout
    assert f"{tmp_path}/flows/sleep.yml:10: heard" in done.stdout
    assert not (tmp_path / "home").exists()


def test_a_talk_that_gets_stuck_is_told(tmp_path: Path) -> None:
    done = covered(tmp_path, "Weg met die knop")
    assert done.returncode == 1
    assert "Dit gesprek liep vast: sleep.yml: «een»" in done.stdout
