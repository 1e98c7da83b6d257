"""`hand_over`: bring the young person to a peer or a professional."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator

from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.handoff_rules import Decision
from bot.engine.run import Run
from bot.engine.step import CallFlow, Model, Move, Step, Words

NOBODY_THERE = "nobody_there"
ROLES = {"peer": Role.VOLUNTEER, "professional": Role.PROFESSIONAL}


def _role(value: object) -> object:
    """Flows say `peer`, the word of the young person; staff are volunteers."""
    if str(value) not in ROLES:
        raise ValueError(f"kies uit {' of '.join(ROLES)}")
    return ROLES[str(value)]


class To(Model):
    """To whom, and in which form of peer support."""

    to: Annotated[Role, BeforeValidator(_role)]
    form: Words | None = None


class HandOver(Step):
    """Asks for a peer or a professional. The rules of handoff.yml decide; what is said stands there.

    Example: `{id: peer, hand_over: {to: peer, form: mentor}}`
    """

    hand_over: To

    def enter(self, run: Run) -> Move:
        rules = run.flowbook.handoff
        decision = rules.decide(self.hand_over.to, run.conversation, run.moment)
        run.say(rules.say_for(decision))
        again = decision.already_waiting and decision.to is Role.PROFESSIONAL
        if decision.to is not None and not again:  # a dropped wish may let others take it
            self._request(run, decision)
        if decision.somebody_there or decision.already_waiting or decision.to is None:
            return self.onward()
        return CallFlow(NOBODY_THERE, self.next or "END")

    def _request(self, run: Run, decision: Decision) -> None:
        assert decision.to is not None
        form = self.hand_over.form if decision.to is Role.VOLUNTEER else None
        run.ask_for(
            RequestHandoff(
                decision.to,
                decision.urgency,
                form,
                run.conversation.remembered.get("topic"),
                run.conversation.danger.open_kinds if decision.to is Role.PROFESSIONAL else (),
            )
        )

    def flows(self) -> Iterator[str]:
        yield NOBODY_THERE
