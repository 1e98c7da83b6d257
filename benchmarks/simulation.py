"""Plays a day of handoffs through the real services: inbox, flows, offers, claims, timers, outbox.

Only people, chance and the clock are made up. Whoever acts, acts on what stands on their screen.
"""

from __future__ import annotations

import heapq
import itertools
import re
import statistics
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from benchmarks.day import OPENS, TOPICS, Arrival, Chance, Helper, Plan
from bot.channels.terminal import CHANNEL, Shown, update
from bot.domain.handoff import Handoff, HandoffState, Urgency
from bot.domain.ids import HandoffId, PersonId
from bot.domain.volunteer import Profile, Role, StaffMember
from bot.services.house import House
from bot.services.receiving import receive
from bot.services.working import Works
from tests.conftest import World

ANSWERS_AFTER = timedelta(seconds=8)  # a young person presses a button
FIRST_LINE = timedelta(seconds=15)
REPLY_AFTER = timedelta(seconds=40)
AFTER_HOURS = timedelta(hours=2)  # so long is watched what happens to who still waits
# What a young person presses who wants a peer and nothing else, where such a button stands.
ANSWERS = (
    "Een maatje",
    "Praten met een maatje",
    "Een mentor",
    "Een coach",
    "Een tutor",
    "Een buddy",
    "Iemand die luistert",
    "Maakt niet uit",
    "Nee, begin maar gewoon",
)
ASK = "mag ik met iemand praten"
URGENT = "ik wil dood"
ALARM = "❗"

Action = Callable[[], Awaitable[None]]


@dataclass
class Case:
    """What happened to one wish or one danger."""

    young: str
    topic: str
    urgency: Urgency
    asked: datetime
    begun: datetime | None = None
    helper: str = ""
    lived_it: bool = False
    chance: float = 0.0  # share of the volunteers with room who lived through it
    minutes: float = 0.0


@dataclass
class Outcome:
    """All that one way of choosing brought."""

    cases: dict[str, Case] = field(default_factory=dict)
    alarms_out: list[float] = field(default_factory=list)  # seconds of the machine, not of the day
    claims_told: list[float] = field(default_factory=list)  # the same
    minutes: Counter[str] = field(default_factory=Counter)  # talked, by volunteer
    gaps: list[float] = field(default_factory=list)  # minutes without a message while waiting
    told: Counter[str] = field(default_factory=Counter)  # sentences of handoff.yml that were said

    def waits(self, urgency: Urgency) -> list[float]:
        """Seconds until a human was there, of all who got one."""
        cases = [c for c in self.cases.values() if c.urgency is urgency and c.begun is not None]
        return [(c.begun - c.asked).total_seconds() for c in cases if c.begun is not None]

    def load(self, helpers: list[Helper]) -> list[float]:
        """Minutes talked for each hour on duty."""
        return [self.minutes[helper.name] / helper.hours for helper in helpers]


def gini(values: list[float]) -> float:
    """How unevenly something is shared: 0 for evenly, 1 for all to one (Gini 1912)."""
    ordered, total = sorted(values), sum(values)
    if not total:
        return 0.0
    ranks = sum(rank * value for rank, value in enumerate(ordered, start=1))
    return 2 * ranks / (len(ordered) * total) - (len(ordered) + 1) / len(ordered)


