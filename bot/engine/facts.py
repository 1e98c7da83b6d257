"""A fact in an answer: what the law, money rules or care say, where that stands, and who checked it.

For operators who must keep answers true, and for `maatje release check`. A young person reads the answer
and not this.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.engine.step import Words, listed
from bot.engine.verifiable import Verifiable

Region = Literal["nl", "be"]
Regions = Annotated[tuple[Region, ...], BeforeValidator(listed), Field(min_length=1)]


class Fact(Verifiable):
    """One fact. `regions`: for which countries the source says it. `note`: what to mind, such as a source
    without a date."""

    fact: Words
    regions: Regions
    source: Words
    note: str = ""


Facts = Annotated[tuple[Fact, ...], BeforeValidator(listed)]
