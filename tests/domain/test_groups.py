"""A Telegram group: its states, its code, and the moment of the week."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.groups import GROUP_MOVES, LINK_TERM, Group, GroupState
from bot.domain.ids import GroupNumber, PersonId
from bot.errors import GroupNotAllowed

NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)  # Tuesday
MADE = Group(
    GroupNumber(1),
    PersonId("leader"),
    "Klas 3B",
    "nl",
    1,
    time(17),
    NOW,
    NOW,
    link_hash="a",
    link_expires_at=NOW + LINK_TERM,
)


@pytest.mark.parametrize("state", GroupState)
@pytest.mark.parametrize("wanted", GroupState)
def test_only_the_moves_of_the_list_are_allowed(state: GroupState, wanted: GroupState) -> None:
    group = replace(MADE, state=state)
    if wanted in GROUP_MOVES[state]:
        assert group.moved(wanted, NOW).state is wanted
    else:
        with pytest.raises(GroupNotAllowed):
            group.moved(wanted, NOW)


def test_what_is_closed_leads_to_no_chat_and_opens_with_no_code() -> None:
    linked = replace(MADE.moved(GroupState.LINKED, NOW), chat=PersonId("chat"), join_hash="b")
    over = linked.closed(NOW)
    assert (over.chat, over.link_hash, over.join_hash) == (None, "", "")
    assert not over.runs
    with pytest.raises(GroupNotAllowed):
        over.closed(NOW)


def test_the_code_links_for_a_day_and_once() -> None:
    assert MADE.link_opens(NOW + LINK_TERM - timedelta(seconds=1))
    assert not MADE.link_opens(NOW + LINK_TERM)
    assert not MADE.moved(GroupState.LINKED, NOW).link_opens(NOW)


def test_without_somebody_who_leads_it_there_is_no_round() -> None:
    linked = MADE.moved(GroupState.LINKED, NOW)
    assert linked.runs
    assert not replace(linked, leader=None).runs
    assert not linked.moved(GroupState.PAUSED, NOW).runs


def test_the_hour_on_the_clock_stays_when_summer_time_ends() -> None:
    before = datetime(2026, 10, 20, 16, tzinfo=UTC)  # Tuesday, summer time
    first = MADE.next_round(before - timedelta(days=1))
    second = MADE.next_round(first)
    assert (first.hour, second.hour) == (15, 16)
    assert second - first == timedelta(days=7, hours=1)


def test_neither_title_nor_codes_of_a_line_show_in_a_log() -> None:
    assert "Klas 3B" not in repr(MADE)
