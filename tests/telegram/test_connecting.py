"""The token and the words of people stay out of logs, exceptions and reprs."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress

import httpx
import pytest
from telegram.error import TelegramError

from bot.channels.telegram.connecting import QuietBot, QuietRequest, make_bot, quiet_loggers
from bot.channels.telegram.delivering import TelegramSender
from bot.channels.telegram.polling import Poller
from bot.domain.messages import Reply
from bot.errors import MaatjeError, OperatorError
from bot.services.ports import RawUpdate
from tests.telegram.fake_bot_api import FakeBotApi

LIBRARIES = ("telegram", "httpx", "httpcore")
CANARY = "kanariepiet"
SECRET = "FAKE-token-of-nobody"

YOUNG = 7_310_010_013  # long: a short number stands in a time or a thread by chance


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Everything that anybody logs, as an operator with the level at DEBUG would see it."""
    before = {name: logging.getLogger(name).level for name in LIBRARIES}
    handlers = {name: list(logging.getLogger(name).handlers) for name in LIBRARIES}
    caplog.set_level(logging.DEBUG)
    logging.getLogger("telegram.Bot").setLevel(logging.DEBUG)
    quiet_loggers()
    yield caplog
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(before[name])
        logging.getLogger(name).handlers[:] = handlers[name]


def everything(log: pytest.LogCaptureFixture) -> str:
    return log.text + " ".join(repr(record.__dict__) for record in log.records)


async def test_no_word_and_no_token_reaches_any_log(
    fake: FakeBotApi, log: pytest.LogCaptureFixture
) -> None:
    bot = make_bot(fake.token, fake.url)
    sender, failures = TelegramSender(bot), [OSError(CANARY)]

    async def receive(rows: Sequence[RawUpdate]) -> None:
        if failures:
            raise failures.pop()
        for row in rows:
            with suppress(MaatjeError):
                await sender.send(row.address, Reply(f"{CANARY} terug"))

    polling = asyncio.create_task(Poller(bot, receive, timeout=1, pauses=(0.05,)).run())
    young = fake.user(YOUNG)
    young.types(CANARY)
    await young.reads(CANARY)
    fake.breaks(1, "getUpdates")
    fake.floods(1, 1, method="getUpdates")
    fake.refuses(f"Bad Request: {CANARY}")
    young.types(f"nog een {CANARY}")
    fake.adds({"message": {"text": CANARY}})
    await fake.until(lambda: not fake.pending)
    young.blocks()
    await fake.until(lambda: not fake.pending)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    await bot.shutdown()
    assert "onleesbaar bericht" in log.text, "nothing was logged at all"
    for secret in (CANARY, SECRET, fake.token, str(YOUNG)):
        assert secret not in everything(log)


async def test_a_broken_answer_is_not_printed(log: pytest.LogCaptureFixture) -> None:
    def broken(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, text=f'{{"ok": true, "result": [{{"text": "{CANARY}"')

    request = QuietRequest(httpx_kwargs={"transport": httpx.MockTransport(broken)})
    bot = QuietBot(f"1001:{SECRET}", request=request, get_updates_request=request)
    with pytest.raises(TelegramError) as caught:
        await bot.updates(None, 100, 0, ())
    shown = "".join(traceback.format_exception(caught.value))
    assert CANARY not in shown + repr(caught.value.__context__) + everything(log)


def test_warnings_of_the_libraries_come_through_without_their_values(
    log: pytest.LogCaptureFixture,
) -> None:
    made_later = logging.getLogger("telegram.ext.MadeLater")
    made_later.debug("about %s", CANARY)
    try:
        raise ValueError(CANARY)
    except ValueError:
        made_later.exception("Update %s of bot1001:FAKE-token-of-nobody failed", CANARY)
    assert log.messages == ["Update %s of bot<token> failed (ValueError)"]
    assert CANARY not in everything(log)


async def test_the_token_is_in_no_repr_and_in_no_exception(fake: FakeBotApi) -> None:
    bot = make_bot("1001:another-fake-token", fake.url)
    with pytest.raises(TelegramError) as caught:
        await bot.initialize()
    shown = "".join(traceback.format_exception(caught.value)) + repr(caught.value.__context__)
    assert "another-fake-token" not in repr(bot) + str(bot) + shown
    await bot.shutdown()


@pytest.mark.parametrize("token", ["", "geen token", "1001:", "1001:a b", "https://t.me/x"])
def test_what_cannot_be_a_token_is_said_in_dutch_before_any_network(token: str) -> None:
    with pytest.raises(OperatorError, match="lijkt geen token van Telegram"):
        make_bot(token)


def test_without_an_address_of_our_own_it_is_telegrams() -> None:
    assert make_bot(" 1001:fake \n").base_url == "https://api.telegram.org/bot1001:fake"
    assert make_bot("1001:fake", "http://127.0.0.1:8081/").base_url.startswith(
        "http://127.0.0.1:8081/bot1001"
    )
