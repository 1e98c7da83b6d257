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
        if back:  # forward, the next word passes its fillers after the gap: "nu" is both
            here = row.pass_over(here, row.fillers, FILLERS_PASSED, back)
        return row.pass_over(here, row.passable, self.most, back)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several ways to say it."""

    ways: tuple[Parts, ...]

    @classmethod
    def of(cls, ways: tuple[Parts, ...]) -> Choice:
        names: list[str] = []
        longer: list[Parts] = []
        for way in ways:
            if len(way) == 1 and isinstance(way[0], Word):
                names += way[0].names
            else:
                longer.append(way)
        return cls(((Word(tuple(names)),), *longer) if names else tuple(longer))

    def step(self, here: int, row: Row, back: bool) -> int:
        reached = 0
        for way in self.ways:
            reached |= walk(way, here, row, back)
        return reached


Parts = tuple[Word | Gap | Choice, ...]
Needing = tuple[tuple[frozenset[str], Parts], ...]


def walk(parts: Parts, here: int, row: Row, back: bool = False) -> int:
    """Where a row of words can be after these parts, from each place where it was before."""
    for part in reversed(parts) if back else parts:
        here = part.step(here, row, back) if here else 0
    return here


def _needed(parts: Parts) -> frozenset[str]:
    """Names of which one must be in a row before the pattern can stand in it; as few as can be."""
    fewest: frozenset[str] = frozenset()
    for part in parts:
        if isinstance(part, Word):
            names = frozenset(part.names)
        elif isinstance(part, Choice) and all(part.ways):
            each = [_needed(way) for way in part.ways]
            names = frozenset().union(*each) if all(each) else frozenset()
        else:
            continue
        if names and (not fewest or len(names) < len(fewest)):
            fewest = names
    return fewest


def _stands(patterns: Needing, everywhere: int, row: Row) -> bool:
    here = row.masks.keys()
    return any(
        walk(parts, everywhere, row)
        for needed, parts in patterns
        if not needed.isdisjoint(here) or not needed
    )


def _covered(parts: Parts, row: Row) -> int:
    """The words under the pattern, wherever it stands: from each end back to the nearest start."""
    everywhere = (1 << (row.length + 1)) - 1
    ends = walk(parts, everywhere, row)
    starts = walk(parts, ends, row, back=True) if ends else 0
    covered = 0
    while ends:
        end = ends.bit_length() - 1
        start = (starts & ((1 << end) - 1)).bit_length() - 1
        covered |= (1 << end) - (1 << max(0, start))
        ends ^= 1 << end
    return covered


class Finder:
    """Says whether one of some patterns stands in a row, outside their exceptions."""

    def __init__(self, patterns: tuple[Parts, ...], not_when: tuple[Parts, ...] = ()) -> None:
        self.patterns: Needing = tuple((_needed(parts), parts) for parts in patterns)
        self.not_when: Needing = tuple((_needed(parts), parts) for parts in not_when)

    def stands_in(self, row: Row) -> bool:
        """An exception takes away its words; a pattern must stand in the words that are left."""
        everywhere = (1 << (row.length + 1)) - 1
        if not _stands(self.patterns, everywhere, row):
            return False
        taken = 0
        for needed, parts in self.not_when:
            if not needed or not needed.isdisjoint(row.masks.keys()):
                taken |= _covered(parts, row)
        left = Row(row.length, row.masks, row.fillers, row.passable, row.allowed & ~taken)
        return _stands(self.patterns, everywhere, left)


class Entry(Finder):
    """What one line of the tripwire's file means: a sign, its patterns and its exceptions."""

    def __init__(
        self, sign: DangerSign, patterns: tuple[Parts, ...], not_when: tuple[Parts, ...]
    ) -> None:
        super().__init__(patterns, not_when)
        self.sign = sign
