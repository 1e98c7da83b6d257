"""A moment on somebody's own clock, and the rhythm in which it comes again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Every(StrEnum):
    """How often a moment comes again."""

    DAY = "day"
    WEEK = "week"


LONGEST = timedelta(days=90)  # a goal ends by itself then, and with it what is asked about it
TERMS = {
    "two_weeks": timedelta(days=14),
    "month": timedelta(days=30),
    "three_months": LONGEST,
}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every day or every week at a time of the local clock, up to and with the day `until`."""

    every: Every
    at: time
    until: date
    weekday: int = 0  # Monday is 0; of a weekly rhythm

    def after(self, moment: datetime, zone: tzinfo) -> datetime | None:
        """The first one later than this moment, as UTC; `None` when it is over. Summer time changes
        nothing on the clock: sixteen hours stays sixteen hours."""
        day = moment.astimezone(zone).date()
        for ahead in range(9):
            on = day + timedelta(days=ahead)
            if on > self.until:
                return None
            due = on_the_clock(on, self.at, zone)
            if due > moment and (self.every is Every.DAY or on.weekday() == self.weekday):
                return due
        return None

    def written(self) -> str:
        """As it is stored."""
        return f"{self.every.value} {self.weekday} {self.at:%H:%M} {self.until.isoformat()}"


def read_rhythm(text: str | None) -> Rhythm | None:
    """A stored rhythm. Raises `ValueError` for what was never written by `written`."""
    if not text:
        return None
    every, weekday, at, until = text.split()
    return Rhythm(
        Every(every), time.fromisoformat(at), date.fromisoformat(until), weekday=int(weekday)
    )


def on_the_clock(day: date, at: time, zone: tzinfo) -> datetime:
    """This time on this day as UTC. A time that the clock skips comes an hour later by that clock; of
    one that comes twice it is the first."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def next_weekly(after: datetime, weekday: int, at: time, zone: tzinfo) -> datetime:
    """The first moment of the week (Monday is 0) later than `after`, as UTC."""
    day = after.astimezone(zone).date()
    for ahead in range(9):
        on = day + timedelta(days=ahead)
        due = on_the_clock(on, at, zone)
        if on.weekday() == weekday and due > after:
            return due
    raise AssertionError("a week has every day")


def rhythm_from(moment: datetime, every: Every, term: str, zone: tzinfo) -> Rhythm:
    """The rhythm that begins with this moment and lasts so long (a key of `TERMS`)."""
    local = moment.astimezone(zone)
    until = local.date() + TERMS[term]
    return Rhythm(
        every, local.time().replace(tzinfo=None, second=0, microsecond=0), until, local.weekday()
    )
