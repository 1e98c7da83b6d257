"""`pick_goal`: choose one of your own goals."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from bot.engine.own_goals import CHOSEN
from bot.engine.run import Run
from bot.engine.step import Answer, GoTo, Move, Variants, Words
from bot.engine.steps.ask import Ask, Choice

SHOWN = "goals_shown"  # under this name the ids of the goals that were shown are remembered
FIRST = 100  # place of the first goal among the buttons; the written choices come before
LONGEST_LABEL = 40  # characters


class PickGoal(Ask):
    """One button for each goal; with a single goal there is nothing to choose. Choices that are written
    in the flow come after them.

    Example: `{id: which, pick_goal: "{goals}", then: one, unclear: "Kies een knop.",
    choices: [{say: Nieuw doel, next: new}]}`
    """

    ask: Variants = Field(alias="pick_goal")
    then: Words

    def enter(self, run: Run) -> Move:
        ids = [one.goal.id for one in run.moment.goals]
        run.remember(**{SHOWN: " ".join(ids)})
        if len(ids) == 1:
            run.remember(**{CHOSEN: ids[0]})
            return GoTo(self.then)
        return super().enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        choice = self._chosen(run, answer)
        place = next((i for i, one in self._open_choices(run) if one == choice), None)
        if place is None or place < FIRST:
            return super().answer(run, answer)
        run.remember(**{CHOSEN: self._ids(run)[place - FIRST]})
        return GoTo(self.then)

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        ids = self._ids(run)
        goals = [
            (FIRST + ids.index(one.goal.id), Choice(say=_label(n, one.goal.step), next=self.then))
            for n, one in enumerate(run.moment.goals, 1)
            if one.goal.id in ids
        ]
        return [*goals, *super()._open_choices(run)]

    def _ids(self, run: Run) -> list[str]:
        return run.conversation.remembered.get(SHOWN, "").split()

    def targets(self) -> Iterator[str]:
        yield from super().targets()
        yield self.then


def _label(number: int, step: str) -> str:
    words = f"{number}. {' '.join(step.split())}"
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1]}…"
