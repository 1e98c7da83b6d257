"""The bridge: a young person and a volunteer write together what to ask a care worker."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.ids import HandoffId

LONGEST_ANSWER = 500  # characters of one answer; four of them fit one message


class BridgeState(StrEnum):
    """`asked` for consent; `open`: the next line is the answer; `written`: the young person judges
    what was written down; `helped` and `hindered`: the text is there, and two last questions follow;
    `paused` by a stop or by danger."""

    ASKED = "asked"
    OPEN = "open"
    WRITTEN = "written"
    HELPED = "helped"
    HINDERED = "hindered"
    PAUSED = "paused"


RUNNING = frozenset({BridgeState.ASKED, BridgeState.OPEN, BridgeState.WRITTEN})


@dataclass(frozen=True, slots=True)
class Bridge:
    """One bridge in one talk. `answers` are the young person's own words, one a question."""

    handoff: HandoffId
    state: BridgeState = BridgeState.ASKED
    answers: tuple[str, ...] = field(default=(), repr=False)

    @property
    def runs(self) -> bool:
        """Is it under way: consent asked, a question that waits, or an answer to judge?"""
        return self.state in RUNNING

    def written(self, line: str) -> Bridge:
        """With this line as the answer to the question that is open."""
        answer = " ".join(line.split())[:LONGEST_ANSWER]
        return replace(self, state=BridgeState.WRITTEN, answers=(*self.answers, answer))

    def again(self) -> Bridge:
        """The last answer goes; its question is open again."""
        return replace(self, state=BridgeState.OPEN, answers=self.answers[:-1])

    def onward(self, questions: int) -> Bridge:
        """Yes, or the answer stays as it is: the next question, or the end after the last one."""
        over = len(self.answers) >= questions
        return replace(self, state=BridgeState.HELPED if over else BridgeState.OPEN)

    def paused(self) -> Bridge:
        """It rests; what the young person approved stays, an answer that waited for that goes."""
        kept = self.answers[:-1] if self.state is BridgeState.WRITTEN else self.answers
        return replace(self, state=BridgeState.PAUSED, answers=kept)
