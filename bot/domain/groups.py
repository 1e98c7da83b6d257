"""A group of Telegram that Maatje was asked into: people who know each other already, such as a class or a
club, led by the organisation. Everybody sees everybody's Telegram name there; Maatje only posts the weekly
round."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain.goals import is_quiet, zone_of
from bot.domain.ids import EntryId, GroupMemberId, GroupNumber, PersonId
from bot.domain.rhythm import next_weekly
from bot.errors import GroupNotAllowed

LONGEST_TITLE = 40  # characters
MOST_TOLD = 50  # lines in one round


class GroupState(StrEnum):
    """`made`: Maatje is in no group yet; `closed`: over for good, also when Maatje was taken out."""

    MADE = "made"
    LINKED = "linked"
    PAUSED = "paused"
    CLOSED = "closed"


G = GroupState
GROUP_MOVES: dict[GroupState, frozenset[GroupState]] = {
    G.MADE: frozenset({G.LINKED, G.CLOSED}),
    G.LINKED: frozenset({G.PAUSED, G.CLOSED}),
    G.PAUSED: frozenset({G.LINKED, G.CLOSED}),
    G.CLOSED: frozenset(),
}
LIVE = frozenset({G.LINKED, G.PAUSED})


@dataclass(frozen=True, slots=True)
class Group:
    """`leader`: who of the staff leads it, `None` when they went away. `chat`: the group itself, as a
    reader of the outbox; `None` before it is linked and after it is closed. `weekday` (Monday is 0) and
    `at`: the moment of the weekly round on the clock of `region`. Of both codes only the hash is here."""

    number: GroupNumber
    leader: PersonId | None
    title: str = field(repr=False)
    region: str
    weekday: int
    at: time
    created_at: datetime
    changed_at: datetime
    link_hash: str = ""
    link_expires_at: datetime | None = None
    join_hash: str = ""
    chat: PersonId | None = None
    state: GroupState = GroupState.MADE
    version: int = 0

    def moved(self, state: GroupState, now: datetime) -> Group:
        """The same group in another state. Raises `GroupNotAllowed`."""
        if state not in GROUP_MOVES[self.state]:
            raise GroupNotAllowed(self.state.value, state.value)
        return replace(self, state=state, changed_at=now)

    def closed(self, now: datetime) -> Group:
        """The same group when it is over: nothing leads to a chat any more. Raises `GroupNotAllowed`."""
        over = self.moved(GroupState.CLOSED, now)
        return replace(over, chat=None, link_hash="", link_expires_at=None, join_hash="")

    @property
    def runs(self) -> bool:
        """Is there a round every week? Not without somebody who leads it."""
        return self.state is GroupState.LINKED and self.leader is not None

    def link_opens(self, now: datetime) -> bool:
        """Does the code that links it to a group still work?"""
        waits = self.state is GroupState.MADE and self.link_expires_at is not None
        return waits and self.link_expires_at is not None and now < self.link_expires_at

    def next_round(self, after: datetime) -> datetime:
        """The first weekly moment later than this, as UTC; the same hour on the clock all year."""
        return next_weekly(after, self.weekday, self.at, zone_of(self.region))

    def is_night(self, now: datetime) -> bool:
        """Are these the quiet hours there?"""
        return is_quiet(now, self.region)


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A young person who read that the others see their Telegram name, and said yes. Who leaves has no
    row."""

    id: GroupMemberId
    group: GroupNumber
    person: PersonId
    joined_at: datetime


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """What a young person allowed for the next round: the very words as they will stand there. Gone when it
    was posted."""

    id: EntryId
    group: GroupNumber
    member: GroupMemberId
    text: str = field(repr=False)
    at: datetime


LINK_TERM = timedelta(hours=24)  # so long the code works that links a group
