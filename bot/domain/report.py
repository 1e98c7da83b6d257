"""A report: somebody says that something was not right in a talk. Who may open such a talk stands here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.ids import HandoffId, OpeningId, PersonId, ReportId
from bot.domain.volunteer import Role


class ReportBy(StrEnum):
    """Which side of the talk reports the other one."""

    YOUNG = "young"
    STAFF = "staff"


class ReportReason(StrEnum):
    """What was not right. `unsaid`: nothing was chosen."""

    DETAILS = "details"
    MEAN = "mean"
    SEXUAL = "sexual"
    ADVICE = "advice"
    NOT_HEARD = "not_heard"
    ABUSE = "abuse"
    OTHER = "other"
    UNSAID = "unsaid"


class ReportAbout(StrEnum):
    """In a talk of more than two: whom a young person means. `unsaid`: they did not say, or there was
    nobody else."""

    UNSAID = "unsaid"
    HELPER = "helper"
    PARTY = "party"
    BOTH = "both"


# With these a volunteer rests at once, before anybody judged: that protects the next young person.
PAUSING = frozenset({ReportReason.DETAILS, ReportReason.SEXUAL})


class ReportState(StrEnum):
    """`open → looked_at → closed`; it can be closed without opening the words."""

    OPEN = "open"
    LOOKED_AT = "looked_at"
    CLOSED = "closed"


class ReportOutcome(StrEnum):
    """What those who looked made of it."""

    FOUNDED = "founded"
    UNFOUNDED = "unfounded"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Report:
    """One report of one talk. `alias` is how the young person is called in it, `staff_alias` how the
    other side is. `person` and `handoff` are empty after `/vergeetmij`: the report then belongs to
    nobody any more. `lines`: how many lines are sealed with it. `about`: whom a young person means in a
    talk of more than two; `other` and `other_alias` are the other young person there, `other` until they
    erase."""

    id: ReportId
    alias: str
    staff_alias: str
    role: Role
    by: ReportBy
    at: datetime
    person: PersonId | None = None
    handoff: HandoffId | None = None
    staff: PersonId | None = None
    other: PersonId | None = None
    other_alias: str = ""
    about: ReportAbout = ReportAbout.UNSAID
    reason: ReportReason = ReportReason.UNSAID
    note: str = field(default="", repr=False)
    lines: int = 0
    state: ReportState = ReportState.OPEN
    outcome: ReportOutcome | None = None

    @property
    def pauses(self) -> bool:
        """Must the volunteer rest now, until a coordinator has looked?"""
        about_volunteer = self.by is ReportBy.YOUNG and self.role is Role.VOLUNTEER
        if self.about is ReportAbout.PARTY:
            return False
        return about_volunteer and self.reason in PAUSING

    @property
    def has_words(self) -> bool:
        """Is there anything to open?"""
        return bool(self.lines or self.note)

    def took_part(self, person: PersonId) -> bool:
        """Was this person in the talk? Then they may not judge it."""
        return person in (self.staff, self.person, self.other)

    def with_about(self, about: ReportAbout | None) -> Report:
        """The report with whom it is about; whoever names the one and later the other means both."""
        if about in (None, self.about):
            return self
        known = self.about is not ReportAbout.UNSAID
        return replace(self, about=ReportAbout.BOTH if known else about)

    def with_more(self, reason: ReportReason | None, note: str) -> Report:
        """The report with what was told later. What asks for a pause is not taken back by a second
        choice, and more words about a closed report open it again."""
        if reason is None and not note:
            return self
        softer = self.reason in PAUSING and reason not in PAUSING
        closed = self.state is ReportState.CLOSED
        return replace(
            self,
            reason=self.reason if softer or reason is None else reason,
            note="\n".join(part for part in (self.note, note) if part),
            state=ReportState.OPEN if closed else self.state,
            outcome=None if closed else self.outcome,
        )

    def looked_at(self) -> Report:
        """Two people read it. A closed report stays closed."""
        closed = self.state is ReportState.CLOSED
        return self if closed else replace(self, state=ReportState.LOOKED_AT)

    def closed(self, outcome: ReportOutcome) -> Report:
        """The report with what came of it."""
        return replace(self, state=ReportState.CLOSED, outcome=outcome)


@dataclass(frozen=True, slots=True)
class SealedLine:
    """One line of a reported talk."""

    from_young: bool
    text: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """One person asks to read a reported talk, a second one agrees: only then both may. `again`: who
    asked to see it a second time."""

    id: OpeningId
    report: ReportId
    asked_by: PersonId
    why: str = field(repr=False)
    asked_at: datetime
    agreed_by: PersonId | None = None
    agreed_at: datetime | None = None
    again: frozenset[PersonId] = frozenset()

    def waits(self, now: datetime, within: timedelta) -> bool:
        """Can somebody still agree?"""
        return self.agreed_at is None and now < self.asked_at + within

    def agreed(self, person: PersonId, now: datetime) -> Opening:
        """The second person is there."""
        return replace(self, agreed_by=person, agreed_at=now)

    def reads_again(self, person: PersonId, now: datetime, within: timedelta) -> bool:
        """May this person see it once more?"""
        if self.agreed_at is None or person not in (self.asked_by, self.agreed_by):
            return False
        return person not in self.again and now < self.agreed_at + within


class AuditStep(StrEnum):
    """What is written down of work on reports and stories, of opening a Telegram id, and of decisions
    about the wall."""

    ASKED = "asked"
    AGREED = "agreed"
    READ_AGAIN = "read_again"
    CLOSED = "closed"
    PAUSED = "paused"
    RELEASED = "released"
    ID_ASKED = "id_asked"
    ID_AGREED = "id_agreed"
    ID_EXPIRED = "id_expired"
    ID_NOT_SAFE = "id_not_safe"
    ID_TOLD = "id_told"
    ID_ERASED = "id_erased"
    WALL_APPROVED = "wall_approved"
    WALL_SENT_BACK = "wall_sent_back"
    WALL_REFUSED = "wall_refused"
    WALL_SENSITIVE = "wall_sensitive"
    STORY_LOOKED = "story_looked"
    STORY_APPROVED = "story_approved"
    STORY_SENT_BACK = "story_sent_back"
    STORY_REFUSED = "story_refused"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Who (alias) did what about whom (alias), and why. Never a word of a talk."""

    who: str
    step: AuditStep
    about: str
    why: str
    at: datetime
