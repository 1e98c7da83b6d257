"""`hand_over`: bring the young person to a peer or a professional."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator

from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.handoff_rules import Decision
from bot.engine.run import Run
from bot.engine.step import CallFlow, Model, Move, Step, Words
from bot.engine.wishes import PEER_FORM, PEER_WISHES

NOBODY_THERE = "nobody_there"
ROLES = {"peer": Role.VOLUNTEER, "professional": Role.PROFESSIONAL}


def _role(value: object) -> object:
    """Flows say `peer`, the word of the young person; staff are volunteers."""
    if str(value) not in ROLES:
        raise ValueError(f"kies uit {' of '.join(ROLES)}")
    return ROLES[str(value)]


class To(Model):
    """To whom, and in which form of peer support."""

    to: Annotated[
        Role, BeforeValidator(_role, json_schema_input_type=Literal["peer", "professional"])
    ]
    form: Words | None = None


class HandOver(Step):
    """Asks for a peer or a professional. The rules of handoff.yml decide; what is said stands there.

    Who asks for a peer is asked once for a wish (the flow `peer_wishes`), whichever flow leads here.
    Example: `{id: peer, hand_over: {to: peer, form: mentor}}`
    """

    hand_over: To

    def enter(self, run: Run) -> Move:
        if self.hand_over.to is Role.VOLUNTEER:
            if run.moment.waiting_for is not Role.VOLUNTEER:
                run.remember(**{PEER_FORM: self.hand_over.form or ""})
            if _wish_to_ask(run):
                return CallFlow(PEER_WISHES, self.id)
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
        if self.hand_over.to is Role.VOLUNTEER:
            yield PEER_WISHES


def _wish_to_ask(run: Run) -> bool:
    """Not asked before, and of use: a peer may come, and is not being waited for already."""
    asked = "asked_wishes" in run.conversation.remembered
    waits = run.moment.waiting_for is Role.VOLUNTEER
    return not asked and not waits and run.conversation.peer_possible
