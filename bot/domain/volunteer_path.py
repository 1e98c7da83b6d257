"""The path of a volunteer: from an application to approved, and what one may do where.

`MOVES` lists every allowed move; each one is kept with who decided, when and why.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.ids import PersonId
from bot.domain.practice import NOTHING_SAID, LearningGoal, LineCounts, PracticeTalk
from bot.errors import PathNotAllowed

YOUNGEST, ADULT = 16, 18  # years: nobody helps under 16; every form from 18
YOUNG_FORMS = frozenset({"buddy", "tutor", "leader"})  # what a volunteer of 16 or 17 may do
OF_AGE = frozenset({"18_24", "over_24"})  # the bands that a volunteer of 16 or 17 does not help
LONGEST_REASON = 200  # characters


class VolunteerStatus(StrEnum):
    """`applied → screened → in_training → approved ⇄ paused`, and from everywhere `left`."""

    APPLIED = "applied"
    SCREENED = "screened"
    IN_TRAINING = "in_training"
    APPROVED = "approved"
    PAUSED = "paused"
    LEFT = "left"


S = VolunteerStatus
MOVES: dict[VolunteerStatus, frozenset[VolunteerStatus]] = {
    S.APPLIED: frozenset({S.SCREENED, S.LEFT}),
    S.SCREENED: frozenset({S.IN_TRAINING, S.LEFT}),
    S.IN_TRAINING: frozenset({S.APPROVED, S.LEFT}),
    S.APPROVED: frozenset({S.PAUSED, S.LEFT}),
    S.PAUSED: frozenset({S.APPROVED, S.LEFT}),
    S.LEFT: frozenset(),
}
CANDIDATES = (S.APPLIED, S.SCREENED)  # still a young person for Maatje


class Proof(StrEnum):
    """Proof of conduct: seen by the coordinator and given back, never stored."""

    VOG = "vog"  # the Netherlands
    EXTRACT = "596.2"  # Flanders and Brussels


@dataclass(frozen=True, slots=True)
class Screening:
    """What the coordinator saw: who it is, the age (years), and a proof of conduct of this date."""

    age: int
    proof: Proof
    proof_date: date

    def problem(self, today: date, *, valid_days: int) -> str | None:
        """Why this is not enough: `too_young`, `future` or `old`; `None` when it is."""
        if self.age < YOUNGEST:
            return "too_young"
        if self.proof_date > today:
            return "future"
        return "old" if today - self.proof_date > timedelta(days=valid_days) else None


@dataclass(frozen=True, slots=True)
class VolunteerPath:
    """One volunteer on the way. `why` and `goals` are their own words; `place` is where the training
    goes on (`module.step`), `modules` what was done, `talks` how many were taken. `practised`: which
    practice talks were done, `practices` how many times, `said` what the lines in them did."""

    person: PersonId
    alias: str
    status: VolunteerStatus
    applied_at: datetime
    changed_at: datetime
    age: int | None = None
    age_band: str = ""
    why: str = ""
    topic: str = ""
    region: str = ""
    hours: str = ""
    proof: Proof | None = None
    proof_date: date | None = None
    modules: tuple[str, ...] = ()
    place: str = ""
    goals: tuple[LearningGoal, ...] = ()
    talks: int = 0
    practised: tuple[str, ...] = ()
    practices: int = 0
    said: LineCounts = NOTHING_SAID

    def moved(self, status: VolunteerStatus, now: datetime) -> VolunteerPath:
        """The path after one allowed move. Raises `PathNotAllowed` for any other."""
        if status not in MOVES[self.status]:
            raise PathNotAllowed(self.status.value, status.value)
        kept = "" if status is S.LEFT else self.why
        goals = () if status is S.LEFT else self.goals
        return replace(self, status=status, changed_at=now, why=kept, goals=goals)

    def screened(self, seen: Screening, now: datetime) -> VolunteerPath:
        """After the screening; what the coordinator saw counts, not what was told."""
        moved = self.moved(S.SCREENED, now)
        return replace(moved, age=seen.age, proof=seen.proof, proof_date=seen.proof_date)

    def with_module(self, module: str) -> VolunteerPath:
        """After a module of the training; one done twice counts once."""
        return replace(self, modules=tuple(dict.fromkeys((*self.modules, module))), place="")

    def with_practice(self, talk: PracticeTalk) -> VolunteerPath:
        """After a practice talk: the figures stay, the lines do not."""
        done = tuple(dict.fromkeys((*self.practised, talk.practice)))
        said = self.said + LineCounts.of(talk.lines)
        return replace(self, practised=done, practices=self.practices + 1, said=said)

    @property
    def is_minor(self) -> bool:
        """16 or 17, or not known to be older."""
        return self.age < ADULT if self.age is not None else self.age_band != "18_up"


@dataclass(frozen=True, slots=True)
class VolunteerMove:
    """One decision: from where to where, by whose alias (or the volunteer), when, and why."""

    person: PersonId
    before: VolunteerStatus | None
    after: VolunteerStatus
    by: str
    at: datetime
    reason: str = ""


def young_may(form: str | None, age_band: str) -> bool:
    """May a volunteer of 16 or 17 do this: show the way or help to learn, and with minors only?"""
    return form in YOUNG_FORMS and age_band not in OF_AGE


def talks_band(talks: int) -> str:
    """How many talks, as a band: a figure to be proud of, and not one to compete with."""
    if talks == 0:
        return "nog geen"
    return "1 tot 5" if talks <= 5 else "6 tot 20" if talks <= 20 else "meer dan 20"
