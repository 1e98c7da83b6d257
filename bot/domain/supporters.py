"""People around a young person who know of one goal and cheer: a friend, somebody of the family.

A supporter came by a link that the young person passed on. They are no young person in a talk and no
staff; they see the words that were allowed, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import GoalId, PersonId, SupporterId
from bot.errors import HandoffNotAllowed

ASKS_FRESH = timedelta(minutes=30)  # so long "a line of my own" waits for that line
AFTER_REACHED = timedelta(days=7)  # a goal that was reached can be cheered for so long
LONGEST_CALLED = 30  # characters: how the young person calls a supporter
DEFAULT_CALLED = "iemand"


class SupportState(StrEnum):
    """`invited → opened → active → ended`; it can end from anywhere."""

    INVITED = "invited"  # there is a link that nobody opened
    OPENED = "opened"  # somebody opened it and did not say yes yet
    ACTIVE = "active"  # said yes: sees the goal and can cheer
    ENDED = "ended"


class SupportEnd(StrEnum):
    """Why it is over. The values are stored."""

    STOPPED = "stopped"  # the young person ended it
    REFUSED = "refused"  # who opened the link said no
    LEFT = "left"  # the supporter went away
    OVER = "over"  # the goal is over


S = SupportState
SUPPORT_MOVES: dict[SupportState, frozenset[SupportState]] = {
    S.INVITED: frozenset({S.OPENED, S.ENDED}),
    S.OPENED: frozenset({S.ACTIVE, S.ENDED}),
    S.ACTIVE: frozenset({S.ENDED}),
    S.ENDED: frozenset(),
}
RUNNING = (S.INVITED, S.OPENED, S.ACTIVE)


class Hears(StrEnum):
    """What a supporter hears of a check-in, as the young person chose."""

    NOTHING = "nothing"
    DONE = "done"
    DONE_PARTLY = "done_partly"


HEARD = {
    Hears.NOTHING: frozenset[str](),
    Hears.DONE: frozenset({"done"}),
    Hears.DONE_PARTLY: frozenset({"done", "partly"}),
}


@dataclass(frozen=True, slots=True)
class Supporter:
    """One person around one goal. `called`: how the young person calls them, for their own eyes;
    `words` and `help`: the goal, and how to help, as it may be seen. `person` is there once the link was
    opened. `news`: a result that they may hear and did not see yet. `blocked`: this person cannot come
    back by a new link. `day` and `cheers`: how many cheers came that day."""

    id: SupporterId
    goal: GoalId
    young: PersonId
    hears: Hears
    code_hash: str
    expires_at: datetime
    created_at: datetime
    changed_at: datetime
    called: str = field(default=DEFAULT_CALLED, repr=False)
    words: str = field(default="", repr=False)
    help: str = field(default="", repr=False)
    state: SupportState = SupportState.INVITED
    person: PersonId | None = None
    end: SupportEnd | None = None
    muted: bool = False
    blocked: bool = False
    news: str = ""
    day: str = ""
    cheers: int = 0

    def moved(
        self, state: SupportState, now: datetime, *, end: SupportEnd | None = None
    ) -> Supporter:
        """The same in another state; after the end no words of the young person are left. Raises
        `HandoffNotAllowed`."""
        if state not in SUPPORT_MOVES[self.state]:
            raise HandoffNotAllowed(self.state.value, state.value)
        moved = replace(self, state=state, changed_at=now, end=end)
        if state is SupportState.ENDED:
            return replace(moved, called="", words="", help="", news="")
        return moved

    @property
    def is_running(self) -> bool:
        """Not over yet."""
        return self.state in RUNNING

    def may_hear(self, result: str) -> bool:
        """May this supporter hear this result of a check-in?"""
        return self.state is SupportState.ACTIVE and result in HEARD[self.hears]

    def cheered(self, day: str) -> Supporter:
        """The same after one more cheer on this day."""
        return replace(self, day=day, cheers=self.cheers_on(day) + 1)

    def cheers_on(self, day: str) -> int:
        """How many cheers came on this day."""
        return self.cheers if self.day == day else 0

    def counts(self, now: datetime) -> bool:
        """Does it take a place of the goal? A link that is too old does not."""
        late = self.state is SupportState.INVITED and self.expires_at <= now
        return self.is_running and not late


class NewsKind(StrEnum):
    """What a young person can hear of a supporter."""

    CHEER = "cheer"
    CAME = "came"
    LEFT = "left"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class SupportNews:
    """Something for the young person, kept until it was told. `called`: how they call the supporter."""

    id: str
    young: PersonId
    supporter: SupporterId
    kind: NewsKind
    at: datetime
    called: str = field(default=DEFAULT_CALLED, repr=False)
    text: str = field(default="", repr=False)


class Asks(StrEnum):
    """What the chat of a supporter waits for."""

    NOTHING = ""
    LINE = "line"
    FORGET = "forget"


@dataclass(frozen=True, slots=True)
class SupporterChat:
    """Where somebody is in their chat as a supporter: about which goal, and what is waited for."""

    person: PersonId
    at: datetime
    supporter: SupporterId | None = None
    asks: Asks = Asks.NOTHING

    def waits_for(self, asks: Asks, now: datetime) -> bool:
        """Is this asked now, and not too long ago?"""
        return self.asks is asks and now - self.at <= ASKS_FRESH


class ShareTo(StrEnum):
    """With whom a goal can be shared by a step of a flow."""

    LINK = "link"  # makes a link for somebody whom the young person knows
    VOLUNTEER = "volunteer"
    NOBODY = "nobody"
