"""The database: one engine, one transaction a turn, migrations at start."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import TracebackType
from typing import Self

from alembic import command
from alembic.config import Config
from sqlalchemy import event, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from bot.adapters.database.boxes import DbInbox, DbOutbox
from bot.adapters.database.circle_lines import DbCircleLines
from bot.adapters.database.circles import DbCircleRounds, DbCircles
from bot.adapters.database.crossings import DbCrossings
from bot.adapters.database.debriefs import DbDebriefs
from bot.adapters.database.emergency import DbIdOpenings
from bot.adapters.database.goals import DbEvents, DbGoals, DbTidying
from bot.adapters.database.groups import DbGroups
from bot.adapters.database.handoffs import DbHandoffs, DbInvitations, DbStaff
from bot.adapters.database.matching import DbOffers, DbProfiles
from bot.adapters.database.notes import DbBridges, DbOwnSentences, DbPrivateNotes
from bot.adapters.database.pairs import DbPairs
from bot.adapters.database.people import DbConversations, DbPeople
from bot.adapters.database.practices import DbPractices
from bot.adapters.database.reports import DbAudit, DbReports, DbSuspensions
from bot.adapters.database.rota import DbAppointments, DbRota
from bot.adapters.database.rounds import DbRounds
from bot.adapters.database.sealing import SealBroken, Sealer
from bot.adapters.database.shared import DbSharedTalks
from bot.adapters.database.shown import DbShown
from bot.adapters.database.stories import DbStories
from bot.adapters.database.supporters import DbSupporters
from bot.adapters.database.tables import addresses
from bot.adapters.database.timers import DbTimers
from bot.adapters.database.unclear import DbUnclearMessages
from bot.adapters.database.volunteers import DbVolunteers
from bot.adapters.database.wall import DbModerators, DbWall
from bot.errors import OperatorError
from bot.services.circle_ports import CircleLines, CircleRounds, Circles
from bot.services.group_ports import Groups
from bot.services.ports import (
    Appointments,
    Audit,
    Bridges,
    Conversations,
    Crossings,
    Debriefs,
    Events,
    Goals,
    Handoffs,
    IdOpenings,
    Inbox,
    Invitations,
    Offers,
    Outbox,
    OwnSentences,
    Pairs,
    People,
    Practices,
    PrivateNotes,
    Profiles,
    Reports,
    Rota,
    SharedTalks,
    Shown,
    Staff,
    Stories,
    Suspensions,
    Tidying,
    Timers,
    UnclearMessages,
    UnitOfWork,
    Volunteers,
)
from bot.services.round_ports import Rounds
from bot.services.supporter_ports import Supporters
from bot.services.wall_ports import Moderators, Wall

MIGRATIONS = Path(__file__).parent / "migrations"


class DbUnitOfWork:
    """Implements `UnitOfWork` on one connection."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __aenter__(self) -> Self:
        await self._database.writing.acquire()
        try:
            self._connection = await self._database.engine.connect()
        except BaseException:
            self._database.writing.release()
            raise
        self._fill(self._connection, self._database.sealer)
        return self

    def _fill(self, connection: AsyncConnection, sealer: Sealer) -> None:
        self.conversations: Conversations = DbConversations(connection, sealer)
        self.people: People = DbPeople(connection, sealer)
        self.inbox: Inbox = DbInbox(connection, sealer)
        self.outbox: Outbox = DbOutbox(connection, sealer)
        self.shown: Shown = DbShown(connection, sealer)
        self.handoffs: Handoffs = DbHandoffs(connection, sealer)
        self.crossings: Crossings = DbCrossings(connection, sealer)
        self.shared: SharedTalks = DbSharedTalks(connection)
        self.staff: Staff = DbStaff(connection, sealer)
        self.profiles: Profiles = DbProfiles(connection, sealer)
        self.offers: Offers = DbOffers(connection, sealer)
        self.invitations: Invitations = DbInvitations(connection, sealer)
        self.goals: Goals = DbGoals(connection, sealer)
        self.rounds: Rounds = DbRounds(connection, sealer)
        self.unclear: UnclearMessages = DbUnclearMessages(connection, sealer)
        self.volunteers: Volunteers = DbVolunteers(connection, sealer)
        self.practices: Practices = DbPractices(connection, sealer)
        self.stories: Stories = DbStories(connection, sealer)
        self.timers: Timers = DbTimers(connection)
        self.events: Events = DbEvents(connection)
        self.rota: Rota = DbRota(connection)
        self.appointments: Appointments = DbAppointments(connection)
        self.tidying: Tidying = DbTidying(connection)
        self.reports: Reports = DbReports(connection, sealer)
        self.suspensions: Suspensions = DbSuspensions(connection)
        self.audit: Audit = DbAudit(connection, sealer)
        self.notes: PrivateNotes = DbPrivateNotes(connection, sealer)
        self.own_sentences: OwnSentences = DbOwnSentences(connection, sealer)
        self.bridges: Bridges = DbBridges(connection, sealer)
        self.debriefs: Debriefs = DbDebriefs(connection)
        self.pairs: Pairs = DbPairs(connection)
        self.id_openings: IdOpenings = DbIdOpenings(connection, sealer)
        self.wall: Wall = DbWall(connection, sealer)
        self.moderators: Moderators = DbModerators(connection)
        self.supporters: Supporters = DbSupporters(connection, sealer)
        self.circles: Circles = DbCircles(connection)
        self.circle_lines: CircleLines = DbCircleLines(connection, sealer)
        self.circle_rounds: CircleRounds = DbCircleRounds(connection)
        self.groups: Groups = DbGroups(connection, sealer)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            await self._connection.close()  # rolls back what was not committed
        finally:
            self._database.writing.release()

    async def commit(self) -> None:
        await self._connection.commit()


class Database:
    """Opens transactions. On SQLite one at a time: it has one writer, and waiting here is fair."""

    def __init__(self, url: str, sealer: Sealer) -> None:
        self.engine = _engine(url)
        self.sealer = sealer
        self.writing = asyncio.Semaphore(1 if url.startswith("sqlite") else 10)

    def __call__(self) -> UnitOfWork:
        return DbUnitOfWork(self)

    async def migrate(self) -> None:
        """Brings the tables to the newest edition."""
        async with self.engine.begin() as connection:
            await connection.run_sync(_upgrade)

    async def check_key(self) -> None:
        """Does the key open what is here? With another key everybody would become somebody new.

        Raises `OperatorError`.
        """
        async with self.engine.connect() as connection:
            row = (await connection.execute(select(addresses).limit(1))).first()
        if row is None:
            return
        try:
            self.sealer.open(row.address_sealed, place="addresses.address", row=row.person)
        except SealBroken:
            raise OperatorError(
                "De sleutel past niet bij deze database. Zet in MAATJE_KEY (of MAATJE_KEY_FILE) de "
                "sleutel waarmee zij gemaakt is, zo nodig achter een nieuwe."
            ) from None

    async def close(self) -> None:
        """Closes all connections."""
        await self.engine.dispose()


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True)  # an error must not print ids
    if url.startswith("sqlite"):
        event.listen(engine.sync_engine, "connect", _careful_sqlite)
    return engine


def _careful_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """WAL lets readers go on; `FULL` syncs each commit, so that an acknowledged message survives a
    power cut (`NORMAL` may lose it)."""
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "busy_timeout=5000",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _upgrade(connection: object) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
