"""A circle: its moves, its moment of the week, and who may be in it together."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
from pydantic import ValidationError

from bot.domain.circles import (
    CIRCLE_MOVES,
    Circle,
    CircleState,
    best_of,
    widest_distance,
)
from bot.domain.ids import CircleNumber, PersonId
from bot.engine.circle_rules import CircleRules
from bot.errors import CircleNotAllowed
from bot.settings import ROOT
from tests.conftest import shelf

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
CIRCLE = Circle(
    CircleNumber(1), PersonId("c"), "bullying", "nl", "16-17", 1, time(17), NOW, NOW, NOW
)


@pytest.mark.parametrize("state", CircleState)
@pytest.mark.parametrize("wanted", CircleState)
def test_it_makes_no_other_moves(state: CircleState, wanted: CircleState) -> None:
    circle = replace(CIRCLE, state=state)
    if wanted in CIRCLE_MOVES[state]:
        assert circle.moved(wanted, NOW).state is wanted
    else:
        with pytest.raises(CircleNotAllowed):
            circle.moved(wanted, NOW)


def test_it_runs_with_four_from_its_first_day() -> None:
    assert not CIRCLE.runs_with(3, NOW)
    assert CIRCLE.runs_with(4, NOW)
    assert not CIRCLE.runs_with(8, NOW - timedelta(seconds=1))


def test_the_next_round_is_later_than_now_also_on_the_very_moment() -> None:
    first = CIRCLE.next_round(NOW)
    assert first == datetime(2026, 3, 10, 16, 0, tzinfo=UTC)
    assert CIRCLE.next_round(first) == first + timedelta(days=7)


@pytest.mark.parametrize(
    ("bands", "years"),
    [
        (["12_15"], 0),
        (["12_15", "16_17"], 0),
        (["18_24"], 0),
        (["16_17", "18_24"], 8),
        (["12_15", "18_24"], 12),
    ],
)
def test_how_far_a_minor_and_an_adult_can_be_apart(bands: list[str], years: int) -> None:
    assert widest_distance(bands) == years


def test_an_age_group_in_which_they_are_too_far_apart_is_refused() -> None:
    rules = shelf(ROOT / "flows")().circles
    data = rules.model_dump()
    data["ages"] = [{"id": "16-24", "title": "16 tot 24", "bands": ["16_17", "18_24"]}]
    with pytest.raises(ValidationError, match="minder- en meerderjarigen"):
        CircleRules.model_validate(data)


def test_of_more_answers_the_kindest_counts() -> None:
    assert best_of(["not_done", "done"]) == "done"
    assert best_of(["not_done", "partly"]) == "partly"
