"""The Flesch-Douma score, and how words, sentences and syllables are counted for it."""

from __future__ import annotations

import pytest

from bot.engine.readability import readability, syllables_in, together, words_in


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("kat", 1),
        ("maatje", 2),
        ("eeuwen", 2),
        ("geïnteresseerd", 5),
        ("ideeën", 3),
        ("situatie", 4),
        ("radio", 3),
        ("school", 1),
        ("beroepskracht", 3),
        ("nieuw", 1),
    ],
)
def test_syllables_are_counted_by_vowels(word: str, syllables: int) -> None:
    assert syllables_in(word) == syllables


def test_words_and_sentences() -> None:
    found = readability("Dit is één zin. Kijk: foto's om 16.00 uur! En?\nNieuwe regel")
    assert words_in("foto's e-mail 16.00 — …") == 3
    assert found.words == 12
    assert found.sentences == 5
    assert found.longest == 4


def test_the_formula_is_that_of_douma() -> None:
    text = "Ik zit op school en ik leer er wat. " * 4  # 9 words, 9 syllables each
    assert readability(text).score == pytest.approx(206.84 - 77 * 1.0 - 0.93 * 9)


def test_few_words_have_no_score() -> None:
    assert readability("Hoi, hoe gaat het?").score is None


def test_texts_together_count_as_one() -> None:
    parts = ["Ik zit op school en ik leer er wat."] * 4
    assert together(parts).score == readability("\n".join(parts)).score
