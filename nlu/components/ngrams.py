"""Word and character n-grams as numbers: what the three heads see of a message.

Pure scikit-learn, so that evaluate.py measures exactly what the service uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple

from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer


@dataclass(frozen=True)
class Written:
    """One message as the features see it: the rewritten text and the lemmas of its words."""

    text: str
    lemmas: Tuple[str, ...]


def _same(value: Sequence[str]) -> Sequence[str]:
    # A named function instead of a lambda: the vectorizer is pickled.
    return value


class Ngrams:
    """Learns the n-grams of the training sentences; turns messages into rows of weights."""

    def __init__(self, words: Tuple[int, int], characters: Tuple[int, int]) -> None:
        """`words` and `characters`: the shortest and the longest n-gram, e.g. (1, 2)."""
        self._words = TfidfVectorizer(
            tokenizer=_same, preprocessor=_same, token_pattern=None, lowercase=False,
            ngram_range=words, sublinear_tf=True,
        )  # fmt: skip
        self._characters = TfidfVectorizer(
            analyzer="char_wb", ngram_range=characters, sublinear_tf=True, min_df=2
        )

    def fit(self, messages: List[Written]) -> Ngrams:
        """Learns which n-grams exist and how rare they are."""
        self._words.fit([message.lemmas for message in messages])
        self._characters.fit([message.text for message in messages])
        return self

    def transform(self, messages: List[Written]) -> csr_matrix:
        """One row a message; a message without known n-grams is a row of zeros."""
        words = self._words.transform([message.lemmas for message in messages])
        characters = self._characters.transform([message.text for message in messages])
        return hstack([words, characters], format="csr")
