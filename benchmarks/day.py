"""A simulated day of handoffs: who comes when, who helps, how fast people react. Chance is seeded.

The figures are those of the project's goal for handoffs; what it leaves open is ours and marked so.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

OPENS = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)  # 14.00 in Amsterdam and Brussels
# Peer hours 14-22: the busiest hour is 1.6 times the mean; the shape of the others is ours.
HOURS = (0.6, 0.8, 1.0, 1.2, 1.6, 1.3, 0.9, 0.6)
TOPICS = ("bullying", "fear_of_failure", "debt", "study_choice")
# Shifts (first and last hour after opening): 12 volunteers on duty, 20 in the busy hours. Ours.
SHIFTS = ((0, 8),) * 8 + ((0, 4), (4, 8)) * 4 + ((2, 6),) * 8
Z95 = 1.645


@dataclass(frozen=True)
class Plan:
    """How busy the day is. Times in seconds unless the name says otherwise."""

    young: int = 1000
    asks: float = 0.35  # share that asks for a human
    urgent: float = 0.03
    hours: tuple[float, ...] = HOURS
    talk_minutes: float = 25.0  # median
    talk_minutes_p95: float = 60.0
    seen: float = 40.0  # median until an offer is seen
    unanswered: float = 0.25  # share of offers that nobody reacts to
    professionals: int = 2
    alarm_seen: float = 20.0  # median; ours
    alarm_missed: float = 0.10
    seed: int = 1

    @property
    def length(self) -> timedelta:
        """How long people come in."""
        return timedelta(hours=len(self.hours))


@dataclass(frozen=True)
class Arrival:
    """One young person who comes in."""

    name: str
    at: datetime
    wants: str  # `human`, `urgent` or `bot`
    topic: str
    age: str  # the label of the button


@dataclass(frozen=True)
class Helper:
    """A volunteer with a shift and with what they lived through."""

    name: str
    alias: str
    age: int
    begins: datetime
    ends: datetime
    experiences: tuple[str, ...]

    @property
    def hours(self) -> float:
        """Hours on duty."""
        return (self.ends - self.begins).total_seconds() / 3600


class Chance:
    """Seeded chance: the same day for every way of choosing."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._random = random.Random(plan.seed)

    def arrivals(self) -> Iterator[Arrival]:
        """Everybody who comes, in no order."""
        plan, chance = self._plan, random.Random(self._plan.seed + 1)
        for number in range(plan.young):
            hour = chance.choices(range(len(plan.hours)), plan.hours)[0]
            at = OPENS + timedelta(hours=hour, seconds=chance.uniform(0, 3600))
            kinds = ("human", "urgent", "bot")
            shares = (plan.asks, plan.urgent, 1 - plan.asks - plan.urgent)
            wants = chance.choices(kinds, shares)[0]
            age = chance.choice(("12 tot 15", "16 of 17", "18 tot 24"))
            yield Arrival(f"young{number}", at, wants, chance.choice(TOPICS), age)

    def helpers(self) -> Iterator[Helper]:
        """The volunteers; each lived through one of the topics, some through two. Ages are ours."""
        chance = random.Random(self._plan.seed + 2)
        for number, (first, last) in enumerate(SHIFTS):
            lived = tuple(sorted(chance.sample(TOPICS, chance.choice((1, 1, 2)))))
            hours = [OPENS + timedelta(hours=hour) for hour in (first, last)]
            age = 18 + number % 4
            yield Helper(f"helper{number}", f"Maatje {number}", age, hours[0], hours[1], lived)

    def talk(self) -> timedelta:
        """How long a talk lasts."""
        plan = self._plan
        spread = math.log(plan.talk_minutes_p95 / plan.talk_minutes) / Z95
        return timedelta(minutes=self._random.lognormvariate(math.log(plan.talk_minutes), spread))

    def offer_seen(self) -> timedelta | None:
        """When a volunteer reacts to an offer; `None` for never. The spread is ours."""
        if self._random.random() < self._plan.unanswered:
            return None
        return timedelta(seconds=self._random.lognormvariate(math.log(self._plan.seen), 0.6))

    def alarm_seen(self) -> timedelta | None:
        """When a professional reacts to one alarm; `None` for never."""
        if self._random.random() < self._plan.alarm_missed:
            return None
        return timedelta(seconds=self._random.lognormvariate(math.log(self._plan.alarm_seen), 0.5))
