"""Carries words between a young person and who helps them: copied text, an alias, nothing else."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.interpretation import Interpretation
from bot.domain.messages import Button, Content, Reply, Text, Unsupported
from bot.domain.turn import RequestHandoff, Turn
from bot.domain.volunteer import Role, StaffMember
from bot.engine.leading import Said
from bot.engine.run import Moment
from bot.engine.running import answered_beside, danger_turn
from bot.services import answering, bridging, contact, handing_off
from bot.services.house import House
from bot.services.ports import RelayedLine, UnitOfWork
from bot.services.talks import end_talk

SWITCH = "talk"
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
    with_professional = talk.to is Role.PROFESSIONAL
    kept_here = await _pass_to_staff(house, tx, talk, content, marked=bool(meaning.risk.signs))
    if with_professional:
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
            await _notice_volunteer(house, tx, talk)
        if meaning.risk.signs:
            await _danger_in(house, tx, talk)
        elif not kept_here:
            await bridging.heard(house, tx, talk, content)
    if not kept_here:
        return turn
    explanation = Reply(house.flowbook().young(kept_here))
    return replace(turn, replies=(explanation, *turn.replies))


async def _beside_volunteer(
    house: House,
    conversation: Conversation,
    content: Content,
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
    said = Reply(flowbook.handoff.say_for(decision))
    return replace(turn, replies=(*turn.replies, said), effects=(*turn.effects, wish))


async def _pass_to_staff(
    house: House, tx: UnitOfWork, talk: Handoff, content: Content, *, marked: bool
) -> str:
    """Passes a line on. Returns the name of the sentence that says why it stayed here, or nothing."""
    text = _passable(content)
    if not text or talk.staff is None:
        return "nothing_said" if isinstance(content, Text) else "relay_not_passed"
    if await contact.holds_back(house, tx, talk, text, from_young=True):
        return "contact_held"
    await answering.expected(house, tx, talk)
    now, flowbook = house.clock.now(), house.flowbook()
    await tx.handoffs.add_line(RelayedLine(talk.id, True, text, now))
    edited = isinstance(content, Text) and content.edited
    name = "edited_line" if edited else "line_danger" if marked else "line"
    shown = flowbook.staff(name, alias=talk.alias, text=text)
    await tx.outbox.add(talk.staff, [Reply(shown, await _switch_buttons(house, tx, talk))], now)
    return ""


def _passable(content: Content) -> str:
    """Words and emoji cross; a sticker crosses as its emoji; pictures and voices do not."""
    if isinstance(content, Text):
        return content.text.strip()
    return content.caption.strip() if isinstance(content, Unsupported) else ""


async def _switch_buttons(house: House, tx: UnitOfWork, talk: Handoff) -> tuple[Button, ...]:
    """With more than one talk at once, a line carries a button to answer just this one."""
    assert talk.staff is not None
    member = await tx.staff.get(talk.staff)
    if member is None or member.current == talk.id:
        return ()
    label = house.flowbook().staff("answer_to_button", alias=talk.alias)
    return (Button(label, f"{SWITCH}.{talk.id}"),)


async def _danger_in(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """The talk was a heavy one for the volunteer, and danger goes before writing together."""
    fresh = await tx.handoffs.get(talk.id) or talk
    if not fresh.danger_seen:
        await tx.handoffs.save(fresh, replace(fresh, danger_seen=True))
    await bridging.danger(house, tx, talk)


async def _notice_volunteer(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    if talk.staff is not None:
        text = house.flowbook().danger.shared["volunteer_notice"].say[0]
        await tx.outbox.add(talk.staff, [Reply(text)], house.clock.now())


async def from_staff(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, content: Text | Unsupported
) -> None:
    """A line of the volunteer or professional, under their alias."""
    now, flowbook = house.clock.now(), house.flowbook()
    text = _passable(content)
    if not text:
        await tx.outbox.add(member.person, [Reply(flowbook.staff("not_passed"))], now)
        return
    if await contact.holds_back(house, tx, talk, text, from_young=False):
        await tx.outbox.add(member.person, [Reply(flowbook.staff("contact_held"))], now)
        return
    await answering.not_expected(tx, talk)
    await tx.handoffs.add_line(RelayedLine(talk.id, False, text, now))
    mark = " (aangepast)" if isinstance(content, Text) and content.edited else ""
    await tx.outbox.add(talk.person, [Reply(f"{member.alias}{mark}: {text}")], now)


async def left_for_another(house: House, tx: UnitOfWork, talk: Handoff) -> Conversation:
    """The young person wants somebody else; the other side is told kindly. Danger goes to the next
    professional at once. Returns the conversation as it is after that."""
    await end_talk(house, tx, talk, "talk_someone_else", reason="someone_else")
    if talk.is_danger:
        await handing_off.request_again(house, tx, talk)
    return await tx.conversations.get(talk.person)


async def reported(house: House, tx: UnitOfWork, talk: Handoff) -> Conversation:
    """The young person says that something was wrong in this talk. A running one ends, neutrally for
    the other side; the coordinators hear of it by alias, without the words; the two never meet again.
    Returns the conversation as it is after that."""
    now = house.clock.now()
    if talk.state is HandoffState.ACTIVE:
        await end_talk(house, tx, talk, "talk_closed_by_young", reason="reported")
        if talk.is_danger:
            await handing_off.request_again(house, tx, talk)
    else:
        await tx.handoffs.save(talk, replace(talk, reason="reported"))
    await tx.events.add([event("talk_reported", talk.to.value)], now)
    member = await tx.staff.get(talk.staff) if talk.staff else None
    staff = member.alias if member is not None else "iemand die nu weg is"
    await handing_off.tell_coordinators(house, tx, "talk_reported", alias=talk.alias, staff=staff)
    return await tx.conversations.get(talk.person)


async def ended_by_young(house: House, tx: UnitOfWork, talk: Handoff) -> Conversation:
    """The young person ends the talk; the other side is told kindly. Returns the conversation as it
    is after that."""
    await end_talk(house, tx, talk, "talk_closed_by_young", reason="by_young")
    return await tx.conversations.get(talk.person)
