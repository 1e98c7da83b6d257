"""Maatje as a process, with what stands around it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.process.fake_language import FakeLanguageServer
from tests.process.processes import Warm
from tests.process.telegram_house import TelegramHouse
from tests.telegram.fake_bot_api import FakeBotApi


@pytest.fixture(scope="session")
def warm() -> Iterator[Warm]:
    """Starts Maatje quickly, many times."""
    starter = Warm()
    yield starter
    starter.close()


@pytest.fixture
def fake() -> Iterator[FakeBotApi]:
    """Fails the test afterwards when the bot did what no bot may do."""
    with FakeBotApi() as server:
        yield server
    assert not server.failures


@pytest.fixture
def language() -> Iterator[FakeLanguageServer]:
    with FakeLanguageServer() as server:
        yield server


@pytest.fixture
def house(
    tmp_path: Path, warm: Warm, fake: FakeBotApi, language: FakeLanguageServer
) -> Iterator[TelegramHouse]:
    """Not started yet; nothing of it is left running."""
    made = TelegramHouse(tmp_path / "home", warm, fake, language)
    yield made
    made.stop()
