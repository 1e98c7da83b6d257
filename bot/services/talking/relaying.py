"""Carries words between a young person and who helps them: copied text, an alias, nothing else."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff, HandoffState, Reason
from bot.domain.ids import PersonId
from bot.domain.interpretation import Interpretation
from bot.domain.messages import (
    Button,
    Content,
    Reply,
    Text,
    Unsupported,
    UnsupportedKind,
)
from bot.domain.report import ReportBy
from bot.domain.turn import RequestHandoff, Turn
from bot.domain.volunteer import Role, StaffMember
from bot.engine.flowbook import Flowbook
from bot.engine.run import Moment, Run
from bot.engine.running import answered_beside, danger_turn
from bot.engine.said import Said
from bot.engine.showing import shown
from bot.services.handoff import answering, handing_off, room, talks
from bot.services.house import House
from bot.services.ports import RelayedLine, UnitOfWork
from bot.services.reports import reporting
from bot.services.shared import parties, pausing
from bot.services.talking import (
    bridging,
    contact,
    crossing,
    danger_beside,
    danger_of_helper,
    not_passed,
)

SWITCH = "talk"
EDITED = " (aangepast)"  # behind the alias of who changed a line
SURE = 0.8  # of a wish for a professional in the middle of a talk with a volunteer


async def from_young(
    house: House,
    tx: UnitOfWork,
    talk: Handoff,
    conversation: Conversation,
    content: Content,
    meaning: Interpretation,
    moment: Moment,
) -> Turn:
    """A line of the young person. It is always passed on; danger adds the services and a card, but
    while a professional has the chat it only marks the line."""
    new = conversation.danger.what_is_new(meaning.risk)
    if not isinstance(content, Text | Unsupported):
        return Turn(conversation)
    held = await pausing.for_danger(house, tx, talk.person) if meaning.risk.signs else ""
    explanation = await _pass_to_staff(house, tx, talk, content, marked=bool(meaning.risk.signs))
    if talk.to is Role.PROFESSIONAL:
        turn = Turn(
            replace(
                conversation,
                danger=conversation.danger.seen(meaning.risk),
                turns=conversation.turns + 1,
            )
        )
    else:
        turn = await _beside_volunteer(house, conversation, content, meaning, moment)
        if new.signs:
            turn = await danger_beside.seen(house, tx, talk, turn, new.level, moment)
        if meaning.risk.signs:
            await danger_beside.mark(house, tx, talk)
        elif not explanation:
            await bridging.heard(house, tx, talk, content)
    turn = _saying_too(turn, held)
    if not explanation:
        return turn
    if isinstance(content, Unsupported):
        explanation += not_passed.picture_help(house.flowbook(), content, turn, meaning.risk)
    return replace(turn, replies=(Reply(explanation), *turn.replies))


def _saying_too(turn: Turn, text: str) -> Turn:
    """The same turn, with this said after the help and before what is asked last."""
    said = (Reply(text),) if text else ()
    return replace(turn, replies=(*turn.replies[:-1], *said, *turn.replies[-1:]))


async def _beside_volunteer(
    house: House,
    conversation: Conversation,
    content: Text | Unsupported,
    meaning: Interpretation,
    moment: Moment,
) -> Turn:
    """What Maatje itself does with a line that went to a volunteer: danger, the answer to a question
    about danger, or a wish for a professional. Mostly nothing."""
    flowbook = house.flowbook()
    text = _passable(content)
    answered = answered_beside(flowbook, conversation, Said(meaning, text), moment)
    if answered is not None:
        return answered
    turn = danger_turn(flowbook, conversation, meaning.risk, moment)
    act = meaning.act
    asks = act.name == "want_professional" and act.confidence >= SURE
    if not (asks or flowbook.opened_by_words(text) == "want_professional"):
        return turn
    decision = flowbook.handoff.decide(Role.PROFESSIONAL, turn.conversation, moment)
    wish = RequestHandoff(Role.PROFESSIONAL, decision.urgency, words=moment.words)
    run = Run(flowbook, conversation, moment)
    said = Reply(run.filled(flowbook.handoff.say_for(decision)))
    return replace(turn, replies=(*turn.replies, said), effects=(*turn.effects, wish))


async def _pass_to_staff(
    house: House, tx: UnitOfWork, talk: Handoff, content: Text | Unsupported, *, marked: bool
) -> str:
    """Passes a line on. Returns what to tell the young person of what stayed here, or nothing."""
    flowbook = house.flowbook()
    text = shown(_passable(content))
    if talk.staff is None or (isinstance(content, Text) and not text):
        return flowbook.young("nothing_said")
    stayed = await _without_words(house, tx, talk, content)
    if not text:
        return stayed
    if await contact.holds_back(house, tx, talk, _both(content, text), from_young=True):
        return flowbook.young("edit_held" if content.edited else "contact_held")
    if await _is_of_earlier_talk(tx, talk, content):
        return flowbook.young("edit_of_earlier_talk")
    await answering.expected(house, tx, talk)
    line = RelayedLine(talk.id, True, text, house.clock.now())
    seen = _seen_by_staff(flowbook, talk.alias, text, edited=content.edited, marked=marked)
    reply = Reply(seen, await _switch_buttons(house, tx, talk, talk.staff))
    sent = await crossing.cross(tx, talk, content, line, reply, loud=marked)
    if not marked:
        await _pass_to_others(tx, talk, sent, text, edited=content.edited)
    for reader in await parties.readers(tx, talk):
        if reader != talk.staff:
            buttons = await _switch_buttons(house, tx, talk, reader)
            await tx.outbox.add(reader, [Reply(seen, buttons)], line.at)
    return stayed


async def _pass_to_others(
    tx: UnitOfWork, talk: Handoff, sent: crossing.Sent, text: str, *, edited: bool
) -> None:
    """The other young people of a talk of more than two read the same line; for whoever wrote before,
    it is an answer."""
    name = f"{talk.alias}{EDITED if edited else ''}"
    others = await parties.listeners(tx, talk)
    for other in await crossing.copy(tx, sent, others, Reply(f"{name}: {text}")):
        await answering.not_expected(tx, other)


def _seen_by_staff(flowbook: Flowbook, alias: str, text: str, *, edited: bool, marked: bool) -> str:
    if marked:
        return flowbook.staff("line_danger", alias=f"{alias}{EDITED if edited else ''}", text=text)
    return flowbook.staff("edited_line" if edited else "line", alias=alias, text=text)


async def _without_words(
    house: House,
    tx: UnitOfWork,
    talk: Handoff,
    content: Text | Unsupported,
    member: StaffMember | None = None,
) -> str:
    """What is no text passes when a professional opened its kind for this case. Else this returns
    the sentence that says that it stays here; a sticker is its emoji, an edit is told once.
    `member`: who of the staff sent it; `None` for the young person."""
    if isinstance(content, Text) or content.edited:
        return ""
    if content.kind is UnsupportedKind.STICKER and content.caption:
        return ""
    writer = member.person if member is not None else talk.person
    if content.kind in talk.opened and writer in (talk.person, talk.staff):
        await _carry(house, tx, talk, content, member)
        return ""
    if not await not_passed.first_of_album(house, tx, writer, content):
        return ""
    name = "words_passed" if content.caption.strip() else "not_passed"
    flowbook = house.flowbook()
    text = flowbook.staff(name) if member is not None else flowbook.young(f"relay_{name}")
    return not_passed.naming(text, content.kind)


async def _carry(
    house: House, tx: UnitOfWork, talk: Handoff, content: Unsupported, member: StaffMember | None
) -> None:
    """First who sends it, in words, then the message itself."""
    flowbook, from_young = house.flowbook(), member is None
    if from_young:
        await answering.expected(house, tx, talk)
    else:
        await answering.not_expected(tx, talk)
    alias = talk.alias if member is None else member.alias
    reader = talk.staff if from_young else talk.person
    assert reader is not None
    told = not_passed.naming(flowbook.staff("carried", alias=alias), content.kind)
    await tx.outbox.add(reader, [Reply(told)], house.clock.now())
    failed = Reply(not_passed.naming(flowbook.staff("carry_failed", alias=alias), content.kind))
    await crossing.carry(house, tx, talk, content, failed, young=from_young)


async def _is_of_earlier_talk(tx: UnitOfWork, talk: Handoff, content: Text | Unsupported) -> bool:
    """An edit of what was said to somebody else does not reach this volunteer. From a professional
    nothing is held back."""
    if not content.edited or talk.to is not Role.VOLUNTEER:
        return False
    known = await tx.crossings.at(talk.person, content.place.message)
    return known is not None and known.handoff != talk.id


def _passable(content: Text | Unsupported) -> str:
    """Words and emoji cross; a sticker crosses as its emoji; pictures and voices do not."""
    return content.text.strip() if isinstance(content, Text) else content.caption.strip()


def _both(content: Text | Unsupported, text: str) -> str:
    """The words as they were typed and as they are shown: hidden signs hide no number."""
    typed = _passable(content)
    return text if typed == text else f"{typed}\n{text}"


async def _switch_buttons(
    house: House, tx: UnitOfWork, talk: Handoff, reader: PersonId
) -> tuple[Button, ...]:
    """With more than one talk at once, a line carries a button to answer just this one."""
    member = await tx.staff.get(reader)
    if member is None or member.current == talk.id or not talk.speaks(reader):
        return ()
    if (
        talk.id in [one.id for one in await parties.addressed(tx, talk, reader)]
        and talk.shared is not None
    ):
        others = [one.id for one in await parties.talking_with(tx, talk)]
        if member.current in others:  # their words reach this one already
            return ()
    label = house.flowbook().staff("answer_to_button", alias=talk.alias)
    return (Button(label, f"{SWITCH}.{talk.id}"),)


async def from_staff(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, content: Text | Unsupported
) -> None:
    """A line of the volunteer or professional, under their alias. Who only helps in private or reads
    along writes to the volunteer, not to the young person."""
    flowbook = house.flowbook()
    if not talk.speaks(member.person) and shown(_passable(content)):
        await whisper(house, tx, member, talk, shown(_passable(content)))
        return
    told = await _pass_to_young(house, tx, member, talk, content)
    if told:
        await tx.outbox.add(member.person, [Reply(told)], house.clock.now())
    elif isinstance(content, Text) and not shown(content.text):
        kind = not_passed.naming(flowbook.staff("not_passed"), UnsupportedKind.OTHER)
        await tx.outbox.add(member.person, [Reply(kind)], house.clock.now())


async def _pass_to_young(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, content: Text | Unsupported
) -> str:
    """Passes a line on. Returns what to tell who helps of what stayed here, or nothing."""
    flowbook = house.flowbook()
    text = shown(_passable(content))
    to = await _talk_of(tx, member, talk, content)
    if to is None:
        return flowbook.staff("edit_not_passed")
    stayed = await _without_words(house, tx, to, content, member=member)
    if not text or not to.speaks(member.person):
        return stayed
    both = _both(content, text)
    if await contact.holds_back(house, tx, to, both, from_young=False, writer=member):
        await danger_of_helper.look(house, tx, member, to, both, crossed=False)
        return flowbook.staff("edit_held" if content.edited else "contact_held")
    every = await parties.addressed(tx, to, member.person)
    to = to if content.edited else every[0]
    for one in every:
        await answering.not_expected(tx, one)
    name = f"{member.alias}{EDITED if content.edited else ''}"
    line = RelayedLine(to.id, False, text, house.clock.now())
    reply = Reply(f"{name}: {text}")
    if member.person == to.staff:
        sent = await crossing.cross(tx, to, content, line, reply)
        await crossing.copy(tx, sent, [one for one in every if one.id != to.id], reply)
    else:  # who is beside the talk: their lines are not followed when they are edited
        await tx.handoffs.add_line(line)
        for one in every:
            await tx.outbox.add(one.person, [reply], line.at)
    await _tell_colleagues(house, tx, member, to, name, text)
    await danger_of_helper.look(house, tx, member, to, both, crossed=True)
    return stayed


async def _tell_colleagues(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, name: str, text: str
) -> None:
    """The others of the staff in this talk read along."""
    await _sign_of_life(house, tx, member, talk)
    seen = house.flowbook().staff("line_colleague", staff=name, alias=talk.alias, text=text)
    for reader in await parties.readers(tx, talk):
        if reader != member.person:
            await room.tell(house, tx, reader, seen)


async def _talk_of(
    tx: UnitOfWork, member: StaffMember, talk: Handoff, content: Text | Unsupported
) -> Handoff | None:
    """An edit goes to the young person whom the line was for, whoever is answered now; `None` when
    that talk is over, or when nobody can tell for whom it was."""
    if not content.edited or member.person != talk.staff:
        return talk
    known = await tx.crossings.at(member.person, content.place.message)
    if known is None:
        running = await room.talks_of(tx, member.person)
        return talk if len(running) == 1 else None
    case = await tx.handoffs.get(known.handoff)
    runs = case is not None and case.state is HandoffState.ACTIVE and case.staff == member.person
    return case if runs else None


async def whisper(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, text: str
) -> int:
    """Words among the staff in a talk: the young person does not see them, and they are not kept.
    Returns how many read them."""
    others = [person for person in talk.staff_in if person != member.person]
    seen = house.flowbook().staff("whisper", staff=member.alias, alias=talk.alias, text=text)
    for person in others:
        await room.tell(house, tx, person, seen)
    await _sign_of_life(house, tx, member, talk)
    return len(others)


async def _sign_of_life(house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff) -> None:
    fresh = await tx.handoffs.get(talk.id)
    if fresh is not None and fresh.beside is not None and fresh.beside.person == member.person:
        beside = replace(fresh.beside, at=house.clock.now())
        await tx.handoffs.save(fresh, replace(fresh, beside=beside))


async def left_for_another(house: House, tx: UnitOfWork, talk: Handoff) -> Conversation:
    """The young person wants somebody else; the other side is told kindly. Danger goes to the next
    professional at once. Returns the conversation as it is after that."""
    await talks.end_talk(house, tx, talk, "talk_someone_else", reason=Reason.SOMEONE_ELSE)
    if talk.is_danger:
        await handing_off.request_again(house, tx, talk)
    return await tx.conversations.get(talk.person)


async def reported(house: House, tx: UnitOfWork, talk: Handoff) -> Conversation:
    """The young person says that something was wrong in this talk. Its lines are sealed; a running one
    ends, neutrally for the other side; the coordinators hear of it by alias, without the words; the two
    never meet again. Returns the conversation as it is after that."""
    report = await reporting.make(house, tx, talk, ReportBy.YOUNG)
    if talk.state is HandoffState.ACTIVE:
        await talks.end_talk(house, tx, talk, "talk_closed_by_young", reason=Reason.REPORTED)
        if talk.is_danger:
            await handing_off.request_again(house, tx, talk)
    else:
        await tx.handoffs.save(talk, replace(talk, reason=Reason.REPORTED))
    await handing_off.tell_coordinators(
        house,
        tx,
        "talk_reported_shared" if report.other_alias else "talk_reported",
        alias=report.alias,
        staff=report.staff_alias,
        other=report.other_alias,
    )
    return await tx.conversations.get(talk.person)


async def ended_by_young(house: House, tx: UnitOfWork, talk: Handoff) -> Conversation:
    """The young person ends the talk; the other side is told kindly. Returns the conversation as it
    is after that."""
    await talks.end_talk(house, tx, talk, "talk_closed_by_young", reason=Reason.BY_YOUNG)
    return await tx.conversations.get(talk.person)
