"""What people send and what Maatje answers, with nothing of Telegram in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.ids import DeliveryId, PersonId


@dataclass(frozen=True, slots=True)
class Text:
    """Typed words. `edited`: the person changed an earlier message into this."""

    text: str
    edited: bool = False


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


@dataclass(frozen=True, slots=True)
class Unsupported:
    """A message that is no text; `caption` is the text that stood under a picture, if any."""

    kind: UnsupportedKind
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The person blocked Maatje: nothing more can be sent until they come back."""


@dataclass(frozen=True, slots=True)
class Returned:
    """The person unblocked Maatje."""


Content = Text | Press | Command | Unsupported | Left | Returned


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
class Reply:
    """Something to say to somebody: text of at most 4,096 characters, and buttons."""

    text: str
    buttons: tuple[Button, ...] = ()
