"""A small goal of one's own, and the moment at which Maatje asks how it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.ids import CheckInId, GoalId, PersonId
from bot.domain.rhythm import Rhythm

QUIET_FROM = time(21, 0)  # a phone that buzzes at night is read by others, or by nobody
QUIET_UNTIL = time(8, 0)
LAST_MOMENT = time(20, 45)
ZONES = {"be": ZoneInfo("Europe/Brussels")}
DEFAULT_ZONE = ZoneInfo("Europe/Amsterdam")

DAYS_AHEAD = {"tomorrow": 1, "in_three_days": 3, "in_a_week": 7}
EVENING = time(19, 30)
MORNING = time(9, 0)
LATER = timedelta(hours=3)
STOPPED = "check_ins_wait"  # remembered after `stop`, until the young person says something again


class GoalState(StrEnum):
    """A goal runs until it was reached or put away; meanwhile it can rest."""

    ACTIVE = "active"
    PAUSED = "paused"
    REACHED = "reached"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Goal:
    """An if-then plan: when `when` comes, I do `step` (Gollwitzer & Sheeran 2006, d = 0.65).

    `shared_with`: `volunteer` (the own volunteer sees it), `supporter`, `circle` or `nobody`.
    `obstacle` and `answer`: what could get in the way, and what I do then; empty when not thought of.
    `topic`: what the talk was about, or `none`. `rhythm`: at which moments to ask again, if any.
    """

    id: GoalId
    person: PersonId
    step: str
    when: str
    shared_with: str
    created_at: datetime
    confidence: int | None = None
    state: GoalState = GoalState.ACTIVE
    ended_at: datetime | None = None
    obstacle: str = ""
    answer: str = ""
    topic: str = "none"
    rhythm: Rhythm | None = None

    @property
    def is_open(self) -> bool:
        """Neither reached nor put away."""
        return self.state in OPEN_STATES


OPEN_STATES = (GoalState.ACTIVE, GoalState.PAUSED)


class CheckInState(StrEnum):
    """A check-in is planned, then asked, then answered or missed."""

    PLANNED = "planned"
    ASKED = "asked"
    ANSWERED = "answered"
    MISSED = "missed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CheckIn:
    """The question how it went, at a moment that the young person chose."""

    id: CheckInId
    goal: GoalId
    person: PersonId
    due_at: datetime
    state: CheckInState = CheckInState.PLANNED
    result: str | None = None
    note: str | None = None
    exact: bool = False  # chosen to the hour: then it may come in the quiet hours


@dataclass(frozen=True, slots=True)
class CheckInWish:
    """When to ask: a word (`tonight`, `tomorrow`, …, `never`), or `own` with the aware moment `at`.
    `every`: `day` or `week` when it comes again, for so long (`term`, a key of `rhythm.TERMS`)."""

    choice: str
    at: datetime | None = None
    every: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class GoalInView:
    """A goal with the moment at which Maatje asks about it, if it does, and how many people support it."""

    goal: Goal
    asks_at: datetime | None = None
    supporters: int = 0


@dataclass(frozen=True, slots=True)
class CheckInAnswered:
    """Somebody told how it went with a goal. `check_in.result`: `done`, `partly` or `not_done`; its
    note is for the young person alone."""

    goal: Goal
    check_in: CheckIn


def check_in_moment(choice: str, now: datetime, region: str) -> datetime | None:
    """The moment for a chosen word (`tonight`, `tomorrow`, …), or `None` for `never`.

    `now` is aware. The answer is never in the quiet hours (21-8 local time): a moment in the night
    moves back to the evening before, so that "tomorrow" never comes later than asked. A day is never
    more than 24 hours, also when the clock goes back.
    """
    if choice == "never":
        return None
    zone = ZONES.get(region, DEFAULT_ZONE)
    local = now.astimezone(zone)
    if choice == "tonight":
        evening = local.replace(hour=EVENING.hour, minute=EVENING.minute, second=0, microsecond=0)
        soon = local + timedelta(hours=1)
        moment = max(evening, soon)
        if moment.time() >= QUIET_FROM or moment.date() > local.date():
            moment = _days_later(local, 1)
    else:
        moment = _days_later(local, DAYS_AHEAD[choice])
    return moment.astimezone(now.tzinfo)


def _days_later(local: datetime, days: int) -> datetime:
    """The same time on the clock, or as many times 24 hours when that comes first; not at night."""
    ahead = timedelta(days=days)
    by_hours = (local.astimezone(UTC) + ahead).astimezone(local.tzinfo)
    return _earlier_than_night(min(local + ahead, by_hours, key=datetime.timestamp))


def _earlier_than_night(moment: datetime) -> datetime:
    at = moment.time()
    if QUIET_UNTIL <= at < QUIET_FROM:
        return moment
    evening = moment if at >= QUIET_FROM else moment - timedelta(days=1)
    return evening.replace(
        hour=LAST_MOMENT.hour, minute=LAST_MOMENT.minute, second=0, microsecond=0
    )


def later_moment(now: datetime, region: str) -> datetime:
    """Three hours from `now`, or the next morning at nine when that falls in the quiet hours."""
    zone = ZONES.get(region, DEFAULT_ZONE)
    local = now.astimezone(zone) + LATER
    if not QUIET_UNTIL <= local.time() < QUIET_FROM:
        day = local if local.time() < QUIET_UNTIL else local + timedelta(days=1)
        local = day.replace(hour=MORNING.hour, minute=0, second=0, microsecond=0)
    return local.astimezone(now.tzinfo)


def zone_of(region: str) -> ZoneInfo:
    """The clock that somebody lives by."""
    return ZONES.get(region, DEFAULT_ZONE)


def is_quiet(now: datetime, region: str) -> bool:
    """Is it between nine in the evening and eight in the morning there?"""
    return not QUIET_UNTIL <= now.astimezone(zone_of(region)).time() < QUIET_FROM


def end_of_quiet(now: datetime, region: str) -> datetime:
    """When the quiet hours that it is now are over."""
    local = now.astimezone(zone_of(region))
    day = local if local.time() < QUIET_UNTIL else local + timedelta(days=1)
    end = day.replace(hour=QUIET_UNTIL.hour, minute=0, second=0, microsecond=0)
    return end.astimezone(now.tzinfo)


def asked_again_moment(now: datetime, region: str) -> datetime:
    """About a day after a question that nobody answered, never in the quiet hours."""
    return _days_later(now.astimezone(zone_of(region)), 1).astimezone(now.tzinfo)
