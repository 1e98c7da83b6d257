"""The practice talk: a volunteer writes own lines to a simulated young person, and reads afterwards what
they did. It can be played again, there is nothing to fail, and only figures are kept."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Button, Content, Reply, Text
from bot.domain.practice import (
    FEWEST_LINES,
    LineCounts,
    LineKind,
    PracticeLine,
    PracticeTalk,
    suggestion,
)
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import VolunteerPath, VolunteerStatus
from bot.engine.matching import matches
from bot.engine.practice import Practice, PracticeStep, Reaction
from bot.engine.step import END
from bot.errors import NluUnavailable
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import candidate_card, path
from bot.services.talking import debriefing, passing

PRESS = "practice"
STOP = "stop"
JOINS = "samen"  # also how a volunteer comes into a talk that is handed over to them
BACKUP = ("achterwacht", JOINS)  # commands that are practised too
ENDS = ("klaar", "stop")
LONGEST_QUOTE = 120  # characters of an own line that is quoted back
COUNTED = (LineKind.LISTEN, LineKind.ASK, LineKind.NORMALISE, LineKind.ADVISE, LineKind.JUDGE)
Open = tuple[PracticeTalk, Practice, PracticeStep]


async def kind_of(house: House, content: Content) -> LineKind | None:
    """What a line of a practice talk does; `None` when the language service is away. No transaction may
    be open here."""
    if not isinstance(content, Text):
        return None
    try:
        return await house.language.line_kind(content.text)
    except NluUnavailable:
        return None


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/oefenen`: which practice talks there are; `/oefenen 2` begins one, `/oefenen stop` stops."""
    practices, wanted = house.flowbook().practices, argument.strip().casefold()
    if member.role is not Role.VOLUNTEER or not practices:
        await _say(house, tx, member, "unknown_command")
        return
    here = await _open(house, tx, member)
    if wanted == STOP:
        await _stop(house, tx, member)
        return
    names = [(n, p) for n, p in enumerate(practices, 1) if matches(wanted, (p.title, p.who), n)]
    if names:
        await _begin(house, tx, member, names[0][1])
    elif here is not None and not wanted:
        await _speak(house, tx, here[0], here[1], here[2].say)
    else:
        await offer(house, tx, member)


