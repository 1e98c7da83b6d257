"""`/mijnverhalen`: how the own stories stand, how often they were told; changing and withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.events import event
from bot.domain.ids import StoryId
from bot.domain.messages import Button
from bot.domain.story import Story, StoryState
from bot.domain.volunteer import Role, StaffMember
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.stories import writing
from bot.services.stories.writing import say

PRESS = "mystory"
READ, CHANGE, WITHDRAW, SURE, KEEP = "read", "change", "withdraw", "sure", "keep"
WORDS = {"lees": READ, "verander": CHANGE, "weg": WITHDRAW, "intrekken": WITHDRAW}


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/mijnverhalen`; `/mijnverhalen 7`, `/mijnverhalen 7 verander`, `/mijnverhalen 7 weg`."""
    mine = await tx.stories.of(member.person)
    if member.role is not Role.VOLUNTEER and not mine:
        await say(house, tx, member, "story_volunteers")
        return
    number, _, act = argument.strip().casefold().partition(" ")
    if not number:
        await _list(house, tx, member, mine)
        return
    story = next((one for one in mine if str(one.number) == number), None)
    wanted = WORDS.get(act.strip(), READ if not act.strip() else "")
    if story is None or not wanted:
        await say(house, tx, member, "story_mine_how")
    else:
        await _act(house, tx, member, story, wanted)


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button under a story of one's own; of somebody else's it does nothing."""
    act, _, known = ref.partition(".")
    story = await tx.stories.with_id(StoryId(known))
    if story is None or story.author != member.person:
        await say(house, tx, member, "story_mine_gone")
    else:
        await _act(house, tx, member, story, act)


async def _list(house: House, tx: UnitOfWork, member: StaffMember, mine: Sequence[Story]) -> None:
    if not mine:
        await say(house, tx, member, "story_mine_none")
    for story in mine:
        await say(
            house,
            tx,
            member,
            "story_mine",
            buttons=_buttons(house, story),
            number=story.number,
            topics=topics_of(house, story),
            state=house.flowbook().staff(f"story_state_{story.state.value}"),
            figures=_figures(house, story),
            reason=_reason(house, story),
        )


def topics_of(house: House, story: Story) -> str:
    """Its topics in Dutch."""
    names = {one.topic: one.name for one in house.flowbook().handoff.matching.topics}
    return ", ".join(names.get(topic, topic) for topic in story.topics) or "-"


def _figures(house: House, story: Story) -> str:
    """How often it was told, and what was said of it; of nobody by name."""
    if not story.told:
        return house.flowbook().staff("story_figures_none")
    values = {"told": story.told, "like": story.like_me, "little": story.a_little}
    return house.flowbook().staff("story_figures", **values)


def _reason(house: House, story: Story) -> str:
    if not story.reason:
        return ""
    return "\n" + house.flowbook().staff("story_reason", reason=story.reason)


def _buttons(house: House, story: Story) -> tuple[Button, ...]:
    acts = [READ, CHANGE, WITHDRAW]
    if not story.is_whole:
        acts.remove(READ)
    if story.state is StoryState.REFUSED:
        acts.remove(CHANGE)
    staff = house.flowbook().staff
    return tuple(Button(staff(f"story_{a}_button"), f"{PRESS}.{a}.{story.id}") for a in acts)


async def _act(house: House, tx: UnitOfWork, member: StaffMember, story: Story, act: str) -> None:
    if act == READ and story.is_whole:
        await writing.show(house, tx, member, story)
    elif act == CHANGE:
        await _change(house, tx, member, story)
    elif act == WITHDRAW:
        staff = house.flowbook().staff
        shown = [(SURE, "story_sure_button"), (KEEP, "story_keep_button")]
        buttons = tuple(Button(staff(name), f"{PRESS}.{a}.{story.id}") for a, name in shown)
        await say(house, tx, member, "story_withdraw_sure", buttons=buttons, number=story.number)
    elif act == SURE:
        await _withdraw(house, tx, member, story)
    elif act == KEEP:
        await say(house, tx, member, "story_kept")
    else:
        await say(house, tx, member, "story_mine_how")


async def _change(house: House, tx: UnitOfWork, member: StaffMember, story: Story) -> None:
    """From now on it is not told, until it was approved again."""
    drafts = [one for one in await tx.stories.of(member.person) if one.id != story.id]
    if story.state is StoryState.REFUSED:
        await say(house, tx, member, "story_refused_stays")
    elif any(one.state is StoryState.WRITING for one in drafts):
        await say(house, tx, member, "story_one_at_a_time")
    else:
        if story.state is StoryState.APPROVED:
            await say(house, tx, member, "story_not_told_now")
        now, version = house.clock.now(), story.version + 1
        opened = replace(story, state=StoryState.WRITING, changed_at=now, version=version)
        await writing.go_on(house, tx, member, opened)


async def _withdraw(house: House, tx: UnitOfWork, member: StaffMember, story: Story) -> None:
    """Erased at once: nobody sees it any more, wherever it was being told or decided about."""
    await tx.stories.delete(story.id)
    await tx.events.add([event("story_moved", "withdrawn")], house.clock.now())
    await say(house, tx, member, "story_withdrawn", number=story.number)
