"""Privacy is a shape: words and addresses are nowhere in the clear, and what is kept has a term."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update as sql_update

from bot.adapters.database.tables import metadata
from bot.channels import terminal
from bot.channels.terminal import CHANNEL, update
from bot.domain import retention
from bot.domain.ids import PostNumber, UnclearId
from bot.domain.learning import Label
from bot.domain.messages import Reply
from bot.domain.wall import Look, MarkKind, Post, PostKind, PostState, Verdict
from bot.errors import DeliveryFailed
from bot.services.receiving import receive
from bot.services.timing import plan_tidying
from bot.services.working import Works
from tests.conftest import World, open_world
from tests.services.people import (
    CLAIM,
    URGENT,
    asks_for_a_peer,
    asks_for_a_professional,
    clears,
    invited,
    person_of,
    talks_with_a_professional,
    talks_with_a_volunteer,
)
from tests.services.test_working import Door, house_with

CANARY = "kanarievogeltje"
ADDRESS = "5550199123456"
TABLES = sorted(metadata.tables)


class Phones:
    """Everybody's screen, by address."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, Reply]] = []

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        self.sent.append((address, reply))
        return (str(len(self.sent)),)

    def key(self, address: str, label: str) -> str:
        return next(
            b.key
            for to, reply in reversed(self.sent)
            if to == address
            for b in reply.buttons
            if b.label == label
        )

    def saw(self, address: str) -> str:
        return "\n".join(reply.text for to, reply in self.sent if to == address)


async def lives(world: World) -> Phones:
    """A young person at a canary address says the canary everywhere where words can go."""
    phones = Phones()
    house = replace(world.application.house, senders={CHANNEL: phones})
    works = Works(house)
    world.language.teach("doel", {"act": "set_goal"})
    world.language.teach("iemand", {"act": "want_peer"})

    async def does(who: str, **payload: Any) -> None:
        await receive(house, [update(who, **payload)])
        await works.settle()

    async def types(text: str, who: str = ADDRESS) -> None:
        await does(who, text=text)

    async def presses(label: str, who: str = ADDRESS) -> None:
        await does(who, press=phones.key(who, label))

    await types(f"hoi {CANARY}")
    await types("stop")
    await types(f"verhaal {CANARY}")
    for label in ("Liever niet", "Een plek voor hulp", "Nederland", "16 of 17"):
        await presses(label)
    await types("/leren")
    await presses("Ja, dat mag")
    await types(f"nog een verhaal {CANARY}")
    assert len(await world.rows("unclear_messages")) == 1
    await types("/menu")
    await types("doel")
    await types(f"stap {CANARY}")
    await types(f"zodra {CANARY}")
    for label in ("Sla over", "Klopt", "7", "Met mijn maatje", "Morgen"):
        await presses(label)
    await types("iemand")
    await presses("Maakt niet uit")
    await presses(CLAIM, "volunteer")
    await types(f"regel {CANARY}")
    await types(f"antwoord {CANARY}", "volunteer")
    await types(f"/meld {CANARY}", "volunteer")
    await types(f"/open Groene Reiger {CANARY}", "coordinator")
    await types(f"/notitie {CANARY}", "volunteer")
    await types(f"/mijnzin {CANARY}", "volunteer")
    await types("/brug", "volunteer")
    await presses("Ja, samen opschrijven")
    await types(f"opgeschreven {CANARY}")
    for table in ("private_notes", "own_sentences", "bridges"):
        assert len(await world.rows(table)) == 1
    await on_the_wall(world)
    await does(ADDRESS, sends="photo", text=f"foto {CANARY}")
    world.language.away = True
    await types(f"gelezen later {CANARY}")
    world.language.away = False
    await types(f"{URGENT} {CANARY}")
    await types("hoi", "young2")
    return phones


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.glob("test.sqlite3*"))


def hidden(data: bytes, *words: str) -> bool:
    forms = [
        form
        for word in words
        for form in (word.encode(), word.encode("utf-16-le"), word.encode().hex().encode())
    ]
    return not any(form in data for form in forms)


async def test_neither_words_nor_addresses_are_in_the_files_of_the_database(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, learning=True) as world:
        phones = await lives(world)
        assert CANARY in phones.saw("volunteer")
        during = on_disk(tmp_path)
    assert (tmp_path / "test.sqlite3").exists()
    after = on_disk(tmp_path)
    assert len(during) > 50_000
    assert hidden(during, CANARY, ADDRESS, URGENT)
    assert hidden(after, CANARY, ADDRESS, URGENT)


