"""A supporter cheers: one of three buttons, or a line of their own that is looked at first."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.ids import PersonId
from bot.domain.supporters import Asks, NewsKind, Supporter, SupporterChat
from bot.engine.redacting import helplines_in
from bot.engine.showing import shown
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.supporters import ending, room
from bot.services.understanding import Understood
from bot.services.wall.room import day_of


async def ask_line(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """What is typed next is a line for the young person; not while a human has this chat."""
    if await room.is_in_relay(tx, person):
        await room.say(house, tx, person, "line_in_talk")
        return
    chat = SupporterChat(person, house.clock.now(), one.id, Asks.LINE)
    await tx.supporters.save_chat(chat)
    longest = room.rules_of(house).limits.longest_cheer
    await room.say(house, tx, person, "line_ask", longest=longest)


async def button(
    house: House, tx: UnitOfWork, one: Supporter, person: PersonId, number: int
) -> None:
    """One of the three."""
    await _pass_on(house, tx, one, person, room.rules_of(house).cheers[number])


async def line(
    house: House,
    tx: UnitOfWork,
    one: Supporter,
    person: PersonId,
    text: str,
    understood: Understood,
) -> None:
    """A line of their own. What does not pass is told with why, and may be tried again. Danger was dealt
    with before."""
    words = " ".join(shown(text).split())
    refusal = _held(house, words, understood)
    if refusal is None:
        await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), one.id))
        await _pass_on(house, tx, one, person, words)
        return
    await tx.events.add([event("support_refused", refusal)], house.clock.now())
    longest = room.rules_of(house).limits.longest_cheer
    mine = (room.self_button(house),) if refusal == "too_long" else ()
    await room.say(house, tx, person, refusal, *mine, longest=longest)


def _held(house: House, words: str, understood: Understood) -> str | None:
    """The name of the sentence that says why this line does not pass, if so."""
    rules, flowbook = room.rules_of(house), house.flowbook()
    if len(words) > rules.limits.longest_cheer:
        return "too_long"
    helplines = helplines_in(one.line for one in flowbook.referrals.services)
    if flowbook.handoff.contact.holds_back(words, helplines):
        return "held_contact"
    if rules.is_unkind(words):
        return "held_unkind"
    if rules.is_question(words):
        return "held_question"
    return "held_unread" if understood.unread or not words else None


async def _pass_on(
    house: House, tx: UnitOfWork, one: Supporter, person: PersonId, words: str
) -> None:
    """Keeps it for a moment that fits; whether it is read is for the young person to choose."""
    now, most = house.clock.now(), room.rules_of(house).limits.cheers_per_day
    day = day_of(now).date().isoformat()
    if one.cheers_on(day) >= most:
        await room.say(house, tx, person, "too_many", most=most)
        return
    counted = one.cheered(day)
    await tx.supporters.save(counted)
    await tx.events.add([event("support_cheered")], now)
    await ending.news(house, tx, counted, NewsKind.CHEER, words)
    await room.say(house, tx, person, "cheered")
