"""Typed text as rows of plainly spelled words, in which patterns can stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.engine.tripwire.language import PatternLanguage
from bot.engine.tripwire.patterns import Choice, Row
from bot.engine.tripwire.spelling import Spelling

WORDS_AT_ONCE, OVERLAP = 1000, 60  # long texts in windows: work per word stays the same


@dataclass(frozen=True, slots=True)
class Typed:
    """Reads texts with the words that some patterns are made of."""

    spelling: Spelling
    fillers: frozenset[str]
    stops: frozenset[str]

    def rows(self, text: str) -> Iterator[Row]:
        """The words of a text; of a long one in windows that overlap."""
        words = self.spelling.read(text)
        for start in range(0, max(1, len(words) - OVERLAP), WORDS_AT_ONCE):
            yield self._row(words[start : start + WORDS_AT_ONCE + OVERLAP])

    def _row(self, words: list[str]) -> Row:
        places: dict[str, int] = {}
        for i, word in enumerate(words):
            places[word] = places.get(word, 0) | 1 << i
        masks: dict[str, int] = {}
        fillers, passable = 0, 0
        for word, mask in places.items():
            fillers |= mask if word in self.fillers else 0
            passable |= mask if word not in self.stops else 0
            for name in self.spelling.names(word):
                masks[name] = masks.get(name, 0) | mask
        return Row(len(words), masks, fillers, passable)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How words are typed, which may stand between others, and which belong together (`groups`).
    `words`: all that these are made of."""

    variants: Mapping[str, tuple[str, ...]]
    look_alikes: Mapping[int, str]
    typos: tuple[str, ...]
    fillers: frozenset[str]
    stops: frozenset[str]
    groups: Mapping[str, Choice]
    words: frozenset[str]

    def language(self) -> PatternLanguage:
        """Reads patterns with these groups."""
        return PatternLanguage(self._spelling(), self.groups)

    def typed(self, words: set[str]) -> Typed:
        """Reads texts for patterns that are made of `words`."""
        spelling = self._spelling()
        spelling.learn(words | self.words, list(self.typos), set(self.fillers))
        return Typed(spelling, self.fillers, self.stops | {"."})

    def _spelling(self) -> Spelling:
        return Spelling(dict(self.variants), dict(self.look_alikes))
