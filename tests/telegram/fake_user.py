"""Somebody with the Telegram app, for tests: types, presses, blocks, and looks at the screen."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.fake_telegram import FakeTelegram


@dataclass(frozen=True)
class Seen:
    """A message of the bot on somebody's screen."""

    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    keys: tuple[str, ...] = ()  # callback_data, in the order of `buttons`
    message_id: int = 0
    answers: int = 0  # the message under which it stands as a reply
    edited: bool = False
    file: tuple[str, str, bytes] | None = None  # "document" or "photo", its name, its bytes

    @property
    def buttons(self) -> tuple[str, ...]:
        """All labels, row after row."""
        return tuple(label for row in self.rows for label in row)


class FakeUser:
    """One person in a private chat with the bot."""

    def __init__(self, world: FakeTelegram, chat_id: int) -> None:
        self._world, self.chat_id = world, chat_id

    @property
    def screen(self) -> list[Seen]:
        """All messages of the bot, oldest first."""
        return list(self._world.screens.get(self.chat_id, []))

    async def reads(self, words: str, within: float = 5.0) -> Seen:
        """Waits for a message with these words and gives the newest one."""
        await self._world.until(lambda: self._find(words), within)
        return self._find(words)[-1]

    def waits_for(self, words: str, within: float = 10.0) -> Seen:
        """As `reads`, for tests without an event loop."""
        end = time.monotonic() + within
        while not self._find(words):
            assert time.monotonic() < end, f"not on the screen within {within:g} s: {words}"
            time.sleep(0.02)
        return self._find(words)[-1]

    def _find(self, words: str) -> list[Seen]:
        return [seen for seen in self.screen if words in seen.text]

    def types(self, text: str) -> None:
        """Sends words, or a command."""
        fields: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            length = len(text.split()[0])
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self.sends(**fields)

    def edits(self, text: str) -> None:
        """Changes the newest own message into this."""
        message = self._last_message() | {"text": text, "edit_date": int(self._world.now())}
        self._adds({"edited_message": message})

    def replies(self, number: int, text: str) -> None:
        """Answers a message of this chat, with the whole of it in the update, as Telegram does."""
        self.sends(text=text, reply_to_message=self._envelope() | {"message_id": number})

    def deletes(self, words: str) -> None:
        """Deletes a message of the bot on this side; nobody hears of it."""
        screen = self._world.screens[self.chat_id]
        screen.remove(next(seen for seen in screen if words in seen.text))

    def presses(self, label: str) -> None:
        """Presses the button on the newest message that has it."""
        for seen in reversed(self.screen):
            if label in seen.buttons:
                return self._press(seen, seen.keys[seen.buttons.index(label)])
        on_screen = [seen.buttons for seen in self.screen if seen.buttons]
        raise AssertionError(f"no button {label!r} on this screen: {on_screen}")

    def _press(self, seen: Seen, key: str) -> None:
        query = f"77{next(self._world.message_ids)}"
        message = self._envelope() | {"message_id": seen.message_id, "text": seen.text}
        self._world.presses[query] = self._world.now()
        self._adds(
            {
                "callback_query": {
                    "id": query,
                    "from": self._person(),
                    "chat_instance": "1",
                    "data": key,
                    "message": message,
                }
            }
        )

    def sends_photo(self, caption: str = "") -> None:
        size = {"file_id": "AgFILEID", "file_unique_id": "u", "width": 90, "height": 90}
        self.sends(photo=[size], **({"caption": caption} if caption else {}))

    def sends_album(self, *captions: str) -> None:
        """Pictures that come together: a message each, with the same group."""
        size = {"file_id": "AgFILEID", "file_unique_id": "u", "width": 90, "height": 90}
        for caption in captions:
            words = {"caption": caption} if caption else {}
            self.sends(photo=[size], media_group_id="139", **words)

    def sends_voice(self) -> None:
        voice = {"file_id": "AwFILEID", "file_unique_id": "u", "duration": 3}
        self.sends(voice=voice)

    def sends_sticker(self, emoji: str = "😢") -> None:
        self.sends(
            sticker={
                "file_id": "CAFILEID",
                "file_unique_id": "u",
                "type": "regular",
                "width": 512,
                "height": 512,
                "is_animated": False,
                "is_video": False,
                "emoji": emoji,
            }
        )

    def sends_contact(self) -> None:
        contact = {"phone_number": "+31600000000", "first_name": "Kanarie", "user_id": 1999}
        self.sends(contact=contact, forward_origin={"type": "hidden_user", "date": 1})

    def sends(self, **fields: Any) -> None:
        """Sends a message with these Bot API fields."""
        assert self.chat_id not in self._world.blocked, "unblock first"
        self._world.screens.setdefault(self.chat_id, [])
        self._adds({"message": self._envelope() | {"from": self._person()} | fields})

    def blocks(self) -> None:
        self._world.blocked.add(self.chat_id)
        self._membership("member", "kicked")

    def unblocks(self) -> None:
        self._world.blocked.discard(self.chat_id)
        self._membership("kicked", "member")

    def redeliver_last(self) -> None:
        """Telegram hands out this person's newest update once more, with the same id."""
        self._world.queue(self._updates()[-1], again=True)

    def _membership(self, old: str, new: str) -> None:
        bot = {"id": 1001, "is_bot": True, "first_name": "Maatje"}
        self._adds(
            {
                "my_chat_member": {
                    "chat": self._chat(),
                    "from": self._person(),
                    "date": int(self._world.now()),
                    "old_chat_member": {"status": old, "user": bot},
                    "new_chat_member": {"status": new, "user": bot, "until_date": 0},
                }
            }
        )

    def _adds(self, content: dict[str, Any]) -> None:
        self._updates().append(self._world.adds(content))

    def _updates(self) -> list[dict[str, Any]]:
        return self._world.history.setdefault(self.chat_id, [])

    def _last_message(self) -> dict[str, Any]:
        return next(
            dict(update["message"]) for update in reversed(self._updates()) if "message" in update
        )

    def _envelope(self) -> dict[str, Any]:
        return {
            "message_id": next(self._world.message_ids),
            "date": int(self._world.now()),
            "chat": self._chat(),
        }

    def _chat(self) -> dict[str, Any]:
        return {
            "id": self.chat_id,
            "type": "private",
            "first_name": "Kanarie",
            "username": f"kanarie_{self.chat_id}",
        }

    def _person(self) -> dict[str, Any]:
        return {
            "id": self.chat_id,
            "is_bot": False,
            "first_name": "Kanarie",
            "last_name": "Geelvink",
            "username": f"kanarie_{self.chat_id}",
            "language_code": "nl-canary",
        }
