"""Who is in a talk of a young person and a volunteer beside those two: a professional, or the one who
takes the talk over in a warm hand-over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import PersonId
from bot.domain.volunteer import Role


class BesideMode(StrEnum):
    """What a professional does beside a talk, from far to near.

    `answers`: helps the volunteer in private and reads nothing of the young person. `reads`: reads
    along, which both were told. `joins`: talks along; three in one talk.
    """

    ANSWERS = "answers"
    READS = "reads"
    JOINS = "joins"

    @property
    def rank(self) -> int:
        """0 for far to 2 for near."""
        return list(BesideMode).index(self)


@dataclass(frozen=True, slots=True)
class Beside:
    """The professional beside a talk. `at`: when they last did something here; a silent one does not
    hold back an alarm."""

    person: PersonId
    mode: BesideMode
    at: datetime


class PassingStep(StrEnum):
    """`asked`: the young person has the question. `offered`: they said yes and somebody is looked for.
    `both`: the new one is in the talk and the first is still there."""

    ASKED = "asked"
    OFFERED = "offered"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Passing:
    """A warm hand-over under way. `form`: the form of support that is asked for, if any."""

    to: Role
    step: PassingStep
    form: str | None = None
    newcomer: PersonId | None = None
