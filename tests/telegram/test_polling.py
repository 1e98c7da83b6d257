"""Long polling: what reaches the inbox, and what is acknowledged when."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.translating import translate
from bot.domain.messages import Press
from bot.services.ports import RawUpdate
from tests.telegram.fake_bot_api import FakeBotApi
from tests.telegram.listening import Inbox, polling


async def test_messages_arrive_in_order_and_are_acknowledged(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    lines = [f"regel {number}" for number in range(150)]
    for line in lines:
        fake.user(1001).types(line)
    async with polling(bot, inbox) as poller:
        await fake.until(lambda: not fake.pending)
        assert inbox.texts == lines
        assert poller.last_ok is not None


async def test_a_message_arrives_while_the_question_is_open(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    async with polling(bot, inbox):
        await fake.until(lambda: fake.newest_poll)
        await asyncio.sleep(0.2)
        asked = fake.newest_poll
        fake.user(1001).types("hoi")
        await fake.until(lambda: inbox.texts == ["hoi"], within=0.5)
        assert asked == 1, "it asked again and again instead of waiting"


async def test_a_message_that_was_not_stored_comes_again(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    inbox.failures = 2
    fake.user(1001).types("niet kwijtraken")
    async with polling(bot, inbox):
        await fake.until(lambda: not fake.pending)
    assert inbox.texts == ["niet kwijtraken"]
    assert inbox.deliveries == 3


async def test_a_crash_after_storing_and_before_the_next_poll_loses_and_doubles_nothing(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.user(1001).types("voor de klap")
    crash = asyncio.Event()

    async def stores_and_hangs(rows: Sequence[RawUpdate]) -> None:
        await inbox.receive(rows)
        crash.set()
        await asyncio.sleep(60)

    dying = asyncio.create_task(Poller(bot, stores_and_hangs, timeout=2).run())
    await crash.wait()
    dying.cancel()
    assert len(fake.pending) == 1, "it was acknowledged before receive() had returned"
    fake.user(1001).types("na de klap")
    async with polling(bot, inbox):
        await fake.until(lambda: not fake.pending)
    assert inbox.texts == ["voor de klap", "na de klap"]
    assert inbox.deliveries == 3


async def test_a_repeated_delivery_keeps_its_number(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.user(1001).types("hoi")
    async with polling(bot, inbox):
        await fake.until(lambda: not fake.pending)
        fake.user(1001).redeliver_last()
        await fake.until(lambda: inbox.deliveries == 2 and not fake.pending)
    assert inbox.texts == ["hoi"]


async def test_after_a_quiet_week_telegram_may_count_from_a_lower_number(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.user(1001).types("voor de vakantie")
    async with polling(bot, inbox):
        await fake.until(lambda: not fake.pending)
        fake.next_update_id = 70
        fake.user(1001).types("na de vakantie")
        await fake.until(lambda: not fake.pending)
        await asyncio.sleep(0.1)
    assert inbox.texts == ["voor de vakantie", "na de vakantie"]
    assert inbox.deliveries == 2


async def test_a_group_is_ignored_and_acknowledged(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.in_group(-2002, "iedereen leest dit")
    fake.user(1001).types("hoi")
    async with polling(bot, inbox):
        await fake.until(lambda: not fake.pending)
    assert [row.address for row in inbox.rows.values()] == ["1001"]


async def test_an_update_that_cannot_be_read_does_not_hold_up_the_others(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    fake.user(1001).types("ervoor")
    fake.adds({"message": {"chat": {"id": "geen getal", "type": "private"}, "text": "kanarie"}})
    fake.adds({"message": ["kanarie"]})
    fake.adds({"invented_in_2031": {"text": "kanarie"}})
    fake.user(1001).types("erna")
    async with polling(bot, inbox):
        await fake.until(lambda: not fake.pending)
    assert inbox.texts == ["ervoor", "erna"]
    assert "onleesbaar bericht overgeslagen" in caplog.text
    assert "kanarie" not in caplog.text


async def test_a_press_is_stored_and_then_answered(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    young = fake.user(1001)
    async with polling(bot, inbox):
        young.types("hoi")
        await fake.until(lambda: inbox.rows)
        keys = {"inline_keyboard": [[{"text": "Ja", "callback_data": "k1"}]]}
        await bot.send_message(1001, "Zullen we?", api_kwargs={"reply_markup": keys})
        young.presses("Ja")
        await fake.until(lambda: fake.answered)
    assert translate(list(inbox.rows.values())[-1].payload) == Press("k1")


async def test_answering_a_press_never_holds_up_the_next_message(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    fake.adds(
        {
            "callback_query": {
                "id": "gone",
                "data": "k",
                "message": {"chat": {"id": 1001, "type": "private"}},
            }
        }
    )
    async with polling(bot, inbox):
        await fake.until(lambda: inbox.rows)
        fake.delay = 3
        fake.adds(
            {
                "callback_query": {
                    "id": "slow",
                    "data": "k",
                    "message": {"chat": {"id": 1001, "type": "private"}},
                }
            }
        )
        fake.user(1001).types("hoi")
        await fake.until(lambda: inbox.texts == ["hoi"], within=1)


async def test_the_menu_of_the_app_shows_the_commands_in_dutch(
    fake: FakeBotApi, bot: QuietBot, inbox: Inbox
) -> None:
    async with polling(bot, inbox):
        await fake.until(lambda: fake.commands)
    assert list(fake.commands) == [
        "menu", "stop", "iemandanders", "meld", "wachtrij", "muur", "mijnmuur", "wieleestdit",
        "vergeetmij",
    ]  # fmt: skip
    assert fake.commands["stop"] == "Stop met dit gesprek"
