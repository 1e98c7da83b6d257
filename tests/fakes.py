"""One short fake for each port that the tests do not want real."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.channels.trial import meaning_of
from bot.domain.interpretation import Interpretation
from bot.domain.practice import LineKind
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

    async def line_kind(self, text: str) -> LineKind:
        """A line of a practice talk; one that begins with the name of a kind is of that kind."""
        if self.away:
            raise NluUnavailable
        word = text.split(":")[0]
        return LineKind(word) if word in list(LineKind) else LineKind.OTHER

    async def is_ready(self) -> bool:
        return not self.away
