"""Reads what was answered while the language service was away; danger found then starts a turn."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff
from bot.domain.interpretation import Interpretation
from bot.domain.safety import Risk
from bot.domain.volunteer import Role
from bot.engine.running import danger_turn
from bot.errors import NluUnavailable
from bot.services import admitting
from bot.services.circles import hearing as circle_hearing
from bot.services.effects import store
from bot.services.groups import joining as group_joining
from bot.services.handoff import handing_off
from bot.services.handoff.cards import words_for_card
from bot.services.house import House, active, moment_of
from bot.services.ports import InboxRow, UnitOfWork
from bot.services.supporters import desk
from bot.services.talking import danger_beside
from bot.services.understanding import words_of
from bot.services.wall import posting

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
        if staff is None and await desk.only_supports(tx, row.person):
            if meaning.risk.signs and not house.look(words).signs:
                await desk.told_of_danger(house, tx, row.person, meaning.risk)
            await tx.commit()
            return
        if meaning.risk.signs:
            await posting.keep_off(house, tx, row.person)
            await group_joining.keep_off(tx, row.person)
            content = house.translators[row.channel](row.payload)
            conversation = await circle_hearing.read_late(house, tx, conversation, content)
        if not new.signs or not admitted or staff is not None or with_professional:
            pass
        elif _was_answered(house, words, new):
            known = replace(conversation, danger=conversation.danger.seen(meaning.risk))
            await tx.conversations.save(known, house.clock.now())
            await handing_off.add_kinds(tx, row.person, meaning.risk.kinds)
        else:
            await _speak(house, tx, conversation, meaning, words, talk)
        await tx.commit()


def _was_answered(house: House, words: str, new: Risk) -> bool:
    """Did the tripwire bring services for this very message already? Then the model only adds kinds
    to the card, unless it sees a higher level: one message gets one danger answer."""
    first = house.look(words)
    return bool(first.signs) and not first.is_in_doubt and first.level.at_least(new.level)


async def _speak(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    meaning: Interpretation,
    words: str,
    talk: Handoff | None,
) -> None:
    """The danger turn, late. In a talk with a volunteer they hear what they would have heard in time."""
    shown = words_for_card(house, words, meaning.risk)
    moment = replace(await moment_of(house, tx, conversation), words=shown)
    late = not house.look(words).signs
    turn = danger_turn(house.flowbook(), conversation, meaning.risk, moment, late=late)
    if conversation.is_away:  # a professional hears of it; nothing waits for an answer nobody saw
        turn = replace(turn, conversation=replace(turn.conversation, stack=()))
    if talk is not None:
        level = conversation.danger.what_is_new(meaning.risk).level
        turn = await danger_beside.seen(house, tx, talk, turn, level, moment)
        await danger_beside.mark(house, tx, talk)
    await store(house, tx, turn)
