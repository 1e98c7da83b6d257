"""What a young person does about circles: words that go there, buttons, `/kring …`. Danger never goes to a
circle; what is not clearly meant for it goes to Maatje alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.circles import Circle, KnownCircleLine, Member
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.interpretation import Interpretation
from bot.domain.messages import Button, Content, Press, Reply, Text, Unsupported, UnsupportedKind
from bot.domain.turn import Turn
from bot.engine.matching import plain
from bot.engine.showing import shown
from bot.engine.steps.circle import CIRCLE
from bot.services.circles import joining, reporting, room, rounds, writing
from bot.services.circles.told import Told
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.talking import not_passed
from bot.services.understanding import words_of

NOT_IN_TALK = ("join", "yes", "in")  # what waits while a human has the chat
BUTTON_WORDS = {  # the very words of a button do the same, and go to no circle
    "in_button": "in",
    "out_button": "out",
    "mute_button": "mute",
    "hear_button": "hear",
    "report_button": "meld",
    "leave_button": "leave",
    "leave_yes": "go",
    "leave_no": "stay",
}
TYPED = {
    "in": "in",
    "schrijf": "in",
    "maatje": "out",
    "uit": "out",
    "stil": "mute",
    "hoor": "hear",
    "ronde": "round",
    "meld": "meld",
    "weg": "leave",
}


async def heard(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    content: Content,
    meaning: Interpretation,
    *,
    in_talk: bool,
) -> Told | None:
    """What becomes of this message; `None` when it has nothing to do with a circle."""
    if isinstance(content, Press):
        prefix, _, key = content.key.partition(".")
        if prefix != room.PRESS:
            return None
        return await pressed(house, tx, conversation, key, in_talk=in_talk)
    if not conversation.remembered.get(CIRCLE) or in_talk:
        return None
    if not isinstance(content, Text | Unsupported):
        return None
    rules, said = room.rules_of(house), plain(words_of(content))
    if said == plain(house.flowbook().young("who_reads_button")):
        return None
    for name, key in BUTTON_WORDS.items():
        if said == plain(rules.say(name)):
            return await pressed(house, tx, conversation, key, in_talk=in_talk)
    return await _words(house, tx, conversation, content, meaning)


async def _words(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    content: Text | Unsupported,
    meaning: Interpretation,
) -> Told | None:
    rules, mine = room.rules_of(house), await room.mine(tx, conversation)
    if mine is None:
        return Told(room.outside(conversation))
    member, circle = mine
    writer = writing.Writer(member.person, member.alias, member)
    known = await writing.own_line(tx, circle, writer, content) if content.edited else None
    if not room.writes_to_circle(house, conversation) and known is None:
        if not conversation.remembered.get(room.MODE):
            return None
        name = "to_maatje" if conversation.peer_possible else "danger_open"
        return Told(room.to_maatje(conversation), beside=rules.say(name))
    if meaning.risk.signs:
        await apart(house, tx, circle, member)
        return Told(room.to_maatje(conversation), beside=rules.say("kept_off"))
    replies = await _passed(house, tx, conversation, circle, _Line(writer, content, known, meaning))
    if known is not None:
        return Told(conversation, replies, silent=True)
    return Told(room.to_circle(conversation, house.clock.now()), replies, silent=True)


async def apart(house: House, tx: UnitOfWork, circle: Circle, member: Member) -> None:
    """Somebody may be in danger: the coach hears a fixed sentence, the circle nothing at all."""
    await tx.events.add([event("circle_kept_off")], house.clock.now())
    await room.tell(house, tx, circle.coach, "apart", number=circle.number, alias=member.alias)


@dataclass(frozen=True, slots=True)
class _Line:
    """What somebody wrote for the circle; `known`: the earlier line that it changes."""

    writer: writing.Writer
    content: Text | Unsupported
    known: KnownCircleLine | None
    meaning: Interpretation


async def _passed(
    house: House, tx: UnitOfWork, conversation: Conversation, circle: Circle, line: _Line
) -> tuple[Reply, ...]:
    """Passes a line on, or says why it stayed here."""
    writer, content, known = line.writer, line.content, line.known
    rules, typed = room.rules_of(house), words_of(content)
    out, text = room.button(rules, "out_button", "out"), shown(typed)
    stands = await room.standing(house, tx, circle)
    if not stands.is_open:
        return (Reply(rules.say(f"closed_{stands.name}", **stands.values), (out,)),)
    stayed = await _without_words(house, tx, conversation, content, line.meaning)
    if not text:
        return (Reply(stayed, (out,)),) if stayed else ()
    if writing.points_elsewhere(house, text if text == typed else f"{typed}\n{text}"):
        await _held(house, tx, circle, writer)
        return (Reply(rules.say("edit_held" if content.edited else "held"), (out,)),)
    if content.edited and known is None:
        return (Reply(rules.say("edit_gone"), (out,)),)
    if known is not None:
        count = await writing.edit(house, tx, circle, writer, known, text)
    else:
        count = await writing.write(house, tx, circle, writer, content, text)
    ack = rules.say("ack", alias=writer.alias, count=count)
    return (Reply(f"{stayed}\n\n{ack}" if stayed else ack, (out,)),)


async def _without_words(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    content: Text | Unsupported,
    meaning: Interpretation,
) -> str | None:
    """What to say of a picture or a voice that stays here; `None` when it was told for this album."""
    flowbook, rules = house.flowbook(), room.rules_of(house)
    if isinstance(content, Text):
        return "" if shown(content.text) else flowbook.young("nothing_said")
    if content.edited or (content.kind is UnsupportedKind.STICKER and content.caption):
        return ""
    if not await not_passed.first_of_album(house, tx, conversation.person, content):
        return None
    name = "words_passed" if content.caption.strip() else "not_passed"
    text = not_passed.naming(rules.say(name), content.kind)
    return text + not_passed.picture_help(flowbook, content, Turn(conversation), meaning.risk)


async def _held(house: House, tx: UnitOfWork, circle: Circle, writer: writing.Writer) -> None:
    """A line that points elsewhere stays here; repeated ones reach the coach and the coordinators."""
    await tx.events.add([event("contact_refused")], house.clock.now())
    if writer.member is None:
        return
    count = writer.member.held + 1
    await tx.circles.save_member(replace(writer.member, held=count))
    if count == house.flowbook().handoff.contact.tell_coordinator_after:
        values = {"number": circle.number, "alias": writer.alias, "count": count}
        await room.tell(house, tx, circle.coach, "held_often", **values)
        await room.tell_coordinators(house, tx, "held_often", **values)


# --- buttons and commands -------------------------------------------------------------------------


async def pressed(
    house: House, tx: UnitOfWork, conversation: Conversation, key: str, *, in_talk: bool
) -> Told:
    """A button of circles: `in`, `join.3`, `cheer.…`."""
    action, _, rest = key.partition(".")
    rules = room.rules_of(house)
    if in_talk and action in NOT_IN_TALK:
        return Told.only(conversation, rules.say("in_talk"))
    match action:
        case "in" | "out":
            return await _switched(house, tx, conversation, inside=action == "in")
        case "mute" | "hear":
            return await joining.mute(house, tx, conversation, muted=action == "mute")
        case "leave" | "go":
            return await joining.leave(house, tx, conversation, sure=action == "go")
        case "no" | "stay":
            return Told.only(conversation, rules.say("declined" if action == "no" else "stays"))
        case _:
            return await _pressed_about(house, tx, conversation, action, rest)


async def _pressed_about(
    house: House, tx: UnitOfWork, conversation: Conversation, action: str, rest: str
) -> Told:
    """A button with something behind it: a circle, a round, somebody."""
    match action:
        case "join":
            return await joining.rules(house, tx, conversation, room.number_in(rest))
        case "yes":
            return await joining.join(house, tx, conversation, room.number_in(rest))
        case "meld":
            return await reporting.asked(house, tx, conversation, rest)
        case "round":
            return await rounds.shown(house, tx, conversation)
        case "cheer":
            return await rounds.cheer(house, tx, conversation, rest)
    told = await joining.standing(house, tx, conversation)
    return told or Told.only(conversation, room.rules_of(house).say("not_in"))


async def _switched(
    house: House, tx: UnitOfWork, conversation: Conversation, *, inside: bool
) -> Told:
    """Where words go from now on."""
    rules, mine = room.rules_of(house), await room.mine(tx, conversation)
    if mine is None:
        return Told.only(room.outside(conversation), rules.say("not_in"))
    if not inside:
        out = room.button(rules, "in_button", "in")
        return Told(room.to_maatje(conversation), (Reply(rules.say("now_out"), (out,)),))
    if not conversation.peer_possible:
        return Told.only(room.to_maatje(conversation), rules.say("danger_open"))
    member, circle = mine
    stands = await room.standing(house, tx, circle)
    text = rules.say("now_in", alias=member.alias)
    if not stands.is_open:
        text += f"\n{rules.say(f'standing_{stands.name}', **stands.values)}"
    out = room.button(rules, "out_button", "out")
    writes = room.to_circle(conversation, house.clock.now())
    return Told(writes, (Reply(text, (out,)),))


async def commanded(
    house: House, tx: UnitOfWork, conversation: Conversation, words: str, *, in_talk: bool
) -> Told:
    """`/kring …`, typed: the same as the buttons."""
    first, _, rest = words.strip().partition(" ")
    rules, number = room.rules_of(house), room.number_in(first)
    if not first:
        told = await joining.standing(house, tx, conversation)
        return told or Told(conversation, opens=True)
    if number is not None:
        action = "yes" if plain(rest) == "ja" else "join"
        key = f"{action}.{number}"
    elif plain(first) in TYPED:
        key = TYPED[plain(first)]
        key = "go" if key == "leave" and plain(rest) == "ja" else key
        if key == "meld":
            conversation = reporting.noted(conversation, rest)
    else:
        return Told.only(conversation, rules.say("how"))
    return await pressed(house, tx, conversation, key, in_talk=in_talk)


async def stopped(
    house: House, tx: UnitOfWork, conversation: Conversation
) -> tuple[Conversation, str]:
    """`stop`: nothing comes from the circle any more but what they ask for; they are still in it."""
    if not conversation.remembered.get(CIRCLE):
        return conversation, ""
    mine = await room.mine(tx, conversation)
    if mine is None:
        return room.outside(conversation), ""
    await tx.circles.save_member(replace(mine[0], muted=True))
    return room.to_maatje(conversation), f" {room.rules_of(house).say('stopped')}"


def with_door(house: House, turn: Turn) -> Turn:
    """The same turn; under what Maatje says to who is in a circle stands the way into it, so that it is
    always clear where words go."""
    conversation = turn.conversation
    if not turn.replies or not conversation.remembered.get(CIRCLE):
        return turn
    *before, last = turn.replies
    inside = room.writes_to_circle(house, conversation)
    name, key = ("out_button", "out") if inside else ("in_button", "in")
    button: Button = room.button(room.rules_of(house), name, key)
    if not conversation.peer_possible or any(one.key == button.key for one in last.buttons):
        return turn
    return replace(turn, replies=(*before, replace(last, buttons=(*last.buttons, button))))


async def read_late(
    house: House, tx: UnitOfWork, conversation: Conversation, content: Content
) -> Conversation:
    """Danger came to light after a line had gone: it goes to nobody who has not got it yet, the coach
    hears the fixed sentence, and words go to Maatje."""
    if not conversation.remembered.get(CIRCLE) or not isinstance(content, Text | Unsupported):
        return conversation
    mine = await room.mine(tx, conversation)
    known = await tx.circle_lines.at(conversation.person, content.place.message)
    if mine is None or known is None or known.member != mine[0].id:
        return conversation
    await tx.circle_lines.delete(known.id)
    await apart(house, tx, mine[1], mine[0])
    reply = Reply(room.rules_of(house).say("late_kept_off"))
    await tx.outbox.add(conversation.person, [reply], house.clock.now())
    return room.to_maatje(conversation)
