"""`/mijn`: what a volunteer has done and can do by now, and what they want to learn."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.messages import Reply
from bot.domain.practice import MOST_GOALS, LearningGoal, LineKind
from bot.domain.volunteer import Role, StaffMember
from bot.domain.volunteer_path import VolunteerPath, talks_band
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import path
from bot.services.staff.candidate_card import practice_figures
from bot.services.staff.selecting import STATUS_WORDS

GOAL, AWAY, DONE, NOT_YET = "doel", "weg", "klaar", "open"
LONGEST_GOAL = 200  # characters: one sentence
OFTEN = 3  # lines of a kind after which it counts as something that one can do
SHOWN = (LineKind.LISTEN, LineKind.ASK, LineKind.NORMALISE)


async def tell_mine(house: House, tx: UnitOfWork, member: StaffMember, argument: str) -> None:
    """`/mijn` shows; `/mijn doel …` adds a learning goal (sealed), `/mijn doel klaar 2` marks one as
    reached, `/mijn doel weg 2` erases one and `/mijn doel weg` all."""
    flowbook, now = house.flowbook(), house.clock.now()
    if member.role is not Role.VOLUNTEER:
        await _say(house, tx, member, flowbook.staff("unknown_command"))
        return
    known = await path.path_of(tx, member, now)
    word, _, rest = argument.strip().partition(" ")
    if word.casefold() != GOAL or not rest.strip():
        await _say(house, tx, member, _shown(house, known))
        return
    goals, told = _changed(house, known.goals, " ".join(rest.split()))
    await tx.volunteers.save(replace(known, goals=goals))
    await _say(house, tx, member, told)


def _changed(
    house: House, goals: tuple[LearningGoal, ...], words: str
) -> tuple[tuple[LearningGoal, ...], str]:
    """The goals after these words, and what to say about it."""
    staff = house.flowbook().staff
    act, _, number = words.casefold().partition(" ")
    if words.casefold() == AWAY:
        return (), staff("mine_goal_gone")
    if act not in (AWAY, DONE, NOT_YET) or (number and not number.isdecimal()):
        return _added(house, goals, words)
    place = int(number or 1) - 1
    if not 0 <= place < len(goals) or (not number and len(goals) > 1):
        return goals, staff("mine_goal_which", count=len(goals))
    chosen = goals[place]
    if act == AWAY:
        return goals[:place] + goals[place + 1 :], staff("mine_one_goal_gone", goal=chosen.text)
    marked = replace(chosen, done=act == DONE)
    name = "mine_goal_done" if marked.done else "mine_goal_open"
    return (*goals[:place], marked, *goals[place + 1 :]), staff(name, goal=chosen.text)


def _added(
    house: House, goals: tuple[LearningGoal, ...], words: str
) -> tuple[tuple[LearningGoal, ...], str]:
    staff = house.flowbook().staff
    if len(goals) >= MOST_GOALS:
        return goals, staff("mine_goals_full", count=MOST_GOALS)
    goal = LearningGoal(words[:LONGEST_GOAL])
    return (*goals, goal), staff("mine_goal_kept", goal=goal.text)


def competences(house: House, known: VolunteerPath) -> list[str]:
    """What somebody can do by now, in plain words: of each module, of practice, of talks."""
    flowbook = house.flowbook()
    found = [m.competence for m in flowbook.training if m.module in known.modules]
    often = (kind for kind in SHOWN if known.said.number(kind.value) >= OFTEN)
    found += [flowbook.staff(f"competence_{kind.value}") for kind in often]
    if known.talks:
        found.append(flowbook.staff("competence_talks", talks=talks_band(known.talks)))
    return found


def _shown(house: House, known: VolunteerPath) -> str:
    flowbook = house.flowbook()
    goals = [_goal_line(house, n, goal) for n, goal in enumerate(known.goals, 1)]
    return flowbook.staff(
        "mine",
        status=STATUS_WORDS[known.status],
        done=sum(m.module in known.modules for m in flowbook.training),
        count=len(flowbook.training),
        talks=talks_band(known.talks),
        practice=practice_figures(house, known),
        competences="\n".join(f"- {line}" for line in competences(house, known)) or "-",
        goals="\n".join(goals) or flowbook.staff("mine_no_goal"),  # last: own words
    )


def _goal_line(house: House, number: int, goal: LearningGoal) -> str:
    mark = f" {house.flowbook().staff('mine_goal_mark')}" if goal.done else ""
    return f"{number}. {goal.text}{mark}"


async def _say(house: House, tx: UnitOfWork, member: StaffMember, text: str) -> None:
    await path.tell(house, tx, member.person, Reply(text))
