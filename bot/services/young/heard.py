"""One message of a young person with all that is known of it, and the turns that can answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff
from bot.domain.ids import PersonId
from bot.domain.interpretation import Interpretation
from bot.domain.messages import Command, Content, Press, Reply
from bot.domain.turn import Turn
from bot.engine.flowbook import Flowbook
from bot.engine.run import Moment
from bot.engine.running import advance, open_flow, say_only, show_only
from bot.engine.said import Said
from bot.engine.wall import with_kept_off
from bot.services.house import House, moment_of
from bot.services.ports import UnitOfWork
from bot.services.understanding import words_of


@dataclass(frozen=True, slots=True)
class Heard:
    """The turn so far: one message, and what is needed to decide about it. Every turn that it makes
    answers danger in that message too. `talk`: the running talk with a human. `after_weeks`: this is
    the first message after a long time."""

    house: House
    tx: UnitOfWork
    person: PersonId
    content: Content
    meaning: Interpretation
    conversation: Conversation
    moment: Moment
    talk: Handoff | None
    after_weeks: bool = False

    @property
    def flowbook(self) -> Flowbook:
        """The flows and texts as they are now."""
        return self.house.flowbook()

    @property
    def words(self) -> str:
        """What was typed, or what stood under a picture."""
        return words_of(self.content)

    @property
    def argument(self) -> str:
        """The words behind a command; empty without them, and for any other message."""
        return self.content.argument.strip() if isinstance(self.content, Command) else ""

    def pressed(self, prefix: str) -> str | None:
        """What stands behind `prefix` in the key of a pressed button; `None` if it is no such button."""
        if not isinstance(self.content, Press):
            return None
        known, _, key = self.content.key.partition(".")
        return key if known == prefix else None

    def young(self, name: str) -> str:
        """A sentence of `texts.yml` for young people."""
        return self.flowbook.young(name)

    async def after(self, conversation: Conversation) -> Heard:
        """The same message, once something was done that changed the conversation and the moment."""
        moment = await moment_of(self.house, self.tx, conversation)
        return replace(self, conversation=conversation, moment=moment)

    def says(self, text: str, *, end: bool = False) -> Turn:
        """One text; the talk stays where it is, or ends."""
        risk = self.meaning.risk
        return say_only(self.flowbook, self.conversation, text, self.moment, risk=risk, end=end)

    def tells(self, name: str) -> Turn:
        """One sentence of `texts.yml`; the talk stays where it is."""
        return self.says(self.young(name))

    def shows(self, replies: Sequence[Reply]) -> Turn:
        """These messages; the talk stays where it is."""
        risk = self.meaning.risk
        return show_only(self.flowbook, self.conversation, replies, self.moment, risk=risk)

    def opens(self, flow: str, *, keep: bool = True, before: str = "") -> Turn:
        """A flow opens, after `before` was said. With `keep` the talk goes on afterwards where it was."""
        return open_flow(
            self.flowbook,
            self.conversation,
            flow,
            self.moment,
            keep=keep,
            risk=self.meaning.risk,
            before=before,
        )

    def goes_on(self) -> Turn:
        """What the flows make of it."""
        press = self.content.key if isinstance(self.content, Press) else None
        said = Said(press=press) if press is not None else Said(self.meaning, self.words)
        turn = advance(self.flowbook, self.conversation, said, self.moment)
        return with_kept_off(self.flowbook.wall, turn)

    def keeps_silent(self) -> Turn:
        """Nothing is said: a human has the chat, or the answer comes another way."""
        return Turn(replace(self.conversation, turns=self.conversation.turns + 1))

    def led_by(self, text: str, turn: Turn) -> Turn:
        """The same turn, with this said before its first words; the introduction always comes first."""
        replies = list(turn.replies)
        place = 1 if replies and replies[0].text == self.young("intro") else 0
        if place >= len(replies):
            return replace(turn, replies=(*replies, Reply(text)))
        first = replies[place]
        replies[place] = replace(first, text=f"{text}\n\n{first.text}")
        return replace(turn, replies=tuple(replies))
