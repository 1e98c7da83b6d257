"""A young person and a volunteer who both chose to go on with each other another time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.ids import PersonId


@dataclass(frozen=True, slots=True)
class Pair:
    """`alias` is how the volunteer knows the young person. `at`: of their latest talk. `ended`: one of the
    two does not want it any more; they do not get each other again while it is known."""

    person: PersonId
    staff: PersonId
    alias: str
    since: datetime
    at: datetime
    ended: bool = False

    def holds(self, now: datetime, days: int) -> bool:
        """Does it count still? `days` after the latest talk."""
        return not self.ended and now < self.at + timedelta(days=days)

    def talked(self, now: datetime) -> Pair:
        """They talk again: the term begins anew."""
        return replace(self, at=now)

    def stopped(self) -> Pair:
        """One of the two ended it."""
        return replace(self, ended=True)
