"""How readers come to one label, when two sentences are too much alike, and who may be asked."""

from __future__ import annotations

import pytest

from bot.domain.conversation import Conversation
from bot.domain.ids import PersonId, UnclearId
from bot.domain.learning import (
    TOO_ALIKE,
    TOO_MUCH_TAKEN,
    Label,
    Outcome,
    UnclearMessage,
    alike,
    outcome,
    taken_from,
)

A, B, C = (
    Label("debt", "tell", "none"),
    Label("debt", "tell", "concern"),
    Label("care", "tell", "none"),
)


@pytest.mark.parametrize(
    ("earlier", "label", "expected"),
    [
        ((), A, Outcome.WAITS),
        ((A,), A, Outcome.AGREED),
        ((A,), B, Outcome.WAITS),
        ((A,), C, Outcome.WAITS),
        ((A, B), A, Outcome.AGREED),
        ((A, B), B, Outcome.AGREED),
        ((A, B), C, Outcome.UNDECIDED),
    ],
)
def test_two_readers_agree_on_all_three_or_a_third_decides(
    earlier: tuple[Label, ...], label: Label, expected: Outcome
) -> None:
    assert outcome(earlier, label) is expected


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("ik weet het even niet", "ik weet het even niet", True),
        ("ik weet het even niet", "Ik weet het, even niet!!", True),
        ("ik weet het even niet meer", "ik weet het even niet", True),
        ("ik weet het even niet", "mijn hoofd zit vol met van alles", False),
        ("", "iets", False),
        ("a", "a", True),
    ],
)
def test_a_sentence_with_the_same_groups_of_characters_is_the_same_again(
    one: str, other: str, same: bool
) -> None:
    assert (alike(one, other) > TOO_ALIKE) is same


def test_alike_goes_from_nothing_to_everything() -> None:
    assert alike("abcdef", "uvwxyz") == 0
    assert alike("abcdef", "abcdef") == 1
    assert alike("", "") == 1


@pytest.mark.parametrize(
    ("band", "may"),
    [
        ("under_12", False),
        ("12_15", False),
        ("16_17", True),
        ("18_24", True),
        ("over_24", True),
        ("unknown", False),
    ],
)
def test_only_who_told_to_be_16_or_older_is_old_enough(band: str, may: bool) -> None:
    told = {} if band == "unknown" else {"age_band": band}
    assert Conversation(PersonId("p")).remembering(**told).old_enough_to_learn is may


def test_nothing_said_and_a_no_are_both_no() -> None:
    silent = Conversation(PersonId("p"))
    assert not silent.learning
    assert not silent.remembering(learning="no").learning
    assert silent.remembering(learning="yes").learning


def test_a_message_does_not_show_its_words_when_it_is_printed() -> None:
    assert "woorden" not in repr(UnclearMessage(UnclearId("m"), "woorden"))


def test_two_who_agreed_at_the_same_moment_are_not_undone_by_a_third() -> None:
    one, other = Label("debt", "tell", "none"), Label("care", "tell", "none")
    assert outcome([one, one], other) is Outcome.WAITS
    assert outcome([one, one], one) is Outcome.AGREED
    assert outcome([one, other], Label("none", "tell", "none")) is Outcome.UNDECIDED


def test_a_piece_of_a_long_message_is_taken_from_it() -> None:
    message = (
        "vandaag was de eerste dag en iedereen liep al in groepjes terwijl ik bij de automaat stond"
    )
    assert taken_from(message[:40], message) > TOO_MUCH_TAKEN
    assert taken_from("in de kantine at ik alleen mijn brood", message) < TOO_MUCH_TAKEN
