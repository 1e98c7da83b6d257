"""A check-in never comes at night, and never later than was asked for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.goals import (
    DAYS_AHEAD,
    QUIET_FROM,
    QUIET_UNTIL,
    check_in_moment,
    end_of_quiet,
    later_moment,
)

HERE = ZoneInfo("Europe/Amsterdam")
DAYS = {
    "an ordinary day": datetime(2026, 3, 10, tzinfo=HERE),
    "the day before summer time": datetime(2026, 3, 28, tzinfo=HERE),
    "the day summer time begins": datetime(2026, 3, 29, tzinfo=HERE),
    "the day before winter time": datetime(2026, 10, 24, tzinfo=HERE),
    "the day winter time begins": datetime(2026, 10, 25, tzinfo=HERE),
    "the last day of the year": datetime(2026, 12, 31, tzinfo=HERE),
    "a leap day": datetime(2028, 2, 29, tzinfo=HERE),
}
REGIONS = ("nl", "be", "unknown")
day_by_day = pytest.mark.parametrize("day", DAYS.values(), ids=list(DAYS))


def every_ten_minutes(day: datetime) -> Iterator[datetime]:
    """The moments of a whole local day (23, 24 or 25 hours), as UTC."""
    now, end = day.astimezone(UTC), (day + timedelta(days=1)).astimezone(UTC)
    while now < end:
        yield now
        now += timedelta(minutes=10)


def is_quiet(moment: datetime) -> bool:
    at = moment.astimezone(HERE).time()
    return at >= QUIET_FROM or at < QUIET_UNTIL


@day_by_day
@pytest.mark.parametrize("choice", ["tonight", *DAYS_AHEAD])
@pytest.mark.parametrize("region", REGIONS)
def test_no_check_in_comes_at_night_and_none_in_the_past(
    day: datetime, choice: str, region: str
) -> None:
    for now in every_ten_minutes(day):
        moment = check_in_moment(choice, now, region)
        assert moment is not None
        assert not is_quiet(moment)
        assert moment > now


@day_by_day
@pytest.mark.parametrize(("choice", "days"), DAYS_AHEAD.items())
def test_tomorrow_is_never_later_than_this_time_tomorrow_nor_than_24_hours(
    day: datetime, choice: str, days: int
) -> None:
    for now in every_ten_minutes(day):
        moment = check_in_moment(choice, now, "nl")
        assert moment is not None
        here, there = now.astimezone(HERE), moment.astimezone(HERE)
        asked = here.replace(tzinfo=None) + timedelta(days=days)
        assert there.replace(tzinfo=None) <= asked
        assert moment - now <= timedelta(days=days)
        # the night itself, and the hour that the clock goes back
        assert asked - there.replace(tzinfo=None) < timedelta(hours=13)


@pytest.mark.parametrize(
    ("now", "asked_at"),
    [
        ((10, 24, 12, 0), (10, 25, 11, 0)),  # the clock goes back: 24 hours, not 25
        (
            (10, 24, 8, 30),
            (10, 24, 20, 45),
        ),  # 24 hours later is half past seven, so before the night
        ((3, 28, 12, 0), (3, 29, 12, 0)),  # the clock goes forward: this time tomorrow, 23 hours
    ],
)
def test_tomorrow_when_the_clock_changes(
    now: tuple[int, int, int, int], asked_at: tuple[int, int, int, int]
) -> None:
    moment = check_in_moment("tomorrow", datetime(2026, *now, tzinfo=HERE), "nl")
    assert moment == datetime(2026, *asked_at, tzinfo=HERE)


def test_at_noon_tomorrow_is_24_hours_later_and_nothing() -> None:
    noon = datetime(2026, 3, 10, 12, tzinfo=HERE)
    assert check_in_moment("tomorrow", noon, "nl") == noon + timedelta(hours=24)


@pytest.mark.parametrize(
    ("now", "asked_at"),
    [
        ((3, 10, 15, 0), (3, 10, 19, 30)),
        ((3, 10, 19, 0), (3, 10, 20, 0)),
        ((3, 10, 19, 59), (3, 10, 20, 59)),
        ((3, 10, 20, 30), (3, 11, 20, 30)),
        ((3, 10, 22, 0), (3, 11, 20, 45)),
        ((3, 10, 3, 0), (3, 10, 19, 30)),
    ],
)
def test_tonight_is_this_evening_or_when_that_is_over_the_next(
    now: tuple[int, int, int, int], asked_at: tuple[int, int, int, int]
) -> None:
    moment = check_in_moment("tonight", datetime(2026, *now, tzinfo=HERE), "nl")
    assert moment == datetime(2026, *asked_at, tzinfo=HERE)


@day_by_day
@pytest.mark.parametrize("region", REGIONS)
def test_tonight_is_never_more_than_24_hours_away(day: datetime, region: str) -> None:
    for now in every_ten_minutes(day):
        moment = check_in_moment("tonight", now, region)
        assert moment is not None
        assert moment - now <= timedelta(days=1)


def test_never_is_never() -> None:
    assert check_in_moment("never", datetime(2026, 3, 10, tzinfo=HERE), "nl") is None


@day_by_day
@pytest.mark.parametrize("region", REGIONS)
def test_later_is_three_hours_or_the_next_morning_and_never_at_night(
    day: datetime, region: str
) -> None:
    for now in every_ten_minutes(day):
        moment = later_moment(now, region)
        assert not is_quiet(moment)
        assert moment > now
        if moment.astimezone(HERE).time() != time(9):
            assert moment == now + timedelta(hours=3)
        else:
            assert moment - now <= timedelta(hours=16)  # the night of winter time is an hour longer


@pytest.mark.parametrize(
    ("now", "asked_at"),
    [
        ((3, 10, 14, 0), (3, 10, 17, 0)),
        ((3, 10, 17, 59), (3, 10, 20, 59)),
        ((3, 10, 18, 0), (3, 11, 9, 0)),
        ((3, 10, 23, 30), (3, 11, 9, 0)),
        ((3, 10, 4, 0), (3, 10, 9, 0)),
    ],
)
def test_later_in_the_evening_is_the_next_morning(
    now: tuple[int, int, int, int], asked_at: tuple[int, int, int, int]
) -> None:
    moment = later_moment(datetime(2026, *now, tzinfo=HERE), "nl")
    assert moment == datetime(2026, *asked_at, tzinfo=HERE)


@day_by_day
@pytest.mark.parametrize("region", REGIONS)
def test_the_quiet_hours_are_over_at_eight(day: datetime, region: str) -> None:
    for now in filter(is_quiet, every_ten_minutes(day)):
        end = end_of_quiet(now, region)
        assert end.astimezone(HERE).time() == QUIET_UNTIL
        assert timedelta(0) < end - now <= timedelta(hours=12)


def test_the_answer_is_in_the_zone_of_the_question() -> None:
    now = datetime(2026, 7, 1, 10, tzinfo=UTC)
    for moment in (check_in_moment("tomorrow", now, "be"), later_moment(now, "be")):
        assert moment is not None
        assert moment.tzinfo is UTC
