"""A new moderator practises with invented posts before the first real one."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Button, Reply
from bot.domain.volunteer import Role, StaffMember
from bot.engine.matching import plain
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.wall import room

PRESS = "practise"
ANSWERS = {"goed": "approve", "terug": "back", "weg": "refuse", "gevoelig": "sensitive"}
BUTTONS = (
    ("approve_button", "goed"),
    ("back_button", "terug"),
    ("refuse_button", "weg"),
    ("sensitive_button", "gevoelig"),
)


async def practise(house: House, tx: UnitOfWork, member: StaffMember, answer: str) -> None:
    """`/muur oefenen`: the next invented post, or what somebody makes of it."""
    moderator = await tx.moderators.get(member.person)
    if member.role is not Role.MODERATOR or moderator.trained_at is not None:
        await room.tell(house, tx, member.person, "practice_none")
        return
    every = room.rules_of(house).practice
    place = min(moderator.practised, len(every) - 1)  # an operator may have taken some away
    chosen = ANSWERS.get(plain(answer))
    if chosen is None:
        await _ask(house, tx, member, place)
        return
    right, why = chosen == every[place].right, every[place].why
    name = "practice_right" if right else "practice_wrong"
    await room.tell(house, tx, member.person, name, why=why)
    if not right:
        await _ask(house, tx, member, place)
    elif place + 1 < len(every):
        await tx.moderators.save(replace(moderator, practised=place + 1))
        await _ask(house, tx, member, place + 1)
    else:
        now = house.clock.now()
        await tx.moderators.save(replace(moderator, practised=place + 1, trained_at=now))
        await room.tell(house, tx, member.person, "practice_done")


async def _ask(house: House, tx: UnitOfWork, member: StaffMember, place: int) -> None:
    rules = room.rules_of(house)
    text = rules.tell(
        "practice", number=place + 1, count=len(rules.practice), text=rules.practice[place].text
    )
    buttons = tuple(Button(rules.tell(name), f"modr.{PRESS}.{word}") for name, word in BUTTONS)
    await tx.outbox.add(member.person, [Reply(text, buttons)], house.clock.now())
