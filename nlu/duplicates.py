"""Finds sentences that are nearly the same: character 3-gram Jaccard above 0.7.

For `maatje nlu check`: a sentence that differs by one word teaches nothing, and in the held-out
set it would make every figure too high. Exact, by prefix filtering (Chaudhuri, Ganti and Kaushik,
"A Primitive Operator for Similarity Joins in Data Cleaning", ICDE 2006): two sets that overlap
enough must share one of their rarest members, so few pairs have to be compared.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from typing import Deque, Dict, FrozenSet, Iterator, Sequence, Tuple

LIMIT = 0.7


def grams_of(text: str) -> FrozenSet[str]:
    """The character 3-grams of a text, in lower case, with one space around and between words."""
    plain = f" {' '.join(text.lower().split())} "
    return frozenset(plain[place : place + 3] for place in range(len(plain) - 2))


def jaccard(one: FrozenSet[str], other: FrozenSet[str]) -> float:
    """The shared part of two sets (0-1)."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def near_duplicates(texts: Sequence[str], limit: float = LIMIT) -> Iterator[Tuple[int, int]]:
    """Pairs of places (later, earlier) of texts whose Jaccard is above `limit`."""
    grams = [grams_of(text) for text in texts]
    rarity = Counter(gram for members in grams for gram in members)
    waiting: Dict[str, Deque[int]] = defaultdict(deque)
    for place in sorted(range(len(texts)), key=lambda place: len(grams[place])):
        members = grams[place]
        ordered = sorted(members, key=lambda gram: (rarity[gram], gram))
        prefix = ordered[: len(ordered) - math.ceil(limit * len(ordered)) + 1]
        smallest = limit * len(members)  # a smaller set cannot overlap enough
        for gram in prefix:
            shorter = waiting[gram]
            while shorter and len(grams[shorter[0]]) < smallest:
                shorter.popleft()  # they stand in order of size
        for other in sorted({other for gram in prefix for other in waiting[gram]}):
            if jaccard(members, grams[other]) > limit:
                yield max(place, other), min(place, other)
        for gram in prefix:
            waiting[gram].append(place)
