"""What the services need from the rim: a database, the language service, a clock, aliases, doors."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from bot.domain.appointments import Appointment
from bot.domain.bridge import Bridge
from bot.domain.conversation import Conversation
from bot.domain.events import Event
from bot.domain.goals import CheckIn, Goal
from bot.domain.handoff import Handoff
from bot.domain.ids import (
    CheckInId,
    GoalId,
    HandoffId,
    LineId,
    OpeningId,
    PersonId,
    ReportId,
    ShiftId,
    UnclearId,
)
from bot.domain.interpretation import Interpretation
from bot.domain.learning import Label, UnclearMessage
from bot.domain.matching import Load, Offer, OfferAnswer
from bot.domain.messages import Content, Reply
from bot.domain.report import AuditEntry, Opening, Report, ReportBy, SealedLine
from bot.domain.rota import Shift
from bot.domain.volunteer import Profile, Role, StaffMember
from bot.domain.volunteer_path import VolunteerMove, VolunteerPath


@dataclass(frozen=True, slots=True)
class RawUpdate:
    """One delivery of a channel, as it came.

    `payload` is JSON; `address` is the channel's own id of the person (for Telegram the chat id);
    `delivery_id` is unique in the channel.
    """

    channel: str
    delivery_id: str
    address: str
    payload: str


class InboxState(StrEnum):
    """`waiting` for its turn; `unread`: answered while the language service was away; `done`."""

    WAITING = "waiting"
    UNREAD = "unread"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A stored delivery. `seq` gives the order."""

    seq: int
    person: PersonId
    channel: str
    delivery_id: str
    payload: str
    received_at: datetime
    attempts: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A reply on its way to a person through the channel that they use."""

    seq: int
    person: PersonId
    channel: str
    address: str
    reply: Reply
    attempts: int
    farewell: bool


@dataclass(frozen=True, slots=True)
class RelayedLine:
    """One line that crossed between a young person and who helps them."""

    handoff: HandoffId
    from_young: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class KnownLine:
    """A line of a talk whose messages are known: `source` in the chat of the writer, `copies` in that
    of the reader (a long line takes more than one; none before it was sent)."""

    id: LineId
    handoff: HandoffId
    from_young: bool
    source: str
    copies: tuple[str, ...]

    def seen_by(self, *, young: bool) -> str:
        """The message that the young person, or else who helps, has of it; empty when not known."""
        if self.from_young == young:
            return self.source
        return self.copies[0] if self.copies else ""


class TimerKind(StrEnum):
    """Things that happen by time; the list of handlers stands in `services/timing.py`."""

    CHECK_IN = "check_in"
    CHECK_IN_MISSED = "check_in_missed"
    STILL_WAITING = "still_waiting"
    WIDEN = "widen"
    ALARM = "alarm"
    UNANSWERED = "unanswered"
    BACKUP = "backup"
    PASSING = "passing"
    ERASE = "erase"
    TIDY = "tidy"
    ALBUM = "album"
    REPORT_CLOSED = "report_closed"
    SHIFT = "shift"
    APPOINTMENT = "appointment"
    REST = "rest"
    PAIR_FIRST = "pair_first"


@dataclass(frozen=True, slots=True)
class Timer:
    """`ref` is the id of what it is about; (kind, ref) is unique. `repeats` counts its returns."""

    kind: TimerKind
    ref: str
    due_at: datetime
    person: PersonId | None = None
    repeats: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code for a staff member or a tester; only the hash of the code is stored."""

    code_hash: str
    role: str
    alias: str
    age: int | None
    screened_by: str
    expires_at: datetime
    used: bool = False


class Conversations(Protocol):
    """Conversations, one a person."""

    async def get(self, person: PersonId) -> Conversation: ...
    async def save(self, conversation: Conversation, now: datetime) -> Conversation: ...
    async def delete(self, person: PersonId) -> None: ...


class People(Protocol):
    """Who stands behind an address, and the other way round."""

    async def at(self, channel: str, address: str, now: datetime) -> PersonId: ...
    async def channel_of(self, person: PersonId) -> str | None: ...
    async def address_of(self, person: PersonId) -> tuple[str, str] | None: ...
    async def left(self, person: PersonId, now: datetime | None) -> None: ...
    async def has_left(self, person: PersonId) -> bool: ...
    async def farewell(self, person: PersonId) -> None: ...
    async def erase_address(self, person: PersonId) -> None: ...


