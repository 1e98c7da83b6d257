"""One message, one turn, one transaction: what happens with a message of anybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.ids import PersonId
from bot.domain.interpretation import Interpretation
from bot.domain.messages import (
    Command,
    Content,
    Left,
    Press,
    Reply,
    Returned,
    Text,
    Unsupported,
    UnsupportedKind,
)
from bot.domain.report import Report, ReportBy, ReportState
from bot.domain.turn import AddToReport, RequestHandoff, Turn
from bot.domain.volunteer_path import VolunteerStatus
from bot.engine.danger import STILL_OPEN, after_talk_flow
from bot.engine.forgetting import ASK_FORGET
from bot.engine.leading import MENU, STOP_WORDS, WHO_READS, Said, is_plain_answer, is_stop
from bot.engine.learning import LEARNING
from bot.engine.matching import plain
from bot.engine.reporting import LONGEST_NOTE, REPORT
from bot.engine.run import Moment
from bot.engine.running import advance, open_flow, say_only
from bot.errors import StaleConversation
from bot.services import admitting
from bot.services.effects import store
from bot.services.handoff import handing_off, room, silence, talks
from bot.services.handoff.cards import words_for_card
from bot.services.house import House, active, moment_of
from bot.services.ports import InboxRow, UnitOfWork
from bot.services.staff import applying, leaving, staffing
from bot.services.talking import bridging, not_passed, passing, relaying
from bot.services.understanding import Understood, understand, words_of
from bot.services.waiting import appointing

LONG_TEXT = 4000  # characters; longer than one Telegram message
STOPPED = "stopped"
WANT_PEER = "want_peer"
QUEUE = "queue"
ABOUT_WAITING = (QUEUE, "nobody_there", "still_waiting")


@dataclass(frozen=True, slots=True)
class Heard:
    """One message of a young person, with all that is needed to decide about it."""

    house: House
    tx: UnitOfWork
    person: PersonId
    content: Content
    meaning: Interpretation
    conversation: Conversation
    moment: Moment
    talk: Handoff | None

    @property
    def words(self) -> str:
        return words_of(self.content)

    def young(self, name: str) -> str:
        return self.house.flowbook().young(name)


async def serve(house: House, row: InboxRow) -> None:
    """Deals with one stored message completely. Two writers at once: the turn is tried again."""
    content = house.translators[row.channel](row.payload)
    answers = await _needs_no_guess(house, row.person, content)
    understood = await understand(house, content, is_answer=answers)
    for attempt in (1, 2, 3):
        try:
            async with house.units() as tx:
                await _take(house, tx, row, content, understood)
                await tx.inbox.finish(row.seq, unread=understood.unread)
                await tx.commit()
            return
        except StaleConversation:
            if attempt == 3:
                raise


async def _needs_no_guess(house: House, person: PersonId, content: Content) -> bool:
    """Words of staff are carried, not understood; words of a button are their own meaning."""
    if not isinstance(content, Text):
        return False
    async with house.units() as tx:
        if await tx.staff.get(person) is not None:
            return True
        conversation = await tx.conversations.get(person)
    return is_plain_answer(house.flowbook(), conversation, content.text)


async def apologise(house: House, row: InboxRow) -> None:
    """Our bug stopped this message three times: say sorry. The danger path does not pass flows."""
    content = house.translators[row.channel](row.payload)
    risk = house.look(words_of(content))
    async with house.units() as tx:
        if await tx.staff.get(row.person) is None:
            conversation = await tx.conversations.get(row.person)
            moment = await moment_of(house, tx, conversation)
            text = house.flowbook().young("flow_failed")
            turn = say_only(house.flowbook(), conversation, text, moment, risk=risk, end=True)
            await store(house, tx, turn)
        else:
            failed = Reply(house.flowbook().staff("failed"))
            await tx.outbox.add(row.person, [failed], house.clock.now())
        await tx.inbox.finish(row.seq)
        await tx.commit()


async def _take(
    house: House, tx: UnitOfWork, row: InboxRow, content: Content, understood: Understood
) -> None:
    person = row.person
    if isinstance(content, Left | Returned):
        await _came_or_went(house, tx, person, content)
        return
    left = await staffing.registers(house, tx, person, content)
    if left is None:
        return
    if (member := await tx.staff.get(person)) is not None:
        await staffing.answer(house, tx, member, left)
    elif not await admitting.is_admitted(house, tx, person, row.channel):
        await admitting.turn_away(house, tx, person)
    elif not await applying.begins(house, tx, person, left):
        await _young_turn(house, tx, person, applying.as_typed(left), understood.meaning)


async def _young_turn(
    house: House, tx: UnitOfWork, person: PersonId, content: Content, meaning: Interpretation
) -> None:
    conversation = await tx.conversations.get(person)
    talk = active(list(await tx.handoffs.open_of(person)))
    words = words_for_card(house, words_of(content), meaning.risk)
    moment = replace(await moment_of(house, tx, conversation), words=words)
    heard = Heard(house, tx, person, content, meaning, conversation, moment, talk)
    waiting = await handing_off.waiting_danger(tx, person)
    for decide in DECISIONS:
        turn = await decide(heard)
        if turn is not None:
            await store(house, tx, turn)
            break
    for case in waiting:  # who takes the case later can read what was said meanwhile
        await handing_off.keep_line(house, tx, case, words)


# --- the decisions, in order; danger adds to each of them ----------------------------------------


async def _command(heard: Heard) -> Turn | None:
    if isinstance(heard.content, Text) and _means_stop(heard, heard.content.text):
        return await _stop(heard)
    if isinstance(heard.content, Text) and _means_someone_else(heard, heard.content.text):
        return await _someone_else(heard)
    if not isinstance(heard.content, Command):
        return None
    action = COMMANDS.get(heard.content.name, _unknown_command)
    return await action(heard)


def _means_stop(heard: Heard, text: str) -> bool:
    """In a talk with a human only the word itself or the words of the button: anything else may be
    meant for them."""
    if heard.talk is None:
        return is_stop(heard.conversation, text)
    return plain(text) in (*STOP_WORDS, plain(heard.young("end_talk_button")))


def _means_someone_else(heard: Heard, text: str) -> bool:
    """In a talk, only the very words of the button: "iemand anders" alone may be an answer."""
    return heard.talk is not None and plain(text) == plain(heard.young("someone_else_button"))


async def _passing(heard: Heard) -> Turn | None:
    """The answer to "may somebody else come?" during a talk: a button, or the very words of one."""
    talk, content, yes = heard.talk, heard.content, None
    if isinstance(content, Press):
        key = content.key.partition(".")[0]
        yes = {passing.YES: True, passing.NO: False}.get(key)
    elif talk is not None and isinstance(content, Text):
        yes = passing.answer_in(heard.house, talk, content.text)
    if yes is None:
        return None
    asked = talk is not None and passing.is_about(content, talk)
    name = await passing.answered(heard.house, heard.tx, talk, yes=yes) if asked and talk else None
    peer = await room.alias_of(heard.tx, talk.staff) if talk else ""
    said = room.rule(heard.house, name or "pass_gone", peer=peer)
    return say_only(
        heard.house.flowbook(), heard.conversation, said, heard.moment, risk=heard.meaning.risk
    )


async def _relay(heard: Heard) -> Turn | None:
    """A human has the chat: words cross, danger adds, the flows rest."""
    if heard.talk is None:
        return None
    if await bridging.chosen(heard.house, heard.tx, heard.talk, heard.content):
        return Turn(replace(heard.conversation, turns=heard.conversation.turns + 1))
    if isinstance(heard.content, Press):
        if heard.content.key == talks.END_TALK:
            return await _stop(heard)
        if heard.content.key == silence.SOMEONE_ELSE:
            return await _someone_else(heard)
        return None  # buttons that Maatje showed during the talk belong to the engine
    return await relaying.from_young(
        heard.house,
        heard.tx,
        heard.talk,
        heard.conversation,
        heard.content,
        heard.meaning,
        heard.moment,
    )


async def _asks_for_the_queue(heard: Heard) -> Turn | None:
    """ "Hoe lang nog?" of who waits: only these words, and only when nothing else is being asked."""
    position, risk = heard.conversation.position, heard.meaning.risk
    if not isinstance(heard.content, Text) or heard.moment.waiting_for is None or risk.signs:
        return None
    if position is not None and position.flow not in ABOUT_WAITING:
        return None
    words = map(plain, heard.house.flowbook().handoff.queue_words)
    return await _queue(heard) if plain(heard.words) in words else None


async def _odd(heard: Heard) -> Turn | None:
    """Messages without words that flows could use."""
    flowbook, content = heard.house.flowbook(), heard.content
    if isinstance(content, Unsupported):
        if not await not_passed.first_of_album(heard.house, heard.tx, heard.person, content):
            return None if heard.words else Turn(heard.conversation)
        text = heard.young(ODD_KINDS.get(content.kind, content.kind.value))
        risk = heard.meaning.risk
        text += not_passed.picture_help(flowbook, content, Turn(heard.conversation), risk)
        if content.caption and content.kind.value != "sticker":
            return _with_words(heard, text)
    elif isinstance(content, Text) and content.edited:
        text = heard.young("edited")
    elif isinstance(content, Text) and not heard.words:
        text = heard.young("nothing_said")
    elif isinstance(content, Text) and not any(sign.isalnum() for sign in heard.words):
        text = heard.young("only_emoji")
    else:
        return None
    return say_only(flowbook, heard.conversation, text, heard.moment, risk=heard.meaning.risk)


ODD_KINDS = {
    UnsupportedKind.OTHER: "other_kind",
    UnsupportedKind.POLL: "other_kind",
    UnsupportedKind.DICE: "other_kind",
    UnsupportedKind.GAME: "other_kind",
    UnsupportedKind.VIDEO_NOTE: "video",
    UnsupportedKind.AUDIO: "file",
}


def _with_words(heard: Heard, explanation: str) -> Turn:
    """A picture with words under it: the picture is explained, the words are answered."""
    turn = advance(
        heard.house.flowbook(), heard.conversation, Said(heard.meaning, heard.words), heard.moment
    )
    return _led_by(heard, explanation, turn)


def _led_by(heard: Heard, text: str, turn: Turn) -> Turn:
    """The same turn, with this said before its first words; the introduction always comes first."""
    replies = list(turn.replies)
    place = 1 if replies and replies[0].text == heard.young("intro") else 0
    if place >= len(replies):
        return replace(turn, replies=(*replies, Reply(text)))
    first = replies[place]
    replies[place] = replace(first, text=f"{text}\n\n{first.text}")
    return replace(turn, replies=tuple(replies))


async def _flow(heard: Heard) -> Turn | None:
    flowbook = heard.house.flowbook()
    if isinstance(heard.content, Press):
        said = Said(press=heard.content.key)
    else:
        said = Said(heard.meaning, heard.words)
    turn = advance(flowbook, heard.conversation, said, heard.moment)
    return _led_by(heard, heard.young("too_long"), turn) if len(heard.words) > LONG_TEXT else turn


DECISIONS: tuple[Callable[[Heard], Awaitable[Turn | None]], ...] = (
    _command,
    _passing,
    _relay,
    _odd,
    _asks_for_the_queue,
    _flow,
)


# --- commands -------------------------------------------------------------------------------------


async def _start(heard: Heard) -> Turn:
    flowbook = heard.house.flowbook()
    if heard.talk is not None:
        return say_only(
            flowbook,
            heard.conversation,
            heard.young("old_button_in_talk"),
            heard.moment,
            risk=heard.meaning.risk,
        )
    before = heard.young("welcome_back") if heard.conversation.introduced else ""
    return _opened(heard, MENU, keep=False, before=before)


async def _who_reads(heard: Heard) -> Turn:
    return _opened(heard, WHO_READS)


async def _forget_me(heard: Heard) -> Turn:
    return _opened(heard, ASK_FORGET)


async def _learn(heard: Heard) -> Turn:
    return _opened(heard, LEARNING)


def _opened(heard: Heard, flow: str, *, keep: bool = True, before: str = "") -> Turn:
    """A command opens a flow; danger in the words behind it is answered first."""
    return open_flow(
        heard.house.flowbook(),
        heard.conversation,
        flow,
        heard.moment,
        keep=keep,
        risk=heard.meaning.risk,
        before=before,
    )


async def _queue(heard: Heard) -> Turn:
    """`/wachtrij`: place and expected wait. With danger open: who can be reached now, for no peer comes."""
    if heard.talk is not None:
        return await _start(heard)
    return _opened(heard, QUEUE if heard.conversation.danger.peer_allowed else STILL_OPEN)


async def _stop(heard: Heard) -> Turn:
    """`stop` ends a talk with a human, or the flow; it also ends waiting for somebody. Danger that
    stands in the same message is answered all the same."""
    flowbook, risk = heard.house.flowbook(), heard.meaning.risk
    if heard.talk is not None:
        conversation = await relaying.ended_by_young(heard.house, heard.tx, heard.talk)
        conversation, told = await _stop_learning(heard, conversation)
        moment = await moment_of(heard.house, heard.tx, conversation)
        return open_flow(
            flowbook,
            conversation,
            after_talk_flow(conversation),
            moment,
            risk=risk,
            before=flowbook.handoff.say["closed_by_young"] + told,
        )
    await handing_off.withdraw(heard.house, heard.tx, heard.person)
    conversation, told = await _stop_learning(heard, heard.conversation)
    text = heard.young("stopped") + told
    if await appointing.cancel(heard.house, heard.tx, heard.person):
        text = f"{heard.young('appointment_cancelled')} {text}"
    conversation = conversation.remembering(later_message="")
    if heard.moment.waiting_for is not None:
        text = f"{flowbook.handoff.say['withdrawn']} {text}"
    if heard.moment.has_goal and not risk.signs:
        return open_flow(flowbook, conversation, STOPPED, heard.moment, before=text)
    return say_only(flowbook, conversation, text, heard.moment, risk=risk, end=True)


async def _someone_else(heard: Heard) -> Turn:
    """Rather another helper: the talk ends, and the same wish is asked of the others."""
    flowbook, risk = heard.house.flowbook(), heard.meaning.risk
    talk = heard.talk
    if talk is None:
        return _opened(heard, WANT_PEER)
    conversation = await relaying.left_for_another(heard.house, heard.tx, talk)
    moment = await moment_of(heard.house, heard.tx, conversation)
    decision = flowbook.handoff.decide(talk.to, conversation, moment)
    said = f"{flowbook.handoff.say['someone_else']} {flowbook.handoff.say_for(decision)}"
    turn = say_only(flowbook, conversation, said, moment, risk=risk)
    if talk.is_danger or decision.to is None:
        return turn
    wish = RequestHandoff(decision.to, decision.urgency, talk.form, talk.topic)
    return replace(turn, effects=(*turn.effects, wish))


async def _report(heard: Heard) -> Turn:
    """Something was not right in a talk with a human: it stops, the coordinator hears of it, and more
    can be told. Words behind the command belong to the report."""
    flowbook, risk = heard.house.flowbook(), heard.meaning.risk
    talk = heard.talk or await heard.tx.handoffs.last_talk_of(heard.person)
    if talk is None:
        text = heard.young("nothing_to_report")
        return say_only(flowbook, heard.conversation, text, heard.moment, risk=risk)
    known = await heard.tx.reports.of_talk(talk.id, ReportBy.YOUNG)
    conversation = heard.conversation
    if known is None:
        conversation = await relaying.reported(heard.house, heard.tx, talk)
    told = _told_behind(heard.content)
    moment = replace(await moment_of(heard.house, heard.tx, conversation), words=told)
    text = heard.young(_after_report(known))
    if talk.is_danger and heard.talk is not None:
        decision = flowbook.handoff.decide(talk.to, conversation, moment)
        text = f"{text}\n\n{flowbook.handoff.say_for(decision)}"
    turn = open_flow(flowbook, conversation, REPORT, moment, risk=risk, before=text)
    return replace(turn, effects=(*turn.effects, AddToReport(note=told)))


def _after_report(known: Report | None) -> str:
    """The name of what is said: now reported, reported before, or looked at already."""
    if known is None:
        return "reported"
    closed = known.state is ReportState.CLOSED
    return "reported_looked_at" if closed else "reported_already"


def _told_behind(content: Content) -> str:
    return content.argument.strip()[:LONGEST_NOTE] if isinstance(content, Command) else ""


async def _volunteer(heard: Heard) -> Turn:
    """Somebody wants to become a volunteer, or asks how that stands. Not in the middle of a talk."""
    if heard.talk is not None:
        return _said(heard, "volunteer_in_talk")
    known = await heard.tx.volunteers.get(heard.person)
    if known is None:
        return _opened(heard, applying.FLOW)
    argument = heard.content.argument if isinstance(heard.content, Command) else ""
    text = await applying.told(heard.house, heard.tx, known, argument)
    return say_only(
        heard.house.flowbook(), heard.conversation, text, heard.moment, risk=heard.meaning.risk
    )


async def _train(heard: Heard) -> Turn:
    """`/training` of who cannot begin it now: something for themselves comes first, or the screening."""
    known = await heard.tx.volunteers.get(heard.person)
    if known is None or known.status is VolunteerStatus.LEFT:
        return await _unknown_command(heard)
    screened = known.status is VolunteerStatus.SCREENED
    return _said(heard, "volunteer_later" if screened else "volunteer_applied")


def _said(heard: Heard, name: str) -> Turn:
    return say_only(
        heard.house.flowbook(),
        heard.conversation,
        heard.young(name),
        heard.moment,
        risk=heard.meaning.risk,
    )


async def _bridge(heard: Heard) -> Turn:
    """`/brug ja`: what the buttons of the bridge do, typed."""
    words = heard.content.argument if isinstance(heard.content, Command) else ""
    if await bridging.commanded(heard.house, heard.tx, heard.talk, words):
        return Turn(replace(heard.conversation, turns=heard.conversation.turns + 1))
    text = heard.young("bridge_none")
    risk = heard.meaning.risk
    return say_only(heard.house.flowbook(), heard.conversation, text, heard.moment, risk=risk)


async def _stop_learning(heard: Heard, conversation: Conversation) -> tuple[Conversation, str]:
    """`stop` also ends the keeping of messages to learn from, and erases them; gives the words that
    tell so. The button that ends a talk with a human, and a goodbye, end no more than they say."""
    said = heard.content
    stops = isinstance(said, Command) or (isinstance(said, Text) and plain(said.text) in STOP_WORDS)
    if not stops or not conversation.learning:
        return conversation, ""
    await heard.tx.unclear.delete_of(conversation.person)
    return conversation.remembering(learning="no"), f" {heard.young('learning_stopped')}"


async def _unknown_command(heard: Heard) -> Turn:
    return _said(heard, "unknown_command")


COMMANDS: dict[str, Callable[[Heard], Awaitable[Turn]]] = {
    "start": _start,
    "menu": _start,
    "help": _start,
    "stop": _stop,
    "wieleestdit": _who_reads,
    "vergeetmij": _forget_me,
    "leren": _learn,
    "iemandanders": _someone_else,
    "meld": _report,
    "vrijwilliger": _volunteer,
    "training": _train,
    "wachtrij": _queue,
    "brug": _bridge,
}


async def _came_or_went(house: House, tx: UnitOfWork, person: PersonId, content: Content) -> None:
    now = house.clock.now()
    if isinstance(content, Returned):
        await tx.people.left(person, None)
        await _tell_where(house, tx, person)
        return
    await tx.people.left(person, now)
    await tx.outbox.delete_of(person)
    await tx.events.add([event("person_left")], now)
    member = await tx.staff.get(person)
    if member is None:
        await talks.young_left(house, tx, person)
    else:
        await leaving.staff_left(house, tx, member)


async def _tell_where(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Who blocked Maatje and comes back hears with whom they talk now. Who never talked here, or may
    not yet, hears nothing by itself."""
    flowbook = house.flowbook()
    if await tx.staff.get(person) is not None:
        text = flowbook.staff("back_off_duty")
    elif (await tx.conversations.get(person)).introduced:
        waits = await handing_off.waiting_danger(tx, person)
        text = flowbook.young("back_waiting" if waits else "back_in_bot")
    else:
        return
    await tx.outbox.add(person, [Reply(text)], house.clock.now())
