"""`/verhaal`: a volunteer tells what they lived through, part by part, and reads it as it will be told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.events import event
from bot.domain.ids import StoryId, new_id
from bot.domain.messages import Button, Reply
from bot.domain.story import BANDS, MOST_TOPICS, Story, StoryPart, StoryState, StoryWords, Tellable
from bot.domain.volunteer import Role, StaffMember
from bot.engine import storytelling
from bot.engine.matching import matches, plain
from bot.engine.redacting import helplines_in, redact
from bot.services.handoff import room
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import own_help, path

PRESS = "tell"
BEGIN, NOT, TOPIC, ENOUGH, AGE, REGION, HAND_IN, CHANGE, LATER = (
    *("begin", "not", "topic", "enough", "age", "region", "in", "change", "later"),
)
ABOUT_TOPIC, ABOUT_AGE, ABOUT_REGION = "topics", "age", "region"
RESTS = "-"  # before what was asked: it was put aside, typed words are not for the story
MOST_DRAFTS = 5  # stories of one volunteer that are not finished or wait
REGIONS = ("nl", "be", "")
Handler = Callable[[House, UnitOfWork, StaffMember, Story, str], Awaitable[None]]


async def command(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/verhaal` begins, or goes on with the story that was put aside; `/verhaal later` puts it aside."""
    if member.role is not Role.VOLUNTEER:
        await say(house, tx, member, "story_volunteers")
        return
    refusal = await path.refusal(tx, member)
    if refusal is not None:
        await say(house, tx, member, "story_not_yet")
    elif await room.current(tx, member) is not None:
        await say(house, tx, member, "story_in_talk")
    elif plain(argument) == LATER:
        await _put_aside(house, tx, member)
    else:
        await _begin_or_go_on(house, tx, member)


