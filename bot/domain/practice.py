"""The practice talk of a volunteer with a simulated young person: what each line did, and figures of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonId

MOST_LINES = 14  # of the volunteer in one practice talk
FEWEST_LINES = 4  # with fewer a talk that is ended by hand does not count as done
MOST_GOALS = 10  # own learning goals of one volunteer


class LineKind(StrEnum):
    """What a volunteer's line does (nlu/practice/README.md)."""

    LISTEN = "listen"
    ASK = "ask"
    NORMALISE = "normalise"
    ADVISE = "advise"
    JUDGE = "judge"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class PracticeLine:
    """One line of a volunteer. `kind` is `None` when nobody could name it."""

    text: str
    kind: LineKind | None


@dataclass(frozen=True, slots=True)
class PracticeTalk:
    """A practice talk that is going on: which one, the step whose answer is awaited, and the own lines,
    that are erased at its end."""

    person: PersonId
    practice: str
    step: str
    changed_at: datetime
    lines: tuple[PracticeLine, ...] = ()

    def with_line(self, line: PracticeLine, now: datetime) -> PracticeTalk:
        """After one more line of the volunteer."""
        return replace(self, lines=(*self.lines, line), changed_at=now)

    @property
    def is_full(self) -> bool:
        """Does the talk end here, wherever it is?"""
        return len(self.lines) >= MOST_LINES

    def first_of(self, kind: LineKind) -> str:
        """The first line of a kind; empty when there is none."""
        return next((line.text for line in self.lines if line.kind is kind), "")


@dataclass(frozen=True, slots=True)
class LineCounts:
    """How many lines of each kind; `unnamed`: nobody could name them."""

    listen: int = 0
    ask: int = 0
    normalise: int = 0
    advise: int = 0
    judge: int = 0
    other: int = 0
    unnamed: int = 0

    @classmethod
    def of(cls, lines: Sequence[PracticeLine]) -> LineCounts:
        """The figures of these lines."""
        return cls(**Counter(line.kind.value if line.kind else "unnamed" for line in lines))

    def __add__(self, more: LineCounts) -> LineCounts:
        return LineCounts(
            **{f.name: self.number(f.name) + more.number(f.name) for f in fields(self)}
        )

    def number(self, name: str) -> int:
        """How many of one kind (or `unnamed`)."""
        found: int = getattr(self, name)
        return found

    @property
    def named(self) -> int:
        """How many lines could be named."""
        return sum(self.number(kind.value) for kind in LineKind)

    def __str__(self) -> str:
        """As it is stored: `listen=3 ask=1`."""
        known = ((f.name, self.number(f.name)) for f in fields(self))
        return " ".join(f"{name}={number}" for name, number in known if number)

    @classmethod
    def parse(cls, text: str) -> LineCounts:
        """The figures again; what is not known any more is left out."""
        names = {f.name for f in fields(cls)}
        pairs = (pair.partition("=") for pair in text.split())
        return cls(**{name: int(number) for name, _, number in pairs if name in names})


NOTHING_SAID = LineCounts()


def suggestion(counts: LineCounts) -> str:
    """What to try the next time (the end of a name in texts.yml): one thing, the most helpful first."""
    if not counts.named:
        return "none"
    if counts.judge:
        return "judge"
    if counts.advise > counts.listen + counts.ask:
        return "advise"
    for kind in (LineKind.LISTEN, LineKind.ASK, LineKind.NORMALISE):
        if not counts.number(kind.value):
            return kind.value
    return "fine"


@dataclass(frozen=True, slots=True)
class LearningGoal:
    """What a volunteer wants to learn, in their own words; nobody else reads it."""

    text: str
    done: bool = False
