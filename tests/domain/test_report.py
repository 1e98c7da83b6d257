"""Who may open a reported talk, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.ids import OpeningId, PersonId, ReportId
from bot.domain.report import (
    Opening,
    Report,
    ReportBy,
    ReportOutcome,
    ReportReason,
    ReportState,
)
from bot.domain.volunteer import Role

NOW = datetime(2026, 3, 10, 14, 0, tzinfo=UTC)
A, B, C = PersonId("a"), PersonId("b"), PersonId("c")
DAY = timedelta(hours=24)
REPORT = Report(
    ReportId("r"), "Groene Reiger", "Rode Panda", Role.VOLUNTEER, ReportBy.YOUNG, NOW, A, staff=B
)
OPENING = Opening(OpeningId("o"), ReportId("r"), B, "waarom", NOW)


@pytest.mark.parametrize("reason", list(ReportReason))
def test_only_details_and_sex_pause_a_volunteer(reason: ReportReason) -> None:
    pausing = reason in (ReportReason.DETAILS, ReportReason.SEXUAL)
    told = REPORT.with_more(reason, "")
    assert told.pauses is pausing
    assert not replace(told, role=Role.PROFESSIONAL).pauses
    assert not replace(told, by=ReportBy.STAFF).pauses


def test_a_softer_reason_does_not_take_a_grave_one_back() -> None:
    grave = REPORT.with_more(ReportReason.SEXUAL, "")
    assert grave.with_more(ReportReason.MEAN, "").reason is ReportReason.SEXUAL
    assert REPORT.with_more(ReportReason.MEAN, "").with_more(ReportReason.DETAILS, "").pauses


def test_more_words_open_a_closed_report_again_and_silence_does_not() -> None:
    closed = REPORT.closed(ReportOutcome.UNCLEAR)
    assert closed.with_more(None, "") == closed
    assert closed.with_more(None, "nog iets").state is ReportState.OPEN
    assert closed.looked_at() == closed


def test_nobody_who_was_in_the_talk_counts() -> None:
    assert REPORT.took_part(A)
    assert REPORT.took_part(B)
    assert not REPORT.took_part(C)


def test_an_agreement_counts_within_its_time_and_once() -> None:
    assert OPENING.waits(NOW + DAY - timedelta(seconds=1), DAY)
    assert not OPENING.waits(NOW + DAY, DAY)
    assert not OPENING.agreed(C, NOW).waits(NOW, DAY)


def test_only_the_two_read_again_and_once_each() -> None:
    agreed = OPENING.agreed(C, NOW)
    assert not OPENING.reads_again(B, NOW, DAY)
    assert not agreed.reads_again(A, NOW, DAY)
    assert agreed.reads_again(C, NOW, DAY)
    assert not agreed.reads_again(C, NOW + DAY, DAY)
    assert not replace(agreed, again=frozenset({C})).reads_again(C, NOW, DAY)


def test_words_do_not_stand_in_what_is_printed_of_a_report() -> None:
    assert "nog iets" not in repr(REPORT.with_more(None, "nog iets"))
    assert "waarom" not in repr(OPENING)
