"""Looks at a text for all danger that the patterns know."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from bot.domain.safety import Risk
from bot.engine.tripwire.file import PACKAGED, Knowledge, read
from bot.engine.tripwire.patterns import Row

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
MOST_PIECES = 200  # that are looked through for the one that showed the danger
LONG_SENTENCE, STEP = 24, 12  # words; who types without stops is read in windows


def _pieces(text: str) -> Iterator[str]:
    """The sentences of a text as they were typed, a long one in windows that overlap."""
    for sentence in _SENTENCE_END.split(text):
        words = [word.span() for word in re.finditer(r"\S+", sentence)]
        for first in range(0, max(1, len(words) - STEP), STEP):
            window = words[first : first + LONG_SENTENCE]
            if window:
                yield sentence[window[0][0] : window[-1][1]]


class Tripwire:
    """Sees danger that is said plainly. Made once, used for every text, safe in threads."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knows = knowledge

    @classmethod
    def from_file(cls, path: Path | None = None) -> Tripwire:
        """The packaged tripwire, or another file of the same form.

        Raises `TripwireFileInvalid`, with file and line and in Dutch, when the file is wrong.
        """
        return cls(read(path or PACKAGED))

    def look(self, text: str) -> Risk:
        """All danger that `text` says plainly. Never raises; 2 to 3 ms for a usual message."""
        seen = Risk()
        for row in self._knows.typed.rows(text):
            seen = seen.union(self._look_at(row))
        return replace(seen, words=self._cause(text)) if seen.signs else seen

    def _cause(self, text: str) -> str:
        """The first sentence that shows danger by itself, as it was typed; else the whole text."""
        pieces = list(islice(_pieces(text), MOST_PIECES))
        if len(pieces) < 2:
            return text
        return next((piece for piece in pieces if self._shows(piece)), text)

    def _shows(self, piece: str) -> bool:
        return any(self._look_at(row).signs for row in self._knows.typed.rows(piece))

    def _look_at(self, row: Row) -> Risk:
        return Risk(tuple(entry.sign for entry in self._knows.entries if entry.stands_in(row)))
