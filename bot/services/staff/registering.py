"""Somebody comes in with a one-time code of the organisation."""

from __future__ import annotations

import hashlib
from datetime import datetime

from bot.domain.handoff import HandoffState
from bot.domain.ids import PersonId
from bot.domain.messages import Command, Content, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.services.circles import leaving as circle_leaving
from bot.services.circles import room as circle_room
from bot.services.groups import joining as group_joining
from bot.services.groups import linking as group_linking
from bot.services.handoff import handing_off
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.shared import inviting
from bot.services.staff import path
from bot.services.supporters import ending as support_ends
from bot.services.supporters import opening as supporting
from bot.services.waiting import appointing
from bot.services.wall import room as wall_room

TESTER = "tester"
CANDIDATE = "candidate"  # who follows a link of the organisation to become a volunteer
ROLE_WORDS = {
    Role.VOLUNTEER: "vrijwilliger",
    Role.PROFESSIONAL: "beroepskracht",
    Role.COORDINATOR: "coördinator",
    Role.MODERATOR: "moderator",
    Role.COACH: "coach van kringen",
}


def code_hash(code: str) -> str:
    """How a one-time code is kept: only its hash, so that a stolen database holds no invitations."""
    return hashlib.sha256(code.strip().upper().encode()).hexdigest()


async def registers(
    house: House, tx: UnitOfWork, person: PersonId, content: Content
) -> Content | None:
    """Is this a one-time code of staff (`/start CODE`)? Then it is used here, and nothing is left to
    deal with. A code that does not work is told, and the message goes on as any `/start`; that of a
    candidate goes on as `/vrijwilliger`."""
    if not (isinstance(content, Command) and content.name == "start" and content.argument):
        return content
    if await _is_for_later(tx, person, content.argument):
        return content
    now, flowbook = house.clock.now(), house.flowbook()
    code = code_hash(content.argument)
    if await _must_wait(tx, person, code, now):
        await tx.outbox.add(person, [Reply(flowbook.staff("code_later"))], now)
        return None
    invitation = await tx.invitations.use(code, now)
    if invitation is None:
        await tx.outbox.add(person, [Reply(flowbook.staff("code_wrong"))], now)
        # whoever it is, they are answered as without a code: never a closed door alone
        return content
    if invitation.role in (TESTER, CANDIDATE):
        await tx.invitations.admit(person, now)
        # a tester is a young person: the talk begins as for everybody
        return content if invitation.role == TESTER else Command("vrijwilliger")
    await handing_off.withdraw(house, tx, person)
    await inviting.leaves(house, tx, person)
    await circle_leaving.left(house, tx, person)
    await group_joining.left_all(tx, person)
    await appointing.cancel(house, tx, person)  # nobody is asked for somebody of the staff here
    await tx.pairs.delete_of(person)
    await support_ends.everything_of(house, tx, person)
    role = Role(invitation.role)
    member = StaffMember(
        person, role, invitation.alias, False, invitation.age, None, invitation.screened_by
    )
    await tx.staff.save(member, now)
    await path.forget_application(tx, person)
    text = flowbook.staff("registered", role=ROLE_WORDS[role], alias=member.alias)
    await tx.outbox.add(person, [Reply(text)], now)
    if role is Role.MODERATOR:
        await wall_room.tell(house, tx, person, "welcome")
    if role is Role.COACH:
        await circle_room.tell(house, tx, person, "to_coach")
    return None


async def _is_for_later(tx: UnitOfWork, person: PersonId, code: str) -> bool:
    """Is this a code of something else, which is looked at later: of a young person for another one or for
    somebody they know, or of a Telegram group?"""
    if await inviting.is_code(tx, code) or await supporting.is_code(tx, code):
        return True
    if await group_joining.is_code(tx, code):
        return True
    typed_here = await group_linking.is_link(tx, code)  # by who leads that group, instead of there
    return typed_here and await tx.staff.get(person) is not None


async def _must_wait(tx: UnitOfWork, person: PersonId, code: str, now: datetime) -> bool:
    """Is this a good code of staff, sent by somebody whom a human is helping now, or who is in danger?
    Nobody may end that by a role; a wish that only waits is withdrawn instead."""
    invitation = await tx.invitations.find(code, now)
    if invitation is None or invitation.role in (TESTER, CANDIDATE):
        return False
    cases = await tx.handoffs.open_of(person)
    return any(h.is_danger or h.state is HandoffState.ACTIVE for h in cases)
