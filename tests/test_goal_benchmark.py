"""The benchmark of check-ins judges rightly, and its short version reaches its figures."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks import goal_size
from benchmarks.fake_door import Sent
from benchmarks.goal_town import Young
from benchmarks.goal_week import (
    AGAIN,
    QUESTION,
    Choice,
    Plan,
    Verdict,
    judged,
    play,
    short,
)

FOUR = datetime(2026, 10, 23, 14, 0, tzinfo=UTC)  # sixteen hours in Amsterdam
NIGHT = datetime(2026, 10, 23, 20, 0, tzinfo=UTC)  # ten in the evening
ANN = Young("1", "nl", FOUR)


@dataclass
class Told:
    """What somebody watched of a week: who was asked when, and what arrived when."""

    asked: list[tuple[datetime, float]] = field(default_factory=lambda: [(FOUR, 1)])
    sent: list[tuple[datetime, str]] = field(
        default_factory=lambda: [(FOUR + timedelta(seconds=2), QUESTION)]
    )
    young: Young = ANN

    def verdict(self) -> Verdict:
        """The judgement on a week in which one person chose four o'clock."""
        asked = [
            (self.young.person, due, due + timedelta(seconds=late)) for due, late in self.asked
        ]
        seen = SimpleNamespace(asked=asked, alarms=[], in_flight=0, waiting=[], seconds=0.0)
        sent = [Sent(self.young.address, text, at, ()) for at, text in self.sent]
        week: Any = SimpleNamespace(
            choices=[Choice(self.young, (self.young.due,), False)],
            seen=seen,
            telegram=SimpleNamespace(sent=sent, refused=0),
        )
        return judged(week, Plan(1, date(2026, 10, 22)))


def test_asked_and_sent_once_and_in_time() -> None:
    assert Told().verdict().failures() == []


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (Told(asked=[], sent=[]), "skipped"),
        (Told(sent=[]), "skipped"),
        (Told(asked=[(FOUR, 1), (FOUR, 2)]), "asked twice"),
        (Told(asked=[(FOUR, 1), (FOUR + timedelta(hours=1), 1)]), "asked twice"),
        (Told(sent=[(FOUR, QUESTION), (FOUR + timedelta(seconds=3), QUESTION)]), "sent twice"),
        (Told(asked=[(FOUR, 11)]), "in the outbox after 11.0 s"),
        (Told(sent=[(FOUR + timedelta(seconds=61), QUESTION)]), "sent after 61.0 s"),
        (Told(sent=[(FOUR, QUESTION), (NIGHT, AGAIN)]), "in the quiet hours"),
        (Told([(NIGHT, 1)], [(NIGHT, QUESTION)], Young("1", "nl", NIGHT, exact=False)), "quiet"),
    ],
)
def test_what_is_wrong_is_seen(told: Told, wrong: str) -> None:
    failures = told.verdict().failures()
    assert any(wrong in one for one in failures), failures


def test_who_chose_the_night_is_asked_at_night() -> None:
    chose = Told([(NIGHT, 1)], [(NIGHT, QUESTION)], Young("1", "nl", NIGHT))
    assert chose.verdict().failures() == []


@pytest.mark.parametrize(
    "wrong", [{"refused": 1}, {"alarms": [11.0]}, {"sent_of_more": [901.0]}, {"sent_twice": 1}]
)
def test_a_figure_that_is_not_reached_fails(wrong: dict[str, Any]) -> None:
    assert Verdict().failures() == []
    assert len(replace(Verdict(), **wrong).failures()) == 1


@pytest.mark.alone
def test_two_days_with_kills_and_the_end_of_summer_time() -> None:
    verdict = play(short(), processor=True)
    assert verdict.failures() == []
    assert verdict.moments > 200
    assert max(verdict.waiting) > 10  # danger came while others waited
    assert len(verdict.sent) == verdict.moments


@pytest.mark.alone
def test_a_check_in_costs_the_same_in_a_larger_town() -> None:
    found = goal_size.run((1_000, 5_000), 200, 2)
    assert [len(one.cpu) for one in found] == [10, 10]
    small, large = (sorted(one.cpu)[5] for one in found)
    assert large <= small * 1.5, (small, large)
    assert 1000 / large >= 3 * goal_size.A_SECOND  # a second: room for all the other work
