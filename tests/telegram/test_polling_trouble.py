"""What goes wrong at Telegram, and what an operator reads about it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

import pytest

from bot.channels.telegram.connecting import QuietBot, make_bot
from bot.channels.telegram.polling import Poller
from bot.errors import OperatorError
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.listening import Inbox, polling


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (lambda fake: fake.breaks(2, "getUpdates"), "ophalen lukt niet"),
        (lambda fake: fake.breaks(2, "getUpdates", 404), "ophalen lukt niet"),
        (lambda fake: fake.hangs_up(2, "getUpdates"), "ophalen lukt niet"),
        (lambda fake: fake.floods(1, 1, method="getUpdates"), "vraagt om even te wachten"),
    ],
)
async def test_trouble_at_telegram_is_waited_out(
    fake: FakeBotApi,
    bot: QuietBot,
    inbox: Inbox,
    caplog: pytest.LogCaptureFixture,
    trouble: Callable[[FakeBotApi], None],
    told: str,
) -> None:
    caplog.set_level(logging.INFO)
    async with polling(bot, inbox):
        fake.user(1001).types("eerst goed")
        await fake.until(lambda: not fake.pending)
        trouble(fake)
        fake.user(1001).types("dan moeilijk")
        await fake.until(lambda: not fake.pending)
        assert inbox.texts == ["eerst goed", "dan moeilijk"]
        await fake.until(lambda: "ophalen lukt weer" in caplog.text)
    assert told in caplog.text


async def test_without_telegram_at_the_start_it_keeps_trying(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.breaks(1, "getMe")
    fake.breaks(1, "deleteWebhook", 502)
    fake.breaks(1, "setMyCommands")
    fake.user(1001).types("hoi")
    async with polling(bot, inbox):
        await fake.until(lambda: inbox.texts == ["hoi"])


async def test_a_second_maatje_is_told_and_the_first_goes_on_when_it_is_gone(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    other = make_bot(fake.token, fake.url)
    async with polling(bot, inbox):
        await fake.until(lambda: fake.newest_poll)
        with suppress(Exception):  # whichever came first gets the 409
            await other.updates(None, 100, 1, ())
        fake.user(1001).types("hoi")
        await fake.until(lambda: inbox.texts == ["hoi"])
    await other.shutdown()
    assert "een ander programma haalt met hetzelfde token" in caplog.text


async def test_an_old_webhook_is_removed_and_nothing_that_waited_is_dropped(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.webhook = "https://oud.example/hook"
    fake.user(1001).types("wachtte al")
    async with polling(bot, inbox):
        await fake.until(lambda: inbox.texts == ["wachtte al"])
        fake.webhook = "https://iemand-anders.example/hook"
        fake.user(1001).types("en nog een")
        await fake.until(lambda: len(inbox.texts) == 2)


async def refused(run: Awaitable[None]) -> str:
    with pytest.raises(OperatorError) as caught:
        await asyncio.wait_for(run, 5)
    assert caught.value.__suppress_context__
    return str(caught.value)


async def test_a_wrong_token_is_told_to_the_operator_in_dutch(
    fake: FakeBotApi, inbox: Inbox
) -> None:
    stranger = make_bot("1002:another-fake-token", fake.url)
    told = await refused(Poller(stranger, inbox.receive, timeout=2).run())
    await stranger.shutdown()
    assert told.startswith("Telegram kent dit token niet")
    assert "another-fake-token" not in told


async def test_a_token_that_is_withdrawn_while_running_ends_it(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.user(1001).types("hoi")
    running = asyncio.create_task(Poller(bot, inbox.receive, timeout=1).run())
    await fake.until(lambda: not fake.pending)
    before, fake.token = fake.token, "1001:a-new-fake-token"
    assert (await refused(running)).startswith("Telegram kent dit token niet")
    fake.token = before
