"""The life of a handoff: every move that is allowed, and every other refused."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest

from bot.domain.handoff import (
    DANGER_MAY_END,
    MOVES,
    OPEN,
    WAITING,
    WHO,
    By,
    Handoff,
    HandoffState,
    Move,
    Reason,
    Urgency,
    leads,
)
from bot.domain.ids import HandoffId, PersonId
from bot.domain.volunteer import Role, StaffMember
from bot.errors import HandoffNotAllowed
from tests.fakes import A_TUESDAY

S = HandoffState
LATER = A_TUESDAY + timedelta(minutes=5)
ANNE = StaffMember(PersonId("anne"), Role.VOLUNTEER, "Anne", on_duty=True, age=20)
R = Reason
ALLOWED = {
    (S.REQUESTED, S.OFFERED): {R.OFFERED},
    (S.OFFERED, S.CLAIMED): {R.CLAIMED},
    (S.CLAIMED, S.ACTIVE): {R.BEGUN},
    **{
        (waiting, S.WITHDRAWN): {
            R.NO_LONGER,
            R.YOUNG_LEFT,
            R.FORGOTTEN,
            R.HELPED,
            R.TOGETHER,
            R.CLEARED,
            R.OTHER_LEFT,
            R.DANGER,
        }
        for waiting in (S.REQUESTED, S.OFFERED)
    },
    **{(waiting, S.EXPIRED): {R.EXPIRED} for waiting in (S.REQUESTED, S.OFFERED)},
    (S.ACTIVE, S.CLOSED): {
        R.BY_STAFF,
        R.STAFF_LEFT,
        R.BY_YOUNG,
        R.YOUNG_LEFT,
        R.SOMEONE_ELSE,
        R.REPORTED,
        R.STAFF_REPORTED,
        R.UNANSWERED,
        R.PASSED_ON,
        R.FORGOTTEN,
    },
    (S.ACTIVE, S.ESCALATED): {R.TAKEN_OVER},
}
WAYS = sorted((state, to, reason) for (state, to), why in ALLOWED.items() for reason in why)
OTHERS = sorted(set(product(S, S, R)) - set(WAYS))
DIAGRAM = Path(__file__).parents[2] / "docs" / "handoff-states.md"


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


@pytest.mark.parametrize(("state", "to", "reason"), WAYS)
def test_an_allowed_move_is_made_and_its_moment_kept(
    state: HandoffState, to: HandoffState, reason: Reason
) -> None:
    moved = handoff(state).moved(to, LATER, reason=reason)
    assert (moved.state, moved.changed_at, moved.reason) == (to, LATER, reason)
    assert moved.created_at == A_TUESDAY
    assert [(m.origin, m.to, m.reason, m.at) for m in moved.made] == [(state, to, reason, LATER)]


def test_every_other_move_and_every_other_reason_is_refused() -> None:
    for state, to, reason in OTHERS:
        with pytest.raises(HandoffNotAllowed, match=f"from {state} to {to}"):
            handoff(state).moved(to, LATER, reason=reason)


@pytest.mark.parametrize("reason", sorted(set(R) - DANGER_MAY_END))
@pytest.mark.parametrize("to", [S.WITHDRAWN, S.EXPIRED])
def test_danger_that_waits_is_never_dropped_by_time_or_a_change_of_mind(
    to: HandoffState, reason: Reason
) -> None:
    for urgency in (Urgency.URGENT, Urgency.CONCERN):
        with pytest.raises(HandoffNotAllowed):
            handoff(S.OFFERED, urgency).moved(to, LATER, reason=reason)


def test_every_reason_has_one_who_and_is_used() -> None:
    assert set(WHO) == set(R)
    assert {reason for _, _, reason in WAYS} == set(R)


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


@pytest.mark.parametrize("state", sorted(set(S) - {S.OFFERED}))
def test_the_first_claim_wins_and_nothing_else_can_be_claimed(state: HandoffState) -> None:
    with pytest.raises(HandoffNotAllowed):
        handoff(state).claimed_by(ANNE, LATER)


def test_a_claim_keeps_two_moves_and_who_made_them() -> None:
    first, second = handoff(S.OFFERED).claimed_by(ANNE, LATER).made
    assert (first.by, first.staff, first.to) == (By.STAFF, ANNE.person, S.CLAIMED)
    assert (second.by, second.staff, second.to) == (By.SYSTEM, None, S.ACTIVE)


def test_whoever_takes_a_talk_over_made_that_move() -> None:
    talk = handoff(S.OFFERED).claimed_by(ANNE, LATER)
    over = talk.moved(S.ESCALATED, LATER, reason=R.TAKEN_OVER, staff=PersonId("pro"))
    assert (over.made[-1].staff, over.staff) == ("pro", ANNE.person)


def test_a_row_of_moves_must_hang_together() -> None:
    offered = Move(S.REQUESTED, S.OFFERED, R.OFFERED, LATER)
    claimed = Move(S.OFFERED, S.CLAIMED, R.CLAIMED, LATER)
    assert leads(S.REQUESTED, [offered, claimed], S.CLAIMED)
    assert leads(S.OFFERED, [], S.OFFERED)
    assert not leads(S.REQUESTED, [claimed], S.CLAIMED)
    assert not leads(S.REQUESTED, [offered], S.CLAIMED)
    assert not leads(S.REQUESTED, [Move(S.REQUESTED, S.OFFERED, R.EXPIRED, LATER)], S.OFFERED)


# --- the picture -----------------------------------------------------------------------------------


def drawn() -> str:
    """The diagram and the list of docs/handoff-states.md, out of MOVES and WHO."""
    rows = [(state, to, sorted(why)) for state, ways in MOVES.items() for to, why in ways.items()]
    arrows = [f"    {state} --> {to}: {', '.join(why)}" for state, to, why in rows]
    ends = [f"    {state} --> [*]" for state, ways in MOVES.items() if not ways]
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> requested", *arrows, *ends, "```", ""]
    lines += ["| from | to | who | why |", "|---|---|---|---|"]
    lines += [f"| {a} | {b} | {WHO[why]} | {why} |" for a, b, all_why in rows for why in all_why]
    return "\n".join(lines) + "\n"


def test_the_picture_in_the_documents_is_drawn_from_the_list(pytestconfig: pytest.Config) -> None:
    before, mark, _ = DIAGRAM.read_text().partition("<!-- drawn -->\n")
    assert mark
    if pytestconfig.getoption("--update"):
        DIAGRAM.write_text(before + mark + drawn())
    assert DIAGRAM.read_text() == before + mark + drawn()


@pytest.mark.parametrize(
    ("urgency", "danger"),
    [(Urgency.URGENT, True), (Urgency.CONCERN, True), (Urgency.NORMAL, False)],
)
def test_urgent_and_concern_are_danger_cases(urgency: Urgency, danger: bool) -> None:
    assert handoff(urgency=urgency).is_danger is danger
