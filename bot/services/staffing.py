"""What volunteers, professionals and coordinators do in their chat."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.handoff import WAITING, Handoff, HandoffState, Reason, Urgency
from bot.domain.ids import HandoffId, PersonId
from bot.domain.messages import Button, Command, Content, Press, Reply, Text, Unsupported
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services import cards, coordinating, handing_off, own_help, relaying, talks
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.understanding import words_of

TESTER = "tester"
ROLE_WORDS = {
    Role.VOLUNTEER: "vrijwilliger",
    Role.PROFESSIONAL: "beroepskracht",
    Role.COORDINATOR: "coördinator",
}


def code_hash(code: str) -> str:
    """How a one-time code is kept: only its hash, so that a stolen database holds no invitations."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


async def registers(house: House, tx: UnitOfWork, person: PersonId, content: Content) -> bool:
    """Is this a one-time code of staff (`/start CODE`)? Then it is used here. A code that does not
    work is told, and the message goes on as any `/start`."""
    if not (isinstance(content, Command) and content.name == "start" and content.argument):
        return False
    now, flowbook = house.clock.now(), house.flowbook()
    code = code_hash(content.argument)
    if await _must_wait(tx, person, code, now):
        await tx.outbox.add(person, [Reply(flowbook.staff("code_later"))], now)
        return True
    invitation = await tx.invitations.use(code, now)
    if invitation is None:
        await tx.outbox.add(person, [Reply(flowbook.staff("code_wrong"))], now)
        return (
            False  # whoever it is, they are answered as without a code: never a closed door alone
        )
    if invitation.role == TESTER:
        await tx.invitations.admit(person, now)
        return False  # a tester is a young person: the talk begins as for everybody
    await handing_off.withdraw(house, tx, person)
    role = Role(invitation.role)
    member = StaffMember(
        person, role, invitation.alias, False, invitation.age, None, invitation.screened_by
    )
    await tx.staff.save(member, now)
    text = flowbook.staff("registered", role=ROLE_WORDS[role], alias=member.alias)
    await tx.outbox.add(person, [Reply(text)], now)
    return True


async def _must_wait(tx: UnitOfWork, person: PersonId, code: str, now: datetime) -> bool:
    """Is this a good code of staff, sent by somebody whom a human is helping now, or who is in danger?
    Nobody may end that by a role; a wish that only waits is withdrawn instead."""
    invitation = await tx.invitations.find(code, now)
    if invitation is None or invitation.role == TESTER:
        return False
    cases = await tx.handoffs.open_of(person)
    return any(h.is_danger or h.state is HandoffState.ACTIVE for h in cases)


async def answer(house: House, tx: UnitOfWork, member: StaffMember, content: Content) -> None:
    """One message of a staff member."""
    if isinstance(content, Command):
        action = COMMANDS.get(content.name, _unknown)
        await action(house, tx, member, content.argument)
    elif isinstance(content, Press):
        await _pressed(house, tx, member, content.key)
    elif isinstance(content, Text | Unsupported):
        await _typed(house, tx, member, content)


async def _typed(
    house: House, tx: UnitOfWork, member: StaffMember, content: Text | Unsupported
) -> None:
    talk = await _current(tx, member)
    if talk is None and isinstance(content, Text) and _is(content, house, "claim_button"):
        await _take(house, tx, member, "")
        return
    if talk is None and own_help.asks_for_it(house, words_of(content)):
        await own_help.tell_beside(house, tx, member)
        return
    if talk is None:
        await _say(house, tx, member, "no_talk")
        return
    await relaying.from_staff(house, tx, member, talk, content)


def _is(content: Text, house: House, button: str) -> bool:
    return plain(content.text) == plain(house.flowbook().staff(button))


async def _current(tx: UnitOfWork, member: StaffMember) -> Handoff | None:
    running = await tx.handoffs.active_with(member.person)
    chosen = next((h for h in running if h.id == member.current), None)
    return chosen or (running[0] if running else None)


async def _pressed(house: House, tx: UnitOfWork, member: StaffMember, key: str) -> None:
    action, _, ref = key.partition(".")
    case = await tx.handoffs.get(HandoffId(ref)) if ref else None
    handler = PRESSES.get(action)
    if handler is None or case is None:
        await _say(house, tx, member, "claim_ended" if handler else "old_button")
        return
    await handler(house, tx, member, case)


