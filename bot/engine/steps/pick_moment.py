"""`pick_moment`: choose one of a few moments of the rota for an appointment."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from bot.domain.turn import MakeAppointment
from bot.engine.run import Run
from bot.engine.step import Answer, GoTo, Move, Variants, Words
from bot.engine.steps.ask import Ask, Choice

SHOWN = "moments"  # under this name the moments that were shown are remembered
FIRST = 100  # place of the first moment among the buttons; the written choices come before


class PickMoment(Ask):
    """Shows at most three moments at which the rota has somebody, and makes the appointment. Choices
    that are written in the flow come after them.

    Example: `{id: when, pick_moment: "Wanneer past het?", then: agreed, unclear: "Kies een knop.",
    choices: [{say: Geen van deze, next: END}]}`
    """

    ask: Variants = Field(alias="pick_moment")
    then: Words

    def enter(self, run: Run) -> Move:
        shown = " ".join(slot.begins.isoformat() for slot, _ in run.moment.moments)
        run.remember(**{SHOWN: shown})
        return super().enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        choice = self._chosen(run, answer)
        slot = next((s for s, words in run.moment.moments if choice and words == choice.say), None)
        if slot is None:
            return super().answer(run, answer) or self._gone(run, answer)
        run.ask_for(MakeAppointment(slot.begins, slot.shift, slot.person))
        run.happened("appointment_chosen")
        words = next(words for s, words in run.moment.moments if s == slot)
        run.at_moment(appointment=words)
        return GoTo(self.then)

    def _gone(self, run: Run, answer: Answer) -> Move | None:
        """A button of a moment that passed meanwhile, or that the rota no longer has: the others."""
        if answer.pressed is None or answer.pressed < FIRST:
            return None
        return GoTo(self.id)

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        shown = run.conversation.remembered.get(SHOWN, "").split()
        moments = [
            (FIRST + shown.index(slot.begins.isoformat()), Choice(say=words, next=self.then))
            for slot, words in run.moment.moments
            if slot.begins.isoformat() in shown
        ]
        return [*moments, *super()._open_choices(run)]

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.then
