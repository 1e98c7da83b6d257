"""The meaning of a message: what the language service and the tripwire made of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.domain.safety import Risk

NO_TOPIC = "none"

# Below these the best label is a guess. A wrong topic costs a young person more than one open
# question does.
TOPIC_THRESHOLD = 0.45
TOPIC_MARGIN = 0.10
# Not clear, but likely enough to be asked about with a button.
LIKELY_THRESHOLD = 0.15
# From here on it is nearly sure that the message has none of the topics.
NO_TOPIC_THRESHOLD = 0.60
ACT_THRESHOLD = 0.50
# What is said back must be true of what was told: silence costs less than a wrong sentence. Of messages
# without a topic few situations are true (docs/decisions/2026-11-23-situations.md).
SITUATION_THRESHOLD = 0.50
SITUATION_NO_TOPIC_THRESHOLD = 0.75
ASKED_THRESHOLD = (
    0.25  # of what is asked about a situation that is clear itself ("krijg ik nu een strafblad")
)


class Origin(StrEnum):
    """Where a meaning comes from."""

    MODEL = "model"
    BUTTON = "button"
    TRIPWIRE = "tripwire"  # it fired, and nobody waited for the model
    NONE = "none"  # the language service was away: only the tripwire looked


@dataclass(frozen=True, slots=True)
class Ranked:
    """A label with how sure the model is (0-1)."""

    name: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Told:
    """A situation (`flows/situations/`) that may be told in a talk about this topic, and how sure the
    model is (0-1)."""

    name: str
    topic: str
    confidence: float

    @property
    def is_clear(self) -> bool:
        """Is the model sure enough to say it back?"""
        least = SITUATION_NO_TOPIC_THRESHOLD if self.topic == NO_TOPIC else SITUATION_THRESHOLD
        return self.confidence >= least


@dataclass(frozen=True, slots=True)
class Interpretation:
    """Topic, act and risk of one text. `ranking` holds the topics, best first; `situations` what may be
    told in it, the surest first."""

    topic: Ranked = Ranked(NO_TOPIC, 0.0)
    ranking: tuple[Ranked, ...] = ()
    act: Ranked = Ranked("tell", 0.0)
    risk: Risk = field(default_factory=Risk)
    entities: tuple[tuple[str, str], ...] = ()
    origin: Origin = Origin.NONE
    situations: tuple[Told, ...] = ()

    def clear_topic(self) -> str | None:
        """The topic, if it is clear enough to open a flow with; `None` asks for an open question."""
        if self.topic.name == NO_TOPIC or self.topic.confidence < TOPIC_THRESHOLD:
            return None
        second = self.ranking[1].confidence if len(self.ranking) > 1 else 0.0
        return self.topic.name if self.topic.confidence - second >= TOPIC_MARGIN else None

    def likely_topics(self) -> tuple[str, ...]:
        """The topics that it may be about, the likeliest first, when it is not clear which."""
        sure_of_none = self.topic.name == NO_TOPIC and self.topic.confidence >= NO_TOPIC_THRESHOLD
        if sure_of_none or self.clear_topic() is not None:
            return ()
        likely = [row for row in self.ranking if row.confidence >= LIKELY_THRESHOLD]
        return tuple(row.name for row in likely if row.name != NO_TOPIC)

    def clear_act(self) -> str | None:
        """The act, if it is clear enough to act upon."""
        return self.act.name if self.act.confidence >= ACT_THRESHOLD else None

    def situations_in(
        self, topics: Collection[str] | None
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What it tells in a talk about one of these topics (`None`: about whatever it is most likely
        about): clearly enough to say it back, and not."""
        of = (self.topic.name,) if topics is None else topics
        here = self._likeliest(of)
        clear = tuple(dict.fromkeys(row.name for row in here if row.is_clear))
        return clear, tuple({row.name for row in here} - {*clear})

    def asked_in(self, topics: Collection[str] | None) -> tuple[str, ...]:
        """What may be asked about what is clearly told, the likeliest first: the situations of the same topic
        behind it."""
        of = (self.topic.name,) if topics is None else topics
        clear = {row.topic: row.name for row in self._likeliest(of) if row.is_clear}
        return tuple(
            row.name
            for row in self.situations
            if row.confidence >= ASKED_THRESHOLD and clear.get(row.topic, row.name) != row.name
        )

    def maybe_in(self, topics: Collection[str] | None) -> tuple[str, ...]:
        """What these words may be about in a talk about these topics, the likeliest first: enough for a tip,
        not for saying it back."""
        of = (self.topic.name,) if topics is None else topics
        return tuple(
            row.name
            for row in self.situations
            if row.topic in of and row.confidence >= ASKED_THRESHOLD
        )

    def _likeliest(self, topics: Collection[str]) -> tuple[Told, ...]:
        """The likeliest situation of each of these topics."""
        here: dict[str, Told] = {}
        for row in self.situations:
            if row.topic in topics:
                here.setdefault(row.topic, row)
        return tuple(here.values())

    def with_risk(self, risk: Risk) -> Interpretation:
        """The same meaning with the danger signs of another reader added."""
        return replace(self, risk=self.risk.union(risk))
