"""`measure`: a question from 1 to 10."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.engine.run import Run
from bot.engine.step import Answer, GoTo, Move, Step, Wait, Words

MEASURABLE = ("confidence",)
SCALE = range(1, 11)


class Measure(Step):
    """Asks for a number from 1 to 10, by button or typed, and keeps it under `collect`.

    Example: `{id: sure, measure: "Hoe zeker ben je, van 1 tot 10?", collect: confidence}`
    """

    measure: Words
    collect: Words

    def enter(self, run: Run) -> Move:
        run.say(self.measure, [run.button(str(n), n) for n in SCALE])
        return Wait()

    def again(self, run: Run) -> None:
        """Ask once more."""
        self.enter(run)

    def answer(self, run: Run, answer: Answer) -> Move | None:
        number = answer.pressed if answer.pressed is not None else self.number_in(answer.text)
        if number is None or number not in SCALE:
            return None
        run.remember(**{self.collect: str(number)})
        return GoTo(self.next or "END")

    def number_in(self, text: str) -> int | None:
        """The number from 1 to 10 in somebody's words, if there is exactly one."""
        number = _number(text)
        return number if number in SCALE else None

    @property
    def waits(self) -> bool:
        return True

    def texts(self) -> Iterator[tuple[tuple[str | int, ...], str]]:
        yield ("measure",), self.measure


def _number(text: str) -> int | None:
    found = re.findall(r"\d{1,3}", text)
    return int(found[0]) if len(found) == 1 else None
