"""Reads what was answered while the language service was away; danger found then starts a turn."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.interpretation import Interpretation
from bot.domain.safety import Risk
from bot.domain.volunteer import Role
from bot.engine.running import danger_turn
from bot.errors import NluUnavailable
from bot.services import admitting
from bot.services.effects import store
from bot.services.handoff import handing_off
from bot.services.handoff.cards import words_for_card
from bot.services.house import House, active, moment_of
from bot.services.ports import InboxRow, UnitOfWork
from bot.services.understanding import words_of

BATCH = 20


async def reread(house: House) -> int:
    """Reads the unread messages; returns how many. Stops quietly when the service is away again."""
    async with house.units() as tx:
        rows = await tx.inbox.unread(BATCH)
    read = 0
    for row in rows:
        words = words_of(house.translators[row.channel](row.payload))
        try:
            meaning = await house.language.interpret(words)
        except NluUnavailable:
            return read
        await _late_turn(house, row, meaning, words)
        read += 1
    return read


async def _late_turn(house: House, row: InboxRow, meaning: Interpretation, words: str) -> None:
    async with house.units() as tx:
        if not await tx.inbox.is_unread(row.seq):
            return  # erased while it was read
        await tx.inbox.finish(row.seq)
        admitted = await admitting.is_admitted(house, tx, row.person, row.channel)
        conversation = await tx.conversations.get(row.person)
        new = conversation.danger.what_is_new(meaning.risk)
        talk = active(list(await tx.handoffs.open_of(row.person)))
        with_professional = talk is not None and talk.to is Role.PROFESSIONAL
        staff = await tx.staff.get(row.person)
        if not new.signs or not admitted or staff is not None or with_professional:
            pass
        elif _was_answered(house, words, new):
            known = replace(conversation, danger=conversation.danger.seen(meaning.risk))
            await tx.conversations.save(known, house.clock.now())
            await handing_off.add_kinds(tx, row.person, meaning.risk.kinds)
        else:
            await _speak(house, tx, conversation, meaning, words)
        await tx.commit()


def _was_answered(house: House, words: str, new: Risk) -> bool:
    """Did the tripwire bring services for this very message already? Then the model only adds kinds
    to the card, unless it sees a higher level: one message gets one danger answer."""
    first = house.look(words)
    return bool(first.signs) and first.level.at_least(new.level)


async def _speak(
    house: House, tx: UnitOfWork, conversation: Conversation, meaning: Interpretation, words: str
) -> None:
    shown = words_for_card(house, words, meaning.risk)
    moment = replace(await moment_of(house, tx, conversation), words=shown)
    late = not house.look(words).signs
    await store(
        house, tx, danger_turn(house.flowbook(), conversation, meaning.risk, moment, late=late)
    )
