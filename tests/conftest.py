"""The frozen world of the tests: fixed clock, known aliases, a real database, the real engine."""

from __future__ import annotations

import contextlib
import functools
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from sqlalchemy import select

from bot.adapters.aliases import DutchAliases
from bot.adapters.database.sealing import Key, Sealer
from bot.adapters.database.tables import events, metadata
from bot.adapters.database.unit_of_work import Database
from bot.bootstrap import Application, Doors, WithTripwire, open_application, tripwire_of
from bot.channels import terminal
from bot.channels.scripting import Script
from bot.channels.terminal import Screens, Shown
from bot.channels.trial import with_protocol
from bot.engine.flowbook import Flowbook
from bot.engine.shelf import Shelf
from bot.settings import ROOT, Settings
from tests.at_once import answer_at_once
from tests.fakes import FakeClock, FakeLanguage

answer_at_once()
SEALER = Sealer((Key(b"k" * 32),))
# How long an example takes says how busy the machine is, and nothing about what is tested.
settings.register_profile("maatje", deadline=None)
settings.load_profile("maatje")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite what Maatje says in the talks")


class CountedCodes(DutchAliases):
    """The codes of a frozen world: UITN-0001, UITN-0002, …"""

    def __init__(self) -> None:
        super().__init__()
        self._given = 0

    def code(self) -> str:
        self._given += 1
        return f"UITN-{self._given:04}"


@dataclass(slots=True)
class World:
    """A house with people in it. `seen` is everything that somebody saw, in order."""

    application: Application
    script: Script
    screens: Screens
    clock: FakeClock
    language: FakeLanguage
    gate: list[bool]
    seen: list[Shown] = field(default_factory=list)

    @property
    def house(self) -> object:
        return self.application.house

    async def does(self, **line: object) -> list[Shown]:
        """Plays one line of the scripted door; returns what was seen because of it."""
        before = len(self.seen)
        await self.script.play(line)
        return self.seen[before:]

    async def types(
        self, text: str, *, means: dict[str, object] | None = None, who: str = "young"
    ) -> list[str]:
        """Somebody types; returns the texts that the same person then sees."""
        if means is not None:
            self.language.teach(text, means)
        return texts(await self.does(**{"as": who, "text": text}), who)

    async def presses(self, label: str, *, who: str = "young") -> list[str]:
        """Somebody presses a button; returns the texts that the same person then sees."""
        return texts(await self.does(**{"as": who, "press": label}), who)

    def saw(self, who: str) -> list[str]:
        """Everything that somebody has seen so far."""
        return texts(self.seen, who)

    def buttons(self, who: str = "young") -> list[str]:
        """The buttons of the last message that somebody saw."""
        last = [shown for shown in self.seen if shown.to == who][-1]
        return [button.label for button in last.reply.buttons]

    def young(self, name: str) -> str:
        """What Maatje says to a young person outside all flows (texts.yml)."""
        return self.application.house.flowbook().young(name)

    def staff(self, name: str, **values: object) -> str:
        """What Maatje says to whoever helps (texts.yml)."""
        return self.application.house.flowbook().staff(name, **values)

    def rule(self, name: str) -> str:
        """What is said about a handoff (handoff.yml)."""
        return self.application.house.flowbook().handoff.say[name]

    def urgent(self, kind: str) -> str:
        """What is said at an urgent sign (danger.yml)."""
        return self.application.house.flowbook().danger.kinds[kind].urgent.say

    def question(self, kind: str) -> str:
        """The plain question at a sign of concern (danger.yml)."""
        return self.application.house.flowbook().danger.kinds[kind].concern.ask

    def shared(self, name: str) -> str:
        """A danger text that all kinds share (danger.yml)."""
        return self.application.house.flowbook().danger.shared[name].say[0]

    def service(self, service: str) -> str:
        """The line of a referral service (services.yml)."""
        found = self.application.house.flowbook().referrals.get(service)
        assert found is not None, service
        return found.line

    def short_service(self, service: str) -> str:
        """Name and contact alone, as they are named when the whole line was read before."""
        found = self.application.house.flowbook().referrals.get(service)
        assert found is not None, service
        return found.short_line

    async def rows(self, table: str) -> list[Any]:
        """All rows of a table, for what nobody can see from outside: what is kept."""
        async with self.application.database.engine.connect() as connection:
            return list((await connection.execute(select(metadata.tables[table]))).all())

    async def events(self) -> list[str]:
        """Every event so far, in order."""
        async with self.application.database.engine.connect() as connection:
            rows = (await connection.execute(select(events).order_by(events.c.seq))).all()
        return [row.name for row in rows]


