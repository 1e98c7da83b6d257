"""Is a typed answer the same as a button? Every button has a typed equivalent."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable

NEAR = 0.8  # similarity at which a word with a typing mistake is still the same word
MOST_WORDS = 6  # a longer text is a story, not the name of a button
SHORTEST = 4  # letters; shorter words are too easily another word
_NOT_WORDS = re.compile(r"[^\w\s]|_")


def plain(text: str) -> str:
    """The words alone: lower case, no signs or emoji, single spaces."""
    return " ".join(_NOT_WORDS.sub(" ", text.casefold()).split())


def without_accents(text: str) -> str:
    """The same words as somebody types them who leaves the accents out."""
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def matches(text: str, labels: Iterable[str], number: int) -> bool:
    """Does `text` mean one of `labels`: the same words, its number, or a near miss in typing?"""
    said = plain(text)
    if not said:
        return False
    if said == str(number):
        return True
    return any(_same(said, plain(label)) for label in labels)


# A near miss that differs in one of these means the opposite, or another number.
_TURNING = re.compile(
    r"\d+|\b(?:niet|ni|nie|nooit|geen|gene|nee|neen|zonder|niemand|niets|niks|nergens|on\w{3,})\b"
)


def _turning(text: str) -> list[str]:
    return [word if word.isdigit() else "not" for word in _TURNING.findall(text)]


def _same(said: str, label: str) -> bool:
    if said == label:
        return True
    if _turning(said) != _turning(label):
        return False
    if said.replace(" ", "") == label.replace(" ", ""):
        return True
    mine, theirs = said.split(), label.split()
    return len(mine) == len(theirs) and all(map(_near, mine, theirs))


def contains(text: str, phrase: str) -> bool:
    """Does a short text say this phrase among other words, with nothing that turns its meaning?"""
    said, words = f" {plain(text)} ", plain(phrase)
    if len(words) < SHORTEST or len(said.split()) > MOST_WORDS:
        return False
    return f" {words} " in said and _turning(said) == _turning(words)


def _near(word: str, other: str) -> bool:
    """The same word, perhaps mistyped. Word by word: "met mijn mama" is not "met mijn maatje"."""
    if word == other:
        return True
    if min(len(word), len(other)) < SHORTEST:
        return False
    return difflib.SequenceMatcher(None, word, other).ratio() >= NEAR
