"""A handoff: a young person is brought to a peer volunteer or a professional.

The state machine stands here and nowhere else: `MOVES` lists every allowed move with why it may be
made, `WHO` says who makes it. docs/handoff-states.md is drawn from these two lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.beside import Beside, BesideMode, Passing
from bot.domain.ids import HandoffId, PersonId, SharedId
from bot.domain.messages import UnsupportedKind
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


class By(StrEnum):
    """Who makes a move."""

    YOUNG = "young"
    STAFF = "staff"
    CLOCK = "clock"
    SYSTEM = "system"


class Reason(StrEnum):
    """Why a move is made. The values are stored: a name may change, a value never."""

    OFFERED = "offered"  # there is somebody who may take it, and they see it
    CLAIMED = "claimed"  # the first who took it
    BEGUN = "begun"  # both sides are told that they can talk
    BY_STAFF = "by_staff"  # `/klaar`
    STAFF_LEFT = "staff_left"  # who helped blocked Maatje or left the organisation
    BY_YOUNG = "by_young"  # `stop` in a talk
    SOMEONE_ELSE = "someone_else"  # `/iemandanders`
    REPORTED = "reported"  # `/meld`
    STAFF_REPORTED = "staff_reported"  # who helped reported what the young person did, and ends it
    UNANSWERED = "unanswered"  # urgent danger, and who took it said nothing
    PASSED_ON = "passed_on"  # a warm hand-over to another volunteer
    TAKEN_OVER = "taken_over"  # a professional takes the talk of a volunteer
    NO_LONGER = "no_longer"  # the young person does not wait any more
    YOUNG_LEFT = "young_left"  # the young person blocked Maatje
    FORGOTTEN = "forgotten"  # `/vergeetmij`
    HELPED = "helped"  # somebody is there already, for another wish of the same young person
    TOGETHER = "together"  # two danger cases of one young person became one
    CLEARED = "cleared"  # a professional sees no danger (any more)
    EXPIRED = "expired"  # nobody took it within the longest time
    OTHER_LEFT = "other_left"  # a talk of more than two does not come: another party went away
    DANGER = "danger"  # no talk of more than two comes while one party may be in danger


R = Reason
WHO: dict[Reason, By] = {
    R.OFFERED: By.SYSTEM,
    R.CLAIMED: By.STAFF,
    R.BEGUN: By.SYSTEM,
    R.BY_STAFF: By.STAFF,
    R.STAFF_LEFT: By.STAFF,
    R.BY_YOUNG: By.YOUNG,
    R.SOMEONE_ELSE: By.YOUNG,
    R.REPORTED: By.YOUNG,
    R.STAFF_REPORTED: By.STAFF,
    R.UNANSWERED: By.CLOCK,
    R.PASSED_ON: By.STAFF,
    R.TAKEN_OVER: By.STAFF,
    R.NO_LONGER: By.YOUNG,
    R.YOUNG_LEFT: By.YOUNG,
    R.FORGOTTEN: By.YOUNG,
    R.HELPED: By.SYSTEM,
    R.TOGETHER: By.SYSTEM,
    R.CLEARED: By.STAFF,
    R.EXPIRED: By.CLOCK,
    R.OTHER_LEFT: By.SYSTEM,
    R.DANGER: By.SYSTEM,
}

S = HandoffState
Ways = dict[HandoffState, frozenset[Reason]]
_WAIT_ENDS: Ways = {
    S.WITHDRAWN: frozenset(
        {
            R.NO_LONGER,
            R.YOUNG_LEFT,
            R.FORGOTTEN,
            R.HELPED,
            R.TOGETHER,
            R.CLEARED,
            R.OTHER_LEFT,
            R.DANGER,
        }
    ),
    S.EXPIRED: frozenset({R.EXPIRED}),
}
MOVES: dict[HandoffState, Ways] = {
    S.REQUESTED: {S.OFFERED: frozenset({R.OFFERED}), **_WAIT_ENDS},
    S.OFFERED: {S.CLAIMED: frozenset({R.CLAIMED}), **_WAIT_ENDS},
    S.CLAIMED: {S.ACTIVE: frozenset({R.BEGUN})},
    S.ACTIVE: {
        S.CLOSED: frozenset(
            {
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
            }
        ),
        S.ESCALATED: frozenset({R.TAKEN_OVER}),
    },
    S.CLOSED: {},
    S.ESCALATED: {},
    S.EXPIRED: {},
    S.WITHDRAWN: {},
}
# Why a talk ended that makes sure that these two do not get each other again.
PARTED = frozenset({R.SOMEONE_ELSE, R.UNANSWERED, R.REPORTED, R.STAFF_REPORTED})
# How a danger case may end without a talk: by a human, in another case, or erased. Never by time.
DANGER_MAY_END = frozenset({R.CLEARED, R.TOGETHER, R.FORGOTTEN})
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
class Move:
    """One move that was made. `staff`: which helper made it, when a helper did."""

    origin: HandoffState
    to: HandoffState
    reason: Reason
    at: datetime
    staff: PersonId | None = None

    @property
    def by(self) -> By:
        """Who made it."""
        return WHO[self.reason]


def leads(start: HandoffState, moves: Sequence[Move], end: HandoffState) -> bool:
    """Do these moves, one after another, lead from `start` to `end`, and is each of them allowed?"""
    for move in moves:
        if move.origin is not start or move.reason not in MOVES[start].get(move.to, ()):
            return False
        start = move.to
    return start is end


@dataclass(frozen=True, slots=True)
class Handoff:
    """One case. `alias` is all that the other side sees of the young person. `reason`: of the last
    move. `made`: the moves since it was read, which are stored with it."""

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
    reason: Reason | None = None
    held_young: int = 0  # lines of the young person that the contact rule held back
    held_staff: int = 0  # and of who helps
    made: tuple[Move, ...] = field(default=(), compare=False)
    beside: Beside | None = None  # one professional beside a running talk
    backup_asked: bool = False  # may a professional come beside because the volunteer asked?
    passing: Passing | None = None  # a warm hand-over under way
    opened: tuple[UnsupportedKind, ...] = ()  # kinds that a professional lets pass in this case
    danger_seen: bool = False  # in a line of the young person, while a volunteer had the talk
    outcome: Outcome | None = None
    debrief_open: bool = False  # the volunteer was asked how they are, and has not said so yet
    young_again: bool = False  # the young person would like this volunteer another time
    again_with: PersonId | None = None  # who is asked first, because both wanted to go on
    shared: SharedId | None = None  # the talk of more than two that this young person is a party of

    @property
    def is_danger(self) -> bool:
        """Is this a danger case, which only a human's word ends?"""
        return self.urgency is not Urgency.NORMAL

    @property
    def may_be_again(self) -> bool:
        """Was this a talk with a volunteer that these two may go on with another time?"""
        over = self.to is Role.VOLUNTEER and self.state is HandoffState.CLOSED
        alone = self.shared is None  # a mediator is not the peer of one of the two
        return over and alone and self.reason not in PARTED and not self.young_again

    @property
    def both_again(self) -> bool:
        """Did both sides say that they would like to go on another time?"""
        parted = self.reason in PARTED
        return self.outcome is Outcome.LATER and self.young_again and not parted

    @property
    def form_alone(self) -> str | None:
        """The form to ask for when this young person wants another helper; who leads a talk of more than
        two is not asked for one alone."""
        return self.form if self.shared is None else None

    def moved(
        self,
        state: HandoffState,
        now: datetime,
        *,
        reason: Reason,
        staff: PersonId | None = None,
    ) -> Handoff:
        """The handoff after one allowed move. `staff`: the helper who makes it, when it is not the one
        who has the talk. Raises `HandoffNotAllowed` for any other move or reason."""
        waits_no_more = state in (HandoffState.WITHDRAWN, HandoffState.EXPIRED)
        lost = self.is_danger and waits_no_more and reason not in DANGER_MAY_END
        if lost or reason not in MOVES[self.state].get(state, ()):
            raise HandoffNotAllowed(self.state.value, state.value)
        helper = (staff or self.staff) if WHO[reason] is By.STAFF else None
        move = Move(self.state, state, reason, now, helper)
        after = replace(self, state=state, changed_at=now, reason=reason, made=(*self.made, move))
        return after if state is HandoffState.ACTIVE else after.alone()

    def alone(self) -> Handoff:
        """The handoff with nobody beside it and nobody on the way: so after every end."""
        return replace(self, beside=None, backup_asked=False, passing=None)

    @property
    def staff_in(self) -> tuple[PersonId, ...]:
        """Everybody of the staff who is in this talk in some way; who is responsible comes first."""
        newcomer = self.passing.newcomer if self.passing else None
        every = (self.staff, self.beside.person if self.beside else None, newcomer)
        return tuple(dict.fromkeys(one for one in every if one is not None))

    @property
    def readers(self) -> tuple[PersonId, ...]:
        """Who reads the lines of this talk: not who only helps the volunteer in private."""
        return tuple(one for one in self.staff_in if self._mode_of(one) is not BesideMode.ANSWERS)

    def speaks(self, person: PersonId) -> bool:
        """Do the words of this staff member reach the young person?"""
        return person in self.staff_in and self._mode_of(person) in (None, BesideMode.JOINS)

    def _mode_of(self, person: PersonId) -> BesideMode | None:
        """How this person is beside the talk; `None` for who is responsible or takes over."""
        newcomer = self.passing.newcomer if self.passing else None
        if self.beside is None or self.beside.person != person or person in (self.staff, newcomer):
            return None
        return self.beside.mode

    def claimed_by(self, member: StaffMember, now: datetime) -> Handoff:
        """The handoff in the hands of `member`: first claim wins, so only from `offered`."""
        claimed = self.moved(HandoffState.CLAIMED, now, reason=Reason.CLAIMED, staff=member.person)
        active = claimed.moved(HandoffState.ACTIVE, now, reason=Reason.BEGUN)
        return replace(active, staff=member.person)


def last_talk(cases: Iterable[Handoff]) -> Handoff | None:
    """The newest of these cases that somebody of the staff took, running or over."""
    taken = [case for case in cases if case.staff is not None]
    return max(taken, key=lambda talk: talk.changed_at, default=None)
