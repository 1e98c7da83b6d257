"""The path of a volunteer: only allowed moves, and a screening that can be trusted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import PersonId
from bot.domain.practice import LearningGoal
from bot.domain.volunteer_path import (
    MOVES,
    Proof,
    Screening,
    VolunteerPath,
    VolunteerStatus,
    talks_band,
    young_may,
)
from bot.errors import PathNotAllowed

NOW = datetime(2026, 3, 10, 14, tzinfo=UTC)
TODAY = NOW.date()
S = VolunteerStatus
NEW = VolunteerPath(
    PersonId("a" * 32),
    "Frisse Vlinder",
    S.APPLIED,
    NOW,
    NOW,
    why="graag",
    goals=(LearningGoal("luisteren"),),
)


def walked(moves: list[VolunteerStatus]) -> list[VolunteerStatus]:
    """Where these wishes lead; what is not allowed changes nothing."""
    path, places = NEW, [NEW.status]
    for wanted in moves:
        try:
            path = path.moved(wanted, NOW)
        except PathNotAllowed:
            continue
        places.append(path.status)
    return places


@given(st.lists(st.sampled_from(list(S)), max_size=12))
def test_nobody_is_approved_without_screening_and_training_before(moves: list[S]) -> None:
    places = walked(moves)
    if S.APPROVED in places:
        assert places[: places.index(S.APPROVED)] == [S.APPLIED, S.SCREENED, S.IN_TRAINING]


@given(st.lists(st.sampled_from(list(S)), max_size=12))
def test_who_left_stays_away_and_a_pause_comes_from_approved_only(moves: list[S]) -> None:
    places = walked(moves)
    assert S.LEFT not in places[:-1]
    for before, after in pairwise(places):
        assert after is not S.PAUSED or before is S.APPROVED


def test_every_status_but_the_last_can_end() -> None:
    assert set(MOVES) == set(S)
    assert all(S.LEFT in MOVES[status] for status in S if status is not S.LEFT)


def test_own_words_go_when_somebody_leaves() -> None:
    left = NEW.moved(S.LEFT, NOW)
    assert (left.why, left.goals) == ("", ())


@pytest.mark.parametrize(
    ("age", "day", "problem"),
    [
        (19, TODAY, None),
        (16, TODAY - timedelta(days=365), None),
        (19, TODAY - timedelta(days=366), "old"),
        (19, TODAY + timedelta(days=1), "future"),
        (15, TODAY, "too_young"),
    ],
)
def test_a_proof_of_conduct_is_recent_and_not_of_tomorrow(
    age: int, day: date, problem: str | None
) -> None:
    assert Screening(age, Proof.VOG, day).problem(TODAY, valid_days=365) == problem


def test_what_the_coordinator_saw_counts_and_not_what_was_told() -> None:
    told = replace(NEW, age_band="18_up")
    seen = told.screened(Screening(17, Proof.EXTRACT, TODAY), NOW)
    assert not told.is_minor
    assert seen.is_minor


@given(st.sampled_from(["confidant", "mentor", "mediator", "coach", "educator", None]))
def test_under_18_there_are_no_talks_as_confidant_or_mentor(form: str | None) -> None:
    assert not young_may(form, "12_15")


@given(st.sampled_from(["buddy", "tutor", "leader"]))
def test_under_18_one_shows_the_way_to_minors_only(form: str) -> None:
    assert young_may(form, "16_17")
    assert young_may(form, "unknown")
    assert not young_may(form, "18_24")


def test_a_module_done_twice_counts_once() -> None:
    path = NEW.with_module("trust").with_module("my_role").with_module("trust")
    assert path.modules == ("trust", "my_role")


@given(st.integers(min_value=0, max_value=1000))
def test_talks_are_told_as_a_band(talks: int) -> None:
    assert talks_band(talks) in ("nog geen", "1 tot 5", "6 tot 20", "meer dan 20")
    assert (talks_band(talks) == "nog geen") is (talks == 0)