async def _begin_or_go_on(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    mine = await tx.stories.of(member.person)
    draft = next((one for one in mine if one.state is StoryState.WRITING), None)
    if draft is not None:
        await go_on(house, tx, member, draft)
    elif sum(one.state is not StoryState.APPROVED for one in mine) >= MOST_DRAFTS:
        await say(house, tx, member, "story_too_many", count=MOST_DRAFTS)
    else:
        buttons = _buttons(house, ("story_begin_button", BEGIN), ("story_not_now_button", NOT))
        await say(house, tx, member, "story_consent", buttons=buttons)


async def pressed(house: House, tx: UnitOfWork, member: StaffMember, ref: str) -> None:
    """A button of the writing."""
    act, _, value = ref.partition(".")
    if act == BEGIN:
        await _begin(house, tx, member)
        return
    if act == NOT:
        await say(house, tx, member, "story_not_begun")
        return
    draft = await _draft(tx, member)
    handler = HANDLERS.get(act)
    if draft is None or handler is None:
        await say(house, tx, member, "story_old_button")
    elif await room.current(tx, member) is not None:
        await say(house, tx, member, "story_in_talk")
    else:
        await handler(house, tx, member, draft, value)


async def _begin(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    if member.role is not Role.VOLUNTEER or await path.refusal(tx, member) is not None:
        await say(house, tx, member, "story_volunteers")
        return
    draft = await _draft(tx, member)
    if draft is None:
        now, number = house.clock.now(), await tx.stories.next_number()
        story = StoryId(new_id())
        draft = Story(story, number, member.person, StoryState.WRITING, now, now)
        await tx.stories.add(draft)
    await go_on(house, tx, member, draft)


async def _draft(tx: UnitOfWork, member: StaffMember) -> Story | None:
    """The story that is being written; at most one."""
    mine = await tx.stories.of(member.person)
    return next((one for one in mine if one.state is StoryState.WRITING), None)


async def typed(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> bool:
    """Are these words the answer to a question of the writing? Only asked when there is no talk."""
    draft = await _draft(tx, member) if member.role is Role.VOLUNTEER else None
    if draft is None or not draft.asked or draft.asked.startswith(RESTS):
        return False
    if matches(words, (house.flowbook().staff("story_later_button"), LATER), -1):
        await _put_aside(house, tx, member)
    elif draft.asked in tuple(StoryPart):
        await _part_typed(house, tx, member, draft, StoryPart(draft.asked), words)
    else:
        await _choice_typed(house, tx, member, draft, words)
    return True


async def _choice_typed(
    house: House, tx: UnitOfWork, member: StaffMember, draft: Story, words: str
) -> None:
    """A topic, an age or a country in words; or the words of any other button that is shown."""
    for n, button in enumerate(_choices(house, draft), 1):
        if matches(words, (button.label,), n):
            await pressed(house, tx, member, button.key.partition(".")[2])
            return
    await say(house, tx, member, "story_which_button", buttons=_choices(house, draft))


async def _part_typed(
    house: House, tx: UnitOfWork, member: StaffMember, draft: Story, part: StoryPart, words: str
) -> None:
    """A part in own words. What points to somebody is taken out, and shown; too long is told."""
    rules, flowbook = house.flowbook().handoff.stories, house.flowbook()
    text = "\n".join(" ".join(line.split()) for line in words.strip().splitlines() if line.strip())
    text = text.replace("{", "(").replace("}", ")")
    most, helplines = rules.lengths.of(part), [s.line for s in flowbook.referrals.services]
    clean = redact(text, helplines=helplines_in(helplines))
    if len(text) > most:
        await say(house, tx, member, "story_too_long", length=len(text), most=most)
    elif len(text) < rules.shortest:
        await say(house, tx, member, "story_too_short", shortest=rules.shortest)
    elif flowbook.handoff.contact.holds_back(clean, helplines):
        await say(house, tx, member, "story_contact")
    else:
        if house.look(text).signs:
            await say(house, tx, member, "story_heavy")
            await own_help.tell(house, tx, member)
        if clean != text:
            await say(house, tx, member, "story_redacted", text=clean)
        changed = replace(draft.words, **{part.value: clean[:most]})
        await _next(house, tx, member, replace(draft, words=changed))


async def go_on(house: House, tx: UnitOfWork, member: StaffMember, draft: Story) -> None:
    """Asks what is still missing, or shows the whole."""
    asked = draft.asked.removeprefix(RESTS)
    await _ask(house, tx, member, replace(draft, asked=asked) if asked else _following(draft))


async def _next(house: House, tx: UnitOfWork, member: StaffMember, draft: Story) -> None:
    """One question was answered."""
    now, version = house.clock.now(), draft.version + 1
    await _ask(house, tx, member, _following(replace(draft, changed_at=now, version=version)))


def _following(draft: Story) -> Story:
    """With the next question that waits for an answer; none when everything is there."""
    if not draft.topics:
        asked = ABOUT_TOPIC
    elif not draft.age_band:
        asked = ABOUT_AGE
    elif draft.asked == ABOUT_AGE:
        asked = ABOUT_REGION
    else:
        missing = draft.words.first_missing
        asked = missing.value if missing else ""
    return replace(draft, asked=asked)


async def _ask(house: House, tx: UnitOfWork, member: StaffMember, draft: Story) -> None:
    twice = _must_be_looked_at(house, draft.words)
    draft = replace(draft, twice=twice, looked_by="")
    await tx.stories.save(draft)
    if not draft.asked:
        await _preview(house, tx, member, draft)
        return
    name = "story_ask_more_topics" if draft.asked == ABOUT_TOPIC and draft.topics else ""
    most = house.flowbook().handoff.stories.lengths
    parts = {part.value: most.of(part) for part in StoryPart}
    values = {"most": parts.get(draft.asked, 0)}
    buttons = _choices(house, draft)
    await say(house, tx, member, name or f"story_ask_{draft.asked}", buttons=buttons, **values)


def _must_be_looked_at(house: House, words: StoryWords) -> bool:
    """Does a professional look as well: danger, or a word of a method?"""
    text = "\n".join(words.part(part) for part in StoryPart)
    return bool(house.look(text).signs) or house.flowbook().handoff.stories.says_method(text)


def _choices(house: House, draft: Story) -> tuple[Button, ...]:
    """The buttons under the question that waits, or under the whole story."""
    staff, topics = house.flowbook().staff, house.flowbook().handoff.matching.topics
    if not draft.asked:
        return _under_preview(house)
    if draft.asked == ABOUT_TOPIC:
        open_ones = [one for one in topics if one.topic not in draft.topics]
        shown = [Button(one.name, f"{PRESS}.{TOPIC}.{one.topic}") for one in open_ones]
        if draft.topics:
            shown.append(Button(staff("story_topics_done_button"), f"{PRESS}.{ENOUGH}"))
    elif draft.asked == ABOUT_AGE:
        shown = [Button(staff(f"story_age_{b}"), f"{PRESS}.{AGE}.{b}") for b in BANDS]
    elif draft.asked == ABOUT_REGION:
        names = [(r, staff(f"story_region_{r or 'none'}")) for r in REGIONS]
        shown = [Button(name, f"{PRESS}.{REGION}.{region or 'none'}") for region, name in names]
    else:
        shown = []
    return (*shown, Button(staff("story_later_button"), f"{PRESS}.{LATER}"))


def _under_preview(house: House) -> tuple[Button, ...]:
    parts = [(f"story_change_{part.value}_button", f"{CHANGE}.{part.value}") for part in StoryPart]
    return _buttons(
        house,
        ("story_hand_in_button", HAND_IN),
        *parts,
        ("story_change_about_button", f"{CHANGE}.about"),
        ("story_later_button", LATER),
    )


async def _preview(house: House, tx: UnitOfWork, member: StaffMember, draft: Story) -> None:
    """Exactly what a young person will read, and what can be done with it."""
    await say(house, tx, member, "story_preview")
    await show(house, tx, member, draft)
    await say(house, tx, member, "story_preview_what_now", buttons=_under_preview(house))


async def show(house: House, tx: UnitOfWork, member: StaffMember, story: Story) -> None:
    """The story, message by message, as it is told."""
    told = Tellable(story.id, story.topics, story.age_band, story.region, lambda: story.words)
    replies = [Reply(text) for text in storytelling.whole(house.flowbook(), told)]
    await tx.outbox.add(member.person, replies, house.clock.now())


# --- buttons --------------------------------------------------------------------------------------


async def _topic(
    house: House, tx: UnitOfWork, member: StaffMember, draft: Story, value: str
) -> None:
    known = [one.topic for one in house.flowbook().handoff.matching.topics]
    if draft.asked.removeprefix(RESTS) != ABOUT_TOPIC or value not in known:
        await say(house, tx, member, "story_old_button")
        return
    topics = tuple(dict.fromkeys((*draft.topics, value)))[:MOST_TOPICS]
    if len(topics) == MOST_TOPICS:
        await _next(house, tx, member, replace(draft, topics=topics))
    else:
        await _ask(house, tx, member, replace(draft, topics=topics, asked=ABOUT_TOPIC))


async def _enough(house: House, tx: UnitOfWork, member: StaffMember, draft: Story, _: str) -> None:
    if draft.asked.removeprefix(RESTS) != ABOUT_TOPIC or not draft.topics:
        await say(house, tx, member, "story_old_button")
    else:
        await _next(house, tx, member, draft)


async def _age(house: House, tx: UnitOfWork, member: StaffMember, draft: Story, value: str) -> None:
    if draft.asked.removeprefix(RESTS) != ABOUT_AGE or value not in BANDS:
        await say(house, tx, member, "story_old_button")
    else:
        await _next(house, tx, member, replace(draft, age_band=value, asked=ABOUT_AGE))


async def _region(
    house: House, tx: UnitOfWork, member: StaffMember, draft: Story, value: str
) -> None:
    region = "" if value == "none" else value
    if draft.asked.removeprefix(RESTS) != ABOUT_REGION or region not in REGIONS:
        await say(house, tx, member, "story_old_button")
    else:
        await _next(house, tx, member, replace(draft, region=region))


async def _change(
    house: House, tx: UnitOfWork, member: StaffMember, draft: Story, value: str
) -> None:
    """One part again; the old words stay until there are new ones."""
    if value == "about":
        fresh = replace(draft, topics=(), age_band="", region="", asked=ABOUT_TOPIC)
        await _ask(house, tx, member, fresh)
    elif value in tuple(StoryPart):
        await _ask(house, tx, member, replace(draft, asked=value))
    else:
        await say(house, tx, member, "story_old_button")


async def _hand_in(house: House, tx: UnitOfWork, member: StaffMember, draft: Story, _: str) -> None:
    """To the coordinator, and to a professional as well when there is danger or a method in it."""
    if not draft.is_whole or draft.asked in (ABOUT_TOPIC, ABOUT_AGE, ABOUT_REGION):
        await say(house, tx, member, "story_old_button")
        return
    now = house.clock.now()
    given = replace(
        draft, state=StoryState.WAITING, asked="", consented_at=now, changed_at=now, reason=""
    )
    await tx.stories.save(given)
    await tx.events.add([event("story_moved", given.state.value)], now)
    await say(house, tx, member, "story_handed_in_twice" if given.twice else "story_handed_in")
    for other in await tx.staff.all():
        looks = other.role is Role.PROFESSIONAL and given.twice
        if other.person != given.author and (other.role is Role.COORDINATOR or looks):
            name = "story_new_twice" if given.twice else "story_new"
            await say(house, tx, other, name, number=given.number)


async def _later(house: House, tx: UnitOfWork, member: StaffMember, _: Story, __: str) -> None:
    await _put_aside(house, tx, member)


async def _put_aside(house: House, tx: UnitOfWork, member: StaffMember) -> None:
    await rests_for_a_talk(tx, member)
    await say(house, tx, member, "story_put_aside")


async def rests_for_a_talk(tx: UnitOfWork, member: StaffMember) -> None:
    """What is typed from now on is not for the story, until `/verhaal`."""
    draft = await _draft(tx, member) if member.role is Role.VOLUNTEER else None
    if draft is not None and draft.asked and not draft.asked.startswith(RESTS):
        await tx.stories.save(replace(draft, asked=f"{RESTS}{draft.asked}"))


HANDLERS: dict[str, Handler] = {
    TOPIC: _topic,
    ENOUGH: _enough,
    AGE: _age,
    REGION: _region,
    CHANGE: _change,
    HAND_IN: _hand_in,
    LATER: _later,
}


def _buttons(house: House, *named: tuple[str, str]) -> tuple[Button, ...]:
    staff = house.flowbook().staff
    return tuple(Button(staff(name), f"{PRESS}.{key}") for name, key in named)


async def say(
    house: House,
    tx: UnitOfWork,
    member: StaffMember,
    name: str,
    *,
    buttons: tuple[Button, ...] = (),
    **values: object,
) -> None:
    """One message to somebody of the staff."""
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())
