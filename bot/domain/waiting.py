"""The wait as a young person lives it: a place in the queue, and how long it will probably take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from statistics import median

from bot.domain.handoff import Handoff, Urgency

ENOUGH_WAITS = 5  # fewer say nothing about the next one
LOOK_BACK = timedelta(days=14)
AROUND_THIS_HOUR = timedelta(hours=1)  # before and after the time of day
LONGEST = 35  # minutes; beyond it a figure would only sound exact
# Up to so many minutes it is said so; nobody needs a wait to the minute.
WORDS = (
    (3, "een paar minuten"),
    (7, "ongeveer 5 minuten"),
    (12, "ongeveer 10 minuten"),
    (17, "ongeveer een kwartier"),
    (25, "ongeveer 20 minuten"),
    (LONGEST, "ongeveer een half uur"),
)
LONGER = "langer dan een half uur"


def place_of(case: Handoff, waiting: Iterable[Handoff]) -> int:
    """The place of a case that waits: 1 when no other wish goes before it. The most urgent first,
    then who waits longest."""
    return 1 + sum(_order(other) < _order(case) for other in waiting if other.id != case.id)


def _order(case: Handoff) -> tuple[int, datetime, str]:
    return list(Urgency).index(case.urgency), case.created_at, case.id


def expected_wait(waits: Sequence[int], waited: int = 0) -> int | None:
    """How many minutes more it will probably take: half of those who waited longer than `waited`
    minutes had somebody within it. `None` when too few did to say anything."""
    longer = [wait for wait in waits if wait >= waited]
    if len(longer) < ENOUGH_WAITS:
        return None
    return max(0, round(median(longer)) - waited)


def in_words(minutes: int) -> str:
    """A number of minutes, rounded kindly."""
    return next((words for most, words in WORDS if minutes <= most), LONGER)


def windows(now: datetime) -> tuple[tuple[datetime, datetime], ...]:
    """The last 14 days around this time of day; today up to now."""
    days = [now - timedelta(days=n) for n in range(LOOK_BACK.days)]
    return tuple((day - AROUND_THIS_HOUR, min(now, day + AROUND_THIS_HOUR)) for day in days)
