"""Who supports a goal: states, what they hear, and what is left after the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import GoalId, PersonId, SupporterId
from bot.domain.supporters import (
    SUPPORT_MOVES,
    Asks,
    Hears,
    SupportEnd,
    Supporter,
    SupporterChat,
    SupportState,
)
from bot.errors import HandoffNotAllowed

NOW = datetime(2026, 11, 22, 14, tzinfo=UTC)
ONE = Supporter(
    SupporterId("s"),
    GoalId("g"),
    PersonId("y"),
    Hears.DONE,
    "hash",
    NOW + timedelta(hours=72),
    NOW,
    NOW,
    called="oma",
    words="een klusje",
    help="wish",
)


@pytest.mark.parametrize("before", SupportState)
@pytest.mark.parametrize("after", SupportState)
def test_only_the_moves_of_the_table_are_possible(
    before: SupportState, after: SupportState
) -> None:
    one = replace(ONE, state=before)
    if after in SUPPORT_MOVES[before]:
        assert one.moved(after, NOW).state is after
    else:
        with pytest.raises(HandoffNotAllowed):
            one.moved(after, NOW)


def test_after_the_end_no_words_are_left_and_the_code_is_still_known() -> None:
    ended = ONE.moved(SupportState.ENDED, NOW, end=SupportEnd.STOPPED)
    assert (ended.called, ended.words, ended.help, ended.news) == ("", "", "", "")
    assert ended.code_hash == "hash"


@pytest.mark.parametrize(
    ("hears", "heard"),
    [(Hears.NOTHING, set()), (Hears.DONE, {"done"}), (Hears.DONE_PARTLY, {"done", "partly"})],
)
def test_what_may_be_heard(hears: Hears, heard: set[str]) -> None:
    active = replace(ONE, hears=hears, state=SupportState.ACTIVE)
    every = ("done", "partly", "not_done", "later", "stop")
    assert {result for result in every if active.may_hear(result)} == heard
    assert not replace(active, state=SupportState.OPENED).may_hear("done")


def test_a_link_that_is_too_old_takes_no_place() -> None:
    assert ONE.counts(NOW)
    assert not ONE.counts(NOW + timedelta(hours=72))
    assert replace(ONE, state=SupportState.ACTIVE).counts(NOW + timedelta(days=9))


def test_cheers_are_counted_by_day() -> None:
    one = ONE.cheered("2026-11-22").cheered("2026-11-22")
    assert one.cheers_on("2026-11-22") == 2
    assert one.cheers_on("2026-11-23") == 0
    assert one.cheered("2026-11-23").cheers_on("2026-11-23") == 1


def test_a_line_is_waited_for_half_an_hour() -> None:
    chat = SupporterChat(PersonId("p"), NOW, SupporterId("s"), Asks.LINE)
    assert chat.waits_for(Asks.LINE, NOW + timedelta(minutes=30))
    assert not chat.waits_for(Asks.LINE, NOW + timedelta(minutes=31))
    assert not chat.waits_for(Asks.FORGET, NOW)


def test_words_are_not_in_what_is_printed() -> None:
    assert "klusje" not in repr(ONE)
    assert "oma" not in repr(ONE)
