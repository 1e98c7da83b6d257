"""A week of young people with goals: who is asked when, through kills and the change of summer time.

The real works (services, timers, outbox, sender and its limits) on a database in a file; the clock
counts the work and skips the waiting (`warp.py`). People, their choices and Telegram are made up.
"""

from __future__ import annotations

import asyncio
import heapq
import itertools
import random
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.fake_door import FakeTelegram, Sent
from benchmarks.goal_town import Young, write
from benchmarks.warp import WarpClock, WarpLoop
from bot.adapters.database.sealing import Sealer
from bot.adapters.database.unit_of_work import Database, DbUnitOfWork
from bot.bootstrap import Doors, WithTripwire, open_application, tripwire_of
from bot.channels.telegram.delivering import TelegramSender
from bot.channels.terminal import CHANNEL, translate, update
from bot.domain.goals import CheckInState
from bot.domain.rhythm import Every, Rhythm
from bot.domain.volunteer import Role, StaffMember
from bot.services.house import House
from bot.services.receiving import receive
from bot.services.round_ports import Changes, Rounds
from bot.services.working import Works
from bot.settings import ROOT, Settings
from tests.conftest import SEALER, migrated, shelf
from tests.fakes import FakeLanguage

ZONE = ZoneInfo("Europe/Amsterdam")  # Brussels has the same clock
QUESTION = "Hoi, past het nu?"
AGAIN = "Hoi, ik ben het nog een keer."
DANGER = "ik wil dood"
PEAK = clock_time(16, 0)
A_MINUTE = 1_500  # check-ins; up to so many are sent within SENT, more within AROUND
IN_OUTBOX, SENT, AROUND = 10.0, 60.0, 900.0  # seconds
ON_TIME = timedelta(minutes=15)  # later, a chosen moment is no longer that moment
DANGER_OUT = 10.0  # seconds, from the message to the card on the phone of the professional
CALM = timedelta(seconds=1.5)  # nothing happens for so long: the clock is put forward


@dataclass(frozen=True, slots=True)
class Kill:
    """The house stops dead at a moment and stands still for so long."""

    at: datetime
    seconds: float

    @property
    def up(self) -> datetime:
        return self.at + timedelta(seconds=self.seconds)


QUARTERS = tuple(clock_time(hour, minute) for hour in range(8, 21) for minute in (0, 15, 30, 45))


@dataclass(frozen=True)
class Plan:
    """Some days with so many young people. `busiest`: the day on which many more choose the peak.
    `times`: what is chosen beside the peak."""

    young: int
    begins: date
    days: int = 7
    busiest: date | None = None
    kills: tuple[Kill, ...] = ()
    seed: int = 1
    times: tuple[clock_time, ...] = QUARTERS
    alarms: tuple[float, ...] = (30, 45, 60)  # seconds after the busiest peak

    def local(self, day: date, at: clock_time) -> datetime:
        """This time of the local clock; of one that comes twice the first, of one that the clock skips
        the one an hour later."""
        moment = datetime.combine(day, at, tzinfo=ZONE)
        return moment.astimezone(UTC)

    @property
    def from_(self) -> datetime:
        return self.local(self.begins, clock_time(0, 30))

    @property
    def until(self) -> datetime:
        return self.local(self.begins + timedelta(days=self.days), clock_time(0, 30))


def october(young: int, seed: int = 1) -> Plan:
    """Seven days around the end of summer time (25 October 2026), with three kills."""
    plan = Plan(young, date(2026, 10, 22), busiest=date(2026, 10, 23), seed=seed)
    peak = plan.local(date(2026, 10, 23), PEAK)
    night = plan.local(date(2026, 10, 25), clock_time(2, 30))
    evening = plan.local(date(2026, 10, 26), clock_time(20, 40))
    kills = (
        Kill(peak + timedelta(seconds=2.2), 20),
        Kill(night + timedelta(seconds=0.4), 10),
        Kill(evening, 30 * 60),
    )
    return replace(plan, kills=kills)


def short(young: int = 200) -> Plan:
    """Two days around the end of summer time, with few moments and two kills: for a test."""
    plan = Plan(young, date(2026, 10, 24), days=2, busiest=date(2026, 10, 24))
    peak = plan.local(date(2026, 10, 24), PEAK)
    night = plan.local(date(2026, 10, 25), clock_time(2, 30))
    kills = (Kill(peak + timedelta(seconds=2), 20), Kill(night + timedelta(seconds=0.4), 10))
    times = (clock_time(8, 0), clock_time(20, 45))
    return replace(plan, kills=kills, times=times, alarms=(0.5, 22.5))


