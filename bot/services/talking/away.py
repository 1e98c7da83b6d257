"""`weg`: somebody must hide this talk now. It ends, and what Maatje said goes from the screen.

Nothing more comes by itself until they write again. An open danger case stays with the professional.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Conversation
from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.messages import Reply
from bot.services import next_day
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import inviting
from bot.services.talking import relaying
from bot.services.waiting import appointing

WORD = "weg"
AWAY = "away"  # remembered until the young person says something again
RECENT = timedelta(hours=47)  # Telegram deletes what is younger than 48 hours; an hour for clocks


def is_away(conversation: Conversation) -> bool:
    """Did this person go away, and say nothing since?"""
    return conversation.is_away


async def go(
    house: House, tx: UnitOfWork, conversation: Conversation, talk: Handoff | None
) -> Conversation:
    """Ends what is going on and drops what was not sent yet; the reply that takes the rest from the
    screen comes after it (`reply`). Returns the conversation as it is from now on."""
    person, now = conversation.person, house.clock.now()
    if talk is not None:
        conversation = await relaying.ended_by_young(house, tx, talk)
    else:
        await handing_off.withdraw(house, tx, person)
        await inviting.leaves(house, tx, person)
        await appointing.cancel(house, tx, person)
    await next_day.take_back(tx, person)
    await tx.outbox.delete_of(person)
    await tx.events.add([event("chat_hidden")], now)
    return replace(conversation, stack=(), unclear=0).remembering(
        **{AWAY: "yes", "later_message": ""}
    )


def reply(house: House) -> Reply:
    """The one message that stays on the screen: it says nothing of what it was about, and has no button."""
    return Reply(house.flowbook().danger.shared["away"].say[0], clears=True)
