"""How the layers see a text: plain signs at known places, and what was found in it so far."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MASK = "\ue000"  # stands where a layer found something; no pattern matches it
_APOSTROPHES = dict.fromkeys("'’‘`´ʼ′＇", "'")
_UNSEEN = ("Mn", "Me", "Cf")  # accents, frames of emoji, signs without a width


class Found(NamedTuple):
    """A stretch of a text and what comes in its place; `None` is a helpline: nobody touches it."""

    start: int
    end: int
    placeholder: str | None


@dataclass(frozen=True, slots=True)
class Known:
    """What comes with a text: helplines that stay readable (digits or a site), and entities."""

    helplines: frozenset[str] = frozenset()
    entities: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class View:
    """A text without accents and unseen signs; digits of every script are 0-9, capitals stay.

    `text` is what a layer reads: what earlier layers found is masked in it.
    """

    original: str
    text: str = field(init=False)
    _places: list[int] = field(init=False)
    _found: list[Found] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        plain = {char: fold(char) for char in set(self.original)}
        self._places = [at for at, char in enumerate(self.original) if plain[char]]
        self.text = "".join(plain[char] for char in self.original)

    def take(self, found: Iterable[Found]) -> None:
        """Notes what a layer found; what overlaps with something earlier is left out."""
        signs: list[str] = []
        for one in found:
            signs = signs or list(self.text)
            if one.start < one.end and MASK not in signs[one.start : one.end]:
                signs[one.start : one.end] = MASK * (one.end - one.start)
                self._found.append(one)
        self.text = "".join(signs) or self.text

    def written(self) -> str:
        """The original with the placeholders in it; a text without any finding is not touched."""
        parts, at = [], 0
        for start, end, placeholder in sorted(self._found):
            if placeholder is not None:
                behind = self._places[end] if end < len(self._places) else len(self.original)
                parts += [self.original[at : self._places[start]], placeholder]
                at = behind  # accents behind the last letter go with it
        return "".join([*parts, self.original[at:]])


def fold(char: str) -> str:
    """One sign as the layers read it: one sign, or none. MASK itself is read as a space."""
    if char.isascii():
        return "'" if char == "`" else char
    if char in _APOSTROPHES:
        return "'"
    category = unicodedata.category(char)
    if category in _UNSEEN:
        return ""
    if category == "Nd":
        return str(unicodedata.decimal(char))
    if category == "Zs" or char == MASK:
        return " "
    plain = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", char))
    plain = "".join(c for c in plain if unicodedata.category(c) not in _UNSEEN)
    return plain if len(plain) == 1 else char
