"""A moment in somebody's own words, Dutch and Flemish. It is Sunday 22 November 2026, 13:00."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.said_moment import SaidMoment, said_moment

NOW = datetime(2026, 11, 22, 13, 0, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.parametrize(
    ("said", "day", "at"),
    [
        ("vrijdag om vier uur", 27, time(16)),
        ("morgen half vijf", 23, time(16, 30)),
        ("24/11 16u30", 24, time(16, 30)),
        ("24 november om 16:00", 24, time(16)),
        ("vanavond om 8 uur", 22, time(20)),
        ("overmorgen 9u", 24, time(9)),
        ("zondag om 3 uur", 22, time(15)),
        ("zondag om 1 uur", 29, time(13)),
        ("morgenavond", 23, time(19, 30)),
        ("over 3 dagen om 5 uur", 25, time(17)),
        ("vrij 17u", 27, time(17)),
        ("ma 8 uur 's avonds", 23, time(20)),
        ("morgen om 7 uur 's morgens", 23, time(7)),
        ("woensdagnamiddag", 25, time(14)),
        ("vrijdagavond om elf uur", 27, time(23)),
        ("volgende week dinsdag", 24, None),
        ("zondag", 29, None),
        ("kwart voor vijf", None, time(16, 45)),
        ("tien voor half vijf", None, time(16, 20)),
        ("half een", None, time(12, 30)),
        ("12 uur", None, time(12)),
        ("6 uur 's morgens", None, time(6)),
        ("23u", None, time(23)),
        ("16.00", None, time(16)),
        ("na school", None, None),
        ("ik denk een 4", None, None),
        ("om 25 uur", None, None),
        ("30 februari", None, None),
    ],
)
def test_what_is_found(said: str, day: int | None, at: time | None) -> None:
    assert said_moment(said, NOW) == SaidMoment(date(2026, 11, day) if day else None, at)


WORDS = ["vrijdag", "om", "half", "vier", "over", "kwart", "24/11", "99", "uur", "morgen", "voor"]


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(WORDS)).map(" ".join)))
def test_no_words_break_it_and_no_day_lies_in_the_past(said: str) -> None:
    found = said_moment(said, NOW)
    assert found.day is None or found.day >= NOW.date()
