"""Opening the Telegram id of a young person whose life is in danger: two professionals, written down, and
the young person is told. Only where an organisation has a protocol for it (`handoff.yml`)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.domain.ids import HandoffId, OpeningId, PersonId


@dataclass(frozen=True, slots=True)
class IdOpening:
    """One professional asks, a second one agrees, and only then the first one sees the id, once. `alias`
    is how the young person is called in the talk `handoff`. `told_at`: when they were told."""

    id: OpeningId
    person: PersonId
    handoff: HandoffId
    alias: str
    asked_by: PersonId
    why: str = field(repr=False)
    asked_at: datetime
    agreed_by: PersonId | None = None
    agreed_at: datetime | None = None
    told_at: datetime | None = None

    def waits(self, now: datetime, within: timedelta) -> bool:
        """Can somebody still agree?"""
        return self.agreed_at is None and now < self.asked_at + within

    @property
    def must_be_told(self) -> bool:
        """Was the id seen, and does the young person not know it yet?"""
        return self.agreed_at is not None and self.told_at is None

    def agreed(self, person: PersonId, now: datetime) -> IdOpening:
        """The second professional is there."""
        return replace(self, agreed_by=person, agreed_at=now)

    def told(self, now: datetime) -> IdOpening:
        """The young person hears of it."""
        return replace(self, told_at=now)
