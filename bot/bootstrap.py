"""Builds the application once; the only module that knows the concrete classes."""

from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import logging
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.adapters.aliases import DutchAliases
from bot.adapters.certificate import PdfCertificates
from bot.adapters.clock import SystemClock
from bot.adapters.database.sealing import Sealer, new_key, parse_keys
from bot.adapters.database.unit_of_work import Database
from bot.adapters.goal_picture import PngGoalPictures
from bot.adapters.language_process import LanguageProcess
from bot.adapters.rasa import RasaLanguageService
from bot.channels import terminal
from bot.domain.interpretation import Interpretation
from bot.domain.practice import LineKind
from bot.engine.flowbook import Flowbook
from bot.engine.shelf import Shelf
from bot.engine.tripwire import Tripwire
from bot.errors import NluUnavailable, OperatorError
from bot.services.house import House
from bot.services.ports import (
    Aliases,
    Clock,
    LanguageService,
    Sender,
    Translator,
    UnitsOfWork,
)
from bot.services.working import Works
from bot.settings import Settings


class WithTripwire:
    """A language service whose answers carry the danger signs of the tripwire too (their union)."""

    def __init__(self, inner: LanguageService, tripwire: Tripwire) -> None:
        self._inner, self._tripwire = inner, tripwire

    async def interpret(self, text: str) -> Interpretation:
        meaning = await self._inner.interpret(text)
        return meaning.with_risk(self._tripwire.look(text))

    async def line_kind(self, text: str) -> LineKind:
        return await self._inner.line_kind(text)

    async def is_ready(self) -> bool:
        return await self._inner.is_ready()


class NoLanguageService:
    """Stands in where there is none (`--without-nlu`): buttons and the tripwire go on."""

    async def interpret(self, text: str) -> Interpretation:
        raise NluUnavailable

    async def line_kind(self, text: str) -> LineKind:
        raise NluUnavailable

    async def is_ready(self) -> bool:
        return False


@dataclass(frozen=True, slots=True)
class Application:
    """A built house with its works."""

    house: House
    works: Works
    database: Database


@dataclass(frozen=True, slots=True)
class Doors:
    """How people come in and how they are answered. `example_stories`: invented ones are told behind
    these doors, for tests and the demo only."""

    translators: Mapping[str, Translator]
    senders: Mapping[str, Sender]
    open_to_all: Callable[[str], bool] = lambda channel: True
    example_stories: bool = False


def quiet_logging(level: int = logging.INFO) -> None:
    """Our own log lines on stderr; libraries that print texts or tokens keep silent."""
    from bot.channels.telegram.connecting import quiet_loggers

    logging.basicConfig(
        level=level,
        stream=sys.stderr,
        force=True,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
    )
    for name in ("httpx", "httpcore", "telegram", "sqlalchemy", "aiosqlite", "asyncio", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    quiet_loggers()


def sealer_of(settings: Settings, *, make_key: bool = False) -> tuple[Sealer, bool]:
    """The sealer with the key of the settings, and whether a key was made just now.

    Raises `OperatorError` when there is no key and none may be made.
    """
    if settings.key is not None:
        return Sealer(parse_keys(settings.key.get_secret_value())), False
    file = settings.key_file or settings.home / "key"
    made = False
    if not file.is_file():
        if not make_key:
            raise OperatorError(
                "Er is geen sleutel. Maak er een met «maatje key new» en zet die in MAATJE_KEY, "
                "of het pad van een bestand in MAATJE_KEY_FILE."
            )
        _write_private(file, new_key())
        made = True
    return Sealer(parse_keys(file.read_text())), made


def _write_private(file: Path, text: str) -> None:
    """All or nothing: half a key would lock us out. Never over a file that is there."""
    temporary = file.with_name(f"{file.name}.{os.getpid()}.new")
    with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())
    try:
        os.link(temporary, file)
    finally:
        temporary.unlink()


@contextlib.contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Holds the house alone: two bots on one home would both answer. Raises `OperatorError`."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (home / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise OperatorError(
                f"Er draait al een Maatje in {home}. Stop die eerst, of kies een andere "
                "MAATJE_HOME."
            ) from None
        yield


