"""What is shown of odd signs: nothing hides, nothing turns round, and every script stays readable."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.showing import MOST_MARKS, shown


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("ik \u200bwil\u2060 niet\ufeff", "ik wil niet"),
        ("\u202egsmtrof\u202c", "gsmtrof"),
        ("\u2066links\u2069 en \u200frechts", "links en rechts"),
        ("b" + "\u0301" * 40 + "oos", "b" + "\u0301" * MOST_MARKS + "oos"),
        ("nul\x00 en bel\x07", "nul en bel"),
        ("twee\nregels\ten tab", "twee\nregels\ten tab"),
        ("\u3164\u3164", ""),
        ("gewoon\U000e0041\U000e0042", "gewoon"),
        ("caf\u00e9 co\u00f6rdinator", "caf\u00e9 co\u00f6rdinator"),
        ("👩\u200d👧 ❤\ufe0f 👍🏽", "👩\u200d👧 ❤\ufe0f 👍🏽"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ni\u200det", "niet"),
    ],
)
def test_what_the_other_side_sees(typed: str, seen: str) -> None:
    assert shown(typed) == seen


@given(st.text())
def test_nothing_hidden_is_left_and_it_is_the_same_the_second_time(typed: str) -> None:
    seen = shown(typed)
    assert shown(seen) == seen
    kinds = {unicodedata.category(sign) for sign in seen if sign not in "\n\t\u200c\u200d"}
    assert not kinds & {"Cc", "Cf", "Co", "Cs"}


@given(st.text(alphabet=st.characters(categories=("L", "N", "P", "S"), max_codepoint=0x24F)))
def test_no_letter_is_lost(typed: str) -> None:
    assert shown(typed) == typed
