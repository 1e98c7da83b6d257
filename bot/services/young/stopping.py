"""A young person stops, hides the talk, or would rather have somebody else."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.handoff import Handoff
from bot.domain.messages import Button, Command, Reply, Text
from bot.domain.turn import RequestHandoff, Turn
from bot.engine.danger import after_talk_flow
from bot.engine.matching import plain
from bot.engine.running import danger_turn
from bot.engine.stop_words import STOP_WORDS, is_stop
from bot.engine.wall import dropped
from bot.services import next_day
from bot.services.asking_how import WAITS
from bot.services.circles import hearing as circle_hearing
from bot.services.handoff import handing_off, silence
from bot.services.shared import inviting, parties
from bot.services.talking import away, relaying
from bot.services.waiting import appointing
from bot.services.young import report
from bot.services.young.heard import Heard

STOPPED = "stopped"
WANT_PEER = "want_peer"
# In a talk with a human, the whole message: whoever reports it must not tell that human first. "Melden"
# alone may be the answer to "wil je het op school melden?".
REPORT_WORDS = ("meld", "dit gesprek melden", "ik wil dit gesprek melden", "ik meld dit gesprek")
_SOMEONE_ELSE = re.compile(
    r"(?:(?:mag|kan) ik |ik wil )?(?:graag |liever )?(?:iemand anders|(?:een )?ander maatje)(?: spreken)?"
)


async def by_words(heard: Heard) -> Turn | None:
    """`weg`, `stop`, `meld` and the words of "Iemand anders vragen", without a slash."""
    if not isinstance(heard.content, Text):
        return None
    text = heard.content.text
    if plain(text) == away.WORD:
        return await go_away(heard)
    if _means_stop(heard, text) or _wants_nobody(heard, text):
        return await stop(heard)
    if heard.talk is not None and plain(text) in REPORT_WORDS:
        return await report.report(heard)
    return await someone_else(heard) if _means_someone_else(heard, text) else None


def _means_stop(heard: Heard, text: str) -> bool:
    """In a talk with a human only the word itself or the words of the button: anything else may be
    meant for them."""
    if heard.talk is None:
        return is_stop(heard.conversation, text)
    return plain(text) in (*STOP_WORDS, plain(heard.young("end_talk_button")))


_NOBODY = re.compile(
    r"\bik wil (?:\w+ ){0,2}?(?:niemand|geen maatje|geen mens|geen vrijwilliger)(?: meer)?\b"
    r"|\b(?:haal|zet|gooi) (?:mij|me) (?:er ?uit|uit die|uit de|van de|van die)\b|\bniet meer wachten\b"
)
TO_A_PEER = (WANT_PEER, "peer_wishes", "peer_note", "while_waiting")


def _wants_nobody(heard: Heard, text: str) -> bool:
    """ "Ik wil helemaal niemand", "haal mij uit die rij": of who waits, or is being asked whom they want."""
    position = heard.conversation.position
    asked = position is not None and position.flow in TO_A_PEER
    waits = heard.talk is None and (asked or heard.moment.waiting_for is not None)
    return waits and _NOBODY.search(plain(text)) is not None


def _means_someone_else(heard: Heard, text: str) -> bool:
    """In a talk, only the very words of the button: "iemand anders" alone may be an answer, and
    brings the button (`with_someone_else`)."""
    return heard.talk is not None and plain(text) == plain(heard.young("someone_else_button"))


async def stop(heard: Heard) -> Turn:
    """`stop` ends a talk with a human, or the flow; it also ends waiting for somebody. Danger that
    stands in the same message is answered all the same."""
    if heard.talk is not None:
        return await _end_talk(heard, heard.talk)
    await handing_off.withdraw(heard.house, heard.tx, heard.person)
    invited = await inviting.leaves(heard.house, heard.tx, heard.person)  # or they waited for it
    conversation, told = await _stop_learning(heard, heard.conversation)
    text = heard.young("stopped") + told
    if invited:
        text = f"{heard.young('shared_stopped_too')} {text}"
    if await appointing.cancel(heard.house, heard.tx, heard.person):
        text = f"{heard.young('appointment_cancelled')} {text}"
    await next_day.take_back(heard.tx, heard.person)
    conversation, circle = await circle_hearing.stopped(heard.house, heard.tx, conversation)
    text += circle
    conversation = dropped(conversation.remembering(later_message="", **{WAITS: "yes"}))
    heard = replace(heard, conversation=conversation)
    if heard.moment.waiting_for is not None:
        text = f"{heard.flowbook.handoff.say['withdrawn']} {text}"
    if heard.moment.has_goal and not heard.meaning.risk.signs:
        return heard.opens(STOPPED, keep=False, before=text)
    return heard.says(text, end=True)


def with_someone_else(heard: Heard, turn: Turn) -> Turn:
    """Words in a talk that may mean "rather another helper": they went to who helps, and the button stands
    beside them. Another one cannot come into a talk of more than two."""
    if heard.talk is None or heard.talk.shared is not None or heard.meaning.risk.signs:
        return turn
    if not isinstance(heard.content, Text) or not _SOMEONE_ELSE.fullmatch(plain(heard.words)):
        return turn
    button = Button(heard.young("someone_else_button"), silence.SOMEONE_ELSE)
    offered = Reply(heard.young("someone_else_offer"), (button,))
    return replace(turn, replies=(*turn.replies, offered))


async def _end_talk(heard: Heard, talk: Handoff) -> Turn:
    conversation = await relaying.ended_by_young(heard.house, heard.tx, talk)
    conversation, told = await _stop_learning(heard, conversation)
    heard = await heard.after(conversation)
    before = heard.flowbook.handoff.say["closed_by_young"] + told
    return heard.opens(after_talk_flow(conversation), keep=False, before=before)


async def _stop_learning(heard: Heard, conversation: Conversation) -> tuple[Conversation, str]:
    """`stop` also ends the keeping of messages to learn from, and erases them; gives the words that
    tell so. The button that ends a talk with a human, and a goodbye, end no more than they say."""
    said = heard.content
    stops = isinstance(said, Command) or (isinstance(said, Text) and plain(said.text) in STOP_WORDS)
    if not stops or not conversation.learning:
        return conversation, ""
    await heard.tx.unclear.delete_of(conversation.person)
    return conversation.remembering(learning="no"), f" {heard.young('learning_stopped')}"


async def go_away(heard: Heard) -> Turn:
    """`weg`: hide this talk now. Danger in words behind the command is answered all the same."""
    risk = heard.meaning.risk if heard.argument else heard.house.look(heard.words)
    conversation = await away.go(heard.house, heard.tx, heard.conversation, heard.talk)
    heard = replace(heard, conversation=conversation)
    turn = heard.keeps_silent()
    if risk.signs:
        turn = danger_turn(heard.flowbook, conversation, risk, heard.moment)
    return replace(turn, replies=(away.reply(heard.house), *turn.replies))


async def someone_else(heard: Heard) -> Turn:
    """Rather another helper: the talk ends, and the same wish is asked of the others."""
    talk = heard.talk
    if talk is None:
        return heard.opens(WANT_PEER)
    if await parties.talk_of(heard.tx, talk) is not None:
        return heard.tells("shared_someone_else")
    heard = await heard.after(await relaying.left_for_another(heard.house, heard.tx, talk))
    handoff = heard.flowbook.handoff
    decision = handoff.decide(talk.to, heard.conversation, heard.moment)
    turn = heard.says(f"{handoff.say['someone_else']} {handoff.say_for(decision)}")
    if talk.is_danger or decision.to is None:
        return turn
    wish = RequestHandoff(decision.to, decision.urgency, talk.form_alone, talk.topic)
    return replace(turn, effects=(*turn.effects, wish))
