"""`/mijnmuur`: what somebody wrote for the wall, how it stands, and taking it back at any time."""

from __future__ import annotations

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.ids import PersonId, PostNumber
from bot.domain.messages import Button, Reply
from bot.domain.retention import WALL_TERM
from bot.domain.volunteer import StaffMember
from bot.domain.wall import MarkKind, Post, PostState
from bot.engine.pages import pages
from bot.engine.wall import begin
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.wall import posting, publishing, room

SHORT = 120  # characters of an own post in the list
MOST = 8  # in one list; the newest


async def show_mine(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """The list, as the answer to a step of a flow."""
    replies = room.with_who_reads(house.flowbook(), await listed(house, tx, conversation.person))
    await tx.outbox.add(conversation.person, replies, house.clock.now())


async def listed(house: House, tx: UnitOfWork, person: PersonId) -> list[Reply]:
    """Every own post with its state, the newest first; the buttons stand under the last one."""
    rules = room.rules_of(house)
    mine = list(reversed(await tx.wall.of_author(person)))[:MOST]
    if not mine:
        return [Reply(rules.say("mine_none"))]
    lines = [rules.say("mine")]
    lines += [f"{await _state(house, tx, post)}\n“{_short(post.text)}”" for post in mine]
    *before, last = pages(lines)
    buttons = tuple(button for post in mine for button in _buttons(house, post))
    return [*(Reply(page) for page in before), Reply(last, buttons)]


def _short(text: str) -> str:
    return text if len(text) <= SHORT else text[:SHORT].rstrip() + "…"


def _buttons(house: House, post: Post) -> list[Button]:
    rules = room.rules_of(house)
    change = [room.button(rules, "change_button", "change", post.number)]
    withdraw = [room.button(rules, "withdraw_button", "gone", post.number)]
    return [*(change if post.state is PostState.SENT_BACK else []), *withdraw]


async def _state(house: House, tx: UnitOfWork, post: Post) -> str:
    rules = room.rules_of(house)
    reason = rules.reason(post.reason)
    said = post.words or (reason.say if reason is not None else "")
    if post.reason == posting.DANGER:
        said = rules.say("kept_off")
    minutes = int((house.clock.now() - post.changed_at).total_seconds() // 60)
    hours = f"{minutes} minuten" if minutes < 120 else f"{minutes // 60} uur"
    thanks = await tx.wall.marks(post.number, MarkKind.THANKS)
    name = f"mine_{post.state.value}"
    return rules.say(name, number=post.number, hours=hours, thanks=thanks, reason=said)


async def mine(tx: UnitOfWork, person: PersonId, number: PostNumber | None) -> Post | None:
    """This post, if this person wrote it."""
    post = await tx.wall.get(number) if number is not None else None
    return post if post is not None and post.author == person else None


async def withdraw(house: House, tx: UnitOfWork, post: Post) -> str:
    """Takes a post back: gone from the bot, and on its way out of the channel; the answers to a question
    go along. Returns what to say."""
    name = "withdrawn_channel" if post.in_channel else "withdrawn"
    for answer in await tx.wall.answers(post.number):
        await _erase(house, tx, answer)
    await _erase(house, tx, post)
    await tx.events.add([event("wall_withdrawn")], house.clock.now())
    return room.rules_of(house).say(name, number=post.number)


async def _erase(house: House, tx: UnitOfWork, post: Post) -> None:
    await publishing.take_down(house, tx, post)
    await posting.stop_looking(tx, post.number)
    await tx.wall.delete(post.number)


async def withdraw_all(house: House, tx: UnitOfWork, person: PersonId) -> None:
    """Everything of somebody who is erased, and what they recognised or reported."""
    for post in await tx.wall.of_author(person):
        await withdraw(house, tx, post)
    await tx.wall.forget_reader(person)


async def take_down_old(house: House, tx: UnitOfWork) -> None:
    """What stood on the wall for its whole term goes, from the channel too."""
    until = house.clock.now() - WALL_TERM
    for post in await tx.wall.in_state(PostState.PUBLISHED, PostState.HIDDEN):
        if post.changed_at < until:
            for answer in await tx.wall.answers(post.number):
                await _erase(house, tx, answer)
            await _erase(house, tx, post)


def changing(conversation: Conversation, post: Post) -> Conversation:
    """The conversation at the beginning of another try."""
    return begin(conversation, post.kind.value, question=post.question, changes=post.number)


async def by_staff(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/mijnmuur` of somebody who became staff: what they wrote before, and taking it back."""
    word, _, rest = argument.strip().partition(" ")
    if word.casefold() == "weg":
        post = await mine(tx, member.person, room.number_in(rest))
        rules = room.rules_of(house)
        text = await withdraw(house, tx, post) if post is not None else rules.say("which")
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
        return
    await tx.outbox.add(member.person, await listed(house, tx, member.person), house.clock.now())


async def pressed_by_staff(house: House, tx: UnitOfWork, member: StaffMember, key: str) -> None:
    """A button of the time when they were a young person here: only taking back still works."""
    action, _, number = key.partition(".")
    if action == "gone":
        await by_staff(house, tx, member, f"weg {number}")
    else:
        text = house.flowbook().staff("old_button")
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
