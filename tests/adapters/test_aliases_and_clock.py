"""Aliases tell nothing and do not return soon; the moved clock never goes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.adapters.aliases import ANIMALS, COLOURS, DutchAliases
from bot.adapters.clock import MovedClock, SystemClock


def test_no_alias_returns_before_all_were_used() -> None:
    aliases = DutchAliases(5)
    every = [aliases.alias(n) for n in range(len(COLOURS) * len(ANIMALS))]
    assert len(set(every)) == len(every) >= 900
    assert aliases.alias(len(every)) == every[0]


def test_aliases_that_follow_on_one_another_share_no_word() -> None:
    aliases = DutchAliases()
    for n in range(50):
        first, second = aliases.alias(n).split(), aliases.alias(n + 1).split()
        assert not set(first) & set(second)


def test_an_alias_is_two_dutch_words_and_every_house_begins_elsewhere() -> None:
    assert DutchAliases(1).alias(0) != DutchAliases(2).alias(0)
    assert all(len(DutchAliases(s).alias(0).split()) == 2 for s in range(40))
    assert len(set(COLOURS)) == len(COLOURS)
    assert len(set(ANIMALS)) == len(ANIMALS)


def test_the_real_clock_is_aware_and_utc() -> None:
    now = SystemClock().now()
    assert now.utcoffset() == timedelta()
    assert abs(now - datetime.now(UTC)) < timedelta(seconds=5)


def test_a_moved_clock_stays_moved_after_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "clock.json"
    clock = MovedClock(file)
    clock.move_to(clock.now() + timedelta(days=3))
    assert MovedClock(file).now() - datetime.now(UTC) > timedelta(days=2, hours=23)
    assert list(tmp_path.iterdir()) == [file]


def test_a_moved_clock_never_goes_back(tmp_path: Path) -> None:
    clock = MovedClock(tmp_path / "clock.json")
    clock.move_to(clock.now() + timedelta(hours=5))
    later = clock.now()
    clock.move_to(later - timedelta(hours=4))
    assert clock.now() >= later
