"""Plays the golden talks of `tests/conversations/`: one file per flow, written by operators.

`pytest tests/test_conversations.py --update` rewrites what Maatje says, so that a change of
behaviour shows as a diff to read.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from bot.channels.recording import lines_of, talks_as_yaml
from bot.channels.terminal import Shown
from bot.commands.coverage import unreached
from bot.domain import ids
from bot.engine.reading import read_file
from bot.settings import ROOT
from tests.conftest import REACHED, World, open_world, shelf

FOLDER = ROOT / "tests" / "conversations"
UNREACHED = ROOT / "tests" / "unreached_steps.txt"
COVERED: set[tuple[str, str]] = set()  # by the talks, and by nothing else that tests did
FILES = sorted(FOLDER.glob("*.yml"))
ALWAYS = "Wie leest dit?"
INPUTS = ("young", "press", "as", "wait")


def _talks() -> list[Any]:
    found = []
    for file in FILES:
        document = read_file(file, file.name)
        assert not document.issues, [str(i) for i in document.issues]
        assert isinstance(document.data, list), f"{file.name} is no list of talks"
        assert document.data, f"{file.name} has no talks"
        for n, talk in enumerate(document.data):
            found.append(pytest.param(file, n, talk, id=f"{file.stem}: {talk['title']}"))
    return found


TALKS = _talks()


@pytest.fixture
async def world(
    tmp_path: Path, talk: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[World]:
    """A house as everywhere, in which ids count: what is due at one moment is then always told in the
    same order. A talk with `learning: yes` plays where learning is switched on, one with
    `stories: examples` where the invented stories are told, one with `protocol: yes` where the Telegram id
    can be opened."""
    numbers = count(1)
    monkeypatch.setattr(ids.uuid, "uuid4", lambda: UUID(int=next(numbers)))
    async with open_world(
        tmp_path,
        learning=talk.get("learning") == "yes",
        example_stories=talk.get("stories") == "examples",
        protocol=talk.get("protocol") == "yes",
    ) as opened:
        yield opened


def test_there_are_talks() -> None:
    assert len(TALKS) >= 20


@pytest.mark.parametrize(("file", "n", "talk"), TALKS)
async def test_talk(
    file: Path, n: int, talk: dict[str, Any], world: World, request: pytest.FixtureRequest
) -> None:
    for item in talk["talk"]:
        if "young" in item and "means" in item:
            world.language.teach(item["young"], item["means"])
    REACHED.clear()
    played = [(item, await _play(world, item)) for item in _inputs(talk)]
    COVERED.update(REACHED)
    PLAYED.add(f"{file.stem} {n}")
    if request.config.getoption("--update"):
        _rewrite(file, n, played)
        return
    assert _as_written(played) == _expected(talk)


PLAYED: set[str] = set()


def test_no_more_steps_are_out_of_reach(request: pytest.FixtureRequest) -> None:
    """`tests/unreached_steps.txt` names every step that no talk comes by. It may only get shorter: a new
    step needs a talk (or, said aloud in a review, a line there). `--update` writes the file."""
    if len(PLAYED) < len(TALKS):
        pytest.skip("only when all talks were played")
    steps = unreached(shelf(ROOT / "flows")(), COVERED)
    missed = [f"{flow}.{step}" for flow, step in steps]
    if request.config.getoption("--update"):
        UNREACHED.write_text("".join(f"{line}\n" for line in missed))
    known = UNREACHED.read_text().split()
    assert [line for line in missed if line not in known] == []


def _inputs(talk: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in talk["talk"] if any(key in item for key in INPUTS)]


async def _play(world: World, item: dict[str, Any]) -> tuple[list[Shown], list[str]]:
    before = len(await world.events())
    line = dict(item)
    line.pop("means", None)
    if "young" in line:
        line = {"as": "young", "text": line["young"]}
    elif "press" in line:
        line.setdefault("as", "young")
    shown = await world.does(**line)
    return shown, (await world.events())[before:]


Played = list[tuple[dict[str, Any], tuple[list[Shown], list[str]]]]


def _as_written(played: Played) -> list[dict[str, Any]]:
    return lines_of([(item, shown) for item, (shown, _) in played], ALWAYS)


def _expected(talk: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in talk["talk"] if "happens" not in item]


def _rewrite(file: Path, n: int, played: Played) -> None:
    text = file.read_text()
    head = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
    data = read_file(file, file.name).data
    assert isinstance(data, list)
    assert isinstance(data[n], dict)
    data[n]["talk"] = _as_written(played)
    file.write_text(head + talks_as_yaml(data))
