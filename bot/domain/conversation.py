"""Where a young person is in the talk with Maatje, and what Maatje remembers meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from bot.domain.ids import PersonId
from bot.domain.safety import DangerHistory

# The bands (as told, never guessed) that may say yes to learning: 16 or older.
OLD_ENOUGH_TO_LEARN = ("16_17", "18_24", "over_24")
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a flow. On top of the stack: the step that waits for an answer. Below: where to go on."""

    flow: str
    step: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """All that is needed to go on after a restart. `version` guards against two writers."""

    person: PersonId
    stack: tuple[Position, ...] = ()
    question: int = 0  # number of the latest question; buttons carry it, so old ones are recognised
    unclear: int = 0  # how often in a row the open question was not understood
    turns: int = 0
    introduced: bool = False
    remembered: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    danger: DangerHistory = field(default_factory=DangerHistory)
    version: int = 0

    @property
    def position(self) -> Position | None:
        """The step that waits for an answer, if any."""
        return self.stack[-1] if self.stack else None

    @property
    def region(self) -> str:
        """`nl`, `be` or `unknown`."""
        return self.remembered.get("region", "unknown")

    @property
    def age_band(self) -> str:
        """`under_12`, `12_15`, `16_17`, `18_24`, `over_24` or `unknown` (treated as under 16)."""
        return self.remembered.get("age_band", "unknown")

    @property
    def outside_ages(self) -> bool:
        """Under 12 or over 24: danger as for all and the fitting service, but no peer."""
        return self.age_band in ("under_12", "over_24")

    @property
    def peer_possible(self) -> bool:
        """May a peer be offered? Not outside the ages, not while a danger sign is open (rules of care)."""
        return not self.outside_ages and self.danger.peer_allowed

    @property
    def old_enough_to_learn(self) -> bool:
        """Did this person tell that they are 16 or older?"""
        return self.age_band in OLD_ENOUGH_TO_LEARN

    @property
    def learning(self) -> bool:
        """May messages that were not understood be kept? Only for who was asked and said yes."""
        return self.remembered.get("learning") == "yes"

    @property
    def is_away(self) -> bool:
        """Did this person say `weg`, and nothing since? Then nothing comes by itself: somebody else may hold
        the phone."""
        return self.remembered.get("away") == "yes"

    def remembering(self, **values: str) -> Conversation:
        """The same conversation with these values remembered."""
        return replace(self, remembered=MappingProxyType({**self.remembered, **values}))
