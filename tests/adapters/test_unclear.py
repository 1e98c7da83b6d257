"""Unclear messages in the database: who reads which, two readers apart, and all goes together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, inspect, select

from bot.adapters.database.tables import readings, unclear_messages
from bot.adapters.database.unit_of_work import MIGRATIONS, Database
from bot.domain.ids import PersonId, UnclearId
from bot.domain.learning import Label
from bot.domain.retention import LEARNING_TERM
from tests.conftest import SEALER, database_url
from tests.fakes import A_TUESDAY

NOW = A_TUESDAY
ANN, BEA = PersonId("a" * 32), PersonId("b" * 32)
NONE = frozenset[UnclearId]()
TELLS, GREETS = Label("none", "tell", "none"), Label("none", "greet", "none")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(database_url(tmp_path), SEALER)
    await opened.migrate()
    yield opened
    await opened.close()


async def added(database: Database, *texts: str, person: PersonId = ANN) -> None:
    async with database() as tx:
        for minutes, text in enumerate(texts):
            await tx.unclear.add(person, text, NOW + timedelta(minutes=minutes))
        await tx.commit()


async def labelled(
    database: Database, reader: str, label: Label, message: UnclearId | None = None
) -> bool:
    async with database() as tx:
        if message is None:
            found = await tx.unclear.next_for(reader, NONE)
            assert found is not None
            message = found.id
        given = await tx.unclear.label(message, reader, label, NOW)
        if given:
            await tx.commit()
    return given


async def rows(database: Database) -> tuple[int, int]:
    async with database.engine.connect() as connection:
        messages = (await connection.execute(select(unclear_messages))).all()
        given = (await connection.execute(select(readings))).all()
    return len(messages), len(given)


async def test_a_reader_gets_the_oldest_that_they_did_not_label_or_skip(
    database: Database,
) -> None:
    await added(database, "een", "twee", "drie")
    await labelled(database, "noor", TELLS)
    async with database() as tx:
        second = await tx.unclear.next_for("noor", NONE)
        assert second is not None
        third = await tx.unclear.next_for("noor", frozenset({second.id}))
        first = await tx.unclear.next_for("sam", NONE)
    assert third is not None
    assert first is not None
    assert (first.text, second.text, third.text) == ("een", "twee", "drie")


async def test_one_reader_is_one_reader_however_the_name_is_typed(database: Database) -> None:
    await added(database, "een")
    await labelled(database, "Noor de Wit", TELLS)
    async with database() as tx:
        assert await tx.unclear.next_for("  noor  DE wit ", NONE) is None
        assert await tx.unclear.next_for("noor", NONE) is not None


async def test_the_name_of_a_reader_is_not_stored(database: Database) -> None:
    await added(database, "een")
    await labelled(database, "noor", TELLS)
    async with database.engine.connect() as connection:
        (row,) = (await connection.execute(select(readings))).all()
    assert "noor" not in " ".join(map(str, row))


async def test_a_second_label_of_the_same_reader_is_refused(database: Database) -> None:
    await added(database, "een")
    async with database() as tx:
        message = await tx.unclear.next_for("noor", NONE)
    assert message is not None
    assert await labelled(database, "noor", TELLS)
    assert not await labelled(database, "noor", GREETS, message.id)
    async with database() as tx:
        assert await tx.unclear.labels(message.id) == [TELLS]


async def test_a_label_for_what_was_erased_is_refused(database: Database) -> None:
    await added(database, "een")
    async with database() as tx:
        message = await tx.unclear.next_for("noor", NONE)
        await tx.unclear.delete_of(ANN)
        await tx.commit()
    assert message is not None
    assert not await labelled(database, "noor", TELLS, message.id)
    async with database() as tx:
        assert not await tx.unclear.delete(message.id)
    assert await rows(database) == (0, 0)


async def test_labels_go_with_their_message_and_only_those(database: Database) -> None:
    await added(database, "een")
    await added(database, "twee", person=BEA)
    for reader in ("noor", "noor", "sam"):
        await labelled(database, reader, TELLS)
    assert await rows(database) == (2, 3)
    async with database() as tx:
        await tx.unclear.delete_of(BEA)
        await tx.commit()
    left = await rows(database)
    assert left[0] == 1
    async with database() as tx:
        await tx.unclear.delete_of(ANN)
        await tx.commit()
    assert await rows(database) == (0, 0)


async def test_the_counts_are_by_number_of_labels(database: Database) -> None:
    async with database() as tx:
        assert await tx.unclear.counts() == [0, 0, 0]
    await added(database, "een", "twee", "drie", "vier")
    for reader, label in (("noor", TELLS), ("sam", GREETS), ("noor", TELLS)):
        await labelled(database, reader, label)
    async with database() as tx:
        assert await tx.unclear.counts() == [2, 1, 1]


async def test_what_is_older_than_its_term_is_tidied_away(database: Database) -> None:
    await added(database, "een")
    await labelled(database, "noor", TELLS)
    for moment, left in (
        (NOW + LEARNING_TERM, (1, 1)),
        (NOW + LEARNING_TERM + timedelta(seconds=1), (0, 0)),
    ):
        async with database() as tx:
            await tx.tidying.tidy(moment)
            await tx.commit()
        assert await rows(database) == left


def _tables(connection: Connection) -> set[str]:
    return set(inspect(connection).get_table_names())


def _down(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.downgrade(config, "0001_first_tables")


async def test_the_migration_can_go_back_and_forward_again(database: Database) -> None:
    await added(database, "een")
    async with database.engine.begin() as connection:
        await connection.run_sync(_down)
    async with database.engine.connect() as connection:
        tables = await connection.run_sync(_tables)
    assert {"addresses", "goals"} <= tables
    assert not {"unclear_messages", "readings"} & tables
    await database.migrate()
    assert await rows(database) == (0, 0)


SAME = (
    test_a_reader_gets_the_oldest_that_they_did_not_label_or_skip,
    test_one_reader_is_one_reader_however_the_name_is_typed,
    test_a_second_label_of_the_same_reader_is_refused,
    test_a_label_for_what_was_erased_is_refused,
    test_labels_go_with_their_message_and_only_those,
    test_the_counts_are_by_number_of_labels,
    test_what_is_older_than_its_term_is_tidied_away,
    test_the_migration_can_go_back_and_forward_again,
)
