"""What stands on the picture of somebody's goals. No name, and nothing that shames."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """One moment of a goal: a full, a half or an open circle, and a small one for what comes."""

    DONE = "done"
    PARTLY = "partly"
    OPEN = "open"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class GoalStrip:
    """One goal: the step, when it is done, and its moments in order."""

    step: str
    when: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class ProgressStrip:
    """The whole picture; `legend` says in words what each mark means."""

    title: str
    goals: tuple[GoalStrip, ...]
    legend: tuple[tuple[Mark, str], ...]
    remark: str
