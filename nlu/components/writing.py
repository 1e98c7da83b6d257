"""A message as the features see it: words, classes of words, and the same of its sentences."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Sequence, Tuple

from nlu.components.lexicon import Lexicon, classes_between
from nlu.components.parting import Span, parts_of


@dataclass(frozen=True)
class Written:
    """Rewritten text, lemmas, classes of the lexicon; `parts` and where they stand in the text."""

    text: str
    lemmas: Tuple[str, ...]
    classes: Tuple[str, ...] = ()
    parts: Tuple[Written, ...] = ()
    spans: Tuple[Span, ...] = ()


def written(text: str, lemmas: Sequence[Tuple[int, str]], lexicon: Lexicon) -> Written:
    """`text` is rewritten; `lemmas`: where each word begins in it, in their order, and its lemma."""
    spans = tuple(parts_of(text))
    hits = lexicon.hits_in(text)
    begins, words = [place for place, _ in lemmas], tuple(lemma for _, lemma in lemmas)
    parts = []
    for start, end in spans:
        mine = words[bisect_left(begins, start) : bisect_left(begins, end)]
        parts.append(Written(text[start:end], mine, classes_between(hits, start, end)))
    return Written(text, words, classes_between(hits, 0, len(text)), tuple(parts), spans)
