"""What people send and what Maatje answers, with nothing of Telegram in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import DeliveryId, GroupNumber, LineId, PersonId, PostNumber


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands in the chat of who sent it, by the channel's own ids: the message
    itself, the earlier one that it answers, and the album that it came in. Empty: not known."""

    message: str = ""
    answers: str = ""
    album: str = ""


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Text:
    """Typed words. `edited`: the person changed an earlier message into this. The same words are
    equal wherever they stand."""

    text: str
    edited: bool = False
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Press:
    """A pressed button; `key` is what the button carried (see `Button`)."""

    key: str


@dataclass(frozen=True, slots=True)
class Command:
    """A message that starts with a slash: `/stop`, `/start CODE`."""

    name: str
    argument: str = ""


class UnsupportedKind(StrEnum):
    """Things that Maatje neither keeps nor passes on."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    STICKER = "sticker"
    FILE = "file"
    CONTACT = "contact"
    LOCATION = "location"
    OTHER = "other"
    AUDIO = "audio"
    VIDEO_NOTE = "video_note"
    POLL = "poll"
    DICE = "dice"
    GAME = "game"


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A message that is no text; `caption` is the text that stood under a picture, if any.
    `edited`: the person changed that text."""

    kind: UnsupportedKind
    caption: str = ""
    edited: bool = False
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked Maatje: nothing more can be sent until they come back."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The person unblocked Maatje."""


class GroupSign(StrEnum):
    """What Maatje hears of a group: a command, that it was taken out, that the group has another address.
    Never what people write there."""

    COMMAND = "command"
    GONE = "gone"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class InGroup:
    """Something happened in a group. `argument`: the code behind a command that links, or the new address
    of a group that moved. `by`: the address at which who typed a linking command talks with Maatje
    themselves."""

    sign: GroupSign
    argument: str = field(default="", repr=False)
    by: str = field(default="", repr=False)


Content = Text | Press | Command | Unsupported | Left | Returned | InGroup


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of one person. `delivery_id` recognises a repeat of the same delivery."""

    person: PersonId
    content: Content
    sent_at: datetime
    delivery_id: DeliveryId


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message. `key` (at most 64 bytes) says which question and which choice."""

    label: str
    key: str


@dataclass(frozen=True, slots=True)
class Crossing:
    """What makes a reply the copy of a line of the other side of a talk. `edits`: it takes the place
    of the copy that is there already. `answers`: the earlier line that the writer replied to."""

    line: LineId
    from_young: bool
    edits: bool = False
    answers: LineId | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """A message without words that passes as it is (a professional opened its kind for one case).
    Only this reference is kept, until it was sent."""

    kind: UnsupportedKind
    writer: PersonId
    message: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that Maatje made for somebody: a PDF, or a picture (`image/…`). `name` is what it is called
    on their phone. Its bytes never show in a log."""

    name: str
    media_type: str
    content: bytes = field(repr=False)

    @property
    def is_picture(self) -> bool:
        """Can it be looked at in the chat itself?"""
        return self.media_type in ("image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class WallCopy:
    """What makes a reply the copy of a post in the channel of the wall. `removes`: these messages of it
    go; the text of the reply takes their place where Telegram deletes nothing any more."""

    post: PostNumber
    removes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CircleCopy:
    """What makes a reply the copy of a line of a circle; gone with that line, also on its way. `edits`: it
    takes the place of the copy that is there. `answers`: the earlier line that the writer replied to."""

    line: LineId
    edits: bool = False
    answers: LineId | None = None


@dataclass(frozen=True, slots=True)
class GroupNote:
    """What makes a reply something for a group. `round_until`: it is the weekly round, with what was
    allowed up to then; its lines are looked up when it is sent, so that what was taken back meanwhile is
    not in it."""

    group: GroupNumber
    round_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a reply goes in the chat of who reads it; found at the moment of sending. `changes`: the
    messages to put it in the place of. `under`: the message that it answers. `original`: address and
    message of what must be copied. `removes`: the messages to delete, or else to put the text in the
    place of. `clears`: the messages to delete before the text is said. `signed`: lines below the text, each
    with the address of who wrote it: the channel puts the name before it that the others in this chat see
    anyway, and leaves out who is not in the chat."""

    changes: tuple[str, ...] = ()
    under: str = ""
    original: tuple[str, str] | None = None
    removes: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    signed: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """Something to say to somebody: text of at most 4,096 characters, and buttons. With `carried`,
    the text is what to say when the message itself cannot be copied any more. With `document`, the
    text stands under it. With `clears`, what Maatje said here lately goes from the screen first."""

    text: str
    buttons: tuple[Button, ...] = ()
    crossing: Crossing | None = None
    carried: Carried | None = None
    spot: Spot = Spot()
    document: Document | None = None
    wall: WallCopy | None = None
    clears: bool = False
    circle: CircleCopy | None = None
    group: GroupNote | None = None