async def offer(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """The practice talks with a button each, and which were done already."""
    flowbook = house.flowbook()
    known = await path.path_of(tx, member, house.clock.now())
    done = f" {flowbook.staff('practice_done_mark')}"
    lines = [
        f"{n}. {p.title}{done if p.practice in known.practised else ''}"
        for n, p in enumerate(flowbook.practices, 1)
    ]
    text = flowbook.staff("practice_offer", lines="\n".join(lines))
    buttons = tuple(Button(p.title, f"{PRESS}.{p.practice}"[:64]) for p in flowbook.practices)
    await path.tell(house, tx, member.person, Reply(text, buttons))


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button: one practice talk, or stopping."""
    practice = house.flowbook().practice(ref)
    if ref == STOP:
        await _stop(house, tx, member)
    elif practice is None or member.role is not Role.VOLUNTEER:
        await _say(house, tx, member, "old_button")
    else:
        await _begin(house, tx, member, practice)


async def _begin(house: House, tx: UnitOfWork, member: StaffMember, practice: Practice) -> None:
    if await room.current(tx, member) is not None:
        await _say(house, tx, member, "practice_in_talk")
        return
    if await debriefing.runs(tx, member.person):
        await _say(house, tx, member, "practice_in_debrief")
        return
    now = house.clock.now()
    await tx.volunteers.save(await path.path_of(tx, member, now))
    talk = PracticeTalk(member.person, practice.practice, practice.steps[0].id, now)
    await tx.practices.save(talk)
    flowbook = house.flowbook()
    text = flowbook.staff("practice_begins", about=practice.about, who=practice.who)
    button = Button(flowbook.staff("practice_stop_button"), f"{PRESS}.{STOP}")
    await path.tell(house, tx, member.person, Reply(text, (button,)))
    await _speak(house, tx, talk, practice, practice.steps[0].say)


async def _open(house: House, tx: UnitOfWork, member: StaffMember) -> Open | None:
    """The practice talk that is going on. One that an operator took away is over."""
    talk = await tx.practices.get(member.person)
    if talk is None:
        return None
    practice = house.flowbook().practice(talk.practice)
    if practice is None:
        await tx.practices.delete(member.person)
        return None
    return talk, practice, practice.step(talk.step) or practice.steps[0]


async def ends_for_a_talk(tx: UnitOfWork, member: StaffMember) -> None:
    """A real young person is there: whatever is typed now must never be taken for practice."""
    await tx.practices.delete(member.person)


async def typed(
    house: House, tx: UnitOfWork, member: StaffMember, text: str, kind: LineKind | None
) -> bool:
    """Are these words a line of a practice talk? Only asked when there is no real talk."""
    here = await _open(house, tx, member)
    if here is None:
        return False
    if matches(text, (house.flowbook().staff("practice_stop_button"),), -1):
        await _stop(house, tx, member)
        return True
    talk, practice, step = here
    if kind is None and all(line.kind is not None for line in talk.lines):
        await _say(house, tx, member, "practice_not_counted")
    if house.look(text).signs:
        await _say(house, tx, member, "practice_own_help")
    line = PracticeLine(text, kind)
    await _react(
        house,
        tx,
        member,
        (talk.with_line(line, house.clock.now()), practice, step),
        step.reaction(kind),
    )
    return True


async def commanded(house: House, tx: UnitOfWork, member: StaffMember, name: str) -> bool:
    """Is this a command that belongs to the practice talk that is going on?"""
    if name not in (*BACKUP, *ENDS) or await room.current(tx, member) is not None:
        return False
    here = await _open(house, tx, member)
    if here is None or (name == JOINS and await passing.offers_for(tx, member)):
        return False  # a real young person waits for this one: that is no practice
    if name in ENDS:
        await _finish(house, tx, member, here[0], here[1])
    elif here[2].backup is None:
        await _say(house, tx, member, "practice_backup_early")
    else:
        await _react(house, tx, member, here, here[2].backup)
    return True


async def _react(
    house: House, tx: UnitOfWork, member: StaffMember, here: Open, reaction: Reaction
) -> None:
    talk, practice, step = here
    await _speak(house, tx, talk, practice, reaction.say)
    if reaction.note is not None:
        await _say(house, tx, member, "practice_note", note=reaction.note)
    after = practice.after(step, reaction)
    following = practice.step(after) if after != END and not talk.is_full else None
    if following is None:
        await _finish(house, tx, member, talk, practice)
        return
    await tx.practices.save(replace(talk, step=following.id))
    await _speak(house, tx, talk, practice, following.say)


async def _speak(
    house: House, tx: UnitOfWork, talk: PracticeTalk, practice: Practice, text: str
) -> None:
    """The simulated young person; each line says that this is practice."""
    shown = house.flowbook().staff("practice_line", who=practice.who, text=text)
    await path.tell(house, tx, talk.person, Reply(shown))


async def _stop(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    here = await _open(house, tx, member)
    if here is None:
        await _say(house, tx, member, "practice_none_open")
    else:
        await _finish(house, tx, member, here[0], here[1])


async def _finish(
    house: House, tx: UnitOfWork, member: StaffMember, talk: PracticeTalk, practice: Practice
) -> None:
    """The lines go; of a talk that was long enough the figures stay."""
    await tx.practices.delete(member.person)
    if len(talk.lines) < FEWEST_LINES:
        await _say(house, tx, member, "practice_stopped")
        return
    known = await path.path_of(tx, member, house.clock.now())
    first = not candidate_card.is_trained(house, known)
    known = known.with_practice(talk)
    await tx.volunteers.save(known)
    flowbook = house.flowbook()
    again = Button(flowbook.staff("practice_again_button"), f"{PRESS}.{practice.practice}"[:64])
    await path.tell(house, tx, member.person, Reply(_summary(house, talk, practice), (again,)))
    if first and candidate_card.is_trained(house, known):
        await tell_complete(house, tx, member, known)


async def tell_complete(
    house: House, tx: UnitOfWork, member: StaffMember, known: VolunteerPath
) -> None:
    """The last part of the training is done: the volunteer reads so, and a coordinator can approve."""
    if known.status is VolunteerStatus.IN_TRAINING:
        await _say(house, tx, member, "training_complete")
        await path.tell_coordinators(house, tx, candidate_card.card(house, known))


def _summary(house: House, talk: PracticeTalk, practice: Practice) -> str:
    """What the own lines did, one of each kind quoted back, and one thing to try."""
    flowbook, counts = house.flowbook(), LineCounts.of(talk.lines)
    rows = [
        flowbook.staff(
            "practice_row" if talk.first_of(kind) else "practice_row_none",
            what=flowbook.staff(f"practice_{kind.value}"),
            count=counts.number(kind.value),
            quote=_quoted(talk.first_of(kind)),
        )
        for kind in COUNTED
    ]
    return flowbook.staff(
        "practice_summary" if counts.named else "practice_summary_unnamed",
        count=len(talk.lines),
        learn=practice.learn,
        tip=flowbook.staff(f"practice_tip_{suggestion(counts)}"),
        rows="\n".join(rows),  # last: a quoted line may hold braces of its own
    )


def _quoted(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else f"{plain[:LONGEST_QUOTE].rstrip()} …"


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    await path.tell(house, tx, member.person, Reply(house.flowbook().staff(name, **values)))
