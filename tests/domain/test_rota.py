"""The rota: hours in words, moments across the change of the clock, and when a talk can begin."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import rota
from bot.domain.ids import PersonId, ShiftId
from bot.domain.rota import Hours, Shift, Slot, hours_in, hours_words, moments, next_open, slots

TODAY = date(2026, 3, 10)
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
quarters = st.integers(0, 95).map(lambda n: time(n // 4, n % 4 * 15))


def shift(hours: Hours, name: str = "s") -> Shift:
    return Shift(ShiftId(name), PersonId(f"p-{name}"), hours)


@given(st.integers(0, 6), quarters, quarters)
def test_what_is_shown_can_be_typed_again(weekday: int, begins: time, ends: time) -> None:
    hours = Hours(begins, ends, weekday=weekday)
    read = hours_in(hours_words(hours), TODAY)
    length = (ends.hour * 60 + ends.minute - begins.hour * 60 - begins.minute) % 1440
    assert read == (hours if 0 < length <= 720 else None)


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading(text: str) -> None:
    assert hours_in(text, TODAY) is None or rota._SHIFT.search(text.casefold())


def test_a_date_without_a_year_is_the_next_one() -> None:
    known = hours_in("9-3 10-12", TODAY)
    assert known is not None
    assert known.day == date(2027, 3, 9)


@pytest.mark.parametrize(("day", "utc"), [(date(2026, 3, 28), 15), (date(2026, 3, 29), 14)])
def test_a_shift_keeps_the_time_of_the_wall_clock(day: date, utc: int) -> None:
    once = shift(Hours(time(16), time(18), day=day))
    (slot,) = slots([once], NOW, NOW + timedelta(days=30))
    assert slot.begins.hour == utc
    assert slot.ends - slot.begins == timedelta(hours=2)


@given(
    st.lists(st.tuples(st.integers(0, 160), st.integers(1, 12)), max_size=8),
    st.lists(st.tuples(st.integers(0, 160), st.integers(1, 12)), max_size=8),
)
def test_open_and_gaps_together_are_when_volunteers_are_there(
    volunteers: list[tuple[int, int]], professionals: list[tuple[int, int]]
) -> None:
    some, behind = _slots(volunteers), _slots(professionals)
    covered = {h for h in range(180) for s in behind if _in(h, (s.begins, s.ends))}
    there = {h for h in range(180) for s in some if _in(h, (s.begins, s.ends))}
    gaps = {h for h in range(180) for span in rota.gaps(some, behind) if _in(h, span)}
    assert gaps == there - covered
    opens = next_open(NOW, some, behind)
    both = there & covered
    assert opens == (NOW + timedelta(hours=min(both)) if both else None)
    for chosen in moments(NOW, some, rota.spans_of(behind)):
        assert (chosen.begins - NOW) // timedelta(hours=1) in both
        assert chosen.begins >= NOW + rota.SOONEST


def _slots(hours: list[tuple[int, int]]) -> list[Slot]:
    return [
        Slot(
            NOW + timedelta(hours=begin),
            NOW + timedelta(hours=begin + length),
            ShiftId(f"{n}"),
            PersonId(f"{n}"),
        )
        for n, (begin, length) in enumerate(hours)
    ]


def _in(hour: int, span: tuple[datetime, datetime]) -> bool:
    return span[0] <= NOW + timedelta(hours=hour) < span[1]
