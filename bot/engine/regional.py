"""Words that differ between the Netherlands and Flanders, written as a pair: `{vmbo|b-stroom}`.

The first half is said in the Netherlands, the second one in Flanders and Brussels. Who did not tell
where they live reads both: `vmbo (Vlaanderen: b-stroom)`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, field_validator

from bot.engine.step import Model, Words, listed

PAIR = re.compile(r"\{([^{}|]*)\|([^{}|]*)\}")
NL, BE = "nl", "be"


def in_region(text: str, region: str) -> str:
    """The text with the words of this region (`nl`, `be`, or anything else: both)."""
    if "|" not in text:
        return text
    return PAIR.sub(lambda found: _half(found, region), text)


def _half(found: re.Match[str], region: str) -> str:
    first, second = found[1].strip(), found[2].strip()
    halves: Mapping[str, str] = {NL: first, BE: second}
    return halves.get(region, f"{first} (Vlaanderen: {second})")


class RegionalWord(Model):
    """A word that only one region knows, and the pair that everybody understands."""

    word: Words
    region: Literal["nl", "be"]
    pair: Words

    @field_validator("pair")
    @classmethod
    def _is_pair(cls, pair: str) -> str:
        found = PAIR.fullmatch(pair)
        if found is None or not (found[1].strip() and found[2].strip()):
            raise ValueError("schrijf een paar, zoals {vmbo|b-stroom}")
        return pair

    @property
    def other_half(self) -> str:
        """What the other region says."""
        return in_region(self.pair, BE if self.region == NL else NL)


class RegionalWords(Model):
    """`words_by_region.yml`."""

    words: Annotated[tuple[RegionalWord, ...], BeforeValidator(listed)]
