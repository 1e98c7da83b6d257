"""What comes after a talk for a volunteer: how it ended, how they are, and when a talk was heavy."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.handoff import PARTED, Handoff, HandoffState, Reason


class Feeling(StrEnum):
    """How a volunteer is after a heavy talk."""

    GOOD = "good"
    TIRED = "tired"
    LINGERING = "lingering"


def is_heavy(talk: Handoff, began: datetime, longest: timedelta) -> bool:
    """Was this talk, which is over, heavy for who helped? Danger in it, lines that were held back, a
    parting, a professional who had to take over, or simply very long. `began`: when it was taken.

    Not because the young person reported it: whoever helped sees an ordinary end then.
    """
    return (
        talk.danger_seen
        or talk.held_young + talk.held_staff > 0
        or talk.reason in PARTED - {Reason.REPORTED}
        or talk.state is HandoffState.ESCALATED
        or talk.changed_at - began > longest
    )
