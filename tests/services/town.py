"""A small town for the machine that proves the handoff: people, phones, a house that may be killed.

People act through the front door only (typed words, commands, and buttons that they really see).
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.adapters.aliases import DutchAliases
from bot.adapters.database.tables import metadata
from bot.adapters.database.unit_of_work import Database
from bot.bootstrap import Doors, WithTripwire, open_application, tripwire_of
from bot.channels.terminal import CHANNEL, translate, update
from bot.domain.messages import Button, Reply
from bot.services import conversing
from bot.services.house import House
from bot.services.ports import InboxRow, Invitation, RawUpdate, UnitOfWork
from bot.services.receiving import receive
from bot.services.staff.registering import code_hash
from bot.services.working import Works
from bot.settings import ROOT, Settings
from tests.conftest import SEALER, database_url, migrated, shelf
from tests.fakes import FakeClock, FakeLanguage

YOUNG = ("young", "young2", "young3")
STAFF = {
    "volunteer": ("volunteer", "Rode Panda", 19),
    "volunteer2": ("volunteer", "Gouden Das", 20),
    "professional": ("professional", "Witte Zwaan", None),
    "professional2": ("professional", "Blauwe Vos", None),
    "coordinator": ("coordinator", "Wijze Uil", None),
}
PEOPLE = (*YOUNG, *STAFF)
A_MOMENT = timedelta(seconds=1)


class Killed(BaseException):
    """The house is killed at this point (no handler of ours may catch it)."""


class Fuse:
    """Kills the house at the n-th thing that it does from now; unlit it does nothing."""

    def __init__(self) -> None:
        self.left = 0

    def burn(self) -> None:
        """One thing more was done."""
        if self.left:
            self.left -= 1
            if not self.left:
                raise Killed


class FragileRoom:
    """A repository in which the house may be killed before any call."""

    def __init__(self, inner: Any, fuse: Fuse) -> None:
        self._inner, self._fuse = inner, fuse

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._inner, name)

        async def fragile(*args: Any, **values: Any) -> Any:
            self._fuse.burn()
            return await call(*args, **values)

        return fragile


class FragileUnit:
    """A transaction in which the house may be killed, also just before and after the commit."""

    def __init__(self, inner: UnitOfWork, fuse: Fuse) -> None:
        self._inner, self._fuse = inner, fuse

    async def __aenter__(self) -> FragileUnit:
        await self._inner.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._inner.__aexit__(*error)

    async def commit(self) -> None:
        self._fuse.burn()
        await self._inner.commit()
        self._fuse.burn()

    def __getattr__(self, name: str) -> FragileRoom:
        return FragileRoom(getattr(self._inner, name), self._fuse)


@dataclass(frozen=True, slots=True)
class Seen:
    """A message on somebody's phone."""

    to: str
    reply: Reply
    at: datetime


@dataclass(slots=True)
class Phones:
    """Implements `Sender`: what everybody sees, and the trouble that the next send will meet."""

    clock: FakeClock
    fuse: Fuse
    seen: list[Seen] = field(default_factory=list)
    trouble: dict[str, Exception] = field(default_factory=dict)

    async def send(self, address: str, reply: Reply) -> None:
        """Shows a message, unless there is trouble."""
        if address in self.trouble:
            raise self.trouble.pop(address)
        self.fuse.burn()
        self.seen.append(Seen(address, reply, self.clock.now()))
        self.fuse.burn()

    def buttons(self, who: str) -> list[Button]:
        """Every button on somebody's phone, the newest message first."""
        shown = [seen.reply.buttons for seen in reversed(self.seen) if seen.to == who]
        return [button for buttons in shown for button in buttons]


class Errors(logging.Handler):
    """Collects what Maatje logs as an error: our own bugs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keeps one line; log lines hold no words of people."""
        self.lines.append(record.getMessage())


