"""Finds sentences that are nearly the same: character 3-gram Jaccard above 0.7.

For `maatje nlu check`: a sentence that differs by one word teaches nothing, and in the held-out
set it would make every figure too high. Exact, by prefix filtering: two sets that overlap enough
must share some of their rarest members, so few pairs have to be compared (Wang, Li and Feng,
"Can We Beat the Prefix Filtering?", SIGMOD 2012, with a fixed length).
"""

from __future__ import annotations

from collections import Counter
from typing import FrozenSet, Iterator, List, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix

LIMIT = 0.7
SHARED = 5  # rare members that two alike sets must share; more means a longer list to compare
BLOCK = 1000  # texts at once: more would fill the memory


def grams_of(text: str) -> FrozenSet[str]:
    """The character 3-grams of a text, in lower case, with one space around and between words."""
    plain = f" {' '.join(text.lower().split())} "
    return frozenset(plain[place : place + 3] for place in range(len(plain) - 2))


def near_duplicates(texts: Sequence[str], limit: float = LIMIT) -> Iterator[Tuple[int, int]]:
    """Pairs of places (later, earlier) of texts whose Jaccard is above `limit`."""
    sets = _rarest_first([grams_of(text) for text in texts])
    sizes = np.array([len(members) for members in sets])
    overlap = np.ceil(limit * sizes)  # what a set shares at least with one that is alike
    prefixes = [members[: int(size - least) + SHARED]
                for members, size, least in zip(sets, sizes, overlap)]  # fmt: skip
    width = int(max((members[-1] for members in sets if members), default=-1)) + 1
    whole, rare = _matrix(sets, width), _matrix(prefixes, width)
    for begin in range(0, len(sets), BLOCK):
        block = rare[begin : begin + BLOCK]
        shared = (block @ rare[: begin + BLOCK].T).tocoo()
        later, earlier = shared.row + begin, shared.col
        likely = (
            (earlier < later)
            & (shared.data >= np.minimum(SHARED, np.maximum(overlap[later], overlap[earlier])))
            & (sizes[earlier] >= limit * sizes[later])
            & (sizes[later] >= limit * sizes[earlier])
        )
        later, earlier = later[likely], earlier[likely]
        both = np.asarray(whole[later].multiply(whole[earlier]).sum(axis=1)).ravel()
        alike = both > limit * (sizes[later] + sizes[earlier] - both)
        yield from sorted(zip(later[alike].tolist(), earlier[alike].tolist()))


def _rarest_first(sets: Sequence[FrozenSet[str]]) -> List[List[int]]:
    rarity = Counter(gram for members in sets for gram in members)
    ranked = sorted(rarity, key=lambda gram: (rarity[gram], gram))
    place = {gram: number for number, gram in enumerate(ranked)}
    return [sorted(place[gram] for gram in members) for members in sets]


def _matrix(sets: Sequence[Sequence[int]], width: int) -> csr_matrix:
    """One row a set, a one in the column of each member."""
    ends = np.cumsum([0, *map(len, sets)])
    columns = np.fromiter((member for members in sets for member in members), dtype=np.int32)
    return csr_matrix((np.ones(len(columns), dtype=np.int32), columns, ends), (len(sets), width))
