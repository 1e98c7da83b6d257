"""`goal_ideas.yml`: every topic once, and ideas that fit a button, are said once and stay here."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.checks.world import World
from bot.engine.goal_ideas import LONGEST_IDEA
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.matching import plain
from bot.engine.redacting import helplines_in, points_elsewhere

FILE = "goal_ideas.yml"


def idea_topics(world: World) -> Iterator[Issue]:
    """Every topic of the contract stands there once (`none`: whatever else it is about)."""
    found, document = world.library.goal_ideas, world.library.documents.get(FILE)
    if found is None or document is None:
        return
    seen: set[str] = set()
    for i, one in enumerate(found.ideas):
        place = document.place("ideas", i, "topic")
        if one.topic not in world.contract.topics:
            hint = did_you_mean(one.topic, world.contract.topics)
            yield issue("unknown_topic", place, topic=one.topic, suggestion=hint)
        elif one.topic in seen:
            reason = f"«{one.topic}» staat al eerder in deze lijst"
            yield issue("wrong_value", place, key="topic", reason=reason)
        seen.add(one.topic)
    for topic in world.contract.topics:
        if topic not in seen:
            yield issue("missing_text", document.place("ideas"), name=topic)


def idea_words(world: World) -> Iterator[Issue]:
    """Ideas that are too long for a button, that stand there twice, or that hold an address."""
    found, document = world.library.goal_ideas, world.library.documents.get(FILE)
    if found is None or document is None:
        return
    helplines = helplines_in(one.line for one in world.library.services)
    for i, one in enumerate(found.ideas):
        seen: set[str] = set()
        for n, text in enumerate(one.steps):
            place = document.place("ideas", i, "steps", n)
            if len(text) > LONGEST_IDEA:
                yield issue(
                    "button_too_long", place, label=text, length=len(text), limit=LONGEST_IDEA
                )
            if plain(text) in seen:
                yield issue("duplicate_button", place, label=text)
            if points_elsewhere(text, helplines):
                reason = "een idee bevat geen nummer, account of adres"
                yield issue("wrong_value", place, key="steps", reason=reason)
            seen.add(plain(text))
