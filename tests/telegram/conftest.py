"""The fake Telegram and a bot that is connected to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.channels.telegram.connecting import QuietBot, make_bot
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.listening import Inbox


@pytest.fixture
def fake() -> Iterator[FakeBotApi]:
    """Fails the test afterwards when the bot did what no bot may do."""
    with FakeBotApi() as server:
        yield server
    assert not server.failures


@pytest.fixture
async def bot(fake: FakeBotApi) -> AsyncIterator[QuietBot]:
    connected = make_bot(fake.token, fake.url)
    yield connected
    await connected.initialize()  # closes only what was opened
    await connected.shutdown()


@pytest.fixture
def inbox() -> Inbox:
    """An empty inbox."""
    return Inbox()