class Inbox(Protocol):
    """Deliveries, stored before they are acknowledged."""

    async def add(self, update: RawUpdate, person: PersonId, now: datetime) -> bool: ...
    async def next(self, busy: frozenset[PersonId]) -> InboxRow | None: ...
    async def finish(self, seq: int, *, unread: bool = False) -> None: ...
    async def failed(self, seq: int) -> None: ...
    async def unread(self, limit: int) -> Sequence[InboxRow]: ...
    async def is_unread(self, seq: int) -> bool: ...
    async def waiting(self) -> int: ...
    async def delete_of(self, person: PersonId) -> None: ...


class Outbox(Protocol):
    """Replies, stored with the turn and sent after it."""

    async def add(self, person: PersonId, replies: Sequence[Reply], now: datetime) -> None: ...
    async def add_farewell(self, person: PersonId, reply: Reply, now: datetime) -> None: ...
    async def due(self, now: datetime, limit: int) -> Sequence[OutboxRow]: ...
    async def sent(self, row: OutboxRow) -> None: ...
    async def postpone(self, seq: int, until: datetime) -> None: ...
    async def next_due(self) -> datetime | None: ...
    async def delete_of(self, person: PersonId) -> None: ...


class Handoffs(Protocol):
    """Cases and the lines that crossed in them."""

    async def add(self, handoff: Handoff) -> None: ...
    async def get(self, handoff: HandoffId) -> Handoff | None: ...
    async def save(self, before: Handoff, after: Handoff) -> None: ...
    async def open_of(self, person: PersonId) -> Sequence[Handoff]: ...
    async def active_with(self, staff: PersonId) -> Sequence[Handoff]: ...
    async def beside_of(self, staff: PersonId) -> Sequence[Handoff]: ...
    async def active_for(self, role: Role) -> Sequence[Handoff]: ...
    async def waiting_for(self, role: Role) -> Sequence[Handoff]: ...
    async def last_talk_of(self, person: PersonId) -> Handoff | None: ...
    async def last_talk_with(self, staff: PersonId) -> Handoff | None: ...
    async def last_ended_with(self, staff: PersonId) -> Handoff | None: ...
    async def again_of(self, person: PersonId) -> Handoff | None: ...
    async def parted(self, person: PersonId) -> frozenset[PersonId]: ...
    async def had_danger(self, person: PersonId) -> bool: ...
    async def count(self) -> int: ...
    async def add_line(self, line: RelayedLine) -> LineId: ...
    async def lines(self, handoff: HandoffId) -> Sequence[RelayedLine]: ...
    async def delete_lines(self, handoff: HandoffId) -> None: ...
    async def delete_of(self, person: PersonId, *, keep: frozenset[HandoffId]) -> None: ...


class Crossings(Protocol):
    """Which messages the lines of a talk are, on both sides: for edits and replies. Gone with the
    line. `messages` are ids of the channel."""

    async def note(self, line: LineId, writer: PersonId, message: str) -> None: ...
    async def at(self, person: PersonId, message: str) -> KnownLine | None: ...
    async def get(self, line: LineId) -> KnownLine | None: ...
    async def shown(self, line: LineId, reader: PersonId, messages: Sequence[str]) -> None: ...


class Staff(Protocol):
    """Volunteers, professionals and coordinators."""

    async def get(self, person: PersonId) -> StaffMember | None: ...
    async def save(self, member: StaffMember, now: datetime) -> None: ...
    async def on_duty(self, role: Role) -> Sequence[StaffMember]: ...
    async def all(self) -> Sequence[StaffMember]: ...
    async def delete(self, person: PersonId) -> None: ...


class Profiles(Protocol):
    """What volunteers told about themselves; without a row an empty profile."""

    async def get(self, person: PersonId) -> Profile: ...
    async def of_all(self, people: Sequence[PersonId]) -> Mapping[PersonId, Profile]: ...
    async def save(self, person: PersonId, profile: Profile, now: datetime) -> None: ...
    async def delete(self, person: PersonId) -> None: ...


class Offers(Protocol):
    """To whom a wish for a peer was shown, why, and what they answered."""

    async def add(self, offer: Offer) -> None: ...
    async def of(self, handoff: HandoffId) -> Sequence[Offer]: ...
    async def open_of(self, member: PersonId) -> Sequence[Offer]: ...
    async def answered(
        self, handoff: HandoffId, member: PersonId, answer: OfferAnswer, now: datetime
    ) -> None: ...
    async def end(self, handoff: HandoffId, now: datetime) -> None: ...
    async def loads(self, since: datetime, now: datetime) -> Mapping[PersonId, Load]: ...
    async def delete_of(self, member: PersonId) -> None: ...


