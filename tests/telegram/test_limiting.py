"""Telegram's limits: 30 a second overall, one a second in a chat after three at once."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.connecting import QuietBot
from bot.channels.telegram.delivering import TelegramSender
from bot.channels.telegram.limiting import Bucket, Limits
from bot.domain.messages import Reply
from bot.errors import DeliveryDelayed
from tests.telegram.fake_bot_api import FakeBotApi

pytestmark = pytest.mark.alone


class FrozenTime:
    """A clock that only `sleep` moves."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


async def test_three_at_once_and_then_one_a_second_in_one_chat() -> None:
    clock = FrozenTime()
    limits = Limits(clock.now, clock.sleep)
    moments: list[float] = []
    while len(moments) < 6:
        try:
            limits.check("1001")
            await limits.depart("1001")
            moments.append(clock.seconds - 100)
        except DeliveryDelayed as delay:
            clock.seconds += delay.seconds
    assert moments == pytest.approx([0, 0, 0, 1, 2, 3], abs=0.1)


async def test_a_chat_that_must_wait_holds_up_nobody() -> None:
    clock = FrozenTime()
    limits = Limits(clock.now, clock.sleep)
    limits.close_for("1001", 35)
    with pytest.raises(DeliveryDelayed) as delay:
        limits.check("1001")
    assert delay.value.seconds == pytest.approx(35)
    limits.check("1002")
    await limits.depart("1002")
    assert clock.seconds == 100


async def test_never_more_than_thirty_in_any_second() -> None:
    clock = FrozenTime()
    limits = Limits(clock.now, clock.sleep)
    moments = []
    for number in range(120):
        await limits.depart(str(number))
        moments.append(clock.seconds)
    for moment in moments:
        assert sum(moment <= other < moment + 1 for other in moments) <= 30
    assert moments[-1] - moments[0] < 120 / 28.5


def test_a_bucket_that_rested_is_full_and_not_fuller() -> None:
    bucket = Bucket(rate=1, burst=3)
    for _ in range(3):
        bucket.take(0)
    assert bucket.wait(0) == pytest.approx(1)
    assert bucket.is_idle(1_000)
    for _ in range(3):
        bucket.take(1_000)
    assert bucket.wait(1_000) == pytest.approx(1)


async def test_telegram_hardly_ever_has_to_slow_us_down(fake: FakeBotApi, bot: QuietBot) -> None:
    """75 people at once and one of them with six messages: full speed, in order.

    Not one 429 on a quiet machine; on a busy one the network bunches a few, and they come later.
    """
    fake.enforces_limits, fake.delay = True, 0.05
    sender = TelegramSender(bot)
    people = [fake.user(number) for number in range(1001, 1076)]
    for person in people:
        person.types("hoi")

    async def all_of(chat: int, texts: list[str]) -> None:
        while texts:
            try:
                await sender.send(str(chat), Reply(texts[0]))
                texts.pop(0)
            except DeliveryDelayed as delay:
                await asyncio.sleep(delay.seconds)

    many = [all_of(person.chat_id, ["a"]) for person in people[1:]]
    await asyncio.gather(all_of(1001, list("123456")), *many)
    moments = sorted(at for at, _ in fake.sent_at)[:75]
    speed = (len(moments) - 1) / (moments[-1] - moments[0])
    assert fake.floods_seen <= 3
    assert [seen.text for seen in people[0].screen] == list("123456")
    assert speed > 20, f"only {speed:.1f} a second"


@pytest.mark.parametrize("chat", ["-100200300", "@muur"])
async def test_twenty_a_minute_in_a_group_or_channel(chat: str) -> None:
    clock = FrozenTime()
    limits = Limits(clock.now, clock.sleep)
    moments: list[float] = []
    while len(moments) < 60:
        try:
            limits.check(chat)
            await limits.depart(chat)
            moments.append(clock.seconds)
        except DeliveryDelayed as delay:
            clock.seconds += delay.seconds
    for moment in moments:
        assert sum(moment <= other < moment + 60 for other in moments) <= 20
