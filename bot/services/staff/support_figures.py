"""What the coordinator may know of support by many in a period: how often, never who or what. Small numbers
are not shown: of a few people they would tell of each of them."""

from __future__ import annotations

from bot.domain.figures import Figures
from bot.domain.supporters import ShareTo
from bot.engine.flowbook import Flowbook
from bot.services.circles.results import SHARED

SHARED_GOAL = "goal_shared"
# Place in the text: which event, and about what.
COUNTED: dict[str, tuple[str, str | None]] = {
    "with_volunteer": (SHARED_GOAL, ShareTo.VOLUNTEER.value),
    "with_known": (SHARED_GOAL, ShareTo.LINK.value),
    "with_circle": (SHARED_GOAL, SHARED),
    "supporters": ("support_begun", None),
    "cheers": ("support_cheered", None),
    "circles": ("circle_made", None),
    "circle_members": ("circle_joined", None),
    "circle_cheers": ("circle_cheered", None),
    "groups": ("group_linked", None),
    "group_members": ("group_joined", None),
    "group_lines": ("group_allowed", None),
    "wall_posts": ("wall_posted", None),
    "wall_thanks": ("wall_thanked", None),
    "stories": ("story_told", None),
}


def told(flowbook: Flowbook, figures: Figures) -> str:
    """The lines about support by many."""
    smallest = flowbook.handoff.limits.smallest_group_shown
    counted = {place: figures.count(*what) for place, what in COUNTED.items()}
    shown = {place: hidden_if_small(number, smallest) for place, number in counted.items()}
    return "\n" + flowbook.staff("figures_support", **shown)


def hidden_if_small(number: int, smallest: int) -> str:
    """The number as it is shown: 0 and what is large enough as it is."""
    return str(number) if number == 0 or number >= smallest else f"minder dan {smallest}"
