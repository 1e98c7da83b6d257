"""Many check-ins at one moment: nobody stands in the way of another, and danger goes first."""

from __future__ import annotations

import asyncio
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks.goal_town import Young, write
from bot.channels.terminal import CHANNEL, update
from bot.domain.ids import CheckInId
from bot.domain.messages import Reply
from bot.domain.rhythm import Every, Rhythm
from bot.engine.run import Moment
from bot.errors import StaleConversation
from bot.services import timing
from bot.services.asking_how import LittleKnown, MoreAsked
from bot.services.ports import Priority, Timer, TimerKind
from bot.services.receiving import receive
from bot.services.round_ports import Changes
from bot.services.working import LATER_AT_ONCE, Works
from bot.settings import ROOT
from tests.conftest import SEALER, World, migrated, open_world, texts
from tests.fakes import A_TUESDAY, FakeClock
from tests.services.people import URGENT
from tests.services.test_checking_in import HELLO, sets_a_goal
from tests.services.test_working import Door, house_with, running, until

SOON = A_TUESDAY + timedelta(minutes=1)


async def town(folder: Path, count: int) -> list[Young]:
    """A house in which so many young people are asked at one moment, and every day from then on."""
    await migrated(folder)
    every = Rhythm(Every.DAY, SOON.time(), SOON.date() + timedelta(days=9))
    people = [Young(f"jong{n}", "nl", SOON, rhythm=every) for n in range(count)]
    write(folder / "test.sqlite3", SEALER, people, A_TUESDAY)
    return people


def asked(world: World) -> Counter[str]:
    """How often each person was asked."""
    return Counter(shown.to for shown in world.seen if shown.reply.text == HELLO)


async def test_more_than_one_round_asks_each_person_once(tmp_path: Path) -> None:
    people = await town(tmp_path, 2 * timing.TOGETHER + 3)
    async with open_world(tmp_path) as world:
        await world.does(wait="2m")
        assert asked(world) == Counter(one.address for one in people)
        states = Counter(row.state for row in await world.rows("check_ins"))
        assert states == {"asked": len(people), "planned": len(people)}
        kinds = Counter(row.kind for row in await world.rows("timers"))
        assert kinds["check_in"] == kinds["check_in_missed"] == len(people)


async def test_one_that_cannot_be_read_stops_no_other(tmp_path: Path) -> None:
    """Given a goal whose words do not open, then the others are asked, and that one is tried again."""
    people = await town(tmp_path, 5)
    async with open_world(tmp_path) as world:
        async with world.application.database.engine.begin() as connection:
            broken = {"person": people[2].person}
            await connection.execute(
                text("UPDATE goals SET step_sealed = x'00' WHERE person = :person"), broken
            )
        await world.does(wait="2m")
        expected = Counter(one.address for one in people)
        assert asked(world) == expected - Counter([people[2].address])
        (left,) = [row for row in await world.rows("timers") if row.person == people[2].person]
        assert left.kind == "check_in"
        assert left.due_at > SOON


async def test_who_left_is_not_asked_and_nothing_piles_up_for_them(tmp_path: Path) -> None:
    """Given somebody who blocked Maatje, then the question of today is missed, and tomorrow's comes when
    they are back."""
    people = await town(tmp_path, 3)
    async with open_world(tmp_path) as world:
        house = world.application.house
        await receive(house, [update(people[1].address, sends="left")])
        await world.does(wait="2m")
        assert asked(world) == Counter([people[0].address, people[2].address])
        assert await world.rows("outbox") == []
        states = [
            row.state for row in await world.rows("check_ins") if row.person == people[1].person
        ]
        assert sorted(states) == ["missed", "planned"]
        await world.does(wait="20h")
        await receive(house, [update(people[1].address, sends="returned")])
        await world.does(wait="4h")
        assert asked(world)[people[1].address] == 1


async def test_two_writers_at_once_and_nothing_of_the_round_is_kept(tmp_path: Path) -> None:
    await town(tmp_path, 2)
    async with open_world(tmp_path) as world, world.application.house.units() as tx:
        due = await tx.timers.due_later(TimerKind.CHECK_IN, SOON, 9)
        known = await tx.rounds.known([CheckInId(timer.ref) for timer in due])
        talks = [one.conversation for one in known.values()]
        await tx.rounds.write(Changes(conversations=talks), SOON)
        with pytest.raises(StaleConversation):
            await tx.rounds.write(Changes(conversations=talks), SOON)


