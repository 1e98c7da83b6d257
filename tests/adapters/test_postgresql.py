"""The same house on PostgreSQL: one server for this file, one fresh database a test."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from bot.adapters.database.unit_of_work import Database
from bot.channels.terminal import update
from bot.services.receiving import receive
from bot.services.working import Works
from tests.adapters import test_database as same
from tests.adapters import test_unclear as unclear
from tests.conftest import SEALER, World, open_world
from tests.services.people import (
    CLAIM,
    TAKE_OVER,
    URGENT,
    asks_for_a_peer,
    joins,
    posts,
    states,
    talks_with_a_volunteer,
    urgent_cards,
)
from tests.services.test_working import Door, house_with, running, until

NOBODY = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]


def _why_not() -> str:
    missing = [name for name in ("initdb", "pg_ctl") if shutil.which(name) is None]
    if os.geteuid() == 0 and shutil.which("setpriv") is None:
        missing.append("setpriv")
    return f"no PostgreSQL here: {', '.join(missing)} not found" if missing else ""


pytestmark = pytest.mark.skipif(bool(_why_not()), reason=_why_not() or "there is PostgreSQL")


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """A server of our own on loopback, without syncing to disk; it does not run as root."""
    folder = Path(tempfile.mkdtemp(prefix="maatje-pg-"))
    as_nobody = NOBODY if os.geteuid() == 0 else []
    if as_nobody:
        shutil.chown(folder, "nobody", "nogroup")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]

    def pg(*words: str) -> None:
        subprocess.run(
            [*as_nobody, *words],
            check=True,
            capture_output=True,
            cwd="/",
            timeout=60,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )

    data = str(folder / "data")
    pg("initdb", "-D", data, "-U", "maatje", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' "
        "-c fsync=off -c full_page_writes=off"
    )
    pg("pg_ctl", "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield port
    finally:
        pg("pg_ctl", "-D", data, "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
async def url(server: int) -> str:
    """A fresh database."""
    name = f"t{uuid4().hex}"
    connection = await asyncpg.connect(
        host="127.0.0.1", port=server, user="maatje", database="postgres"
    )
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return f"postgresql+asyncpg://maatje@127.0.0.1:{server}/{name}"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url, SEALER)
    await opened.migrate()
    yield opened
    await opened.close()


@pytest.fixture
async def world(url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with open_world(tmp_path, url=url) as opened:
        yield opened


SAME = (
    same.test_the_migrations_make_exactly_the_tables_that_we_describe,
    same.test_migrating_twice_changes_nothing,
    same.test_what_was_not_committed_never_was,
    same.test_times_come_back_aware_and_in_utc,
    same.test_the_same_delivery_is_stored_once_whatever_is_in_it,
    same.test_the_inbox_gives_the_oldest_row_of_who_is_not_being_served,
    same.test_the_outbox_gives_the_first_row_of_each_person_only,
    same.test_two_writers_of_one_conversation_and_the_second_is_told,
    same.test_the_first_claim_wins_in_the_database_too,
    same.test_lines_go_with_their_case,
    *unclear.SAME,
)


@pytest.mark.parametrize("check", SAME, ids=lambda check: check.__name__)
async def test_what_holds_on_sqlite_holds_here(check: object, database: Database) -> None:
    await check(database)  # type: ignore[operator]


async def test_a_talk_with_a_volunteer_and_danger(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types(URGENT)
    assert world.saw("volunteer")[-1] == world.shared("volunteer_notice")
    assert len(urgent_cards(world)) == 1
    await world.presses(TAKE_OVER, who="professional")
    await world.types("ben jij iemand anders?")
    assert world.saw("professional")[-1].endswith("ben jij iemand anders?")
    assert sorted(await states(world)) == ["active", "escalated"]


async def test_a_goal_and_its_check_in(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await world.does(wait="24h")
    await world.presses("Ja")
    await world.presses("Gelukt")
    await world.types("ging goed")
    assert [(row.state, row.result) for row in await world.rows("check_ins")] == [
        ("answered", "done")
    ]


async def test_everything_is_forgotten(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert world.saw("young")[-1] == world.young("forgotten")
    for table in ("conversations", "handoffs", "relayed_lines"):
        assert await world.rows(table) == []


async def test_tidying_works(world: World) -> None:
    from bot.services.timing import plan_tidying

    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await plan_tidying(world.application.house)
    world.clock.move(days=31)
    await world.does(wait="1s")
    assert await world.rows("handoffs") == []
    assert await world.rows("conversations") == []


async def test_two_volunteers_claim_at_the_same_moment_and_one_gets_it(world: World) -> None:
    """Really at once: workers in parallel, each in a transaction of its own."""
    await joins(world, "friend", "volunteer", age=20)
    await asks_for_a_peer(world)
    house = world.application.house
    keys = {
        s.to: s.reply.buttons[0].key
        for s in world.seen
        if s.reply.buttons and s.to in ("volunteer", "friend")
    }
    door = Door()
    house = house_with(world, door)
    async with running(Works(house)):
        await asyncio.gather(
            *(receive(house, [update(who, press=key)]) for who, key in keys.items())
        )
        await until(lambda: len(door.to("volunteer")) == len(door.to("friend")) == 1)
    first = {door.to("volunteer")[0], door.to("friend")[0]}
    assert world.staff("already_claimed") in first
    assert len(first) == 2
    assert await states(world) == ["active"]


async def test_two_decide_about_a_post_at_the_same_moment_and_the_first_holds(world: World) -> None:
    await posts(world, "buiten zijn helpt mij")
    door = Door()
    house = house_with(world, door)
    both = {"moderator": "/muur 1 goed", "professional": "/muur 1 weg past niet"}
    async with running(Works(house)):
        await asyncio.gather(
            *(receive(house, [update(who, text=text)]) for who, text in both.items())
        )
        await until(lambda: len(door.to("moderator")) == len(door.to("professional")) == 1)
    rules = house.flowbook().wall
    late = [
        rules.tell("decided", number=1, state=state) for state in ("goedgekeurd", "niet geplaatst")
    ]
    told = [door.to("moderator")[0], door.to("professional")[0]]
    assert len([text for text in told if text in late]) == 1
    assert len(await world.rows("wall_looks")) == 1


async def test_two_first_approvals_at_the_same_moment_make_two(world: World) -> None:
    await posts(world, "buiten zijn helpt mij", topic="Hulp en zorg")
    door = Door()
    house = house_with(world, door)
    async with running(Works(house)):
        both = [update(who, text="/muur 1 goed") for who in ("moderator", "professional")]
        await asyncio.gather(*(receive(house, [one]) for one in both))
        await until(lambda: len(door.to("moderator")) == len(door.to("professional")) == 1)
    assert [row.state for row in await world.rows("wall_posts")] == ["published"]
    assert len(await world.rows("wall_looks")) == 2


async def test_what_is_withdrawn_takes_all_of_it_along(world: World) -> None:
    await posts(world, "buiten zijn helpt mij")
    await world.types("/muur 1 goed", who="moderator")
    await world.types("/muur 1 herken", who="young2")
    await world.types("/muur nieuw")
    await world.types("/mijnmuur weg 1")
    for table in ("wall_posts", "wall_looks", "wall_cards", "wall_marks"):
        assert await world.rows(table) == []


async def test_parallel_workers_answer_each_message_once_and_in_order(world: World) -> None:
    door = Door()
    house = house_with(world, door)
    people = [f"p{n}" for n in range(6)]
    await receive(house, [update(p, text=f"/x{n}") for n in range(8) for p in people])
    began = time.monotonic()
    async with running(Works(house, parallel=8)):
        await until(lambda: len(door.sent) >= 6 * 9, 20)
        await asyncio.sleep(0.3)
    assert time.monotonic() - began < 20
    for person in people:
        assert door.to(person) == [world.young("intro")] + [world.young("unknown_command")] * 8


async def test_a_restart_goes_on_where_it_was(url: str, tmp_path: Path) -> None:
    async with open_world(tmp_path, url=url) as world:
        await asks_for_a_peer(world)
    async with open_world(tmp_path, url=url) as world:
        await world.presses(CLAIM, who="volunteer")
        await world.types("hoi")
        assert world.saw("volunteer")[-1] == "Groene Reiger: hoi"
