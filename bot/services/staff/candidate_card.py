"""A candidate as the coordinators see them: their own words, and a button for all that can be done now."""

from __future__ import annotations

from bot.domain.messages import Button, Reply
from bot.domain.practice import LineKind
from bot.domain.volunteer_path import VolunteerPath, VolunteerStatus
from bot.services.handoff.cards import REGION_WORDS
from bot.services.house import House

S = VolunteerStatus
BAND_WORDS = {"16_17": "16 of 17", "18_up": "18 of ouder"}
HOUR_WORDS = {
    "1_2": "1 of 2 uur per week",
    "3_4": "3 of 4 uur per week",
    "5_up": "5 uur per week of meer",
    "unknown": "uren nog niet bekend",
}
UNNAMED = {"none": "niet genoemd", "other": "iets anders"}
PRESS = "cand"
PLAN, SCREENED, REJECT, APPROVE = "plan", "screened", "reject", "approve"
ACTS = {S.APPLIED: (PLAN, SCREENED, REJECT), S.SCREENED: (PLAN, REJECT)}


def card(house: House, known: VolunteerPath) -> Reply:
    """A candidate as the coordinator sees them: their own words, and what can be done now."""
    flowbook = house.flowbook()
    opened = flowbook.opened_by_topic(known.topic)
    topic = flowbook.flows[opened].title if opened else UNNAMED.get(known.topic, known.topic)
    text = flowbook.staff(
        "candidate_trained" if known.status is S.IN_TRAINING else "candidate_card",
        alias=known.alias,
        age=f"{known.age} jaar" if known.age else BAND_WORDS.get(known.age_band, "onbekend"),
        region=REGION_WORDS.get(known.region, REGION_WORDS["unknown"]),
        hours=HOUR_WORDS.get(known.hours, HOUR_WORDS["unknown"]),
        topic=topic,
        why=known.why or "-",
        practice=practice_figures(house, known),
    )
    acts: tuple[str, ...] = (APPROVE,) if is_trained(house, known) else ()
    if known.status is not S.IN_TRAINING:
        acts = ACTS.get(known.status, ())
    return Reply(text, tuple(_button(house, act, known) for act in acts))


def _button(house: House, act: str, known: VolunteerPath) -> Button:
    return Button(house.flowbook().staff(f"candidate_{act}_button"), f"{PRESS}.{act}.{known.alias}")


def is_trained(house: House, known: VolunteerPath) -> bool:
    """Was every module of the training done, and a practice talk (if there are any)?"""
    flowbook = house.flowbook()
    done = all(m.module in known.modules for m in flowbook.training)
    return bool(flowbook.training) and done and bool(known.practised or not flowbook.practices)


def practice_figures(house: House, known: VolunteerPath) -> str:
    """How often somebody practised and what their lines did: figures, never a line."""
    if not known.practices:
        return house.flowbook().staff("practice_figures_none")
    counts = {name: known.said.number(name) for name in (*LineKind, "unnamed")}
    return house.flowbook().staff("practice_figures", practices=known.practices, **counts)
