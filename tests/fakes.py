"""One short fake for each port that the tests do not want real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain.interpretation import NO_TOPIC, Interpretation, Origin, Ranked
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.engine.matching import plain
from bot.errors import NluUnavailable

A_TUESDAY = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)  # 15.00 in Amsterdam and Brussels, term time


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, moment: datetime = A_TUESDAY) -> None:
        self._now = moment

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = max(self._now, moment)

    def move(self, **time: float) -> None:
        self._now += timedelta(**time)


class FakeLanguage:
    """Understands the texts that it was taught; anything else is a story without a topic."""

    def __init__(self) -> None:
        self._taught: dict[str, Interpretation] = {}
        self.away = False
        self.asked: list[str] = []

    def teach(self, text: str, means: dict[str, object]) -> None:
        """`means` as in a talk: topic, act, risk."""
        self._taught[plain(text)] = meaning_of(means)

    async def interpret(self, text: str) -> Interpretation:
        self.asked.append(text)
        if self.away:
            raise NluUnavailable
        return self._taught.get(plain(text), meaning_of({}))

    async def is_ready(self) -> bool:
        return not self.away


def meaning_of(means: dict[str, object]) -> Interpretation:
    """What the language service would say, written short."""
    confidence = float(str(means.get("confidence", 0.9)))
    topic = Ranked(str(means.get("topic", NO_TOPIC)), confidence)
    act = Ranked(str(means.get("act", "tell")), confidence)
    given = means.get("risk")
    risk = given if isinstance(given, dict) else {}
    level = RiskLevel(risk.get("level", "none"))
    signs = tuple(
        DangerSign(DangerKind(kind), level, risk.get("life_now") in (True, "true"))
        for kind in risk.get("kinds", ())
    )
    likely = [Ranked(str(name), 0.3 - 0.02 * n) for n, name in enumerate(means.get("likely", ()))]  # type: ignore[call-overload]
    ranking = (*likely, Ranked(NO_TOPIC, 0.1)) if likely else (topic,)
    return Interpretation(ranking[0], ranking, act, Risk(signs), (), Origin.MODEL)
