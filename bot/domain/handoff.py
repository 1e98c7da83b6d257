"""A handoff: a young person is brought to a peer volunteer or a professional.

The state machine stands here and nowhere else: `MOVES` lists every allowed move.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import HandoffId, PersonId
from bot.domain.safety import DangerKind
from bot.domain.volunteer import Role, StaffMember
from bot.errors import HandoffNotAllowed


class HandoffState(StrEnum):
    """`requested → offered → claimed → active → closed`, or one of the three other ends."""

    REQUESTED = "requested"
    OFFERED = "offered"
    CLAIMED = "claimed"
    ACTIVE = "active"
    CLOSED = "closed"
    ESCALATED = "escalated"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


S = HandoffState
MOVES: dict[HandoffState, frozenset[HandoffState]] = {
    S.REQUESTED: frozenset({S.OFFERED, S.EXPIRED, S.WITHDRAWN, S.ESCALATED}),
    S.OFFERED: frozenset({S.REQUESTED, S.CLAIMED, S.EXPIRED, S.WITHDRAWN, S.ESCALATED}),
    S.CLAIMED: frozenset({S.ACTIVE, S.WITHDRAWN}),
    S.ACTIVE: frozenset({S.CLOSED, S.ESCALATED}),
    S.CLOSED: frozenset(),
    S.ESCALATED: frozenset(),
    S.EXPIRED: frozenset(),
    S.WITHDRAWN: frozenset(),
}
# Why a talk ended that makes sure that these two do not get each other again.
PARTED = frozenset({"someone_else", "unanswered", "reported"})
WAITING = frozenset({S.REQUESTED, S.OFFERED})
OPEN = WAITING | {S.CLAIMED, S.ACTIVE}


class Outcome(StrEnum):
    """How a talk ended in the eyes of the volunteer; kept without any words."""

    HELPED = "helped"
    PARTLY = "partly"
    REFERRED = "referred"
    LATER = "later"  # would like to go on another time
    NOT_WORKED = "not_worked"


class Urgency(StrEnum):
    """How fast somebody should answer: danger first."""

    URGENT = "urgent"
    CONCERN = "concern"
    NORMAL = "normal"


@dataclass(frozen=True, slots=True)
class Handoff:
    """One case. `alias` is all that the other side sees of the young person."""

    id: HandoffId
    person: PersonId
    alias: str
    to: Role
    urgency: Urgency
    created_at: datetime
    changed_at: datetime
    state: HandoffState = HandoffState.REQUESTED
    form: str | None = None
    topic: str | None = None
    kinds: tuple[DangerKind, ...] = ()
    staff: PersonId | None = None
    reason: str = ""
    held_young: int = 0  # lines of the young person that the contact rule held back
    held_staff: int = 0  # and of who helps
    danger_seen: bool = False  # in a line of the young person, while a volunteer had the talk
    outcome: Outcome | None = None
    debrief_open: bool = False  # the volunteer was asked how they are, and has not said so yet
    young_again: bool = False  # the young person would like this volunteer another time
    again_with: PersonId | None = None  # who is asked first, because both wanted to go on

    @property
    def is_danger(self) -> bool:
        """Is this a danger case, which only a human's word ends?"""
        return self.urgency is not Urgency.NORMAL

    @property
    def may_be_again(self) -> bool:
        """Was this a talk with a volunteer that these two may go on with another time?"""
        over = self.to is Role.VOLUNTEER and self.state is HandoffState.CLOSED
        return over and self.reason not in PARTED and not self.young_again

    @property
    def both_again(self) -> bool:
        """Did both sides say that they would like to go on another time?"""
        parted = self.reason in PARTED
        return self.outcome is Outcome.LATER and self.young_again and not parted

    def moved(self, state: HandoffState, now: datetime, *, reason: str = "") -> Handoff:
        """The handoff after one allowed move. Raises `HandoffNotAllowed` for any other."""
        if state not in MOVES[self.state]:
            raise HandoffNotAllowed(self.state.value, state.value)
        return replace(self, state=state, changed_at=now, reason=reason or self.reason)

    def claimed_by(self, member: StaffMember, now: datetime) -> Handoff:
        """The handoff in the hands of `member`: first claim wins, so only from `offered`."""
        claimed = self.moved(HandoffState.CLAIMED, now)
        active = claimed.moved(HandoffState.ACTIVE, now)
        return replace(active, staff=member.person)
