"""`suggest`: small steps to choose from, that fit what the talk is about."""

from __future__ import annotations

from pydantic import Field

from bot.engine.run import Run
from bot.engine.step import END, Answer, GoTo, Move, Variants
from bot.engine.steps.ask import Ask, Choice

AT_ONCE = 3  # ideas in one message
FIRST = 100  # place of the first idea among the buttons; the written choices come before
SHOWN = "ideas_shown"


class Suggest(Ask):
    """Shows three ideas of `goal_ideas.yml` as buttons, each time the next three. A chosen one is kept
    under `collect`, as if it was typed. Choices that are written in the flow come after them.

    Example: `{id: ideas, suggest: "Zit hier iets bij?", collect: goal_step, next: when,
    choices: [{say: Andere ideeën, next: ideas}]}`
    """

    ask: Variants = Field(alias="suggest")

    def enter(self, run: Run) -> Move:
        shown = run.conversation.remembered.get(SHOWN, "")
        begun = int(shown) + AT_ONCE if shown.isdigit() else 0
        run.remember(**{SHOWN: str(begun % max(1, len(_ideas(run))))})
        return super().enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        choice = self._chosen(run, answer)
        if choice is None or not self.collect or choice in self.choices:
            return super().answer(run, answer)
        run.remember(**{self.collect: choice.say})
        return GoTo(self.next or END)

    def _open_choices(self, run: Run) -> list[tuple[int, Choice]]:
        ideas = _ideas(run)
        shown = run.conversation.remembered.get(SHOWN, "0")
        begun = int(shown) if shown.isdigit() else 0
        places = [n % len(ideas) for n in range(begun, begun + AT_ONCE)] if ideas else []
        found = [(FIRST + n, Choice(say=ideas[n], next=self.next or END)) for n in places]
        return [*found, *super()._open_choices(run)]


def _ideas(run: Run) -> tuple[str, ...]:
    return run.flowbook.goal_ideas.of(run.conversation.remembered.get("topic", "none"))
