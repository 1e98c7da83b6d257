"""The engine room under trouble: slow doors, our own bugs, two writers, people who left."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.terminal import CHANNEL, update
from bot.domain.messages import Content, Reply
from bot.errors import (
    DeliveryDelayed,
    DeliveryFailed,
    DeliveryImpossible,
    DeliveryRefused,
    StaleConversation,
)
from bot.services.house import House
from bot.services.ports import Timer, TimerKind
from bot.services.receiving import receive
from bot.services.staff.duty import send_home_unreachable
from bot.services.working import Works
from tests.conftest import World
from tests.services.people import URGENT, asks_for_a_peer, talks_with_a_volunteer, urgent_cards


class Door:
    """A sender that does what it is told, and remembers what it was given."""

    def __init__(self, *, seconds: float = 0.0) -> None:
        self.sent: list[tuple[str, str]] = []
        self.tried: list[tuple[str, str]] = []
        self.raises: dict[str, list[Exception]] = {}
        self._seconds = seconds

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        self.tried.append((address, reply.text))
        if self.raises.get(address):
            raise self.raises[address].pop(0)
        await asyncio.sleep(self._seconds)
        self.sent.append((address, reply.text))
        return (str(len(self.sent)),)

    def to(self, address: str) -> list[str]:
        return [text for to, text in self.sent if to == address]


def house_with(world: World, door: Door, **changes: Any) -> House:
    return replace(world.application.house, senders={CHANNEL: door}, **changes)


@contextlib.asynccontextmanager
async def running(works: Works) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(works.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Callable[[], bool], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 (it looks from outside)
            await asyncio.sleep(0.01)


# --- order and parallel people ---------------------------------------------------------------------


async def test_each_person_is_answered_in_order_while_people_go_in_parallel(world: World) -> None:
    """Given a slow door, when eight people write five lines each, then nobody waits for another."""
    door = Door(seconds=0.2)
    house = house_with(world, door)
    people = [f"p{n}" for n in range(8)]
    await receive(house, [update(p, text=f"/x{p}{n}") for n in range(5) for p in people])
    began = time.monotonic()
    async with running(Works(house)):
        await until(lambda: len(door.sent) == 8 * 6)
    took = time.monotonic() - began
    for person in people:
        texts = door.to(person)
        assert texts[0] == world.young("intro")
        assert texts[1:] == [world.young("unknown_command")] * 5
    assert took < 8 * 6 * 0.2  # one after another it would be more


async def test_lines_in_a_talk_cross_in_the_order_in_which_they_were_typed(world: World) -> None:
    await talks_with_a_volunteer(world)
    door = Door(seconds=0.005)
    house = house_with(world, door)
    lines = [f"regel {n}" for n in range(20)]
    await receive(house, [update("young", text=line) for line in lines])
    async with running(Works(house)):
        await until(lambda: len(door.to("volunteer")) == 20)
    assert door.to("volunteer") == [f"Groene Reiger: {line}" for line in lines]


async def test_nothing_is_sent_twice_by_the_running_house(world: World) -> None:
    door = Door(seconds=0.01)
    house = house_with(world, door)
    works = Works(house)
    async with running(works):
        for n in range(10):
            twice = update("young", f"d{n}", text=f"/x{n}")
            await receive(house, [twice, twice])
            works.wake()
        await until(lambda: len(door.to("young")) >= 11)
        await asyncio.sleep(0.3)
    assert len(door.to("young")) == 11


async def test_a_person_who_is_slow_to_reach_holds_up_nobody(world: World) -> None:
    class Slow(Door):
        async def send(self, address: str, reply: Reply) -> Sequence[str]:
            if address == "slow":
                await asyncio.sleep(30)
            return await super().send(address, reply)

    door = Slow()
    house = house_with(world, door)
    await receive(house, [update("slow", text="/x"), update("quick", text="/x")])
    async with running(Works(house)):
        await until(lambda: len(door.to("quick")) == 2, 5)
    assert door.to("slow") == []


# --- our own bugs ----------------------------------------------------------------------------------


class Broken:
    """A translator that cannot read what one person sent."""

    def __init__(self, inner: Callable[[str], Content], word: str) -> None:
        self._inner, self._word = inner, word
        self.calls = 0

    def __call__(self, payload: str) -> Content:
        if self._word in payload:
            self.calls += 1
            raise KeyError(self._word)
        return self._inner(payload)


async def test_a_message_that_we_cannot_even_read_is_given_up_and_others_are_served(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door()
    broken = Broken(world.application.house.translators[CHANNEL], "kapot")
    house = house_with(world, door, translators={CHANNEL: broken})
    await receive(
        house,
        [update("young", text="kapot"), update("young2", text="/x"), update("young", text="/x")],
    )
    await Works(house).settle()
    assert door.to("young2")[-1] == world.young("unknown_command")
    assert door.to("young")[-1] == world.young("unknown_command")
    assert broken.calls == 4  # three tries, and the apology
    assert {row.state for row in await world.rows("inbox")} == {"done"}
    assert "kapot" not in caplog.text


async def test_the_running_house_survives_a_message_that_always_fails(world: World) -> None:
    door = Door()
    broken = Broken(world.application.house.translators[CHANNEL], "kapot")
    house = house_with(world, door, translators={CHANNEL: broken})
    works = Works(house)
    async with running(works) as task:
        await receive(house, [update("young", text="kapot")])
        works.wake()
        await until(lambda: broken.calls == 4)
        await receive(house, [update("young2", text="/x")])
        works.wake()
        await until(lambda: len(door.to("young2")) == 2)
        assert not task.done()


class FailingUnits:
    """Transactions of which the saving of a conversation fails a number of times."""

    def __init__(self, world: World, error: type[Exception], times: int) -> None:
        self._inner = world.application.house.units
        self._error, self.left = error, times

    def __call__(self) -> Any:
        tx = self._inner()
        fails = self
        enter = tx.__aenter__

        class Failing:
            async def __aenter__(self) -> Any:
                opened = await enter()
                save = opened.conversations.save

                async def failing(conversation: Any, now: Any) -> Any:
                    if fails.left > 0:
                        fails.left -= 1
                        raise fails._error
                    return await save(conversation, now)

                opened.conversations.save = failing
                return opened

            async def __aexit__(self, *trouble: Any) -> None:
                await tx.__aexit__(*trouble)

        return Failing()


async def test_after_three_failures_of_ours_there_is_an_apology_and_a_human(world: World) -> None:
    door = Door()
    house = house_with(world, door, units=FailingUnits(world, ZeroDivisionError, 3))
    await receive(house, [update("young", text="hoi daar")])
    await Works(house).settle()
    assert door.to("young")[-1] == world.young("flow_failed")
    await receive(house, [update("young", text="/menu")])
    await Works(house).settle()
    assert world.young("welcome_back") in door.to("young")[-2]


async def test_two_failures_of_ours_are_not_noticed(world: World) -> None:
    door = Door()
    house = house_with(world, door, units=FailingUnits(world, ZeroDivisionError, 2))
    await receive(house, [update("young", text="/x")])
    await Works(house).settle()
    assert door.to("young") == [world.young("intro"), world.young("unknown_command")]


async def test_danger_that_our_bug_stops_still_brings_services_and_a_card(world: World) -> None:
    door = Door()
    house = house_with(world, door, units=FailingUnits(world, ZeroDivisionError, 3))
    await receive(house, [update("young", text=URGENT)])
    await Works(house).settle()
    assert any(world.service("zelfmoordlijn_113") in text for text in door.to("young"))
    assert any(text.startswith("❗ GEVAAR") for text in door.to("professional"))


async def test_two_writers_at_once_and_the_turn_is_tried_again_unnoticed(world: World) -> None:
    door = Door()
    units = FailingUnits(world, StaleConversation, 2)
    await receive(house_with(world, door), [update("young", text="/x")])
    await Works(house_with(world, door, units=units)).settle()
    assert door.to("young") == [world.young("intro"), world.young("unknown_command")]
    assert [row.attempts for row in await world.rows("inbox")] == [0]


async def test_a_timer_that_always_fails_does_not_silence_the_alarm_of_another(
    world: World,
) -> None:
    """Given a check-in that our bug stops, when danger waits, then its alarm still rings."""
    await world.types(URGENT)
    async with world.application.house.units() as tx:
        await tx.timers.set(Timer(TimerKind.CHECK_IN, "kapot", world.clock.now()))
        await tx.commit()

    class BrokenRounds:
        async def known(self, check_ins: object) -> None:
            raise ZeroDivisionError

    inner = world.application.house.units

    def units() -> Any:
        tx = inner()
        fill = tx._fill

        def broken(*given: Any) -> None:
            fill(*given)
            tx.rounds = BrokenRounds()

        tx._fill = broken
        return tx

    door = Door()
    works = Works(house_with(world, door, units=units))
    world.clock.move(minutes=3)
    await works.settle()
    assert len(door.to("professional")) == 1
    assert [row.kind for row in await world.rows("timers") if row.ref == "kapot"] == ["check_in"]


# --- doors that fail -------------------------------------------------------------------------------


async def test_a_door_that_fails_is_tried_again_and_the_order_stays(world: World) -> None:
    door = Door()
    door.raises["young"] = [DeliveryFailed(), DeliveryFailed()]
    works = Works(house_with(world, door))
    await receive(world.application.house, [update("young", text="/x")])
    await works.settle()
    assert door.sent == []
    world.clock.move(seconds=1)
    await works.settle()
    assert door.sent == []
    world.clock.move(seconds=2)
    await works.settle()
    assert door.to("young") == [world.young("intro"), world.young("unknown_command")]


async def test_the_pause_between_tries_grows_to_five_minutes_at_most(world: World) -> None:
    door = Door()
    door.raises["young"] = [DeliveryFailed() for _ in range(20)]
    works = Works(house_with(world, door))
    await receive(world.application.house, [update("young", text="/x")])
    await works.settle()
    for _ in range(18):
        world.clock.move(minutes=5)
        await works.settle()
    assert len(door.tried) == 19


async def test_a_channel_that_asks_to_wait_is_given_that_time(world: World) -> None:
    door = Door()
    door.raises["young"] = [DeliveryDelayed(30)]
    works = Works(house_with(world, door))
    await receive(
        world.application.house, [update("young", text="/x"), update("young2", text="/x")]
    )
    await works.settle()
    assert len(door.to("young2")) == 2  # nobody else waits
    world.clock.move(seconds=29)
    await works.settle()
    assert door.to("young") == []
    world.clock.move(seconds=1)
    await works.settle()
    assert len(door.to("young")) == 2


async def test_what_can_never_be_sent_is_dropped_and_the_rest_follows(world: World) -> None:
    door = Door()
    door.raises["young"] = [DeliveryImpossible()]
    works = Works(house_with(world, door))
    await receive(world.application.house, [update("young", text="/x")])
    await works.settle()
    assert door.to("young") == [world.young("unknown_command")]
    assert await world.rows("outbox") == []


async def test_a_bug_in_a_door_stops_nobody_else(world: World) -> None:
    door = Door()
    door.raises["young"] = [ZeroDivisionError()]
    works = Works(house_with(world, door))
    await receive(
        world.application.house, [update("young", text="/x"), update("young2", text="/x")]
    )
    await works.settle()
    assert len(door.to("young2")) == 2
    world.clock.move(minutes=5)
    await works.settle()
    assert len(door.to("young")) == 2


async def test_replies_for_a_door_that_is_not_there_stop_nobody(world: World) -> None:
    """Given staff of the demo, when Telegram runs on the same house, then they stop nothing."""
    await asks_for_a_peer(world)
    door = Door()
    house = replace(world.application.house, senders={"telegram": door})
    async with house.units() as tx:
        person = await tx.people.at("telegram", "77", world.clock.now())
        volunteer = await tx.people.at(CHANNEL, "volunteer", world.clock.now())
        await tx.outbox.add(volunteer, [Reply("voor het scherm")], world.clock.now())
        await tx.outbox.add(person, [Reply("voor de telefoon")], world.clock.now())
        await tx.commit()
    await Works(house).settle()
    assert door.to("77") == ["voor de telefoon"]


async def test_staff_that_no_open_door_reaches_is_put_off_duty(world: World) -> None:
    house = replace(world.application.house, senders={"telegram": Door()})
    assert await send_home_unreachable(house) == 5
    assert not any(row.on_duty for row in await world.rows("staff"))
    assert await send_home_unreachable(world.application.house) == 0


async def test_who_blocked_maatje_gets_nothing_more_and_whoever_helped_is_told(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    door = Door()
    door.raises["young"] = [DeliveryRefused()]
    works = Works(house_with(world, door))
    await receive(
        world.application.house,
        [update("volunteer", text="hoi"), update("volunteer", text="ben je er nog")],
    )
    await works.settle()
    assert door.to("young") == []
    assert door.to("volunteer")[0] == world.staff("young_left", alias="Groene Reiger")
    assert [row.state for row in await world.rows("handoffs")] == ["closed"]
    assert await world.rows("outbox") == []
    assert "person_left" in await world.events()


async def test_who_was_refused_and_writes_again_is_answered(world: World) -> None:
    door = Door()
    door.raises["young"] = [DeliveryRefused()]
    works = Works(house_with(world, door))
    await receive(world.application.house, [update("young", text="/x")])
    await works.settle()
    assert door.sent == []
    await receive(world.application.house, [update("young", text="/y")])
    await works.settle()
    assert door.to("young") == [world.young("unknown_command")]


async def test_staff_who_blocked_maatje_leave_nobody_alone(world: World) -> None:
    await talks_with_a_volunteer(world)
    door = Door()
    door.raises["volunteer"] = [DeliveryRefused()]
    works = Works(house_with(world, door))
    await receive(world.application.house, [update("young", text="hoi")])
    await works.settle()
    assert world.rule("closed_by_staff") in door.to("young")


async def test_the_farewell_is_the_last_thing_that_the_address_is_used_for(world: World) -> None:
    await world.types("hoi", means={"act": "greet"})
    await world.types("/vergeetmij")
    assert len(await world.rows("addresses")) == 6
    await world.presses("Ja, wis alles")
    assert world.saw("young")[-1] == world.young("forgotten")
    assert len(await world.rows("addresses")) == 5


async def test_a_farewell_that_is_refused_erases_the_address_too(world: World) -> None:
    await world.types("/vergeetmij")
    door = Door()
    door.raises["young"] = [DeliveryRefused()]
    key = next(s for s in reversed(world.seen) if s.to == "young").reply.buttons[0].key
    await receive(world.application.house, [update("young", press=key)])
    await Works(house_with(world, door)).settle()
    assert len(await world.rows("addresses")) == 5


async def test_who_writes_before_the_farewell_was_sent_starts_anew_and_stays(
    world: World,
) -> None:
    await world.types("/vergeetmij")
    door = Door()
    door.raises["young"] = [DeliveryFailed()]
    works = Works(house_with(world, door))
    key = next(s for s in reversed(world.seen) if s.to == "young").reply.buttons[0].key
    await receive(world.application.house, [update("young", press=key)])
    await works.settle()
    await receive(world.application.house, [update("young", text="/menu")])
    world.clock.move(seconds=5)
    await works.settle()
    assert door.to("young")[:2] == [world.young("forgotten"), world.young("intro")]
    assert len(await world.rows("addresses")) == 6


async def test_a_card_is_sent_to_everybody_although_one_of_them_left(world: World) -> None:
    from tests.services.people import joins

    await joins(world, "moderator", "professional", alias="Kalme Das")
    door = Door()
    door.raises["professional"] = [DeliveryRefused()]
    await receive(world.application.house, [update("young", text=URGENT)])
    await Works(house_with(world, door)).settle()
    assert len(door.to("moderator")) == 1
    assert urgent_cards(world) == []
