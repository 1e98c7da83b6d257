"""The scripted door: what people would send and see, as JSON lines or in a terminal.

Same services and engine as Telegram. What Telegram would keep on a phone (the messages with their
buttons) is kept here in a file, so that a button can be pressed after a restart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from bot.domain.messages import (
    Button,
    Command,
    Content,
    Left,
    Press,
    Reply,
    Returned,
    Text,
    Unsupported,
    UnsupportedKind,
)
from bot.services.ports import RawUpdate

CHANNEL = "terminal"
PEOPLE = ("young", "young2", "volunteer", "professional", "coordinator", "friend", "moderator")
KEPT_MESSAGES = 40  # with buttons, for each person


def translate(payload: str) -> Content:
    """Makes a message of a stored payload."""
    data = json.loads(payload)
    if "press" in data:
        return Press(data["press"])
    if data.get("sends") == "left":
        return Left()
    if data.get("sends") == "returned":
        return Returned()
    if "sends" in data:
        return Unsupported(UnsupportedKind(data["sends"]), data.get("text", ""))
    text = data["text"]
    if text.startswith("/") and not data.get("edited") and text[1:2].isalpha():
        name, _, argument = text[1:].partition(" ")
        return Command(name.casefold(), argument.strip())
    return Text(text, edited=bool(data.get("edited")))


def update(person: str, delivery_id: str = "", **payload: object) -> RawUpdate:
    """A delivery of the scripted door."""
    return RawUpdate(CHANNEL, delivery_id or uuid4().hex, person, json.dumps(payload))


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on somebody's screen."""

    to: str
    reply: Reply

    def as_json(self) -> str:
        """The line that the scripted door prints."""
        labels = [button.label for button in self.reply.buttons]
        return json.dumps(
            {"to": self.to, "text": self.reply.text, "buttons": labels}, ensure_ascii=False
        )


class Screens:
    """What everybody sees; implements `Sender`. `show` is called for every new message."""

    def __init__(self, file: Path | None, show: Callable[[Shown], None]) -> None:
        self._file = file
        self._show = show
        self._buttons: dict[str, list[list[list[str]]]] = {}
        if file is not None and file.is_file():
            self._buttons = json.loads(file.read_text())

    async def send(self, address: str, reply: Reply) -> None:
        """Shows a message. It is on the screen before it counts as sent."""
        messages = self._buttons.setdefault(address, [])
        messages.append([[button.label, button.key] for button in reply.buttons])
        del messages[:-KEPT_MESSAGES]
        self._save()
        self._show(Shown(address, reply))

    def find(self, person: str, label: str) -> Button | None:
        """The newest button with this label on somebody's screen."""
        for message in reversed(self._buttons.get(person, [])):
            for text, key in message:
                if text.casefold() == label.strip().casefold():
                    return Button(text, key)
        return None

    def last(self, person: str) -> list[Button]:
        """The buttons of the newest message that has any, without those that are always there."""
        for message in reversed(self._buttons.get(person, [])):
            if message:
                return [Button(text, key) for text, key in message]
        return []

    def _save(self) -> None:
        if self._file is not None:
            temporary = self._file.with_suffix(".new")
            temporary.write_text(json.dumps(self._buttons))
            temporary.replace(self._file)


def is_scale(buttons: Sequence[Button]) -> bool:
    """On a scale from 1 to 10 a typed number is the answer itself, not the place of a button."""
    return "10" in [button.label for button in buttons]


def shown_buttons(buttons: Sequence[Button]) -> list[str]:
    """The buttons as they are drawn in a terminal, with the number that chooses them."""
    if is_scale(buttons):
        return [f"[{button.label}]" for button in buttons]
    return [f"[{place}. {button.label}]" for place, button in enumerate(buttons, 1)]
