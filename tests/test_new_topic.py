"""docs/onderwerp.md is followed word for word: a new topic takes files only."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from bot.engine.reading import read_file
from bot.engine.shelf import Shelf, check_folder
from bot.settings import ROOT
from nlu.contract import read_contract
from nlu.sentences import read_sentences
from tests.conftest import open_world
from tests.test_conversations import _as_written, _expected, _inputs, _play
from tests.test_docs import _teach

MANUAL = ROOT / "docs" / "onderwerp.md"
BLOCK = re.compile(
    r"^```yaml\n# (?P<file>\S+)(?: \((?P<where>[^)\n]+)\))?\n(?P<text>.*?)^```$", re.M | re.S
)


def put(top: Path, file: str, where: str | None, text: str) -> None:
    """Does with a file what the manual says."""
    path = top / file
    if where is None:
        assert not path.exists(), f"{file} is there already"
        path.write_text(text)
    elif where == "erbij, onderaan":
        path.write_text(path.read_text().rstrip("\n") + "\n" + text)
    else:
        assert where == "erbij, boven none"
        before = path.read_text()
        assert len(re.findall(r"^  none:", before, re.MULTILINE)) >= 1
        path.write_text(before.replace("  none:", f"{text}  none:", 1))


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of everything that the manual touches, with its blocks in place."""
    for folder in ("flows", "nlu/data", "tests/conversations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "nlu" / "contract.yml", tmp_path / "nlu" / "contract.yml")
    blocks = list(BLOCK.finditer(MANUAL.read_text()))
    assert len(blocks) == MANUAL.read_text().count("```yaml")
    for block in blocks:
        put(tmp_path, block["file"], block["where"], block["text"])
    return tmp_path


def test_no_mistake_is_left(house: Path) -> None:
    flowbook, issues = check_folder(house / "flows", house / "nlu" / "contract.yml")
    assert [str(one) for one in issues if not one.warning] == []
    about = [one.code for one in issues if "moving" in str(one)]
    assert set(about) == {"no_service_for"}  # as the manual says
    assert flowbook is not None
    assert flowbook.opened_by_topic("moving") == "moving"


def test_the_sentences_are_read_with_the_new_label(house: Path) -> None:
    contract = read_contract(house / "nlu" / "contract.yml")
    found = read_sentences(house / "nlu" / "data", contract)
    assert [str(one) for one in found.mistakes] == []
    assert sum(one.topic == "moving" for one in found.sentences) >= 3


async def test_the_talk_goes_as_it_stands_there(house: Path, tmp_path: Path) -> None:
    talks = read_file(house / "tests" / "conversations" / "moving.yml", "moving.yml").data
    assert isinstance(talks, list)
    (talk,) = talks
    assert isinstance(talk, dict)
    flows = Shelf(house / "flows", house / "nlu" / "contract.yml")
    home = tmp_path / "home"
    home.mkdir()
    async with open_world(home, flows=flows) as world:
        _teach(world, talk)
        played = [(item, await _play(world, item)) for item in _inputs(talk)]
    assert _as_written(played) == _expected(talk)
