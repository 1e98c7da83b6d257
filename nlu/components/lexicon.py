"""Meaning classes of words: an unseen word counts like a seen one of the same class.

`lexicon.yml` holds them: `collection_letters: [aanmaning*, incassobureau, ...]`. Found in the
rewritten text (lower case), so that spelling and abbreviations are already evened out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Mapping, Sequence, Tuple

import yaml

from nlu.components.rewriting import rewrite

FILE = Path(__file__).resolve().parents[1] / "lexicon.yml"
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[\u2600-\u27bf\U0001f000-\U0001faff]")
LONGEST = 4  # words in one entry
SHORTEST_STEM = 3  # letters before a star

Hit = Tuple[int, int, str]  # where an entry begins and ends in the text, and its class


class Lexicon:
    """Finds the classes of the words in a text."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        """`classes`: for each class its entries; `*` at the end of one means anything follows."""
        self._whole: Dict[Tuple[str, ...], List[str]] = {}
        self._stems: Dict[str, List[str]] = {}
        for name, entries in classes.items():
            for entry in entries:
                self._add(name, rewrite(str(entry)))
        self._longest_stem = max((len(stem) for stem in self._stems), default=0)
        self._longest_from: Dict[str, int] = {}  # words in the longest entry that begins so
        for words in self._whole:
            longest = max(len(words), self._longest_from.get(words[0], 0))
            self._longest_from[words[0]] = longest

    def _add(self, name: str, entry: str) -> None:
        if entry.endswith("*") and " " not in entry and len(entry) > SHORTEST_STEM:
            self._stems.setdefault(entry[:-1], []).append(name)
            return
        words = tuple(WORD.findall(entry.rstrip("*")))
        if words and len(words) <= LONGEST:
            self._whole.setdefault(words, []).append(name)

    def classes_in(self, text: str) -> Tuple[str, ...]:
        """The classes in the order of the words; a class once for each word that it begins with."""
        return classes_between(self.hits_in(text), 0, len(text))

    def hits_in(self, text: str) -> List[Hit]:
        """Every entry that is found, and where."""
        matches = list(WORD.finditer(text))
        words = [match.group() for match in matches]
        hits: List[Hit] = []
        for place, word in enumerate(words):
            start, end = matches[place].span()
            hits += [(start, end, name) for name in self._of_stem(word)]
            longest = min(self._longest_from.get(word, 0), len(words) - place)
            for length in range(1, longest + 1):
                names = self._whole.get(tuple(words[place : place + length]), ())
                hits += [(start, matches[place + length - 1].end(), name) for name in names]
        return hits

    def _of_stem(self, word: str) -> Sequence[str]:
        for length in range(min(len(word), self._longest_stem), SHORTEST_STEM - 1, -1):
            if word[:length] in self._stems:
                return self._stems[word[:length]]
        return ()


def classes_between(hits: Sequence[Hit], start: int, end: int) -> Tuple[str, ...]:
    """The classes of what stands wholly between two places that cut no word."""
    inside = {(first, name) for first, last, name in hits if start <= first and last <= end}
    return tuple(name for _, name in sorted(inside))


def read_lexicon(file: Path = FILE) -> Lexicon:
    """The lexicon of the project; an empty one where there is no file."""
    if not file.is_file():
        return Lexicon({})
    return Lexicon(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))
