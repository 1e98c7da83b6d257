"""What is kept, and how long: one list, in which every term can be explained in Dutch."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain import retention
from bot.domain.retention import RETENTION, Kept

BY_TABLE = {kept.table: kept for kept in RETENTION}


def test_every_table_stands_in_the_list_once() -> None:
    assert len(BY_TABLE) == len(RETENTION)


@pytest.mark.parametrize("kept", RETENTION, ids=lambda kept: kept.table)
def test_every_term_is_told_in_dutch(kept: Kept) -> None:
    assert kept.dutch.endswith(".")
    assert len(kept.dutch) < 300
    for word in ("anoniem", "geheim"):
        assert word not in kept.dutch.lower()


@pytest.mark.parametrize("kept", [k for k in RETENTION if k.term], ids=lambda kept: kept.table)
def test_the_dutch_names_the_term_itself(kept: Kept) -> None:
    assert kept.term is not None
    said = "1 jaar" if kept.term.days == 365 else f"{kept.term.days} dagen"
    assert said in kept.dutch or "net zo lang als" in kept.dutch or kept.table == "invitations"


@pytest.mark.parametrize(
    ("table", "days"),
    [
        *(("relayed_lines", 7), ("handoffs", 7), ("goals", 30), ("check_ins", 30)),
        *(("events", 365), ("conversations", 30), ("addresses", 30)),
    ],
)
def test_the_terms_are_those_of_the_design(table: str, days: int) -> None:
    assert BY_TABLE[table].term == timedelta(days=days)


def test_danger_is_kept_longer_than_a_talk_and_an_open_case_not_beyond_72_hours() -> None:
    assert retention.DANGER_TERM == timedelta(days=30) > retention.TALK_TERM
    assert timedelta(hours=72) == retention.OPEN_DANGER_LIMIT


def test_what_waits_to_be_sent_and_what_was_asked_has_no_term_of_its_own() -> None:
    assert BY_TABLE["outbox"].term is None
    assert BY_TABLE["timers"].term is None
