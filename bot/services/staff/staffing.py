"""What volunteers, professionals and coordinators do in their chat."""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.domain.handoff import Handoff, HandoffState, Urgency
from bot.domain.ids import HandoffId, PersonId
from bot.domain.messages import Button, Command, Content, Press, Reply, Text, Unsupported
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.handoff import (
    cards,
    choosing,
    explaining,
    handing_off,
    offering,
    profiling,
    room,
    talks,
)
from bot.services.house import House
from bot.services.ports import TimerKind, UnitOfWork
from bot.services.reports import opening, report_desk, staff_reports
from bot.services.staff import (
    coordinating,
    counting,
    leaving,
    mine,
    own_help,
    path,
    selecting,
    training,
)
from bot.services.talking import (
    aftercare,
    allowing,
    backing,
    beside,
    bridging,
    notes,
    relaying,
    suggesting,
)
from bot.services.understanding import words_of
from bot.services.waiting import rota

TESTER = "tester"
CANDIDATE = "candidate"  # who follows a link of the organisation to become a volunteer
ROLE_WORDS = {
    Role.VOLUNTEER: "vrijwilliger",
    Role.PROFESSIONAL: "beroepskracht",
    Role.COORDINATOR: "coördinator",
}


def code_hash(code: str) -> str:
    """How a one-time code is kept: only its hash, so that a stolen database holds no invitations."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


async def registers(
    house: House, tx: UnitOfWork, person: PersonId, content: Content
) -> Content | None:
    """Is this a one-time code of staff (`/start CODE`)? Then it is used here, and nothing is left to
    deal with. A code that does not work is told, and the message goes on as any `/start`; that of a
    candidate goes on as `/vrijwilliger`."""
    if not (isinstance(content, Command) and content.name == "start" and content.argument):
        return content
    now, flowbook = house.clock.now(), house.flowbook()
    code = code_hash(content.argument)
    if await _must_wait(tx, person, code, now):
        await tx.outbox.add(person, [Reply(flowbook.staff("code_later"))], now)
        return None
    invitation = await tx.invitations.use(code, now)
    if invitation is None:
        await tx.outbox.add(person, [Reply(flowbook.staff("code_wrong"))], now)
        # whoever it is, they are answered as without a code: never a closed door alone
        return content
    if invitation.role in (TESTER, CANDIDATE):
        await tx.invitations.admit(person, now)
        # a tester is a young person: the talk begins as for everybody
        return content if invitation.role == TESTER else Command("vrijwilliger")
    await handing_off.withdraw(house, tx, person)
    role = Role(invitation.role)
    member = StaffMember(
        person, role, invitation.alias, False, invitation.age, None, invitation.screened_by
    )
    await tx.staff.save(member, now)
    await path.forget_application(tx, person)
    text = flowbook.staff("registered", role=ROLE_WORDS[role], alias=member.alias)
    await tx.outbox.add(person, [Reply(text)], now)
    return None


async def _must_wait(tx: UnitOfWork, person: PersonId, code: str, now: datetime) -> bool:
    """Is this a good code of staff, sent by somebody whom a human is helping now, or who is in danger?
    Nobody may end that by a role; a wish that only waits is withdrawn instead."""
    invitation = await tx.invitations.find(code, now)
    if invitation is None or invitation.role in (TESTER, CANDIDATE):
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
    if await backing.typed(house, tx, member, content):
        return
    talk = await room.current(tx, member)
    words = content.text if talk is None and isinstance(content, Text) else ""
    if words and await _typed_button(house, tx, member, words):
        return
    if talk is None and own_help.asks_for_it(house, words_of(content)):
        await own_help.tell_beside(house, tx, member)
        return
    if words and await training.typed(house, tx, member, words):
        return
    if talk is None:
        words = content.text if isinstance(content, Text) else ""
        if not await aftercare.by_words(house, tx, member, words):
            await _say(house, tx, member, "no_talk")
        return
    await relaying.from_staff(house, tx, member, talk, content)


def _is(words: str, house: House, button: str) -> bool:
    return plain(words) == plain(house.flowbook().staff(button))


async def _typed_button(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> bool:
    """Are these, outside of a talk, the words of a button? Then they do the same."""
    for button, key in (("shift_stay_button", rota.STAY), ("shift_go_button", rota.GO)):
        if _is(words, house, button):
            await AT_THE_END[key](house, tx, member)
            return True
    for button, action in BUTTON_WORDS.items():
        if _is(words, house, button):
            await action(house, tx, member, "")
            return True
    return False


async def _pressed(house: House, tx: UnitOfWork, member: StaffMember, key: str) -> None:
    action, _, ref = key.partition(".")
    if action in AT_THE_END:
        await AT_THE_END[action](house, tx, member)
        return
    direct = DIRECT_PRESSES.get(action)
    if direct is not None:
        await direct(house, tx, member, ref)
        return
    case = await tx.handoffs.get(HandoffId(ref)) if ref else None
    handler = PRESSES.get(action)
    if handler is None or case is None:
        await _say(house, tx, member, "claim_ended" if handler else "old_button")
        return
    await handler(house, tx, member, case)


async def _clear(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    if member.role is not Role.PROFESSIONAL:
        await _say(house, tx, member, "claim_not_yours")
        return
    if case.urgency is not Urgency.URGENT:
        await _clear_surely(house, tx, member, case)
    elif not await _talked_about_it(tx, member, case):
        await _say(house, tx, member, "clear_claim_first")
    else:
        sure = Button(house.flowbook().staff("clear_sure_button"), f"{cards.CLEAR_SURE}.{case.id}")
        text = house.flowbook().staff("clear_sure", alias=case.alias)
        await tx.outbox.add(member.person, [Reply(text, (sure,))], house.clock.now())


async def _clear_surely(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    """Urgent danger is cleared by who talked about it, and with a second press."""
    if member.role is not Role.PROFESSIONAL or (
        case.urgency is Urgency.URGENT and not await _talked_about_it(tx, member, case)
    ):
        await _say(house, tx, member, "claim_not_yours")
        return
    if await _has_newer(tx, case):
        await _say(house, tx, member, "claim_ended")
        return
    await handing_off.clear(house, tx, member, case)
    await _say(house, tx, member, "cleared", alias=case.alias)


async def _talked_about_it(tx: UnitOfWork, member: StaffMember, case: Handoff) -> bool:
    """Did this professional take the case, or do they talk along with this young person?"""
    return case.staff == member.person or await beside.talks_along(tx, member, case)


async def _has_newer(tx: UnitOfWork, case: Handoff) -> bool:
    """Is there another danger case, or a talk with a professional? An old button clears neither."""
    others = [h for h in await tx.handoffs.open_of(case.person) if h.id != case.id]
    return any(
        h.is_danger or (h.to is Role.PROFESSIONAL and h.state is HandoffState.ACTIVE)
        for h in others
    )


async def _switch(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
    if member.person not in case.staff_in or case.state is not HandoffState.ACTIVE:
        await _say(house, tx, member, "claim_ended")
        return
    await tx.staff.save(replace(member, current=case.id), house.clock.now())
    told = await room.where_words_go(house, tx, case, member.person)
    await room.tell(house, tx, member.person, told)


def _aftercare(
    about: str, name: str
) -> Callable[[House, UnitOfWork, StaffMember, Handoff], Awaitable[None]]:
    async def answered(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
        await aftercare.answered(house, tx, member, case, about, name)

    return answered


PRESSES: dict[str, Callable[[House, UnitOfWork, StaffMember, Handoff], Awaitable[None]]] = {
    cards.CLAIM: choosing.claim,
    cards.DECLINE: choosing.decline,
    cards.CLEAR: _clear,
    cards.CLEAR_SURE: _clear_surely,
    relaying.SWITCH: _switch,
    **backing.PRESSES,
    **{
        f"{about}_{name}": _aftercare(about, name)
        for about, names in aftercare.ANSWERS.items()
        for name in names
    },
}


# Buttons that are not about a case: what stands behind the first dot is theirs to read.
DIRECT_PRESSES: dict[str, Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]] = {
    profiling.PROFILE: profiling.pressed,
    staff_reports.WHY: staff_reports.chosen,
    staff_reports.END: staff_reports.end,
    report_desk.OPEN: opening.pressed,
    opening.AGREE: opening.agreed,
    training.PRESS: training.pressed,
    selecting.PRESS: selecting.pressed,
    suggesting.GROUP: suggesting.pressed,
    suggesting.SENTENCE: suggesting.pressed,
}


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
    cases = [*await room.talks_of(tx, member.person)]
    cases += await tx.handoffs.waiting_for(member.role)
    named = [case for case in cases if case.alias.casefold() == alias.strip().casefold()]
    return named[0] if named else None


async def _duty(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/dienst aan` or `/dienst uit`. Anything else, a slip of the thumb too, only tells how it is."""
    on = {"aan": True, "uit": False}.get(argument.strip().casefold())
    if on is None:
        await _say(house, tx, member, "on_duty" if member.on_duty else "off_duty")
        return
    if on and member.person in await tx.suspensions.all():
        await _say(house, tx, member, "you_rest")
        return
    refusal = await path.refusal(tx, member) if on else None
    if refusal:
        await _say(house, tx, member, refusal)
        return
    await rota.stays(house, tx, member)
    await tx.timers.delete(TimerKind.REST, member.person)  # who says so needs no reminder
    changed = replace(member, on_duty=on)
    await tx.staff.save(changed, house.clock.now())
    await _say(house, tx, member, "on_duty" if on else "off_duty")
    if on:
        await handing_off.offer_waiting(house, tx, changed)
    else:
        await backing.leaves_everything(house, tx, changed)
        await offering.off_duty(house, tx, changed)


