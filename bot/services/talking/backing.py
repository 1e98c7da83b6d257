"""What volunteers and professionals type and press around a professional beside a talk: `/achterwacht`,
`/samen`, `/fluister`, `/overdragen`, and the buttons under the cards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.beside import BesideMode
from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.ids import HandoffId
from bot.domain.messages import Button, Text, Unsupported
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.handoff import cards, handing_off, room
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.shared import parties
from bot.services.talking import beside, passing, relaying

Presses = dict[str, Callable[[House, UnitOfWork, StaffMember, Handoff], Awaitable[None]]]
Commands = dict[str, Callable[[House, UnitOfWork, StaffMember, str], Awaitable[None]]]

ANSWER, JOIN, TAKE_OVER = "answer", "join", "takeover"
PASS_UP, PASS_ON = "passup", "passon"


# --- the volunteer asks ---------------------------------------------------------------------------


async def _backup(house: House, tx: UnitOfWork, member: StaffMember, question: str) -> None:
    """`/achterwacht`: a question to the professionals on duty; the young person does not see it."""
    talk = await _own_talk(house, tx, member)
    if talk is None:
        return
    if talk.beside is not None and question:
        await _whisper(house, tx, member, question)
        return
    if talk.beside is not None:
        await _say(
            house, tx, member, "beside_is_there", staff=await room.alias_of(tx, talk.beside.person)
        )
        return
    buttons = (
        (ANSWER, "answer_button"),
        (cards.READ_ALONG, "read_button"),
        (TAKE_OVER, "take_over_button"),
    )
    await _ask_professionals(house, tx, member, talk, "backup_card", question, buttons)


async def _together(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    """`/samen`: the volunteer asks a professional to talk along; a professional comes, and so does
    whoever was asked to take a talk over."""
    offered = _named(await passing.offers_for(tx, member), alias)
    if offered and (alias.strip() or not await room.talks_of(tx, member.person)):
        await _arrive(house, tx, member, offered[0])
        return
    if member.role is Role.PROFESSIONAL:
        await _come_by_name(house, tx, member, alias, BesideMode.JOINS)
        return
    talk = await _own_talk(house, tx, member)
    if talk is None:
        return
    if talk.beside is not None and talk.beside.mode is BesideMode.JOINS:
        await _say(
            house, tx, member, "together_already", staff=await room.alias_of(tx, talk.beside.person)
        )
        return
    buttons = ((JOIN, "join_button"), (TAKE_OVER, "take_over_button"))
    await _ask_professionals(house, tx, member, talk, "together_card", "", buttons)


async def _own_talk(house: House, tx: UnitOfWork, member: StaffMember) -> Handoff | None:
    """The talk that this volunteer is responsible for; a sentence says so when there is none."""
    talk = await room.current(tx, member)
    if talk is None or talk.staff != member.person:
        await _say(house, tx, member, "backup_no_talk")
        return None
    if member.role is not Role.VOLUNTEER:
        await _say(house, tx, member, "backup_volunteers_only")
        return None
    return talk


async def _ask_professionals(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    talk: Handoff,
    name: str,
    question: str,
    buttons: tuple[tuple[str, str], ...],
) -> None:
    """A card to who is beside the talk already, or else to everybody on duty. Nobody: told at once."""
    flowbook = house.flowbook()
    asked = [p.person for p in await tx.staff.on_duty(Role.PROFESSIONAL) if p.person != talk.person]
    asked = [talk.beside.person] if talk.beside is not None else asked
    if not asked:
        await _say(house, tx, member, "backup_nobody")
        await handing_off.tell_coordinators(
            house, tx, "backup_nobody_coordinator", alias=talk.alias, staff=member.alias
        )
        return
    facts = cards.facts(house, talk, await tx.conversations.get(talk.person))
    said = flowbook.staff("backup_question", text=question) if question else ""
    text = flowbook.staff(name, **facts, staff=member.alias) + (f"\n{said}" if said else "")
    for other in await parties.talking_with(tx, talk):
        who = {"alias": talk.alias, "other": other.alias, "staff": member.alias}
        text += "\n" + flowbook.staff("backup_shared", **who)
    keys = [Button(flowbook.staff(label), f"{key}.{talk.id}") for key, label in buttons]
    for person in asked:
        await room.tell(house, tx, person, text, *keys)
    await tx.handoffs.save(talk, replace(talk, backup_asked=True))
    await tx.events.add([event("backup_asked")], house.clock.now())
    minutes = flowbook.handoff.limits.backup_answer_minutes
    if talk.beside is None:
        due = house.clock.now() + timedelta(minutes=minutes)
        await tx.timers.set(Timer(TimerKind.BACKUP, talk.id, due, talk.person))
    await _say(house, tx, member, "backup_sent", alias=talk.alias, minutes=minutes)


async def unanswered(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """No professional answered the volunteer in time: nobody waits in silence."""
    talk = await tx.handoffs.get(HandoffId(timer.ref))
    if talk is None or not room.is_peer_talk(talk) or talk.beside is not None or not talk.staff:
        return
    minutes = house.flowbook().handoff.limits.backup_answer_minutes
    text = house.flowbook().staff("backup_unanswered", alias=talk.alias, minutes=minutes)
    await room.tell(house, tx, talk.staff, text)
    staff = await room.alias_of(tx, talk.staff)
    await handing_off.tell_coordinators(
        house, tx, "backup_unanswered_coordinator", alias=talk.alias, staff=staff, minutes=minutes
    )


async def _whisper(house: House, tx: UnitOfWork, member: StaffMember, text: str) -> None:
    """`/fluister`: words among the staff of a talk."""
    talk = await room.current(tx, member)
    if talk is None or len(talk.staff_in) < 2:
        await _say(house, tx, member, "whisper_nobody")
    elif not text.strip():
        await _say(house, tx, member, "whisper_empty")
    else:
        await relaying.whisper(house, tx, member, talk, text.strip())
        await _say(house, tx, member, "whispered", alias=talk.alias)


# --- the professional comes -----------------------------------------------------------------------


async def _come(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, mode: BesideMode
) -> None:
    refusal = await beside.come(house, tx, member, talk, mode)
    if refusal:
        await _say(house, tx, member, refusal)


async def _press_answer(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    await _come(house, tx, member, talk, BesideMode.ANSWERS)


async def _press_read(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    await _come(house, tx, member, talk, BesideMode.READS)


async def _press_join(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    await _come(house, tx, member, talk, BesideMode.JOINS)


async def _take_over(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    refusal = await beside.take_over(house, tx, member, talk)
    if refusal:
        await _say(house, tx, member, refusal)


async def _answer(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    await _come_by_name(house, tx, member, alias, BesideMode.ANSWERS)


async def _read_along(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    await _come_by_name(house, tx, member, alias, BesideMode.READS)


async def _come_by_name(
    house: House, tx: UnitOfWork, member: StaffMember, alias: str, mode: BesideMode
) -> None:
    talk = await _meant(house, tx, member, alias)
    if talk is not None:
        await _come(house, tx, member, talk, mode)


async def _take_over_by_name(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> None:
    talk = await _meant(house, tx, member, alias)
    if talk is not None:
        await _take_over(house, tx, member, talk)


async def _meant(house: House, tx: UnitOfWork, member: StaffMember, alias: str) -> Handoff | None:
    """Which talk a professional means: the one with this alias, the one they are beside, or the only
    one that they may come to. A sentence says so when it is not clear."""
    open_to = [
        talk
        for talk in await tx.handoffs.active_for(Role.VOLUNTEER)
        if await beside.may_come(tx, member, talk)
    ]
    named = _named(open_to, alias)
    mine = [talk for talk in named if talk.id == member.current]
    if len(named) == 1 or mine:
        return (mine or named)[0]
    if named:
        aliases = ", ".join(talk.alias for talk in named)
        await _say(house, tx, member, "which_talk", lines=aliases)
    else:
        await _say(house, tx, member, "beside_not_asked")
    return None


def _named(found: list[Handoff], alias: str) -> list[Handoff]:
    wanted = alias.strip().casefold()
    return [talk for talk in found if not wanted or talk.alias.casefold() == wanted]


# --- handing over ---------------------------------------------------------------------------------


async def _pass(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/overdragen`: to whom? A professional, another volunteer, or a form of support by its name."""
    talk = await _own_talk(house, tx, member)
    if talk is None:
        return
    flowbook, wanted = house.flowbook(), plain(argument)
    forms = {name: r.form for r in flowbook.roles.roles for name in (r.form, _short(r.name))}
    if wanted == "beroepskracht":
        await _begin_passing(house, tx, member, talk, Role.PROFESSIONAL)
    elif wanted in ("maatje", "ander maatje", "een ander maatje"):
        await _begin_passing(house, tx, member, talk, Role.VOLUNTEER)
    elif wanted in forms:
        await _begin_passing(house, tx, member, talk, Role.VOLUNTEER, forms[wanted])
    else:
        names = ", ".join(_short(role.name) for role in flowbook.roles.roles)
        buttons = (
            Button(flowbook.staff("pass_up_button"), f"{PASS_UP}.{talk.id}"),
            Button(flowbook.staff("pass_on_button"), f"{PASS_ON}.{talk.id}"),
        )
        text = flowbook.staff("pass_to_whom", alias=talk.alias, lines=names)
        await room.tell(house, tx, member.person, text, *buttons)


