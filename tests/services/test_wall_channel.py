"""The channel of the wall: what is approved appears there, what is withdrawn goes, and trouble with it
holds up nobody."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from bot.channels.terminal import CHANNEL, update
from bot.domain.ids import PostNumber
from bot.domain.messages import Reply, WallCopy
from bot.domain.wall import PostState
from bot.errors import DeliveryImpossible, DeliveryRefused
from bot.services import conversing
from bot.services.ports import InboxRow
from bot.services.receiving import receive
from bot.services.timing import plan_tidying
from bot.services.wall import publishing
from bot.services.working import Works
from tests.conftest import World, open_world
from tests.services.people import posts
from tests.services.test_wall import TEXT, tell

WALL = "@muur"


@dataclass
class Phones:
    """Everybody's screen; the channel counts its messages, and can refuse."""

    channel: dict[str, str] = field(default_factory=dict)
    sent: list[tuple[str, Reply]] = field(default_factory=list)
    trouble: Exception | None = None

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        if address != WALL:
            self.sent.append((address, reply))
            return ()
        if self.trouble is not None:
            raise self.trouble
        for number in reply.spot.removes:
            self.channel.pop(number)
        if reply.spot.removes:
            return ()
        number = str(len(self.sent) + 100)
        self.sent.append((address, reply))
        self.channel[number] = reply.text
        return (number,)

    def saw(self, who: str) -> list[str]:
        return [reply.text for to, reply in self.sent if to == who]


class Town:
    """A house with a channel."""

    def __init__(self, world: World, phones: Phones) -> None:
        self.world, self.phones = world, phones
        self.house = replace(
            world.application.house, wall_channel=(CHANNEL, WALL), senders={CHANNEL: phones}
        )
        self.works = Works(self.house)

    async def types(self, text: str, who: str = "young") -> None:
        await receive(self.house, [update(who, text=text)])
        await self.works.settle()


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    async with open_world(tmp_path) as world:
        yield Town(world, Phones())


async def approved(town: Town, text: str = TEXT, number: int = 1) -> None:
    await posts(town.world, text)
    await town.types(f"/muur {number} goed", "moderator")


async def test_an_approved_post_appears_in_the_channel_and_a_withdrawn_one_goes(town: Town) -> None:
    await approved(town)
    (shown,) = town.phones.channel.values()
    assert TEXT in shown
    await town.types("/mijnmuur weg 1")
    assert town.phones.channel == {}
    assert town.house.flowbook().wall.say("withdrawn_channel", number=1) in town.phones.saw("young")


async def test_nothing_that_waits_or_came_back_is_in_the_channel(town: Town) -> None:
    await posts(town.world, TEXT)
    await town.types("/muur 1 terug niet goed te begrijpen", "moderator")
    assert town.phones.channel == {}


async def test_a_reported_post_goes_and_comes_back_after_two_looked(town: Town) -> None:
    await approved(town)
    await town.types("/meld 1", "young2")
    assert town.phones.channel == {}
    await town.types("/muur 1 goed", "moderator")
    assert town.phones.channel == {}
    await town.types("/muur 1 goed", "professional")
    assert len(town.phones.channel) == 1


async def test_who_is_erased_is_gone_from_the_channel_too(town: Town) -> None:
    await approved(town)
    await town.types("/vergeetmij")
    await town.types("Ja, wis alles")
    assert town.phones.channel == {}


async def test_withdrawn_before_it_was_shown_is_never_shown(town: Town) -> None:
    await posts(town.world, TEXT)
    await receive(town.house, [update("moderator", text="/muur 1 goed")])
    await receive(town.house, [update("young", text="/mijnmuur weg 1")])
    async with town.house.units() as tx:
        rows = [row for _ in range(2) if (row := await tx.inbox.next(frozenset()))]
    await conversing.serve(town.house, rows[0])
    await town.works.settle()
    assert town.phones.channel == {}
    assert WALL not in {to for to, _ in town.phones.sent}


async def test_withdrawn_while_it_was_being_sent_goes_again(town: Town) -> None:
    await approved(town)
    async with town.house.units() as tx:
        post = await tx.wall.get(PostNumber(1))
        assert post is not None
        (number,) = post.in_channel
        await tx.wall.in_channel(post.number, ())
        await tx.wall.delete(post.number)
        await publishing.was_sent(town.house, tx, WallCopy(post.number), (number,))
        await tx.commit()
    await town.works.settle()
    assert town.phones.channel == {}


@pytest.mark.parametrize("trouble", [DeliveryRefused("weg"), DeliveryImpossible("geen rechten")])
async def test_a_channel_that_fails_holds_up_nobody_and_is_told_once(
    town: Town, trouble: Exception
) -> None:
    town.phones.trouble = trouble
    await approved(town)
    await approved(town, "nog een", 2)
    told = tell(town.world, "channel_refused")
    assert town.phones.saw("coordinator").count(told) == 1
    assert tell(town.world, "published", number=2) in town.phones.saw("moderator")
    await town.types("/muur 2", "young2")
    assert "nog een" in town.phones.saw("young2")[-1]
    town.phones.trouble = None
    await approved(town, "de derde", 3)
    assert len(town.phones.channel) == 1


async def test_after_its_term_a_post_goes_from_the_channel_too(town: Town) -> None:
    await approved(town)
    town.world.clock.move(days=181)
    await plan_tidying(town.house)
    await town.works.settle()
    assert town.phones.channel == {}
    assert await town.world.rows("wall_posts") == []


async def test_two_moderators_in_the_same_moment_the_first_decision_holds(town: Town) -> None:
    await posts(town.world, TEXT)
    await receive(town.house, [update("moderator", text="/muur 1 goed")])
    await receive(town.house, [update("professional", text="/muur 1 weg past niet op de muur")])
    rows: list[InboxRow] = []
    async with town.house.units() as tx:
        while row := await tx.inbox.next(frozenset(one.person for one in rows)):
            rows.append(row)
    await asyncio.gather(*(conversing.serve(town.house, row) for row in rows))
    await town.works.settle()
    async with town.house.units() as tx:
        post = await tx.wall.get(PostNumber(1))
        looks = await tx.wall.looks(PostNumber(1))
    assert post is not None
    assert len(looks) == 1
    won = post.state is PostState.PUBLISHED
    told = tell(town.world, "decided", number=1, state="goedgekeurd" if won else "niet geplaatst")
    assert town.phones.saw("professional" if won else "moderator")[-1] == told
