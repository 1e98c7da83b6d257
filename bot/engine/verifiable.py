"""What a named person has to look up before it may be relied on: a service, or a fact in an answer.

For operators who must keep them true, and for `maatje release check`.
"""

from __future__ import annotations

from datetime import date

from bot.engine.step import Model


class Verifiable(Model):
    """`source_date`: of the source; empty where it shows none. `verified_on` and `verified_by` are filled by
    a named person who opened the source or called the service, and found it so."""

    source_date: str = ""
    verified_on: str = ""
    verified_by: str = ""

    @property
    def is_verified(self) -> bool:
        """Is there a day and a name? How long ago does not count here."""
        return bool(self.verified_on and self.verified_by)

    def verified_within(self, days: int, today: date) -> bool:
        """Has a named person checked it in the last `days` days? False where a date is no date."""
        if not (self.is_verified and is_date(self.verified_on)):
            return False
        return 0 <= (today - date.fromisoformat(self.verified_on)).days <= days


def is_date(text: str) -> bool:
    """Is this a year, a month and a day that exist?"""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
