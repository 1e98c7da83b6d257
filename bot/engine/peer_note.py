"""What a young person lets a volunteer know beforehand: they see it first, as it will be shown, and
nothing is passed on that they did not say yes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.redacting import helplines_in

if TYPE_CHECKING:
    from bot.engine.flowbook import Flowbook
    from bot.engine.run import Run

NOTE, NOTE_OK = "note_for_peer", "note_ok"
PEER_NOTE = "peer_note"  # the flow that shows it


def held_back(flowbook: Flowbook, text: str) -> bool:
    """Would the contact rule hold this back in a talk? Then it does so here too."""
    helplines = helplines_in(one.line for one in flowbook.referrals.services)
    return flowbook.handoff.contact.holds_back(text, helplines)


def judged(conversation: Conversation, values: Mapping[str, str]) -> Conversation:
    """After these values were remembered: a new text needs a new yes, and a no takes it away."""
    if values.get(NOTE_OK) == "no":
        return _without(conversation, NOTE)
    if NOTE in values:
        return _without(conversation, NOTE_OK)
    return conversation


def without_note(conversation: Conversation) -> Conversation:
    """It was given, or taken away: nothing of it stays."""
    return _without(conversation, NOTE, NOTE_OK)


def approved_note(conversation: Conversation) -> str:
    """What a volunteer may read; empty without a yes."""
    known = conversation.remembered
    return known.get(NOTE, "") if known.get(NOTE_OK) == "yes" else ""


def waits_for_peer(run: Run) -> bool:
    """Does this person wait for a peer, from this turn on or since before?"""
    asked = [effect.to for effect in run.effects if isinstance(effect, RequestHandoff)]
    return (asked[-1] if asked else run.moment.waiting_for) is Role.VOLUNTEER


def _without(conversation: Conversation, *names: str) -> Conversation:
    known = {k: v for k, v in conversation.remembered.items() if k not in names}
    return replace(conversation, remembered=known)
