"""Words, pairs of words, pieces of words and meaning classes as numbers: what the heads see.

Without Rasa, so that measuring.py measures exactly what the service uses.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Sequence, Set, Tuple

import numpy as np
from scipy.sparse import csr_matrix, vstack

from nlu.components.writing import Written

BLOCK = 2000  # messages at once: more would fill the memory


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

    @classmethod
    def together(cls, some: Sequence[Rows]) -> Rows:
        """One after the other."""
        begins = np.cumsum([0, *(len(rows.words) for rows in some)])
        return cls(
            vstack([rows.whole for rows in some], format="csr"),
            np.concatenate([rows.words for rows in some]),
            vstack([rows.parts for rows in some], format="csr"),
            np.concatenate([rows.part_words for rows in some]),
            np.concatenate([rows.owners + begin for rows, begin in zip(some, begins)]),
        )


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
    """Which features of one sort exist (name to column), and how rare they are (idf).

    `begin`: the first column of this sort among all features.
    """

    columns: Mapping[str, int]
    rarity: np.ndarray
    begin: int

    def known(self, grams: Iterable[str]) -> List[int]:
        """The columns, among all features, of those that exist."""
        return [column for column in map(self.columns.get, grams) if column is not None]


@dataclass(frozen=True)
class Found:
    """The features of some messages: weight and column of each, and where each message begins."""

    weights: np.ndarray
    columns: np.ndarray
    begins: np.ndarray
    width: int

    @classmethod
    def of(cls, blocks: Sequence[Found]) -> Found:
        """All blocks in their order."""
        sizes = np.cumsum([0, *(len(block.weights) for block in blocks)])
        begins = [block.begins[:-1] + size for block, size in zip(blocks, sizes)]
        return cls(
            np.concatenate([block.weights for block in blocks]),
            np.concatenate([block.columns for block in blocks]),
            np.concatenate([*begins, sizes[-1:]]), blocks[0].width,
        )  # fmt: skip

    def cut(self, first: int, last: int) -> csr_matrix:
        """The messages from `first` up to `last` as a matrix, without a copy."""
        begin, end = self.begins[first], self.begins[last]
        inside = (self.begins[first : last + 1] - begin).astype(np.int32)
        parts = (self.weights[begin:end], self.columns[begin:end], inside)
        return csr_matrix(parts, shape=(last - first, self.width))


class Ngrams:
    """Learns the features of the training sentences; turns messages into rows of weights.

    The weights are those of scikit-learn's TfidfVectorizer, for each sort of features. Counting is
    done here: its vectorizers are made for many documents and need 5 ms for a single message.
    """

    def __init__(self, shape: Shape) -> None:
        """`shape` says which features there are."""
        self._shape = shape
        self._tables: Dict[str, Table] = {}
        self._letters: Dict[str, List[int]] = {}

    def fit(self, messages: Sequence[Written]) -> Ngrams:
        """Learns which features exist and how rare they are."""
        begin = 0
        for name, least in self._sorts():
            documents = self._documents(name, messages)
            self._tables[name] = _table(documents, len(messages), least, begin)
            begin += len(self._tables[name].rarity)
        self._rarity = np.concatenate([table.rarity for table in self._tables.values()])
        self._begins = np.array([table.begin for table in self._tables.values()])
        self._letters = {}
        if "characters" in self._tables:
            words = {word for message in messages for word in message.text.split()}
            # Only words of training sentences: what young people type is never kept.
            self._letters = {word: self._letters_of(word) for word in sorted(words)}
        return self

    def rows(self, messages: Sequence[Written]) -> Rows:
        """Features of the messages and of their parts."""
        parts = [part for message in messages for part in message.parts]
        owners = np.repeat(np.arange(len(messages)), [len(message.parts) for message in messages])
        lengths = np.array([len(written.lemmas) for written in [*messages, *parts]], dtype=int)
        count, found = len(messages), self._found([*messages, *parts])
        return Rows(
            found.cut(0, count), lengths[:count], found.cut(count, len(lengths)), lengths[count:],
            owners,
        )  # fmt: skip

    def transform(self, messages: Sequence[Written]) -> csr_matrix:
        """One row a message; a message without known features is a row of zeros.

        Weights are TF-IDF with sublinear counts; each sort of features has length one in a row.
        """
        return self._found(messages).cut(0, len(messages))

    def _found(self, messages: Sequence[Written]) -> Found:
        blocks = [
            self._block(messages[n : n + BLOCK]) for n in range(0, max(1, len(messages)), BLOCK)
        ]
        return Found.of(blocks) if len(blocks) != 1 else blocks[0]

    def _block(self, messages: Sequence[Written]) -> Found:
        width = len(self._rarity)
        places: List[int] = []
        ends: List[int] = [0]
        for message in messages:
            for name, table in self._tables.items():
                places += self._places(name, table, message)
            ends.append(len(places))
        keys = np.array(places, dtype=np.int64)
        if len(messages) > 1:
            keys += np.repeat(np.arange(len(messages)) * width, np.diff(ends))
        keys, counts = np.unique(keys, return_counts=True)
        begins = np.searchsorted(keys, np.arange(len(messages) + 1) * width)
        rows = np.repeat(np.arange(len(messages)), np.diff(begins))
        columns = keys - rows * width
        weights = (1 + np.log(counts)) * self._rarity[columns]
        sorts = len(self._begins)
        groups = rows * sorts + np.searchsorted(self._begins, columns, side="right") - 1
        squares = np.bincount(groups, weights * weights, minlength=1)
        weights /= np.sqrt(squares)[groups]
        return Found(weights.astype(np.float32), columns.astype(np.int32), begins, width)

    def _sorts(self) -> Iterator[Tuple[str, int]]:
        """The sorts of features, in the order of their columns, and in how many messages at least."""
        yield "words", 1
        if self._shape.characters[1]:
            yield "characters", 2
        if self._shape.apart:
            yield "pairs", 2
        if self._shape.classes:
            yield "classes", 1

    def _documents(self, name: str, messages: Sequence[Written]) -> Iterator[Set[str]]:
        """The different features of one sort of each message."""
        if name != "characters":
            yield from (set(self._grams(name, message)) for message in messages)
            return
        pieces: Dict[str, List[str]] = {}  # cut once, however often the word comes back
        for message in messages:
            words = set(message.text.split())
            for word in words:  # not `words - pieces.keys()`: that goes through all keys every time
                if word not in pieces:
                    pieces[word] = letter_grams(word, *self._shape.characters)
            yield set().union(*(pieces[word] for word in words))

    def _grams(self, name: str, message: Written) -> List[str]:
        if name == "words":
            return word_grams(message.lemmas, *self._shape.words)
        return pairs(message.lemmas, self._shape.apart) if name == "pairs" else [*message.classes]

    def _places(self, name: str, table: Table, message: Written) -> List[int]:
        if name != "characters":
            return table.known(self._grams(name, message))
        known = self._letters
        found: List[int] = []
        for word in message.text.split():
            found += known[word] if word in known else self._letters_of(word)
        return found

    def _letters_of(self, word: str) -> List[int]:
        return self._tables["characters"].known(letter_grams(word, *self._shape.characters))


def _table(documents: Iterable[Set[str]], count: int, least: int, begin: int) -> Table:
    """The features that are in at least so many of the `count` documents; smoothed idf."""
    found = Counter(gram for document in documents for gram in document)
    names = sorted(name for name, times in found.items() if times >= least)
    times = np.array([found[name] for name in names], dtype=float)
    columns = {name: begin + place for place, name in enumerate(names)}
    return Table(columns, np.log((1 + count) / (1 + times)) + 1, begin)
