"""Story steps: topics that exist, and no question that keeps no button without real stories."""

from __future__ import annotations

from collections.abc import Iterator

from bot.engine.checks.world import World, read_steps, whole_flows
from bot.engine.issues import Issue, did_you_mean, issue
from bot.engine.step import Step
from bot.engine.steps.ask import Ask
from bot.engine.steps.story import TellStory


def story_topics(world: World) -> Iterator[Issue]:
    """Topics that the language service does not know, in story steps and in the invented stories."""
    topics = world.contract.topics
    for _, step, document, i in read_steps(world):
        if isinstance(step, TellStory) and step.story.topic not in topics:
            topic, place = step.story.topic, document.place("steps", i, "story", "topic")
            hint = did_you_mean(topic, topics)
            yield issue("unknown_topic", place, topic=topic, suggestion=hint)
    source = world.library.story_document
    for i, story in enumerate(world.library.examples):
        for topic in story.topics:
            if source is not None and topic not in topics:
                place, hint = source.place("stories", i, "topics"), did_you_mean(topic, topics)
                yield issue("unknown_topic", place, topic=topic, suggestion=hint)


def only_stories(world: World) -> Iterator[Issue]:
    """A closed question whose every button leads to a story: without real stories it has none left."""
    for flow in whole_flows(world):
        by_id: dict[str, Step] = {step.id: step for step in flow.steps}
        for step in flow.steps:
            closed = isinstance(step, Ask) and step.next is None and not step.passes
            choices = step.choices if isinstance(step, Ask) and closed else ()
            if choices and all(isinstance(by_id.get(c.next), TellStory) for c in choices):
                yield issue("only_stories", flow.places[step.id], step=step.id)
