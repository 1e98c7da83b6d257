"""Who is in a talk: what each of them reads and says, and that an end leaves nobody behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.beside import Beside, BesideMode, Passing, PassingStep
from bot.domain.handoff import Handoff, HandoffState, Reason
from bot.domain.ids import PersonId
from bot.domain.volunteer import Role
from tests.domain.test_handoff import LATER, handoff
from tests.fakes import A_TUESDAY

STAFF = st.sampled_from([PersonId(name) for name in ("anne", "bo", "cas", "dani")])
BESIDES = st.none() | st.builds(Beside, STAFF, st.sampled_from(BesideMode), st.just(A_TUESDAY))
PASSINGS = st.none() | st.builds(
    Passing,
    st.sampled_from([Role.VOLUNTEER, Role.PROFESSIONAL]),
    st.just(PassingStep.BOTH),
    st.none(),
    STAFF,
)


def talk(beside: Beside | None = None, passing: Passing | None = None) -> Handoff:
    active = replace(handoff(HandoffState.ACTIVE), staff=PersonId("anne"))
    return replace(active, beside=beside, passing=passing, backup_asked=True)


@given(BESIDES, PASSINGS)
def test_who_speaks_reads_too_and_who_is_responsible_always_does(
    beside: Beside | None, passing: Passing | None
) -> None:
    case = talk(beside, passing)
    assert case.staff_in[0] == "anne"
    assert len(set(case.staff_in)) == len(case.staff_in)
    speaking = {one for one in case.staff_in if case.speaks(one)}
    assert "anne" in speaking
    assert speaking <= set(case.readers) <= set(case.staff_in)


@pytest.mark.parametrize(
    ("mode", "reads", "speaks"),
    [
        (BesideMode.ANSWERS, False, False),
        (BesideMode.READS, True, False),
        (BesideMode.JOINS, True, True),
    ],
)
def test_each_distance_reads_and_says_its_own(mode: BesideMode, reads: bool, speaks: bool) -> None:
    bo = PersonId("bo")
    case = talk(Beside(bo, mode, A_TUESDAY))
    assert (bo in case.readers, case.speaks(bo)) == (reads, speaks)
    assert not case.speaks(PersonId("somebody"))


@given(BESIDES, PASSINGS, st.sampled_from([HandoffState.CLOSED, HandoffState.ESCALATED]))
def test_after_an_end_nobody_is_beside_it(
    beside: Beside | None, passing: Passing | None, end: HandoffState
) -> None:
    reason = Reason.BY_STAFF if end is HandoffState.CLOSED else Reason.TAKEN_OVER
    ended = talk(beside, passing).moved(end, LATER, reason=reason)
    assert (ended.beside, ended.passing, ended.backup_asked) == (None, None, False)
