"""Messages that were not understood, and how readers come to one label for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.domain.ids import UnclearId

READERS = 2  # who must agree; when they do not, one more decides
TOO_MUCH_TAKEN = 0.75  # of the groups of a new sentence stand in the message
TOO_ALIKE = 0.5  # of all groups of three characters: more in common is the same sentence again


@dataclass(frozen=True, slots=True)
class UnclearMessage:
    """A kept message. Who wrote it is not in here: no reader needs it."""

    id: UnclearId
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Label:
    """What one reader made of a message: names of `nlu/contract.yml`."""

    topic: str
    act: str
    risk: str


@dataclass(frozen=True, slots=True)
class NewSentence:
    """A sentence that a reader invented, for the training data. `kinds` and `life_now` go with risk."""

    text: str
    label: Label
    kinds: tuple[str, ...] = ()
    life_now: bool = False


class Outcome(StrEnum):
    """What a label leads to."""

    WAITS = "waits"  # for another reader
    AGREED = "agreed"
    UNDECIDED = "undecided"  # three readers, three labels: nobody can learn from it
    ERASED = "erased"  # while it was read: the writer took their yes back, or the time was over


def outcome(earlier: Sequence[Label], label: Label) -> Outcome:
    """What this label leads to after those of other readers: two must agree on all three parts, and
    a third one decides by agreeing with one of them."""
    if label in earlier:
        return Outcome.AGREED
    if len({*earlier}) < len(earlier):
        return Outcome.WAITS  # two who read at the same moment agree: who says the same writes
    return Outcome.UNDECIDED if len(earlier) >= READERS else Outcome.WAITS


def alike(one: str, other: str) -> float:
    """How much two sentences have in common: their groups of three characters, 0 to 1 (Jaccard)."""
    mine, theirs = _threes(one), _threes(other)
    return len(mine & theirs) / len(mine | theirs)


def taken_from(new: str, message: str) -> float:
    """How much of a new sentence stands in the message, 0 to 1: a piece of a long message is alike
    to little of it, and still somebody's own words."""
    mine = _threes(new)
    return len(mine & _threes(message)) / len(mine)


def _threes(text: str) -> frozenset[str]:
    """Signs and capitals make no other sentence."""
    letters = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    padded = f" {' '.join(letters.split())} "
    return frozenset(padded[i : i + 3] for i in range(max(len(padded) - 2, 1)))
