"""What moderators and professionals do with posts: buttons, `/muur …`, reasons in own words."""

from __future__ import annotations

from bot.domain.ids import PostNumber
from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.wall import Post, PostState, Verdict
from bot.engine.matching import plain
from bot.engine.showing import shown
from bot.engine.wall_rules import WallReason
from bot.services.handoff import room as talks_room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.wall import deciding, looking, practising, room

VERDICTS = {"back": Verdict.SEND_BACK, "no": Verdict.REFUSE}
VERDICT_WORDS = {"back": "terug", "no": "weg"}
# The typed equivalents of the buttons.
TYPED = {
    "goed": "ok",
    "goedkeuren": "ok",
    "terug": "back",
    "weg": "no",
    "niet": "no",
    "gevoelig": "sens",
    "straks": "later",
}
OWN_WORDS = "own"


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/muur`: how it stands, one post, or a decision about one."""
    if member.role is Role.COORDINATOR:
        await _state_for_coordinator(house, tx, member)
        return
    if member.role not in (Role.MODERATOR, Role.PROFESSIONAL):
        text = house.flowbook().staff("unknown_command")
        await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
        return
    first, _, rest = argument.strip().partition(" ")
    if plain(first) == "oefenen":
        await practising.practise(house, tx, member, rest)
    elif not first:
        await _state(house, tx, member)
    elif (number := room.number_in(first)) is None:
        await room.tell(house, tx, member.person, "how")
    else:
        await _about(house, tx, member, number, rest.strip())


async def _about(
    house: House, tx: UnitOfWork, member: StaffMember, number: PostNumber, said: str
) -> None:
    word, _, reason = said.partition(" ")
    action = TYPED.get(plain(word))
    post = await tx.wall.get(number)
    if not said:
        if await deciding.may_decide(house, tx, member, post) and post is not None:
            await looking.show(house, tx, post, member)
    elif action is None:
        await room.tell(house, tx, member.person, "how")
    elif action in VERDICTS and reason.strip():
        await _with_reason(house, tx, member, post, action, reason)
    else:
        await _act(house, tx, member, post, action)


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, key: str) -> None:
    """A button under a post: `ok.12`, `back.12`, `back.12.hurts`, `back.12.own`."""
    action, _, rest = key.partition(".")
    about, _, reason = rest.partition(".")
    if action == practising.PRESS:
        await practising.practise(house, tx, member, about)
        return
    number = room.number_in(about)
    post = await tx.wall.get(number) if number is not None else None
    if reason == OWN_WORDS:
        await _ask_own_words(house, tx, member, post, action)
    elif reason:
        await _by_id(house, tx, member, post, action, reason)
    else:
        await _act(house, tx, member, post, action)


async def _act(
    house: House, tx: UnitOfWork, member: StaffMember, post: Post | None, action: str
) -> None:
    if not await deciding.may_decide(house, tx, member, post) or post is None:
        return
    match action:
        case "ok":
            await deciding.approve(house, tx, member, post)
        case "sens":
            await deciding.call_sensitive(house, tx, member, post)
        case "later":
            await tx.wall.show(post.number, member.person, house.clock.now())
            await looking.offer(house, tx, post)
            await room.tell(house, tx, member.person, "later", number=post.number)
        case "back" | "no":
            await _ask_reason(house, tx, member, post, action)
        case _:
            await room.tell(house, tx, member.person, "how")


def _reasons(house: House, action: str) -> tuple[WallReason, ...]:
    rules = room.rules_of(house)
    return rules.send_back if action == "back" else rules.refuse


async def _ask_reason(
    house: House, tx: UnitOfWork, member: StaffMember, post: Post, action: str
) -> None:
    rules, number = room.rules_of(house), post.number
    head = f"{looking.PRESS}.{action}.{number}"
    buttons = [Button(one.button, f"{head}.{one.id}") for one in _reasons(house, action)]
    buttons.append(Button(rules.tell("own_words_button"), f"{head}.{OWN_WORDS}"))
    text = rules.tell("which_reason", number=number, word=VERDICT_WORDS[action])
    await tx.outbox.add(member.person, [Reply(text, tuple(buttons))], house.clock.now())


async def _by_id(
    house: House, tx: UnitOfWork, member: StaffMember, post: Post | None, action: str, reason: str
) -> None:
    if not await deciding.may_decide(house, tx, member, post) or post is None:
        return
    known = {one.id for one in _reasons(house, action)} if action in VERDICTS else set()
    if reason in known:
        verdict = VERDICTS[action]
        await deciding.turn_down(house, tx, member, post, verdict, reason=reason)
    else:  # the list was changed since the button was shown
        await _ask_reason(house, tx, member, post, action if action in VERDICTS else "back")


async def _ask_own_words(
    house: House, tx: UnitOfWork, member: StaffMember, post: Post | None, action: str
) -> None:
    if not await deciding.may_decide(house, tx, member, post) or post is None:
        return
    if action not in VERDICTS:
        await room.tell(house, tx, member.person, "how")
        return
    word = VERDICT_WORDS[action]
    if await talks_room.current(tx, member) is not None:
        await room.tell(
            house, tx, member.person, "own_words_in_talk", number=post.number, word=word
        )
        return
    await tx.wall.show(post.number, member.person, house.clock.now())
    await tx.wall.asks(post.number, member.person, action)
    longest = room.rules_of(house).limits.longest_reason
    await room.tell(house, tx, member.person, "own_words", number=post.number, longest=longest)


async def typed(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> bool:
    """Are these words the reason that was asked for? Then they are used as such."""
    asked = await tx.wall.asked_of(member.person)
    if asked is None:
        return False
    number, action = asked
    await _with_reason(house, tx, member, await tx.wall.get(number), action, words)
    return True


async def _with_reason(
    house: House, tx: UnitOfWork, member: StaffMember, post: Post | None, action: str, words: str
) -> None:
    """The reason as typed: one of the list when it is that, else own words that may go over."""
    if not await deciding.may_decide(house, tx, member, post) or post is None:
        return
    named = next(
        (one for one in _reasons(house, action) if plain(one.button) == plain(words)), None
    )
    if named is not None:
        await _by_id(house, tx, member, post, action, named.id)
        return
    flowbook, limits = house.flowbook(), room.rules_of(house).limits
    lines, own = [service.line for service in flowbook.referrals.services], shown(words)
    if len(own) > limits.longest_reason:
        longest = limits.longest_reason
        await room.tell(house, tx, member.person, "own_words_long", longest=longest)
    elif flowbook.handoff.contact.holds_back(own, lines):
        await room.tell(house, tx, member.person, "own_words_contact")
    else:
        await deciding.turn_down(house, tx, member, post, VERDICTS[action], words=own)


async def _state(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    if not await room.is_trained(tx, member):
        await room.tell(house, tx, member.person, "not_trained")
        return
    waiting = await tx.wall.in_state(PostState.WAITING, PostState.HIDDEN)
    numbers = {post.number for post in waiting if post.may_judge(member.person)}
    mine = [str(one) for one in await tx.wall.cards_of(member.person) if one in numbers]
    await room.tell(
        house,
        tx,
        member.person,
        "state",
        waiting=len(waiting),
        sensitive=sum(post.sensitive for post in waiting),
        mine=", ".join(f"nummer {one}" for one in mine) or "geen",
    )


async def _state_for_coordinator(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    """Figures of the wall as it stands now; who decided what is in the log."""
    waiting = await tx.wall.in_state(PostState.WAITING)
    since = [int((house.clock.now() - post.changed_at).total_seconds() // 60) for post in waiting]
    await room.tell(
        house,
        tx,
        member.person,
        "state_coordinator",
        waiting=len(waiting),
        sensitive=sum(post.sensitive for post in waiting),
        oldest=f"{max(since)} min" if since else "niets",
        hidden=len(await tx.wall.in_state(PostState.HIDDEN)),
        published=len(await tx.wall.in_state(PostState.PUBLISHED)),
        moderators=len(await room.who_may_look(tx, Role.MODERATOR)),
        professionals=len(await tx.staff.on_duty(Role.PROFESSIONAL)),
    )
