"""A Turn: everything that one message causes. Nothing of it has happened yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.conversation import Conversation
from bot.domain.events import Event
from bot.domain.goals import CheckInWish, GoalState
from bot.domain.handoff import Urgency
from bot.domain.ids import CheckInId, GoalId, GroupNumber, PersonId, PostNumber, ShiftId
from bot.domain.messages import Reply
from bot.domain.report import ReportAbout, ReportReason
from bot.domain.safety import DangerKind
from bot.domain.shared import SharedAction
from bot.domain.story import StoryAnswer
from bot.domain.supporters import Hears, ShareTo
from bot.domain.volunteer import Role
from bot.domain.wall import PostKind


@dataclass(frozen=True, slots=True)
class RequestHandoff:
    """Bring the young person to somebody."""

    to: Role
    urgency: Urgency
    form: str | None = None
    topic: str | None = None
    kinds: tuple[DangerKind, ...] = ()
    words: str = ""  # what showed the danger: for the professional alone, never for a volunteer
    by_helper: bool = False  # the words are of the volunteer, not of the young person


@dataclass(frozen=True, slots=True)
class SetGoal:
    """Keep a goal and plan its check-in."""

    step: str
    when: str
    shared_with: str
    check_in: CheckInWish
    confidence: int | None = None
    obstacle: str = ""
    answer: str = ""
    topic: str = "none"


@dataclass(frozen=True, slots=True)
class ChangeGoal:
    """Other words for a goal; what is `None` stays."""

    goal: GoalId
    step: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True)
class MoveGoal:
    """Another state: resting, running again, reached or put away."""

    goal: GoalId
    to: GoalState


@dataclass(frozen=True, slots=True)
class PlanCheckIn:
    """Ask about this goal at another moment than was planned."""

    goal: GoalId
    check_in: CheckInWish


@dataclass(frozen=True, slots=True)
class SendGoalPicture:
    """The goals of this person as a picture to keep; one of them when `goal` is given."""

    goal: GoalId | None = None


@dataclass(frozen=True, slots=True)
class AnswerCheckIn:
    """Keep how it went: `result` is `done`, `partly`, `not_done`, `later` or `stop`. `check_in`: which
    question it answers; the last one that was asked when it is not known."""

    result: str
    note: str | None = None
    check_in: CheckInId | None = None


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
class AskNextDay:
    """After danger, and after a yes: ask tomorrow at this hour (0-23, local time) how it is."""

    hour: int


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
    """The young person told more about the talk that they reported last. `note`: in own words;
    `about`: whom they mean in a talk of more than two."""

    reason: ReportReason | None = None
    note: str = ""
    about: ReportAbout | None = None


@dataclass(frozen=True, slots=True)
class Apply:
    """Wants to become a volunteer. `age_band` is `16_17` or `18_up`, `hours` a band of a week."""

    age_band: str
    why: str
    topic: str
    region: str
    hours: str


@dataclass(frozen=True, slots=True)
class PostOnWall:
    """Offer this text for the wall. `concern`: it held a sign of concern; `unread`: the language service
    did not see it; `guesses`: the topics that it may be about. `changes`: the own post that it takes
    the place of; `question`: what it answers."""

    kind: PostKind
    text: str = field(repr=False)
    topic: str = ""
    age_band: str = ""
    guesses: tuple[str, ...] = ()
    concern: bool = False
    unread: bool = False
    question: PostNumber | None = None
    changes: PostNumber | None = None


@dataclass(frozen=True, slots=True)
class ShowWall:
    """The newest posts of the wall."""


@dataclass(frozen=True, slots=True)
class ShowMyWall:
    """What this person wrote on the wall, and how it stands."""


@dataclass(frozen=True, slots=True)
class SamePeerAgain:
    """The young person would like to talk with the same volunteer another time."""


@dataclass(frozen=True, slots=True)
class NotAgain:
    """The young person would rather not talk with the helper of their last talk again."""


@dataclass(frozen=True, slots=True)
class ShareTalk:
    """Something about a talk of more than two: invite, take back, say yes or no. `form`: of the one who
    will lead it."""

    action: SharedAction
    form: str


@dataclass(frozen=True, slots=True)
class CountStory:
    """A story was told to its end, or a young person said whether it resembles them (`answer`)."""

    story: str
    answer: StoryAnswer | None = None


@dataclass(frozen=True, slots=True)
class ShareGoal:
    """Share a goal. For a link: how the young person calls who gets it, and what that person may see:
    the goal in these `words`, how to `help`, and what of check-ins."""

    goal: GoalId
    to: ShareTo
    called: str = field(default="", repr=False)
    words: str = field(default="", repr=False)
    help: str = field(default="", repr=False)
    hears: Hears = Hears.NOTHING


@dataclass(frozen=True, slots=True)
class TellSupportNews:
    """What there is to hear of who supports a goal: now, or later."""

    later: bool = False


@dataclass(frozen=True, slots=True)
class JoinGroup:
    """This person read that the others in this Telegram group see their name, and said yes."""

    group: GroupNumber


@dataclass(frozen=True, slots=True)
class PostInGroup:
    """These words may stand in the next round of this group, exactly so, below the Telegram name."""

    group: GroupNumber
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepOffGroup:
    """Nothing of this person may stand in the next round of this group, also not what was allowed before."""

    group: GroupNumber


@dataclass(frozen=True, slots=True)
class ShowCircles:
    """The circles that this person could join, or how it stands in the own one."""


Effect = (
    RequestHandoff
    | SetGoal
    | ChangeGoal
    | MoveGoal
    | PlanCheckIn
    | SendGoalPicture
    | AnswerCheckIn
    | WithdrawRequest
    | MakeAppointment
    | CancelAppointment
    | AskNextDay
    | ForgetMe
    | NotUnderstood
    | StopLearning
    | AddToReport
    | Apply
    | SamePeerAgain
    | NotAgain
    | ShareTalk
    | PostOnWall
    | ShowWall
    | ShowMyWall
    | CountStory
    | ShareGoal
    | TellSupportNews
    | ShowCircles
    | JoinGroup
    | PostInGroup
    | KeepOffGroup
)


@dataclass(frozen=True, slots=True)
class Turn:
    """New state, what to say, what happened, and what is asked of the services."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()
    events: tuple[Event, ...] = ()
    effects: tuple[Effect, ...] = ()
