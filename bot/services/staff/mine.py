"""`/mijn`: what a volunteer has done and can do by now, and the goal that they chose themselves."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import VolunteerPath, talks_band
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import path
from bot.services.staff.selecting import STATUS_WORDS

GOAL, AWAY = "doel", "weg"
LONGEST_GOAL = 200  # characters: one sentence


async def tell_mine(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/mijn` shows; `/mijn doel …` keeps a learning goal (sealed), `/mijn doel weg` erases it."""
    flowbook, now = house.flowbook(), house.clock.now()
    if member.role is not Role.VOLUNTEER:
        await path.tell(house, tx, member.person, Reply(flowbook.staff("unknown_command")))
        return
    known = await path.path_of(tx, member, now)
    word, _, goal = argument.strip().partition(" ")
    if word.casefold() == GOAL and goal.strip():
        kept = "" if goal.strip().casefold() == AWAY else goal.strip()[:LONGEST_GOAL]
        await tx.volunteers.save(replace(known, goal=kept))
        name = "mine_goal_kept" if kept else "mine_goal_gone"
        await path.tell(house, tx, member.person, Reply(flowbook.staff(name, goal=kept)))
        return
    await path.tell(house, tx, member.person, Reply(_shown(house, known)))


def _shown(house: House, known: VolunteerPath) -> str:
    flowbook = house.flowbook()
    modules = [m for m in flowbook.training if m.module in known.modules]
    return flowbook.staff(
        "mine",
        status=STATUS_WORDS[known.status],
        done=len(modules),
        count=len(flowbook.training),
        talks=talks_band(known.talks),
        competences="\n".join(f"- {m.competence}" for m in modules) or "-",
        goal=known.goal or flowbook.staff("mine_no_goal"),
    )
