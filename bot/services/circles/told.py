"""What became of a message about a circle."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.messages import Reply


@dataclass(frozen=True, slots=True)
class Told:
    """`replies`: all that is said. Without them the words are for Maatje and are answered as ever, with
    `beside` said too. `opens`: the flow of circles opens.
    `silent`: nothing more is said, also when there is no reply."""

    conversation: Conversation
    replies: tuple[Reply, ...] = ()
    beside: str = ""
    opens: bool = False
    silent: bool = False

    @property
    def is_for_maatje(self) -> bool:
        """Are the words for Maatje after all?"""
        return not (self.replies or self.opens or self.silent)

    @classmethod
    def only(cls, conversation: Conversation, text: str) -> Told:
        """One sentence."""
        return cls(conversation, (Reply(text),))
