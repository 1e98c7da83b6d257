"""What is sealed opens exactly where it was sealed, with a key that is here, and nowhere else."""

from __future__ import annotations

import pytest

from bot.adapters.database.sealing import Key, SealBroken, Sealer, new_key, parse_keys
from bot.errors import OperatorError

OLD, NEW = Key(b"o" * 32), Key(b"n" * 32)
SEALER = Sealer((OLD,))
PLACE = {"place": "goals.step", "row": "g1"}


@pytest.mark.parametrize("text", ["", "kast opruimen", "é 😭 \x00", "x" * 100_000])
def test_a_sealed_text_opens_again(text: str) -> None:
    assert SEALER.open(SEALER.seal(text, **PLACE), **PLACE) == text


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert SEALER.seal("hoi", **PLACE) != SEALER.seal("hoi", **PLACE)
    assert b"kast opruimen" not in SEALER.seal("kast opruimen", **PLACE)


def test_one_flipped_bit_anywhere_breaks_the_seal() -> None:
    sealed = SEALER.seal("kast", **PLACE)
    for place in range(len(sealed)):
        for bit in range(8):
            changed = bytearray(sealed)
            changed[place] ^= 1 << bit
            with pytest.raises(SealBroken):
                SEALER.open(bytes(changed), **PLACE)


@pytest.mark.parametrize("length", [0, 1, 5, 17, 30])
def test_a_text_that_was_cut_off_breaks_the_seal(length: int) -> None:
    with pytest.raises(SealBroken):
        SEALER.open(SEALER.seal("kast opruimen", **PLACE)[:length], **PLACE)


@pytest.mark.parametrize(
    "moved",
    [
        {"place": "goals.step", "row": "g2"},
        {"place": "goals.when", "row": "g1"},
        {"place": "goals.stepg", "row": "1"},
    ],
)
def test_a_text_that_was_moved_does_not_open(moved: dict[str, str]) -> None:
    with pytest.raises(SealBroken):
        SEALER.open(SEALER.seal("kast", **PLACE), **moved)


def test_a_text_of_an_unknown_key_does_not_open() -> None:
    with pytest.raises(SealBroken):
        Sealer((NEW,)).open(SEALER.seal("kast", **PLACE), **PLACE)


def test_after_a_rotation_old_texts_open_and_new_ones_need_the_new_key() -> None:
    rotated = Sealer((NEW, OLD))
    assert rotated.open(SEALER.seal("oud", **PLACE), **PLACE) == "oud"
    with pytest.raises(SealBroken):
        SEALER.open(rotated.seal("nieuw", **PLACE), **PLACE)
    assert Sealer((NEW,)).open(rotated.seal("nieuw", **PLACE), **PLACE) == "nieuw"


def test_a_rotation_does_not_lose_who_is_who() -> None:
    assert Sealer((NEW, OLD)).index("telegram:77") == SEALER.index("telegram:77")


def test_the_index_tells_nothing_without_the_key() -> None:
    assert SEALER.index("telegram:77") == SEALER.index("telegram:77")
    assert SEALER.index("telegram:77") != SEALER.index("telegram:78")
    assert SEALER.index("telegram:77") != Sealer((NEW,)).index("telegram:77")


def test_an_error_never_holds_the_text_or_the_key() -> None:
    with pytest.raises(SealBroken) as caught:
        Sealer((NEW,)).open(SEALER.seal("kast", **PLACE), **PLACE)
    assert "kast" not in repr(caught.value)
    assert "ooo" not in repr(OLD)


@pytest.mark.parametrize(
    "text",
    ["", "kort", "a" * 44, "AAAA", pytest.param(f"{new_key()} x", id="a key and more"), "é" * 32],
)
def test_a_key_that_is_none_is_refused_in_dutch(text: str) -> None:
    with pytest.raises(OperatorError, match="sleutel"):
        parse_keys(text)


def test_new_keys_are_keys_and_differ() -> None:
    assert new_key() != new_key()
    assert len(parse_keys(f"{new_key()}\n{new_key()}\n")) == 2
