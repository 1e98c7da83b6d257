"""A group of Telegram, for tests: people join and say things, the bot is put in, taken out, or moved along
when the group becomes a supergroup."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.telegram.fake_telegram import FakeTelegram
    from tests.telegram.fake_user import Seen

BOT_USER = {"id": 1001, "is_bot": True, "first_name": "Maatje"}
IN = ("creator", "administrator", "member")


@dataclass
class GroupState:
    """What Telegram knows of a group: `members` by id, with status and name; `moved_to`: the supergroup."""

    title: str
    kind: str = "group"
    members: dict[int, tuple[str, str]] = field(default_factory=dict)
    bot: str = "left"
    moved_to: int = 0


class FakeGroup:
    """One group, seen by the people in it. Its id is negative; of a supergroup it begins with -100."""

    def __init__(self, world: FakeTelegram, chat_id: int, title: str = "Klas 3B") -> None:
        assert chat_id < 0, "a group has a negative id"
        self._world, self.chat_id = world, chat_id
        world.groups.setdefault(chat_id, GroupState(title))

    @property
    def state(self) -> GroupState:
        return self._world.groups[self.chat_id]

    @property
    def screen(self) -> list[Seen]:
        """All messages of the bot, oldest first."""
        return list(self._world.screens.get(self.chat_id, []))

    @property
    def texts(self) -> list[str]:
        return [seen.text for seen in self.screen]

    def joins(self, person: int, name: str, status: str = "member") -> None:
        self.state.members[person] = (status, name)

    def leaves(self, person: int) -> None:
        self.state.members[person] = ("left", self.state.members[person][1])

    def adds_bot(self, by: int) -> None:
        """Somebody puts the bot in; without it nothing can be sent here."""
        self._world.screens.setdefault(self.chat_id, [])
        self._membership(by, self.state.bot, "member")

    def removes_bot(self, by: int, *, silently: bool = False) -> None:
        """`silently`: the news of it does not come."""
        before, self.state.bot = self.state.bot, "kicked"
        if not silently:
            self._membership(by, before, "kicked")

    def says(self, by: int, text: str, **fields: Any) -> None:
        """Somebody writes in the group. A bot that is no administrator gets commands only; here all of it
        comes, as with one that is."""
        if text.startswith("/"):
            length = len(text.split()[0])
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self._world.adds({"message": self._envelope(by) | {"text": text} | fields})

    def moves(self, to: int, by: int) -> FakeGroup:
        """The group becomes a supergroup: a message in the old chat, another in the new one."""
        old = self.state
        new = FakeGroup(self._world, to, old.title)
        new.state.kind, new.state.members, new.state.bot = "supergroup", old.members, "member"
        self._world.screens.setdefault(to, [])
        old.moved_to, old.bot = to, "left"
        self._world.adds({"message": self._envelope(by) | {"migrate_to_chat_id": to}})
        moved = {"migrate_from_chat_id": self.chat_id}
        self._world.adds({"message": new._envelope(by) | moved})
        return new

    def _membership(self, by: int, old: str, new: str) -> None:
        self.state.bot = new
        status: dict[str, Any] = {"status": new, "user": BOT_USER}
        if new == "kicked":
            status["until_date"] = 0
        self._world.adds(
            {
                "my_chat_member": {
                    "chat": self._chat(),
                    "from": self._person(by),
                    "date": int(self._world.now()),
                    "old_chat_member": {"status": old, "user": BOT_USER},
                    "new_chat_member": status,
                }
            }
        )

    def _envelope(self, by: int) -> dict[str, Any]:
        return {
            "message_id": next(self._world.message_ids),
            "date": int(self._world.now()),
            "chat": self._chat(),
            "from": self._person(by),
        }

    def _chat(self) -> dict[str, Any]:
        return {"id": self.chat_id, "type": self.state.kind, "title": self.state.title}

    def _person(self, person: int) -> dict[str, Any]:
        name = self.state.members.get(person, ("left", "Groepslid"))[1]
        return {"id": person, "is_bot": False, "first_name": name, "username": f"kanarie_{person}"}
