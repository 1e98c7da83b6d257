"""After a talk: the volunteer tells how it ended and how they are; who wants to go on is heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.aftercare import Feeling, is_heavy
from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import PARTED, Handoff, HandoffState, Outcome, Reason
from bot.domain.messages import Button, Reply
from bot.domain.pair import Pair
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.talking import debriefing

OUTCOME, FEELING, SKIP, TALK_IT_OVER, REST = "outcome", "feeling", "skip", "over", "rest"
OVER = (HandoffState.CLOSED, HandoffState.ESCALATED)


async def ask(
    house: House, tx: UnitOfWork, talk: Handoff, began: datetime, *, along: Sequence[Handoff] = ()
) -> None:
    """A talk of a volunteer is over (`talk` as it is now; `began`: when it was taken). After a heavy
    one they are asked how they are, first of all; then how it ended, unless a professional went on.
    `along`: the cases of the others who were in the same talk, which may be what made it heavy."""
    if talk.to is not Role.VOLUNTEER or talk.staff is None:
        return
    now, flowbook = house.clock.now(), house.flowbook()
    longest = timedelta(minutes=flowbook.handoff.limits.heavy_talk_minutes)
    if any(is_heavy(one, began, longest) for one in (talk, *along)):
        buttons = tuple(_button(house, FEELING, feeling.value, talk) for feeling in Feeling)
        text = flowbook.staff("debrief_ask", alias=talk.alias)
        await tx.outbox.add(talk.staff, [Reply(text, buttons)], now)
        await tx.events.add([event("debrief_asked")], now)
        opened = replace(talk, debrief_open=True)
        await tx.handoffs.save(talk, opened)
    if talk.state is HandoffState.CLOSED:
        names = [*(outcome.value for outcome in Outcome), SKIP]
        buttons = tuple(_button(house, OUTCOME, name, talk) for name in names)
        text = flowbook.staff("outcome_ask", alias=talk.alias)
        await tx.outbox.add(talk.staff, [Reply(text, buttons)], now)


def _button(house: House, about: str, name: str, talk: Handoff) -> Button:
    return Button(house.flowbook().staff(f"{about}_{name}"), f"{about}_{name}.{talk.id}")


async def answered(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, about: str, name: str
) -> None:
    """A button under one of the two questions, or its words."""
    if talk.staff != member.person or talk.to is not Role.VOLUNTEER or talk.state not in OVER:
        await _say(house, tx, member, "claim_ended")
    elif about == OUTCOME:
        await _ended(house, tx, member, talk, name)
    elif name == TALK_IT_OVER:
        await debriefing.asked(house, tx, member)
    elif name == REST:
        await rest(house, tx, member, "")
    else:
        await _feels(house, tx, member, talk, Feeling(name))


async def _ended(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, name: str
) -> None:
    if talk.outcome is not None:  # one press is enough; another one changes nothing
        noted = house.flowbook().staff(f"{OUTCOME}_{talk.outcome.value}")
        await _say(house, tx, member, "outcome_known", outcome=noted)
    elif name == SKIP:
        await _say(house, tx, member, "outcome_skipped")
    else:
        outcome = Outcome(name)
        await tx.handoffs.save(talk, replace(talk, outcome=outcome))
        await tx.events.add([event("outcome_given", outcome.value)], house.clock.now())
        later = outcome is Outcome.LATER
        await _say(house, tx, member, "outcome_wants_later" if later else "outcome_thanks")
        await _agreed(house, tx, replace(talk, outcome=outcome))


async def young_wants(house: House, tx: UnitOfWork, conversation: Conversation) -> None:
    """The young person would like this volunteer another time."""
    talk = await tx.handoffs.last_talk_of(conversation.person)
    if talk is None or not (talk.may_be_again and conversation.peer_possible):
        return
    await tx.handoffs.save(talk, replace(talk, young_again=True))
    await _agreed(house, tx, replace(talk, young_again=True))


async def parts(tx: UnitOfWork, conversation: Conversation) -> None:
    """The young person would rather not meet this helper again. Neither the helper nor the coordinator
    hears of it."""
    talk = await tx.handoffs.last_talk_of(conversation.person)
    if talk is not None and talk.state in OVER and talk.reason not in PARTED:
        await tx.handoffs.save(talk, replace(talk, reason=Reason.SOMEONE_ELSE))


async def _agreed(house: House, tx: UnitOfWork, talk: Handoff) -> None:
    """Both want to go on: the volunteer hears so, and the coordinator sees such a pair."""
    member = await tx.staff.get(talk.staff) if talk.staff else None
    if member is None or not talk.both_again:
        return
    now, days = house.clock.now(), house.flowbook().handoff.limits.pair_days
    await tx.pairs.save(Pair(talk.person, member.person, talk.alias, now, now))
    await tx.events.add([event("pair_agreed")], now)
    await _say(house, tx, member, "pair_agreed", alias=talk.alias, days=days)
    await handing_off.tell_coordinators(
        house, tx, "pair_seen", alias=talk.alias, staff=member.alias, days=days
    )


async def _feels(
    house: House, tx: UnitOfWork, member: StaffMember, talk: Handoff, feeling: Feeling
) -> None:
    now, flowbook = house.clock.now(), house.flowbook()
    if talk.debrief_open:  # counted once, and never kept with the talk: it is about the volunteer
        await tx.handoffs.save(talk, replace(talk, debrief_open=False))
        await tx.events.add([event("debrief_answered", feeling.value)], now)
    offered = {Feeling.GOOD: (), Feeling.TIRED: (REST,), Feeling.LINGERING: (TALK_IT_OVER, REST)}
    buttons = tuple(_button(house, FEELING, name, talk) for name in offered[feeling])
    text = flowbook.staff(f"felt_{feeling.value}")
    await tx.outbox.add(member.person, [Reply(text, buttons)], now)


async def rest(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """`/rust`: off duty until they come back themselves; after a while one kind message."""
    now, minutes = house.clock.now(), house.flowbook().handoff.limits.rest_minutes
    await tx.staff.save(replace(member, on_duty=False), now)
    due = now + timedelta(minutes=minutes)
    await tx.timers.set(Timer(TimerKind.REST, member.person, due, member.person))
    await _say(house, tx, member, "resting", minutes=minutes)


async def rested(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """The rest is over. Nobody is put on duty by the clock: who is rested says so."""
    member = await tx.staff.get(timer.person) if timer.person else None
    if member is not None and not member.on_duty:
        await _say(house, tx, member, "rested")


async def by_words(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> bool:
    """The typed equivalent of the buttons, for the last talk: were these words one of them?"""
    talk = await tx.handoffs.last_ended_with(member.person)
    if talk is None:
        return False
    for about, names in ANSWERS.items():
        for name in names:
            if name in (*Feeling,) and not talk.debrief_open:
                continue  # "goed" alone may be anything when nobody asked
            if plain(words) == plain(house.flowbook().staff(f"{about}_{name}")):
                await answered(house, tx, member, talk, about, name)
                return True
    return False


async def outcome_typed(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/uitkomst geholpen`: also while the next talk is running."""
    if not await by_words(house, tx, member, words):
        await _say(house, tx, member, "outcome_how")


async def feeling_typed(house: House, tx: UnitOfWork, member: StaffMember, words: str) -> None:
    """`/hoegaathet moe`: also while the next talk is running."""
    if not await by_words(house, tx, member, words):
        await _say(house, tx, member, "feeling_how")


ANSWERS: dict[str, tuple[str, ...]] = {
    OUTCOME: (*(outcome.value for outcome in Outcome), SKIP),
    FEELING: (*(feeling.value for feeling in Feeling), TALK_IT_OVER, REST),
}


async def _say(
    house: House, tx: UnitOfWork, member: StaffMember, name: str, **values: object
) -> None:
    text = house.flowbook().staff(name, **values)
    await tx.outbox.add(member.person, [Reply(text)], house.clock.now())
