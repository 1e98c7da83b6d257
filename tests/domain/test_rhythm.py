"""A moment comes again at the same time of the clock, whatever the clock does at night."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.goals import asked_again_moment, is_quiet, zone_of
from bot.domain.rhythm import TERMS, Every, on_the_clock, read_rhythm, rhythm_from

ZONES = (ZoneInfo("Europe/Amsterdam"), ZoneInfo("Europe/Brussels"))
SPRING, AUTUMN = date(2027, 3, 28), date(2026, 10, 25)

days = st.one_of(
    st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    *(
        st.integers(-8, 1).map(lambda n, night=night: night + timedelta(days=n))
        for night in (SPRING, AUTUMN)
    ),
)
times = st.builds(time, st.integers(0, 23), st.integers(0, 59))


@given(days, times, st.sampled_from(ZONES), st.sampled_from(Every), st.sampled_from(sorted(TERMS)))
@example(date(2027, 3, 27), time(2, 30), ZONES[0], Every.DAY, "month")
@example(date(2026, 10, 24), time(2, 30), ZONES[1], Every.DAY, "two_weeks")
@example(date(2027, 3, 21), time(16), ZONES[0], Every.WEEK, "month")
def test_every_moment_of_a_rhythm_comes_once_and_on_time(
    day: date, at: time, zone: ZoneInfo, every: Every, term: str
) -> None:
    first = on_the_clock(day, at, zone)
    rhythm = rhythm_from(first, every, term, zone)
    assert read_rhythm(rhythm.written()) == rhythm
    step = timedelta(days=1 if every is Every.DAY else 7)
    moments, moment = [first], rhythm.after(first, zone)
    while moment is not None:
        moments.append(moment)
        moment = rhythm.after(moment, zone)
    begun = first.astimezone(zone)
    assert len(moments) == TERMS[term] // step + 1
    for n, one in enumerate(moments):
        local = one.astimezone(zone)
        assert local.date() == begun.date() + n * step
        skipped = _summer_begins(local.date()) and rhythm.at.hour == 2
        if not skipped:
            assert (local.hour, local.minute) == (rhythm.at.hour, rhythm.at.minute)
    assert moments == sorted(set(moments))


def _summer_begins(day: date) -> bool:
    """The last Sunday of March: there is no half past two in the night."""
    return day.month == 3 and day.day > 24 and day.isoweekday() == 7


@given(days, times, st.sampled_from(["nl", "be", "unknown"]))
def test_who_did_not_answer_is_asked_once_more_within_a_day_and_not_at_night(
    day: date, at: time, region: str
) -> None:
    now = on_the_clock(day, at, zone_of(region))
    again = asked_again_moment(now, region)
    assert not is_quiet(again, region)
    assert again - now <= timedelta(days=1)
    # half past eight in the morning may be 07:30 after the change, so the evening before
    assert again - now >= timedelta(hours=10)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (datetime(2027, 3, 27, 16, tzinfo=ZONES[0]), datetime(2027, 3, 28, 14, tzinfo=UTC)),
        (datetime(2026, 10, 24, 16, tzinfo=ZONES[0]), datetime(2026, 10, 25, 15, tzinfo=UTC)),
    ],
)
def test_four_oclock_stays_four_oclock_when_the_clock_changes(now: datetime, due: datetime) -> None:
    rhythm = rhythm_from(now, Every.DAY, "two_weeks", ZONES[0])
    assert rhythm.after(now, ZONES[0]) == due


def test_a_moment_in_a_hour_that_does_not_exist_comes_an_hour_later() -> None:
    due = on_the_clock(SPRING, time(2, 30), ZONES[0])
    assert due.astimezone(ZONES[0]).time() == time(3, 30)


def test_an_unwritten_rhythm_is_none_and_a_broken_one_is_told() -> None:
    assert read_rhythm(None) is None
    with pytest.raises(ValueError, match="values to unpack"):
        read_rhythm("elke dag")