async def test_two_goals_of_one_person_at_one_moment_are_not_asked_together(world: World) -> None:
    await sets_a_goal(world)
    await world.does(wait="1s")
    await sets_a_goal(world)
    async with world.application.house.units() as tx:
        for row in await world.rows("timers"):
            if row.kind == "check_in":
                due = A_TUESDAY + timedelta(days=1)
                await tx.timers.set(Timer(TimerKind.CHECK_IN, row.ref, due, row.person))
        await tx.commit()
    assert texts(await world.does(wait="24h"), "young") == [HELLO]
    assert sorted(row.state for row in await world.rows("check_ins")) == ["asked", "planned"]
    assert texts(await world.does(wait="3h"), "young") == [HELLO]


async def test_a_flow_that_asks_about_the_world_is_told(tmp_path: Path) -> None:
    """Given an operator who lets the first question say when somebody is there, it says so."""
    flows = tmp_path / "flows"
    shutil.copytree(ROOT / "flows", flows)
    file = flows / "check_in.yml"
    changed = file.read_text().replace("ask: Hoi, past het nu?", "ask: Hoi, past het nu? {opens}")
    file.write_text(changed)
    home = tmp_path / "home"
    home.mkdir()
    async with open_world(home, flows=flows) as world:
        await sets_a_goal(world)
        (said,) = texts(await world.does(wait="24h"), "young")
    assert said == f"{HELLO} Nu"


def test_what_was_not_gathered_is_not_made_up() -> None:
    little = LittleKnown(A_TUESDAY)
    assert (little.now, little.in_relay) == (A_TUESDAY, False)
    for name in Moment.__dataclass_fields__:
        if name not in ("now", "in_relay"):
            with pytest.raises(MoreAsked):
                getattr(little, name)
    with pytest.raises(MoreAsked):
        replace(little, now=A_TUESDAY)


async def test_an_alarm_rings_before_check_ins_that_were_due_earlier(tmp_path: Path) -> None:
    await town(tmp_path, 3)
    async with open_world(tmp_path) as world, world.application.house.units() as tx:
        due = SOON + timedelta(seconds=9)
        await tx.timers.set(Timer(TimerKind.ALARM, "gevaar", due))
        first = await tx.timers.due(due)
        later = await tx.timers.due_later(TimerKind.CHECK_IN, due, 10)
    assert first is not None
    assert first.kind is TimerKind.ALARM
    assert len(later) == 3


class SlowDoor(Door):
    """Lets nothing through until it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = asyncio.Event()

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        self.tried.append((address, reply.text))
        await self.open.wait()
        self.sent.append((address, reply.text))
        return ()


async def test_danger_waits_behind_few_check_ins_however_many_wait(tmp_path: Path) -> None:
    """Given a door that is full, when danger comes, its words and its card are next."""
    clock, door = FakeClock(), SlowDoor()
    await town(tmp_path, 80)
    async with open_world(tmp_path, clock=clock) as world:
        house = house_with(world, door)
        clock.move(minutes=2)
        await timing.run_due(house)
        works = Works(house)
        async with running(works):
            await until(lambda: len(door.tried) >= LATER_AT_ONCE)
            await asyncio.sleep(0.5)
            assert len(door.tried) == LATER_AT_ONCE
            await receive(house, [update("bang", text=URGENT)])
            works.wake()
            await until(lambda: any("GEVAAR" in said for _, said in door.tried))
            assert any(to == "bang" for to, _ in door.tried)
            assert sum(said == HELLO for _, said in door.tried) == LATER_AT_ONCE
            door.open.set()
            await until(lambda: sum(said == HELLO for _, said in door.sent) == 80)


async def test_who_answers_while_their_question_waits_is_not_held_up_by_the_others(
    tmp_path: Path,
) -> None:
    people = await town(tmp_path, 30)
    async with open_world(tmp_path) as world:
        house, clock = world.application.house, world.clock
        clock.move(minutes=2)
        await timing.run_due(house)
        async with house.units() as tx:
            last = await tx.people.at(CHANNEL, people[29].address, clock.now())
            await tx.outbox.add(last, [Reply("antwoord")], clock.now())
            (first,) = await tx.outbox.due(clock.now(), 1)
            assert (first.person, first.reply.text) == (last, HELLO)  # their order is kept
            assert first.priority is Priority.ANSWER