async def test_what_is_kept_to_learn_from_is_sealed_and_its_reader_is_not_named(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path) as world:
        await unclear(world, CANARY)
    data = on_disk(tmp_path)
    assert hidden(data, CANARY, "noor", "Noor")


async def test_a_kept_message_tells_nobody_who_wrote_it(world: World) -> None:
    await unclear(world, CANARY)
    async with world.application.house.units() as tx:
        message = await tx.unclear.next_for("sam", frozenset())
    assert message is not None
    assert message.text == CANARY
    person = await person_of(world, "young")
    assert person not in (message.id, message.text)
    assert set(type(message).__slots__) == {"id", "text"}


def test_the_search_for_canaries_finds_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "test.sqlite3-wal").write_bytes(b"..." + CANARY.encode() + b"...")
    assert not hidden(on_disk(tmp_path), CANARY)


@pytest.fixture
def every_log(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """Every logger there is, at the lowest level, whatever it was set to."""
    names = ["", *logging.root.manager.loggerDict]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(1)
    yield caplog
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


async def test_no_log_line_at_any_level_holds_words_or_addresses(
    every_log: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    with every_log.at_level(1):
        async with open_world(tmp_path, learning=True) as world:
            await lives(world)
    logged = "\n".join(
        f"{record.getMessage()} {record.args!r} {record.exc_text}" for record in every_log.records
    )
    assert len(every_log.records) > 100  # the database and asyncio do log here
    assert CANARY not in logged
    assert ADDRESS not in logged
    assert URGENT not in logged


async def test_a_failure_of_ours_logs_no_words(
    every_log: pytest.LogCaptureFixture, world: World
) -> None:
    def broken(payload: str) -> Any:
        raise ValueError(payload)

    house = replace(world.application.house, translators={CHANNEL: broken})
    with every_log.at_level(1):
        await receive(house, [update(ADDRESS, text=CANARY)])
        await Works(house).settle()
    assert any("failed" in record.getMessage() for record in every_log.records)
    assert CANARY not in every_log.text
    assert ADDRESS not in every_log.text


# --- erasing ---------------------------------------------------------------------------------------


async def rows_of(world: World, *ids: str) -> dict[str, int]:
    """In which tables one of these ids still stands, in any column."""
    found = {}
    for table in TABLES:
        rows = [row for row in await world.rows(table) if set(map(str, row)) & set(ids)]
        if rows:
            found[table] = len(rows)
    return found


async def forgets(world: World) -> None:
    await world.types("/vergeetmij")
    await world.presses("Ja, wis alles")
    assert world.saw("young")[-1] == world.young("forgotten")


async def test_who_is_forgotten_leaves_no_row_in_any_table(world: World) -> None:
    await invited(world, "TEST", "tester", alias="")
    await world.types("/start TEST")
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await talks_with_a_volunteer(world)
    await world.types("hoi")
    await world.types("/notitie praat liever niet over school", who="volunteer")
    await world.types("/brug", who="volunteer")
    person = await person_of(world, "young")
    cases = [row.id for row in await world.rows("handoffs")]
    cases.append(await unclear(world, "een verhaal"))
    await on_the_wall(world)
    before = await rows_of(world, person, *cases)
    assert {
        "addresses",
        "conversations",
        "inbox",
        "goals",
        "check_ins",
        "timers",
        "handoffs",
        "handoff_moves",
        "relayed_lines",
        "private_notes",
        "bridges",
        "testers",
        "staff",
        "unclear_messages",
        "readings",
        "wall_posts",
    } <= set(before)
    await forgets(world)
    after = await rows_of(world, person, *cases)
    after.pop("staff", None)  # which talk a volunteer answered last: an id that leads nowhere
    assert after == {}
    for table in ("wall_posts", "wall_looks", "wall_cards", "wall_marks"):
        assert await world.rows(table) == []
    assert world.saw("volunteer")[-1] == world.staff("forgotten_by_young", alias="Groene Reiger")


async def test_deliveries_of_who_is_forgotten_stay_without_person_and_words(world: World) -> None:
    await world.types("hoi", means={"act": "greet"})
    await forgets(world)
    rows = await world.rows("inbox")
    assert len(rows) == 3
    assert {(row.person, row.payload_sealed) for row in rows} == {("", None)}
    assert await world.does(again=True) == []


async def test_nothing_comes_any_more_to_who_is_forgotten(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await asks_for_a_peer(world)
    await forgets(world)
    assert await world.does(wait="9d") == []
    assert await world.presses(CLAIM, who="volunteer") == [world.staff("claim_ended")]


async def test_an_open_danger_case_is_kept_for_72_hours_and_then_gone(world: World) -> None:
    await world.types(URGENT)
    person = await person_of(world, "young")
    await world.types("/vergeetmij")
    assert world.young("forget_ask_danger") in world.saw("young")
    await world.presses("Ja, wis alles")
    assert set(await rows_of(world, person)) == {"handoffs", "timers"}
    (case,) = await world.rows("handoffs")
    assert case.kinds == "suicide"
    await world.does(wait="71h")
    assert set(await rows_of(world, person)) == {"handoffs", "timers"}
    await world.does(wait="1h")
    assert await rows_of(world, person) == {}


async def test_the_words_of_a_danger_talk_are_gone_at_once_and_the_rest_after_72_hours(
    world: World,
) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    await world.types("ik ben op mijn kamer")
    await forgets(world)
    assert await world.rows("relayed_lines") == []
    assert len(await world.rows("handoffs")) == 1
    await world.does(wait="73h")
    assert await world.rows("handoffs") == []


async def test_the_end_of_72_hours_touches_nothing_that_began_since(world: World) -> None:
    """Given who wrote again before the farewell left, then the new danger case stays open."""
    await world.types(URGENT)
    person = await person_of(world, "young")
    await world.types("/vergeetmij")
    await confirms_and_writes_before_the_farewell_is_sent(world)
    await world.types("ik wil echt dood")
    assert await person_of(world, "young") == person
    await world.does(wait="73h")
    assert [row.state for row in await world.rows("handoffs")] == ["offered"]


async def confirms_and_writes_before_the_farewell_is_sent(world: World) -> None:
    key = next(
        b.key for s in reversed(world.seen) for b in s.reply.buttons if b.label == "Ja, wis alles"
    )
    door = Door()
    door.raises["young"] = [DeliveryFailed()]
    house = house_with(world, door)
    await receive(house, [update("young", press=key)])
    await Works(house).settle()
    await receive(house, [update("young", text="/menu")])
    await Works(house).settle()
    world.clock.move(seconds=5)
    await world.application.works.settle()


async def test_a_reported_talk_stays_sealed_without_a_link_to_who_is_forgotten(
    world: World,
) -> None:
    await talks_with_a_volunteer(world)
    await world.types(CANARY)
    await world.types("/meld")
    await world.presses("Gaf rare raad")
    await world.types(f"haar {CANARY}")
    person = await person_of(world, "young")
    cases = [row.id for row in await world.rows("handoffs")]
    await world.types("/vergeetmij")
    assert world.saw("young")[-1] == world.young("forget_ask_report")
    await world.presses("Ja, wis alles")
    left = await rows_of(world, person, *cases)
    left.pop("staff", None)  # which talk a volunteer answered last: an id that leads nowhere
    assert left == {}
    assert len(await world.rows("reported_lines")) == 1
    await world.types("/open Groene Reiger even kijken", who="coordinator")
    await world.presses("Akkoord, samen lezen", who="professional")
    assert f"Groene Reiger: {CANARY}" in world.saw("professional")[-1]
    before = len(world.saw("young"))
    await world.types("/melding klaar Groene Reiger gegrond", who="coordinator")
    assert len(world.saw("young")) == before


async def test_danger_and_a_report_are_both_told_before_erasing(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/meld")
    await world.types(URGENT)
    await world.types("/vergeetmij")
    assert world.young("forget_ask_both") in world.saw("young")


async def test_a_reported_talk_outlives_the_term_of_the_talk(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("hoi")
    await world.types("/meld")
    await ages(world, "handoffs", "changed_at", world.clock.now() - timedelta(days=8))
    await tidied(world)
    assert await world.rows("relayed_lines") == []
    assert len(await world.rows("reported_lines")) == 1


async def test_a_cleared_danger_is_forgotten_at_once(world: World) -> None:
    await world.types(URGENT)
    await clears(world)
    await world.types("/vergeetmij")
    assert world.young("forget_ask") in world.saw("young")
    await world.presses("Ja, wis alles")
    assert await world.rows("handoffs") == []
    assert await world.rows("relayed_lines") == []


async def test_who_does_not_confirm_keeps_everything(world: World) -> None:
    await asks_for_a_peer(world)
    await world.types("/vergeetmij")
    await world.presses("Nee, toch niet")
    assert len(await world.rows("handoffs")) == 1
    assert len(await world.rows("conversations")) == 1


# --- terms -----------------------------------------------------------------------------------------


def test_the_list_of_what_is_kept_and_the_tables_match_one_to_one() -> None:
    listed = [kept.table for kept in retention.RETENTION]
    assert sorted(listed) == TABLES
    assert all(kept.dutch.endswith(".") for kept in retention.RETENTION)


def test_the_terms_are_those_of_the_rules_of_care() -> None:
    assert timedelta(days=7) == retention.TALK_TERM
    assert timedelta(days=30) == retention.DANGER_TERM
    assert timedelta(days=30) == retention.GOAL_TERM
    assert timedelta(days=365) == retention.FIGURE_TERM
    assert timedelta(hours=72) == retention.OPEN_DANGER_LIMIT
    assert timedelta(days=30) == retention.LEARNING_TERM
    assert timedelta(days=90) == retention.REPORT_TERM


async def ages(world: World, table: str, column: str, moment: datetime) -> None:
    """All rows of a table are as old as this."""
    async with world.application.database.engine.begin() as connection:
        await connection.execute(sql_update(metadata.tables[table]).values(**{column: moment}))


async def passes(world: World, *, days: int) -> None:
    """Time passes in one step, as while the house stood still."""
    world.clock.move(days=days)
    await world.does(wait="1s")


async def tidied(world: World) -> None:
    await plan_tidying(world.application.house)
    await world.application.works.settle()


async def prepared(world: World) -> None:
    """One talk that ended, one danger case that ended, a goal that ended, and all that goes along."""
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Morgen"):
        await world.presses(label)
    await world.does(wait="24h")
    await world.presses("Ja")
    await world.presses("Gelukt")
    await world.presses("Sla over")
    await talks_with_a_volunteer(world)
    await world.types("hoi")
    await world.types("/notitie praat liever niet over school", who="volunteer")
    await world.types("/brug", who="volunteer")
    await world.types("/klaar", who="volunteer")
    await invited(world, "OUD", "volunteer", age=20)
    await unclear(world, "een verhaal")
    await world.types("/meld")
    await world.presses("Sla over")
    await world.types("/open Groene Reiger even kijken", who="coordinator")
    await on_the_wall(world)


async def on_the_wall(world: World) -> PostNumber:
    """A post of the young person that somebody approved, one has on the screen and one recognised."""
    now, author = world.clock.now(), await person_of(world, "young")
    staff = await person_of(world, "professional")
    post = Post(PostNumber(0), author, PostKind.MESSAGE, CANARY, now, now, PostState.PUBLISHED)
    async with world.application.house.units() as tx:
        number = (await tx.wall.add(post)).number
        await tx.wall.add_look(number, Look(staff, True, Verdict.APPROVE, 1, now))
        await tx.wall.show(number, staff, now)
        assert await tx.wall.mark(number, MarkKind.THANKS, staff, now.date(), now)
        await tx.commit()
    return number


async def unclear(world: World, text: str, who: str = "young") -> UnclearId:
    """A message of this person is kept to learn from, and one reader labelled it."""
    person, now = await person_of(world, who), world.clock.now()
    async with world.application.house.units() as tx:
        await tx.unclear.add(person, text, now)
        message = await tx.unclear.next_for("noor", frozenset())
        assert message is not None
        assert await tx.unclear.label(message.id, "noor", Label("none", "tell", "none"), now)
        await tx.commit()
    return message.id


TERMS = (
    ("inbox", "received_at", retention.DELIVERY_TERM),
    ("handoffs", "changed_at", retention.TALK_TERM),
    ("goals", "ended_at", retention.GOAL_TERM),
    ("events", "at", retention.FIGURE_TERM),
    ("invitations", "expires_at", retention.INVITATION_TERM),
    ("conversations", "changed_at", retention.IDLE_TERM),
    ("unclear_messages", "created_at", retention.LEARNING_TERM),
    ("reports", "at", retention.REPORT_TERM),
    ("audit", "at", retention.FIGURE_TERM),
    ("wall_posts", "changed_at", retention.WALL_TERM),
)
TOGETHER = {
    "handoffs": ("relayed_lines", "handoff_moves", "private_notes", "bridges"),
    "goals": ("check_ins",),
    "unclear_messages": ("readings",),
    "reports": ("reported_lines", "openings"),
    "wall_posts": ("wall_looks", "wall_cards", "wall_marks"),
}


@pytest.mark.parametrize(("table", "column", "term"), TERMS, ids=[row[0] for row in TERMS])
async def test_each_kind_goes_after_its_term_and_not_before(
    world: World, table: str, column: str, term: timedelta
) -> None:
    await prepared(world)
    now = world.clock.now()
    kinds = (table, *TOGETHER.get(table, ()))
    before = {kind: len(await world.rows(kind)) for kind in kinds}
    assert all(before.values())
    await ages(world, table, column, now - term + timedelta(minutes=1))
    await tidied(world)
    assert {kind: len(await world.rows(kind)) for kind in kinds} == before
    await ages(world, table, column, now - term - timedelta(minutes=1))
    await tidied(world)
    assert {kind: len(await world.rows(kind)) for kind in kinds} == dict.fromkeys(kinds, 0)


async def test_a_danger_case_is_kept_longer_than_a_talk(world: World) -> None:
    await world.types(URGENT)
    await world.presses(CLAIM, who="professional")
    await world.types("hoi")
    await world.types("/klaar", who="professional")
    now = world.clock.now()
    for age, left in ((timedelta(days=29, hours=23), 1), (timedelta(days=30, minutes=1), 0)):
        await ages(world, "handoffs", "changed_at", now - age)
        await tidied(world)
        assert len(await world.rows("handoffs")) == left
        assert bool(await world.rows("relayed_lines")) is bool(left)


async def test_what_is_still_open_is_never_tidied_away(world: World) -> None:
    await world.types(URGENT)
    await talks_with_a_professional(world, "young2")
    await ages(world, "handoffs", "changed_at", world.clock.now() - timedelta(days=400))
    await ages(world, "addresses", "seen_at", world.clock.now() - timedelta(days=400))
    await tidied(world)
    assert len(await world.rows("handoffs")) == 2
    assert len(await world.rows("addresses")) == 7


async def test_a_message_that_waits_for_its_turn_is_never_tidied_away(world: World) -> None:
    await receive(world.application.house, [update("young", text="hoi")])
    await ages(world, "inbox", "received_at", world.clock.now() - timedelta(days=400))
    async with world.application.house.units() as tx:
        await tx.tidying.tidy(world.clock.now())
        await tx.commit()
    assert len(await world.rows("inbox")) == 1


async def test_words_that_nobody_could_read_do_not_stay_for_ever(world: World) -> None:
    world.language.away = True
    await world.types(CANARY)
    assert [row.state for row in await world.rows("inbox")] == ["unread"]
    await world.does(wait="9d")
    await tidied(world)
    assert await world.rows("inbox") == []


async def test_a_goal_nobody_ended_ends_by_itself_and_goes_a_month_later(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.types("kast opruimen")
    await world.types("zaterdag")
    for label in ("Sla over", "Klopt", "7", "Nog met niemand", "Liever niet"):
        await world.presses(label)
    await passes(world, days=89)
    await tidied(world)
    assert [row.state for row in await world.rows("goals")] == ["active"]
    await world.does(wait="2d")
    await tidied(world)
    assert [row.state for row in await world.rows("goals")] == ["ended"]
    await passes(world, days=31)
    await tidied(world)
    assert await world.rows("goals") == []


async def test_the_address_of_who_stays_away_goes_and_that_of_staff_stays(world: World) -> None:
    await world.types("hoi", means={"act": "greet"})
    await passes(world, days=29)
    await tidied(world)
    assert len(await world.rows("addresses")) == 6
    await world.does(wait="2d")
    await tidied(world)
    assert len(await world.rows("addresses")) == 5
    assert await world.rows("conversations") == []


async def test_messages_for_who_left_do_not_stay_for_ever(world: World) -> None:
    await world.types("ik wil een doel", means={"act": "set_goal"})
    await world.does(**{"as": "young", "sends": "left"})
    person = await person_of(world, "young")
    async with world.application.house.units() as tx:
        await tx.people.left(person, world.clock.now())
        await tx.outbox.add(person, [Reply("hoi")], world.clock.now())
        await tx.commit()
    await passes(world, days=31)
    await tidied(world)
    assert await world.rows("outbox") == []


async def test_a_running_house_tidies_by_itself(world: World) -> None:
    await plan_tidying(world.application.house)
    await world.types("hoi", means={"act": "greet"})
    await passes(world, days=31)
    assert await world.rows("conversations") == []
    assert await world.rows("inbox") == []


async def test_what_was_dealt_with_is_erased_at_once(world: World) -> None:
    await world.types("hoi daar")
    assert [row.payload_sealed for row in await world.rows("inbox")] == [None]
    assert await world.rows("outbox") == []


# --- what helpers see ------------------------------------------------------------------------------


async def test_helpers_see_an_alias_and_never_an_address_or_another_alias(
    tmp_path: Path,
) -> None:
    async with open_world(tmp_path, learning=True) as world:
        phones = await lives(world)
        await asks_for_a_professional(world, "young2")
        rows = await world.rows("handoffs")
        shared = {row.alias for row in rows if row.to == "volunteer"}  # danger in that very talk
        other = [r.alias for r in rows if r.to == "professional" and r.alias not in shared]
        for staff in ("volunteer", "professional", "coordinator"):
            assert ADDRESS not in phones.saw(staff)
            assert not re.search(r"\d{6,}", phones.saw(staff))
        assert other
        seen = phones.saw("volunteer") + "".join(world.saw("volunteer"))
        assert not any(alias in seen for alias in other)
        ids = [row.person for row in await world.rows("addresses")]
        everything = "\n".join(reply.text for _, reply in phones.sent)
        assert not any(person in everything for person in ids)
        keys = " ".join(b.key for _, reply in phones.sent for b in reply.buttons)
        assert not any(person in keys for person in ids)
        assert ADDRESS not in keys


async def test_two_talks_of_one_young_person_have_two_aliases(world: World) -> None:
    await talks_with_a_volunteer(world)
    await world.types("/klaar", who="volunteer")
    await world.presses("Sla over")
    await world.presses("Nog eens met iemand praten")
    await world.presses(CLAIM, who="volunteer")
    aliases = {row.alias for row in await world.rows("handoffs")}
    assert len(aliases) == 2


async def test_an_offer_to_a_volunteer_holds_no_words_and_no_alias(world: World) -> None:
    await world.types(f"{CANARY} lacht me uit", means={"topic": "bullying"})
    for label in (
        "Ik wil iemand spreken",
        "Een maatje",
        "Nederland",
        "16 of 17",
        "Een mentor",
        "Maakt niet uit",
    ):
        await world.presses(label)
    assert "Pesten" in world.saw("volunteer")[0]
    assert CANARY not in "\n".join(world.saw("volunteer"))
    (case,) = await world.rows("handoffs")
    assert case.alias not in "\n".join(world.saw("volunteer"))
    await world.presses(CLAIM, who="volunteer")
    assert CANARY not in "\n".join(world.saw("volunteer"))


async def test_only_a_professional_reads_the_words_of_danger_before_a_claim(world: World) -> None:
    await world.types(f"{URGENT} {CANARY}")
    assert CANARY in "\n".join(world.saw("professional"))
    await world.does(wait="3h")
    for who in ("volunteer", "coordinator"):
        assert CANARY not in "\n".join(world.saw(who))
    (case,) = await world.rows("handoffs")
    assert case.alias not in "\n".join(world.saw("coordinator"))


async def test_the_bot_begins_neutrally(world: World) -> None:
    await asks_for_a_peer(world)
    shown = await world.does(wait="10m")
    assert [s.reply.text for s in shown] == ["Hoi, past het nu?"]


def test_a_delivery_of_the_scripted_door_has_an_id_without_meaning() -> None:
    one, two = terminal.update("young", text="hoi"), terminal.update("young", text="hoi")
    assert one.delivery_id != two.delivery_id
    assert "hoi" not in one.delivery_id
