"""A fact in an answer: what the law, money rules or care say, where that stands, and who checked it.

For operators who must keep answers true, and for `maatje release check`. A young person reads the answer
and not this.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.engine.step import Model, Words, listed

Region = Literal["nl", "be"]
Regions = Annotated[tuple[Region, ...], BeforeValidator(listed), Field(min_length=1)]


class Fact(Model):
    """One fact. `regions`: for which countries the source says it. `verified_on` and `verified_by` are
    filled by a named person who opened the source and found it there. `source_date` stays empty where the
    source shows no date; `note` says so."""

    fact: Words
    regions: Regions
    source: Words
    source_date: str = ""
    note: str = ""
    verified_on: str = ""
    verified_by: str = ""

    def verified_within(self, days: int, today: date) -> bool:
        """Has a named person checked it in the last `days` days? False where a date is no date."""
        if not (self.verified_on and self.verified_by):
            return False
        try:
            return 0 <= (today - date.fromisoformat(self.verified_on)).days <= days
        except ValueError:
            return False


Facts = Annotated[tuple[Fact, ...], BeforeValidator(listed)]
