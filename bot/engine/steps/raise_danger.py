"""`raise_danger`: a flow asked about danger, and the answer was yes or doubt."""

from __future__ import annotations

from pydantic import field_validator

from bot.domain.handoff import Urgency
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.domain.turn import RequestHandoff
from bot.domain.volunteer import Role
from bot.engine.danger_names import flow_for
from bot.engine.run import Run
from bot.engine.step import LinkFlow, Model, Move, Step, Words


class Danger(Model):
    """The kind of urgent danger. `life_now`: in danger at this moment, so 112 comes first.
    `then_ask`: the card goes out, and the flow goes on with one more question."""

    kind: Words
    life_now: bool = False
    then_ask: bool = False

    @field_validator("kind")
    @classmethod
    def _known(cls, kind: str) -> str:
        if kind not in set(DangerKind):
            raise ValueError(f"kies uit {', '.join(DangerKind)}")
        return kind


class RaiseDanger(Step):
    """Danger as if it had been typed: a card for the professional at once, then the words of
    danger.yml.

    Example: `{id: danger, raise_danger: {kind: exploitation}}`
    """

    raise_danger: Danger

    def enter(self, run: Run) -> Move:
        kind = DangerKind(self.raise_danger.kind)
        sign = DangerSign(kind, RiskLevel.URGENT, life_now=self.raise_danger.life_now)
        if run.conversation.danger.what_is_new(Risk((sign,))).signs:
            run.change(danger=run.conversation.danger.seen(Risk((sign,))))
            run.happened("danger_raised", kind.value)
            run.ask_for(
                RequestHandoff(
                    Role.PROFESSIONAL,
                    Urgency.URGENT,
                    topic=run.conversation.remembered.get("topic"),
                    kinds=(kind,),
                    words=run.moment.words,
                )
            )
        if self.raise_danger.then_ask:
            return self.onward()
        run.new_risk = Risk((sign,))  # the words name 112 first when life is in danger now
        return LinkFlow(flow_for(kind, RiskLevel.URGENT))

    @property
    def leaves(self) -> bool:
        return not self.raise_danger.then_ask
