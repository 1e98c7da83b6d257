"""How easy Dutch text is to read: the Flesch-Douma score, and the length of sentences and words.

The formula is that of W.H. Douma, "De leesbaarheid van landbouwbladen" (Wageningen, 1960), who fitted
Flesch's Reading Ease to Dutch: 206.84 - 0.77 x syllables per 100 words - 0.93 x words per sentence.
From 100 (very easy) down; 70 and up is easy, below 45 is hard. It counts, it does not understand: B1
is judged by a reader.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

FEWEST_WORDS = 30  # a score of fewer words says nothing

_ENDS = re.compile(r"[.!?…:][\"'”’)]*(?=\s|$)|\n")
_APART = ("ia", "io", "ua", "ea", "eo")  # two syllables: sociaal, radio, situatie, theater, video


class _Signs(dict[int, int | str]):
    """A table for `str.translate` that makes a space of every sign that it does not name."""

    def __missing__(self, sign: int) -> int | str:
        self[sign] = "a" if self.letters and chr(sign).isalnum() else " "
        return self[sign]

    letters = False


class _Letters(_Signs):
    letters = True


_WORDS = _Letters({ord(sign): "" for sign in "'’-."})  # `foto's`, `e-mail` and `16.00` are one word
# Vowels that stand together sound as one; a trema begins a new syllable.
_VOWELS = _Signs({ord(v): "a" for v in "aeiouyéèê"} | {ord(v): " a" for v in "ëïöüä"})


@dataclass(frozen=True, slots=True)
class Readability:
    """Figures of a text."""

    words: int = 0
    sentences: int = 0
    syllables: int = 0
    longest: int = 0  # words
    longest_sentence: str = ""

    @property
    def words_per_sentence(self) -> float:
        return self.words / self.sentences if self.sentences else 0.0

    @property
    def score(self) -> float | None:
        """Flesch-Douma, or `None` when there are too few words to say anything."""
        if self.words < FEWEST_WORDS:
            return None
        return 206.84 - 77 * self.syllables / self.words - 0.93 * self.words_per_sentence


def words_in(text: str) -> int:
    """How many words a text has; a number is a word."""
    return len(text.translate(_WORDS).split())


def syllables_in(text: str) -> int:
    """About how many syllables the words of a text have, by their vowels."""
    low = text.lower()
    return len(low.translate(_VOWELS).split()) + sum(low.count(pair) for pair in _APART)


@functools.lru_cache(maxsize=20_000)
def readability(text: str) -> Readability:
    """The figures of one text. A colon and a new line end a sentence too."""
    counted = [(words_in(one), one.strip()) for one in _ENDS.split(text)]
    found = [pair for pair in counted if pair[0]]
    longest, sentence = max(found, default=(0, ""), key=lambda pair: pair[0])
    words = sum(count for count, _ in found)
    return Readability(words, len(found), syllables_in(text), longest, sentence)


def together(texts: Iterable[str]) -> Readability:
    """The figures of some texts, as if they were one."""
    found = [readability(text) for text in texts]
    return Readability(
        sum(one.words for one in found),
        sum(one.sentences for one in found),
        sum(one.syllables for one in found),
    )
