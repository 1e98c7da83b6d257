"""Long texts become messages that Telegram takes, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.engine.pages import LONGEST, pages, size

LINES = st.lists(st.text(st.sampled_from("ab 😭é"), max_size=60), max_size=30)


@given(LINES, st.integers(8, 80))
def test_every_page_fits_and_every_sign_is_there(lines: list[str], longest: int) -> None:
    made = pages(lines, longest)
    assert all(size(page) <= longest for page in made)
    assert "".join(made).replace("\n", "") == "".join(lines)


def test_short_lines_stay_together() -> None:
    assert pages(["een", "twee"]) == ["een\ntwee"]


def test_a_sign_outside_the_plane_counts_twice_as_telegram_counts_it() -> None:
    assert size("😭") == 2
    assert len(pages(["😭" * LONGEST])) == 2
