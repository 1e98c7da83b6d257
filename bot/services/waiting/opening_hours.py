"""What the rota says: when somebody is there, and which moments can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain import rota
from bot.domain.ids import PersonId
from bot.domain.rota import WEEK, Slot
from bot.domain.volunteer import Role, StaffMember
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, slots=True)
class Opening:
    """The coming seven days: who means to be there when."""

    now: datetime
    volunteers: tuple[Slot, ...] = ()
    professionals: tuple[Slot, ...] = ()
    members: tuple[StaffMember, ...] = ()

    def next_for(self, role: Role) -> datetime | None:
        """The next moment at which a talk with somebody of this role can begin. A talk with a peer
        needs a professional behind it."""
        able = self.professionals if role is Role.PROFESSIONAL else self.volunteers
        return rota.next_open(self.now, able, self.professionals)

    def moments(self, role: Role, fits: Callable[[StaffMember], bool]) -> tuple[Slot, ...]:
        """At most three moments to choose from, with somebody who fits this young person."""
        able = self.professionals if role is Role.PROFESSIONAL else self.volunteers
        fit = {one.person for one in self.members if fits(one)}
        behind = rota.spans_of(self.professionals)
        return tuple(rota.moments(self.now, [s for s in able if s.person in fit], behind))


async def opening(tx: UnitOfWork, now: datetime) -> Opening:
    """The coming seven days of the rota."""
    shifts = await tx.rota.all()
    if not shifts:
        return Opening(now)
    members = await tx.staff.all()
    every = rota.slots(shifts, now, now + WEEK)
    return Opening(
        now,
        _of(every, members, Role.VOLUNTEER),
        _of(every, members, Role.PROFESSIONAL),
        tuple(members),
    )


def _of(slots: Collection[Slot], members: Collection[StaffMember], role: Role) -> tuple[Slot, ...]:
    people: set[PersonId] = {one.person for one in members if one.role is role}
    return tuple(slot for slot in slots if slot.person in people)


def opens_words(
    say: Mapping[str, str], opens: datetime | None, now: datetime, *, there: bool
) -> str:
    """When somebody is there, as it stands in a sentence; `there`: somebody is on duty now."""
    if there:
        return say["opens_now"]
    if opens is None:
        return say["not_known"]
    if opens <= now:
        return say["opens_late"]
    words = say["opens_from"].replace("{day}", rota.day_words(opens, now))
    return words.replace("{time}", rota.clock_words(opens))


def moment_words(at: datetime, now: datetime) -> str:
    """A moment as a button or in a sentence: `morgen om 16:00`."""
    return f"{rota.day_words(at, now)} om {rota.clock_words(at)}"
