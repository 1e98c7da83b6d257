"""The channel of the wall: an ordinary reader of the outbox, that holds up nobody when it fails."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import PersonId
from bot.domain.messages import Reply, Spot, WallCopy
from bot.domain.volunteer import Role
from bot.domain.wall import Post, PostKind, PostState
from bot.services.house import House
from bot.services.ports import OutboxRow, Timer, TimerKind, UnitOfWork
from bot.services.wall import room

QUIET_AFTER_ALARM = timedelta(hours=24)  # the coordinators hear of a broken channel once a day


async def _channel(house: House, tx: UnitOfWork) -> PersonId | None:
    if house.wall_channel is None:
        return None
    return await tx.people.at(*house.wall_channel, house.clock.now())


async def publish(house: House, tx: UnitOfWork, post: Post) -> None:
    """Puts a post on its way to the channel, if there is one."""
    channel, rules = await _channel(house, tx), room.rules_of(house)
    if channel is None:
        return
    name = "answer" if post.kind is PostKind.ANSWER else "post"
    text = rules.in_channel(
        name, number=post.number, question=post.question or "", text=room.readable(rules, post)
    )
    await tx.outbox.add(channel, [Reply(text, wall=WallCopy(post.number))], house.clock.now())


async def take_down(house: House, tx: UnitOfWork, post: Post, *, says: str = "withdrawn") -> None:
    """Takes a post out of the channel again; `says` names what takes its place where Telegram deletes
    nothing any more. One that is still on its way is not shown any more."""
    if post.in_channel:
        await _remove(house, tx, WallCopy(post.number, post.in_channel), says)
        await tx.wall.in_channel(post.number, ())


async def _remove(house: House, tx: UnitOfWork, copy: WallCopy, says: str = "withdrawn") -> None:
    channel = await _channel(house, tx)
    if channel is not None:
        reply = Reply(room.rules_of(house).in_channel(says), wall=copy)
        await tx.outbox.add(channel, [reply], house.clock.now())


async def placed(tx: UnitOfWork, reply: Reply) -> Reply | None:
    """The reply with its place in the channel; `None` when there is nothing to show any more."""
    assert reply.wall is not None
    if reply.wall.removes:
        return replace(reply, spot=Spot(removes=reply.wall.removes))
    post = await tx.wall.get(reply.wall.post)
    if post is None or post.state is not PostState.PUBLISHED or post.in_channel:
        return None
    question = await tx.wall.get(post.question) if post.question is not None else None
    under = question.in_channel[0] if question is not None and question.in_channel else ""
    return replace(reply, spot=Spot(under=under))


async def was_sent(house: House, tx: UnitOfWork, copy: WallCopy, messages: tuple[str, ...]) -> None:
    """Keeps where a post stands in the channel. Withdrawn while it was being sent: it goes again."""
    if copy.removes or not messages:
        return
    post = await tx.wall.get(copy.post)
    if post is not None and post.state is PostState.PUBLISHED:
        await tx.wall.in_channel(post.number, messages)
    else:
        await _remove(house, tx, WallCopy(copy.post, messages))


async def refused(house: House, tx: UnitOfWork, row: OutboxRow, *, all_of_it: bool) -> None:
    """The channel does not take it: the coordinators hear of that, and nothing is tried for ever."""
    await (tx.outbox.delete_of(row.person) if all_of_it else tx.outbox.sent(row))
    if await tx.timers.is_set(TimerKind.WALL_CHANNEL, "channel"):
        return
    quiet = house.clock.now() + QUIET_AFTER_ALARM
    await tx.timers.set(Timer(TimerKind.WALL_CHANNEL, "channel", quiet))
    for member in await tx.staff.all():
        if member.role is Role.COORDINATOR:
            await room.tell(house, tx, member.person, "channel_refused")


async def alarm_again(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """From now on a broken channel is told again."""
