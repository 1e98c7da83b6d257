"""A young person finds a circle, reads its rules, says yes, hears less, or leaves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.circles import (
    JOINABLE,
    LARGEST,
    Circle,
    CircleState,
    Member,
    MemberState,
)
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.ids import CircleNumber, MemberId, new_id
from bot.domain.messages import Button, Reply
from bot.engine.steps.circle import CIRCLE
from bot.services.circles import moving, room
from bot.services.circles.told import Told
from bot.services.handoff import naming
from bot.services.house import House
from bot.services.ports import UnitOfWork

MOST_SHOWN = 6


async def show(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """How it stands in the own circle, or which ones fit, as the answer to a step of a flow."""
    told = await standing(house, tx, conversation) or await found(house, tx, conversation)
    await tx.outbox.add(conversation.person, told.replies, house.clock.now())


async def found(house: House, tx: UnitOfWork, conversation: Conversation) -> Told:
    """The circles that somebody could join, the ones about their own subject first."""
    rules = room.rules_of(house)
    if not conversation.peer_possible:
        return Told.only(conversation, rules.say(_not_now(conversation)))
    topic = conversation.remembered.get("topic", "")
    fitting = [
        one
        for one in await tx.circles.in_state(*JOINABLE)
        if _fits(house, conversation, one) and one.coach is not None
    ]
    fitting.sort(key=lambda one: (one.about != topic, one.number))
    lines: list[str] = []
    buttons: list[Button] = []
    for circle in fitting:
        count = len(await tx.circles.members(circle.number))
        if count < LARGEST and len(lines) < MOST_SHOWN:
            facts = room.facts(rules, circle)
            lines.append(rules.say("found_line", count=count, **facts))
            key = ("join", circle.number)
            buttons.append(room.button(rules, "found_button", *key, **facts))
    if not lines:
        return Told.only(conversation, rules.say("found_none"))
    head = rules.say("found", number=fitting[0].number)
    return Told(conversation, (Reply("\n".join([head, *lines]), tuple(buttons)),))


def _not_now(conversation: Conversation) -> str:
    return "not_your_age" if conversation.outside_ages else "danger_open"


def _fits(house: House, conversation: Conversation, circle: Circle) -> bool:
    rules = room.rules_of(house)
    return conversation.region == circle.region and rules.fits(circle.ages, conversation.age_band)


async def rules(
    house: House, tx: UnitOfWork, conversation: Conversation, number: CircleNumber | None
) -> Told:
    """What holds in a circle, before anybody says yes."""
    said = room.rules_of(house)
    circle = await tx.circles.get(number) if number is not None else None
    refused = await _refusal(house, tx, conversation, circle)
    if refused or circle is None:
        return Told.only(conversation, said.say(refused or "gone"))
    buttons = (
        room.button(said, "yes_button", "yes", circle.number),
        room.button(said, "no_button", "no"),
    )
    text = said.say("rules", **room.facts(said, circle))
    return Told(conversation, (Reply(text), Reply(said.say("ask"), buttons)))


async def _refusal(
    house: House, tx: UnitOfWork, conversation: Conversation, circle: Circle | None
) -> str:
    """The name of the sentence that says why somebody cannot join; empty when they can."""
    if not conversation.peer_possible:
        return _not_now(conversation)
    if circle is None or circle.state not in JOINABLE or circle.coach is None:
        return "gone"
    if await tx.circles.membership(conversation.person) is not None:
        return "already"
    if "unknown" in (conversation.region, conversation.age_band):
        return "about_you_first"
    if not _fits(house, conversation, circle):
        return "not_your_age"
    known = await _before(tx, conversation, circle)
    if known is not None and known.state is MemberState.REMOVED:
        return "not_again"
    full = len(await tx.circles.members(circle.number)) >= LARGEST
    return "full" if full else ""


async def _before(tx: UnitOfWork, conversation: Conversation, circle: Circle) -> Member | None:
    every = await tx.circles.everybody(circle.number)
    return next((one for one in every if one.person == conversation.person), None)


async def join(
    house: House, tx: UnitOfWork, conversation: Conversation, number: CircleNumber | None
) -> Told:
    """Somebody said yes to the rules. Of two who take the last place at once one is told that it is
    full: the circle itself is saved, so the second one looks again."""
    said, now = room.rules_of(house), house.clock.now()
    circle = await tx.circles.get(number) if number is not None else None
    refused = await _refusal(house, tx, conversation, circle)
    if refused or circle is None:
        return Told.only(conversation, said.say(refused or "gone"))
    await tx.circles.save(circle, replace(circle, changed_at=now))
    member = await _come_in(house, tx, conversation, circle)
    await tx.events.add([event("circle_joined")], now)
    count = len(await tx.circles.members(circle.number))
    await room.tell(
        house, tx, circle.coach, "joined", number=number, alias=member.alias, count=count
    )
    if circle.state is CircleState.RUNNING and not circle.is_night(now):
        await moving.told_of(house, tx, circle, member, "someone_joined")
    inside = conversation.remembering(**{CIRCLE: str(circle.number)})
    await moving.settle(house, tx, circle.number, but=member)
    stands = await room.standing(house, tx, await tx.circles.get(circle.number) or circle)
    text = said.say("joined", alias=member.alias)
    text += f"\n{said.say(f'standing_{stands.name}', **stands.values)}"
    buttons = (room.button(said, "in_button", "in"), room.button(said, "leave_button", "leave"))
    return Told(inside, (Reply(text, buttons),))


async def _come_in(
    house: House, tx: UnitOfWork, conversation: Conversation, circle: Circle
) -> Member:
    """Under an alias that nobody else has; who was here before keeps the one that the others know."""
    known, before = (
        await _before(tx, conversation, circle),
        await tx.circles.everybody(circle.number),
    )
    now = house.clock.now() + timedelta(microseconds=len(before))  # they keep their order
    if known is not None:
        again = replace(known, state=MemberState.IN, muted=False, joined_at=now)
        await tx.circles.save_member(again)
        return again
    ahead, alias = 0, await naming.fresh(house, tx)
    while await tx.circles.knows_alias(alias):
        ahead += 1
        alias = await naming.fresh(house, tx, ahead=ahead)
    member = Member(MemberId(new_id()), circle.number, conversation.person, alias, now)
    await tx.circles.join(member)
    return member


# --- inside ---------------------------------------------------------------------------------------


async def standing(house: House, tx: UnitOfWork, conversation: Conversation) -> Told | None:
    """How it stands in the own circle, with what can be done; `None` for who is in none."""
    mine = await room.mine(tx, conversation)
    if mine is None:
        return None
    member, circle = mine
    said, stands = room.rules_of(house), await room.standing(house, tx, circle)
    others = [one.alias for one in await tx.circles.members(circle.number) if one.id != member.id]
    text = said.say(
        "state",
        alias=member.alias,
        others=", ".join(others) or "nog niemand",
        standing=said.say(f"standing_{stands.name}", **stands.values),
        **room.facts(said, circle),
    )
    hear = ("hear_button", "hear") if member.muted else ("mute_button", "mute")
    buttons = (
        room.button(said, "in_button", "in"),
        room.button(said, *hear),
        room.button(said, "report_button", "meld"),
        room.button(said, "leave_button", "leave"),
    )
    inside = conversation.remembering(**{CIRCLE: str(circle.number)})
    return Told(inside, (Reply(text, buttons),))


async def mute(house: House, tx: UnitOfWork, conversation: Conversation, *, muted: bool) -> Told:
    """Hear only the weekly round, or everything again from now on."""
    said, mine = room.rules_of(house), await room.mine(tx, conversation)
    if mine is None:
        return Told.only(room.outside(conversation), said.say("not_in"))
    await tx.circles.save_member(replace(mine[0], muted=muted))
    return Told.only(conversation, said.say("muted" if muted else "hears"))


async def leave(house: House, tx: UnitOfWork, conversation: Conversation, *, sure: bool) -> Told:
    """Leaving: always possible, asked once more."""
    said, mine = room.rules_of(house), await room.mine(tx, conversation)
    if mine is None:
        return Told.only(room.outside(conversation), said.say("not_in"))
    if not sure:
        buttons = (
            room.button(said, "leave_yes", "go"),
            room.button(said, "leave_no", "stay"),
        )
        return Told(conversation, (Reply(said.say("leave_ask"), buttons),))
    await moving.goes(house, tx, mine[0], MemberState.LEFT, own=True)
    await moving.after_going(house, tx, mine[0])
    await tx.events.add([event("circle_left")], house.clock.now())
    return Told.only(room.outside(conversation), said.say("left"))