class Invitations(Protocol):
    """One-time codes, and who may test before release."""

    async def add(self, invitation: Invitation, now: datetime) -> None: ...
    async def find(self, code_hash: str, now: datetime) -> Invitation | None: ...
    async def use(self, code_hash: str, now: datetime) -> Invitation | None: ...
    async def admit(self, person: PersonId, now: datetime) -> None: ...
    async def is_tester(self, person: PersonId) -> bool: ...
    async def dismiss(self, person: PersonId) -> None: ...


class Goals(Protocol):
    """Goals and their check-ins."""

    async def add(self, goal: Goal) -> None: ...
    async def get(self, goal: GoalId) -> Goal | None: ...
    async def save(self, goal: Goal) -> None: ...
    async def active_of(self, person: PersonId) -> Sequence[Goal]: ...
    async def add_check_in(self, check_in: CheckIn) -> None: ...
    async def get_check_in(self, check_in: CheckInId) -> CheckIn | None: ...
    async def save_check_in(self, check_in: CheckIn) -> None: ...
    async def asked_of(self, person: PersonId) -> CheckIn | None: ...
    async def planned_of(self, person: PersonId) -> Sequence[CheckIn]: ...
    async def delete_of(self, person: PersonId) -> None: ...


class UnclearMessages(Protocol):
    """Redacted messages that Maatje did not understand, and the labels that readers gave them.

    A reader is known by a blind index of their name only: enough to tell two readers apart.
    """

    async def add(self, person: PersonId, text: str, now: datetime) -> None: ...
    async def next_for(
        self, reader: str, skipped: frozenset[UnclearId]
    ) -> UnclearMessage | None: ...
    async def labels(self, message: UnclearId) -> Sequence[Label]: ...
    async def label(self, message: UnclearId, reader: str, label: Label, now: datetime) -> bool: ...
    async def counts(self) -> Sequence[int]: ...
    async def delete(self, message: UnclearId) -> bool: ...
    async def delete_of(self, person: PersonId) -> None: ...


class Volunteers(Protocol):
    """The paths of volunteers, and every decision about them."""

    async def get(self, person: PersonId) -> VolunteerPath | None: ...
    async def all(self) -> Sequence[VolunteerPath]: ...
    async def not_approved(self) -> frozenset[PersonId]: ...
    async def save(self, path: VolunteerPath) -> None: ...
    async def add_move(self, move: VolunteerMove) -> None: ...
    async def moves(self, person: PersonId) -> Sequence[VolunteerMove]: ...
    async def delete(self, person: PersonId) -> None: ...


class PrivateNotes(Protocol):
    """What whoever helps keeps in mind during a talk, for nobody else's eyes."""

    async def add(self, talk: HandoffId, staff: PersonId, text: str, now: datetime) -> None: ...
    async def of_talk(self, talk: HandoffId, staff: PersonId) -> Sequence[str]: ...
    async def delete_of_talk(self, talk: HandoffId) -> None: ...
    async def delete_of_staff(self, staff: PersonId) -> None: ...


class OwnSentences(Protocol):
    """Sentences that a staff member likes to have at hand."""

    async def add(self, staff: PersonId, text: str, now: datetime) -> None: ...
    async def of(self, staff: PersonId) -> Sequence[str]: ...
    async def delete(self, staff: PersonId, number: int) -> bool: ...
    async def delete_of(self, staff: PersonId) -> None: ...


class Bridges(Protocol):
    """What a young person and a volunteer write together for a care worker; one a talk."""

    async def get(self, talk: HandoffId) -> Bridge | None: ...
    async def save(self, bridge: Bridge) -> None: ...
    async def delete(self, talk: HandoffId) -> None: ...


class Timers(Protocol):
    """Appointments with the clock: they survive a restart and fire once."""

    async def set(self, timer: Timer) -> None: ...
    async def is_set(self, kind: TimerKind, ref: str) -> bool: ...
    async def due(self, now: datetime) -> Timer | None: ...
    async def next_due(self) -> datetime | None: ...
    async def done(self, timer: Timer) -> None: ...
    async def delete(self, kind: TimerKind, ref: str) -> None: ...
    async def delete_of(self, person: PersonId) -> None: ...


class Events(Protocol):
    """Figures without words."""

    async def add(self, events: Sequence[Event], now: datetime) -> None: ...
    async def since(self, moment: datetime) -> Sequence[tuple[Event, datetime]]: ...
    async def figures(
        self,
        name: str,
        windows: Sequence[tuple[datetime, datetime]],
        limit: int,
        starts_with: str,
    ) -> Sequence[str]: ...


