"""A text comes in for the wall: kept redacted, and shown to who may decide. Danger keeps it off."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.ids import PersonId, PostNumber
from bot.domain.messages import Reply
from bot.domain.turn import PostOnWall
from bot.domain.wall import Post, PostKind, PostState
from bot.engine.wall_rules import WallRules
from bot.services.house import House
from bot.services.ports import TimerKind, UnitOfWork
from bot.services.wall import looking, publishing, room

DANGER = "danger"  # the reason of a post that Maatje itself keeps off


async def post(house: House, tx: UnitOfWork, conversation: Conversation, wish: PostOnWall) -> None:
    """Takes in what the author agreed to, and says what happens now, also when nobody is there."""
    person, rules = conversation.person, room.rules_of(house)
    name, values = await _taken(house, tx, person, wish)
    replies = room.with_who_reads(house.flowbook(), [Reply(rules.say(name, **values))])
    await tx.outbox.add(person, replies, house.clock.now())


async def _taken(
    house: House, tx: UnitOfWork, person: PersonId, wish: PostOnWall
) -> tuple[str, dict[str, object]]:
    """The name of the sentence to say, and what is filled in."""
    rules = room.rules_of(house)
    most, since = rules.limits.posts_per_day, room.day_of(house.clock.now())
    if wish.changes is None and await tx.wall.written_since(person, since) >= most:
        return "too_many", {"most": most}
    if wish.kind is PostKind.ANSWER and not await _is_open(tx, wish.question):
        return "question_gone", {}
    kept = await _kept(house, tx, person, wish)
    if kept is None:
        return "change_gone", {}
    shown = await looking.begin(house, tx, kept)
    await tx.events.add([event("wall_posted", kept.kind.value)], house.clock.now())
    name = "sent_two" if kept.sensitive else "sent"
    return name if shown else "sent_nobody", {"number": kept.number}


async def _is_open(tx: UnitOfWork, question: PostNumber | None) -> bool:
    asked = await tx.wall.get(question) if question is not None else None
    return asked is not None and asked.state is PostState.PUBLISHED


async def _kept(house: House, tx: UnitOfWork, person: PersonId, wish: PostOnWall) -> Post | None:
    """The new post, or the changed one; `None` when there is nothing to change any more."""
    now, sensitive = house.clock.now(), _is_sensitive(room.rules_of(house), wish)
    marks = {"sensitive": sensitive, "unread": wish.unread, "concern": wish.concern}
    told = {"topic": wish.topic, "age_band": wish.age_band}
    if wish.changes is None:
        new = Post(PostNumber(0), person, wish.kind, wish.text, now, now, question=wish.question)
        return await tx.wall.add(replace(new, **marks, **told))  # type: ignore[arg-type]
    before = await tx.wall.get(wish.changes)
    if before is None or before.author != person or before.state is not PostState.SENT_BACK:
        return None
    marks["sensitive"] = sensitive or before.sensitive
    await tx.wall.save(before, before.offered_again(wish.text, now, **marks, **told))
    return await tx.wall.get(before.number)


def _is_sensitive(rules: WallRules, wish: PostOnWall) -> bool:
    """Must two people look? By the subject that it may be about, by its words, by a sign of concern,
    and when the language service could not read it."""
    topics = (wish.topic, *wish.guesses)
    return wish.concern or wish.unread or rules.sensitive.holds(wish.text, topics)


async def keep_off(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Danger came to light later: what was not read by then, or held a sign of concern, comes off."""
    now = house.clock.now()
    for one in await tx.wall.of_author(person):
        if not (one.unread or one.concern) or one.state in (PostState.REFUSED, PostState.SENT_BACK):
            continue
        await publishing.take_down(house, tx, one)
        fresh = await tx.wall.get(one.number)
        assert fresh is not None
        hidden = fresh if fresh.waits else fresh.hidden(now)
        await tx.wall.save(fresh, hidden.moved(PostState.REFUSED, now, reason=DANGER))
        await stop_looking(tx, one.number)
        await tx.events.add([event("wall_kept_off", DANGER)], now)


async def stop_looking(tx: UnitOfWork, number: PostNumber) -> None:
    """Nobody needs to look at it any more."""
    await tx.wall.clear_cards(number)
    await tx.timers.delete(TimerKind.WALL_LOOK, str(number))
