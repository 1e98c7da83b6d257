"""The same house on PostgreSQL: one server for this file, one fresh database a test."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import uuid4

import pytest

from bot.adapters.database.unit_of_work import Database
from bot.channels.terminal import update
from bot.services.ports import RawUpdate
from bot.services.receiving import receive
from bot.services.working import Works
from tests.adapters import test_database as same
from tests.adapters import test_unclear as unclear
from tests.conftest import SEALER, World, open_world
from tests.postgresql import CARELESS, created, running_server, why_not
from tests.services import supporting
from tests.services import test_circle_rounds as circle_rounds
from tests.services import test_circles as circles
from tests.services import test_groups as groups
from tests.services import test_supporters as supporters
from tests.services import test_wall as wall
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

EMPTY = "empty"

pytestmark = pytest.mark.skipif(bool(why_not()), reason=why_not() or "there is PostgreSQL")


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    with running_server(*CARELESS) as port:
        yield port


@pytest.fixture(scope="module")
def migrated(server: int) -> str:
    """The name of a database with all tables and no rows: migrating once saves most of the time."""

    async def migrate() -> None:
        opened = Database(await created(server, EMPTY, "template1"), SEALER)
        await opened.migrate()
        await opened.close()

    asyncio.run(migrate())
    return EMPTY


@pytest.fixture
async def url(server: int, migrated: str) -> str:
    """A fresh database, migrated."""
    return await created(server, f"t{uuid4().hex}", migrated)


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


# What belongs to a database alone is proved above. These are whole lives of the support by many: versions,
# unique columns, rows that go with others, and what is found by a blind index.
SAME_LIFE = (
    supporters.test_nothing_of_the_young_person_leaks,
    supporters.test_ten_people_open_it_and_one_gets_in,
    supporters.test_who_is_blocked_does_not_come_back_with_a_new_link,
    supporters.test_so_many_cheers_a_day,
    supporters.test_danger_that_the_model_sees_late_is_told_to_the_supporter_alone,
    supporters.test_a_goal_that_was_reached_can_be_cheered_for_a_week,
    supporters.test_the_young_person_is_erased,
    supporters.test_the_supporter_is_erased,
    supporters.test_tidying_keeps_no_row_longer_than_its_term,
    supporters.test_one_overview_for_both_lives_with_numbers_that_go_on,
    circles.test_it_is_full_at_eight,
    circles.test_an_edit_changes_the_line_for_those_who_had_it,
    circles.test_danger_that_is_read_late_takes_the_line_away,
    circles.test_below_four_it_waits_and_goes_on_with_the_fourth,
    circles.test_a_line_on_its_way_goes_with_who_is_erased,
    circles.test_lines_go_after_seven_days_and_the_circle_after_its_end,
    circles.test_who_is_in_a_circle_is_not_forgotten_by_being_silent,
    circles.test_who_is_removed_reads_a_kind_sentence_and_only_a_word_is_kept,
    circles.test_the_coach_leaves_and_another_one_takes_over,
    circle_rounds.test_cheering_reaches_who_it_is_for_once,
    circle_rounds.test_who_left_is_not_in_the_round_and_shares_with_nobody,
    circle_rounds.test_it_comes_every_week_and_a_paused_circle_is_left_alone,
    wall.test_three_a_day_and_tomorrow_again,
    wall.test_nobody_judges_what_they_wrote_on_the_same_account,
    wall.test_of_two_decisions_the_first_holds_and_the_other_is_told,
    wall.test_a_sensitive_topic_needs_two_of_whom_one_professional,
    wall.test_thanks_are_counted_once_and_name_nobody,
    wall.test_a_reported_post_is_hidden_until_two_looked_again,
    wall.test_pages_go_by_topic_and_back,
    wall.test_answers_are_moderated_too_and_go_with_the_question,
    wall.test_erasing_withdraws_everything,
    wall.test_who_leaves_the_staff_stands_nowhere_any_more,
    groups.test_the_leader_sees_how_many_and_never_who,
    groups.test_a_second_line_takes_the_place_of_the_first,
    groups.test_danger_that_is_read_late_takes_the_line_away,
    groups.test_when_maatje_is_taken_out_everything_of_the_group_goes,
    groups.test_a_quiet_group_is_not_tidied_away,
)


@pytest.mark.parametrize("check", SAME_LIFE, ids=lambda check: check.__name__)
async def test_support_by_many_lives_here_too(check: object, world: World) -> None:
    await check(world)  # type: ignore[operator]


async def at_once(world: World, *deliveries: RawUpdate) -> Door:
    """Really at once: workers in parallel, each in a transaction of its own; until each is answered."""
    door = Door()
    who = {one.address for one in deliveries}
    works = Works(house_with(world, door))
    async with running(works):
        await asyncio.gather(*(receive(world.application.house, [one]) for one in deliveries))
        await until(lambda: all(door.to(one) for one in who), 20)
    await works.settle()
    return door


async def test_two_take_the_last_place_of_a_circle_at_the_same_moment(world: World) -> None:
    await circles.circle_of(world, *circles.EIGHT[:7])
    for who in ("young8", "young9"):
        await circles.knows(world, who)
    both = [update(who, text="/kring 1 ja") for who in ("young8", "young9")]
    door = await at_once(world, *both)
    full = circles.say(world, "full")
    assert sum(full in door.to(who) for who in ("young8", "young9")) == 1
    inside = [row for row in await world.rows("circle_members") if row.state == "in"]
    assert len(inside) == 8


async def test_four_write_in_a_circle_at_the_same_moment_and_each_line_is_kept_once(
    world: World,
) -> None:
    await circles.circle_of(world)
    for who in circles.FOUR:
        await world.presses(circles.IN, who=who)
    await at_once(world, *[update(who, text=f"regel van {who}") for who in circles.FOUR])
    assert len(await world.rows("circle_lines")) == 4


async def test_four_open_one_link_at_the_same_moment_and_one_gets_in(world: World) -> None:
    await supporting.sets_a_goal(world)
    code = await supporting.makes_a_link(world)
    people = ("friend", "young2", "young3", "young4")
    door = await at_once(world, *[update(who, text=f"/start {code}") for who in people])
    used = supporting.tells(world, "code_used")
    assert sum(any(used in text for text in door.to(who)) for who in people) == 3
    (row,) = await world.rows("supporters")
    assert row.state == "opened"


async def test_three_recognise_a_post_at_the_same_moment_and_each_counts_once(
    world: World,
) -> None:
    await posts(world, "buiten zijn helpt mij")
    await world.types("/muur 1 goed", who="moderator")
    three = [update(who, text="/muur 1 herken") for who in ("young2", "young3", "young4")]
    await at_once(world, *three)
    assert len(await world.rows("wall_marks")) == 3
    assert "Herkend: 3" in (await world.types("/mijnmuur"))[0]


async def test_two_of_a_group_allow_their_line_at_the_same_moment(world: World) -> None:
    await groups.ready(world, "young", "young2")
    for who in ("young", "young2"):
        await world.types("/groep ronde", who=who)
        await world.presses("Gelukt", who=who)
        await world.presses("Alleen hoe het ging", who=who)
    both = [update(who, text="ja") for who in ("young", "young2")]
    await at_once(world, *both)
    assert len(await world.rows("group_entries")) == 2


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