class Simulation:
    """One day in one house."""

    def __init__(self, world: World, house: House, plan: Plan) -> None:
        self._world, self._house, self._plan = world, house, plan
        self._works, self._clock = Works(house), world.clock
        self._chance = Chance(plan)
        self._heap: list[tuple[datetime, int, Action]] = []
        self._order = itertools.count()
        self._read = 0  # of what was seen
        self.helpers = list(self._chance.helpers())
        self._arrivals = {arrival.name: arrival for arrival in self._chance.arrivals()}
        self._people: dict[str, PersonId] = {}
        self._busy: dict[str, set[HandoffId]] = {}
        self._on_duty: set[str] = set()
        self._last_told: dict[str, datetime] = {}
        self._waiting: dict[str, HandoffId] = {}
        self.outcome = Outcome()

    async def run(self) -> Outcome:
        """The whole day."""
        self._world.language.teach(ASK, {"act": "want_peer"})
        for topic in TOPICS:
            self._world.language.teach(f"verhaal {topic}", {"topic": topic})
        await self._register()
        for arrival in self._arrivals.values():
            self._at(arrival.at, lambda one=arrival: self._comes(one))
        end = OPENS + self._plan.length + AFTER_HOURS
        while (moment := await self._next()) is not None and moment <= end:
            self._clock.move_to(moment)
            while self._heap and self._heap[0][0] <= moment:
                await heapq.heappop(self._heap)[2]()
            await self._settle()
        return self.outcome

    # --- time ---

    def _at(self, moment: datetime, action: Action) -> None:
        heapq.heappush(self._heap, (moment, next(self._order), action))

    def _in(self, delay: timedelta, action: Action) -> None:
        self._at(self._clock.now() + delay, action)

    async def _next(self) -> datetime | None:
        async with self._house.units() as tx:
            moments = [await tx.timers.next_due(), await tx.outbox.next_due()]
        moments += [self._heap[0][0]] if self._heap else []
        known = [moment for moment in moments if moment is not None]
        return max(min(known), self._clock.now()) if known else None

    async def _settle(self) -> None:
        await self._works.settle()
        while self._read < len(self._world.seen):
            shown = self._world.seen[self._read]
            self._read += 1
            await self._noticed(shown)

    async def _sends(self, who: str, **payload: object) -> float:
        begun = time.perf_counter()
        await receive(self._house, [update(who, **payload)])
        await self._works.settle()
        return time.perf_counter() - begun

    # --- people ---

    async def _register(self) -> None:
        now = self._clock.now()
        async with self._house.units() as tx:
            for member in await tx.staff.all():  # the staff of the demo stays at home
                await tx.staff.delete(member.person)
            for helper in self.helpers:
                person = await tx.people.at(CHANNEL, helper.name, now)
                self._people[helper.name] = person
                member = StaffMember(person, Role.VOLUNTEER, helper.alias, False, helper.age)
                await tx.staff.save(member, now)
                await tx.profiles.save(person, Profile(experiences=helper.experiences), now)
                self._busy[helper.name] = set()
            for number in range(self._plan.professionals):
                name = f"professional{number}"
                person = self._people[name] = await tx.people.at(CHANNEL, name, now)
                member = StaffMember(person, Role.PROFESSIONAL, f"Beroepskracht {number}", True)
                await tx.staff.save(member, now)
                self._busy[name] = set()
            await tx.commit()
        for helper in self.helpers:
            self._at(helper.begins, lambda one=helper: self._duty(one, on=True))
            self._at(helper.ends, lambda one=helper: self._duty(one, on=False))

    async def _duty(self, helper: Helper, *, on: bool) -> None:
        (self._on_duty.add if on else self._on_duty.discard)(helper.name)
        await self._sends(helper.name, text="/dienst aan" if on else "/dienst uit")

    async def _comes(self, one: Arrival) -> None:
        if one.wants == "urgent":
            self.outcome.alarms_out.append(await self._sends(one.name, text=URGENT))
            await self._remember_case(one)
            return
        await self._sends(one.name, text=f"verhaal {one.topic}")
        if one.wants == "human":
            self._in(ANSWERS_AFTER, lambda: self._asks(one))

    async def _asks(self, one: Arrival) -> None:
        await self._sends(one.name, text=ASK)
        await self._remember_case(one)

    async def _noticed(self, shown: Shown) -> None:
        if shown.to in self._arrivals:
            await self._young_reads(self._arrivals[shown.to], shown)
            return
        for button in shown.reply.buttons:
            if button.key.startswith("claim."):
                self._sees_offer(shown, button.key)

    async def _young_reads(self, one: Arrival, shown: Shown) -> None:
        self._count_sentence(shown.reply.text)
        if one.name in self._waiting:
            self._told_while_waiting(one.name)
        labels = {button.label: button.key for button in shown.reply.buttons}
        for label in ("Nederland", one.age, *ANSWERS):
            if label in labels and one.wants == "human":
                self._in(ANSWERS_AFTER, lambda key=labels[label]: self._young_presses(one, key))
                return

    async def _young_presses(self, one: Arrival, key: str) -> None:
        await self._sends(one.name, press=key)
        await self._remember_case(one)

    def _count_sentence(self, text: str) -> None:
        for name, sentence in self._house.flowbook().handoff.say.items():
            if max(re.split(r"\{\w+\}", sentence), key=len) in text:
                self.outcome.told[name] += 1

    def _told_while_waiting(self, young: str) -> None:
        now = self._clock.now()
        self.outcome.gaps.append((now - self._last_told[young]).total_seconds() / 60)
        self._last_told[young] = now

    async def _remember_case(self, one: Arrival) -> None:
        person = self._people.get(one.name)
        async with self._house.units() as tx:
            person = person or await tx.people.at(CHANNEL, one.name, self._clock.now())
            self._people[one.name] = person
            for case in await tx.handoffs.open_of(person):
                if case.id not in self.outcome.cases:
                    self.outcome.cases[case.id] = Case(
                        one.name, one.topic, case.urgency, case.created_at
                    )
                    self._waiting[one.name] = case.id
                    self._last_told[one.name] = self._clock.now()

    # --- who helps ---

    def _sees_offer(self, shown: Shown, key: str) -> None:
        alarm = shown.reply.text.startswith(ALARM)
        delay = self._chance.alarm_seen() if alarm else self._chance.offer_seen()
        if delay is not None:
            self._in(delay, lambda: self._claims(shown.to, key))

    async def _claims(self, helper: str, key: str) -> None:
        case = HandoffId(key.partition(".")[2])
        room = await self._room_by_experience(case)
        seconds = await self._sends(helper, press=key)
        async with self._house.units() as tx:
            talk = await tx.handoffs.get(case)
        mine = talk is not None and talk.staff == self._people[helper]
        if talk is None or not mine or case in self._busy[helper]:
            return
        if talk.state is HandoffState.ACTIVE:
            self.outcome.claims_told.append(seconds)
            self._begins(helper, talk, room)

    async def _room_by_experience(self, case: HandoffId) -> float:
        """Had a volunteer with room been drawn by lot: how likely one who lived through this topic?"""
        known = self.outcome.cases.get(case)
        free = [h for h in self.helpers if h.name in self._on_duty and len(self._busy[h.name]) < 2]
        if known is None or not free:
            return 0.0
        return statistics.mean(known.topic in helper.experiences for helper in free)

    def _begins(self, helper: str, talk: Handoff, chance: float) -> None:
        case = self.outcome.cases[talk.id]
        self._busy[helper].add(talk.id)
        self._waiting.pop(case.young, None)
        lasts = self._chance.talk()
        case.begun, case.helper, case.chance = self._clock.now(), helper, chance
        case.minutes = lasts.total_seconds() / 60
        known = next((h for h in self.helpers if h.name == helper), None)
        if known is not None:
            case.lived_it = case.topic in known.experiences
            self.outcome.minutes[helper] += case.minutes
        self._in(FIRST_LINE, lambda: self._writes(helper, talk, "hoi, fijn dat je er bent"))
        self._in(lasts * 0.4, lambda: self._young_writes(case, helper, talk))
        self._in(lasts, lambda: self._ends(helper, talk))

    async def _writes(self, helper: str, talk: Handoff, text: str) -> None:
        if len(self._busy[helper]) > 1:
            await self._sends(helper, text=f"/praat {talk.alias}")
        await self._sends(helper, text=text)

    async def _young_writes(self, case: Case, helper: str, talk: Handoff) -> None:
        await self._sends(case.young, text="ja het was weer zo'n dag")
        self._in(REPLY_AFTER, lambda: self._writes(helper, talk, "vertel eens"))

    async def _ends(self, helper: str, talk: Handoff) -> None:
        if len(self._busy[helper]) > 1:
            await self._sends(helper, text=f"/praat {talk.alias}")
        await self._sends(helper, text="/klaar")
        self._busy[helper].discard(talk.id)
