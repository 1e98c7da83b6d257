"""A private line between a volunteer and a professional, after a talk. Its words are not kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.ids import DebriefId, PersonId


@dataclass(frozen=True, slots=True)
class Debrief:
    """`professional` is empty until one takes it. `at`: of the last line, or of the asking."""

    id: DebriefId
    volunteer: PersonId
    at: datetime
    professional: PersonId | None = None

    def other(self, person: PersonId) -> PersonId | None:
        """The one at the other end, if somebody is there."""
        return self.professional if person == self.volunteer else self.volunteer

    def taken(self, professional: PersonId, now: datetime) -> Debrief:
        """A professional is there now."""
        return replace(self, professional=professional, at=now)

    def heard(self, now: datetime) -> Debrief:
        """A line passed."""
        return replace(self, at=now)
