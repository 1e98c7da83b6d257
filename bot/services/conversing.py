"""One message, one turn, one transaction: what happens with a message of anybody."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.events import event
from bot.domain.handoff import WAITING
from bot.domain.ids import PersonId
from bot.domain.interpretation import Interpretation
from bot.domain.messages import Command, Content, InGroup, Left, Press, Reply, Returned, Text
from bot.domain.turn import Turn
from bot.engine.leading import is_plain_answer
from bot.engine.matching import plain
from bot.engine.peer_note import PEER_NOTE
from bot.engine.running import say_only
from bot.engine.said import MENU, WHILE_WAITING
from bot.engine.weighing import weighed
from bot.errors import StaleConversation
from bot.services import admitting, coming_back
from bot.services.asking_how import came_back
from bot.services.circles import hearing as circle_hearing
from bot.services.circles import leaving as circle_leaving
from bot.services.effects import store
from bot.services.groups import joining as group_joining
from bot.services.groups import linking as group_linking
from bot.services.handoff import handing_off, room, silence, talks
from bot.services.handoff.cards import words_for_card
from bot.services.house import House, active, moment_of
from bot.services.ports import InboxRow, UnitOfWork
from bot.services.staff import applying, leaving, practising, registering, staffing
from bot.services.supporters import desk
from bot.services.supporters import ending as support_ends
from bot.services.supporters.room import OWN_PRESS as SUPPORT_PRESS
from bot.services.talking import bridging, passing, relaying
from bot.services.understanding import Understood, understand, words_of
from bot.services.wall.room import PRESS as WALL_PRESS
from bot.services.young import commands, odd, own_pair, stopping, with_others
from bot.services.young.heard import Heard

WHOLE_QUESTION = 4  # words
LONG_TEXT = 4000  # characters; longer than one Telegram message
ABOUT_WAITING = (
    commands.QUEUE,
    "nobody_there",
    "still_waiting",
    stopping.WANT_PEER,
    PEER_NOTE,
    WHILE_WAITING,
    MENU,
)


async def serve(house: House, row: InboxRow) -> None:
    """Deals with one stored message completely. Two writers at once: the turn is tried again."""
    content = house.translators[row.channel](row.payload)
    answers, practises = await _needs_no_guess(house, row.person, content)
    understood = await understand(house, content, is_answer=answers)
    if practises:
        understood = replace(understood, line=await practising.kind_of(house, content))
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


async def _needs_no_guess(house: House, person: PersonId, content: Content) -> tuple[bool, bool]:
    """Words of staff are carried, not understood; words of a button are their own meaning. And: are
    these words for a practice talk, in which it is named what they do?"""
    if not isinstance(content, Text):
        return False, False
    async with house.units() as tx:
        if await tx.staff.get(person) is not None:
            return True, await tx.practices.get(person) is not None
        conversation = await tx.conversations.get(person)
    return is_plain_answer(house.flowbook(), conversation, content.text), False


async def apologise(house: House, row: InboxRow) -> None:
    """Our bug stopped this message three times: say sorry. The danger path does not pass flows."""
    content = house.translators[row.channel](row.payload)
    risk = house.look(words_of(content))
    async with house.units() as tx:
        if isinstance(content, InGroup):  # nobody there asked for anything
            pass
        elif await desk.only_supports(tx, row.person) or await tx.staff.get(row.person) is not None:
            failed = Reply(house.flowbook().staff("failed"))
            await tx.outbox.add(row.person, [failed], house.clock.now())
        else:
            conversation = await tx.conversations.get(row.person)
            moment = await moment_of(house, tx, conversation)
            text = house.flowbook().young("flow_failed")
            turn = say_only(house.flowbook(), conversation, text, moment, risk=risk, end=True)
            await store(house, tx, turn)
        await tx.inbox.finish(row.seq)
        await tx.commit()


async def _take(
    house: House, tx: UnitOfWork, row: InboxRow, content: Content, understood: Understood
) -> None:
    person = row.person
    if isinstance(content, InGroup):
        await group_linking.heard(house, tx, person, row.channel, content)
        return
    if isinstance(content, Left | Returned):
        await _came_or_went(house, tx, person, content)
        return
    left = await registering.registers(house, tx, person, content)
    if left is None:
        return
    if (member := await tx.staff.get(person)) is not None:
        await staffing.answer(house, tx, member, left, understood.line)
        return
    left = await desk.takes(house, tx, person, left, understood)
    if left is None:
        return
    if not await admitting.is_admitted(house, tx, person, row.channel):
        await admitting.turn_away(house, tx, person)
    elif not await applying.begins(house, tx, person, left):
        await _young_turn(house, tx, person, applying.as_typed(left), understood.meaning)


async def _young_turn(
    house: House, tx: UnitOfWork, person: PersonId, content: Content, meaning: Interpretation
) -> None:
    conversation = came_back(await tx.conversations.get(person))
    weeks = coming_back.after_weeks(conversation, house.clock.now())
    conversation = coming_back.seen_now(conversation, house.clock.now())
    cases = list(await tx.handoffs.kept_of(person))
    if active(cases) is None:  # in a talk with a human nothing is asked: every sign counts
        risk, conversation = weighed(
            house.flowbook(), conversation, words_of(content), meaning.risk
        )
        meaning = replace(meaning, risk=risk)
    words = words_for_card(house, words_of(content), meaning.risk)
    moment = replace(await moment_of(house, tx, conversation, cases), words=words)
    heard = Heard(house, tx, person, content, meaning, conversation, moment, active(cases), weeks)
    waiting = [case for case in cases if case.is_danger and case.state in WAITING]
    for decide in DECISIONS:
        turn = await decide(heard)
        if turn is not None:
            turn = turn if heard.talk is not None else circle_hearing.with_door(house, turn)
            await store(house, tx, turn)
            break
    for case in waiting:  # who takes the case later can read what was said meanwhile
        await handing_off.keep_line(house, tx, case, words)


# --- the decisions, in order; danger adds to each of them ----------------------------------------


async def _command(heard: Heard) -> Turn | None:
    turn = await stopping.by_words(heard)
    if turn is not None:
        return turn
    if own_pair.means_stop(heard):
        return await own_pair.stop(heard)
    content = heard.content
    return await commands.answer(heard, content) if isinstance(content, Command) else None


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
    return heard.says(room.rule(heard.house, name or "pass_gone", peer=peer))


async def _relay(heard: Heard) -> Turn | None:
    """A human has the chat: words cross, danger adds, the flows rest."""
    if heard.talk is None:
        return None
    if await bridging.chosen(heard.house, heard.tx, heard.talk, heard.content):
        return heard.keeps_silent()
    if isinstance(heard.content, Press):
        if heard.content.key == talks.END_TALK:
            return await stopping.stop(heard)
        if heard.content.key == silence.SOMEONE_ELSE:
            return await stopping.someone_else(heard)
        return None  # buttons that Maatje showed during the talk belong to the engine
    turn = await relaying.from_young(
        heard.house,
        heard.tx,
        heard.talk,
        heard.conversation,
        heard.content,
        heard.meaning,
        heard.moment,
    )
    return stopping.with_someone_else(heard, turn)


async def _circle(heard: Heard) -> Turn | None:
    """Words for a circle, and its buttons. What is for Maatje after all is answered as ever."""
    told = await circle_hearing.heard(
        heard.house,
        heard.tx,
        heard.conversation,
        heard.content,
        heard.meaning,
        in_talk=heard.talk is not None,
    )
    if told is None:
        return None
    if not told.is_for_maatje:
        return with_others.told_of_circle(heard, told)
    heard = replace(heard, conversation=told.conversation)
    turn = None
    for decide in DECISIONS[DECISIONS.index(_circle) + 1 :]:
        turn = turn or await decide(heard)
    assert turn is not None
    return _said_beside(turn, told.beside)


def _said_beside(turn: Turn, text: str) -> Turn:
    """The same turn, with this said before its last words: help with danger comes first."""
    *before, last = turn.replies or (Reply(text),)
    said = (Reply(text),) if text and turn.replies else ()
    return replace(turn, replies=(*before, *said, last))


async def _wall(heard: Heard) -> Turn | None:
    key = heard.pressed(WALL_PRESS)
    return await with_others.wall_pressed(heard, key) if key is not None else None


async def _support(heard: Heard) -> Turn | None:
    key = heard.pressed(SUPPORT_PRESS)
    return await with_others.support_pressed(heard, key) if key is not None else None


async def _odd(heard: Heard) -> Turn | None:
    return await odd.answered(heard)


async def _asks_for_the_queue(heard: Heard) -> Turn | None:
    """ "Hoe lang nog?" of who waits: only these words, and in the middle of something else only a whole
    question ("is er al iemand")."""
    position = heard.conversation.position
    waits = heard.moment.waiting_for is not None or heard.moment.shared == "agreed"
    if not isinstance(heard.content, Text) or not waits or heard.meaning.risk.signs:
        return None
    elsewhere = position is not None and position.flow not in ABOUT_WAITING
    if elsewhere and len(heard.words.split()) < WHOLE_QUESTION:
        return None
    words = map(plain, heard.flowbook.handoff.queue_words)
    return await commands.queue(heard) if plain(heard.words) in words else None


async def _flow(heard: Heard) -> Turn | None:
    turn = heard.goes_on()
    if heard.talk is not None and isinstance(heard.content, Press) and not turn.replies:
        # the last answer to what Maatje asked in a talk: no press is met with silence
        return replace(turn, replies=(Reply(heard.young("old_button_in_talk")),))
    if heard.after_weeks and not heard.meaning.risk.signs:
        turn = heard.led_by(heard.young("back_after_weeks"), turn)
    return heard.led_by(heard.young("too_long"), turn) if len(heard.words) > LONG_TEXT else turn


DECISIONS: tuple[Callable[[Heard], Awaitable[Turn | None]], ...] = (
    _command,
    _passing,
    _relay,
    _circle,
    _wall,
    _support,
    _odd,
    _asks_for_the_queue,
    _flow,
)


# --- who blocked Maatje, or comes back ------------------------------------------------------------


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
        await support_ends.supporter_gone(house, tx, person)
        await circle_leaving.left(house, tx, person)
        await group_joining.left_all(tx, person)
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
