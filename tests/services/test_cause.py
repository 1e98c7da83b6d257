"""The professional reads the words that caused it first, also when the message is long."""

from __future__ import annotations

from bot.domain.safety import DangerKind, DangerSign, Risk, RiskLevel
from bot.engine.tripwire import Tripwire
from bot.services.handoff.cards import CARD_WORDS, words_for_card
from tests.conftest import World

LONG = "Op school gaat het wel en met handbal ook. " * 20
SIGN = DangerSign(DangerKind.SUICIDE, RiskLevel.URGENT)


def test_of_a_long_message_the_words_that_caused_it_come_first(world: World) -> None:
    risk = Risk((SIGN,), "Ik wil dood.")
    shown = words_for_card(world.house, f"{LONG}Ik wil dood.", risk)
    first, rest = shown.split("\n", 1)
    assert first == "Vooral dit: “Ik wil dood.”"
    assert rest == LONG[:CARD_WORDS]


def test_a_short_or_harmless_message_is_shown_as_it_is(world: World) -> None:
    short = "Het gaat wel. Ik wil dood."
    assert words_for_card(world.house, short, Risk((SIGN,), "Ik wil dood.")) == short
    assert words_for_card(world.house, LONG, Risk()) == LONG[:CARD_WORDS]
    assert words_for_card(world.house, LONG, Risk((SIGN,), LONG)) == LONG[:CARD_WORDS]


def test_who_types_without_stops_is_read_in_windows(world: World) -> None:
    filler = "op school gaat het wel en met handbal ook en daarna gingen we naar huis met de fiets "
    text = f"Hoi maatje. {filler * 8}en ik wil dood"
    risk = Tripwire.from_file().look(text)
    assert risk.words.endswith("en ik wil dood")
    assert len(risk.words) < CARD_WORDS
    shown = words_for_card(world.house, text, risk)
    assert shown.startswith("Vooral dit: “")
    assert "ik wil dood" in shown


def test_the_tripwire_names_the_sentence_that_fired() -> None:
    risk = Tripwire.from_file().look("Hoi! Vandaag had ik toets.\nEgt k wil dood!! En morgen gym")
    assert risk.words == "Egt k wil dood!!"
    assert Tripwire.from_file().look("alles goed").words == ""


def test_words_do_not_make_another_danger_of_it() -> None:
    assert Risk((SIGN,), "een") == Risk((SIGN,), "twee")
    assert Risk((SIGN,)).union(Risk((SIGN,), "twee")).words == "twee"
