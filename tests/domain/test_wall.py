"""A post on the wall: its moves, and how many must look."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.ids import PersonId, PostNumber
from bot.domain.wall import MOVES, Look, Post, PostKind, PostState, Verdict

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
ANN, BOB, CAS = PersonId("ann"), PersonId("bob"), PersonId("cas")
POST = Post(PostNumber(1), ANN, PostKind.MESSAGE, "tekst", NOW, NOW)


def approved(staff: PersonId, *, professional: bool = False, number: int = 1) -> Look:
    return Look(staff, professional, Verdict.APPROVE, number, NOW)


def test_one_is_enough_for_an_ordinary_post() -> None:
    assert not POST.is_enough([])
    assert POST.is_enough([approved(BOB)])


def test_something_sensitive_needs_two_people_of_whom_one_professional() -> None:
    post = replace(POST, sensitive=True)
    assert not post.is_enough([approved(BOB, professional=True)])
    assert not post.is_enough([approved(BOB), approved(CAS)])
    assert not post.is_enough([approved(BOB, professional=True), approved(BOB)])
    assert post.is_enough([approved(BOB), approved(CAS, professional=True)])


def test_a_hidden_post_needs_two_new_looks() -> None:
    hidden = replace(POST, state=PostState.PUBLISHED).hidden(NOW)
    assert not hidden.is_enough([approved(BOB), approved(CAS)])
    assert hidden.is_enough([approved(BOB, number=2), approved(CAS, number=2)])


def test_a_changed_post_is_looked_at_anew() -> None:
    again = POST.moved(PostState.SENT_BACK, NOW, reason="unclear").offered_again("beter", NOW)
    assert (again.state, again.text, again.reason) == (PostState.WAITING, "beter", "")
    assert not again.is_enough([approved(BOB)])


def test_other_verdicts_are_no_approval() -> None:
    assert not POST.is_enough([Look(BOB, False, Verdict.REFUSE, 1, NOW)])


def test_nobody_judges_their_own() -> None:
    assert not POST.may_judge(ANN)
    assert POST.may_judge(BOB)


@pytest.mark.parametrize("before", PostState)
@pytest.mark.parametrize("after", PostState)
def test_only_the_listed_moves_are_possible(before: PostState, after: PostState) -> None:
    post = replace(POST, state=before)
    if after in MOVES[before]:
        assert post.moved(after, NOW).state is after
    else:
        with pytest.raises(ValueError, match="->"):
            post.moved(after, NOW)


def test_words_of_a_post_stand_in_no_repr() -> None:
    assert "tekst" not in repr(POST)
