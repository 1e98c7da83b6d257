"""`maatje run`, `status`, `release check` and `key new`."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack
from datetime import date

import typer

from bot.adapters.database.sealing import new_key
from bot.bootstrap import (
    Application,
    Doors,
    language_room_is_ready,
    language_service,
    only_one,
    open_application,
    open_units,
    quiet_logging,
    sealer_of,
    tripwire_of,
)
from bot.channels.telegram.connecting import make_bot
from bot.channels.telegram.delivering import TelegramSender
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.translating import CHANNEL, translate
from bot.engine.shelf import Shelf
from bot.errors import OperatorError
from bot.release import missing
from bot.services.ports import RawUpdate
from bot.services.receiving import receive
from bot.services.staff import duty
from bot.services.working import Works
from bot.settings import Settings

log = logging.getLogger(__name__)

LOOK_AGAIN = 60.0  # seconds between two looks at the release check
DRAIN_SECONDS = 8.0


class Gate:
    """Open to all, or to invited testers only: as `release check` said last."""

    def __init__(self) -> None:
        self.open = False

    def __call__(self, channel: str) -> bool:
        return self.open


async def run(settings: Settings) -> int:
    """Serves Telegram until SIGTERM or Ctrl-C. Raises `OperatorError` when it cannot start."""
    quiet_logging()
    if settings.telegram_token is None:
        raise OperatorError(
            "Zet eerst MAATJE_TELEGRAM_TOKEN (je krijgt het van @BotFather in Telegram). "
            "Zonder token kun je Maatje proberen met: make demo"
        )
    with only_one(settings.home):
        sealer, made = sealer_of(settings, make_key=settings.key_file is None)
        if made:
            log.warning(
                "made a key in %s: keep a copy of it apart from the database", settings.home / "key"
            )
        bot = make_bot(settings.telegram_token.get_secret_value(), settings.telegram_api)
        gate = Gate()
        doors = Doors({CHANNEL: translate}, {CHANNEL: TelegramSender(bot)}, gate)
        async with AsyncExitStack() as stack:
            language = await stack.enter_async_context(language_service(settings, tripwire_of()))
            application = await stack.enter_async_context(
                open_application(settings, doors, language, sealer=sealer)
            )
            await _serve(settings, application, gate, bot)
    return 0


async def _serve(settings: Settings, application: Application, gate: Gate, bot: object) -> None:
    house, works = application.house, application.works
    if sent_home := await duty.send_home_unreachable(house):
        log.warning("%s staff of another door (the demo?) were put off duty", sent_home)

    async def store(updates: list[RawUpdate]) -> None:
        if await receive(house, updates):
            works.wake()

    poller = Poller(bot, store)  # type: ignore[arg-type]
    serving = asyncio.create_task(works.run())
    beside = [
        asyncio.create_task(work)
        for work in (poller.run(), _watch_release(settings, application, gate), _told_to_stop())
    ]
    try:
        done, _ = await asyncio.wait([serving, *beside], return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await _drain(works, serving)


async def _drain(works: Works, serving: asyncio.Task[None]) -> None:
    """Finishes what is under way. What does not fit in the time is safe, and goes at the next start."""
    works.stop()
    try:
        async with asyncio.timeout(DRAIN_SECONDS):
            await asyncio.gather(serving, return_exceptions=True)
            await works.drain()
    except TimeoutError:
        log.warning("not everything was sent before the stop; it is sent at the next start")


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    log.info("stopping")


async def _watch_release(settings: Settings, application: Application, gate: Gate) -> None:
    said: list[str] | None = None
    while True:
        lacking = await missing(
            settings,
            application.house.flowbook(),
            application.house.units,
            application.house.clock.now().date(),
        )
        gate.open = not lacking
        if lacking != said:
            said = lacking
            if lacking:
                log.warning("only invited testers are served until release check passes")
            for line in lacking:
                log.warning("missing for release: %s", line)
            if not lacking:
                log.info("release check passed: Maatje is open to everybody")
        await asyncio.sleep(LOOK_AGAIN)


async def release_check(settings: Settings) -> int:
    """Prints what is missing; 0 when nothing is."""
    settings.home.mkdir(parents=True, exist_ok=True, mode=0o700)
    shelf = Shelf(settings.flows, settings.contract)
    sealer, _ = sealer_of(settings, make_key=True)
    async with open_units(settings, sealer) as units:
        lacking = await missing(settings, shelf(), units, date.today())
    for line in lacking:
        typer.echo(f"- {line}")
    typer.echo(
        "Maatje mag nog niet open: alleen uitgenodigde testers."
        if lacking
        else "Alles is er: Maatje mag open."
    )
    return 1 if lacking else 0


async def status(settings: Settings) -> int:
    """Prints how the installation stands."""
    ready = language_room_is_ready(settings)
    typer.echo(f"map: {settings.home}")
    typer.echo(f"taalservice: {'klaar om te starten' if ready else 'nog niet ingericht'}")
    typer.echo(f"telegram: {'token gezet' if settings.telegram_token else 'geen token'}")
    return 0


def key_new() -> str:
    """A fresh key."""
    return new_key()
