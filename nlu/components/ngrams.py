"""Words, pairs of words, pieces of words and meaning classes as numbers: what the heads see.

Pure scikit-learn, so that measuring.py measures exactly what the service uses.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Sequence, Tuple

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from nlu.components.writing import Written


@dataclass(frozen=True)
class Rows:
    """Features of messages, and of the sentences of the longer ones.

    Row `n` of `parts` belongs to message `owners[n]`; `words` and `part_words` are lengths.
    """

    whole: csr_matrix
    words: np.ndarray
    parts: csr_matrix
    part_words: np.ndarray
    owners: np.ndarray

    def of(self, chosen: np.ndarray) -> Rows:
        """The rows of some messages (places, in ascending order)."""
        new_place = np.full(self.whole.shape[0], -1)
        new_place[chosen] = np.arange(len(chosen))
        kept = np.flatnonzero(new_place[self.owners] >= 0)
        return Rows(
            self.whole[chosen], self.words[chosen],
            self.parts[kept], self.part_words[kept], new_place[self.owners[kept]],
        )  # fmt: skip


def _same(value: Sequence[str]) -> Sequence[str]:
    # A named function instead of a lambda: the vectorizer is pickled.
    return value


@dataclass(frozen=True)
class Shape:
    """Which features there are; `words` and `characters`: shortest and longest n-gram (0, 0: none).

    `apart`: two words that stand at most so many words apart count as a pair (0: no pairs).
    `classes`: whether the lexicon takes part.
    """

    words: Tuple[int, int] = (1, 2)
    characters: Tuple[int, int] = (2, 5)
    apart: int = 5
    classes: bool = True

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Shape:
        """Made from the options of the featurizer in config.yml."""
        return cls(
            tuple(options["words"]), tuple(options["characters"]),
            int(options["apart"]), bool(options["classes"]),
        )  # fmt: skip


def pairs(words: Sequence[str], apart: int) -> List[str]:
    """Two words with others between them, in their order: a meaning that no n-gram holds."""
    return [
        f"{word} {other}"
        for place, word in enumerate(words)
        for other in words[place + 2 : place + 1 + apart]
    ]


def word_grams(words: Sequence[str], shortest: int, longest: int) -> List[str]:
    """Words and groups of words that stand side by side."""
    return [
        " ".join(words[place : place + size])
        for size in range(shortest, longest + 1)
        for place in range(len(words) - size + 1)
    ]


def letter_grams(word: str, shortest: int, longest: int) -> List[str]:
    """Pieces of one word with a space before and behind it (`char_wb` of scikit-learn)."""
    padded = f" {word} "
    if len(padded) < shortest:
        return [padded]
    return [
        padded[place : place + size]
        for size in range(shortest, min(longest, len(padded)) + 1)
        for place in range(len(padded) - size + 1)
    ]


@dataclass(frozen=True)
class Table:
    """Which features of one sort exist (name to column), and how rare they are (idf)."""

    columns: Mapping[str, int]
    rarity: List[float]

    def weighed(self, found: Iterable[int]) -> Tuple[List[int], List[float]]:
        """Columns and weights of one message: TF-IDF with sublinear counts, of length one."""
        counts = Counter(found)
        places = sorted(counts)
        weights = [(1 + math.log(counts[place])) * self.rarity[place] for place in places]
        length = math.sqrt(sum(weight * weight for weight in weights)) or 1.0
        return places, [weight / length for weight in weights]

    def known(self, grams: Iterable[str]) -> Iterator[int]:
        """The columns of those that exist."""
        columns = self.columns
        return (columns[gram] for gram in grams if gram in columns)


class Ngrams:
    """Learns the features of the training sentences; turns messages into rows of weights.

    scikit-learn learns which features there are. Looking them up is done here: its vectorizers are
    made for many documents at once and need 5 ms for a single message.
    """

    def __init__(self, shape: Shape) -> None:
        """`shape` says which features there are."""
        self._shape = shape
        self._tables: Dict[str, Table] = {}
        self._letters: Dict[str, Tuple[int, ...]] = {}

    def fit(self, messages: Sequence[Written]) -> Ngrams:
        """Learns which features exist and how rare they are."""
        for name, least in self._sorts():
            documents = [self._grams(name, message) for message in messages]
            learned = TfidfVectorizer(analyzer=_same, sublinear_tf=True, min_df=least)
            try:
                learned.fit(documents)
            except ValueError:  # no feature of this sort is anywhere (messages without a class)
                self._tables[name] = Table({}, [])
            else:
                columns = {gram: int(place) for gram, place in learned.vocabulary_.items()}
                self._tables[name] = Table(columns, learned.idf_.tolist())
        self._letters = {}
        if "characters" in self._tables:
            words = {word for message in messages for word in message.text.split()}
            # Only words of training sentences: what young people type is never kept.
            self._letters = {word: tuple(self._letters_of(word)) for word in sorted(words)}
        return self

    def rows(self, messages: Sequence[Written]) -> Rows:
        """Features of the messages and of their parts."""
        parts = [part for message in messages for part in message.parts]
        owners = np.repeat(np.arange(len(messages)), [len(message.parts) for message in messages])
        matrix = self.transform([*messages, *parts])
        lengths = np.array([len(written.lemmas) for written in [*messages, *parts]], dtype=int)
        count = len(messages)
        return Rows(matrix[:count], lengths[:count], matrix[count:], lengths[count:], owners)

    def transform(self, messages: Sequence[Written]) -> csr_matrix:
        """One row a message; a message without known features is a row of zeros."""
        columns: List[int] = []
        weights: List[float] = []
        ends = [0]
        for message in messages:
            begin = 0
            for name, table in self._tables.items():
                places, heavy = table.weighed(self._found(name, table, message))
                columns += [begin + place for place in places]
                weights += heavy
                begin += len(table.rarity)
            ends.append(len(columns))
        width = sum(len(table.rarity) for table in self._tables.values())
        return csr_matrix(
            (np.array(weights), np.array(columns, dtype=np.int32), np.array(ends, dtype=np.int32)),
            shape=(len(messages), width),
        )

    def _sorts(self) -> Iterator[Tuple[str, int]]:
        """The sorts of features, in the order of their columns, and in how many messages at least."""
        yield "words", 1
        if self._shape.characters[1]:
            yield "characters", 2
        if self._shape.apart:
            yield "pairs", 2
        if self._shape.classes:
            yield "classes", 1

    def _grams(self, name: str, message: Written) -> List[str]:
        if name == "words":
            return word_grams(message.lemmas, *self._shape.words)
        if name == "characters":
            shape = self._shape.characters
            return [gram for word in message.text.split() for gram in letter_grams(word, *shape)]
        return pairs(message.lemmas, self._shape.apart) if name == "pairs" else [*message.classes]

    def _found(self, name: str, table: Table, message: Written) -> Iterable[int]:
        if name != "characters":
            return table.known(self._grams(name, message))
        known = self._letters
        return (
            place
            for word in message.text.split()
            for place in (known[word] if word in known else self._letters_of(word))
        )

    def _letters_of(self, word: str) -> Iterator[int]:
        return self._tables["characters"].known(letter_grams(word, *self._shape.characters))
