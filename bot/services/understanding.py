"""Finds the meaning of a message: tripwire first, then the language service, never waiting for both."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.interpretation import Interpretation, Origin
from bot.domain.messages import Command, Content, Text, Unsupported
from bot.domain.practice import LineKind
from bot.errors import NluUnavailable
from bot.services.house import House


@dataclass(frozen=True, slots=True)
class Understood:
    """A meaning, and whether the language service still has to read the words. `line`: what the line of a
    volunteer does in a practice talk; `None` when it is no such line, or when nobody could name it."""

    meaning: Interpretation = field(default_factory=Interpretation)
    unread: bool = False
    line: LineKind | None = None


def words_of(content: Content) -> str:
    """The words in a message: what was typed, or what stood under a picture."""
    if isinstance(content, Text):
        return content.text.strip()
    return content.caption.strip() if isinstance(content, Unsupported) else ""


async def understand(house: House, content: Content, *, is_answer: bool = False) -> Understood:
    """The meaning of a message. A button or command is its own meaning, and so are the words of a
    button of the open question (`is_answer`): of those only the tripwire has a say.

    When the tripwire fires, nothing waits for the language service: the words are read later, and
    danger that is found then starts a danger turn (`rereading`). For words that may be quite ordinary ("moe
    van alles") it does wait: they are asked about, and what else was said is heard too.
    """
    if isinstance(content, Command):  # words behind a slash are words of somebody too
        risk = house.look(f"{content.name} {content.argument}")
        return Understood(Interpretation(risk=risk))
    words = words_of(content)
    if not words:
        return Understood()
    risk = house.look(words)
    seen = Understood(Interpretation(risk=risk, origin=Origin.TRIPWIRE), unread=True)
    if risk.signs and (is_answer or not risk.is_in_doubt):
        return seen
    if is_answer or not any(sign.isalnum() for sign in words):
        return Understood(Interpretation(origin=Origin.BUTTON))
    try:
        return Understood((await house.language.interpret(words)).with_risk(risk))
    except NluUnavailable:
        return seen if risk.signs else Understood(unread=True)
