"""A talk of more than two: several young people and one who leads it.

Each young person has a case of their own (`domain/handoff.py`): own alias, own state, own end, own
danger. The cases of one talk name the same `SharedTalk`; together they are its parties. Before the
cases are there, this says who was invited and who said yes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import HandoffId, PersonId, SharedId
from bot.errors import HandoffNotAllowed

MEDIATOR = "mediator"


class SharedState(StrEnum):
    """`inviting → asked → agreed → ended`. From `agreed` on the cases say how it stands."""

    INVITING = "inviting"  # the first has a code and passes it on
    ASKED = "asked"  # the other has opened it and has not answered yet
    AGREED = "agreed"  # everybody said yes: their cases wait, or the talk is running
    ENDED = "ended"


class SharedEnd(StrEnum):
    """Why a talk of more than two is over, or never came. The values are stored."""

    REFUSED = "refused"  # the other said no
    WITHDRAWN = "withdrawn"  # who invited does not want it any more
    EXPIRED = "expired"  # nobody answered in time
    IMPOSSIBLE = "impossible"  # not for this age, or danger goes first
    LEFT = "left"  # one of the parties went away; the others have a talk of their own
    DONE = "done"  # who leads it closed it


S = SharedState
SHARED_MOVES: dict[SharedState, frozenset[SharedState]] = {
    S.INVITING: frozenset({S.ASKED, S.ENDED}),
    S.ASKED: frozenset({S.AGREED, S.ENDED}),
    S.AGREED: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
}
BEFORE_CASES = frozenset({S.INVITING, S.ASKED})


@dataclass(frozen=True, slots=True)
class Party:
    """One young person of a shared talk. `first`: who asked for it. `agreed`: said yes themselves."""

    person: PersonId
    first: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class SharedTalk:
    """`paused`: the parties do not read each other now. `apart`: the case of the one whom the words of
    who leads it go to, alone."""

    id: SharedId
    form: str
    created_at: datetime
    changed_at: datetime
    topic: str | None = None
    state: SharedState = SharedState.INVITING
    end: SharedEnd | None = None
    paused: bool = False
    apart: HandoffId | None = None

    def moved(
        self, state: SharedState, now: datetime, *, end: SharedEnd | None = None
    ) -> SharedTalk:
        """The same talk in another state. Raises `HandoffNotAllowed`."""
        if state not in SHARED_MOVES[self.state]:
            raise HandoffNotAllowed(self.state.value, state.value)
        return replace(self, state=state, changed_at=now, end=end, paused=False, apart=None)

    @property
    def together(self) -> bool:
        """Do the parties read each other now?"""
        return self.state is SharedState.AGREED and not self.paused and self.apart is None


@dataclass(frozen=True, slots=True)
class SharedInvitation:
    """The code with which somebody comes to a shared talk; only its hash is kept, and it works once."""

    code_hash: str
    shared: SharedId
    expires_at: datetime
    used: bool = False


class SharedAction(StrEnum):
    """What a young person can do about a shared talk, in a flow."""

    INVITE = "invite"
    RENEW = "renew"
    WITHDRAW = "withdraw"
    ACCEPT = "accept"
    REFUSE = "refuse"
    LEAVE = "leave"  # everybody said yes, and it has not begun