@contextlib.asynccontextmanager
async def language_service(
    settings: Settings, tripwire: Tripwire, *, without: bool = False
) -> AsyncIterator[LanguageService]:
    """The language service: one that runs elsewhere (`MAATJE_NLU_URL`), or a child of ours.

    Raises `OperatorError` when the room is not set up.
    """
    if without:
        yield WithTripwire(NoLanguageService(), tripwire)
        return
    child: LanguageProcess | None = None
    if settings.nlu_url:
        token = settings.nlu_token.get_secret_value() if settings.nlu_token else ""
        service = RasaLanguageService(lambda: settings.nlu_url, token)
    else:
        child = LanguageProcess(settings.nlu_folder, settings.home / "nlu.log")
        if not child.installed:
            raise OperatorError("De taalservice is nog niet klaar. Draai eerst: make setup")
        service = RasaLanguageService(child.url, child.token)
        await child.start()
    try:
        yield WithTripwire(service, tripwire)
    finally:
        await service.close()
        if child is not None:
            await child.stop()


@contextlib.asynccontextmanager
async def open_application(
    settings: Settings,
    doors: Doors,
    language: LanguageService,
    *,
    sealer: Sealer,
    clock: Clock | None = None,
    aliases: Aliases | None = None,
    flowbook: Callable[[], Flowbook] | None = None,
) -> AsyncIterator[Application]:
    """The application with its database at the newest edition. Raises `FlowsBroken`."""
    shelf = flowbook or Shelf(settings.flows, settings.contract)
    database = Database(settings.database(), sealer)
    try:
        await database.migrate()
        await database.check_key()
        house = House(
            units=database,
            flowbook=shelf,
            look=tripwire_of().look,
            language=language,
            clock=clock or SystemClock(),
            aliases=aliases or DutchAliases(_seed(sealer)),
            translators=doors.translators,
            senders=doors.senders,
            open_to_all=doors.open_to_all,
            certificates=PdfCertificates(),
            goal_pictures=PngGoalPictures(),
            organisation=settings.organisation,
            learning=settings.learning,
            bot_name=settings.bot_name.strip().removeprefix("@"),
            wall_channel=_wall_channel(settings, doors),
            example_stories=doors.example_stories,
        )
        yield Application(house, Works(house), database)
    finally:
        await database.close()


def _wall_channel(settings: Settings, doors: Doors) -> tuple[str, str] | None:
    """Door and address of the channel of the wall; at the scripted door it is a screen of its own.

    Raises `OperatorError` for what cannot be a channel: it could be the chat of a person.
    """
    address = settings.wall_channel.strip()
    if not address:
        return None
    if not re.fullmatch(r"@[A-Za-z]\w{3,31}|-\d{5,20}", address):
        raise OperatorError(
            f"MAATJE_WALL_CHANNEL is geen kanaal: «{address}». Zet er @naam van het kanaal in, of het "
            "nummer dat met - begint."
        )
    return next(iter(doors.senders)), address


@contextlib.asynccontextmanager
async def open_units(settings: Settings, sealer: Sealer) -> AsyncIterator[UnitsOfWork]:
    """The database alone, at its newest edition, for commands that serve nobody."""
    database = Database(settings.database(), sealer)
    try:
        await database.migrate()
        await database.check_key()
        yield database
    finally:
        await database.close()


def language_room_is_ready(settings: Settings) -> bool:
    """Is the language service set up and trained?"""
    return LanguageProcess(settings.nlu_folder, settings.home / "nlu.log").installed


def _seed(sealer: Sealer) -> int:
    return int(hashlib.sha256(sealer.index("aliases").encode()).hexdigest()[:8], 16)


@functools.cache
def tripwire_of() -> Tripwire:
    """The tripwire, read once."""
    return Tripwire.from_file()


def terminal_doors(screens: terminal.Screens) -> Doors:
    """The doors of the scripted door: the demo, that tells invented stories."""
    translators, senders = {terminal.CHANNEL: terminal.translate}, {terminal.CHANNEL: screens}
    return Doors(translators, senders, example_stories=True)