async def _claim(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    refusal = await talks.claim(house, tx, member, case)
    if refusal:
        await _say(house, tx, member, refusal)


async def _clear(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    if member.role is not Role.PROFESSIONAL:
        await _say(house, tx, member, "claim_not_yours")
        return
    if case.urgency is not Urgency.URGENT:
        await _clear_surely(house, tx, member, case)
    elif case.staff != member.person:
        await _say(house, tx, member, "clear_claim_first")
    else:
        sure = Button(house.flowbook().staff("clear_sure_button"), f"{cards.CLEAR_SURE}.{case.id}")
        text = house.flowbook().staff("clear_sure", alias=case.alias)
        await tx.outbox.add(member.person, [Reply(text, (sure,))], house.clock.now())


async def _clear_surely(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """Urgent danger is cleared by who talked about it, and with a second press."""
    if member.role is not Role.PROFESSIONAL or (
        case.urgency is Urgency.URGENT and case.staff != member.person
    ):
        await _say(house, tx, member, "claim_not_yours")
        return
    if await _has_newer(tx, case):
        await _say(house, tx, member, "claim_ended")
        return
    await handing_off.clear(house, tx, member, case)
    await _say(house, tx, member, "cleared", alias=case.alias)


async def _has_newer(tx: UnitOfWork, case: Handoff) -> bool:
    """Is there another danger case, or a talk with a professional? An old button clears neither."""
    others = [h for h in await tx.handoffs.open_of(case.person) if h.id != case.id]
    return any(
        h.is_danger or (h.to is Role.PROFESSIONAL and h.state is HandoffState.ACTIVE)
        for h in others
    )


async def _switch(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    if case.staff != member.person or case.state is not HandoffState.ACTIVE:
        await _say(house, tx, member, "claim_ended")
        return
    await tx.staff.save(replace(member, current=case.id), house.clock.now())
    await _say(house, tx, member, "now_talking_to", alias=case.alias)


PRESSES: dict[str, Callable[[House, UnitOfWork, StaffMember, Handoff], Awaitable[None]]] = {
    cards.CLAIM: _claim,
    cards.CLEAR: _clear,
    cards.CLEAR_SURE: _clear_surely,
    relaying.SWITCH: _switch,
}


async def _take(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """The typed equivalent of the button under an offer: the most urgent case that waits."""
    rank = list(Urgency)
    waiting = [h for h in await tx.handoffs.waiting_for(member.role) if h.state in WAITING]
    if not waiting:
        await _say(house, tx, member, "claim_ended")
        return
    await _claim(house, tx, member, min(waiting, key=lambda h: rank.index(h.urgency)))


async def _judged(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """The typed equivalent of "Beoordeeld, geen gevaar": the alias says of whom."""
    case = await _case_of(tx, member, alias)
    if case is None:
        await _say(house, tx, member, "which_alias")
        return
    await _clear(house, tx, member, case)


async def _talk_to(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """The typed equivalent of "Antwoord aan …"."""
    case = await _case_of(tx, member, alias)
    if case is None:
        await _say(house, tx, member, "which_alias")
        return
    await _switch(house, tx, member, case)


async def _case_of(tx: UnitOfWork, member: StaffMember, alias: str) -> Handoff | None:
    cases = [*await tx.handoffs.active_with(member.person)]
    cases += await tx.handoffs.waiting_for(member.role)
    named = [case for case in cases if case.alias.casefold() == alias.strip().casefold()]
    return named[0] if named else None


async def _duty(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/dienst aan` or `/dienst uit`. Anything else, a slip of the thumb too, only tells how it is."""
    on = {"aan": True, "uit": False}.get(argument.strip().casefold())
    if on is None:
        await _say(house, tx, member, "on_duty" if member.on_duty else "off_duty")
        return
    changed = replace(member, on_duty=on)
    await tx.staff.save(changed, house.clock.now())
    await _say(house, tx, member, "on_duty" if on else "off_duty")
    if on:
        await handing_off.offer_waiting(house, tx, changed)


async def _done(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    talk = await _current(tx, member)
    if talk is None:
        await _say(house, tx, member, "no_talk")
        return
    await talks.end_by_staff(house, tx, talk)


async def _help(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await _say(house, tx, member, "help")


async def _unknown(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await _say(house, tx, member, "unknown_command")


async def _forget(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """A staff member who leaves: running talks end kindly, the registration goes."""
    if argument.strip().casefold() != "ja":
        await _say(house, tx, member, "forget_staff_ask")
        return
    await staff_left(house, tx, member)
    now = house.clock.now()
    await tx.staff.delete(member.person)
    await tx.invitations.dismiss(member.person)
    await tx.inbox.delete_of(member.person)
    await tx.outbox.delete_of(member.person)
    await tx.outbox.add_farewell(
        member.person, Reply(house.flowbook().staff("forgotten_staff")), now
    )
    await tx.people.farewell(member.person)


COMMANDS: dict[str, Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]] = {
    "start": _help,
    "help": _help,
    "dienst": _duty,
    "neem": _take,
    "beoordeeld": _judged,
    "praat": _talk_to,
    "klaar": _done,
    "aanvragen": coordinating.tell_waiting,
    "stop": _done,
    "hulp": own_help.tell,
    "vergeetmij": _forget,
}


async def staff_left(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """A staff member blocked Maatje or leaves: off duty, and nobody is left talking to a wall."""
    await tx.staff.save(replace(member, on_duty=False), house.clock.now())
    await handing_off.alarm_if_nobody_is_left(house, tx)
    for talk in await tx.handoffs.active_with(member.person):
        await talks.end_by_staff(house, tx, talk, reason=Reason.STAFF_LEFT)
        if talk.is_danger:  # nobody judged it: another professional must see it
            await handing_off.request_again(house, tx, talk)


async def send_home_unreachable(house: House) -> int:
    """Puts staff off duty whom none of the open doors can reach (those of the demo): nobody may
    count on them. Returns how many."""
    sent_home = 0
    async with house.units() as tx:
        for member in await tx.staff.all():
            if member.on_duty and await tx.people.channel_of(member.person) not in house.senders:
                await tx.staff.save(replace(member, on_duty=False), house.clock.now())
                sent_home += 1
        await tx.commit()
    return sent_home


async def _say(house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: str) -> None:
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
