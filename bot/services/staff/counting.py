"""`/cijfers`: what a coordinator may know of all talks together. Small groups are not shown."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from bot.domain.figures import Figures, median, percentile
from bot.domain.goals import DEFAULT_ZONE
from bot.domain.handoff import Urgency
from bot.domain.messages import Reply
from bot.domain.volunteer import Role, StaffMember
from bot.engine.flowbook import Flowbook
from bot.services.house import House
from bot.services.ports import UnitOfWork
from bot.services.staff import support_figures
from bot.services.wall import figures as on_wall

PERIODS = (7, 28)  # days
NONE = "none"  # no form or no topic was named
STORY_WORDS = {"like_me": "lijkt op mij", "a_little": "een beetje", "not": "niet"}
TO = Role.VOLUNTEER.value, Role.PROFESSIONAL.value


async def tell_figures(house: House, tx: UnitOfWork, member: StaffMember, _: str) -> None:
    """Two messages: the last week and the last four weeks."""
    now, flowbook = house.clock.now(), house.flowbook()
    happened = await tx.events.since(now - timedelta(days=max(PERIODS)))
    everything = Figures(tuple(happened))
    replies = [
        Reply(
            _told(flowbook, some, days)
            + on_wall.told(flowbook, some)
            + support_figures.told(flowbook, some)
        )
        for days, some in ((days, everything.since(now - timedelta(days=days))) for days in PERIODS)
    ]
    await tx.outbox.add(member.person, replies, now)


def _told(flowbook: Flowbook, figures: Figures, days: int) -> str:
    smallest = flowbook.handoff.limits.smallest_group_shown
    peer, professional = TO
    waits = {to: figures.seconds("wait_ended", to) for to in TO}
    urgent = figures.seconds("danger_taken", Urgency.URGENT.value)
    return flowbook.staff(
        "figures",
        days=days,
        wishes_peer=figures.count("handoff_requested", peer),
        wishes_professional=figures.count("handoff_requested", professional),
        claimed_peer=figures.count("handoff_claimed", peer),
        claimed_professional=figures.count("handoff_claimed", professional),
        wait_peer=_how_long(waits[peer], smallest),
        wait_professional=_how_long(waits[professional], smallest),
        expired=figures.count("handoff_expired"),
        withdrawn=figures.count("handoff_withdrawn"),
        unanswered=figures.count("handoff_unanswered"),
        forms=_forms(flowbook, figures.groups("talk_begun", 0), smallest),
        topics=_topics(flowbook, figures.groups("talk_begun", 1), smallest),
        urgent=figures.count("danger_card_asked", Urgency.URGENT.value),
        concern=figures.count("danger_card_asked", Urgency.CONCERN.value),
        urgent_taken=_how_long(urgent, smallest),
        reports=figures.count("talk_reported"),
        closed=figures.count("report_closed"),
        held=figures.count("contact_refused"),
        goals_set=figures.count("goal_set"),
        goals_reached=figures.count("goal_reached"),
        goals_reduced=figures.count("goal_reduced"),
        nobody=_hours(figures.hours("handoff_missed", DEFAULT_ZONE), smallest),
        stories=_topics(flowbook, figures.groups("story_told", 0), smallest),
        story_answers=_groups(STORY_WORDS, figures.groups("story_answered", 0), smallest),
    )


def _how_long(seconds: list[int], smallest: int) -> str:
    """The middle and the 90th percentile; of a few people it would tell of each of them."""
    if len(seconds) < smallest:
        return f"minder dan {smallest} keer, dus geen tijd"
    return f"helft binnen {_time(median(seconds))}, 9 van de 10 binnen {_time(percentile(seconds, 90))}"


def _time(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 60 else f"{seconds / 60:.0f} min"


def _forms(flowbook: Flowbook, counted: Counter[str], smallest: int) -> str:
    named = {name: flowbook.roles.name_of(None if name == NONE else name) for name in counted}
    return _groups(named, counted, smallest)


def _topics(flowbook: Flowbook, counted: Counter[str], smallest: int) -> str:
    opened = {name: flowbook.opened_by_topic(name) for name in counted}
    named = {
        name: flowbook.flows[flow].title if flow else "geen of een ander onderwerp"
        for name, flow in opened.items()
    }
    return _groups(named, counted, smallest)


def _groups(named: dict[str, str], counted: Counter[str], smallest: int) -> str:
    together: Counter[str] = Counter()
    for name, number in counted.items():
        together[named[name]] += number
    return _listed([(what, number) for what, number in together.most_common()], smallest)


def _hours(counted: Counter[int], smallest: int) -> str:
    named = [(f"{hour}-{hour + 1} uur", number) for hour, number in sorted(counted.items())]
    return _listed(named, smallest)


def _listed(groups: list[tuple[str, int]], smallest: int) -> str:
    if not groups:
        return "niets"
    return ", ".join(
        f"{what} {number if number >= smallest else f'minder dan {smallest}'}"
        for what, number in groups
    )
