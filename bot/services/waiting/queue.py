"""Place in the queue and expected wait, from what really happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain import waiting
from bot.domain.events import event
from bot.domain.handoff import Handoff
from bot.domain.volunteer import Role
from bot.services.ports import UnitOfWork

WAITED = "handoff_waited"
MOST_WAITS = 200  # the newest are enough for a middle


async def place(tx: UnitOfWork, case: Handoff | None, role: Role) -> int:
    """The place of this case; without one the place that a new wish would get."""
    others = _talks(await tx.handoffs.waiting_for(role), case)
    return waiting.place_of(case, others) if case is not None else len(others) + 1


def _talks(cases: Sequence[Handoff], own: Handoff | None) -> list[Handoff]:
    """A case for each talk that waits: one of more than two has one place, the same for its parties."""
    known = {own.shared} if own is not None and own.shared is not None else set()
    found = []
    for case in sorted(cases, key=lambda one: (one.created_at, one.id)):
        if case.shared is None:
            found.append(case)
        elif case.shared not in known:
            found.append(case)
            known.add(case.shared)
    return found


async def wait_words(
    tx: UnitOfWork,
    say: Mapping[str, str],
    case: Handoff | None,
    role: Role,
    now: datetime,
    *,
    there: bool,
) -> str:
    """How long it will probably take, in words. Without anybody on duty nobody knows."""
    if not there:
        return say["not_known"]
    waited = _minutes(case, now) if case is not None else 0
    expected = waiting.expected_wait(await _recent(tx, role, now), waited)
    return say["not_known"] if expected is None else waiting.in_words(expected)


async def _recent(tx: UnitOfWork, role: Role, now: datetime) -> list[int]:
    """Minutes that others waited around this time of day in the last two weeks."""
    figures = await tx.events.figures(WAITED, waiting.windows(now), MOST_WAITS, f"{role.value}:")
    return [int(figure.partition(":")[2]) for figure in figures]


async def note_wait(tx: UnitOfWork, case: Handoff, now: datetime) -> None:
    """Somebody took a wish, or nobody ever did: what the next ones are told is made of this. Danger
    goes before all and says nothing of the wait of a wish."""
    if not case.is_danger:
        await tx.events.add(
            [event("handoff_waited", f"{case.to.value}:{_minutes(case, now)}")], now
        )


def _minutes(case: Handoff, now: datetime) -> int:
    return int((now - case.created_at).total_seconds() // 60)
