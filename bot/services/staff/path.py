"""The path of a volunteer: finding it, moving along it, and what it allows now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.events import event
from bot.domain.ids import PersonId
from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import (
    ADULT,
    CANDIDATES,
    LONGEST_REASON,
    VolunteerMove,
    VolunteerPath,
    VolunteerStatus,
)
from bot.services.house import House
from bot.services.ports import UnitOfWork

YES, OTHER, TRAIN = "path.yes", "path.other", "path.train"  # buttons that a candidate sees
SELF = "zelf"  # who decided, when it was the volunteer
# Why a volunteer cannot go on duty or take a talk now (texts.yml).
REFUSALS = {
    VolunteerStatus.IN_TRAINING: "not_yet_in_training",
    VolunteerStatus.PAUSED: "not_now_paused",
}


async def path_of(tx: UnitOfWork, member: StaffMember, now: datetime) -> VolunteerPath:
    """The path of a volunteer. Who was invited with a code was screened by the organisation before
    that, and is approved."""
    known = await tx.volunteers.get(member.person)
    if known is not None:
        return known
    band = "18_up" if member.age is not None and member.age >= ADULT else "16_17"
    return VolunteerPath(
        member.person, member.alias, VolunteerStatus.APPROVED, now, now, member.age, band
    )


async def refusal(tx: UnitOfWork, member: StaffMember) -> str | None:
    """The name of the sentence that says why this member cannot help now; `None` when they can."""
    known = await tx.volunteers.get(member.person)
    if member.role is not Role.VOLUNTEER or known is None:
        return None
    if known.status is VolunteerStatus.APPROVED:
        return None
    return REFUSALS.get(known.status, "not_yet_in_training")


async def forget_application(tx: UnitOfWork, person: PersonId) -> None:
    """Somebody comes in with a code: the organisation screened them, so their application no longer
    counts. A pause or a training stays as it is."""
    known = await tx.volunteers.get(person)
    if known is not None and known.status in (*CANDIDATES, VolunteerStatus.LEFT):
        await tx.volunteers.delete(person)


async def move(
    house: House,
    tx: UnitOfWork,
    before: VolunteerPath,
    after: VolunteerPath,
    *,
    by: str,
    reason: str = "",
) -> None:
    """Keeps a move with who decided, when and why."""
    now = house.clock.now()
    first = before.status if before.status is not after.status else None
    await tx.volunteers.save(after)
    await tx.volunteers.add_move(
        VolunteerMove(after.person, first, after.status, by, now, reason[:LONGEST_REASON])
    )
    await tx.events.add([event("volunteer_moved", after.status.value)], now)


async def count_talk(tx: UnitOfWork, member: StaffMember, now: datetime) -> None:
    """One more talk that this volunteer took: the talks themselves are erased soon after their end."""
    if member.role is Role.VOLUNTEER:
        path = await path_of(tx, member, now)
        await tx.volunteers.save(replace(path, talks=path.talks + 1))


def screened_message(house: House) -> Reply:
    """What a candidate reads after the screening: what changes with the first step of the training."""
    flowbook = house.flowbook()
    button = Button(flowbook.young("volunteer_train_button"), TRAIN)
    return Reply(flowbook.young("volunteer_screened"), (button,))


async def tell(house: House, tx: UnitOfWork, person: PersonId, reply: Reply) -> None:
    """Puts one message on its way."""
    await tx.outbox.add(person, [reply], house.clock.now())


async def tell_coordinators(house: House, tx: UnitOfWork, reply: Reply) -> None:
    """News of a candidate, for every coordinator."""
    for member in await tx.staff.all():
        if member.role is Role.COORDINATOR:
            await tell(house, tx, member.person, reply)
