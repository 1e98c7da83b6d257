"""Every button can be typed, and no typing mistake turns a no into a yes."""

from __future__ import annotations

import pytest

from bot.engine.matching import matches, plain


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Ja", "ja"),
        ("JA!!!", "Ja"),
        ("ja 😊", "Ja"),
        ("  praten met\neen maatje ", "Praten met een maatje"),
        ("praten met een maatej", "Praten met een maatje"),
        ("vlaandren of brussel", "Vlaanderen of Brussel"),
        ("studie keuze", "Studiekeuze"),
        ("sla_over", "Sla over"),
        ("oke.", "oké"[:2] + "e"),
    ],
)
def test_the_words_of_a_button_count_however_they_are_typed(typed: str, label: str) -> None:
    assert matches(typed, [label], 1)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("niet nu", "nu"),
        ("niet goed", "Goed"),
        ("ik wil niet praten", "ik wil praten"),
        ("ik wil nie praten", "ik wil praten"),
        ("geen doel maken", "een doel maken"),
        ("nooit meer vragen", "meer vragen"),
        ("klopt niet", "Klopt"),
        ("met niemand", "met iemand"),
        ("zonder maatje", "met maatje"),
        ("ik voel me onveilig", "ik voel me veilig"),
        ("ik wil niks zeggen", "ik wil iets zeggen"),
        ("over 4 dagen", "over 3 dagen"),
        ("16 tot 15", "12 tot 15"),
        ("jaja", "ja"),
        ("nee", "neef"),
        ("", "Ja"),
        ("!!!", "Ja"),
        ("😊", "Ja"),
    ],
)
def test_what_means_something_else_is_no_button(typed: str, label: str) -> None:
    assert not matches(typed, [label], 1)


def test_the_number_of_a_button_is_the_button() -> None:
    assert matches("2", ["Nee"], 2)
    assert matches(" 2. ", ["Nee"], 2)
    assert not matches("2", ["Nee"], 1)
    assert not matches("22", ["Nee"], 2)
    assert not matches("knop 2", ["Nee"], 2)


def test_only_words_are_compared() -> None:
    assert plain("Ik…  ben  *MOE* 😴\n(echt)!") == "ik ben moe echt"
    assert plain("É") == plain("é")
    assert plain("!? 😊 _") == ""
