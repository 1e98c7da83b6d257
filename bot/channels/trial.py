"""The small world in which one flow is tried: its clock stands still, its language service knows no
topics, and everything in it is gone afterwards. A talk that is recorded here goes the same way in
`tests/conversations/`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.domain.interpretation import NO_TOPIC, Interpretation, Origin, Ranked, Told
from bot.domain.practice import LineKind
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.engine.flowbook import Flowbook
from bot.engine.matching import plain

BEGINS = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)  # the moment at which every golden talk begins


class TrialClock:
    """Stands still until somebody waits."""

    def __init__(self) -> None:
        self._now = BEGINS

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        """Moves forward to `moment`; a moment in the past changes nothing."""
        self._now = max(self._now, moment)


class TrialLanguage:
    """Understands what it was taught, and takes all other words for a story without a topic; danger is
    seen by the tripwire around it."""

    def __init__(self) -> None:
        self._taught: dict[str, Interpretation] = {}

    def teach(self, text: str, means: Mapping[str, object]) -> None:
        """`means` as in a talk: topic, act, risk, situations."""
        self._taught[plain(text)] = meaning_of(means)

    async def interpret(self, text: str) -> Interpretation:
        return self._taught.get(plain(text), meaning_of({}))

    async def line_kind(self, text: str) -> LineKind:
        return LineKind.OTHER

    async def is_ready(self) -> bool:
        return True


def meaning_of(means: Mapping[str, object]) -> Interpretation:
    """What the language service would say, written short."""
    confidence = float(str(means.get("confidence", 0.9)))
    topic = Ranked(str(means.get("topic", NO_TOPIC)), confidence)
    act = Ranked(str(means.get("act", "tell")), confidence)
    given = means.get("risk")
    risk = given if isinstance(given, dict) else {}
    level = RiskLevel(risk.get("level", "none"))
    signs = tuple(
        DangerSign(
            DangerKind(kind),
            level,
            risk.get("life_now") in (True, "true"),
            float(str(risk.get("sure", 0.9))),
        )
        for kind in risk.get("kinds", ())
    )
    names = means.get("likely")
    named = names if isinstance(names, list | tuple) else ()
    likely = [Ranked(str(name), 0.3 - 0.02 * n) for n, name in enumerate(named)]
    ranking = (*likely, Ranked(NO_TOPIC, 0.1)) if likely else (topic,)
    told = means.get("situations")
    situations = tuple(
        Told(str(name), row.name, confidence)
        for name in (told if isinstance(told, list | tuple) else ())
        for row in ranking
    )
    return Interpretation(ranking[0], ranking, act, Risk(signs), (), Origin.MODEL, situations)


def with_protocol(flowbook: Flowbook) -> Flowbook:
    """The same flows, where an organisation has a protocol for opening a Telegram id (`handoff.yml`): a
    talk with `protocol: yes` plays there."""
    filled = {
        "switched_on": "yes",
        "protocol": "Noodprotocol",
        "protocol_date": BEGINS.date().isoformat(),
    }
    handoff = flowbook.handoff
    emergency_id = handoff.emergency_id.model_copy(update=filled)
    return replace(flowbook, handoff=handoff.model_copy(update={"emergency_id": emergency_id}))
