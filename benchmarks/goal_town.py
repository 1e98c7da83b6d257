"""Made-up young people with a goal, written straight into the tables of a real house.

The rows are those that the services would have written (the same columns, the same seals); only the
talk that leads to a goal is left out, since it would take days for a million.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import asyncpg

from bot.adapters.database.goals import check_in_columns, goal_columns
from bot.adapters.database.mapping import conversation_to_json
from bot.adapters.database.sealing import Sealer
from bot.channels.terminal import CHANNEL
from bot.domain.conversation import Conversation
from bot.domain.goals import CheckIn, Goal
from bot.domain.ids import CheckInId, GoalId, PersonId, new_id
from bot.domain.rhythm import Rhythm
from bot.services.ports import TimerKind

AT_ONCE = 5_000  # people that are written in one go
TABLES = ("addresses", "conversations", "goals", "check_ins", "timers")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Young:
    """Somebody with a goal: where they live, when they are asked first, and how it goes on. `exact`:
    they chose the moment to the hour."""

    address: str
    region: str
    due: datetime
    exact: bool = True
    rhythm: Rhythm | None = None

    @property
    def person(self) -> PersonId:
        """Told by the address, so that a benchmark knows who is who."""
        return PersonId(hashlib.md5(self.address.encode(), usedforsecurity=False).hexdigest())


def write(file: Path, sealer: Sealer, people: Iterable[Young], now: datetime) -> None:
    """Puts these people with their goals, check-ins and timers into the (migrated) database."""
    database = sqlite3.connect(file)
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000"):
        database.execute(f"PRAGMA {pragma}")
    indexes = _dropped(database)
    for rows in _in_batches(sealer, people, now):
        for name in TABLES:
            _insert(database, name, rows[name])
    for index in indexes:
        database.execute(index)
    database.commit()
    database.execute("PRAGMA journal_mode=WAL")
    database.close()


async def write_to_server(
    connection: asyncpg.Connection, sealer: Sealer, people: Iterable[Young], now: datetime
) -> None:
    """The same into a (migrated) database of a PostgreSQL server."""
    for rows in _in_batches(sealer, people, now):
        for name in TABLES:
            values = [tuple(row.values()) for row in rows[name]]
            await connection.copy_records_to_table(name, records=values, columns=[*rows[name][0]])
    await connection.execute("VACUUM ANALYZE")


def _in_batches(
    sealer: Sealer, people: Iterable[Young], now: datetime
) -> Iterator[dict[str, list[Row]]]:
    """The rows of each table, for so many people at a time."""
    left = iter(people)
    while some := list(islice(left, AT_ONCE)):
        rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        for young in some:
            for name, row in zip(TABLES, _rows(sealer, young, now), strict=True):
                rows[name].append(row)
        yield rows


def _dropped(database: sqlite3.Connection) -> list[str]:
    """How to make the indexes again that are dropped here: made at the end they cost far less."""
    found = database.execute(
        "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall()
    mine = [(name, sql) for name, sql, table in found if table in TABLES]
    for name, _ in mine:
        database.execute(f"DROP INDEX {name}")
    return [sql for _, sql in mine]


def _insert(database: sqlite3.Connection, table: str, rows: list[Row]) -> None:
    names, marks = ", ".join(f'"{name}"' for name in rows[0]), ", ".join("?" for _ in rows[0])
    values = [
        [_as_stored(value) if isinstance(value, datetime) else value for value in row.values()]
        for row in rows
    ]
    database.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)


def _as_stored(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M:%S.%f}"


def _rows(sealer: Sealer, young: Young, now: datetime) -> Iterator[Row]:
    person, known = young.person, {"region": young.region, "age_band": "12_15"}
    yield {
        "person": person,
        "channel": CHANNEL,
        "address_index": sealer.index(f"{CHANNEL}:{young.address}"),
        "address_sealed": sealer.seal(young.address, place="addresses.address", row=person),
        "erase": False,
        "seen_at": now,
    }
    talk = Conversation(person, turns=12, question=9, introduced=True, remembered=known)
    sealed = sealer.seal(conversation_to_json(talk), place="conversations.state", row=person)
    yield {"person": person, "state_sealed": sealed, "version": 1, "changed_at": now}
    goal = Goal(
        GoalId(new_id()),
        person,
        "elke dag een blok van twintig minuten oefenen",
        "als ik thuis ben van school",
        "nobody",
        now,
        8,
        rhythm=young.rhythm,
    )
    yield {"id": goal.id, **goal_columns(sealer, goal)}
    asked = CheckIn(CheckInId(new_id()), goal.id, person, young.due, exact=young.exact)
    columns = check_in_columns(sealer, asked)
    yield {"id": asked.id, "goal": goal.id, "person": person, **columns}
    kind = TimerKind.CHECK_IN.value
    yield {"kind": kind, "ref": asked.id, "person": person, "due_at": young.due, "repeats": 0}
