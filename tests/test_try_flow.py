"""`maatje flows try`: plays one flow, touches nothing of the installation, writes the talk as a test."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.channels import trial
from bot.channels.recording import lines_of
from bot.channels.terminal import Shown
from bot.commands.talk_files import TalkFile
from bot.domain.messages import Button, Reply
from bot.engine.reading import read_file
from bot.errors import OperatorError
from bot.settings import ROOT
from tests.conftest import open_world
from tests.fakes import A_TUESDAY
from tests.test_conversations import _as_written, _inputs, _play

SLEEP = """\
flow: sleep
title: Slecht slapen
starts_with:
  words: [ik slaap slecht]
steps:
  - id: what_now
    ask: Wat zou je nu fijn vinden?
    choices:
      - say: Vertellen
        next: heard
      - say: Nu even niet
        next: soft_end
    unclear: Ik snap je nog niet goed. Kies gerust een knop.
  - id: heard
    say: Dank je.
    next: soft_end
  - id: soft_end
    end: true
    say: Typ gerust weer iets.
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A folder with flows, a talk that stands there, and a home of the installation."""
    shutil.copytree(ROOT / "flows", tmp_path / "flows")
    (tmp_path / "flows" / "sleep.yml").write_text(SLEEP)
    (tmp_path / "home").mkdir()
    return tmp_path


def tried(house: Path, file: Path, typed: str, *options: str) -> subprocess.CompletedProcess[str]:
    """What the command prints for these lines on standard input."""
    own = {"MAATJE_HOME": str(house / "home"), "MAATJE_FLOWS": str(house / "flows")}
    return subprocess.run(
        [sys.executable, "-c", "from bot.cli import app; app()", "flows", "try", file, *options],
        input=typed,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | own,
        check=False,
        timeout=120,
    )


def test_a_golden_talk_and_a_trial_begin_at_the_same_moment() -> None:
    assert trial.BEGINS == A_TUESDAY


async def test_a_recorded_talk_is_a_golden_test_that_passes(house: Path, tmp_path: Path) -> None:
    talks = house / "tests" / "conversations" / "sleep.yml"
    talks.parent.mkdir(parents=True)
    before = "# van ons\n- title: eerst\n  talk:\n    - young: hoi  # blijft staan\n"
    talks.write_text(before)
    done = tried(
        house, house / "flows" / "sleep.yml", "1\n/klaar\neerst\nwie vertelt\n", "--record"
    )
    assert done.returncode == 0, done.stderr
    assert "Er is al een gesprek «eerst»." in done.stdout
    assert talks.read_text().startswith(before)
    assert list((house / "home").iterdir()) == []
    written = read_file(talks, "sleep.yml").data
    assert isinstance(written, list)
    talk = written[1]
    assert isinstance(talk, dict)
    assert talk["title"] == "wie vertelt"
    assert [line for line in talk["talk"] if "maatje" not in line] == [
        {"young": "ik slaap slecht"},
        {"press": "Vertellen"},
    ]
    async with open_world(tmp_path / "home", flows=house / "flows") as world:
        played = [(item, await _play(world, item)) for item in _inputs(talk)]
    assert _as_written(played) == talk["talk"]


def test_a_button_is_chosen_by_words_and_an_end_of_input_ends_the_talk(house: Path) -> None:
    done = tried(house, house / "flows" / "sleep.yml", "nu even niet\n")
    assert done.returncode == 0
    assert "Typ gerust weer iets." in done.stdout
    assert not (house / "tests").exists()


def test_a_flow_outside_the_folder_is_played_among_the_flows(house: Path) -> None:
    loose = house / "elsewhere" / "sleep.yml"
    loose.parent.mkdir()
    loose.write_text(SLEEP.replace("Dank je.", "Dank je wel."))
    done = tried(house, loose, "vertellen\n", "--record")
    assert "Dank je wel." in done.stdout
    assert "Bewaard in" in done.stdout
    assert [path.name for path in loose.parent.iterdir()] == ["sleep.yml"]
    assert "sleep 1" in (house / "tests" / "conversations" / "sleep.yml").read_text()


def test_a_broken_flow_is_told_as_by_check_and_never_with_a_traceback(house: Path) -> None:
    broken = house / "flows" / "sleep.yml"
    broken.write_text(SLEEP.replace("    next: soft_end\n  - id: soft", "    nxt: x\n  - id: soft"))
    done = tried(house, broken, "1\n")
    assert done.returncode == 1
    assert "sleep.yml:16:5: fout: Sleutel «nxt» ken ik hier niet. [unknown_key]" in done.stdout
    assert "missing_talk" not in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["nergens.yml", "texts.yml"])
def test_what_is_no_flow_is_said(house: Path, name: str) -> None:
    done = tried(house, Path(name), "")
    assert done.returncode == 1
    assert done.stderr.strip().endswith(".")
    assert "Traceback" not in done.stderr


def test_a_file_that_is_no_list_of_talks_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "sleep.yml"
    path.write_text("title: geen lijst\n")
    with pytest.raises(OperatorError, match="geen lijst van gesprekken"):
        TalkFile(path)


def test_what_staff_saw_stands_there_with_their_name() -> None:
    shown = [Shown("volunteer", Reply("Een vraag", (Button("Ja", "y"), Button("Altijd", "a"))))]
    assert lines_of([({"wait": "10m"}, shown)], "Altijd") == [
        {"wait": "10m"},
        {"to": "volunteer", "text": "Een vraag", "buttons": ["Ja"]},
    ]