def march(young: int, seed: int = 1) -> Plan:
    """Four days around the beginning of summer time (29 March 2026)."""
    return Plan(young, date(2026, 3, 27), days=4, seed=seed)


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody chose, and the moments (UTC) at which they are to be asked in these days."""

    young: Young
    moments: tuple[datetime, ...]
    answers: bool


def choices(plan: Plan) -> Iterator[Choice]:
    """A fifth is asked every day, two fifths every week, the others once; nearly half at the peak."""
    chance = random.Random(plan.seed)
    for number in range(plan.young):
        region = chance.choice(("nl", "nl", "be"))
        kind = chance.choices(("day", "week", "once"), (2, 4, 4))[0]
        at, day = (
            _time(chance, plan.times),
            plan.begins + timedelta(days=chance.randrange(plan.days)),
        )
        exact = True
        if kind == "once":
            if plan.busiest is not None and chance.random() < 0.5:
                day, at = plan.busiest, PEAK
            elif chance.random() < 0.4:  # a word: this evening, tomorrow
                at, exact = chance.choice((clock_time(19, 30), clock_time(20, 45))), False
        every = {"day": 1, "week": 7, "once": 1000}[kind]
        first = plan.begins if kind == "day" else day
        days = [first + timedelta(days=ahead) for ahead in range(0, 15, every)]
        last = plan.begins + timedelta(days=plan.days)
        moments = [plan.local(one, at) for one in days if one < last]
        moments = [one for one in moments if plan.from_ < one < plan.until]
        if not moments:  # a night before the beginning
            moments = [plan.local(plan.begins, PEAK)]
            kind = "once"
        rhythm = None
        if kind != "once":
            until = plan.begins + timedelta(days=60)
            rhythm = Rhythm(Every(kind), at, until, first.weekday())
        young = Young(str(100_000_000 + number), region, moments[0], exact, rhythm)
        yield Choice(young, tuple(moments), chance.random() < 0.05)


def _time(chance: random.Random, times: tuple[clock_time, ...]) -> clock_time:
    where = chance.random()
    if where < 0.45:
        return PEAK
    if where < 0.47:  # at night, on purpose
        return clock_time(2, 30)
    return chance.choice(times)


@dataclass
class Seen:
    """What was watched from outside. `asked`: person, the moment asked about, when it was committed."""

    asked: list[tuple[str, datetime, datetime]] = field(default_factory=list)
    alarms: list[tuple[str, datetime]] = field(default_factory=list)
    in_flight: int = 0  # messages that were under way at the kills
    waiting: list[int] = field(default_factory=list)  # check-ins in the outbox at each alarm
    seconds: float = 0.0  # of work


class _Noting:
    """Rounds that tell which check-ins they asked."""

    def __init__(self, inner: Rounds, noted: list[tuple[str, datetime]]) -> None:
        self._inner, self._noted = inner, noted
        self.known, self.moments = inner.known, inner.moments

    async def write(self, changes: Changes, now: datetime) -> None:
        await self._inner.write(changes, now)
        asked = [one for one in changes.saved if one.state is CheckInState.ASKED]
        self._noted += [(one.person, one.due_at) for one in asked]


class _Watched(DbUnitOfWork):
    """A unit of work of which the commits are watched."""

    def __init__(self, database: Database, clock: WarpClock, seen: Seen) -> None:
        super().__init__(database)
        self._clock, self._seen = clock, seen
        self._noted: list[tuple[str, datetime]] = []

    def _fill(self, connection: object, sealer: Sealer) -> None:
        super()._fill(connection, sealer)  # type: ignore[arg-type]
        self.rounds = _Noting(self.rounds, self._noted)

    async def commit(self) -> None:
        await super().commit()
        self._clock.committed()
        now = self._clock.now()
        self._seen.asked += [(person, due, now) for person, due in self._noted]
        self._noted.clear()


Action = Callable[[], Awaitable[None]]


class Week:
    """One run."""

    def __init__(self, plan: Plan, folder: Path, loop: WarpLoop) -> None:
        self._plan, self._folder, self._loop = plan, folder, loop
        self.clock = WarpClock(loop, plan.from_)
        self.telegram = FakeTelegram(self.clock)
        self.choices = list(choices(plan))
        self.seen = Seen()
        self._answering = {one.young.address for one in self.choices if one.answers}
        self._heap: list[tuple[datetime, int, Action]] = []
        self._order = itertools.count()
        self._chance = random.Random(plan.seed + 1)
        self._read = 0  # of what Telegram got
        self._house: House
        self._works: Works

    async def run(self) -> None:
        """All days, with a new house after each kill."""
        await migrated(self._folder)
        people = (one.young for one in self.choices)
        write(self._folder / "test.sqlite3", SEALER, people, self._plan.from_ - timedelta(days=2))
        self._plan_alarms()
        begun = time.process_time()
        for kill in self._plan.kills:
            await self._live(kill.at, dies=True)
            self.clock.jump_to(kill.up)
        await self._live(self._plan.until, dies=False)
        self.seen.seconds = time.process_time() - begun

    async def _live(self, until: datetime, *, dies: bool) -> None:
        """A house that lives until this moment. Dying, it loses all that is not in its database."""
        async with self._open():
            running = asyncio.create_task(self._works.run())
            while self.clock.now() < until:
                await self._act()
                following = await self._next()
                if following is not None and following - self.clock.now() > CALM:
                    early = timedelta(
                        seconds=0.1 + self._chance.random()
                    )  # of the works' own second
                    self.clock.jump_to(min(following, until) - early)
                left = (until - self.clock.now()).total_seconds()
                await asyncio.sleep(max(0.0, min(0.5, left)))
            if dies:
                self.seen.in_flight += len(self._works.under_way)
                running.cancel()
            else:
                self._works.stop()
            await asyncio.gather(running, return_exceptions=True)

    @asynccontextmanager
    async def _open(self) -> AsyncIterator[None]:
        settings = Settings(
            home=self._folder,
            database_url=f"sqlite+aiosqlite:///{self._folder / 'test.sqlite3'}",
            flows=ROOT / "flows",
        )
        sender = TelegramSender(self.telegram.bot, now=self._loop.time)
        doors = Doors({CHANNEL: translate}, {CHANNEL: sender})
        language = WithTripwire(FakeLanguage(), tripwire_of())
        self._loop.busy_when(lambda: True)
        async with open_application(
            settings,
            doors,
            language,
            sealer=SEALER,
            clock=self.clock,
            flowbook=shelf(ROOT / "flows"),
        ) as application:
            database = application.database
            self._house = replace(
                application.house, units=lambda: _Watched(database, self.clock, self.seen)
            )
            self._works = Works(self._house)
            await self._register()
            self._loop.busy_when(database.writing.locked)
            try:
                yield
            finally:
                self._loop.busy_when(lambda: True)

    async def _register(self) -> None:
        now = self.clock.now()
        async with self._house.units() as tx:
            person = await tx.people.at(CHANNEL, "9", now)
            await tx.staff.save(StaffMember(person, Role.PROFESSIONAL, "Beroepskracht", True), now)
            await tx.commit()

    # --- what happens ---

    def _at(self, moment: datetime, action: Action) -> None:
        heapq.heappush(self._heap, (moment, next(self._order), action))

    async def _next(self) -> datetime | None:
        """When something happens next; `None` while something goes on."""
        async with self._house.units() as tx:
            if await tx.inbox.waiting() or self.telegram.under_way:
                return None
            if await tx.outbox.due(self.clock.now() + timedelta(hours=1), 1):
                return None
            due = await tx.timers.next_due()
        moments = [due or self._plan.until, self._plan.until]
        moments += [self._heap[0][0]] if self._heap else []
        return min(moments)

    async def _act(self) -> None:
        for sent in self.telegram.sent[self._read :]:
            if sent.chat in self._answering and sent.buttons:
                self._reads(sent)
        self._read = len(self.telegram.sent)
        while self._heap and self._heap[0][0] <= self.clock.now():
            await heapq.heappop(self._heap)[2]()

    def _reads(self, sent: Sent) -> None:
        """A few answer: yes, and done."""
        label = "Ja" if sent.text.startswith((QUESTION, AGAIN)) else "Gelukt"
        key = dict(sent.buttons).get(label)
        if key is not None:
            after = timedelta(seconds=self._chance.uniform(20, 240))
            self._at(self.clock.now() + after, lambda: self._writes(sent.chat, press=key))

    async def _writes(self, who: str, **payload: object) -> None:
        await receive(self._house, [update(who, **payload)])
        self._works.wake()

    def _plan_alarms(self) -> None:
        if self._plan.busiest is None:
            return
        peak = self._plan.local(self._plan.busiest, PEAK)
        for number, seconds in enumerate(self._plan.alarms):
            moment = peak + timedelta(seconds=seconds)
            who = f"8{number}"
            self._at(moment, lambda who=who: self._alarm(who))  # type: ignore[misc]
            self._at(moment + timedelta(minutes=2), lambda who=who: self._taken(who))  # type: ignore[misc]

    async def _alarm(self, who: str) -> None:
        self.seen.alarms.append((who, self.clock.now()))
        async with self._house.units() as tx:
            waits = await tx.outbox.due(self.clock.now(), 100_000)
        self.seen.waiting.append(len(waits))
        await self._writes(who, text=DANGER)

    async def _taken(self, who: str) -> None:
        """Somebody is there for who was in danger: out of sight, and the alarm rings no more."""
        async with self._house.units() as tx:
            await tx.timers.delete_of(await tx.people.at(CHANNEL, who, self.clock.now()))
            await tx.commit()


@dataclass
class Verdict:
    """What the week brought; everything in seconds or counted."""

    moments: int = 0
    skipped: int = 0
    asked_twice: int = 0
    sent_twice: int = 0
    in_flight: int = 0
    in_night: int = 0
    refused: int = 0
    in_outbox: list[float] = field(default_factory=list)
    sent: list[float] = field(default_factory=list)  # up to A_MINUTE in that minute
    sent_of_more: list[float] = field(default_factory=list)
    moved: int = 0  # to the morning, after a standstill
    alarms: list[float] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    most: int = 0  # in one minute
    again: int = 0
    messages: int = 0
    work: float = 0.0

    def failures(self) -> list[str]:
        """The figures that were not reached."""
        found = {
            f"{self.skipped} check-ins skipped": self.skipped,
            f"{self.asked_twice} asked twice": self.asked_twice,
            f"{self.sent_twice} sent twice, {self.in_flight} under way at kills": (
                self.sent_twice > self.in_flight
            ),
            f"{self.in_night} in the quiet hours": self.in_night,
            f"{self.refused} times sent away by Telegram": self.refused,
            f"in the outbox after {_most(self.in_outbox):.1f} s": _most(self.in_outbox) > IN_OUTBOX,
            f"sent after {_most(self.sent):.1f} s": _most(self.sent) > SENT,
            f"of a larger minute after {_most(self.sent_of_more):.1f} s": (
                _most(self.sent_of_more) > AROUND
            ),
            f"alarm after {_most(self.alarms):.1f} s": _most(self.alarms) > DANGER_OUT,
        }
        return [said for said, wrong in found.items() if wrong]


def _most(values: list[float]) -> float:
    return max(values, default=0.0)


def judged(week: Week, plan: Plan) -> Verdict:
    """Compares what was seen with what people had chosen."""
    verdict = Verdict(moments=sum(len(one.moments) for one in week.choices))
    asked: dict[str, dict[datetime, list[datetime]]] = defaultdict(lambda: defaultdict(list))
    for person, due, at in week.seen.asked:
        asked[person][due].append(at)
    sent: dict[str, list[datetime]] = defaultdict(list)
    for one in week.telegram.sent:
        if one.text.startswith(QUESTION):
            sent[one.chat].append(one.at)
        verdict.again += one.text.startswith(AGAIN)
    load = Counter(moment for one in week.choices for moment in one.moments)
    verdict.most = max(load.values())
    for one in week.choices:
        _judge_one(verdict, plan, one, asked[one.young.person], sent[one.young.address], load)
    chosen = {one.young.address: one for one in week.choices}
    for message in week.telegram.sent:
        if message.chat in chosen and message.text.startswith((QUESTION, AGAIN)):
            verdict.in_night += _breaks_the_night(chosen[message.chat], message)
    verdict.in_flight, verdict.refused = week.seen.in_flight, week.telegram.refused
    verdict.messages, verdict.work = len(week.telegram.sent), week.seen.seconds
    verdict.waiting = week.seen.waiting
    cards = [one.at for one in week.telegram.sent if one.chat == "9" and "❗" in one.text]
    for number, (_, at) in enumerate(week.seen.alarms):
        card = cards[number] if number < len(cards) else plan.until
        verdict.alarms.append((card - at).total_seconds())
    return verdict


def _judge_one(
    verdict: Verdict,
    plan: Plan,
    one: Choice,
    asked: dict[datetime, list[datetime]],
    sent: list[datetime],
    load: Counter[datetime],
) -> None:
    verdict.skipped += sum(not asked.get(moment) for moment in one.moments)
    verdict.asked_twice += sum(len(at) - 1 for at in asked.values())
    verdict.asked_twice += len(asked.keys() - {*one.moments})  # at a moment that nobody chose
    verdict.sent_twice += max(0, len(sent) - len(one.moments))
    if len(sent) < len(one.moments):
        verdict.skipped += 1
    for moment in one.moments:
        expected = _expected(plan, one.young, moment)
        verdict.moved += expected - moment > timedelta(hours=6)
        if asked.get(moment):
            late = (asked[moment][0] - expected).total_seconds()
            verdict.in_outbox.append(late)
        first = next((at for at in sent if at >= moment), None)
        if first is not None:
            sending = verdict.sent if load[moment] <= A_MINUTE else verdict.sent_of_more
            up = [kill.up for kill in plan.kills if moment < kill.up <= moment + timedelta(hours=1)]
            sending.append((first - max(expected, *up, moment)).total_seconds())


def _expected(plan: Plan, young: Young, moment: datetime) -> datetime:
    """When the question was to come: at its moment; of one that fell in a standstill, at its end, or
    in the morning when that is in the quiet hours and no longer the chosen hour."""
    for kill in plan.kills:
        if kill.at - timedelta(seconds=IN_OUTBOX) < moment < kill.up:
            local = kill.up.astimezone(ZONE)
            chosen = young.exact and kill.up - moment <= ON_TIME
            if 8 <= local.hour < 21 or chosen:
                return kill.up
            morning = local.replace(hour=9, minute=0, second=0, microsecond=0)
            return (morning + timedelta(days=local.hour >= 21)).astimezone(UTC)
    return moment


def _breaks_the_night(one: Choice, message: Sent) -> bool:
    """Between 21 and 8, and not at an hour that this person chose?"""
    if 8 <= message.at.astimezone(ZONE).hour < 21:
        return False
    near = any(
        timedelta() <= message.at - moment <= ON_TIME + timedelta(minutes=1)
        for moment in one.moments
    )
    return not (one.young.exact and near and message.text.startswith(QUESTION))


def play(plan: Plan, *, processor: bool = False) -> Verdict:
    """One run in a loop of its own. `processor`: as `WarpLoop` counts on a machine that is shared."""
    loop = WarpLoop(processor=processor)
    try:
        with tempfile.TemporaryDirectory() as folder:
            week = Week(plan, Path(folder), loop)
            loop.run_until_complete(week.run())
        return judged(week, plan)
    finally:
        loop.close()


def told(verdict: Verdict) -> list[tuple[str, str, str]]:
    """Name, figure and goal, for the page."""

    def spread(values: list[float]) -> str:
        if not values:
            return "none"
        middle = statistics.median(values)
        p95 = statistics.quantiles(values, n=20)[18] if len(values) > 1 else middle
        return f"{middle:.1f} / {p95:.1f} / {max(values):.1f}"

    return [
        ("check-ins that were due", f"{verdict.moments:,}", ""),
        ("most in one minute", f"{verdict.most:,}", ""),
        ("skipped", str(verdict.skipped), "0"),
        ("asked twice", str(verdict.asked_twice), "0"),
        (
            "sent twice (under way at a kill)",
            f"{verdict.sent_twice} ({verdict.in_flight})",
            "at most those",
        ),
        ("in the quiet hours, not chosen", str(verdict.in_night), "0"),
        ("moved to the morning after a standstill", str(verdict.moved), ""),
        ("in the outbox after (s: median / p95 / most)", spread(verdict.in_outbox), "≤ 10"),
        (f"sent after (s), up to {A_MINUTE:,} a minute", spread(verdict.sent), "≤ 60"),
        ("sent after (s), of larger minutes", spread(verdict.sent_of_more), "≤ 900"),
        ("alarm in the peak: card sent after (s)", spread(verdict.alarms), "≤ 10"),
        ("check-ins that waited at those alarms", " / ".join(map(str, verdict.waiting)), ""),
        ("asked once more, a day later", f"{verdict.again:,}", ""),
        (
            "messages, and refusals for going too fast",
            f"{verdict.messages:,}, {verdict.refused}",
            "0",
        ),
        ("work of the processor (s)", f"{verdict.work:.0f}", ""),
    ]
