"""`shared_talk`: something about a talk of more than two, led by a volunteer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator

from bot.domain.shared import SharedAction
from bot.domain.turn import ShareTalk
from bot.engine.run import Run
from bot.engine.step import Model, Move, Step, Words

LED_BY = ("mediator",)  # the forms that lead a talk of more than two


def _action(value: object) -> object:
    if str(value) not in tuple(SharedAction):
        raise ValueError(f"kies uit {' of '.join(SharedAction)}")
    return SharedAction(str(value))


def _form(value: object) -> object:
    if str(value) not in LED_BY:
        raise ValueError(f"kies uit {' of '.join(LED_BY)}")
    return str(value)


class What(Model):
    """What is done, and in which form of peer support it is led."""

    do: Annotated[SharedAction, BeforeValidator(_action)]
    form: Annotated[Words, BeforeValidator(_form, json_schema_input_type=Literal["mediator"])] = (
        "mediator"
    )


class SharedTalk(Step):
    """Invites another young person, gives a new code, takes it back, says yes or says no. Maatje then
    says what came of it.

    Example: `{id: invite, shared_talk: {do: invite, form: mediator}}`
    """

    shared_talk: What

    def enter(self, run: Run) -> Move:
        run.ask_for(ShareTalk(self.shared_talk.do, self.shared_talk.form))
        return self.onward()
