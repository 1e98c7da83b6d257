"""Danger in a line of the volunteer: they ask about it, tell of themselves, or do harm. Nobody can tell
which, so a professional gets a card, and the young person hears where help is and how to report."""

from __future__ import annotations

from bot.domain.handoff import Handoff, Urgency
from bot.domain.messages import Reply
from bot.domain.safety import Risk
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import cards, handing_off, room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.talking import danger_beside


async def look(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, text: str, *, crossed: bool
) -> None:
    """What a line of the volunteer of this talk causes beside itself. `crossed`: did the young person read
    it? While a danger case waits already, a professional has the card and nothing more comes."""
    if member.person != talk.staff or not room.is_peer_talk(talk):
        return
    risk = house.look(text)
    if not risk.signs:
        return
    if talk.shared is not None:  # nobody can tell about whom of the two it is: the mediator can
        await room.say(house, tx, member, "helper_danger_shared")
        return
    if await room.in_danger(tx, talk):
        return
    await _card(house, tx, member, talk, cards.words_for_card(house, text, risk), risk)
    fresh = await tx.handoffs.get(talk.id) or talk
    if not fresh.danger_seen:
        if crossed:
            await _tell_young(house, tx, talk, risk)
        name = "helper_danger" if await _somebody_is_there(tx) else "helper_danger_nobody"
        await room.say(house, tx, member, name, alias=talk.alias)
    await danger_beside.mark(house, tx, talk)


async def _card(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, words: str, risk: Risk
) -> None:
    """A concern, never an alarm: a volunteer who dares to ask must not lose the talk by it."""
    conversation = await tx.conversations.get(talk.person)
    wish = RequestHandoff(
        Role.PROFESSIONAL,
        Urgency.CONCERN,
        topic=talk.topic,
        kinds=risk.kinds,
        words=words,
        by_helper=True,
    )
    await handing_off.request(house, tx, conversation, wish)
    if not await _somebody_is_there(tx):
        await handing_off.tell_coordinators(
            house, tx, "no_professional_concern", alias=talk.alias, staff=member.alias
        )


async def _somebody_is_there(tx: UnitOfWork) -> bool:
    return bool(await tx.staff.on_duty(Role.PROFESSIONAL))


async def _tell_young(house: House, tx: UnitOfWork, talk: Handoff, risk: Risk) -> None:
    """The services for danger of this kind, and the way to report."""
    conversation = await tx.conversations.get(talk.person)
    found = house.flowbook().referrals.for_danger(
        risk.kinds,
        life_now=risk.life_now,
        region=conversation.region,
        age_band=conversation.age_band,
    )
    lines = "\n".join(service.line for service in found)
    if lines:
        text = room.young(house, "helper_danger", services=lines)
        await tx.outbox.add(talk.person, [Reply(text)], house.clock.now())