def texts(shown: list[Shown], who: str) -> list[str]:
    """What one person saw."""
    return [one.reply.text for one in shown if one.to == who]


@contextlib.asynccontextmanager
async def open_world(  # noqa: PLR0913  # each switch is of the house that is opened
    folder: Path,
    *,
    url: str | None = None,
    flows: Path | Shelf = ROOT / "flows",
    language: FakeLanguage | None = None,
    clock: FakeClock | None = None,
    learning: bool = False,
    example_stories: bool = False,
    protocol: bool = False,
) -> AsyncIterator[World]:
    """A house in a folder; opened a second time on the same folder it goes on where it was. With
    `example_stories` it tells the invented ones, as the demo does; with `protocol` the Telegram id can be
    opened there."""
    seen: list[Shown] = []
    gate = [True]
    screens = Screens(folder / "screens.json", seen.append)
    clock, language = clock or FakeClock(), language or FakeLanguage()
    if url is None:
        await migrated(folder)
    place = {} if isinstance(flows, Shelf) else {"flows": flows}
    settings = Settings(
        home=folder, database_url=url or database_url(folder), learning=learning, **place
    )
    read = watched(flows if isinstance(flows, Shelf) else shelf(flows))
    doors = Doors(
        {terminal.CHANNEL: terminal.translate},
        {terminal.CHANNEL: screens},
        lambda channel: gate[0],
        example_stories,
    )
    async with open_application(
        settings,
        doors,
        WithTripwire(language, tripwire_of()),
        sealer=SEALER,
        clock=clock,
        aliases=CountedCodes(),
        flowbook=(lambda: with_protocol(read())) if protocol else read,
    ) as application:
        script = Script(application.house, application.works, clock, screens)
        await script.prepare(protocol=protocol)
        yield World(application, script, screens, clock, language, gate, seen)


@functools.cache
def shelf(flows: Path) -> Shelf:
    """The flows of a folder, read once for all tests."""
    return Shelf(flows, ROOT / "nlu" / "contract.yml")


REACHED: set[tuple[str, str]] = set()  # flow and step: what was entered in this session


def watched(read: Callable[[], Flowbook]) -> Callable[[], Flowbook]:
    """The same flows; every step that is entered is noted."""
    last: list[tuple[Flowbook, Flowbook]] = []

    def give() -> Flowbook:
        now = read()
        if not last or last[0][0] is not now:
            last[:] = [(now, replace(now, watch=lambda flow, step: REACHED.add((flow, step))))]
        return last[0][1]

    return give


_EMPTY: list[bytes] = []


async def migrated(folder: Path) -> None:
    """Puts an empty, migrated database there: migrating once for all tests saves half their time."""
    file = folder / "test.sqlite3"
    if file.exists():
        return
    if not _EMPTY:
        database = Database(database_url(folder), SEALER)
        await database.migrate()
        await database.close()
        _EMPTY.append(file.read_bytes())
    file.write_bytes(_EMPTY[0])


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """A house with a volunteer, a professional and a coordinator on duty."""
    async with open_world(tmp_path) as opened:
        yield opened


def database_url(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'test.sqlite3'}"


@pytest.fixture
def flows_folder() -> Path:
    return ROOT / "flows"
