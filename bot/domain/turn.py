"""A Turn: everything that one message causes. Nothing of it has happened yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.events import Event
from bot.domain.handoff import Urgency
from bot.domain.ids import PersonId, ShiftId
from bot.domain.messages import Reply
from bot.domain.report import ReportReason
from bot.domain.safety import DangerKind
from bot.domain.volunteer import Role


@dataclass(frozen=True, slots=True)
class RequestHandoff:
    """Bring the young person to somebody."""

    to: Role
    urgency: Urgency
    form: str | None = None
    topic: str | None = None
    kinds: tuple[DangerKind, ...] = ()
    words: str = ""  # what showed the danger: for the professional alone, never for a volunteer


@dataclass(frozen=True, slots=True)
class SetGoal:
    """Keep a goal and plan its check-in. `check_in`: `tonight`, `tomorrow`, … or `never`."""

    step: str
    when: str
    shared_with: str
    check_in: str
    confidence: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerCheckIn:
    """Keep how it went: `result` is `done`, `partly`, `not_done`, `later` or `stop`."""

    result: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class WithdrawRequest:
    """The young person no longer waits for a peer or a professional (danger cases stay)."""


@dataclass(frozen=True, slots=True)
class MakeAppointment:
    """Keep an appointment at `at`, in this shift of `helper`, instead of waiting now."""

    at: datetime
    shift: ShiftId
    helper: PersonId


@dataclass(frozen=True, slots=True)
class CancelAppointment:
    """The appointment is off."""


@dataclass(frozen=True, slots=True)
class ForgetMe:
    """Erase this person."""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """These words led to no subject; `entities` are what the parse named in them. Whether they may be
    kept for learning is for the services to judge."""

    words: str
    entities: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class StopLearning:
    """The young person does not (or no longer) want messages kept for learning: what is there goes."""


@dataclass(frozen=True, slots=True)
class AddToReport:
    """The young person told more about the talk that they reported last. `note`: in own words."""

    reason: ReportReason | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Apply:
    """Wants to become a volunteer. `age_band` is `16_17` or `18_up`, `hours` a band of a week."""

    age_band: str
    why: str
    topic: str
    region: str
    hours: str


@dataclass(frozen=True, slots=True)
class SamePeerAgain:
    """The young person would like to talk with the same volunteer another time."""


Effect = (
    RequestHandoff
    | SetGoal
    | AnswerCheckIn
    | WithdrawRequest
    | MakeAppointment
    | CancelAppointment
    | ForgetMe
    | NotUnderstood
    | StopLearning
    | AddToReport
    | Apply
    | SamePeerAgain
)


@dataclass(frozen=True, slots=True)
class Turn:
    """New state, what to say, what happened, and what is asked of the services."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()
    events: tuple[Event, ...] = ()
    effects: tuple[Effect, ...] = ()
