"""Somebody opens the link of a young person: what Maatje is and what they would see, and their own yes
or no."""

from __future__ import annotations

from bot.domain.events import event
from bot.domain.ids import PersonId
from bot.domain.messages import Button
from bot.domain.supporters import NewsKind, Supporter, SupporterChat, SupportState
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared.codes import code_hash
from bot.services.supporters import ending, room
from bot.services.supporters.sharing import PURPOSE


async def is_code(tx: UnitOfWork, code: str) -> bool:
    """Was this code given out by a young person for somebody who supports a goal?"""
    return await tx.supporters.with_code(code_hash(code, PURPOSE)) is not None


async def opened(house: House, tx: UnitOfWork, person: PersonId, code: str) -> None:
    """Somebody came with a code: the question, the goal when they said yes before, or why not."""
    one = await tx.supporters.with_code(code_hash(code, PURPOSE))
    if one is None:
        return
    if one.person == person and one.is_running:
        await _again(house, tx, one)
        return
    refusal = _of_the_link(house, one, person) or await _of_the_person(house, tx, one, person)
    if refusal is None and not await tx.supporters.take(one.id, person, house.clock.now()):
        refusal = "code_used"
    if refusal is not None:
        await tx.events.add([event("support_refused", refusal)], house.clock.now())
        most = room.rules_of(house).limits.goals_per_supporter
        await room.say(house, tx, person, refusal, most=most)
        return
    await tx.events.add([event("support_opened")], house.clock.now())
    await tx.supporters.save_chat(SupporterChat(person, house.clock.now(), one.id))
    await ask(house, tx, one, person)


def _of_the_link(house: House, one: Supporter, person: PersonId) -> str | None:
    """Why this link does not work for this person, if so."""
    if one.young == person:
        return "code_own" if one.is_running else "code_over"
    if not one.is_running:
        return "code_over"
    if one.state is not SupportState.INVITED:
        return "code_used"
    return "code_expired" if one.expires_at <= house.clock.now() else None


async def _of_the_person(
    house: House, tx: UnitOfWork, one: Supporter, person: PersonId
) -> str | None:
    """Why this person cannot support this goal, if so; nobody hears a reason, and the link stays good."""
    known = await tx.supporters.of_person(person)
    if any(other.young == one.young and other.blocked for other in known):
        return "code_impossible"
    if await tx.reports.between(one.young, person):
        return "code_impossible"
    if any(other.goal == one.goal and other.is_running for other in known):
        return "code_used"
    goal = await tx.goals.get(one.goal)
    if goal is None or not goal.is_open:
        return "code_over"
    if await room.is_in_relay(tx, person):
        return "code_in_talk"
    most = room.rules_of(house).limits.goals_per_supporter
    return "code_full" if sum(other.is_running for other in known) >= most else None


async def _again(house: House, tx: UnitOfWork, one: Supporter) -> None:
    if one.person is None:
        return
    if one.state is SupportState.OPENED:
        await ask(house, tx, one, one.person)
    else:
        await show(house, tx, one, one.person)


async def ask(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """The explanation, and the question whether they want to."""
    rules = room.rules_of(house)
    yes = Button(rules.tell("yes_button"), room.key("yes", one))
    no = Button(rules.tell("no_button"), room.key("no", one))
    await room.say(house, tx, person, "explain", yes, no)


async def show(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """The goal as it may be seen, and what this supporter can do."""
    text, buttons = room.view_of(house, one), room.cheer_buttons(house, one)
    await room.tell(house, tx, person, text, *buttons)


async def accept(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """A yes: from now on they see the goal, and the young person hears it."""
    now = house.clock.now()
    supporting = one.moved(SupportState.ACTIVE, now)
    await tx.supporters.save(supporting)
    await tx.events.add([event("support_begun")], now)
    await ending.news(house, tx, supporting, NewsKind.CAME)
    await room.say(house, tx, person, "thanks")
    await show(house, tx, supporting, person)


async def refuse(house: House, tx: UnitOfWork, one: Supporter, person: PersonId) -> None:
    """A no: nothing of them is kept."""
    await ending.refused(house, tx, one)
    await room.say(house, tx, person, "refused")
