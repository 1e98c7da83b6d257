"""`/vast` of a young person: with which volunteer they go on, and the end of that."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Button, Press, Reply, Text
from bot.domain.turn import Turn
from bot.engine.matching import plain
from bot.engine.stop_words import STOP_WORDS
from bot.services.handoff import pairs, room
from bot.services.young.heard import Heard

STOP = "pairstop"


def means_stop(heard: Heard) -> bool:
    """The button under `/vast`; its words outside of a talk."""
    if isinstance(heard.content, Press):
        return heard.content.key == STOP
    words = heard.talk is None and isinstance(heard.content, Text)
    return words and plain(heard.words) == plain(heard.young("pair_stop_button"))


async def command(heard: Heard) -> Turn:
    """`/vast`: with whom this young person goes on; `/vast stop` ends it."""
    return await stop(heard) if plain(heard.argument) in STOP_WORDS else await _tell(heard)


async def stop(heard: Heard) -> Turn:
    """Ends the pair, or takes the choice for it back. The volunteer does not hear who ended it."""
    return await _tell(heard, ends=True)


async def _tell(heard: Heard, *, ends: bool = False) -> Turn:
    """What is told of the pair."""
    pair = await pairs.earlier(heard.house, heard.tx, heard.person)
    chosen = None if pair else await pairs.pending(heard.tx, heard.person)
    if pair is not None:
        staff, name = pair.staff, "pair_stopped" if ends else "pair_known"
    elif chosen is not None and chosen.staff is not None:
        staff, name = chosen.staff, "pair_withdrawn" if ends else "pair_pending"
    else:
        return heard.tells("pair_none")
    alias = await room.alias_of(heard.tx, staff)
    if ends and pair is not None:
        await pairs.stop(heard.house, heard.tx, pair)
    elif ends and chosen is not None:
        await pairs.withdraw(heard.tx, chosen)
    text = heard.young(name).replace("{alias}", alias)
    text = text.replace("{days}", str(heard.flowbook.handoff.limits.pair_days))
    turn = heard.says(text)
    button = Button(heard.young("pair_stop_button"), STOP)
    return turn if ends else replace(turn, replies=_with(button, text, turn.replies))


def _with(button: Button, text: str, replies: tuple[Reply, ...]) -> tuple[Reply, ...]:
    """The replies; the one of this text has this button before its own."""
    return tuple(
        replace(reply, buttons=(button, *reply.buttons)) if reply.text == text else reply
        for reply in replies
    )
