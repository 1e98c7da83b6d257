"""What a young person does who wants to become a volunteer, until the training begins."""

from __future__ import annotations

from bot.domain.ids import PersonId
from bot.domain.messages import Command, Content, Press, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import CANDIDATES, VolunteerPath, VolunteerStatus
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import path, standing, training
from bot.services.supporters import ending as support_ends

FLOW = "volunteer"
# Buttons under messages of the coordinator, each with what one would type.
PRESSES = {
    path.YES: Command("vrijwilliger", "ja"),
    path.OTHER: Command("vrijwilliger", "ander moment"),
    path.TRAIN: Command("training"),
}
WITHDRAW = "intrekken"


def as_typed(content: Content) -> Content:
    """A pressed button of a candidate as the command that it stands for."""
    return PRESSES.get(content.key, content) if isinstance(content, Press) else content


async def told(house: House, tx: UnitOfWork, known: VolunteerPath, argument: str) -> str:
    """`/vrijwilliger` of who applied already: how it stands, an answer to the coordinator, or away
    with it. Returns what the candidate reads."""
    flowbook = house.flowbook()
    if known.status not in CANDIDATES:
        return flowbook.young("volunteer_left")
    if argument.casefold() == WITHDRAW:
        await tx.volunteers.delete(known.person)
        gone = flowbook.staff("candidate_withdrew", alias=known.alias)
        await path.tell_coordinators(house, tx, Reply(gone))
        return flowbook.young("volunteer_withdrawn")
    if argument:
        said = flowbook.staff("candidate_said", alias=known.alias, text=argument)
        await path.tell_coordinators(house, tx, Reply(said))
        return flowbook.young("volunteer_answered")
    name = "volunteer_screened" if known.status is VolunteerStatus.SCREENED else "volunteer_applied"
    return flowbook.young(name)


async def begins(house: House, tx: UnitOfWork, person: PersonId, content: Content) -> bool:
    """Does a screened candidate begin the training? From here on this account helps: what they had
    as a young person is erased, as they were told. Not while there is something for themselves."""
    if as_typed(content) != PRESSES[path.TRAIN]:
        return False
    known = await tx.volunteers.get(person)
    conversation = await tx.conversations.get(person)
    if known is None or known.status is not VolunteerStatus.SCREENED:
        return False
    if await standing.must_wait(tx, conversation):
        return False
    now = house.clock.now()
    screened_by = next(m.by for m in reversed(await tx.volunteers.moves(person)))
    member = StaffMember(
        person, Role.VOLUNTEER, known.alias, False, known.age, None, f"coördinator {screened_by}"
    )
    await support_ends.everything_of(house, tx, person)
    await _leave_young(tx, person)
    await tx.staff.save(member, now)
    after = known.moved(VolunteerStatus.IN_TRAINING, now)
    await path.move(house, tx, known, after, by=path.SELF)
    welcome = Reply(house.flowbook().staff("training_welcome", alias=known.alias))
    await path.tell(house, tx, person, welcome)
    await training.go_on(house, tx, member, "")
    return True


async def _leave_young(tx: UnitOfWork, person: PersonId) -> None:
    await tx.conversations.delete(person)
    await tx.goals.delete_of(person)
    await tx.unclear.delete_of(person)
    await tx.timers.delete_of(person)
