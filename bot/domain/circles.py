"""A circle: four to eight young people of about the same age who write to each other under an alias of the
circle, led by a coach. It is no talk: nobody is held in it, and Maatje stays there for each of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from enum import StrEnum

from bot.domain.goals import is_quiet, zone_of
from bot.domain.ids import CircleNumber, LineId, MemberId, PersonId
from bot.domain.rhythm import next_weekly
from bot.errors import CircleNotAllowed

SMALLEST, LARGEST = 4, 8
YOUNGEST_COACH = 18
# The youngest and oldest of a band, in years.
YEARS = {"12_15": (12, 15), "16_17": (16, 17), "18_24": (18, 24)}
ADULT = 18


class CircleState(StrEnum):
    """`made → open → running → ended`; a pause leads back to `open`. `open`: waits for enough people or
    for its first day."""

    MADE = "made"
    OPEN = "open"
    RUNNING = "running"
    PAUSED = "paused"
    ENDED = "ended"


C = CircleState
CIRCLE_MOVES: dict[CircleState, frozenset[CircleState]] = {
    C.MADE: frozenset({C.OPEN, C.ENDED}),
    C.OPEN: frozenset({C.RUNNING, C.PAUSED, C.ENDED}),
    C.RUNNING: frozenset({C.OPEN, C.PAUSED, C.ENDED}),
    C.PAUSED: frozenset({C.OPEN, C.ENDED}),
    C.ENDED: frozenset(),
}
JOINABLE = frozenset({C.OPEN, C.RUNNING})
LIVE = frozenset({C.OPEN, C.RUNNING, C.PAUSED})


@dataclass(frozen=True, slots=True)
class Circle:
    """`about`: a topic or a school year; `ages`: an age group of the rules; `region`: `nl` or `be`.
    `weekday` (Monday is 0) and `at`: the moment of the weekly round on the clock of that country.
    `coach` is `None` when the coach went away. `spoken`: what the coach types goes to this circle."""

    number: CircleNumber
    coach: PersonId | None
    about: str
    region: str
    ages: str
    weekday: int
    at: time
    starts_at: datetime
    created_at: datetime
    changed_at: datetime
    state: CircleState = CircleState.MADE
    spoken: bool = False
    version: int = 0

    def moved(self, state: CircleState, now: datetime) -> Circle:
        """The same circle in another state. Raises `CircleNotAllowed`."""
        if state not in CIRCLE_MOVES[self.state]:
            raise CircleNotAllowed(self.state.value, state.value)
        return replace(self, state=state, changed_at=now)

    def runs_with(self, members: int, now: datetime) -> bool:
        """May it run with so many in it, at this moment?"""
        return members >= SMALLEST and now >= self.starts_at

    def next_round(self, after: datetime) -> datetime:
        """The first weekly moment later than this, as UTC; the same hour on the clock all year."""
        return next_weekly(after, self.weekday, self.at, zone_of(self.region))

    def is_night(self, now: datetime) -> bool:
        """Are these the quiet hours there?"""
        return is_quiet(now, self.region)


class MemberState(StrEnum):
    """Who was removed does not come back into the same circle."""

    IN = "in"
    LEFT = "left"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Member:
    """A young person in a circle. `muted`: hears only the weekly round. `held`: how many of their lines
    stayed here because of the contact rule. `reason`: why the coach removed them, a word of the list."""

    id: MemberId
    circle: CircleNumber
    person: PersonId
    alias: str
    joined_at: datetime
    state: MemberState = MemberState.IN
    muted: bool = False
    held: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CircleLine:
    """One line of a circle; `member` is `None` for the coach."""

    circle: CircleNumber
    member: MemberId | None
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownCircleLine:
    """Which messages a line is: `source` in the chat of the writer, `copies` in those of the readers."""

    id: LineId
    circle: CircleNumber
    member: MemberId | None
    source: str
    copies: dict[PersonId, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """A weekly round. It collects answers from the end of the one before until it is posted."""

    id: str
    circle: CircleNumber
    opened_at: datetime
    posted_at: datetime | None = None


def widest_distance(bands: Collection[str]) -> int:
    """The largest distance in years between a minor and an adult of these bands; 0 without both."""
    young = [YEARS[band] for band in bands if YEARS[band][0] < ADULT]
    adult = [YEARS[band] for band in bands if YEARS[band][1] >= ADULT]
    if not young or not adult:
        return 0
    return max(old for _, old in adult) - min(first for first, _ in young)


def best_of(results: Sequence[str]) -> str:
    """Of more than one answer in a week the kindest counts."""
    order = ("done", "partly", "not_done")
    return min(results, key=order.index)
