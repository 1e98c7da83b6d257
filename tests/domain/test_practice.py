"""What is counted of a practice talk, and which one thing is suggested."""

from __future__ import annotations

import pytest

from bot.domain.ids import PersonId
from bot.domain.practice import (
    MOST_LINES,
    LineCounts,
    LineKind,
    PracticeLine,
    PracticeTalk,
    suggestion,
)
from tests.fakes import A_TUESDAY

K = LineKind


def lines(*kinds: LineKind | None) -> tuple[PracticeLine, ...]:
    return tuple(PracticeLine(f"regel {n}", kind) for n, kind in enumerate(kinds))


def test_every_line_counts_once_and_the_figures_survive_being_stored() -> None:
    counts = LineCounts.of(lines(K.LISTEN, K.LISTEN, K.JUDGE, None))
    assert (counts.listen, counts.judge, counts.unnamed, counts.named) == (2, 1, 1, 3)
    assert LineCounts.parse(str(counts)) == counts
    assert (counts + counts).listen == 4
    assert LineCounts.parse("listen=2 gone=5") == LineCounts(listen=2)
    assert LineCounts.parse("") == LineCounts()


@pytest.mark.parametrize(
    ("counts", "tip"),
    [
        (LineCounts(unnamed=5), "none"),
        (LineCounts(listen=5, ask=3, judge=1), "judge"),
        (LineCounts(listen=1, ask=1, advise=3), "advise"),
        (LineCounts(ask=2, normalise=1), "listen"),
        (LineCounts(listen=2, normalise=1), "ask"),
        (LineCounts(listen=2, ask=1), "normalise"),
        (LineCounts(listen=2, ask=1, normalise=1, advise=2), "fine"),
    ],
)
def test_one_thing_is_suggested_the_most_helpful_first(counts: LineCounts, tip: str) -> None:
    assert suggestion(counts) == tip


def test_a_talk_is_full_at_its_last_line_and_quotes_the_first_of_a_kind() -> None:
    talk = PracticeTalk(PersonId("p"), "noor", "begin", A_TUESDAY)
    for line in lines(*[K.ASK] * (MOST_LINES - 1), K.LISTEN):
        assert not talk.is_full
        talk = talk.with_line(line, A_TUESDAY)
    assert talk.is_full
    assert talk.first_of(K.ASK) == "regel 0"
    assert talk.first_of(K.JUDGE) == ""
