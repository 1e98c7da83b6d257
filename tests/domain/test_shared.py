"""The life of a talk of more than two before and above its cases."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from bot.domain.ids import HandoffId, SharedId
from bot.domain.shared import SHARED_MOVES, SharedEnd, SharedState, SharedTalk
from bot.errors import HandoffNotAllowed
from tests.fakes import A_TUESDAY

S = SharedState
LATER = A_TUESDAY + timedelta(minutes=5)
ALLOWED = {
    (S.INVITING, S.ASKED),
    (S.INVITING, S.ENDED),
    (S.ASKED, S.AGREED),
    (S.ASKED, S.ENDED),
    (S.AGREED, S.ENDED),
}


def talk(
    state: SharedState = S.AGREED, *, paused: bool = False, apart: HandoffId | None = None
) -> SharedTalk:
    return SharedTalk(
        SharedId("s1"), "mediator", A_TUESDAY, A_TUESDAY, None, state, None, paused, apart
    )


@pytest.mark.parametrize(("before", "after"), sorted(ALLOWED))
def test_an_allowed_move_keeps_its_moment(before: SharedState, after: SharedState) -> None:
    moved = talk(before).moved(after, LATER)
    assert (moved.state, moved.changed_at) == (after, LATER)


@pytest.mark.parametrize(("before", "after"), sorted(set(product(S, S)) - ALLOWED))
def test_every_other_move_is_refused(before: SharedState, after: SharedState) -> None:
    with pytest.raises(HandoffNotAllowed):
        talk(before).moved(after, LATER)


def test_every_state_is_in_the_list() -> None:
    assert set(SHARED_MOVES) == set(S)


def test_an_end_keeps_why_and_holds_nobody() -> None:
    ended = talk(paused=True, apart=HandoffId("h1")).moved(S.ENDED, LATER, end=SharedEnd.LEFT)
    assert (ended.end, ended.paused, ended.apart) == (SharedEnd.LEFT, False, None)


@pytest.mark.parametrize(
    ("one", "together"),
    [
        (talk(), True),
        (talk(paused=True), False),
        (talk(apart=HandoffId("h1")), False),
        (talk(S.ASKED), False),
        (talk(S.ENDED), False),
    ],
)
def test_the_parties_read_each_other_only_when_nothing_holds_them(
    one: SharedTalk, together: bool
) -> None:
    assert one.together is together
