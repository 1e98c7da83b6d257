"""When is a meaning clear enough to act upon?"""

from __future__ import annotations

import pytest

from bot.domain.interpretation import Interpretation, Ranked
from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel


def meaning(best: float, second: float = 0.0, topic: str = "bullying") -> Interpretation:
    ranking = (Ranked(topic, best), Ranked("debt", second))
    return Interpretation(ranking[0], ranking)


@pytest.mark.parametrize(
    ("best", "second", "clear"),
    [
        (0.9, 0.05, True),
        (0.45, 0.2, True),
        (0.44, 0.0, False),
        (0.5, 0.45, False),
        (0.5, 0.39, True),
        (0.0, 0.0, False),
    ],
)
def test_a_topic_is_clear_when_it_is_likely_and_nothing_else_is_nearly_as_likely(
    best: float, second: float, clear: bool
) -> None:
    assert meaning(best, second).clear_topic() == ("bullying" if clear else None)


def test_no_topic_is_never_a_clear_topic() -> None:
    assert meaning(1.0, topic="none").clear_topic() is None


def test_a_single_topic_needs_no_distance() -> None:
    only = Ranked("debt", 0.6)
    assert Interpretation(only, (only,)).clear_topic() == "debt"
    assert Interpretation(only, ()).clear_topic() == "debt"


@pytest.mark.parametrize(("confidence", "act"), [(0.5, "stop"), (0.49, None), (1.0, "stop")])
def test_an_act_is_clear_from_one_half(confidence: float, act: str | None) -> None:
    assert Interpretation(act=Ranked("stop", confidence)).clear_act() == act


def test_when_nobody_read_it_nothing_is_clear() -> None:
    nothing = Interpretation()
    assert (nothing.clear_topic(), nothing.clear_act()) == (None, None)
    assert nothing.risk == Risk()


def test_the_danger_of_another_reader_is_added_and_takes_nothing_away() -> None:
    model = Risk((DangerSign(DangerKind.SUICIDE, RiskLevel.CONCERN),))
    tripwire = Risk((DangerSign(DangerKind.SUICIDE, RiskLevel.URGENT),))
    both = Interpretation(risk=model).with_risk(tripwire)
    assert both.risk == tripwire
    assert both.with_risk(Risk()) == both
    assert both.clear_topic() is None
