"""Place and wait: counted from what is, said in kind words, and silent when too little is known."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.handoff import Handoff, Urgency
from bot.domain.ids import HandoffId, PersonId
from bot.domain.volunteer import Role
from bot.domain.waiting import ENOUGH_WAITS, expected_wait, in_words, place_of, windows
from tests.fakes import A_TUESDAY


def case(name: int, minute: int, urgency: Urgency) -> Handoff:
    at = A_TUESDAY + timedelta(minutes=minute)
    person = PersonId(f"{name}")
    return Handoff(HandoffId(f"{name}"), person, "Uil", Role.VOLUNTEER, urgency, at, at)


@given(st.lists(st.tuples(st.integers(0, 50), st.sampled_from(list(Urgency))), max_size=12))
def test_everybody_has_a_place_of_their_own(wishes: list[tuple[int, Urgency]]) -> None:
    waiting = [case(n, minute, urgency) for n, (minute, urgency) in enumerate(wishes)]
    places = [place_of(one, waiting) for one in waiting]
    assert sorted(places) == list(range(1, len(waiting) + 1))


@given(st.lists(st.integers(0, 200), max_size=30), st.integers(0, 100))
def test_a_wait_is_told_only_when_enough_is_known(waits: list[int], waited: int) -> None:
    longer = [wait for wait in waits if wait >= waited]
    expected = expected_wait(waits, waited)
    assert (expected is None) == (len(longer) < ENOUGH_WAITS)
    if expected is not None:
        assert 0 <= expected <= max(longer) - waited


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "een paar minuten"), (5, "ongeveer 5 minuten"), (15, "ongeveer een kwartier"),
     (30, "ongeveer een half uur"), (36, "langer dan een half uur")],
)  # fmt: skip
def test_the_words_are_kind(minutes: int, words: str) -> None:
    assert in_words(minutes) == words


def test_the_windows_never_reach_into_the_future() -> None:
    assert len(windows(A_TUESDAY)) == 14
    assert max(until for _, until in windows(A_TUESDAY)) == A_TUESDAY
