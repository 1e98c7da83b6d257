"""Danger that may never be missed, and danger that is known to be missed, through the real model.

Both by `maatje nlu parse`, so by tripwire and model together, as in a talk. The messages are invented;
tests are told apart by number, so that no message stands in a report of failures.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.engine.reading import read_file
from bot.settings import ROOT

pytestmark = pytest.mark.alone

FOLDER = ROOT / "nlu" / "tests"
LEVELS = {"none": 0, "concern": 1, "urgent": 2}


def texts_in(name: str) -> list[str]:
    """The messages of a file in the form of nlu/data."""
    document = read_file(FOLDER / name, name)
    assert document.issues == []
    assert isinstance(document.data, dict)
    return [e["text"].strip() for topic in document.data["nlu"] for e in topic["examples"]]


NEVER, KNOWN = texts_in("never_miss.yml"), texts_in("known_misses.yml")


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> list[int]:
    """How serious each message is taken, first the ones that may not be missed."""
    home = tmp_path_factory.mktemp("house")
    done = subprocess.run(
        [Path(sys.executable).with_name("maatje"), "nlu", "parse"],
        input="".join(json.dumps({"text": text}) + "\n" for text in [*NEVER, *KNOWN]),
        env={**os.environ, "MAATJE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return [LEVELS[json.loads(line)["risk"]["level"]] for line in done.stdout.splitlines()]


def test_there_are_enough_of_them() -> None:
    assert len(NEVER) >= 150
    assert len(set(NEVER + KNOWN)) == len(NEVER + KNOWN)


def test_no_danger_of_the_list_is_missed(levels: list[int]) -> None:
    missed = [number for number, level in enumerate(levels[: len(NEVER)]) if level == 0]
    assert missed == [], "numbers of messages in nlu/tests/never_miss.yml, from 0"


def test_what_is_known_to_be_missed_is_still_missed(levels: list[int]) -> None:
    seen = [number for number, level in enumerate(levels[len(NEVER) :]) if level]
    assert seen == [], "seen now: move these from known_misses.yml to never_miss.yml"
