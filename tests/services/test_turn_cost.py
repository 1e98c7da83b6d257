"""What one message asks of the database: a turn reads each thing once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from bot.channels.terminal import update
from bot.services.conversing import serve
from bot.services.receiving import receive
from tests.conftest import World

MOST = 32  # statements of a plain turn, with its reading and writing


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile, with its values."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, values: object, *_: object) -> None:
        sent.append(f"{statement} {values}")

    engine = world.application.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def turn(world: World, text: str) -> list[str]:
    """The statements of one message, from where it is taken up to its commit."""
    house = world.application.house
    await receive(house, [update("young", text=text)])
    async with house.units() as tx:
        row = await tx.inbox.next(frozenset())
    assert row is not None
    with statements(world) as sent:
        await serve(house, row)
    await world.application.works.settle()
    return sent


async def test_a_plain_turn_asks_little_of_the_database(world: World) -> None:
    world.language.teach("het is zoveel", {"topic": "homework", "act": "tell"})
    assert len(await turn(world, "het is zoveel")) <= MOST
    assert "Wat heb je al geprobeerd? Niks is ook een antwoord." not in world.saw("young")
    assert len(await turn(world, "van die dingen")) <= MOST
    assert "Wat heb je al geprobeerd? Niks is ook een antwoord." in world.saw("young")


async def test_nothing_about_cases_and_duty_is_read_twice(world: World) -> None:
    await turn(world, "hoi")
    sent = await turn(world, "alles tegelijk")
    read = Counter(one for one in sent if " FROM handoffs" in one or " FROM staff" in one)
    known = {one: times for one, times in read.items() if times > 1}
    # who wrote is looked up before the guess of the language service, and again in the turn itself
    assert all("staff.person = ?" in one and times == 2 for one, times in known.items())
