"""One young person asks for a talk with somebody they know, led by a volunteer; the other says yes or no.

The code goes from hand to hand: Maatje never writes to somebody who did not come here by themselves,
and the other reads nothing of the story of the first.
"""

from __future__ import annotations

from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import WAITING, HandoffState, Reason
from bot.domain.ids import PersonId, SharedId, new_id
from bot.domain.shared import (
    BEFORE_CASES,
    Party,
    SharedAction,
    SharedEnd,
    SharedInvitation,
    SharedState,
    SharedTalk,
)
from bot.domain.turn import ShareTalk
from bot.services.handoff import handing_off, room
from bot.services.house import House, active
from bot.services.ports import Timer, TimerKind, UnitOfWork
from bot.services.shared import agreeing, news
from bot.services.shared.codes import code_hash, opened_by
from bot.services.shared.standing import party_of

INVITED_FLOW = "mediation_invited"


async def do(house: House, tx: UnitOfWork, conversation: Conversation, wish: ShareTalk) -> None:
    """What a flow asked for. What does not fit any more is told, and changes nothing."""
    talk = await tx.shared.open_of(conversation.person)
    if wish.action is SharedAction.INVITE:
        await _invite(house, tx, conversation, wish, talk)
        return
    me = await party_of(tx, talk, conversation.person)
    if wish.action is SharedAction.LEAVE:
        left = await _stops_waiting(house, tx, conversation.person, Reason.NO_LONGER)
        await _say(house, tx, conversation.person, "shared_left" if left else "shared_gone")
    elif talk is None or me is None or talk.state not in BEFORE_CASES:
        await _say(house, tx, conversation.person, "shared_gone")
    elif wish.action is SharedAction.RENEW and me.first:
        await _renew(house, tx, conversation.person, talk)
    elif wish.action is SharedAction.WITHDRAW and me.first:
        await end(house, tx, talk, SharedEnd.WITHDRAWN, by=conversation.person)
        await _say(house, tx, conversation.person, "shared_withdrawn")
    elif wish.action is SharedAction.ACCEPT and not me.first:
        await _accept(house, tx, conversation, talk)
    elif wish.action is SharedAction.REFUSE and not me.first:
        free = conversation.peer_possible  # else it was not their own choice
        why = SharedEnd.REFUSED if free else SharedEnd.IMPOSSIBLE
        await end(house, tx, talk, why, by=conversation.person)
        name = "shared_refused" if free else "shared_impossible"
        await _say(house, tx, conversation.person, name)
    else:
        await _say(house, tx, conversation.person, "shared_gone")


# --- the first one -------------------------------------------------------------------------------


async def _invite(
    house: House,
    tx: UnitOfWork,
    conversation: Conversation,
    wish: ShareTalk,
    known: SharedTalk | None,
) -> None:
    person, now = conversation.person, house.clock.now()
    if known is not None:
        await _say(house, tx, person, "shared_already")
        return
    if not conversation.peer_possible:
        await _say(house, tx, person, "shared_impossible")
        return
    topic = conversation.remembered.get("topic")
    talk = SharedTalk(SharedId(new_id()), wish.form, now, now, topic)
    await tx.shared.add(talk)
    await tx.shared.join(talk.id, Party(person, first=True, agreed=True))
    await tx.events.add([event("shared_invited", wish.form)], now)
    await _give_code(house, tx, person, talk)


async def _renew(house: House, tx: UnitOfWork, person: PersonId, talk: SharedTalk) -> None:
    """A code is never shown twice: it is not known here. The old one does not work any more."""
    if talk.state is not SharedState.INVITING:
        await _say(house, tx, person, "shared_gone")
        return
    await tx.shared.end_codes(talk.id, house.clock.now())
    await _give_code(house, tx, person, talk)


async def _give_code(house: House, tx: UnitOfWork, person: PersonId, talk: SharedTalk) -> None:
    """Two messages: what to do with it, and what can be passed on as it is."""
    now, hours = house.clock.now(), house.flowbook().handoff.limits.invitation_hours
    code, expires = house.aliases.code(), now + timedelta(hours=hours)
    await tx.shared.invite(SharedInvitation(code_hash(code), talk.id, expires))
    await tx.timers.set(Timer(TimerKind.INVITED, talk.id, expires, person))
    await _say(house, tx, person, "shared_code", hours=str(hours))
    name = "shared_pass_on" if house.bot_name else "shared_pass_on_code"
    await _say(house, tx, person, name, link=opened_by(house.bot_name, code))


# --- the other one -------------------------------------------------------------------------------


async def is_code(tx: UnitOfWork, code: str) -> bool:
    """Was this code ever given out by a young person?"""
    return await tx.shared.invitation(code_hash(code)) is not None


async def opened(house: House, tx: UnitOfWork, conversation: Conversation, code: str) -> str | None:
    """Somebody came with a code. Returns the name of the sentence that says why it cannot be used, or
    `None` when the question may be asked now."""
    invitation = await tx.shared.invitation(code_hash(code))
    talk = await tx.shared.get(invitation.shared) if invitation else None
    if invitation is None or talk is None:
        return "shared_code_wrong"
    now, me = house.clock.now(), await party_of(tx, talk, conversation.person)
    refusal = _of_the_code(talk, invitation, me, late=invitation.expires_at <= now)
    if refusal is None and me is None:
        refusal = await _of_the_person(tx, conversation) or await _of_the_two(
            tx, talk, conversation
        )
    if refusal is not None or me is not None:
        return refusal
    if not await tx.shared.use(invitation.code_hash, now):
        return "shared_code_used"
    await tx.shared.join(talk.id, Party(conversation.person))
    await tx.shared.save(talk, talk.moved(SharedState.ASKED, now))
    await tx.events.add([event("shared_opened", talk.form)], now)
    hours = house.flowbook().handoff.limits.invitation_hours
    first = await _first(tx, talk)
    due = now + timedelta(hours=hours)
    await tx.timers.set(Timer(TimerKind.INVITED, talk.id, due, first))
    return None


