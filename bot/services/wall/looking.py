"""Who gets to see a post that waits: one moderator, after a while the next one; a professional too when
it is sensitive. Never who wrote it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.ids import PersonId
from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.wall import Post, PostState
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.wall import room

PRESS = "modr"  # buttons of who looks
ROUND_EVERY = 4  # terms: who saw it and did not decide is not reminded all the time
BUTTONS = (
    ("approve_button", "ok"),
    ("back_button", "back"),
    ("refuse_button", "no"),
    ("sensitive_button", "sens"),
    ("later_button", "later"),
)


async def card(house: House, tx: UnitOfWork, post: Post) -> Reply:
    """The post as it would appear, with what to know about it and the buttons."""
    rules = room.rules_of(house)
    asked = await tx.wall.get(post.question) if post.question is not None else None
    notes = [
        rules.tell("card_again") if post.state is PostState.HIDDEN else "",
        rules.tell("card_sensitive") if post.sensitive else "",
        rules.tell("card_second") if post.counted(await tx.wall.looks(post.number)) else "",
        rules.tell("card_concern") if post.concern else "",
        rules.tell("card_question", number=asked.number, text=asked.text) if asked else "",
    ]
    known = "".join(f"\n{note}" for note in notes if note)
    text = rules.tell("card", number=post.number, notes=known, text=room.readable(rules, post))
    shown = [one for one in BUTTONS if not (post.sensitive and one[1] == "sens")]
    buttons = [Button(rules.tell(name), f"{PRESS}.{act}.{post.number}") for name, act in shown]
    return Reply(text, tuple(buttons))


async def show(house: House, tx: UnitOfWork, post: Post, member: StaffMember) -> None:
    """Shows a post to this member."""
    now = house.clock.now()
    await tx.wall.show(post.number, member.person, now)
    await tx.outbox.add(member.person, [await card(house, tx, post)], now)


async def offer(house: House, tx: UnitOfWork, post: Post) -> int:
    """Shows the post to the next ones who may decide; returns to how many."""
    chosen = await _next(tx, post)
    for member in chosen:
        await show(house, tx, post, member)
    return len(chosen)


async def begin(house: House, tx: UnitOfWork, post: Post) -> int:
    """Somebody must look at this post from now on; returns how many see it at once."""
    await tx.wall.clear_cards(post.number)
    shown = await offer(house, tx, post)
    await _plan(house, tx, post, repeats=0)
    return shown


async def _plan(house: House, tx: UnitOfWork, post: Post, *, repeats: int) -> None:
    limits = room.rules_of(house).limits
    due = house.clock.now() + timedelta(minutes=limits.next_moderator_after_minutes)
    await tx.timers.set(Timer(TimerKind.WALL_LOOK, str(post.number), due, repeats=repeats))


async def _next(tx: UnitOfWork, post: Post) -> list[StaffMember]:
    """One moderator with the fewest cards, and one professional while the post lacks one."""
    looks = await tx.wall.looks(post.number)
    counted = post.counted(looks)
    seen = {post.author, *await tx.wall.shown(post.number), *(look.staff for look in counted)}
    lacks, chosen = post.lacks_professional(looks), []
    others_needed = post.looks_needed - len(counted) - (1 if lacks else 0)
    if others_needed > 0:
        chosen += await _freest(tx, Role.MODERATOR, seen)
    if lacks or (others_needed > 0 and not chosen and post.looks_needed > 1):
        chosen += await _freest(tx, Role.PROFESSIONAL, seen)
    return chosen


async def _freest(tx: UnitOfWork, role: Role, seen: set[PersonId]) -> list[StaffMember]:
    members = [one for one in await room.who_may_look(tx, role) if one.person not in seen]
    if not members:
        return []
    busy = {one.person: len(await tx.wall.cards_of(one.person)) for one in members}
    return [min(members, key=lambda one: busy[one.person])]


async def too_long(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Nobody decided within the term: the next one sees it, and the author hears that it takes long.
    When everybody saw it, it comes round again, not at every term."""
    number = room.number_in(timer.ref)
    post = await tx.wall.get(number) if number is not None else None
    if post is None or not post.waits:
        return
    comes_round = timer.repeats % ROUND_EVERY == ROUND_EVERY - 1
    if not await offer(house, tx, post) and comes_round:
        await tx.wall.clear_cards(post.number)
        await offer(house, tx, post)
    waited = house.clock.now() - post.changed_at
    limit = timedelta(minutes=room.rules_of(house).limits.tell_author_after_minutes)
    if waited >= limit and not post.told_late and post.state is PostState.WAITING:
        await tx.wall.save(post, replace(post, told_late=True))
        await tell_author(house, tx, post)
    await _plan(house, tx, post, repeats=timer.repeats + 1)


async def tell_author(house: House, tx: UnitOfWork, post: Post) -> None:
    """There is news for who wrote this: neutral first, at a moment that is not night. Somebody of the
    staff hears it at once."""
    now = house.clock.now()
    if await tx.staff.get(post.author) is not None:
        await room.tell(house, tx, post.author, "news")
    elif not await tx.timers.is_set(TimerKind.WALL_NEWS, post.author):
        await tx.timers.set(Timer(TimerKind.WALL_NEWS, post.author, now, post.author))


async def offer_waiting(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Somebody came on duty: what waits and nobody sees now is shown, the oldest first; a professional
    gets what lacks one. A younger moderator may begin once a professional is there."""
    if member.role not in (Role.MODERATOR, Role.PROFESSIONAL):
        return
    for post in await tx.wall.in_state(PostState.WAITING, PostState.HIDDEN):
        on_duty = {one.person for role in (Role.MODERATOR, Role.PROFESSIONAL)
                   for one in await room.who_may_look(tx, role)}  # fmt: skip
        seen_by = on_duty & await tx.wall.shown(post.number)
        lacks = post.lacks_professional(await tx.wall.looks(post.number))
        if not seen_by or (lacks and member.role is Role.PROFESSIONAL):
            await offer(house, tx, post)