class Rota(Protocol):
    """When staff mean to be there."""

    async def add(self, shift: Shift) -> None: ...
    async def get(self, shift: ShiftId) -> Shift | None: ...
    async def of(self, person: PersonId) -> Sequence[Shift]: ...
    async def all(self) -> Sequence[Shift]: ...
    async def delete(self, shift: ShiftId) -> None: ...


class Appointments(Protocol):
    """Moments that young people chose; at most one a person."""

    async def save(self, appointment: Appointment) -> None: ...
    async def of(self, person: PersonId) -> Appointment | None: ...
    async def in_shift(self, shift: ShiftId) -> Sequence[Appointment]: ...
    async def delete_of(self, person: PersonId) -> None: ...


class Tidying(Protocol):
    """Deletes what has been kept long enough (domain/retention.py)."""

    async def tidy(self, now: datetime) -> int: ...


class Reports(Protocol):
    """Reported talks, their sealed lines, and who asked to open them.

    `forget` cuts a person loose: report and lines stay sealed until their term, of nobody any more.
    `earlier`: how many reports there were before of the same other side.
    """

    async def add(self, report: Report) -> None: ...
    async def get(self, report: ReportId) -> Report | None: ...
    async def save(self, report: Report) -> None: ...
    async def all(self) -> Sequence[Report]: ...
    async def of_talk(self, handoff: HandoffId, by: ReportBy) -> Report | None: ...
    async def newest_by(self, person: PersonId) -> Report | None: ...
    async def concern(self, person: PersonId) -> bool: ...
    async def earlier(self, report: Report) -> int: ...
    async def add_line(self, report: ReportId, line: RelayedLine) -> None: ...
    async def lines(self, report: ReportId) -> Sequence[SealedLine]: ...
    async def forget(self, person: PersonId) -> None: ...
    async def add_opening(self, opening: Opening) -> None: ...
    async def opening(self, opening: OpeningId) -> Opening | None: ...
    async def openings(self, report: ReportId) -> Sequence[Opening]: ...
    async def save_opening(self, opening: Opening) -> bool: ...


class Suspensions(Protocol):
    """Who of the staff rests until a coordinator says otherwise."""

    async def add(self, person: PersonId, now: datetime) -> None: ...
    async def all(self) -> frozenset[PersonId]: ...
    async def lift(self, person: PersonId) -> bool: ...


class Audit(Protocol):
    """What was done with reports, by alias; the newest first."""

    async def add(self, entry: AuditEntry) -> None: ...
    async def newest(self, number: int) -> Sequence[AuditEntry]: ...


class UnitOfWork(Protocol):
    """One transaction. Leaving without `commit` rolls back."""

    conversations: Conversations
    people: People
    inbox: Inbox
    outbox: Outbox
    handoffs: Handoffs
    crossings: Crossings
    staff: Staff
    profiles: Profiles
    offers: Offers
    invitations: Invitations
    goals: Goals
    unclear: UnclearMessages
    volunteers: Volunteers
    timers: Timers
    events: Events
    rota: Rota
    appointments: Appointments
    tidying: Tidying
    reports: Reports
    suspensions: Suspensions
    audit: Audit
    notes: PrivateNotes
    own_sentences: OwnSentences
    bridges: Bridges

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    async def commit(self) -> None: ...


class UnitsOfWork(Protocol):
    """Opens transactions."""

    def __call__(self) -> UnitOfWork: ...


class LanguageService(Protocol):
    """Turns Dutch into meaning. Raises `NluUnavailable` after its time limit (1 s)."""

    async def interpret(self, text: str) -> Interpretation: ...
    async def is_ready(self) -> bool: ...


class Clock(Protocol):
    """Aware UTC time. Tests and the scripted door move it."""

    def now(self) -> datetime: ...


class Aliases(Protocol):
    """Names for people who should not be recognised; `number` counts the handoffs of this house."""

    def alias(self, number: int) -> str: ...


class Translator(Protocol):
    """Makes a message of a stored payload. Pure; from here on the channel is forgotten."""

    def __call__(self, payload: str) -> Content: ...


class Sender(Protocol):
    """Sends one reply to an address of one channel and returns the ids of the messages that it
    became there. What should change or answer an older message (`reply.spot`) and cannot, is sent as
    a new one.

    Raises `DeliveryRefused`, `DeliveryDelayed` or `DeliveryFailed`, and nothing else.
    """

    async def send(self, address: str, reply: Reply) -> Sequence[str]: ...
