"""The database: the tables are those that we describe, times are aware, nothing counts twice."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, StatementError

from bot.adapters.database.sealing import Key, SealBroken, Sealer
from bot.adapters.database.tables import metadata
from bot.adapters.database.unit_of_work import Database
from bot.domain.beside import Beside, BesideMode
from bot.domain.conversation import Conversation
from bot.domain.goals import Goal
from bot.domain.handoff import Handoff, HandoffState, Urgency
from bot.domain.ids import GoalId, HandoffId, PersonId
from bot.domain.messages import Button, Document, Reply
from bot.domain.practice import LearningGoal
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import VolunteerPath, VolunteerStatus
from bot.errors import HandoffNotAllowed, OperatorError, StaleConversation
from bot.services.ports import RawUpdate, RelayedLine, Timer, TimerKind
from tests.conftest import SEALER, World, database_url, open_world
from tests.fakes import A_TUESDAY

NOW = A_TUESDAY
ANN = PersonId("a" * 32)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path), SEALER)
    await opened.migrate()
    yield opened
    await opened.close()


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_exactly_the_tables_that_we_describe(database: Database) -> None:
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_migrating_twice_changes_nothing(database: Database) -> None:
    await database.migrate()
    async with database.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_every_commit_is_on_the_disk_before_anything_is_acknowledged(
    database: Database,
) -> None:
    async with database.engine.connect() as connection:

        async def pragma(name: str) -> object:
            return (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()

        assert await pragma("journal_mode") == "wal"
        assert await pragma("synchronous") == 2
        assert await pragma("foreign_keys") == 1
        assert await pragma("secure_delete") == 1
        assert int(str(await pragma("busy_timeout"))) >= 5000


async def test_the_careful_settings_hold_on_every_connection(database: Database) -> None:
    async with database.engine.connect() as one, database.engine.connect() as two:
        for connection in (one, two):
            found = await connection.execute(text("PRAGMA synchronous"))
            assert found.scalar_one() == 2


async def test_what_was_not_committed_never_was(database: Database) -> None:
    async with database() as tx:
        await tx.people.at("terminal", "ann", NOW)
    with contextlib.suppress(ZeroDivisionError):
        async with database() as tx:
            await tx.people.at("terminal", "ann", NOW)
            raise ZeroDivisionError
    async with database.engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM addresses"))).scalar() == 0


async def test_after_a_failure_inside_the_next_transaction_begins(database: Database) -> None:
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with database():
                raise ZeroDivisionError
    async with database() as tx:
        assert await tx.inbox.waiting() == 0


async def test_times_come_back_aware_and_in_utc(database: Database) -> None:
    amsterdam = timezone(timedelta(hours=2))
    async with database() as tx:
        await tx.timers.set(Timer(TimerKind.TIDY, "x", NOW.astimezone(amsterdam)))
        await tx.commit()
    async with database() as tx:
        due = await tx.timers.next_due()
        assert due == NOW
        assert due is not None
        assert due.utcoffset() == timedelta()


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    async with database() as tx:
        with pytest.raises(StatementError, match="aware"):
            await tx.timers.set(Timer(TimerKind.TIDY, "x", datetime(2026, 1, 1)))


async def test_the_same_delivery_is_stored_once_whatever_is_in_it(database: Database) -> None:
    async with database() as tx:
        assert await tx.inbox.add(RawUpdate("telegram", "7", "ann", "een"), ANN, NOW)
        assert not await tx.inbox.add(RawUpdate("telegram", "7", "ann", "twee"), ANN, NOW)
        assert await tx.inbox.add(RawUpdate("terminal", "7", "ann", "drie"), ANN, NOW)
        await tx.commit()
    async with database() as tx:
        row = await tx.inbox.next(frozenset())
        assert row is not None
        assert row.payload == "een"
        await tx.inbox.finish(row.seq)
        await tx.commit()
    async with database() as tx:  # also after it was dealt with
        assert not await tx.inbox.add(RawUpdate("telegram", "7", "ann", "een"), ANN, NOW)


async def test_what_was_erased_is_never_put_aside_to_be_read_later(database: Database) -> None:
    async with database() as tx:
        await tx.inbox.add(RawUpdate("terminal", "7", "ann", "een"), ANN, NOW)
        row = await tx.inbox.next(frozenset())
        assert row is not None
        await tx.inbox.delete_of(ANN)
        await tx.inbox.finish(row.seq, unread=True)
        assert await tx.inbox.unread(10) == []


async def test_the_inbox_gives_the_oldest_row_of_who_is_not_being_served(
    database: Database,
) -> None:
    bea = PersonId("b" * 32)
    async with database() as tx:
        for n, person in enumerate((ANN, ANN, bea)):
            await tx.inbox.add(RawUpdate("terminal", str(n), person, str(n)), person, NOW)
        first = await tx.inbox.next(frozenset())
        other = await tx.inbox.next(frozenset({ANN}))
        assert first is not None
        assert other is not None
        assert (first.payload, other.payload) == ("0", "2")
        assert await tx.inbox.next(frozenset({ANN, bea})) is None


def stored_in(folder: Path) -> bytes:
    return b"".join(part.read_bytes() for part in folder.glob("*.sqlite3*"))


async def test_a_file_waits_in_the_outbox_sealed_and_comes_out_whole(tmp_path: Path) -> None:
    file = Document("papier.pdf", "application/pdf", b"%PDF-zichtbaar \x00\xff" * 500)
    database = Database(database_url(tmp_path), SEALER)
    await database.migrate()
    async with database() as tx:
        ann = await tx.people.at("terminal", "ann", NOW)
        await tx.outbox.add(ann, [Reply("Kijk", (Button("Ja", "y"),), document=file)], NOW)
        await tx.commit()
    await database.close()
    assert b"zichtbaar" not in stored_in(tmp_path)
    again = Database(database_url(tmp_path), SEALER)  # as after a restart
    async with again() as tx:
        (row,) = await tx.outbox.due(NOW, 10)
    await again.close()
    assert row.reply == Reply("Kijk", (Button("Ja", "y"),), document=file)


async def test_the_outbox_gives_the_first_row_of_each_person_only(database: Database) -> None:
    async with database() as tx:
        ann = await tx.people.at("terminal", "ann", NOW)
        bea = await tx.people.at("terminal", "bea", NOW)
        buttons = (Button("Ja", "q1.0"),)
        await tx.outbox.add(ann, [Reply("a1", buttons), Reply("a2")], NOW)
        await tx.outbox.add(bea, [Reply("b1")], NOW)
        rows = await tx.outbox.due(NOW, 10)
        assert [(row.address, row.reply.text) for row in rows] == [("ann", "a1"), ("bea", "b1")]
        assert rows[0].reply.buttons == buttons
        await tx.outbox.postpone(rows[0].seq, NOW + timedelta(seconds=9))
        assert [row.reply.text for row in await tx.outbox.due(NOW, 10)] == ["b1"]


async def test_two_writers_of_one_conversation_and_the_second_is_told(database: Database) -> None:
    async with database() as tx:
        saved = await tx.conversations.save(Conversation(ANN), NOW)
        await tx.conversations.save(saved, NOW)
        with pytest.raises(StaleConversation):
            await tx.conversations.save(saved, NOW)


async def test_the_first_claim_wins_in_the_database_too(database: Database) -> None:
    case = Handoff(
        HandoffId("h"),
        ANN,
        "Groene Reiger",
        Role.VOLUNTEER,
        Urgency.NORMAL,
        NOW,
        NOW,
        HandoffState.OFFERED,
    )
    taken = case.claimed_by(StaffMember(PersonId("v"), Role.VOLUNTEER, "Rode Panda"), NOW)
    async with database() as tx:
        await tx.handoffs.add(case)
        await tx.handoffs.save(case, taken)
        with pytest.raises(HandoffNotAllowed):
            await tx.handoffs.save(case, taken)
        assert await tx.handoffs.get(case.id) == taken


async def test_a_text_that_is_moved_to_another_row_in_the_database_does_not_open(
    database: Database,
) -> None:
    async with database() as tx:
        for name in ("g1", "g2"):
            await tx.goals.add(Goal(GoalId(name), ANN, f"stap {name}", "morgen", "nobody", NOW))
        await tx.commit()
    async with database.engine.begin() as connection:
        await connection.execute(
            text(
                "UPDATE goals SET step_sealed = (SELECT step_sealed FROM goals WHERE id = 'g1') "
                "WHERE id = 'g2'"
            )
        )
    async with database() as tx:
        assert await tx.goals.get(GoalId("g1")) is not None
        with pytest.raises(SealBroken):
            await tx.goals.get(GoalId("g2"))


async def test_lines_go_with_their_case(database: Database) -> None:
    case = Handoff(HandoffId("h"), ANN, "Groene Reiger", Role.VOLUNTEER, Urgency.NORMAL, NOW, NOW)
    async with database() as tx:
        await tx.handoffs.add(case)
        await tx.handoffs.add_line(RelayedLine(case.id, True, "hoi", NOW))
        assert [line.text for line in await tx.handoffs.lines(case.id)] == ["hoi"]
        await tx.handoffs.delete_of(ANN, keep=frozenset())
        assert await tx.handoffs.lines(case.id) == []
        with pytest.raises(IntegrityError):
            await tx.handoffs.add_line(RelayedLine(HandoffId("weg"), True, "hoi", NOW))


async def test_with_a_second_key_everything_of_the_first_goes_on(tmp_path: Path) -> None:
    """A rotation: the new key in front, the old one behind it."""
    async with open_world(tmp_path) as world:
        await world.types("ik wil een doel", means={"act": "set_goal"})
    database = Database(database_url(tmp_path), Sealer((Key(b"n" * 32), Key(b"k" * 32))))
    async with database() as tx:
        person = await tx.people.at("terminal", "young", NOW)
        conversation = await tx.conversations.get(person)
        assert conversation.stack
        await tx.conversations.save(conversation, NOW)
        await tx.commit()
    await database.close()
    with sqlite3.connect(tmp_path / "test.sqlite3") as raw:
        (sealed,) = raw.execute("SELECT state_sealed FROM conversations").fetchone()
        assert sealed[1:5] == Key(b"n" * 32).id
        assert raw.execute("SELECT count(*) FROM addresses").fetchone() == (6,)


async def test_every_free_text_and_address_column_is_a_sealed_one(world: World) -> None:
    """A column that is no id, no enum, no number and no time holds a text: it must be sealed."""
    plain = {
        "outcome",
        "again_with",
        "coach",
        "leader",
        "group",
        "chat",
        "link_hash",
        "join_hash",
        "title_row",
        "at",  # hours on the clock
        "ages",
        "present",
        "member",
        "giver",
        "round",
        "copy_index",
        "source_index",
        "author",
        "in_channel",
        "topics",
        "asked",
        "looked_by",
        "decided_by",
        "verdict",
        "asks",
        "young",
        "supporter",
        "hears",
        "news",
        "mark",
        "day",
        "person",
        "id",
        "handoff",
        "shift",
        "helper",
        "goal",
        "ref",
        "current",
        "staff",
        "code_hash",
        "address_index",
        "delivery_id",
        "channel",
        "state",
        "to",
        "urgency",
        "form",
        "topic",
        "kinds",
        "reason",
        "origin",
        "by",
        "role",
        "alias",
        "kind",
        "name",
        "about",
        "shared_with",
        "result",
        "message",
        "reader_index",
        "opened",
        "answer",
        "staff_alias",
        "who",
        "step",
        "again",
        "report",
        "asked_by",
        "agreed_by",
        "act",
        "risk",
        "beside",
        "beside_mode",
        "passing_to",
        "passing_step",
        "passing_form",
        "shared",
        "ended_why",
        "apart",
        "reader",
        "line",
        "newcomer",
        "volunteer",
        "professional",
        "status",
        "age_band",
        "region",
        "hours",
        "proof",
        "modules",
        "place",
        "practised",
        "said",  # figures
        "rhythm",  # figures of a clock
        "practice",
        "before",
        "after",
        "other",
        "other_alias",
    }
    for table in metadata.tables.values():
        for column in table.columns:
            if column.type.python_type is str:
                assert column.name in plain, f"{table.name}.{column.name}"
            if column.type.python_type is bytes:
                assert column.name.endswith("_sealed")


def test_the_house_of_the_tests_is_at_a_fixed_time() -> None:
    assert NOW.tzinfo is UTC


async def test_a_key_of_another_house_is_told_before_anybody_is_served(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'house.sqlite3'}"
    mine = Database(url, Sealer((Key(b"m" * 32),)))
    await mine.migrate()
    await mine.check_key()
    async with mine() as tx:
        await tx.people.at("terminal", "young", datetime.now(UTC))
        await tx.commit()
    await mine.check_key()
    await mine.close()
    other = Database(url, Sealer((Key(b"o" * 32),)))
    with pytest.raises(OperatorError, match="sleutel past niet"):
        await other.check_key()
    await other.close()
    both = Database(url, Sealer((Key(b"o" * 32), Key(b"m" * 32))))
    await both.check_key()
    await both.close()


async def test_of_two_professionals_at_the_same_moment_one_comes_beside_a_talk(
    world: World,
) -> None:
    case = Handoff(HandoffId("h"), ANN, "Groene Reiger", Role.VOLUNTEER, Urgency.NORMAL, NOW, NOW)
    case = replace(case, state=HandoffState.ACTIVE, staff=PersonId("vol"))
    first, second = (Beside(PersonId(p), BesideMode.READS, NOW) for p in ("bo", "cas"))
    async with world.application.house.units() as tx:
        await tx.handoffs.add(case)
        await tx.handoffs.save(case, replace(case, beside=first))
        with pytest.raises(HandoffNotAllowed):
            await tx.handoffs.save(case, replace(case, beside=second))
        (found,) = await tx.handoffs.beside_of(PersonId("bo"))
        assert found == replace(case, beside=first)
        assert await tx.handoffs.beside_of(PersonId("cas")) == []
        assert await tx.handoffs.active_for(Role.PROFESSIONAL) == []


async def test_a_learning_goal_of_before_there_could_be_more_is_still_read(
    database: Database,
) -> None:
    async with database() as tx:
        path = VolunteerPath(ANN, "Rode Panda", VolunteerStatus.APPROVED, NOW, NOW)
        await tx.volunteers.save(path)
        await tx.commit()
    old = SEALER.seal("stiltes laten", place="volunteers.goal", row=ANN)
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE volunteers SET goal_sealed = :goal"), {"goal": old})
    async with database() as tx:
        known = await tx.volunteers.get(ANN)
        assert known is not None
        assert known.goals == (LearningGoal("stiltes laten"),)
        both = (*known.goals, LearningGoal("[[nog een]]", done=True))
        await tx.volunteers.save(replace(known, goals=both))
        again = await tx.volunteers.get(ANN)
    assert again is not None
    assert again.goals == both