async def _stay(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    await rota.stays(house, tx, member)
    await _say(house, tx, member, "shift_stays" if member.on_duty else "off_duty")


async def _go(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    await _duty(house, tx, member, "uit")


AT_THE_END: dict[str, Callable[[House, UnitOfWork, StaffMember], Awaitable[None]]] = {
    rota.STAY: _stay,
    rota.GO: _go,
}


async def _done(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    talk = await room.current(tx, member)
    if talk is None:
        await _say(house, tx, member, "no_talk")
    elif not await backing.goes(house, tx, member, talk):
        await talks.end_by_staff(house, tx, talk)


async def _report(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/meld`: what a young person did in the talk that this member is in."""
    await staff_reports.report(house, tx, member, await room.current(tx, member), words)


async def _note(house: House, tx: UnitOfWork, member: StaffMember, text: str) -> None:
    await notes.add(house, tx, member, await room.current(tx, member), text)


async def _notes(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await notes.show(house, tx, member, await room.current(tx, member))


async def _bridge(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    await bridging.start(house, tx, member, await room.current(tx, member), words)


async def _help(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await _say(house, tx, member, f"help_{member.role.value}")


async def _unknown(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await _say(house, tx, member, "unknown_command")


async def _forget(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """A staff member who leaves: running talks end kindly, the registration goes."""
    if argument.strip().casefold() != "ja":
        await _say(house, tx, member, "forget_staff_ask")
        return
    await leaving.staff_left(house, tx, member)
    now = house.clock.now()
    await rota.forget(house, tx, member)
    await tx.staff.delete(member.person)
    await tx.profiles.delete(member.person)
    await tx.offers.delete_of(member.person)
    await tx.suspensions.lift(member.person)
    await tx.volunteers.delete(member.person)
    await tx.notes.delete_of_staff(member.person)
    await tx.own_sentences.delete_of(member.person)
    await tx.timers.delete_of(member.person)
    await tx.invitations.dismiss(member.person)
    await tx.inbox.delete_of(member.person)
    await tx.outbox.delete_of(member.person)
    await tx.outbox.add_farewell(
        member.person, Reply(house.flowbook().staff("forgotten_staff")), now
    )
    await tx.people.farewell(member.person)


async def _allow(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    await allowing.allow(house, tx, member, await room.current(tx, member), argument)


COMMANDS: dict[str, Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]] = {
    "start": _help,
    "help": _help,
    "dienst": _duty,
    "neem": choosing.take,
    "volgende": choosing.next_one,
    "nietnu": choosing.decline_first,
    "profiel": profiling.typed,
    "beoordeeld": _judged,
    "praat": _talk_to,
    "klaar": _done,
    "aanvragen": coordinating.tell_waiting,
    "waarom": explaining.tell_why,
    "rooster": rota.command,
    "stop": _done,
    "hulp": own_help.tell,
    "uitkomst": aftercare.outcome_typed,
    "hoegaathet": aftercare.feeling_typed,
    "rust": aftercare.rest,
    "notitie": _note,
    "notities": _notes,
    "zinnen": suggesting.show,
    "mijnzin": suggesting.own,
    "brug": _bridge,
    "vergeetmij": _forget,
    "sta": _allow,
    **backing.COMMANDS,
    "meld": _report,
    "open": opening.asked,
    "akkoord": opening.agreed_by_words,
    "meldingen": coordinating.only(report_desk.tell_reports),
    "melding": coordinating.only(report_desk.close),
    "schors": coordinating.only(report_desk.pause),
    "vrijgeven": coordinating.only(report_desk.release),
    "logboek": coordinating.only(opening.tell_audit),
    "cijfers": coordinating.only(counting.tell_figures),
    "training": training.go_on,
    "mijn": mine.tell_mine,
    **selecting.COMMANDS,
}
# Words of buttons that may be typed as well, when there is no talk that they could be meant for.
BUTTON_WORDS = {"claim_button": choosing.take, "decline_button": choosing.decline_first}


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
