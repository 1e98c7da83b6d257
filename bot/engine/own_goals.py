"""How the goals of a young person read: in a list, one by one, and the moment that was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.domain.conversation import Conversation
from bot.domain.goals import CheckInWish, GoalInView, GoalState, check_in_moment, zone_of
from bot.domain.rhythm import TERMS, Every
from bot.engine.said_moment import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from bot.engine.flowbook import Flowbook
    from bot.engine.run import Run

CHOSEN, ASKED = (
    "chosen_goal",
    "asked_goal",
)  # under these names the goal that is meant is remembered
MAKING = ("goal_step", "goal_when", "goal_obstacle", "goal_answer", "confidence", "share_with")
PLANNING = ("check_in", "check_in_at", "check_in_day", "check_in_every", "check_in_term")
NIGHT_ENDS = 5  # o'clock; before it people call the day that begins "morgen"
OWN = "own"
ONCE = "once"


def meant(run: Run, name: str = CHOSEN) -> GoalInView | None:
    """The goal that was chosen, or that was asked about, as long as it is there."""
    wanted = run.conversation.remembered.get(name)
    return next((one for one in run.moment.goals if one.goal.id == wanted), None)


def goal_words(run: Run) -> Mapping[str, str]:
    """What stands in the place of `{goals}`, `{chosen_goal}`, `{check_in_moment}` and the like."""
    region, now = run.conversation.region, run.moment.now
    chosen = meant(run)
    book = run.flowbook
    return {
        "goals": "\n\n".join(
            f"{n}. {_line(book, one, region, now)}" for n, one in enumerate(run.moment.goals, 1)
        ),
        "chosen_goal": _whole(book, chosen, region, now) if chosen else "…",
        "check_in_moment": wish_words(book, run.conversation, now),
        "most_goals": str(book.goal_ideas.most_goals),
    }


def _line(book: Flowbook, one: GoalInView, region: str, now: datetime) -> str:
    return (
        f"{one.goal.step}\n{book.young('goal_if')} {one.goal.when}\n{_asks(book, one, region, now)}"
    )


def _whole(book: Flowbook, one: GoalInView, region: str, now: datetime) -> str:
    goal = one.goal
    lines = [goal.step, f"{book.young('goal_if')} {goal.when}"]
    if goal.obstacle:
        lines.append(f"{book.young('goal_obstacle')} {goal.obstacle}")
    if goal.answer:
        lines.append(f"{book.young('goal_answer')} {goal.answer}")
    return "\n".join([*lines, _asks(book, one, region, now)])


def _asks(book: Flowbook, one: GoalInView, region: str, now: datetime) -> str:
    """When Maatje asks about it."""
    if one.goal.state is GoalState.PAUSED:
        return book.young("goal_rests")
    if one.asks_at is None:
        return book.young("goal_not_asked")
    words = moment_in_words(one.asks_at, region, now)
    rhythm = one.goal.rhythm
    if rhythm is None:
        return book.young("goal_asked_at").replace("{moment}", words)
    return _again(book, words, rhythm.every, rhythm.until)


def wish_words(book: Flowbook, conversation: Conversation, now: datetime) -> str:
    """The moment that is being chosen, as it stands in a sentence."""
    wish = wish_of(conversation)
    region = conversation.region
    due = wish.at if wish.choice == OWN else check_in_moment(wish.choice, now, region)
    if due is None:
        return "…"
    words = moment_in_words(due, region, now)
    if not wish.every:
        return words
    until = due.astimezone(zone_of(region)).date() + TERMS[wish.term]
    name = "moment_every_day" if wish.every == Every.DAY.value else "moment_every_week"
    return book.young(name).replace("{moment}", words).replace("{until}", date_in_words(until))


def _again(book: Flowbook, words: str, every: Every, until: date) -> str:
    name = "goal_asked_daily" if every is Every.DAY else "goal_asked_weekly"
    return book.young(name).replace("{moment}", words).replace("{until}", date_in_words(until))


def wish_of(conversation: Conversation) -> CheckInWish:
    """What was chosen about when to ask; never, as long as nothing was."""
    known = conversation.remembered
    choice, at = known.get("check_in", "never"), known.get("check_in_at")
    every, term = known.get("check_in_every", ONCE), known.get("check_in_term", "")
    if choice == OWN and not at:
        return CheckInWish("never")
    moment = datetime.fromisoformat(at) if choice == OWN and at else None
    again = moment is not None and every != ONCE and term in TERMS
    return CheckInWish(choice, moment, every if again else "", term if again else "")


def forgotten(conversation: Conversation, names: tuple[str, ...]) -> dict[str, str]:
    """What is remembered, without these."""
    return {name: value for name, value in conversation.remembered.items() if name not in names}


def date_in_words(day: date) -> str:
    """`27 november`."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def moment_in_words(moment: datetime, region: str, now: datetime) -> str:
    """`morgen om 16.00 uur`, or `vrijdag 27 november om 16.00 uur`, on the clock of who reads it."""
    zone = zone_of(region)
    local, today = moment.astimezone(zone), now.astimezone(zone).date()
    ahead = (local.date() - today).days
    night = now.astimezone(zone).hour < NIGHT_ENDS  # "morgen" and "vandaag" are doubtful words then
    day = None if night else {0: "vandaag", 1: "morgen"}.get(ahead)
    day = day or f"{WEEKDAYS[local.weekday()]} {date_in_words(local.date())}"
    return f"{day} om {local:%H.%M} uur"