class Town:
    """The house and everybody in it."""

    def __init__(self, house: House, url: str, phones: Phones, language: FakeLanguage) -> None:
        self._plain, self._url = house, url
        self.phones, self.language, self.fuse = phones, language, phones.fuse
        self.clock, self.flowbook = phones.clock, house.flowbook
        self.errors = Errors()
        self.codes = 0
        self._open()

    def _open(self) -> None:
        self.database = Database(self._url, SEALER)
        self.house = replace(
            self._plain,
            units=lambda: FragileUnit(self.database(), self.fuse),
        )
        self.works = Works(self.house)

    async def reopen(self) -> None:
        """The killed house starts again on the same database."""
        await self.database.close()
        self._open()

    # --- what people do ---

    async def does(self, *updates: RawUpdate) -> None:
        """People send something, one after another, and the house deals with all of it."""
        await self.receives(updates)
        await self.settle()

    async def receives(self, updates: Sequence[RawUpdate]) -> None:
        """The channel brings deliveries, again when the house was killed before it had them."""
        while True:
            try:
                await receive(self.house, updates)
                return
            except Killed:
                await self.reopen()

    async def settle(self) -> None:
        """The house does all that it can do now, whatever kills it meanwhile."""
        while True:
            try:
                await self.works.settle()
                return
            except Killed:
                await self.reopen()

    async def at_once(self, *updates: RawUpdate) -> None:
        """People send something in the same moment: each is served in a transaction of its own."""
        self.fuse.left = 0
        await self.receives(updates)
        rows: list[InboxRow] = []
        async with self.house.units() as tx:
            while row := await tx.inbox.next(frozenset(row.person for row in rows)):
                rows.append(row)
        await asyncio.gather(*(conversing.serve(self.house, row) for row in rows))
        await self.settle()

    async def joins(self, who: str) -> None:
        """Somebody becomes staff with a new code of their role."""
        code = await self.invites(*STAFF[who])
        await self.does(update(who, text=f"/start {code}"))

    async def invites(self, role: str, alias: str, age: int | None) -> str:
        """There is a new invitation."""
        self.codes += 1
        code, now = f"CODE-{self.codes}", self.clock.now()
        async with self.database() as tx:
            expires = now.replace(year=now.year + 3)
            await tx.invitations.add(
                Invitation(code_hash(code), role, alias, age, "T. de Vries", expires), now
            )
            await tx.commit()
        return code

    async def glides(self, until: datetime) -> None:
        """Time passes; the house acts at each moment at which something is due."""
        while True:
            async with self.database() as tx:
                moments = [await tx.timers.next_due(), await tx.outbox.next_due()]
            following = min((m for m in moments if m is not None), default=until)
            following = max(following, self.clock.now() + A_MOMENT)  # a message behind a late one
            if following >= until:
                break
            self.clock.move_to(following)
            await self.settle()
        self.clock.move_to(until)
        await self.settle()

    # --- what is true ---

    async def rows(self, table: str) -> list[Any]:
        """All rows of a table."""
        async with self.database.engine.connect() as connection:
            return list((await connection.execute(select(metadata.tables[table]))).all())

    def last_told(self, who: str) -> str:
        """To which alias this helper was last told that their words go."""
        for seen in reversed(self.phones.seen):
            if seen.to == who:
                found = re.search(r"Je praat nu met (.+?)\.|gaat naar (.+?)\.$", seen.reply.text)
                if found:
                    return found[1] or found[2]
        return ""


@asynccontextmanager
async def open_town(folder: Path) -> AsyncIterator[Town]:
    """A town in an empty folder, with everybody of the staff on duty."""
    await migrated(folder)
    clock, language, fuse = FakeClock(), FakeLanguage(), Fuse()
    phones = Phones(clock, fuse)
    flows = ROOT / "flows"
    settings = Settings(home=folder, database_url=database_url(folder), flows=flows)
    async with open_application(
        settings,
        Doors({CHANNEL: translate}, {CHANNEL: phones}),
        WithTripwire(language, tripwire_of()),
        sealer=SEALER,
        clock=clock,
        aliases=DutchAliases(),
        flowbook=shelf(flows),
    ) as application:
        town = Town(application.house, database_url(folder), phones, language)
        logger = logging.getLogger("bot")
        logger.addHandler(town.errors)
        try:
            for name in STAFF:
                await town.joins(name)
                await town.does(update(name, text="/dienst aan"))
            yield town
        finally:
            logger.removeHandler(town.errors)
            await town.database.close()
