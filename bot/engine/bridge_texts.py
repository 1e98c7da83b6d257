"""The words of the bridge in `handoff.yml`: what a young person and a volunteer write down together
for a care worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from bot.engine.step import Model, Words, listed

CarePart = Literal[
    "listening", "pace", "own_choice", "clear_plan", "same_person", "reachable", "nothing"
]


class BridgeQuestion(Model):
    """One question, and what stands above its answer in the text at the end."""

    ask: Words
    heading: Words


class BridgeTexts(Model):
    """`opening`: the first line of the text. `care`: what may help or be in the way in care; only
    how often each was chosen is counted."""

    opening: Words
    questions: Annotated[
        tuple[BridgeQuestion, ...], BeforeValidator(listed), Field(min_length=3, max_length=4)
    ]
    care: Annotated[Mapping[CarePart, Words], Field(min_length=2)]

    def together(self, answers: Sequence[str]) -> str:
        """The one text that the young person can keep."""
        asked = zip(self.questions, answers, strict=False)
        return "\n\n".join(
            [self.opening, *(f"{question.heading}\n{answer}" for question, answer in asked)]
        )
