"""Reading the wall: a page at a time, by topic, one post with its answers, and a silent thanks."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.ids import PersonId, PostNumber
from bot.domain.messages import Button, Reply
from bot.domain.wall import MarkKind, Post, PostKind, PostState
from bot.engine.matching import plain
from bot.engine.pages import pages
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.wall import room

MOST_ANSWERS = 10  # under one question; the newest


async def show_newest(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """The first page, as the answer to a step of a flow."""
    replies = room.with_who_reads(house.flowbook(), await page(house, tx, None, 0))
    await tx.outbox.add(conversation.person, replies, house.clock.now())


async def page(house: House, tx: UnitOfWork, topic: str | None, number: int) -> list[Reply]:
    """One page (from 0) of all posts or of a topic. A page that is not there any more is the last."""
    rules = room.rules_of(house)
    size = rules.limits.posts_on_a_page
    shown, total = await tx.wall.page(topic, max(number, 0), size)
    count = max((total + size - 1) // size, 1)
    if not shown and number > 0:
        return await page(house, tx, topic, count - 1)
    title = rules.title(topic) if topic is not None else ""
    if not shown:
        text = rules.say("empty_topic", topic=title) if title else rules.say("empty")
        return [Reply(text, tuple(_elsewhere(house, topic)))]
    head = rules.say("page_topic" if title else "page", topic=title, page=number + 1, pages=count)
    lines = [head, *[await _post(house, tx, post) for post in shown]]
    buttons = [room.button(rules, "open_button", "open", post.number) for post in shown]
    behind = topic or ""
    if number > 0:
        buttons.append(room.button(rules, "earlier_button", "page", number - 1, behind))
    if number + 1 < count:
        buttons.append(room.button(rules, "next_button", "page", number + 1, behind))
    return [Reply("\n\n".join(lines), (*buttons, *_elsewhere(house, topic)))]


def _elsewhere(house: House, topic: str | None) -> list[Button]:
    rules = room.rules_of(house)
    newest = [room.button(rules, "newest_button", "page", 0)] if topic is not None else []
    return [room.button(rules, "topics_button", "topics"), *newest]


async def _post(house: House, tx: UnitOfWork, post: Post) -> str:
    rules = room.rules_of(house)
    thanks = await tx.wall.marks(post.number, MarkKind.THANKS)
    question = ", een vraag" if post.kind is PostKind.QUESTION else ""
    text = room.readable(rules, post)
    return rules.say("post", number=post.number, question=question, thanks=thanks, text=text)


def topics(house: House) -> list[Reply]:
    """The subjects to choose from."""
    rules = room.rules_of(house)
    buttons = [Button(one.title, f"{room.PRESS}.page.0.{one.topic}") for one in rules.topics]
    return [Reply(rules.say("topics"), tuple(buttons))]


def topic_called(house: House, words: str) -> str | None:
    """The topic with this title or name."""
    said = plain(words)
    every = room.rules_of(house).topics
    return next((one.topic for one in every if said in (plain(one.title), plain(one.topic))), None)


async def on_wall(tx: UnitOfWork, number: PostNumber | None) -> Post | None:
    """The post with this number, if everybody may read it now; an answer only with its question."""
    post = await tx.wall.get(number) if number is not None else None
    if post is None or post.state is not PostState.PUBLISHED:
        return None
    if post.question is not None and await on_wall(tx, post.question) is None:
        return None
    return post


async def opened(house: House, tx: UnitOfWork, number: PostNumber | None) -> list[Reply]:
    """One post, with what can be done with it, and the answers to a question."""
    rules, post = room.rules_of(house), await on_wall(tx, number)
    if post is None:
        return [Reply(rules.say("gone"))]
    lines = [await _post(house, tx, post)]
    buttons = [room.button(rules, "recognise_button", "thanks", post.number)]
    if post.kind is PostKind.QUESTION:
        lines += await _answers(house, tx, post)
        buttons.append(room.button(rules, "answer_button", "answer", post.number))
    buttons.append(room.button(rules, "report_button", "report", post.number))
    buttons.append(room.button(rules, "newest_button", "page", 0))
    *before, last = pages(lines)
    return [*(Reply(page) for page in before), Reply(last, tuple(buttons))]


async def _answers(house: House, tx: UnitOfWork, question: Post) -> list[str]:
    rules = room.rules_of(house)
    every = await tx.wall.answers(question.number)
    shown = [one for one in every if one.state is PostState.PUBLISHED][-MOST_ANSWERS:]
    if not shown:
        return ["", rules.say("answers_none")]
    return ["", rules.say("answers"), *[await _post(house, tx, one) for one in shown]]


async def recognise(
    house: House, tx: UnitOfWork, reader: PersonId, number: PostNumber | None
) -> str:
    """ "Dit herken ik": counted once a reader, without who. Returns what to say."""
    rules, post = room.rules_of(house), await on_wall(tx, number)
    if post is None:
        return rules.say("gone")
    if post.author == reader:
        return rules.say("own_post")
    now = house.clock.now()
    day = room.day_of(now).date()
    if not await tx.wall.mark(post.number, MarkKind.THANKS, reader, day, now):
        return rules.say("recognised_already")
    await tx.events.add([event("wall_thanked")], now)
    return rules.say("recognised")
