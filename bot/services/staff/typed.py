"""Words of whoever helps: for a talk, or for something that Maatje asked outside of one."""

from __future__ import annotations

from bot.domain.messages import Text, Unsupported
from bot.domain.practice import LineKind
from bot.domain.volunteer import StaffMember
from bot.engine.matching import plain
from bot.services.circles import leading as circle_leading
from bot.services.handoff import choosing, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import duty, own_help, practising, training
from bot.services.stories import writing
from bot.services.talking import aftercare, backing, debriefing, relaying
from bot.services.understanding import words_of
from bot.services.waiting import rota
from bot.services.wall import moderating

# Words of buttons that may be typed as well, when there is no talk that they could be meant for.
BUTTON_WORDS = {
    "claim_button": choosing.take,
    "decline_button": choosing.decline_first,
    "debrief_button": debriefing.asked,
    "debrief_end_button": debriefing.pressed_end,
}


async def answer(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    content: Text | Unsupported,
    kind: LineKind | None,
) -> None:
    """Words, or what is no text, of a staff member. `kind`: what a line of a practice talk does."""
    if await backing.typed(house, tx, member, content):
        return
    if await circle_leading.typed(house, tx, member, content):
        return
    talk = await room.current(tx, member)
    if talk is not None:
        await practising.ends_for_a_talk(tx, member)
        await writing.rests_for_a_talk(tx, member)
        await relaying.from_staff(house, tx, member, talk, content)
    elif not await _typed_outside(house, tx, member, content, kind):
        await room.say(house, tx, member, "no_talk")


async def _typed_outside(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    content: Text | Unsupported,
    kind: LineKind | None,
) -> bool:
    """Was it for something outside a talk: words of a button, practice, a private line, the wall …?"""
    words = content.text if isinstance(content, Text) else ""
    if words and await _typed_button(house, tx, member, words):
        return True
    if await debriefing.passed(house, tx, member, content):
        return True
    if words and await practising.typed(house, tx, member, words, kind):
        return True
    if words and await writing.typed(house, tx, member, words):
        return True
    if own_help.asks_for_it(house, words_of(content)):
        await own_help.tell_beside(house, tx, member)
        return True
    return await _answered(house, tx, member, words)


async def _answered(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> bool:
    """Was it the answer to something that Maatje asked: a reason, a step of the training, how it was?"""
    if words and await moderating.typed(house, tx, member, words):
        return True
    if words and await training.typed(house, tx, member, words):
        return True
    return await aftercare.by_words(house, tx, member, words)


def _is(words: str, house: House, button: str) -> bool:
    return plain(words) == plain(house.flowbook().staff(button))


async def _typed_button(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> bool:
    """Are these, outside of a talk, the words of a button? Then they do the same."""
    for button, key in (("shift_stay_button", rota.STAY), ("shift_go_button", rota.GO)):
        if _is(words, house, button):
            await duty.AT_THE_END[key](house, tx, member)
            return True
    for button, action in BUTTON_WORDS.items():
        if _is(words, house, button):
            await action(house, tx, member, "")
            return True
    return False