def _short(name: str) -> str:
    """ "buddy (meter of peter)" is typed as "buddy"."""
    return plain(name.partition("(")[0])


async def _pass_up(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    await _begin_passing(house, tx, member, talk, Role.PROFESSIONAL)


async def _pass_on(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    await _begin_passing(house, tx, member, talk, Role.VOLUNTEER)


async def _begin_passing(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    talk: Handoff,
    to: Role,
    form: str | None = None,
) -> None:
    if talk.staff != member.person or not room.is_peer_talk(talk):
        await _say(house, tx, member, "claim_ended")
        return
    refusal = await passing.begin(house, tx, talk, to, form)
    await _say(house, tx, member, refusal or "pass_asked", alias=talk.alias)


async def _arrive(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    refusal = await passing.arrive(house, tx, member, talk)
    if refusal:
        await _say(house, tx, member, refusal)


async def _go(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    if talk.staff != member.person or not passing.is_together(talk):
        await _say(house, tx, member, "claim_ended")
        return
    await passing.finish(house, tx, talk)


# --- leaving, and the words of the buttons --------------------------------------------------------


async def goes(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> bool:
    """`/klaar` of who is not (or no longer) responsible: they go, the talk goes on. False: the talk is
    theirs alone to end."""
    if talk.staff == member.person and passing.is_together(talk):
        await passing.finish(house, tx, talk)
    elif passing.is_newcomer(talk, member.person):
        await passing.newcomer_leaves(house, tx, talk)
    elif talk.staff != member.person:
        await beside.leave(house, tx, member.person, talk)
    else:
        return False
    return True


async def leaves_everything(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Off duty, blocked or gone: nobody stays beside a talk who is not there."""
    for talk in await tx.handoffs.beside_of(member.person):
        await goes(house, tx, member, talk)


async def typed(
    house: House, tx: UnitOfWork, member: StaffMember, content: Text | Unsupported
) -> bool:
    """Are these the words of a button? In a talk where somebody's words reach the young person only
    "Ik ga nu" of who was asked; anything else is meant for them."""
    if not isinstance(content, Text):
        return False
    talk = await room.current(tx, member)
    said = plain(content.text)
    if talk is not None and talk.speaks(member.person):
        going = said == plain(house.flowbook().staff("go_now_button"))
        if going and talk.staff == member.person and passing.is_together(talk):
            await passing.finish(house, tx, talk)
            return True
        return False
    for label, command in WORDS.items():
        if said == plain(house.flowbook().staff(label)):
            await command(house, tx, member, "")
            return True
    return False


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    await room.tell(house, tx, member.person, house.flowbook().staff(name, **values))


PRESSES: Presses = {
    ANSWER: _press_answer,
    cards.READ_ALONG: _press_read,
    JOIN: _press_join,
    TAKE_OVER: _take_over,
    PASS_UP: _pass_up,
    PASS_ON: _pass_on,
    passing.ARRIVE: _arrive,
    passing.GO: _go,
}
COMMANDS: Commands = {
    "achterwacht": _backup,
    "samen": _together,
    "fluister": _whisper,
    "antwoord": _answer,
    "leesmee": _read_along,
    "neemover": _take_over_by_name,
    "overdragen": _pass,
}
WORDS: Commands = {
    "answer_button": _answer,
    "read_button": _read_along,
    "join_button": _together,
    "take_over_button": _take_over_by_name,
}
