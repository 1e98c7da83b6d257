"""What the coordinator may know of the wall in a period: counts, never a word."""

from __future__ import annotations

from bot.domain.figures import Figures, median
from bot.domain.wall import Verdict
from bot.engine.flowbook import Flowbook

NAMES = ("wall_posted", "wall_judged", "wall_kept_off", "wall_withdrawn", "wall_reported")


def told(flowbook: Flowbook, figures: Figures) -> str:
    """The lines about the wall; empty when nothing happened there."""
    if not any(figures.count(name) for name in NAMES):
        return ""
    smallest = flowbook.handoff.limits.smallest_group_shown
    waits = figures.seconds("wall_waited", "look")
    wait = f"minder dan {smallest} keer, dus geen tijd"
    if len(waits) >= smallest:
        wait = f"helft binnen {median(waits) / 60:.0f} min"
    return "\n" + flowbook.wall.tell(
        "figures",
        posted=figures.count("wall_posted"),
        approved=figures.count("wall_judged", Verdict.APPROVE.value),
        back=figures.count("wall_judged", Verdict.SEND_BACK.value),
        refused=figures.count("wall_judged", Verdict.REFUSE.value),
        withdrawn=figures.count("wall_withdrawn"),
        reported=figures.count("wall_reported"),
        kept_off=figures.count("wall_kept_off"),
        wait=wait,
    )
