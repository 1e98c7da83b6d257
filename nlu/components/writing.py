"""A message as the features see it: words, classes of words, and the same of its sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence, Tuple

from nlu.components.lexicon import Lexicon
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
    """`text` is rewritten; `lemmas`: where each word begins in it, and its lemma."""
    spans = tuple(parts_of(text))
    parts = tuple(_part(text[start:end], _between(lemmas, start, end), lexicon)
                  for start, end in spans)  # fmt: skip
    whole = _part(text, tuple(lemma for _, lemma in lemmas), lexicon)
    return Written(whole.text, whole.lemmas, whole.classes, parts, spans)


def _part(text: str, lemmas: Tuple[str, ...], lexicon: Lexicon) -> Written:
    return Written(text, lemmas, lexicon.classes_in(text))


def _between(lemmas: Sequence[Tuple[int, str]], start: int, end: int) -> Tuple[str, ...]:
    return tuple(lemma for place, lemma in lemmas if start <= place < end)
