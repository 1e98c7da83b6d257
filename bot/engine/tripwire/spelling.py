"""Typed Dutch as the plain words that the patterns are written in."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby, pairwise

_LONGEST = 13  # letters in a word that is looked for inside a row of letters
_TOKEN = re.compile(r"\.{2,}|[.!?]+(?=\s|$)|[^\W_]+(?:\*+[^\W_]+)*|[^\w\s]")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘`´ʼ′ʹ＇"))
_SYMBOLS = {"@": "a", "$": "s", "€": "e"}
_DIGITS = str.maketrans("034578", "oeastb")


class Spelling:
    """Reads typed Dutch as the plain words that the patterns are written in."""

    def __init__(self, variants: dict[str, tuple[str, ...]], look_alikes: dict[int, str]) -> None:
        self.variants, self._look_alikes = variants, look_alikes
        self.words: set[str] = set()
        self._spelled: set[str] = set()
        self._endings: set[str] = set()
        self._joinable: set[str] = set()
        self.beginnings: set[str] = set()
        self.numbers: dict[str, range] = {}
        self._unstretched: dict[str, str] = {}
        self._one_off: dict[str, str] = {}
        self._same_edges: dict[tuple[int, str, str], list[str]] = {}

    def learn(self, words: set[str], typo_words: list[str], fillers: set[str]) -> None:
        for word in sorted(words | fillers | set(typo_words)):
            if "-" in word:
                low, high = word.split("-")
                self.numbers[word] = range(int(low), int(high) + 1)
            else:
                (self.beginnings if word.endswith("*") else self.words).add(word)
        self._spelled = {word for word in self.words | set(self.variants) if len(word) > 1}
        self._endings = {word[-2:] for word in self._spelled}
        self._joinable = {word for word in self.words - fillers if len(word) > 5}
        for word in sorted(self.words | set(self.variants), key=lambda w: (w in self.variants, w)):
            self._unstretched.setdefault(_unstretch(word), word)
            self._same_edges.setdefault(_edges(word), []).append(word)
        for word in typo_words:
            self._one_off |= dict.fromkeys((word, *_one_letter_less(word)), word)

    def read(self, text: str) -> list[str]:
        """The words of a text; "." stands for the end of a sentence."""
        known: dict[str, tuple[str, ...]] = {}
        words: list[str] = []
        for token in self._tokens(text):
            if token not in known:
                known[token] = self._read_token(token)
            words += known[token]
        return [*self._joined(words), "."]

    def names(self, word: str) -> Iterator[str]:
        """Under which names in the patterns this word is found."""
        yield word
        yield from (f"{word[:n]}*" for n in range(2, 16) if f"{word[:n]}*" in self.beginnings)
        if len(word) < 4 and word.isdecimal():
            yield from (name for name, numbers in self.numbers.items() if int(word) in numbers)

    def plain(self, text: str) -> str:
        """Lower case without accents, invisible marks, look-alike letters and apostrophes."""
        odd = {ord(char): self._fold(char) for char in set(text) if not char.isascii()}
        text = text.translate(_APOSTROPHES).translate(odd).lower().replace("\0", "")
        return re.sub(r"(?<=[a-z])[@$€](?=[a-z])", lambda m: _SYMBOLS[m[0]], text)

    def _fold(self, char: str) -> str:
        """One character at a time: accents go anyway, and no text is cheaper than its alphabet."""
        if unicodedata.category(char) in ("Mn", "Me", "Cf"):
            return ""
        plain = unicodedata.normalize("NFKC", self._look_alikes.get(ord(char), char)).casefold()
        plain = unicodedata.normalize("NFD", plain.translate(self._look_alikes))
        kept = (self._look_alikes.get(ord(c), c) for c in plain if unicodedata.category(c) != "Mn")
        return "".join(kept) if len(plain) < 5 else " "

    def _tokens(self, text: str) -> Iterator[str]:
        found = _TOKEN.findall(self.plain(text))
        stops = [i for i, token in enumerate(found) if token[0] in ".!?" and token[:2] != ".."]
        ends = {end for before, end in pairwise([-1, *stops]) if end - before > 2}
        kept = [
            "." if i in ends else token
            for i, token in enumerate(found)
            if i in ends or token[0].isalnum() or token in self.variants
        ]
        for spelled_out, letters in groupby(kept, lambda t: len(t) == 1 and t.isalpha()):
            run = list(letters)
            yield from self._split("".join(run))[0] if spelled_out and len(run) > 3 else run

    def _read_token(self, token: str) -> tuple[str, ...]:
        for guess in self._guesses(token):
            if guess in self.variants:
                return self.variants[guess]
            if guess in self.words or any(name != guess for name in self.names(guess)):
                return (guess,)
        return self._unglued(token) or (token,)

    def _guesses(self, token: str) -> Iterator[str]:
        yield token
        if not token.isalpha() and not token.isdecimal():
            yield from (token.replace("1", one).translate(_DIGITS) for one in "il")
            if "*" in token:
                alike = self._same_edges.get(_edges(token), ())
                yield from (word for word in alike if _is_censored(token, word))
        if re.search(r"(.)\1\1", token):
            yield self._unstretched.get(_unstretch(token), token)
        if len(token) > 5:
            keys = (token, *_one_letter_less(token)) if len(token) < 25 else ()
            yield from (self._one_off[key] for key in keys if key in self._one_off)

    def _unglued(self, token: str) -> tuple[str, ...]:
        """ "ikwildood": at least three known words and nothing else."""
        words, unknown = self._split(token) if 8 < len(token) < 60 else ([], 0)
        if unknown or len(words) < 3:
            return ()
        return tuple(plain for word in words for plain in self.variants.get(word, (word,)))

    def _split(self, letters: str) -> tuple[list[str], int]:
        """The known words in a row of letters, and how many letters are in none of them."""
        spelled, unknown, start_of = self._spelled, [0], [0]
        for end in range(1, len(letters) + 1):
            fewest, best = unknown[end - 1] + 1, end - 1
            known_ending = letters[end - 2 : end] in self._endings
            for start in range(max(0, end - _LONGEST), end - 1) if known_ending else ():
                if unknown[start] < fewest and letters[start:end] in spelled:
                    fewest, best = unknown[start], start
            unknown.append(fewest)
            start_of.append(best)
        words, end = [], len(letters)
        while end:
            words.append(letters[start_of[end] : end])
            end = start_of[end]
        return words[::-1], unknown[-1]

    def _joined(self, words: list[str]) -> Iterator[str]:
        """ "weg lopen" and "zelf-moord" are read as the one word that the patterns know.

        Not with a short last part: "mijn vriend en ik" does not speak of "vrienden".
        """
        at = 0
        while at < len(words):
            ahead = words[at + 1 : at + 3]
            size = 1
            if any(len(part) > 3 for part in ahead):
                size = next((n for n in (3, 2) if self._is_broken_word(words[at : at + n])), 1)
            yield "".join(words[at : at + size])
            at += size

    def _is_broken_word(self, parts: list[str]) -> bool:
        if len(parts[-1]) < 4 or parts[0] in ("ge", "je"):
            return False
        return "".join(parts) in self._joinable


def _unstretch(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _edges(word: str) -> tuple[int, str, str]:
    return len(word), word[0], word[-1]


def _is_censored(token: str, word: str) -> bool:
    return all(a in ("*", b) for a, b in zip(token, word, strict=True))


def _one_letter_less(word: str) -> Iterator[str]:
    return (word[:i] + word[i + 1 :] for i in range(len(word)))
