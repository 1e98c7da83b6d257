"""The scripted door: what people would send and see, as JSON lines or in a terminal.

Same services and engine as Telegram. What Telegram would keep on a phone (the messages with their
buttons) is kept here in a file, so that a button can be pressed after a restart.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

from bot.domain.messages import (
    Button,
    Command,
    Content,
    Document,
    GroupSign,
    InGroup,
    Left,
    Place,
    Press,
    Reply,
    Returned,
    Text,
    Unsupported,
    UnsupportedKind,
)
from bot.services.ports import RawUpdate

CHANNEL = "terminal"
GROUP = "groep"  # the one group of this world: what Maatje says there is seen by everybody in it
YOUNG = tuple(f"young{number}" for number in range(3, 10))  # enough for a circle that is full
PEOPLE = (
    "young",
    "young2",
    "volunteer",
    "professional",
    "professional2",
    "coordinator",
    "friend",
    "moderator",
    "coach",
    *YOUNG,
)
KEPT_MESSAGES = 40  # with buttons, for each person
FILES = "bestanden"  # the folder of what was sent as a file


def translate(payload: str) -> Content:
    """Makes a message of a stored payload."""
    data = json.loads(payload)
    if "group" in data:
        return InGroup(GroupSign(data["group"]), data.get("argument", ""), data.get("by", ""))
    if "press" in data:
        return Press(data["press"])
    if data.get("sends") == "left":
        return Left()
    if data.get("sends") == "returned":
        return Returned()
    place = Place(*(str(data.get(name, "")) for name in ("message", "answers", "album")))
    if "sends" in data:
        return Unsupported(UnsupportedKind(data["sends"]), data.get("text", ""), place=place)
    text = data["text"]
    if text.startswith("/") and not data.get("edited") and text[1:2].isalpha():
        name, _, argument = text[1:].partition(" ")
        return Command(name.casefold(), argument.strip())
    return Text(text, edited=bool(data.get("edited")), place=place)


def update(person: str, delivery_id: str = "", **payload: object) -> RawUpdate:
    """A delivery of the scripted door; `message` is its number in the chat of this person."""
    delivery = delivery_id or uuid4().hex
    return RawUpdate(CHANNEL, delivery, person, json.dumps({"message": delivery} | payload))


@dataclass(frozen=True, slots=True)
class Shown:
    """A message on somebody's screen. `edits`: it took the place of this one. `answers`: the words
    of the message under which it stands as a reply. `file`: where a document was written to."""

    to: str
    reply: Reply
    edits: str = ""
    answers: str = ""
    file: str = ""

    def as_json(self) -> str:
        """The line that the scripted door prints."""
        labels = [button.label for button in self.reply.buttons]
        line: dict[str, object] = {"to": self.to, "text": self.reply.text, "buttons": labels}
        extra = {"edits": self.edits, "answers": self.answers, "file": self.file}
        return json.dumps(line | {k: v for k, v in extra.items() if v}, ensure_ascii=False)


class Screens:
    """What everybody sees; implements `Sender`. `show` is called for every new message."""

    def __init__(self, file: Path | None, show: Callable[[Shown], None]) -> None:
        self._file = file
        self._show = show
        self._buttons: dict[str, list[list[list[str]]]] = {}
        self._texts: dict[str, dict[str, str]] = {}  # person, message: words; gone at the end
        if file is not None and file.is_file():
            self._buttons = json.loads(file.read_text())

    async def send(self, address: str, reply: Reply) -> Sequence[str]:
        """Shows a message. It is on the screen before it counts as sent."""
        messages = self._buttons.setdefault(address, [])
        messages.append([[button.label, button.key] for button in reply.buttons])
        del messages[:-KEPT_MESSAGES]
        self._save()
        texts, spot = self._texts.setdefault(address, {}), reply.spot
        if spot.removes:
            for one in spot.removes:
                taken = Reply(f"[verwijderd] {reply.text}")
                self._show(Shown(address, taken, texts.pop(one, "")))
            return ()
        gone = [one for one in spot.clears if texts.pop(one, None) is not None]
        if gone:
            self._show(Shown(address, Reply(f"[{len(gone)} berichten verwijderd]")))
        number = next((one for one in spot.changes if one in texts), uuid4().hex)
        if spot.original is not None and reply.carried is not None:
            reply = replace(reply, text=f"[{reply.carried.kind.value}]")
        if spot.signed:
            lines = [f"{who}: {line}" for who, line in spot.signed]
            reply = replace(reply, text="\n".join([reply.text, *lines]))
        file = self._write(reply.document) if reply.document is not None else ""
        self._show(Shown(address, reply, texts.get(number, ""), texts.get(spot.under, ""), file))
        texts[number] = reply.text
        return (number,)

    def typed(self, person: str, message: str, text: str) -> None:
        """Somebody's own message stands on their screen too."""
        self._texts.setdefault(person, {})[message] = text

    def message(self, person: str, words: str) -> str | None:
        """The newest message on somebody's screen that holds these words."""
        texts = self._texts.get(person, {})
        return next((n for n, text in reversed(list(texts.items())) if words in text), None)

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

    def _write(self, document: Document) -> str:
        """Puts a file beside the screens, never over another one; returns where."""
        if self._file is None:
            return document.name
        folder = self._file.parent / FILES
        folder.mkdir(mode=0o700, exist_ok=True)
        name = Path(document.name).name
        number = sum(1 for _ in folder.iterdir()) + 1
        path = folder / f"{number}-{name}"
        path.write_bytes(document.content)
        return str(path)

    def _save(self) -> None:
        if self._file is not None:
            temporary = self._file.with_suffix(".new")
            temporary.write_text(json.dumps(self._buttons))
            temporary.replace(self._file)


def shown_text(shown: Shown) -> str:
    """The words of a message in a terminal, and where its file is."""
    return f"{shown.reply.text}\n[bestand: {shown.file}]" if shown.file else shown.reply.text


def is_scale(buttons: Sequence[Button]) -> bool:
    """On a scale from 1 to 10 a typed number is the answer itself, not the place of a button."""
    return "10" in [button.label for button in buttons]


def shown_buttons(buttons: Sequence[Button]) -> list[str]:
    """The buttons as they are drawn in a terminal, with the number that chooses them."""
    if is_scale(buttons):
        return [f"[{button.label}]" for button in buttons]
    return [f"[{place}. {button.label}]" for place, button in enumerate(buttons, 1)]
