"""Cuts a long message into its sentences, so that half a sentence of danger is not drowned.

Who speaks a message or types without stops has one endless sentence: that is cut into windows.
"""

from __future__ import annotations

import re
from typing import List, Tuple

ENDS = re.compile(r"(?<=[.!?;])\s+|\n+")
WORD = re.compile(r"\S+")
FEWEST = 3  # words in a part
LONGEST = 24  # words; a longer sentence is cut
WINDOW, STEP = 16, 8  # words
MOST_PARTS = 200  # of a longer text the first and the last hundred: its end is read too

Span = Tuple[int, int]


def parts_of(text: str) -> List[Span]:
    """Where the parts begin and end; nothing for a message that is one short sentence."""
    spans: List[Span] = []
    start = 0
    for end in [*ENDS.finditer(text), None]:
        stop = end.start() if end else len(text)
        spans += _windows([(start + w.start(), start + w.end()) for w in
                           WORD.finditer(text[start:stop])])  # fmt: skip
        start = end.end() if end else stop
    if len(spans) > MOST_PARTS:
        spans = spans[: MOST_PARTS // 2] + spans[-MOST_PARTS // 2 :]
    return spans if len(spans) > 1 else []


def _windows(words: List[Span]) -> List[Span]:
    if len(words) < FEWEST:
        return []
    if len(words) <= LONGEST:
        return [(words[0][0], words[-1][1])]
    starts = range(0, len(words) - STEP, STEP)
    return [(words[s][0], words[min(s + WINDOW, len(words)) - 1][1]) for s in starts]
