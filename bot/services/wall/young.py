"""What young people press and type about the wall; each button has a typed equivalent."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.conversation import Conversation
from bot.domain.ids import PostNumber
from bot.domain.messages import Reply
from bot.domain.wall import PostKind, PostState
from bot.engine.matching import plain
from bot.engine.wall import begin
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.wall import browsing, own, reporting, room

NEWEST = ("nieuw", "nieuwste", "lezen", "lees")
# /muur 12 WORD, and the button that does the same.
TYPED = {
    "herken": "thanks",
    "herkend": "thanks",
    "antwoord": "answer",
    "antwoorden": "answer",
    "meld": "report",
    "weg": "gone",
    "anders": "change",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What to show. With `writes` the talk goes on with writing, after `replies` were said."""

    replies: tuple[Reply, ...]
    writes: Conversation | None = None


def _said(text: str) -> Told:
    return Told((Reply(text),))


async def pressed(house: House, tx: UnitOfWork, conversation: Conversation, key: str) -> Told:
    """A button of the wall: `open.12`, `page.1.bullying`, `thanks.12` …"""
    action, _, rest = key.partition(".")
    number, _, topic = rest.partition(".")
    if action == "topics":
        return Told(tuple(browsing.topics(house)))
    if action == "page":
        known = topic if room.rules_of(house).title(topic) else None
        page = int(number) if number.isdigit() and len(number) < room.LARGEST_NUMBER else 0
        return Told(tuple(await browsing.page(house, tx, known, page)))
    if action == "mine":
        return Told(tuple(await own.listed(house, tx, conversation.person)))
    return await _about(house, tx, conversation, action, room.number_in(number))


async def _about(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    action: str,
    number: PostNumber | None,
) -> Told:
    """One post: reading it, or doing something with it."""
    person = conversation.person
    match action:
        case "thanks":
            return _said(await browsing.recognise(house, tx, person, number))
        case "report":
            return _said(await reporting.report(house, tx, person, number))
        case "answer":
            return await _answers(house, tx, conversation, number)
        case "gone" | "change":
            return await _own(house, tx, conversation, action, number)
        case _:
            return Told(tuple(await browsing.opened(house, tx, number)))


async def _answers(
    house: House, tx: UnitOfWork, conversation: Conversation, number: PostNumber | None
) -> Told:
    rules, post = room.rules_of(house), await browsing.on_wall(tx, number)
    if post is None:
        return _said(rules.say("gone"))
    if post.kind is not PostKind.QUESTION:
        return _said(rules.say("only_questions"))
    writes = begin(conversation, PostKind.ANSWER, question=post.number, topic=post.topic)
    return Told((Reply(room.readable(rules, post)),), writes)


async def _own(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    action: str,
    number: PostNumber | None,
) -> Told:
    rules, post = room.rules_of(house), await own.mine(tx, conversation.person, number)
    if post is None:
        return _said(rules.say("which"))
    if action == "gone":
        return _said(await own.withdraw(house, tx, post))
    if post.state is not PostState.SENT_BACK:
        return _said(rules.say("not_to_change"))
    intro = rules.say("change_intro", text=post.text)
    return Told((Reply(intro),), own.changing(conversation, post))


async def wall(
    house: House, tx: UnitOfWork, conversation: Conversation, argument: str
) -> Told | None:
    """`/muur …`; `None` without anything behind it: the flow of the wall opens."""
    first, _, rest = argument.strip().partition(" ")
    if not first:
        return None
    number, topic = room.number_in(first), browsing.topic_called(house, argument)
    if number is not None:
        action = TYPED.get(plain(rest), "open" if not rest.strip() else "")
        if not action:
            return _said(room.rules_of(house).say("how"))
        return await _about(house, tx, conversation, action, number)
    if topic is not None or plain(first) in NEWEST:
        return Told(tuple(await browsing.page(house, tx, topic, 0)))
    if plain(first) == "onderwerp":
        return Told(tuple(browsing.topics(house)))
    return _said(room.rules_of(house).say("how"))


async def mine(house: House, tx: UnitOfWork, conversation: Conversation, argument: str) -> Told:
    """`/mijnmuur`, `/mijnmuur weg 12`, `/mijnmuur anders 12`."""
    word, _, rest = argument.strip().partition(" ")
    if not word:
        return Told(tuple(await own.listed(house, tx, conversation.person)))
    action = {"weg": "gone", "anders": "change"}.get(plain(word))
    if action is None:
        return _said(room.rules_of(house).say("which"))
    return await _own(house, tx, conversation, action, room.number_in(rest))
