"""`/verhalen`: the coordinator approves a story, sends it back or refuses it; a professional looks as well
when there is danger or a method in it. Who decided and when is kept; nobody decides about their own."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.events import event
from bot.domain.ids import StoryId
from bot.domain.messages import Button
from bot.domain.report import AuditEntry, AuditStep
from bot.domain.story import Story, StoryState
from bot.domain.volunteer import Role, StaffMember
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.stories import writing
from bot.services.stories.own_stories import topics_of
from bot.services.stories.writing import say

PRESS = "judge"
APPROVE, BACK, REFUSE = "approve", "back", "refuse"
WORDS = {"goed": APPROVE, "terug": BACK, "weiger": REFUSE}
LONGEST_REASON = 300  # characters
MOST_AT_ONCE = 3  # stories that are shown in one go
DECIDED = {
    APPROVE: (StoryState.APPROVED, AuditStep.STORY_APPROVED),
    BACK: (StoryState.SENT_BACK, AuditStep.STORY_SENT_BACK),
    REFUSE: (StoryState.REFUSED, AuditStep.STORY_REFUSED),
}


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/verhalen` shows what waits; `/verhalen 7` one of them; `/verhalen 7 goed`, `/verhalen 7 terug` or
    `/verhalen 7 weiger` with a reason."""
    if member.role not in (Role.COORDINATOR, Role.PROFESSIONAL):
        await say(house, tx, member, "unknown_command")
        return
    number, _, rest = argument.strip().partition(" ")
    act, _, reason = rest.strip().partition(" ")
    if not number:
        await _list(house, tx, member)
        return
    story = await tx.stories.get(int(number)) if number.isdecimal() and len(number) < 9 else None
    if story is None or not _sees(member, story):
        await say(house, tx, member, "story_not_here")
    elif not act:
        await _card(house, tx, member, story)
    elif act.casefold() in WORDS:
        await _decide(house, tx, member, story, WORDS[act.casefold()], reason)
    else:
        await say(house, tx, member, "story_decide_how")


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button under a story. It is about the words that were shown: not about later ones."""
    act, _, rest = ref.partition(".")
    known, _, version = rest.partition(".")
    story = await tx.stories.with_id(StoryId(known))
    if story is None or not _sees(member, story):
        await say(house, tx, member, "story_not_here")
    elif str(story.version) != version:
        await say(house, tx, member, "story_changed_meanwhile", number=story.number)
    elif act == APPROVE:
        await _decide(house, tx, member, story, act, "")
    else:
        name = "story_back_how" if act == BACK else "story_refuse_how"
        await say(house, tx, member, name, number=story.number)


def _sees(member: StaffMember, story: Story) -> bool:
    """A professional sees those that they must look at; a story that is being written nobody."""
    if story.state is StoryState.WRITING:
        return False
    looks = member.role is Role.PROFESSIONAL and story.twice
    return member.role is Role.COORDINATOR or looks


async def _list(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    waiting = [one for one in await tx.stories.waiting() if _sees(member, one)]
    if member.role is Role.PROFESSIONAL:
        waiting = [one for one in waiting if one.waits_for_professional]
    if not waiting:
        await say(house, tx, member, "story_none_waiting")
        return
    for story in waiting[:MOST_AT_ONCE]:
        await _card(house, tx, member, story)
    if len(waiting) > MOST_AT_ONCE:
        numbers = ", ".join(str(one.number) for one in waiting[MOST_AT_ONCE:])
        await say(house, tx, member, "story_more_waiting", numbers=numbers)


async def _card(house: House, tx: UnitOfWork, member: StaffMember, story: Story) -> None:
    """Who it is from (alias), what it is about and where it stands; then the story as it is told."""
    staff = house.flowbook().staff
    looked = staff("story_looked", who=story.looked_by) if story.looked_by else ""
    twice = looked or (staff("story_must_be_looked_at") if story.twice else "")
    await say(
        house,
        tx,
        member,
        "story_card",
        number=story.number,
        alias=await room.alias_of(tx, story.author),
        topics=topics_of(house, story),
        state=staff(f"story_state_{story.state.value}"),
        twice=f"\n{twice}" if twice else "",
        decided=f"\n{_decided(house, story)}" if story.decided_by else "",
    )
    await writing.show(house, tx, member, story)
    if story.state is StoryState.WAITING:
        await say(house, tx, member, "story_decide", buttons=_buttons(house, member, story))


def _decided(house: House, story: Story) -> str:
    day = f"{story.decided_at:%d-%m-%Y}" if story.decided_at else ""
    return house.flowbook().staff("story_decided", who=story.decided_by, day=day)


def _buttons(house: House, member: StaffMember, story: Story) -> tuple[Button, ...]:
    staff, ref = house.flowbook().staff, f"{story.id}.{story.version}"
    if member.role is Role.PROFESSIONAL:
        named = [(APPROVE, "story_look_button"), (BACK, "story_back_button")]
    else:
        named = [
            (APPROVE, "story_approve_button"),
            (BACK, "story_back_button"),
            (REFUSE, "story_refuse_button"),
        ]
    return tuple(Button(staff(name), f"{PRESS}.{act}.{ref}") for act, name in named)


async def _decide(
    house: House, tx: UnitOfWork, member: StaffMember, story: Story, act: str, reason: str
) -> None:
    reason = " ".join(reason.split())[:LONGEST_REASON]
    problem = _problem(member, story, act, reason)
    if problem:
        await say(house, tx, member, problem, number=story.number)
    elif member.role is Role.PROFESSIONAL and act == APPROVE:
        await _looked(house, tx, member, story)
    else:
        await _decided_now(house, tx, member, story, act, reason)


def _problem(member: StaffMember, story: Story, act: str, reason: str) -> str:
    """The name of the sentence that says why this cannot be; empty when it can."""
    if story.author == member.person:
        return "story_own"
    if act == REFUSE and member.role is Role.COORDINATOR and story.state is StoryState.APPROVED:
        return "" if reason else "story_reason_missing"
    if story.state is not StoryState.WAITING:
        return "story_not_waiting"
    if act == REFUSE and member.role is Role.PROFESSIONAL:
        return "story_refuse_coordinator"
    if act != APPROVE:
        return "" if reason else "story_reason_missing"
    waits = member.role is Role.COORDINATOR and story.waits_for_professional
    return "story_professional_first" if waits else ""


async def _looked(house: House, tx: UnitOfWork, member: StaffMember, story: Story) -> None:
    """A professional looked: the coordinator can decide now."""
    if story.looked_by:
        await say(house, tx, member, "story_looked_already", number=story.number)
        return
    await tx.stories.save(replace(story, looked_by=member.alias))
    await _write_down(house, tx, member, story, AuditStep.STORY_LOOKED, "")
    await say(house, tx, member, "story_look_thanks", number=story.number)
    for other in await tx.staff.all():
        if other.role is Role.COORDINATOR:
            await say(house, tx, other, "story_was_looked_at", number=story.number)


async def _decided_now(
    house: House, tx: UnitOfWork, member: StaffMember, story: Story, act: str, reason: str
) -> None:
    now, (state, step) = house.clock.now(), DECIDED[act]
    decided = replace(
        story,
        state=state,
        decided_by=member.alias,
        decided_at=now,
        changed_at=now,
        reason=reason,
    )
    await tx.stories.save(decided)
    await tx.events.add([event("story_moved", state.value)], now)
    await _write_down(house, tx, member, story, step, reason)
    await say(house, tx, member, f"story_now_{state.value}", number=story.number)
    author = await tx.staff.get(story.author)
    if author is not None:
        name = f"story_yours_{state.value}"
        await say(house, tx, author, name, number=story.number, reason=reason)


async def _write_down(
    house: House, tx: UnitOfWork, member: StaffMember, story: Story, step: AuditStep, why: str
) -> None:
    about = f"verhaal {story.number}"
    await tx.audit.add(AuditEntry(member.alias, step, about, why, house.clock.now()))
