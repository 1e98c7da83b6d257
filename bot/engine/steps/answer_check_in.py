"""`answer_check_in`: keep how it went."""

from __future__ import annotations

from pydantic import Field

from bot.domain.ids import CheckInId
from bot.domain.turn import AnswerCheckIn as AnswerCheckInEffect
from bot.engine.run import Run
from bot.engine.step import Move, Step
from bot.engine.steps.set_goal import Nothing


class AnswerCheckIn(Step):
    """Keeps the remembered `check_in_result` and `check_in_note` as the answer to a check-in.

    Example: `{id: keep, answer_check_in: {}}`
    """

    answer_check_in: Nothing = Field(default_factory=Nothing)

    def enter(self, run: Run) -> Move:
        known = dict(run.conversation.remembered)
        result = known.pop("check_in_result", "later")
        asked = known.pop("asked_check_in", None)
        note = known.pop("check_in_note", None)
        run.ask_for(AnswerCheckInEffect(result, note, CheckInId(asked) if asked else None))
        known.pop("asked_again", None)
        run.change(remembered=known)
        run.happened("check_in_answered", result)
        return self.onward()
