"""Situations: topics that exist, no text twice, and facts with dates that are dates."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.checks.verified import half_verified
from bot.engine.checks.world import World
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.situations import repeated


def situations(world: World) -> Iterator[Issue]:
    """Topics that the language service does not know, variants that are the same, facts half checked."""
    topics = world.contract.topics
    for document, i, one in world.library.situation_documents.rows:
        for topic in one.topics:
            if topic not in topics:
                place, hint = document.place("situations", i, "topics"), did_you_mean(topic, topics)
                yield issue("unknown_topic", place, topic=topic, suggestion=hint)
        for text in repeated(one):
            yield issue("said_twice", document.place("situations", i), text=text)
        for n, fact in enumerate(one.facts):
            yield from half_verified(fact, one.id, document, ("situations", i, "facts", n))
