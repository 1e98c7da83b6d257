"""Who of the staff is in a talk: where their words go, and how they leave when it is over."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.handoff import WAITING, Handoff, HandoffState
from bot.domain.ids import PersonId
from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.house import House, active
from bot.services.ports import TimerKind, UnitOfWork


async def talks_of(tx: UnitOfWork, person: PersonId) -> list[Handoff]:
    """Every running talk that somebody of the staff is in; those of their own come first."""
    return [*await tx.handoffs.active_with(person), *await tx.handoffs.beside_of(person)]


async def places_taken(tx: UnitOfWork, person: PersonId) -> int:
    """In how many talks somebody is; one of more than two is one."""
    return len({talk.shared or talk.id for talk in await talks_of(tx, person)})


async def current(tx: UnitOfWork, member: StaffMember) -> Handoff | None:
    """The talk that typed words of this member belong to."""
    running = await talks_of(tx, member.person)
    chosen = next((h for h in running if h.id == member.current), None)
    return chosen or (running[0] if running else None)


async def called(tx: UnitOfWork, member: StaffMember, alias: str) -> Handoff | None:
    """The case that this member names by its alias: a talk of theirs, or one that waits for their role."""
    cases = [*await talks_of(tx, member.person)]
    cases += await tx.handoffs.waiting_for(member.role)
    named = [case for case in cases if case.alias.casefold() == alias.strip().casefold()]
    return named[0] if named else None


async def forget_current(house: House, tx: UnitOfWork, person: PersonId, case: Handoff) -> None:
    """Somebody is no longer in this talk: words must never reach the wrong person unnoticed."""
    member = await tx.staff.get(person)
    if member is None or member.current != case.id:
        return
    others = [h for h in await talks_of(tx, person) if h.id != case.id]
    following = others[0] if others else None
    await tx.staff.save(
        replace(member, current=following.id if following else None), house.clock.now()
    )
    if following is not None:
        await tell(house, tx, person, await where_words_go(house, tx, following, person))


async def where_words_go(house: House, tx: UnitOfWork, talk: Handoff, person: PersonId) -> str:
    """The sentence that says who reads what this member types now."""
    if talk.speaks(person):
        return house.flowbook().staff("now_talking_to", alias=talk.alias)
    who = await alias_of(tx, talk.staff)
    return house.flowbook().staff("now_whispering_to", alias=talk.alias, staff=who)


async def emptied(
    house: House, tx: UnitOfWork, talk: Handoff, name: str, *, but: PersonId | None = None
) -> None:
    """The talk is over: who was in it beside the one who was responsible is told with the sentence
    `name`; `but` knows already. `talk` is the talk as it was before its end."""
    await tx.timers.delete(TimerKind.BACKUP, talk.id)
    await tx.timers.delete(TimerKind.PASSING, talk.id)
    for person in talk.staff_in:
        if person not in (talk.staff, but):
            await tell(house, tx, person, house.flowbook().staff(name, alias=talk.alias))
            await forget_current(house, tx, person, talk)


async def running_with_volunteer(tx: UnitOfWork, person: PersonId) -> Handoff | None:
    """The running talk of a young person with a volunteer, if there is one."""
    running = active(list(await tx.handoffs.open_of(person)))
    return running if running is not None and is_peer_talk(running) else None


def is_peer_talk(talk: Handoff) -> bool:
    """Does a young person talk with a volunteer here, now?"""
    return talk.state is HandoffState.ACTIVE and talk.to is Role.VOLUNTEER


async def in_danger(tx: UnitOfWork, talk: Handoff) -> bool:
    """Does a danger case of this young person wait for a professional?"""
    cases = await tx.handoffs.open_of(talk.person)
    return any(h.is_danger and h.state in WAITING for h in cases)


async def alias_of(tx: UnitOfWork, person: PersonId | None) -> str:
    """The alias of somebody of the staff."""
    member = await tx.staff.get(person) if person else None
    return member.alias if member is not None else "iemand die nu weg is"


async def tell(house: House, tx: UnitOfWork, person: PersonId, text: str, *buttons: Button) -> None:
    """One message to one person."""
    await tx.outbox.add(person, [Reply(text, buttons)], house.clock.now())


async def say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, *buttons: Button, **values: object
) -> None:
    """A sentence of texts.yml to somebody of the staff."""
    await tell(house, tx, member.person, house.flowbook().staff(name, **values), *buttons)


async def tell_young(
    house: House, tx: UnitOfWork, talk: Handoff, name: str, *buttons: Button, **values: str
) -> None:
    """A sentence of handoff.yml to the young person."""
    await tell(house, tx, talk.person, rule(house, name, **values), *buttons)


def young(house: House, name: str, **values: str) -> str:
    """A sentence of texts.yml for a young person, filled in."""
    text = house.flowbook().young(name)
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text


def rule(house: House, name: str, **values: str) -> str:
    """A sentence of handoff.yml, filled in."""
    text = house.flowbook().handoff.say[name]
    for key, value in values.items():
        text = text.replace("{" + key + "}", value)
    return text
