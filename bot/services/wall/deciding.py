"""A decision about a post: the first one holds, nobody decides about their own, each is written down."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import event
from bot.domain.report import AuditEntry, AuditStep
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.domain.volunteer import Role, StaffMember
from bot.domain.wall import Look, Post, PostState, Verdict
from bot.engine.run import Moment
from bot.engine.running import danger_turn
from bot.engine.wall_rules import WORRY
from bot.services.effects import store
from bot.services.house import House, moment_of
from bot.services.ports import UnitOfWork
from bot.services.wall import looking, posting, publishing, room

STATE_WORDS = {
    PostState.WAITING: "wacht nog",
    PostState.PUBLISHED: "goedgekeurd",
    PostState.SENT_BACK: "teruggestuurd",
    PostState.REFUSED: "niet geplaatst",
    PostState.HIDDEN: "wordt opnieuw bekeken",
}
STEPS = {
    Verdict.APPROVE: AuditStep.WALL_APPROVED,
    Verdict.SEND_BACK: AuditStep.WALL_SENT_BACK,
    Verdict.REFUSE: AuditStep.WALL_REFUSED,
}
OWN_WORDS = "own"  # the reason when it was typed: the words themselves are not in the log
REASON_WORDS = {OWN_WORDS: "in eigen woorden", posting.DANGER: "teken van gevaar"}


async def may_decide(house: House, tx: UnitOfWork, member: StaffMember, post: Post | None) -> bool:
    """May this member decide about this post now? If not, they are told why."""
    if (refused := await room.refusal(tx, member)) is not None:
        await room.tell(house, tx, member.person, refused)
    elif post is None:
        await room.tell(house, tx, member.person, "gone")
    elif not post.may_judge(member.person):
        await room.tell(house, tx, member.person, "own")
    elif not post.waits:
        state = STATE_WORDS[post.state]
        await room.tell(house, tx, member.person, "decided", number=post.number, state=state)
    elif member.person in {one.staff for one in post.counted(await tx.wall.looks(post.number))}:
        await room.tell(house, tx, member.person, "looked_already", number=post.number)
    else:
        return True
    return False


async def _note(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    post: Post,
    verdict: Verdict,
    reason: str = "",
) -> None:
    """Writes down who decided what, when and why; never a word of the post."""
    now, professional = house.clock.now(), member.role is Role.PROFESSIONAL
    look = Look(member.person, professional, verdict, post.round, now, reason)
    await tx.wall.add_look(post.number, look)
    known = room.rules_of(house).reason(reason)
    why = known.button if known is not None else REASON_WORDS.get(reason, "")
    entry = AuditEntry(member.alias, STEPS[verdict], f"muur {post.number}", why, now)
    await tx.audit.add(entry)
    await tx.events.add([event("wall_judged", verdict.value)], now)
    waited = int((now - post.changed_at).total_seconds())
    await tx.events.add([event("wall_waited", f"look:{waited}")], now)


async def approve(house: House, tx: UnitOfWork, member: StaffMember, post: Post) -> None:
    """One more approval. With enough of them it stands on the wall; a last look for danger first."""
    found = house.look(post.text)
    if found.level is RiskLevel.URGENT:
        await _note(house, tx, member, post, Verdict.REFUSE, posting.DANGER)
        await _close(house, tx, post, PostState.REFUSED, posting.DANGER)
        await room.tell(house, tx, member.person, "kept_off", number=post.number)
        await _danger_at_author(house, tx, post, found)
        return
    await _note(house, tx, member, post, Verdict.APPROVE)
    if post.is_enough(await tx.wall.looks(post.number)):
        await _publish(house, tx, member, post)
        return
    await tx.wall.save(post, post)  # two first approvals at once: the second one sees the first
    fresh = await tx.wall.get(post.number)
    assert fresh is not None
    await looking.offer(house, tx, fresh)
    name = "one_more"
    if fresh.lacks_professional(await tx.wall.looks(post.number)):
        there = await tx.staff.on_duty(Role.PROFESSIONAL)
        name = "one_more_professional" if there else "one_more_nobody"
    await room.tell(house, tx, member.person, name, number=post.number)


async def _publish(house: House, tx: UnitOfWork, member: StaffMember, post: Post) -> None:
    first_time = post.state is PostState.WAITING
    await _close(house, tx, post, PostState.PUBLISHED)
    fresh = await tx.wall.get(post.number)
    assert fresh is not None
    await publishing.publish(house, tx, fresh)
    await room.tell(house, tx, member.person, "published", number=post.number)
    if first_time:
        await looking.tell_author(house, tx, fresh)


async def _close(
    house: House, tx: UnitOfWork, post: Post, state: PostState, reason: str = "", words: str = ""
) -> None:
    moved = post.moved(state, house.clock.now(), reason=reason, words=words)
    await tx.wall.save(post, moved)
    await posting.stop_looking(tx, post.number)


async def turn_down(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    post: Post,
    verdict: Verdict,
    *,
    reason: str = "",
    words: str = "",
) -> None:
    """Back to the author, or not on the wall at all: with a reason of the list, or own words."""
    await _note(house, tx, member, post, verdict, reason or OWN_WORDS)
    sent_back = verdict is Verdict.SEND_BACK
    state = PostState.SENT_BACK if sent_back else PostState.REFUSED
    await _close(house, tx, post, state, reason, words)
    if reason == WORRY:
        await room.tell(house, tx, member.person, "worried", number=post.number)
        sign = DangerSign(DangerKind.OTHER, RiskLevel.CONCERN)
        await _danger_at_author(house, tx, post, Risk((sign,)))
        return
    name = "sent_back" if sent_back else "refused"
    await room.tell(house, tx, member.person, name, number=post.number)
    await looking.tell_author(house, tx, post)


async def _danger_at_author(house: House, tx: UnitOfWork, post: Post, risk: Risk) -> None:
    """The author gets what anybody gets at a sign of danger: services, a question, and a card for the
    professional. Somebody who is staff now has no card: the coordinator's care is for them."""
    if await tx.staff.get(post.author) is not None:
        await looking.tell_author(house, tx, post)
        return
    conversation = await tx.conversations.get(post.author)
    moment: Moment = replace(await moment_of(house, tx, conversation), words=post.text)
    await store(house, tx, danger_turn(house.flowbook(), conversation, risk, moment, late=True))


async def call_sensitive(house: House, tx: UnitOfWork, member: StaffMember, post: Post) -> None:
    """Somebody who looks finds it sensitive: from now on two must look, one of them a professional."""
    if post.sensitive:
        await room.tell(house, tx, member.person, "sensitive_already", number=post.number)
        return
    await tx.wall.save(post, replace(post, sensitive=True))
    now = house.clock.now()
    about = f"muur {post.number}"
    await tx.audit.add(AuditEntry(member.alias, AuditStep.WALL_SENSITIVE, about, "", now))
    fresh = await tx.wall.get(post.number)
    assert fresh is not None
    await room.tell(house, tx, member.person, "sensitive", number=post.number)
    await looking.show(house, tx, fresh, member)
    await looking.offer(house, tx, fresh)
