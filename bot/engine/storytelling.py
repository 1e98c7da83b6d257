"""How a story of experience is told: the same words for who hears it and for who wrote it (preview)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.domain.story import StoryPart, Tellable

if TYPE_CHECKING:
    from bot.engine.flowbook import Flowbook

THEN = {
    "under_12": "toen jonger dan 12",
    "12_15": "toen 12 tot 15 jaar",
    "16_17": "toen 16 of 17 jaar",
    "18_24": "toen 18 of ouder",
}
WHERE = {"nl": "in Nederland", "be": "in Vlaanderen of Brussel"}


def who(story: Tellable) -> str:
    """How old somebody was then, and where, if they said so."""
    return ", ".join(word for word in (THEN[story.age_band], WHERE.get(story.region, "")) if word)


def offer(flowbook: Flowbook, story: Tellable) -> str:
    """The question whether somebody wants to hear it."""
    return begin(flowbook, story, "story_offer")


def begin(flowbook: Flowbook, story: Tellable, text: str = "story_begins") -> str:
    """What is said before a story; `text`: the name of the words. An invented one says so, always."""
    words = flowbook.young(text).replace("{who}", who(story))
    return f"{flowbook.young('story_example')}\n\n{words}" if story.example else words


def told(flowbook: Flowbook, story: Tellable, part: StoryPart) -> str:
    """One part, as it is told."""
    head = flowbook.young(f"story_{part.value}")
    return f"{head}\n{story.read().part(part)}"


def whole(flowbook: Flowbook, story: Tellable) -> list[str]:
    """Everything that a young person reads of it, message by message."""
    parts = [told(flowbook, story, part) for part in StoryPart]
    return [begin(flowbook, story), *parts, flowbook.young("story_like_ask")]
