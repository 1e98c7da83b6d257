"""Plays the golden talks of `tests/conversations/`: one file per flow, written by operators.

`pytest tests/test_conversations.py --update` rewrites what Maatje says, so that a change of
behaviour shows as a diff to read.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.channels.terminal import Shown
from bot.engine.reading import read_file
from bot.settings import ROOT
from tests.conftest import World, open_world

FOLDER = ROOT / "tests" / "conversations"
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
async def world(tmp_path: Path, talk: dict[str, Any]) -> AsyncIterator[World]:
    """A house as everywhere; a talk with `learning: yes` plays where learning is switched on."""
    async with open_world(tmp_path, learning=talk.get("learning") == "yes") as opened:
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
    played = [(item, await _play(world, item)) for item in _inputs(talk)]
    if request.config.getoption("--update"):
        _rewrite(file, n, played)
        return
    assert _as_written(played) == _expected(talk)


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


def _line(shown: Shown) -> dict[str, Any]:
    labels = [b.label for b in shown.reply.buttons if b.label != ALWAYS]
    said: dict[str, Any] = (
        {"maatje": shown.reply.text}
        if shown.to == "young"
        else {"to": shown.to, "text": shown.reply.text}
    )
    return said | ({"buttons": labels} if labels else {})


Played = list[tuple[dict[str, Any], tuple[list[Shown], list[str]]]]


def _as_written(played: Played) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    for item, (shown, _) in played:
        lines += [item, *[_line(one) for one in shown]]
    return lines


def _expected(talk: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in talk["talk"] if "happens" not in item]


class _Dumper(yaml.SafeDumper):
    """Block lists inside lists, and long texts as they read."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _rewrite(file: Path, n: int, played: Played) -> None:
    text = file.read_text()
    head = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
    data = read_file(file, file.name).data
    assert isinstance(data, list)
    assert isinstance(data[n], dict)
    data[n]["talk"] = _as_written(played)
    body = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    file.write_text(head + body.replace("\n- title:", "\n\n- title:"))
