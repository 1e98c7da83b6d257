"""What volunteers, professionals and coordinators do in their chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.domain.handoff import Handoff
from bot.domain.ids import HandoffId
from bot.domain.messages import Command, Content, Press, Text, Unsupported
from bot.domain.practice import LineKind
from bot.domain.volunteer import StaffMember
from bot.services.circles import leading as circle_leading
from bot.services.emergency import asking, telling
from bot.services.groups import joining as group_joining
from bot.services.groups import leading as group_leading
from bot.services.groups import linking as group_linking
from bot.services.groups import room as group_room
from bot.services.handoff import cards, choosing, explaining, profiling, room, talks
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.reports import opening, report_desk, staff_reports
from bot.services.shared import inviting, leading
from bot.services.staff import (
    candidate_card,
    certifying,
    clearing,
    coordinating,
    counting,
    duty,
    forgetting,
    mine,
    own_help,
    paired,
    practising,
    selecting,
    switching,
    training,
    typed,
)
from bot.services.stories import deciding, own_stories, writing
from bot.services.supporters import opening as supporting
from bot.services.talking import (
    aftercare,
    allowing,
    backing,
    bridging,
    debriefing,
    notes,
    relaying,
    suggesting,
)
from bot.services.waiting import rota
from bot.services.wall import looking, moderating, own
from bot.services.wall import room as wall_room


async def answer(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    content: Content,
    kind: LineKind | None = None,
) -> None:
    """One message of a staff member. `kind`: what it does, if it is a line of a practice talk."""
    if isinstance(content, Command):
        if await _is_for_young(tx, content):
            await room.say(house, tx, member, "shared_code_staff")
            return
        if content.name == "start" and await supporting.is_code(tx, content.argument):
            text = house.flowbook().supporters.tell("code_staff")
            await room.tell(house, tx, member.person, text)
            return
        if content.name == "start" and await group_joining.is_code(tx, content.argument):
            await group_room.tell(house, tx, member.person, "code_staff")
            return
        if content.name == "start" and await group_linking.is_link(tx, content.argument):
            await group_room.tell(house, tx, member.person, "link_in_group")
            return
        if await practising.commanded(house, tx, member, content.name):
            return
        action = COMMANDS.get(content.name, _unknown)
        await action(house, tx, member, content.argument)
    elif isinstance(content, Press):
        await _pressed(house, tx, member, content.key)
    elif isinstance(content, Text | Unsupported):
        await typed.answer(house, tx, member, content, kind)


async def _is_for_young(tx: UnitOfWork, content: Command) -> bool:
    """A code with which one young person invites another."""
    return content.name == "start" and await inviting.is_code(tx, content.argument)


async def _pressed(house: House, tx: UnitOfWork, member: StaffMember, key: str) -> None:
    action, _, ref = key.partition(".")
    if action in duty.AT_THE_END:
        await duty.AT_THE_END[action](house, tx, member)
        return
    direct = DIRECT_PRESSES.get(action)
    if direct is not None:
        await direct(house, tx, member, ref)
        return
    case = await tx.handoffs.get(HandoffId(ref)) if ref else None
    handler = PRESSES.get(action)
    if handler is None or case is None:
        await room.say(house, tx, member, "claim_ended" if handler else "old_button")
        return
    await handler(house, tx, member, case)


def _aftercare(
    about: str, name: str
) -> Callable[[House, UnitOfWork, StaffMember, Handoff], Awaitable[None]]:
    async def answered(house: House, tx: UnitOfWork, member: StaffMember, case: Handoff) -> None:
        await aftercare.answered(house, tx, member, case, about, name)

    return answered


PRESSES: dict[str, Callable[[House, UnitOfWork, StaffMember, Handoff], Awaitable[None]]] = {
    cards.CLAIM: choosing.claim,
    cards.DECLINE: choosing.decline,
    cards.CLEAR: clearing.clear,
    cards.CLEAR_SURE: clearing.clear_surely,
    relaying.SWITCH: switching.switch,
    leading.APART: leading.pressed,
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
    practising.PRESS: practising.pressed,
    candidate_card.PRESS: selecting.pressed,
    paired.STOP: paired.pressed,
    debriefing.ASK: debriefing.asked,
    debriefing.TAKE: debriefing.taken,
    debriefing.END: debriefing.pressed_end,
    asking.AGREE: asking.agreed,
    telling.SAFE: telling.safe,
    telling.NOT_SAFE: telling.not_safe,
    suggesting.GROUP: suggesting.pressed,
    suggesting.SENTENCE: suggesting.pressed,
    looking.PRESS: moderating.pressed,
    wall_room.PRESS: own.pressed_by_staff,
    writing.PRESS: writing.pressed,
    own_stories.PRESS: own_stories.pressed,
    deciding.PRESS: deciding.pressed,
}


async def _done(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    talk = await room.current(tx, member)
    if talk is None:
        if not await debriefing.ended(house, tx, member):
            await room.say(house, tx, member, "no_talk")
    elif not await backing.goes(house, tx, member, talk):
        await talks.end_by_staff(house, tx, talk)


async def _report(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/meld`: what a young person did in the talk that this member is in."""
    if await leading.not_about_one(house, tx, member):
        return
    await staff_reports.report(house, tx, member, await room.current(tx, member), words)


async def _note(house: House, tx: UnitOfWork, member: StaffMember, text: str) -> None:
    await notes.add(house, tx, member, await room.current(tx, member), text)


async def _notes(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await notes.show(house, tx, member, await room.current(tx, member))


async def _bridge(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    if await leading.not_now(house, tx, member):
        return
    await bridging.start(house, tx, member, await room.current(tx, member), words)


async def _help(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await room.say(house, tx, member, f"help_{member.role.value}")


async def _unknown(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    await room.say(house, tx, member, "unknown_command")


async def _allow(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    await allowing.allow(house, tx, member, await room.current(tx, member), argument)


COMMANDS: dict[str, Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]] = {
    "start": _help,
    "help": _help,
    "dienst": duty.command,
    "neem": choosing.take,
    "volgende": choosing.next_one,
    "nietnu": choosing.decline_first,
    "profiel": profiling.typed,
    "beoordeeld": clearing.judged,
    "praat": switching.talk_to,
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
    "vast": paired.command,
    "napraten": debriefing.command,
    "noodgegevens": asking.command,
    "vergeetmij": forgetting.command,
    "sta": _allow,
    **backing.COMMANDS,
    **leading.COMMANDS,
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
    "oefenen": practising.command,
    "certificaat": certifying.command,
    "mijn": mine.tell_mine,
    "muur": moderating.command,
    "mijnmuur": own.by_staff,
    "verhaal": writing.command,
    "mijnverhalen": own_stories.command,
    "verhalen": deciding.command,
    "kring": circle_leading.command,
    "groep": group_leading.command,
    **selecting.COMMANDS,
}
