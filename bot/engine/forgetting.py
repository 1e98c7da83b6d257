"""The question before everything is erased; built here, so that no flow can change what it does."""

from __future__ import annotations

from bot.domain.safety import RiskLevel
from bot.domain.turn import ForgetMe
from bot.engine.flow import Flow
from bot.engine.run import Run
from bot.engine.step import END, GoTo, Move, Step, Wait
from bot.engine.steps.ask import Ask, Choice
from bot.engine.texts import Texts

ASK_FORGET = "_forget"


class AskForget(Ask):
    """Tells the exceptions before confirming: an open danger case is kept for 72 hours at most, a
    reported talk stays sealed until its term, and what another young person read stays with that one."""

    with_danger: str
    with_report: str
    with_both: str
    with_shared: str

    def enter(self, run: Run) -> Move:
        danger = run.conversation.danger.level is not RiskLevel.NONE
        plain, exception = (
            (self.with_report, self.with_both)
            if run.moment.reported
            else (self.ask[0], self.with_danger)
        )
        if run.moment.shared_words:
            run.say(self.with_shared)
        run.say(exception if danger else plain, self._buttons(run))
        return Wait()


class Forget(Step):
    """Asks the services to erase this person."""

    def enter(self, run: Run) -> Move:
        run.ask_for(ForgetMe())
        run.change(stack=run.conversation.stack[-1:])
        return GoTo(END)


class Keep(Step):
    """Nothing is erased."""

    text: str

    def enter(self, run: Run) -> Move:
        run.say(self.text)
        return GoTo(END)


def forget_flow(texts: Texts) -> Flow:
    """The flow behind `/vergeetmij`."""
    young = texts.young
    choices = (
        Choice(
            say=young["forget_yes"],
            next="forget",
            also=("ja", "ja wis alles", "wis", "wissen", "vergeet mij"),
            means=("affirm",),
        ),
        Choice(
            say=young["forget_no"],
            next="keep",
            also=("nee", "neen", "toch niet", "niet wissen"),
            means=("deny",),
        ),
    )
    return Flow.built(
        ASK_FORGET,
        (
            AskForget(
                id="ask",
                ask=(young["forget_ask"],),
                with_danger=young["forget_ask_danger"],
                with_report=young["forget_ask_report"],
                with_both=young["forget_ask_both"],
                with_shared=young["forget_shared"],
                unclear=young["forget_ask"],
                choices=choices,
            ),
            Forget(id="forget"),
            Keep(id="keep", text=young["not_forgotten"]),
        ),
    )
