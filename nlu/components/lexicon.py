"""Meaning classes of words: an unseen word counts like a seen one of the same class.

`lexicon.yml` holds them: `collection_letters: [aanmaning*, incassobureau, ...]`. Found in the
rewritten text (lower case), so that spelling and abbreviations are already evened out.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Dict, List, Mapping, Sequence, Set, Tuple

import yaml

from nlu.components.rewriting import rewrite

FILE = Path(__file__).resolve().parents[1] / "lexicon.yml"
WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[\u2600-\u27bf\U0001f000-\U0001faff]")
LONGEST = 4  # words in one entry
SHORTEST_STEM = 3  # letters before a star


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

    def _add(self, name: str, entry: str) -> None:
        if entry.endswith("*") and " " not in entry and len(entry) > SHORTEST_STEM:
            self._stems.setdefault(entry[:-1], []).append(name)
            return
        words = tuple(WORD.findall(entry.rstrip("*")))
        if words and len(words) <= LONGEST:
            self._whole.setdefault(words, []).append(name)

    def classes_in(self, text: str) -> Tuple[str, ...]:
        """The classes in the order of the words; a class once for each entry that is found."""
        words = WORD.findall(text)
        found: List[str] = []
        for place, word in enumerate(words):
            here: Set[str] = set(self._of_stem(word))
            for length in range(1, LONGEST + 1):
                here.update(self._whole.get(tuple(words[place : place + length]), ()))
            found.extend(sorted(here))
        return tuple(found)

    def _of_stem(self, word: str) -> Sequence[str]:
        for length in range(min(len(word), self._longest_stem), SHORTEST_STEM - 1, -1):
            if word[:length] in self._stems:
                return self._stems[word[:length]]
        return ()


def read_lexicon(file: Path = FILE) -> Lexicon:
    """The lexicon of the project; an empty one where there is no file."""
    if not file.is_file():
        return Lexicon({})
    return Lexicon(yaml.load(file.read_text(encoding="utf-8"), yaml.CSafeLoader))
