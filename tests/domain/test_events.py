"""Figures are made of a closed list of names, and never of words of people."""

from __future__ import annotations

import pytest

from bot.domain.events import NAMES, Event, event


@pytest.mark.parametrize("name", NAMES)
def test_a_listed_event_can_be_noted(name: str) -> None:
    assert event(name, "goal") == Event(name, "goal")
    assert event(name).about == ""


@pytest.mark.parametrize("name", ["", "said", "flow_startd", "FLOW_STARTED", "ik wil dood"])
def test_what_is_not_listed_is_not_kept(name: str) -> None:
    with pytest.raises(ValueError, match="unknown event"):
        event(name)


def test_events_are_told_in_the_past_tense_and_once() -> None:
    assert len(set(NAMES)) == len(NAMES)
    past = ("ed", "n", "made", "ft", "set", "wn", "understood", "told", "kept_off")
    assert [name for name in NAMES if not name.endswith(past)] == []
