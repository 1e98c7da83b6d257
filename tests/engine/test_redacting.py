"""Names stay out: what points to a person is gone, and what points to nobody is not touched."""

from __future__ import annotations

import time

import pytest

from benchmarks.redaction import Figures, measure, messages, services
from bot.engine.redacting import redact

ROWS = messages()
HARMLESS = [row["text"] for row in ROWS if "gone" not in row]
# Measured, rounded down. Whoever raises a figure raises it here too.
RECALL = {
    "account": 1.0, "adres": 1.0, "bsn": 1.0, "link": 1.0, "mailadres": 1.0, "naam": 0.97,
    "postcode": 1.0, "rekeningnummer": 1.0, "rijksregisternummer": 1.0, "telefoonnummer": 1.0,
}  # fmt: skip
BIGGEST = 10_000  # characters
# Seconds of processor time for BIGGEST; the best of ten: a busy machine adds, never takes.
MOST = 0.25  # seconds of CPU for the longest text that is read; it takes about 0.05
HARD = [
    "a", " ", ".", "0", "06 ", "een ", "0 1 2 3 ", "a@", "A.", "a-", "ik heet ", "Jan van ", "snap is ",
    "NL12", "020-5550123 a ", "\u200b", "😭👨‍👩‍👧", "محمد ٠٦ ", "Іван ", "漢字", "\ue000\0", "é̈", "[naam]",
]  # fmt: skip


@pytest.fixture(scope="module")
def figures() -> Figures:
    return measure()


def test_there_is_enough_to_test_with(figures: Figures) -> None:
    assert len(ROWS) >= 200
    assert len(HARMLESS) >= 60
    assert len(ROWS) - len(HARMLESS) >= 100
    assert set(figures.wanted) == set(RECALL)


@pytest.mark.parametrize("kind", sorted(RECALL))
def test_as_much_is_gone_as_was_measured(figures: Figures, kind: str) -> None:
    assert figures.recall(kind) >= RECALL[kind]


@pytest.mark.parametrize("number", range(len(HARMLESS)))
def test_a_harmless_message_is_not_touched(number: int) -> None:
    assert redact(HARMLESS[number], helplines=services()) == HARMLESS[number]


def test_what_must_stay_beside_it_stays(figures: Figures) -> None:
    assert figures.false == ()


def test_entities_of_the_language_service_go_when_they_point_to_somebody() -> None:
    found = [("name", "Qwerta"), ("school", "De Nepschool"), ("feeling", "bang")]
    said = redact("qwerta van De Nepschool maakt me bang", found)
    assert said == "[naam] van [school] maakt me bang"


def test_a_helpline_is_readable_only_when_it_is_known() -> None:
    said = "bel 020-2615275"
    assert redact(said, helplines=services()) == said
    assert redact(said) == "bel [telefoonnummer]"


@pytest.mark.parametrize("number", range(len(HARD)))
def test_nothing_is_too_odd_and_nothing_takes_long(number: int) -> None:
    text = (HARD[number] * BIGGEST)[:BIGGEST]
    spent = []
    for _ in range(10):
        began = time.process_time()
        redact(text)
        spent.append(time.process_time() - began)
    assert min(spent) < MOST
