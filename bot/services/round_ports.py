"""What a round of check-ins needs of the database: many people at one moment, in a few statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.conversation import Conversation
from bot.domain.events import Event
from bot.domain.goals import CheckIn, Goal
from bot.domain.handoff import Handoff
from bot.domain.ids import CheckInId, GoalId, PersonId
from bot.domain.messages import Reply


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of who may be asked: `cases` are those that are open. `left`: they blocked Maatje,
    and nothing can be sent."""

    check_in: CheckIn
    goal: Goal
    conversation: Conversation
    cases: Sequence[Handoff]
    left: bool = False


@dataclass(slots=True)
class Changes:
    """What a round changes. Conversations are as they were read, with the new state."""

    saved: list[CheckIn] = field(default_factory=list)
    planned: list[CheckIn] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    replies: list[tuple[PersonId, Reply]] = field(default_factory=list)
    conversations: list[Conversation] = field(default_factory=list)


class Rounds(Protocol):
    """Check-ins of many people at one moment."""

    async def known(self, check_ins: Sequence[CheckInId]) -> Mapping[CheckInId, Known]: ...
    async def moments(
        self, goals: Sequence[GoalId], after: datetime, until: datetime
    ) -> Mapping[GoalId, Sequence[datetime]]: ...
    async def write(self, changes: Changes, now: datetime) -> None: ...
