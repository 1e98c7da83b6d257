"""kill -9 of the scripted door, between two steps and in the middle of one: nothing gets lost."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.processes import ROOT, Starter, Warm, real
from tests.process.scripted_door import Json, ScriptedDoor, played
from tests.process.times import untimed

pytestmark = pytest.mark.alone

TALK: list[Json] = [
    {"id": f"line-{number}"} | json.loads(line)
    for number, line in enumerate(
        Path(__file__).with_name("talk.jsonl").read_text("utf-8").splitlines(), 1
    )
]
WITHOUT = "--without-nlu"
ALL = "MAATJE_TEST_ALL_KILLS"  # set it to kill at every k by itself too: takes minutes
SOME_K = (1, 16, 28, 38)  # after the first line, the check-in, the claim and the danger


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[Json]:
    """The transcript of the talk, by the real command, without any trouble."""
    door = ScriptedDoor(tmp_path_factory.mktemp("undisturbed") / "home", real, WITHOUT)
    try:
        return played(door, TALK)
    finally:
        door.stop()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def doors(home: Path, warm: Warm) -> Iterator[list[ScriptedDoor]]:
    """Doors that a test opens; none is left running."""
    opened: list[ScriptedDoor] = []
    yield opened
    for door in opened:
        door.stop()


def test_the_talk_is_a_whole_talk(undisturbed: list[Json]) -> None:
    """Else the other tests here would prove little."""
    seen = {
        (line.get("to"), words)
        for line in undisturbed
        for words in WORDS
        if words in line.get("text", "")
    }
    assert seen == {
        ("young", "Hoi, past het nu?"),
        ("volunteer", "hoi, ben jij echt?"),
        ("young", "ja, ik ben een mens"),
        ("young", "113"),
        ("professional", "GEVAAR"),
        ("young", "ik blijf even bij je"),
    }
    assert not [line for line in undisturbed if "error" in line]


WORDS = (
    "Hoi, past het nu?",
    "hoi, ben jij echt?",
    "ja, ik ben een mens",
    "113",
    "GEVAAR",
    "ik blijf even bij je",
)


def test_killed_after_every_step(
    home: Path, warm: Warm, doors: list[ScriptedDoor], undisturbed: list[Json]
) -> None:
    """Every boundary between two steps is crossed by a new process."""
    door = ScriptedDoor(home, warm, WITHOUT)
    doors.append(door)
    for line in TALK:
        door.start()
        door.play(line)
        door.kill()
    assert timeless(door.seen) == timeless(undisturbed)
    assert "Traceback" not in door.errors.read_text()


def _one_by_one() -> list[int]:
    return list(range(1, len(TALK))) if os.environ.get(ALL) else list(SOME_K)


@pytest.mark.parametrize("k", _one_by_one())
def test_killed_once_after_step_k(
    k: int, home: Path, warm: Warm, doors: list[ScriptedDoor], undisturbed: list[Json]
) -> None:
    starter: Starter = warm if os.environ.get(ALL) or k != SOME_K[-1] else real
    door = ScriptedDoor(home, starter, WITHOUT)
    doors.append(door)
    for part in (TALK[:k], TALK[k:]):
        door.start()
        for line in part:
            door.play(line)
        door.kill()
    assert timeless(door.seen) == timeless(undisturbed)


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_in_the_middle(
    seed: int, home: Path, warm: Warm, doors: list[ScriptedDoor], undisturbed: list[Json]
) -> None:
    """A line that was not done is given again with the same id, as Telegram would. Nobody misses a
    message, everybody sees them in the same order, and at most one a kill comes twice."""
    chance = random.Random(seed)
    kills = set(chance.sample(range(len(TALK)), int(os.environ.get("MAATJE_TEST_KILLS", "6"))))
    door = ScriptedDoor(home, warm, WITHOUT)
    doors.append(door)
    door.start()
    for number, line in enumerate(TALK):
        door.write(line)
        if number in kills:
            time.sleep(chance.uniform(0.0, 0.15))
            if not door.kill():
                door.start()
                door.play(line)
            else:
                door.start()
        else:
            door.until_done()
    door.end()
    repeats = 0
    for person in {line["to"] for line in undisturbed}:
        once, again = collapsed(door.seen, person)
        assert once == collapsed(undisturbed, person)[0]
        repeats += again
    assert repeats <= len(kills)


def timeless(seen: list[Json]) -> list[Json]:
    return [line | {"text": untimed(line["text"])} if "text" in line else line for line in seen]


def collapsed(seen: list[Json], person: str) -> tuple[list[Json], int]:
    """What one person saw, a message that came twice in a row counted once, and how many did."""
    theirs = [line for line in timeless(seen) if line.get("to") == person]
    once = [line for line, before in zip(theirs, [None, *theirs], strict=False) if line != before]
    return once, len(theirs) - len(once)


@pytest.mark.slow
def test_killed_with_the_real_language_service(home: Path, doors: list[ScriptedDoor]) -> None:
    """After a kill the language service of the old life is gone and a new one answers."""
    nlu = ROOT / "nlu"
    if not ((nlu / ".venv/bin/python").exists() and (nlu / "models/manifest.json").exists()):
        pytest.skip("the language service is not set up here (make setup)")
    door = ScriptedDoor(home, real)
    doors.append(door)
    door.start()
    door.play({"as": "young", "text": "ze lachen me elke pauze uit"})
    door.kill()
    door.start()
    door.play({"as": "young", "text": "dat is al weken zo"})
    door.end()
    said = "\n".join(line["text"] for line in door.seen)
    assert "trager dan anders" not in said
    assert "esten" in said or "itgelachen" in said
    assert (home / "nlu.log").exists()
    assert "pauze" not in (home / "nlu.log").read_text() + door.errors.read_text()
