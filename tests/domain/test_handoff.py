"""The life of a handoff: every move that is allowed, and every other refused."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from bot.domain.handoff import MOVES, OPEN, WAITING, Handoff, HandoffState, Urgency
from bot.domain.ids import HandoffId, PersonId
from bot.domain.volunteer import Role, StaffMember
from bot.errors import HandoffNotAllowed
from tests.fakes import A_TUESDAY

S = HandoffState
LATER = A_TUESDAY + timedelta(minutes=5)
ANNE = StaffMember(PersonId("anne"), Role.VOLUNTEER, "Anne", on_duty=True, age=20)
ALLOWED = {
    *((S.REQUESTED, to) for to in (S.OFFERED, S.EXPIRED, S.WITHDRAWN, S.ESCALATED)),
    *((S.OFFERED, to) for to in (S.REQUESTED, S.CLAIMED, S.EXPIRED, S.WITHDRAWN, S.ESCALATED)),
    *((S.CLAIMED, to) for to in (S.ACTIVE, S.WITHDRAWN)),
    *((S.ACTIVE, to) for to in (S.CLOSED, S.ESCALATED)),
}


def handoff(state: HandoffState = S.REQUESTED, urgency: Urgency = Urgency.NORMAL) -> Handoff:
    return Handoff(
        HandoffId("h1"),
        PersonId("young"),
        "Egel",
        Role.VOLUNTEER,
        urgency,
        A_TUESDAY,
        A_TUESDAY,
        state,
    )


@pytest.mark.parametrize(("state", "to"), sorted(ALLOWED))
def test_an_allowed_move_is_made_and_its_moment_kept(state: HandoffState, to: HandoffState) -> None:
    moved = handoff(state).moved(to, LATER, reason="omdat")
    assert (moved.state, moved.changed_at, moved.reason) == (to, LATER, "omdat")
    assert moved.created_at == A_TUESDAY


@pytest.mark.parametrize(("state", "to"), sorted(set(product(S, S)) - ALLOWED))
def test_every_other_move_is_refused(state: HandoffState, to: HandoffState) -> None:
    with pytest.raises(HandoffNotAllowed, match=f"from {state} to {to}"):
        handoff(state).moved(to, LATER)


def test_every_state_is_in_the_list_of_moves_and_an_end_is_an_end() -> None:
    assert set(MOVES) == set(S)
    ends = {state for state, moves in MOVES.items() if not moves}
    assert ends == {S.CLOSED, S.ESCALATED, S.EXPIRED, S.WITHDRAWN}
    assert set(S) - ends == OPEN
    assert {S.REQUESTED, S.OFFERED} == WAITING


def test_from_everywhere_some_end_can_be_reached() -> None:
    for start in S:
        reached, todo = set(), [start]
        while todo:
            state = todo.pop()
            reached.add(state)
            todo += [to for to in MOVES[state] if to not in reached]
        assert reached & {S.CLOSED, S.ESCALATED, S.EXPIRED, S.WITHDRAWN}


def test_who_claims_an_offer_has_the_talk_at_once() -> None:
    claimed = handoff(S.OFFERED).claimed_by(ANNE, LATER)
    assert (claimed.state, claimed.staff, claimed.changed_at) == (S.ACTIVE, ANNE.person, LATER)


@pytest.mark.parametrize("state", set(S) - {S.OFFERED})
def test_the_first_claim_wins_and_nothing_else_can_be_claimed(state: HandoffState) -> None:
    with pytest.raises(HandoffNotAllowed):
        handoff(state).claimed_by(ANNE, LATER)


def test_a_reason_stays_until_another_is_given() -> None:
    offered = handoff().moved(S.OFFERED, LATER, reason="eerst")
    assert offered.moved(S.REQUESTED, LATER).reason == "eerst"


@pytest.mark.parametrize(
    ("urgency", "danger"),
    [(Urgency.URGENT, True), (Urgency.CONCERN, True), (Urgency.NORMAL, False)],
)
def test_urgent_and_concern_are_danger_cases(urgency: Urgency, danger: bool) -> None:
    assert handoff(urgency=urgency).is_danger is danger
