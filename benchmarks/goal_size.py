"""What a due check-in costs, with a thousand goals in the database and with a million.

The same number of check-ins falls due in databases of different sizes; the rounds take turns, so that
what else the machine does falls on all of them. One check-in: asked, in the outbox, sent.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as clock_time
from pathlib import Path

from benchmarks.goal_town import Young, write, write_to_server
from bot.adapters.database.unit_of_work import Database
from bot.bootstrap import Application, Doors, open_application
from bot.channels.terminal import CHANNEL, translate
from bot.domain.messages import Reply
from bot.domain.rhythm import Every, Rhythm
from bot.services import timing
from bot.services.ports import TimerKind
from bot.services.working import Works
from bot.settings import ROOT, Settings
from tests.conftest import SEALER, migrated, shelf
from tests.fakes import A_TUESDAY, FakeClock, FakeLanguage
from tests.postgresql import connected, created, running_server

SIZES = (1_000, 10_000, 100_000, 1_000_000)
DUE = 1_000  # check-ins a day, in each of them
DAYS = 4
RATIO = 1.3  # of the p95, the largest to the smallest
A_SECOND = 1_500 / 60  # check-ins that must be possible


Say = Callable[[Sequence[str]], None]


def quiet(lines: Sequence[str]) -> None:
    """Says nothing."""


class NoDoor:
    """A sender that sends nothing."""

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        return ()


@dataclass
class Size:
    """A database with so many goals, and what each round took: milliseconds for one check-in."""

    goals: int
    asked: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)  # asked and sent
    cpu: list[float] = field(default_factory=list)  # the same, time of the processor
    written: float = 0.0  # seconds, to make it
    tidied: float = 0.0  # seconds: what is done four times a day
    megabytes: float = 0.0

    def p95(self, values: list[float]) -> float:
        return statistics.quantiles(values, n=20)[18]


def people(goals: int, due: int) -> Iterator[Young]:
    """`due` of them at one moment every day, the others spread over the days after these."""
    last = date(2026, 6, 1)
    every_day = Rhythm(Every.DAY, clock_time(15, 1), last)
    for number in range(goals):
        address, region = str(100_000_000 + number), "be" if number % 3 else "nl"
        if number % (goals // due) == 0 and number // (goals // due) < due:
            yield Young(address, region, A_TUESDAY + timedelta(minutes=1), rhythm=every_day)
        else:
            later = A_TUESDAY + timedelta(days=10, seconds=number * 7 % 2_000_000)
            yield Young(address, region, later, rhythm=every_day)


async def measure(
    sizes: Sequence[int] = SIZES,
    due: int = DUE,
    days: int = DAYS,
    *,
    say: Say = quiet,
    server: int | None = None,
) -> list[Size]:
    """Every size, in turns; on SQLite, or on the PostgreSQL server at this port."""
    found = [Size(one) for one in sizes]
    clock = FakeClock(A_TUESDAY)
    async with AsyncExitStack() as open_:
        houses = []
        for size in found:
            folder = Path(open_.enter_context(tempfile.TemporaryDirectory()))
            if server is None:
                url = await _fill(size, folder, due)
            else:
                url = await _fill_on_server(size, server, due)
            houses.append(await open_.enter_async_context(_open(folder, url, clock)))
            say([f"{size.goals:,} goals: written in {size.written:.0f} s"])
        for day in range(days):
            clock.move_to(A_TUESDAY + timedelta(days=day, minutes=1, seconds=1))
            left = [*zip(found, houses, strict=True)]
            while left:
                left = [(size, house) for size, house in left if await _round(size, house)]
            for house in houses:  # what is left of the day: nobody answered
                clock.move(minutes=1)
                await timing.run_due(house.house)
        for size, house in zip(found, houses, strict=True):
            begun = time.perf_counter()
            async with house.house.units() as tx:
                await tx.tidying.tidy(clock.now())
                await tx.commit()
            size.tidied = time.perf_counter() - begun
    return found


async def _fill(size: Size, folder: Path, due: int) -> str:
    """Makes it in a file; returns its url."""
    begun = time.perf_counter()
    await migrated(folder)
    file = folder / "test.sqlite3"
    write(file, SEALER, people(size.goals, due), A_TUESDAY - timedelta(days=1))
    size.written = time.perf_counter() - begun
    size.megabytes = file.stat().st_size / 1e6
    return f"sqlite+aiosqlite:///{file}"


async def _fill_on_server(size: Size, server: int, due: int) -> str:
    """Makes it on the server; returns its url."""
    begun, name = time.perf_counter(), f"goals_{size.goals}"
    url = await created(server, name, "template1")
    database = Database(url, SEALER)
    await database.migrate()
    await database.close()
    connection = await connected(server, name)
    await write_to_server(
        connection, SEALER, people(size.goals, due), A_TUESDAY - timedelta(days=1)
    )
    size.megabytes = await connection.fetchval("SELECT pg_database_size($1)", name) / 1e6
    await connection.close()
    size.written = time.perf_counter() - begun
    return url


def _open(folder: Path, url: str, clock: FakeClock) -> AsyncExitStack:
    settings = Settings(home=folder, database_url=url)
    doors = Doors({CHANNEL: translate}, {CHANNEL: NoDoor()})
    flows = shelf(ROOT / "flows")
    return open_application(  # type: ignore[return-value]
        settings, doors, FakeLanguage(), sealer=SEALER, clock=clock, flowbook=flows
    )


async def _round(size: Size, opened: Application) -> bool:
    """One round of check-ins, from due to sent; False when there was none."""
    works = Works(opened.house)
    async with opened.house.units() as tx:
        if not await tx.timers.due_later(TimerKind.CHECK_IN, opened.house.clock.now(), 1):
            return False
    begun, cpu = time.perf_counter(), time.process_time()
    count = await timing.one_round(opened.house)
    asked = time.perf_counter()
    while await works.send_due():
        pass
    size.asked.append((asked - begun) / count * 1000)
    size.whole.append((time.perf_counter() - begun) / count * 1000)
    size.cpu.append((time.process_time() - cpu) / count * 1000)
    return True


def ratio(found: Sequence[Size], *, processor: bool = False) -> float:
    """The p95 of the largest to that of the smallest: of the time on the wall, or of the processor."""
    first, last = found[0], found[-1]
    if processor:
        return last.p95(last.cpu) / first.p95(first.cpu)
    return last.p95(last.whole) / first.p95(first.whole)


def failures(found: Sequence[Size], *, processor: bool = False) -> list[str]:
    """The figures that were not reached."""
    wrong, last = [], found[-1]
    if (times := ratio(found, processor=processor)) > RATIO:
        wrong.append(f"p95 at {last.goals:,} is {times:.2f} of that at {found[0].goals:,}")
    if (speed := 1000 / statistics.median(last.cpu if processor else last.whole)) < A_SECOND:
        wrong.append(f"{speed:.0f} check-ins a second")
    return wrong


def table(found: Sequence[Size]) -> list[str]:
    """The figures as Markdown."""
    lines = [
        "| goals | asked, ms (median / p95) | asked and sent, ms (median / p95) | of the processor "
        "(median / p95) | asked a second | tidying, s | database, MB |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in found:
        pairs = " | ".join(
            f"{statistics.median(values):.2f} / {one.p95(values):.2f}"
            for values in (one.asked, one.whole, one.cpu)
        )
        speed = 1000 / statistics.median(one.asked)
        lines.append(
            f"| {one.goals:,} | {pairs} | {speed:,.0f} | {one.tidied:.1f} | {one.megabytes:,.0f} |"
        )
    return lines


def run(sizes: Sequence[int], due: int, days: int, *, say: Say = quiet) -> list[Size]:
    """As `measure`, in a loop of its own."""
    return asyncio.run(measure(sizes, due, days, say=say))


def run_on_server(sizes: Sequence[int], due: int, days: int, *, say: Say = quiet) -> list[Size]:
    """The same on a PostgreSQL server of our own, with its own settings: each commit is on the disk."""
    with running_server() as port:
        return asyncio.run(measure(sizes, due, days, say=say, server=port))
