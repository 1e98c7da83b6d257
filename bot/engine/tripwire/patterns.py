"""The patterns of the tripwire, and where they can stand in a row of words.

Where a pattern can stand is a number whose bits are the places between those words, and each part
of a pattern moves those bits. No backtracking, so no text can make a look slow.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.safety import DangerSign

FILLERS_PASSED = 3


@dataclass(frozen=True, slots=True)
class Row:
    """The words of a text as bits: bit i is set where word i is, or may be read as, that name."""

    length: int
    masks: dict[str, int]
    fillers: int
    passable: int
    allowed: int = -1

    def pass_over(self, here: int, mask: int, most: int, back: bool) -> int:
        for _ in range(most):
            step = (here >> 1) & mask if back else (here & mask) << 1
            if not step & ~here:
                break
            here |= step
        return here


@dataclass(frozen=True, slots=True)
class Word:
    """One word, or one of several: most choices are between single words."""

    names: tuple[str, ...]

    def step(self, here: int, row: Row, back: bool) -> int:
        mask = 0
        for name in self.names:
            if name in row.masks:
                mask |= row.masks[name]
        mask &= row.allowed
        if not mask:
            return 0
        here = row.pass_over(here, row.fillers, FILLERS_PASSED, back)
        return (here >> 1) & mask if back else (here & mask) << 1


@dataclass(frozen=True, slots=True)
class Gap:
    """Some words that may stand in between, at most so many."""

    most: int

    def step(self, here: int, row: Row, back: bool) -> int:
        return row.pass_over(here, row.passable, self.most, back)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to say it."""

    ways: tuple[Parts, ...]

    @classmethod
    def of(cls, ways: tuple[Parts, ...]) -> Choice:
        lone = [way[0] for way in ways if len(way) == 1 and isinstance(way[0], Word)]
        names = tuple(name for word in lone for name in word.names)
        longer = tuple(way for way in ways if not (len(way) == 1 and isinstance(way[0], Word)))
        return cls(((Word(names),), *longer) if names else longer)

    def step(self, here: int, row: Row, back: bool) -> int:
        reached = 0
        for way in self.ways:
            reached |= walk(way, here, row, back)
        return reached


Parts = tuple[Word | Gap | Choice, ...]


def walk(parts: Parts, here: int, row: Row, back: bool = False) -> int:
    """Where a row of words can be after these parts, from each place where it was before."""
    for part in reversed(parts) if back else parts:
        here = part.step(here, row, back) if here else 0
    return here


def _covered(parts: Parts, row: Row) -> int:
    """The words under the pattern, wherever it stands: from each end back to the nearest start."""
    everywhere = (1 << (row.length + 1)) - 1
    ends = walk(parts, everywhere, row)
    starts = walk(parts, ends, row, back=True) if ends else 0
    covered = 0
    while ends:
        end = ends.bit_length() - 1
        start = (starts & ((1 << end) - 1)).bit_length() - 1
        covered |= (1 << end) - (1 << start)
        ends ^= 1 << end
    return covered


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line of the file means: a sign, its patterns and its exceptions."""

    sign: DangerSign
    patterns: tuple[Parts, ...]
    not_when: tuple[Parts, ...]

    def stands_in(self, row: Row) -> bool:
        """An exception takes away its words; a pattern must stand in the words that are left."""
        everywhere = (1 << (row.length + 1)) - 1
        if not any(walk(parts, everywhere, row) for parts in self.patterns):
            return False
        taken = 0
        for parts in self.not_when:
            taken |= _covered(parts, row)
        left = Row(row.length, row.masks, row.fillers, row.passable, row.allowed & ~taken)
        return any(walk(parts, everywhere, left) for parts in self.patterns)