def _of_the_code(
    talk: SharedTalk, invitation: SharedInvitation, me: Party | None, *, late: bool
) -> str | None:
    """Why this code does not work for this person, if so."""
    if talk.state is SharedState.ENDED and talk.end is SharedEnd.WITHDRAWN:
        return "shared_code_withdrawn"
    if me is not None and me.first and talk.state is not SharedState.ENDED:
        return "shared_code_own"
    if me is not None and talk.state is SharedState.ASKED:
        return None  # the same question once more
    if talk.state is SharedState.ENDED and talk.end is SharedEnd.EXPIRED:
        return "shared_code_expired"
    if me is not None or invitation.used or talk.state is not SharedState.INVITING:
        return "shared_code_used"
    return "shared_code_expired" if late else None


async def _of_the_person(tx: UnitOfWork, conversation: Conversation) -> str | None:
    """Why this person cannot be asked now; the code stays good."""
    if active(list(await tx.handoffs.open_of(conversation.person))) is not None:
        return "shared_code_in_talk"
    if await tx.shared.open_of(conversation.person) is not None:
        return "shared_code_busy"
    return None if conversation.peer_possible else "shared_impossible"


async def _of_the_two(tx: UnitOfWork, talk: SharedTalk, conversation: Conversation) -> str | None:
    """One of them reported the other: they do not come together here. Nobody hears why."""
    first = await _first(tx, talk)
    apart = first is not None and await tx.reports.between(first, conversation.person)
    return "shared_code_impossible" if apart else None


async def _accept(
    house: House, tx: UnitOfWork, conversation: Conversation, talk: SharedTalk
) -> None:
    await tx.shared.agree(talk.id, conversation.person)
    for party in await tx.shared.parties(talk.id):
        fits = (await tx.conversations.get(party.person)).peer_possible
        if not fits or await tx.people.has_left(party.person):
            await end(house, tx, talk, SharedEnd.IMPOSSIBLE, by=conversation.person)
            await _say(house, tx, conversation.person, "shared_impossible")
            return
    await tx.timers.delete(TimerKind.INVITED, talk.id)
    asked = await agreeing.all_agreed(house, tx, talk)
    name = "shared_searching" if asked else "shared_searching_later"
    await _say(house, tx, conversation.person, name)
    await _news(house, tx, talk, "agreed", but=conversation.person)


# --- its end before there is a case --------------------------------------------------------------


async def end(
    house: House, tx: UnitOfWork, talk: SharedTalk, why: SharedEnd, *, by: PersonId | None = None
) -> None:
    """It does not come to a talk. Who is not `by` hears it, kindly and without a reason."""
    now = house.clock.now()
    await tx.shared.end_codes(talk.id, now)
    await tx.shared.save(talk, talk.moved(SharedState.ENDED, now, end=why))
    await tx.timers.delete(TimerKind.INVITED, talk.id)
    await tx.events.add([event("shared_ended", why.value)], now)
    await _news(house, tx, talk, why.value, but=by)


async def expired(house: House, tx: UnitOfWork, timer: Timer) -> None:
    """Nobody answered in time."""
    talk = await tx.shared.get(SharedId(timer.ref))
    if talk is not None and talk.state in BEFORE_CASES:
        await end(house, tx, talk, SharedEnd.EXPIRED)


async def leaves(
    house: House, tx: UnitOfWork, person: PersonId, reason: Reason = Reason.NO_LONGER
) -> bool:
    """Somebody stops, blocks Maatje or is erased while the other is being asked, or while all wait for
    somebody who leads it: it does not come. Was there something to end?"""
    talk = await tx.shared.open_of(person)
    if talk is None:
        return False
    if talk.state not in BEFORE_CASES:
        return await _stops_waiting(house, tx, person, reason)
    me = await party_of(tx, talk, person)
    why = SharedEnd.WITHDRAWN if me is not None and me.first else SharedEnd.REFUSED
    await end(house, tx, talk, why, by=person)
    return True


async def _stops_waiting(house: House, tx: UnitOfWork, person: PersonId, reason: Reason) -> bool:
    """This party does not wait any more for who leads the talk. What they asked for themselves stays."""
    cases = await tx.handoffs.open_of(person)
    waiting = [one for one in cases if one.shared is not None and one.state in WAITING]
    for case in waiting:
        await handing_off.end_waiting(house, tx, case, HandoffState.WITHDRAWN, reason)
    return bool(waiting)


async def _news(
    house: House, tx: UnitOfWork, talk: SharedTalk, what: str, *, but: PersonId | None
) -> None:
    for party in await tx.shared.parties(talk.id):
        if party.person != but:
            await news.plan(house, tx, party.person, what)


async def _first(tx: UnitOfWork, talk: SharedTalk) -> PersonId | None:
    return next((one.person for one in await tx.shared.parties(talk.id) if one.first), None)


async def _say(house: House, tx: UnitOfWork, person: PersonId, name: str, **values: str) -> None:
    await room.tell(house, tx, person, room.young(house, name, **values))
