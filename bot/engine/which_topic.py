"""The question when a message may be about several subjects: a few buttons rather than a guess.

Built by Maatje from the flows that have a topic, so that a new topic needs no line here.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.interpretation import Interpretation
from bot.engine.flow import Flow
from bot.engine.run import Run
from bot.engine.step import Step
from bot.engine.steps.ask import Ask, Choice
from bot.engine.steps.link import Link
from bot.engine.texts import Texts

WHICH_TOPIC = "_which_topic"
LIKELY = "likely_flows"  # under this name the flows to choose from are remembered, best first
MOST = 3  # buttons beside "iets anders"


class WhichTopic(Ask):
    """Shows the buttons of the likely flows only, the likeliest first, and "iets anders" last."""

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        likely = run.conversation.remembered.get(LIKELY, "").split()
        shown = [(i, c) for i, c in super()._open_choices(run) if _place(c, likely) is not None]
        return sorted(shown, key=lambda pair: _place(pair[1], likely) or 0)


def _place(choice: Choice, likely: list[str]) -> int | None:
    flow = choice.next.removeprefix("to_")
    if choice.next == "something_else":
        return MOST
    return likely.index(flow) if flow in likely else None


def which_topic_flow(flows: Mapping[str, Flow], texts: Texts) -> Flow:
    """The question with a button for every flow that has a topic."""
    about = [flow for flow in flows.values() if flow.topics]
    choices = [
        Choice(say=flow.title, next=f"to_{flow.name}", remember={"topic": flow.topics[0]})
        for flow in about
    ]
    other = Choice(
        say=texts.young["something_else"],
        next="something_else",
        also=("anders", "geen van deze", "weet ik niet", "nee"),
        means=("deny",),
    )
    steps: list[Step] = [
        WhichTopic(
            id="choose",
            ask=(texts.young["which_topic"],),
            choices=(*choices, other),
            next="something_else",
        ),
        *(Link(id=f"to_{flow.name}", link=flow.name) for flow in about),
        Link(id="something_else", link="other"),
    ]
    return Flow.built(WHICH_TOPIC, tuple(steps))


def likely_flows(run: Run, meaning: Interpretation) -> tuple[str, ...]:
    """The flows of the topics that a message may be about, at most three; none when it is clear, or
    when nothing is likely."""
    found = [run.flowbook.opened_by_topic(topic) for topic in meaning.likely_topics()]
    return tuple(dict.fromkeys(flow for flow in found if flow))[:MOST]
