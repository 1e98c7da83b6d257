"""The kill benchmark judges rightly, and its short version reaches its figures."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.judging import Verdict, judge
from benchmarks.kill import Plan, Result, measure, summary
from tests.process.processes import Warm

pytestmark = pytest.mark.alone

SENT = ["a zegt 1", "a zegt 2", "a zegt 3"]


def test_everything_once_and_in_order() -> None:
    assert judge(SENT, SENT, SENT) == Verdict(sent=3)


@pytest.mark.parametrize(
    ("stored", "received", "wrong"),
    [
        (SENT, SENT[:2], Verdict(sent=3, lost=1)),
        (SENT[1:], SENT, Verdict(sent=3, lost=1)),
        ([*SENT, SENT[2]], [*SENT, SENT[2]], Verdict(sent=3, applied_twice=1, repeated=1)),
        (SENT, [SENT[0], SENT[0], *SENT[1:]], Verdict(sent=3, repeated=1)),
        (SENT, [SENT[1], SENT[0], SENT[2]], Verdict(sent=3, out_of_order=1)),
        (SENT, [*SENT, SENT[0]], Verdict(sent=3, repeated=1, out_of_order=1)),
        (SENT, ["b zegt 1", *SENT], Verdict(sent=3, invented=1)),
    ],
)
def test_what_is_wrong_is_seen(stored: list[str], received: list[str], wrong: Verdict) -> None:
    assert judge(SENT, stored, received) == wrong


def test_a_figure_that_is_not_reached_fails() -> None:
    assert "lost: 1" in summary(Result(Verdict(sent=3, lost=1), 2, (1.0,), 0, ()))
    assert Result(Verdict(sent=3, repeated=3), 2, (1.0,), 0, ()).failures()
    assert Result(Verdict(sent=3), 2, (31.0,), 0, ()).failures()
    assert Result(Verdict(), 2, (), 0, ()).failures()
    assert not Result(Verdict(sent=3, repeated=2), 2, (1.0,), 0, ()).failures()


@pytest.mark.slow
def test_killed_while_people_talk(tmp_path: Path, warm: Warm) -> None:
    result = measure(tmp_path / "home", Plan(kills=8, seconds=8, pairs=4, seed=7, every=1.5), warm)
    assert not result.failures(), summary(result)
